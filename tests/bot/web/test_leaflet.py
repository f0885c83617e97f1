"""What is taken along: on paper, as a file, as a copy of everything."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.conversation import Author, Message
from bot.limits import Limits, RateLimit
from bot.models import Conversation
from bot.web import leaflet_pages
from bot.web import page as web
from bot.web.leaflet import Leaflet, as_text, shown_services
from bot.web.site import Site
from bot.web.visit import COOKIE
from dialogues.engine import ServiceCard
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.web.conftest import LEAFLETS
from tests.bot.web.story import COURSE, GRANT, StoryEngine

TAKE = "/take-with-you"
ASSESSED = {"payload": '/inform{"goals": "job"}'}


def message(author: Author, payload: str | None = None, services: tuple[ServiceCard, ...] = ()) -> Message:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Message(author=author, text="", language="fi", payload=payload, services=services, seq=1, at=now)


def leaflet(language: str = "fi") -> Leaflet:
    return Leaflet(
        language=language,
        made=date(2026, 11, 22),
        answers=(("Kotikunta", "Oulu"),),
        services=(GRANT, COURSE),
        code="123 456 789 012",
        page="https://osaamo.example/",
    )


@pytest.fixture(scope="module")
def words() -> Site:
    return Site.load("/", 30)


def test_the_paper_holds_answers_services_links_and_the_way_back(no_script: TestClient) -> None:
    no_script.post("/", data=ASSESSED)
    paper = no_script.get(TAKE).text
    assert "Kotikunta" in paper
    assert "Starttiraha aloittavalle yrittäjälle" in paper
    assert "Hae starttirahaa ennen kuin aloitat yritystoiminnan." in paper
    assert ">https://example.fi/starttiraha</a>" in paper
    assert "javascript:" not in paper
    code = re.search(r'class="number" dir="ltr">([\d ]+)<', paper)
    assert code
    opened = no_script.post("/return", data={"code": code[1]})
    assert "Nämä palvelut sopivat sinulle." in opened.text


def test_the_code_stands_in_no_address_that_a_server_sees(no_script: TestClient) -> None:
    no_script.post("/", data=ASSESSED)
    paper = no_script.get(TAKE).text
    code = re.search(r'class="number" dir="ltr">([\d ]+)<', paper)
    assert code
    digits = code[1].replace(" ", "")
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', paper)
    assert addresses
    assert not any(digits in address or code[1] in address for address in addresses)


def test_the_picture_leads_back_with_the_code_behind_the_hash() -> None:
    picture = str(leaflet().picture)
    assert picture.startswith("<svg")
    assert "style=" not in picture, "the policy of the page forbids it"
    same = replace(leaflet(), code="123456789012").picture
    assert picture == str(same), "spaces are only for reading"
    assert picture != str(replace(leaflet(), code="123 456 789 013").picture)


def test_the_file_is_text_in_the_persons_language(no_script: TestClient) -> None:
    no_script.post("/", data=ASSESSED)
    file = no_script.get(f"{TAKE}.txt")
    assert file.headers["content-disposition"] == 'attachment; filename="osaamo-2026-11-22.txt"'
    assert file.headers["cache-control"] == "no-store"
    text = file.content.decode("utf-8-sig")
    assert file.content.startswith(b"\xef\xbb\xbf"), "old editors guess without the mark of UTF-8"
    assert "1. Starttiraha aloittavalle yrittäjälle\r\n" in text
    assert "Aloita näin: Hae starttirahaa" in text
    assert "Kotikunta: Oulu" in text
    assert "http://testserver " in text


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_every_line_of_a_file_runs_from_right_to_left(words: Site, language: str) -> None:
    lines = as_text(leaflet(language), words).splitlines()
    assert all(line.startswith("\u200f") for line in lines if line)
    assert "\u200f" not in as_text(leaflet("so"), words)


@pytest.mark.parametrize("language", sorted(Site.load("/", 30).leaflets.languages))
def test_the_file_is_whole_in_every_language(words: Site, language: str) -> None:
    text = as_text(leaflet(language), words)
    assert "123 456 789 012" in text
    assert "https://osaamo.example" in text
    assert "{" not in text
    assert leaflet(language).day in text


def test_a_person_who_began_anew_takes_nothing_from_before() -> None:
    before = message(Author.BOT, services=(COURSE,))
    again = message(Author.PERSON, "/start_again")
    after = message(Author.BOT, services=(GRANT,))
    assert shown_services([before, again, after], "fi", lambda key, language: None) == (GRANT,)


def test_services_shown_in_another_language_are_told_in_the_present_one() -> None:
    swedish = replace(GRANT, name="Startpeng", text_language="sv", reasons=())
    shown = shown_services(
        [message(Author.BOT, services=(GRANT,))],
        "sv",
        lambda key, language: swedish if language == "sv" else None,
    )
    assert shown == (swedish,)


def test_the_element_sends_its_token_in_a_form(no_script: TestClient) -> None:
    started = no_script.post("/api/v1/conversations", json={"language": "fi"}).json()
    assert COOKIE not in no_script.cookies
    paper = no_script.post(TAKE, data={"token": started["token"]})
    assert paper.status_code == 200
    assert f'action="{TAKE}.txt"' in paper.text
    file = no_script.post(f"{TAKE}.txt", data={"token": started["token"]})
    assert "ei ole vielä ehdotettu" in file.text


@pytest.mark.parametrize("address", [TAKE, f"{TAKE}.txt", "/export"])
def test_who_has_no_conversation_is_led_to_the_chat(no_script: TestClient, address: str) -> None:
    answer = no_script.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_wrong_token_opens_nothing(no_script: TestClient) -> None:
    answer = no_script.post(TAKE, data={"token": "wrong"}, follow_redirects=False)
    assert answer.status_code == 303


def test_the_copy_holds_everything_without_scripts(no_script: TestClient) -> None:
    no_script.post("/", data={"text": "Hei"})
    copy = no_script.get("/export")
    assert copy.headers["content-disposition"] == 'attachment; filename="osaamo.json"'
    assert [each["text"] for each in json.loads(copy.content)["messages"]][-2:] == ["Hei", "Sanoit: Hei"]


def test_looking_at_the_paper_of_nobody_stores_nothing(
    no_script: TestClient, sqlite_database: Database
) -> None:
    no_script.get(TAKE)
    with sqlite_database.read() as session:
        assert session.scalars(select(Conversation.id)).all() == []


def test_too_many_looks_are_told_on_a_page(sqlite_database: Database) -> None:
    world = World(sqlite_database, engine=StoryEngine())
    app = world.app()
    app.state.chat = replace(
        world.chat(), limits=Limits(RateLimit(2), RateLimit(0), RateLimit(0), RateLimit(0))
    )
    web.install(app, retention_days=30, shared_minutes=15)
    leaflet_pages.install(app, LEAFLETS)
    with TestClient(app) as client:
        answer = [client.get(TAKE, follow_redirects=False) for _ in range(3)][-1]
    assert answer.status_code == 429
    assert answer.headers["content-type"].startswith("text/html")
    assert int(answer.headers["retry-after"]) > 0


def test_the_copy_is_given_for_a_token_as_well(no_script: TestClient) -> None:
    started = no_script.post("/api/v1/conversations", json={"language": "fi"}).json()
    copy = no_script.post("/export", data={"token": started["token"]})
    assert json.loads(copy.content)["id"] == started["id"]


def test_the_day_is_written_as_in_europe() -> None:
    assert leaflet("en").day == "22 November 2026"
    assert leaflet("fi-x-selko").day == "22. marraskuuta 2026"
