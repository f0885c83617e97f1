"""The page without JavaScript, over HTTP."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from bot.limits import Limits, RateLimit
from bot.models import Conversation, StoredMessage
from bot.web import page as web
from bot.web.visit import COOKIE
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.web.story import StoryEngine


class Hidden(HTMLParser):
    """The hidden fields of the form with the message field."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden":
            self.values[str(found["name"])] = found.get("value") or ""


def hidden(html: str) -> dict[str, str]:
    parser = Hidden()
    parser.feed(html)
    return parser.values


def stored(database: Database, what: Any) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def problem(html: str) -> str:
    found = re.search(r'<p id="problem"[^>]*>(.*?)</p>', html)
    assert found
    return found[1]


def test_looking_stores_nothing_and_sets_no_cookie(no_script: TestClient, sqlite_database: Database) -> None:
    page = no_script.get("/")
    assert page.status_code == 200
    assert "Olen Osaamo, botti" in page.text
    assert "set-cookie" not in page.headers
    assert stored(sqlite_database, Conversation) == 0


@pytest.mark.parametrize(
    ("address", "header", "language", "words"),
    [
        ("/", "sv-FI,sv;q=0.9", "sv", "Jag är Osaamo"),
        ("/?language=en", "sv", "en", "I am Osaamo"),
        ("/?language=xx", "fi", "fi", "Olen Osaamo"),
        ("/", "de", "en", "I am Osaamo"),
    ],
)
def test_the_language_is_the_chosen_or_the_browsers(
    no_script: TestClient, address: str, header: str, language: str, words: str
) -> None:
    page = no_script.get(address, headers={"Accept-Language": header})
    assert f'<html lang="{language}" dir="ltr">' in page.text
    assert words in page.text


def test_the_first_message_begins_the_conversation(no_script: TestClient, sqlite_database: Database) -> None:
    sent = no_script.post(
        "/", data={"text": "Hei", **hidden(no_script.get("/").text)}, follow_redirects=False
    )
    assert (sent.status_code, sent.headers["location"]) == (303, "/#latest")
    cookie = sent.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age" not in cookie
    assert stored(sqlite_database, Conversation) == 1
    page = no_script.get("/").text
    assert "Sanoit: Hei" in page
    assert page.index('id="latest"') < page.index("Sanoit: Hei")
    assert "widget.js" not in page


def test_the_municipality_of_the_address_reaches_the_conversation(
    no_script: TestClient, sqlite_database: Database
) -> None:
    fields = hidden(no_script.get("/?municipality=Oulu").text)
    assert fields["municipality"] == "Oulu"
    assert hidden(no_script.get("/?municipality=Nowhere").text)["municipality"] == ""


def test_the_same_form_sent_twice_is_one_message(no_script: TestClient, sqlite_database: Database) -> None:
    no_script.post("/", data={"text": "Hei"})
    fields = {"text": "Uudelleen", **hidden(no_script.get("/").text)}
    for _ in range(2):
        assert no_script.post("/", data=fields).status_code == 200
    with sqlite_database.read() as session:
        said = session.scalars(select(StoredMessage.text).where(StoredMessage.author == "person")).all()
    assert said == ["Hei", "Uudelleen"]


def test_ticked_answers_are_sent_together(no_script: TestClient) -> None:
    question = no_script.post("/", data={"payload": "/start_assessment"}).text
    assert question.count('type="checkbox" name="option"') == 10
    assert '<progress class="progress" value="3" max="7"' in question
    ticked = ['/inform{"goals": "job"}', '/inform{"goals": "business"}']
    answer = no_script.post("/", data={"option": ticked, "many": ""}).text
    assert "Starttiraha aloittavalle yrittäjälle" in answer
    assert "Haluat aloittaa yritystoiminnan. Asut Oulussa." in answer
    assert 'name="option"' not in answer


def test_ticking_nothing_is_told_and_changes_nothing(
    no_script: TestClient, sqlite_database: Database
) -> None:
    no_script.post("/", data={"payload": "/start_assessment"})
    before = stored(sqlite_database, StoredMessage)
    answer = no_script.post("/", data={"many": ""})
    assert answer.status_code == 422
    assert problem(answer.text) == "Valitse vähintään yksi tai ohita kysymys."
    assert stored(sqlite_database, StoredMessage) == before


def test_a_form_may_mean_something_by_no_tick(no_script: TestClient) -> None:
    assert "Odotat neuvojaa" in no_script.post("/", data={"many": "/ask_human"}).text


def test_only_web_addresses_become_links(no_script: TestClient) -> None:
    answer = no_script.post("/", data={"payload": '/inform{"goals": "job"}'}).text
    assert 'href="https://example.fi/starttiraha" target="_blank" rel="noopener noreferrer"' in answer
    assert "javascript:" not in answer


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


def test_markup_in_a_text_is_shown_as_text(no_script: TestClient) -> None:
    page = no_script.post("/", data={"text": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "Sanoit: &lt;script&gt;alert(1)&lt;/script&gt;" in page


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
    web.install(app, retention_days=30)
    with TestClient(app, headers={"Accept-Language": "fi"}) as client:
        answers = [client.get(address) for _ in range(3)]
        assert client.get("/widget/opening").headers["content-type"] == "application/problem+json"
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused.headers["content-type"].startswith("text/html")
    assert int(refused.headers["retry-after"]) > 0
    assert f'lang="{language}"' in refused.text
    assert words in refused.text


def test_the_numbers_of_our_own_words_about_danger_can_be_called(no_script: TestClient) -> None:
    answer = no_script.post("/", data={"text": "I want to kill myself, call 112 or 555 123"}).text
    assert '<a href="tel:112" dir="ltr">112</a>' in answer
    assert '<a href="tel:0925250111" dir="ltr">09 2525 0111</a>' in answer
    assert answer.count('href="tel:') == 2, "what the person wrote is never a link"
    assert "call 112 or 555 123" in answer
    assert no_script.get("/widget/opening").json()["numbers"][-1] == "112"


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


def test_the_language_changes_within_the_conversation(no_script: TestClient) -> None:
    no_script.post("/", data={"text": "Hei"})
    page = no_script.post("/language", data={"language": "sv"}).text
    assert '<html lang="sv"' in page
    assert "Jag är Osaamo" in page
    assert "Sanoit: Hei" in page


def test_waiting_shows_the_place_and_can_be_cancelled(no_script: TestClient) -> None:
    page = no_script.post("/", data={"payload": "/ask_human"}).text
    assert "Odotat neuvojaa" in page
    assert "Olet jonossa sijalla 1." in page
    assert "Katso, onko uusia viestejä" in page
    assert "Odotat neuvojaa" not in no_script.post("/cancellation").text


def test_deleting_leaves_nothing(no_script: TestClient, sqlite_database: Database) -> None:
    no_script.post("/", data={"text": "Hei"})
    page = no_script.post("/deletion")
    assert problem(page.text) == "Keskustelu on poistettu."
    assert stored(sqlite_database, Conversation) == 0
    assert COOKIE not in no_script.cookies


def test_leaving_quickly_forgets_and_leads_away(no_script: TestClient) -> None:
    no_script.post("/", data={"text": "Hei"})
    left = no_script.get("/leave", follow_redirects=False)
    assert left.headers["location"] == "https://www.ilmatieteenlaitos.fi/"
    assert COOKIE not in no_script.cookies
    assert "Sanoit: Hei" not in no_script.get("/").text


def test_an_unknown_code_is_told(no_script: TestClient) -> None:
    refused = no_script.post("/return", data={"code": "123 456 789 012"})
    assert (refused.status_code, problem(refused.text)) == (404, "Koodi ei kelpaa.")


def test_the_page_has_a_strict_policy_and_is_never_stored(no_script: TestClient) -> None:
    page = no_script.get("/")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"\sstyle=|\son\w+=|<style", page.text)


def test_the_first_words_for_other_pages_store_nothing(
    no_script: TestClient, sqlite_database: Database
) -> None:
    opening = no_script.get("/widget/opening?language=en&municipality=Oulu").json()
    assert opening["language"] == "en"
    assert opening["texts"]["send"] == "Send"
    assert opening["messages"][0]["text"] == "Hello. I am Osaamo, a bot. You need no name."
    assert {each["code"] for each in opening["languages"]} == {"fi", "sv", "en"}
    assert stored(sqlite_database, Conversation) == 0


def test_the_page_gives_the_element_the_same_first_words(no_script: TestClient) -> None:
    block = re.search(r'<script type="application/json">(.*?)</script>', no_script.get("/").text)
    assert block
    given, fetched = json.loads(block[1]), no_script.get("/widget/opening?language=fi").json()
    for opening in (given, fetched):
        opening["messages"][0].pop("at")
    assert given == fetched


def test_the_script_is_fetched_again_only_when_it_changed(no_script: TestClient) -> None:
    script = no_script.get("/widget.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["content-encoding"] == "gzip"
    again = no_script.get("/widget.js", headers={"If-None-Match": script.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = no_script.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert plain.text == script.text
