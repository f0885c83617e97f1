"""The public interface: what a person can do with a conversation."""

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.models import Conversation, ShownService, StoredFeedback, StoredUnmetNeed
from tests.bot.conftest import World
from tests.bot.visitor import Visitor, texts, visit


def test_a_conversation_begins_with_the_bots_words_and_a_token(http: TestClient) -> None:
    answer = http.post("/api/v1/conversations", json={"language": "sv", "municipality": "Oulu"})
    body = answer.json()
    assert answer.status_code == 201
    assert (body["language"], body["holder"]) == ("sv", "bot")
    assert body["messages"][0]["seq"] == 1
    assert body["messages"][0]["buttons"] == [{"title": "Person", "payload": "/ask_human"}]
    assert "choice" not in body["messages"][0]
    me = Visitor(http, body["id"], body["token"])
    assert me.call("GET").json()["profile"]["municipality"] == "564"


def test_without_a_language_the_browsers_is_taken(http: TestClient) -> None:
    answer = http.post("/api/v1/conversations", headers={"Accept-Language": "de, en-GB;q=0.8, fi;q=0.5"})
    assert answer.json()["language"] == "en"


def test_only_the_hash_of_the_token_is_stored(http: TestClient, world: World) -> None:
    me = visit(http)
    with world.database.read() as session:
        stored = session.get(Conversation, me.id)
        assert stored is not None
        assert me.token not in str(vars(stored))


def test_an_answer_is_the_persons_message_and_the_replies(http: TestClient) -> None:
    me = visit(http)
    body = me.post("hello").json()
    assert [(each["seq"], each["author"]) for each in body["messages"]] == [(2, "person"), (3, "bot")]
    assert texts(body["messages"]) == ["hello", "You said: hello"]
    assert texts(me.call("GET", "/messages?after=2").json()["messages"]) == ["You said: hello"]


def test_the_same_client_id_gives_the_same_answer_and_nothing_new(http: TestClient, world: World) -> None:
    me, client_id = visit(http), str(uuid4())
    first = me.post("hello", client_id).json()
    again = me.post("hello", client_id).json()
    assert again == first
    assert len(me.messages()) == 3
    assert world.engine.calls == 1


def test_a_pressed_button_is_stored_with_the_title_that_was_read(http: TestClient) -> None:
    me = visit(http)
    assert me.press("/ask_human").json()["messages"][0]["text"] == "Person"
    assert me.press("/menu").json()["messages"][0]["text"] == "title of /menu"


def test_services_are_shown_with_all_their_facts_and_counted(http: TestClient, world: World) -> None:
    shown = visit(http).post("service").json()["messages"][1]["services"][0]
    assert shown["id"] == "start-up-grant"
    assert shown["municipalities"] == ["564"]
    assert shown["reasons"] == ["because you want to start a business"]
    with world.database.read() as session:
        assert session.scalars(select(ShownService.service_id)).all() == ["start-up-grant"]


def test_an_unmet_need_is_counted(http: TestClient, world: World) -> None:
    visit(http).post("nothing")
    with world.database.read() as session:
        assert session.scalars(select(StoredUnmetNeed.query)).all() == ["a query"]


def test_an_engine_that_fails_loses_nothing_and_tells_no_log_what_was_said(
    http: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    me = visit(http)
    answer = me.post("fail on my words")
    assert answer.status_code == 200
    assert [each["author"] for each in answer.json()["messages"]] == ["person", "bot"]
    assert answer.json()["messages"][1]["buttons"][0]["payload"] == "/ask_human"
    assert "RuntimeError" in caplog.text
    assert "my words" not in caplog.text
    assert texts(me.post("hello").json()["messages"])[1] == "You said: hello"


def test_personal_data_is_masked_before_it_is_stored_or_answered(http: TestClient, world: World) -> None:
    body = visit(http).post("my code is 131052-308T, call 040 123 4567").json()
    assert body["messages"][0]["text"] == "my code is [identity code], call [phone number]"
    assert body["messages"][1]["text"] == "You said: my code is [identity code], call [phone number]"


def test_a_switch_is_suggested_once_and_not_when_a_question_was_answered(http: TestClient) -> None:
    me = visit(http)
    suggested = me.post("kan vi tala på svenska").json()["messages"]
    assert texts(suggested)[-1] == "Ska vi fortsätta på svenska?"
    assert suggested[-1]["language"] == "sv"
    assert suggested[-1]["buttons"][0]["payload"] == '/set_language{"language": "sv"}'
    assert len(me.post("kan vi tala på svenska").json()["messages"]) == 2
    other = visit(http)
    other.post("question")
    assert len(other.post("money på svenska").json()["messages"]) == 2
    assert (
        texts(other.post("kan vi tala på svenska").json()["messages"])[-1] == "Ska vi fortsätta på svenska?"
    )


def test_who_writes_in_a_language_not_spoken_here_is_told_so_once_in_that_language(http: TestClient) -> None:
    me = visit(http, language="sv")
    assert len(me.post("kein Deutsch hier").json()["messages"]) == 2
    told = me.post("ich schreibe auf Deutsch").json()["messages"]
    assert (texts(told)[-1], told[-1]["language"]) == ("Leider kein Deutsch.", "de")
    assert [(button["title"], button["payload"]) for button in told[-1]["buttons"]] == [
        ("Go on in English", '/set_language{"language": "en"}'),
        ("Mensch", "/ask_human"),
    ]
    assert len(me.post("noch einmal auf Deutsch").json()["messages"]) == 2


def test_an_answer_that_was_understood_is_not_interrupted_in_whatever_language(http: TestClient) -> None:
    me = visit(http)
    me.post("question")
    me.post("kein Deutsch hier")
    assert texts(me.post("money").json()["messages"]) == ["money", "Noted."]


def test_the_language_changes_by_choice(http: TestClient) -> None:
    me = visit(http)
    body = me.call("PATCH", json={"language": "fi"}).json()
    assert (body["language"], texts(body["messages"])) == ("fi", ["Now in fi."])
    assert me.call("GET").json()["language"] == "fi"
    assert me.post("").json()["detail"] == "Viesti on tyhjä."


def test_feedback_is_kept_without_personal_data(http: TestClient, world: World) -> None:
    me = visit(http)
    assert me.call("POST", "/feedback", json={"rating": 5}).json() == {"rating": 5, "comment": None}
    given = me.call("POST", "/feedback", json={"rating": "partly", "comment": "write to a.b@example.fi"})
    assert given.json()["comment"] == "write to [e-mail]"
    with world.database.read() as session:
        assert session.scalars(select(StoredFeedback.rating).order_by(StoredFeedback.id)).all() == [
            "5",
            "partly",
        ]


def test_the_export_holds_everything_and_no_key(http: TestClient) -> None:
    me = visit(http)
    me.post("hello")
    me.call("POST", "/feedback", json={"rating": "yes", "comment": "good"})
    exported = me.call("GET", "/export").json()
    assert texts(exported["messages"]) == ["Hello, I am a bot.", "hello", "You said: hello"]
    assert exported["feedback"][0]["comment"] == "good"
    assert not {"token_hash", "resume_hash"} & exported.keys()


@pytest.mark.parametrize("by_button", [True, False])
def test_erasing_leaves_only_counts(http: TestClient, world: World, by_button: bool) -> None:
    me = visit(http)
    me.post("service")
    me.post("nothing")
    me.call("POST", "/feedback", json={"rating": "no", "comment": "a word"})
    if by_button:
        assert me.press("/delete_conversation").json()["holder"] == "closed"
    else:
        assert me.call("DELETE").status_code == 204
    assert me.call("GET").status_code == 404
    assert me.post("hello").status_code == 404
    with world.database.read() as session:
        feedback = session.scalars(select(StoredFeedback)).one()
        assert (feedback.conversation_id, feedback.rating, feedback.comment) == (None, "no", None)
        assert session.scalars(select(StoredUnmetNeed.query)).all() == [None]
        assert session.scalars(select(Conversation)).all() == []
