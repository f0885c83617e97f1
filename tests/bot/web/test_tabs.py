"""Several tabs of one browser: one conversation, one stream, nothing twice."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.bot.web.chatting import ANNA, conversation_id, messages, say, stored_texts, take_over
from tests.bot.web.conftest import Site


@pytest.fixture
def tabs(site: Site, browser_page: Page) -> tuple[Page, Page]:
    """The first has said something; the second was opened after it."""
    browser_page.goto(site.url)
    say(browser_page, "Hei")
    expect(browser_page.get_by_text("Sanoit: Hei")).to_be_visible()
    return browser_page, another(browser_page.context, site)


def another(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.goto(site.url)
    return page


def streams(site: Site) -> int:
    return site.world.feed.listening(conversation_id(site))


def test_a_new_tab_goes_on_with_the_conversation_of_the_others(tabs: tuple[Page, Page]) -> None:
    expect(messages(tabs[1], "person")).to_have_text(["Hei"])


def test_a_tab_that_was_opened_before_joins_when_another_one_begins(site: Site, browser_page: Page) -> None:
    browser_page.goto(site.url)
    other = another(browser_page.context, site)
    other.get_by_role("textbox", name="Kirjoita viesti").fill("kesken")
    say(browser_page, "Hei")
    expect(messages(other, "person")).to_have_text(["Hei"])
    expect(other.get_by_role("textbox", name="Kirjoita viesti")).to_have_value("kesken")


def test_what_is_said_in_one_tab_shows_in_the_others_and_is_sent_once(
    site: Site, tabs: tuple[Page, Page]
) -> None:
    first, second = tabs
    expect(messages(second, "person")).to_have_text(["Hei"])
    say(second, "Toisesta")
    say(first, "Ensimmäisestä")
    for tab in tabs:
        expect(messages(tab, "person")).to_have_count(3)
        expect(messages(tab, "bot").filter(has_text="Sanoit:")).to_have_count(3)
    assert sorted(stored_texts(site, "person")) == ["Ensimmäisestä", "Hei", "Toisesta"]


def test_all_tabs_share_one_stream(site: Site, tabs: tuple[Page, Page]) -> None:
    first, second = tabs
    expect(messages(second, "person")).to_have_text(["Hei"])
    third = another(first.context, site)
    expect(messages(third, "person")).to_have_text(["Hei"])
    first.get_by_role("button", name="Puhu ihmisen kanssa").first.wait_for(state="hidden")
    key = take_over_waiting(first, site)
    site.world.desk.say(key, ANNA, "Hei, täällä Anna.", "1")
    for tab in (first, second, third):
        expect(messages(tab, "counsellor")).to_have_text(["Hei, täällä Anna."])
    assert streams(site) == 1


def take_over_waiting(page: Page, site: Site) -> str:
    key = conversation_id(site)
    site.world.person.ask_for_person(key)
    expect(page.locator(".place")).to_be_visible()
    return take_over(site)


def test_when_the_tab_that_listens_is_closed_another_one_listens_within_a_second(
    site: Site, tabs: tuple[Page, Page]
) -> None:
    first, second = tabs
    expect(messages(second, "person")).to_have_text(["Hei"])
    key = take_over_waiting(second, site)
    first.close()
    site.world.desk.say(key, ANNA, "Vieläkö siellä?", "1")
    expect(messages(second, "counsellor")).to_have_text(["Vieläkö siellä?"], timeout=1_000)
    assert streams(site) <= 1


def test_what_is_deleted_in_one_tab_is_gone_from_the_others(site: Site, tabs: tuple[Page, Page]) -> None:
    second = tabs[1]
    expect(messages(second, "person")).to_have_text(["Hei"])
    second.get_by_role("button", name="Valikko").click()
    second.get_by_role("button", name="Poista keskustelu").click()
    second.get_by_role("button", name="Poista", exact=True).click()
    for tab in tabs:
        expect(messages(tab, "person")).to_have_count(0)
