"""Several tabs of one browser that begin in the same moment: one conversation, which all of them show."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import func, select

from bot.models import Conversation
from tests.bot.web.chatting import messages, say, stored_texts
from tests.bot.web.conftest import Site

START = "**/api/v1/conversations"


@pytest.fixture
def context(browser_page: Page) -> BrowserContext:
    return browser_page.context


@pytest.fixture
def starts(context: BrowserContext) -> Iterator[list[Route]]:
    """What asks for a new conversation, held back until the test lets it go."""
    held: list[Route] = []
    context.route(START, lambda route: held.append(route))
    yield held
    context.unroute(START)


@pytest.fixture
def both(site: Site, context: BrowserContext, browser_page: Page, starts: list[Route]) -> tuple[Page, Page]:
    """Something was said in both of them while no conversation is there yet."""
    tabs = browser_page, context.new_page()
    for tab in tabs:
        tab.goto(f"{site.url}/")
        expect(tab.get_by_role("log")).to_be_visible()
    for tab, text in zip(tabs, ("Ensimmäisestä", "Toisesta"), strict=True):
        say(tab, text)
        expect(messages(tab, "person")).to_have_text([text])
    tabs[0].wait_for_timeout(200)
    return tabs


def let_go(starts: list[Route]) -> None:
    while starts:
        starts.pop(0).continue_()


def shown_in_both(both: tuple[Page, Page]) -> None:
    for tab in both:
        expect(messages(tab, "person")).to_have_count(2)
        expect(messages(tab, "person").filter(has_text="Ensimmäisestä")).to_have_count(1)
        expect(messages(tab, "person").filter(has_text="Toisesta")).to_have_count(1)
        expect(messages(tab, "bot").filter(has_text="Sanoit:")).to_have_count(2)


def begun(site: Site) -> int:
    with site.world.database.read() as session:
        return session.scalars(select(func.count()).select_from(Conversation)).one()


def test_tabs_that_begin_in_the_same_moment_begin_one_conversation(
    site: Site, both: tuple[Page, Page], starts: list[Route]
) -> None:
    let_go(starts)
    shown_in_both(both)
    assert begun(site) == 1
    assert sorted(stored_texts(site, "person")) == ["Ensimmäisestä", "Toisesta"]


def test_what_waits_for_another_tab_to_begin_stays_in_sight(
    both: tuple[Page, Page], starts: list[Route]
) -> None:
    first, second = both
    first.route("**/messages", lambda route: None)
    let_go(starts)
    expect(messages(second, "bot")).not_to_have_count(0)
    second.wait_for_timeout(300)
    expect(messages(second, "person")).to_have_text(["Toisesta"])
    expect(messages(first, "person")).to_have_text(["Ensimmäisestä"])


def test_where_the_first_tab_cannot_begin_the_second_does(
    site: Site, both: tuple[Page, Page], starts: list[Route]
) -> None:
    starts.pop(0).abort()
    both[0].wait_for_timeout(100)
    while begun(site) == 0:
        let_go(starts)
        both[0].wait_for_timeout(50)
    shown_in_both(both)
    assert begun(site) == 1
    assert sorted(stored_texts(site, "person")) == ["Ensimmäisestä", "Toisesta"]


def test_a_tab_that_is_closed_while_it_begins_does_not_hold_up_the_other(
    site: Site, both: tuple[Page, Page], starts: list[Route]
) -> None:
    first, second = both
    first.close()
    second.wait_for_timeout(200)
    let_go(starts[-1:])
    expect(messages(second, "bot").filter(has_text="Sanoit: Toisesta")).to_be_visible()
    assert stored_texts(site, "person") == ["Toisesta"]


def test_where_tabs_cannot_agree_nothing_of_what_is_written_is_lost(
    site: Site, context: BrowserContext, browser_page: Page
) -> None:
    """There are no locks on a page without HTTPS."""
    context.add_init_script("delete Navigator.prototype.locks")
    tabs = browser_page, context.new_page()
    for tab in tabs:
        tab.goto(f"{site.url}/")
        expect(tab.get_by_role("log")).to_be_visible()
    for tab in tabs:
        say(tab, "Hei")
    for tab in tabs:
        expect(messages(tab, "bot").filter(has_text="Sanoit: Hei")).not_to_have_count(0)
    assert stored_texts(site, "person") == ["Hei", "Hei"]
