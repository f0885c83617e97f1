"""Leaving a phone number or e-mail on the chat's page, with scripts and without."""

from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from bot.contacts import Contact
from bot.web.visit import COOKIE
from tests.bot.conftest import World
from tests.bot.web.chatting import conversation_id, say
from tests.bot.web.conftest import Site

NUMBER = "+358 40 1234567"
LEAVE = "Jätä puhelinnumero tai sähköposti"


def wait_for_a_human(site: Site, page: Page) -> str:
    with page.expect_response("**/messages"):
        say(page, "hei")
    key = conversation_id(site)
    site.world.person.ask_for_person(key)
    expect(page.get_by_role("heading", name="Odotat neuvojaa")).to_be_visible()
    return key


def test_it_is_left_corrected_and_taken_away(site: Site, open_page: Page) -> None:
    key = wait_for_a_human(site, open_page)
    open_page.get_by_text(LEAVE, exact=True).click()
    field = open_page.get_by_label("Puhelinnumero tai sähköposti", exact=True)
    field.fill("12")
    open_page.get_by_role("button", name="Tallenna").click()
    expect(open_page.get_by_text("Tarkista puhelinnumero")).to_be_visible()
    field.fill("040 123 4567")
    site.world.feed.wake(key)
    open_page.get_by_role("button", name="Tallenna").click()
    expect(open_page.get_by_text("Olet jättänyt puhelinnumeron")).to_be_visible()
    assert site.world.person.contacts.of(key) == Contact("phone", NUMBER)
    results = Axe().run(open_page).response
    assert results["violations"] == []
    open_page.reload()
    open_page.get_by_role("button", name="Poista yhteystieto").click()
    expect(open_page.get_by_text(LEAVE, exact=True)).to_be_visible()
    assert site.world.person.contacts.of(key) is None


def test_what_is_being_typed_stays_when_the_queue_moves(site: Site, open_page: Page) -> None:
    key = wait_for_a_human(site, open_page)
    open_page.get_by_text(LEAVE, exact=True).click()
    field = open_page.get_by_label("Puhelinnumero tai sähköposti", exact=True)
    field.fill("040 12")
    other = site.world.desk.database
    with other.write() as session:
        session.connection().exec_driver_sql("UPDATE conversations SET urgent = 0")
    site.world.feed.wake(key)
    open_page.wait_for_timeout(300)
    expect(field).to_have_value("040 12")


@pytest.mark.parametrize("written", ["040 123 4567", "aino@example.fi"])
def test_it_works_without_scripts(no_script: TestClient, story: World, written: str) -> None:
    said = {"text": "hei", "client_id": str(uuid4()), "language": "fi", "municipality": ""}
    no_script.post("/", data=said)
    own = story.person.identify(no_script.cookies[COOKIE])
    assert own
    story.person.ask_for_person(own.id)
    page = no_script.get("/").text
    assert LEAVE in page
    refused = no_script.post("/contact", data={"contact": "12"})
    assert refused.status_code == 422
    assert "Tarkista puhelinnumero" in refused.text
    assert "Olet jättänyt" in no_script.post("/contact", data={"contact": written}).text
    assert written not in no_script.get("/").text
    assert "Olet jättänyt" not in no_script.post("/contact", data={}).text
