"""Which pages of others may use the chat."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bot.models import Conversation
from knowledge.database import Database

CITY, STRANGER = "https://city.example", "https://stranger.example"
START = "/api/v1/conversations"


def conversations(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Conversation)) or 0


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
def test_a_page_of_the_city_may_ask_in_every_way_that_the_chat_asks(
    no_script: TestClient, method: str
) -> None:
    asked = {
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,last-event-id",
    }
    allowed = no_script.options(START, headers={"Origin": CITY, **asked})
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, CITY)
    refused = no_script.options(START, headers={"Origin": STRANGER, **asked})
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("origin", [STRANGER, "null", f"{CITY}.stranger.example", "http://city.example"])
def test_a_page_that_is_not_allowed_begins_nothing_also_without_a_preflight(
    no_script: TestClient, sqlite_database: Database, origin: str
) -> None:
    refused = no_script.post(START, headers={"Origin": origin})
    assert (refused.status_code, refused.json()["code"]) == (403, "foreign_page")
    assert conversations(sqlite_database) == 0


def test_a_page_of_the_city_and_our_own_begin_a_conversation(
    no_script: TestClient, sqlite_database: Database
) -> None:
    for origin in (CITY, "http://testserver"):
        assert no_script.post(START, headers={"Origin": origin}).status_code == 201
    assert conversations(sqlite_database) == 2


def test_with_the_key_of_a_conversation_a_page_that_is_not_allowed_still_reads_and_changes_nothing(
    no_script: TestClient,
) -> None:
    started = no_script.post(START).json()
    own = {"Authorization": f"Bearer {started['token']}", "Origin": STRANGER}
    path = f"{START}/{started['id']}"
    for answer in (
        no_script.get(path, headers=own),
        no_script.get(f"{path}/messages", headers=own),
        no_script.get(f"{path}/events", headers=own),
        no_script.delete(path, headers=own),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign_page")
    assert no_script.get(path, headers={**own, "Origin": CITY}).status_code == 200


def test_the_refusal_of_the_first_words_can_be_read_so_that_the_element_can_say_it(
    no_script: TestClient,
) -> None:
    refused = no_script.get("/widget/opening", headers={"Origin": STRANGER, "Accept-Language": "sv"})
    assert refused.status_code == 403
    assert refused.headers["access-control-allow-origin"] == "*"
    assert refused.json()["detail"] == "Den här chatten får inte användas på den här sidan."


def test_the_script_itself_may_be_loaded_as_a_module_from_anywhere(no_script: TestClient) -> None:
    script = no_script.get("/widget.js", headers={"Origin": STRANGER})
    assert (script.status_code, script.headers["access-control-allow-origin"]) == (200, "*")
