"""The page without JavaScript when something is refused: told in words, with what was typed."""

from dataclasses import replace
from typing import cast
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bot.limits import Limits, RateLimit
from bot.models import Conversation, StoredMessage
from bot.web import page as web
from bot.web.visit import COOKIE
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.web.forms import hidden, problem, stored
from tests.bot.web.story import StoryEngine


def test_ticking_nothing_is_told_and_changes_nothing(
    no_script: TestClient, sqlite_database: Database
) -> None:
    no_script.post("/", data={"payload": "/start_assessment"})
    before = stored(sqlite_database, StoredMessage)
    answer = no_script.post("/", data={"many": ""})
    assert answer.status_code == 422
    assert problem(answer.text) == "Valitse vähintään yksi tai ohita kysymys."
    assert stored(sqlite_database, StoredMessage) == before


def test_a_refused_text_stays_in_the_field(no_script: TestClient, sqlite_database: Database) -> None:
    text = "työ" * 667
    refused = no_script.post("/", data={"text": text})
    assert refused.status_code == 413
    assert problem(refused.text) == "Viesti on liian pitkä. Enimmäispituus on 2000 merkkiä."
    assert f">{text}</textarea>" in refused.text
    assert stored(sqlite_database, Conversation) == 0


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_no_conversation_begins_with_nothing(
    no_script: TestClient, sqlite_database: Database, text: str
) -> None:
    refused = no_script.post("/", data={"text": text})
    assert refused.status_code == 422
    assert problem(refused.text)
    assert stored(sqlite_database, Conversation) == 0


def test_too_many_messages_are_told_with_the_time_to_wait(
    sqlite_database: Database, limited: TestClient
) -> None:
    answers = [limited.post("/", data={"text": "Hei"}) for _ in range(3)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "sekunnin kuluttua" in problem(answers[-1].text)


@pytest.mark.parametrize(
    ("address", "language", "words"), [("/", "fi", "sekunnin kuluttua"), ("/?language=sv", "sv", "sekunder")]
)
def test_too_many_looks_are_told_on_a_page(
    sqlite_database: Database, address: str, language: str, words: str
) -> None:
    world = World(sqlite_database, engine=StoryEngine())
    app = world.app()
    app.state.chat = replace(
        world.chat(), limits=Limits(RateLimit(2), RateLimit(0), RateLimit(0), RateLimit(0))
    )
    web.install(app, retention_days=30, shared_minutes=15)
    with TestClient(app, headers={"Accept-Language": "fi"}) as client:
        answers = [client.get(address) for _ in range(3)]
        assert client.get("/widget/opening").headers["content-type"] == "application/problem+json"
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused.headers["content-type"].startswith("text/html")
    assert int(refused.headers["retry-after"]) > 0
    assert f'lang="{language}"' in refused.text
    assert words in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/language", "/deletion", "/cancellation", "/return"])
def test_forms_of_other_sites_are_refused(
    no_script: TestClient, sqlite_database: Database, path: str, headers: dict[str, str]
) -> None:
    no_script.post("/", data={"text": "Hei"})
    before = stored(sqlite_database, StoredMessage)
    refused = no_script.post(path, data={"text": "Hei", "language": "sv"}, headers=headers)
    assert refused.status_code == 403
    assert "toiselta sivulta" in problem(refused.text)
    assert stored(sqlite_database, StoredMessage) == before


def test_an_expired_conversation_is_told_and_the_text_is_kept(no_script: TestClient) -> None:
    no_script.cookies.set(COOKIE, "a token of long ago")
    refused = no_script.post("/", data={"text": "Oletko siellä"})
    assert refused.status_code == 404
    assert "vanhentunut" in problem(refused.text)
    assert ">Oletko siellä</textarea>" in refused.text
    assert "Max-Age=0" in refused.headers["set-cookie"]


def test_an_unknown_code_is_told(no_script: TestClient) -> None:
    refused = no_script.post("/return", data={"code": "123 456 789 018"})
    assert (refused.status_code, problem(refused.text)) == (404, "Koodi ei kelpaa.")
    mistyped = no_script.post("/return", data={"code": "123 456 789 028"})
    assert problem(mistyped.text) == "Tarkista koodi: yksi numero on väärin tai puuttuu."


def test_without_its_database_the_page_keeps_what_was_sent_for_another_try(
    no_script: TestClient, sqlite_database: Database
) -> None:
    begun = no_script.post("/", data={"text": "Hei"})
    assert begun.status_code == 200
    app = cast("FastAPI", no_script.app)
    working = app.state.chat
    app.state.chat = World(Database("postgresql://nobody@127.0.0.1:1/none"), engine=StoryEngine()).chat()
    assert no_script.get("/").status_code == 503
    sent = {"text": "Olen työtön", "client_id": str(uuid4())}
    told = no_script.post("/", data=sent)
    assert (told.status_code, told.headers["retry-after"]) == (503, "2")
    assert "Palvelu ei vastaa juuri nyt" in told.text
    again = hidden(told.text)
    assert again == sent
    app.state.chat = working
    for _ in range(2):
        assert no_script.post("/", data=again).status_code == 200
    said = StoredMessage.text == "Olen työtön"
    with sqlite_database.read() as session:
        assert session.scalar(select(func.count()).select_from(StoredMessage).where(said)) == 1
