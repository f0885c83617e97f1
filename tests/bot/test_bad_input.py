"""Bad input: a clear refusal in the caller's language, and nothing changed."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.bot.conftest import World
from tests.bot.visitor import Visitor, visit

ID = str(uuid4())


@pytest.fixture
def me(http: TestClient) -> Visitor:
    return visit(http)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"client_id": ID, "text": "x" * 2001}, 413, "too_large"),
        ({"client_id": ID, "payload": "/menu" + "x" * 2000}, 413, "too_large"),
        ({"client_id": ID, "text": "  \n "}, 422, "empty"),
        ({"client_id": ID, "text": "\u202e \u200b"}, 422, "empty"),
        ({"client_id": ID, "text": "a\x00b"}, 422, "control"),
        ({"client_id": ID, "text": "a\x1b[31m"}, 422, "control"),
        ({"client_id": ID, "payload": "/format_disk"}, 422, "unknown_payload"),
        ({"client_id": ID, "payload": "menu"}, 422, "unknown_payload"),
        ({"client_id": ID}, 422, "invalid"),
        ({"client_id": ID, "text": "a", "payload": "/menu"}, 422, "invalid"),
        ({"client_id": "1", "text": "a"}, 422, "invalid"),
        ({"text": "a"}, 422, "invalid"),
        ({"client_id": ID, "text": 5}, 422, "invalid"),
        ({"client_id": ID, "text": "a", "admin": True}, 422, "invalid"),
        ([], 422, "invalid"),
    ],
)
def test_a_refused_message_changes_nothing(
    me: Visitor, world: World, body: object, status: int, code: str
) -> None:
    before = me.call("GET", "/export").json()
    answer = me.call("POST", "/messages", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert me.call("GET", "/export").json() == before
    assert world.engine.calls == 0


def test_two_thousand_characters_are_taken_and_word_processors_breaks_cleaned(me: Visitor) -> None:
    assert me.post("ä" * 2000).status_code == 200
    assert me.post("a\r\nb\x0bc\u2028d").json()["messages"][0]["text"] == "a\nb\nc\nd"


def test_half_a_character_is_refused(me: Visitor) -> None:
    body = f'{{"client_id": "{ID}", "text": "\\ud800"}}'
    assert me.call("POST", "/messages", content=body).status_code == 422


@pytest.mark.parametrize("body", ["{", "", "\xff", '{"client_id": }'])
def test_what_is_not_json_is_refused(me: Visitor, body: str) -> None:
    answer = me.call("POST", "/messages", content=body.encode("latin-1"))
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_method_that_a_path_lacks_is_refused_with_all_that_it_has(me: Visitor) -> None:
    answer = me.call("PUT")
    assert (answer.status_code, answer.json()["code"]) == (405, "method")
    assert answer.headers["allow"] == "DELETE, GET, PATCH"


def test_a_script_is_text_like_any_other(me: Visitor) -> None:
    script = "<script>alert(1)</script>"
    assert me.post(script).json()["messages"][0]["text"] == script


def test_a_megabyte_is_refused_with_and_without_a_declared_length(http: TestClient, me: Visitor) -> None:
    def chunks() -> Iterator[bytes]:
        yield from [b"x" * 16_384] * 64

    path = f"{me.path}/messages"
    sent: tuple[dict[str, Any], ...] = ({"content": b"x" * 1_000_000}, {"content": chunks()})
    for options in sent:
        answer = http.post(path, headers=me.key, **options)
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_no_wrong_and_somebody_elses_token(http: TestClient, me: Visitor) -> None:
    other = visit(http)
    assert http.get(me.path).status_code == 401
    for header in (
        "Bearer wrong",
        "Basic YTpi",
        "Bearer",
        "Bearer \u00e4".encode("latin-1").decode("latin-1"),
    ):
        answer = http.get(me.path, headers={b"Authorization": header.encode("latin-1")})
        assert answer.status_code == 401, header
    assert Visitor(http, me.id, other.token).call("GET").status_code == 404
    assert Visitor(http, "unknown", me.token).call("GET").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/messages"),
        ("GET", "/messages"),
        ("GET", "/events"),
        ("POST", "/handoff"),
        ("DELETE", "/handoff"),
        ("POST", "/feedback"),
        ("GET", "/export"),
    ],
)
def test_every_route_of_a_conversation_needs_its_token(
    http: TestClient, me: Visitor, method: str, path: str
) -> None:
    stranger = visit(http)
    body: dict[str, Any] = {} if method in ("GET", "DELETE") else {"json": {}}
    assert http.request(method, me.path + path, **body).status_code == 401
    assert Visitor(http, me.id, stranger.token).call(method, path, **body).status_code == 404
    assert len(me.messages()) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"language": "xx"}, "unknown_language"),
        ({"language": 1}, "invalid"),
        ({"municipality": "Atlantis"}, "unknown_municipality"),
    ],
)
def test_a_start_with_unknown_values_is_refused(http: TestClient, body: dict[str, object], code: str) -> None:
    answer = http.post("/api/v1/conversations", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("rating", [0, 6, 2.5, True, "maybe", None])
def test_a_rating_out_of_range_is_refused(me: Visitor, rating: object) -> None:
    assert me.call("POST", "/feedback", json={"rating": rating}).status_code == 422
    assert me.call("GET", "/export").json()["feedback"] == []


@pytest.mark.parametrize(
    ("accepted", "detail"),
    [
        ("fi", "Ei löytynyt."),
        ("sv-FI, en;q=0.5", "Hittades inte."),
        ("de", "Not found."),
        ("*", "Ei löytynyt."),
        ("en;q=nonsense", "Ei löytynyt."),
    ],
)
def test_a_refusal_is_in_the_callers_language(http: TestClient, accepted: str, detail: str) -> None:
    answer = http.get("/api/v1/services/none", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.json()["detail"]) == (404, detail)


def test_no_value_that_was_sent_is_in_the_refusal(me: Visitor) -> None:
    answer = me.call("POST", "/messages", json={"client_id": "131052-308T", "text": "a"})
    assert "131052" not in answer.text


def test_a_failure_of_our_own_is_a_problem_without_details(
    http: TestClient, world: World, me: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    world.database.close()
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE notes RENAME TO notes_away")
    try:
        answer = me.call("GET", "/export")
    finally:
        with world.database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE notes_away RENAME TO notes")
    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert "notes" not in answer.text
    assert "/export failed" in caplog.text
