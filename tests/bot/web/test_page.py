"""The page without JavaScript, over HTTP."""

import json
import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.models import Conversation, StoredMessage
from bot.web.visit import COOKIE
from knowledge.database import Database
from tests.bot.web.forms import hidden, problem, stored


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


def test_a_form_may_mean_something_by_no_tick(no_script: TestClient) -> None:
    assert "Odotat neuvojaa" in no_script.post("/", data={"many": "/ask_human"}).text


def test_only_web_addresses_become_links(no_script: TestClient) -> None:
    answer = no_script.post("/", data={"payload": '/inform{"goals": "job"}'}).text
    assert 'href="https://example.fi/starttiraha" target="_blank" rel="noopener noreferrer"' in answer
    assert "javascript:" not in answer


def test_markup_in_a_text_is_shown_as_text(no_script: TestClient) -> None:
    page = no_script.post("/", data={"text": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "Sanoit: &lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_numbers_of_our_own_words_about_danger_can_be_called(no_script: TestClient) -> None:
    answer = no_script.post("/", data={"text": "I want to kill myself, call 112 or 555 123"}).text
    assert '<a href="tel:112" dir="ltr">112</a>' in answer
    assert '<a href="tel:0925250111" dir="ltr">09 2525 0111</a>' in answer
    assert answer.count('href="tel:') == 2, "what the person wrote is never a link"
    assert "call 112 or 555 123" in answer
    assert no_script.get("/widget/opening").json()["numbers"][-1] == "112"


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
    assert "Keskustelusta ei ole palvelussa jäljellä mitään." in problem(page.text)
    assert stored(sqlite_database, Conversation) == 0
    assert COOKIE not in no_script.cookies


def test_leaving_quickly_forgets_and_leads_away(no_script: TestClient) -> None:
    no_script.post("/", data={"text": "Hei"})
    left = no_script.get("/leave", follow_redirects=False)
    assert left.headers["location"] == "https://www.ilmatieteenlaitos.fi/"
    assert COOKIE not in no_script.cookies
    assert "Sanoit: Hei" not in no_script.get("/").text


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
