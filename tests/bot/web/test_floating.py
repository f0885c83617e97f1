"""The chat in a corner of a page: a button, a panel beside the page, and what came while it was shut."""

import pytest
from playwright.sync_api import Page, expect

from tests.bot.web.chatting import ANNA, say, take_over
from tests.bot.web.conftest import Site
from tests.bot.web.embedding import embed

FLOATING = 'floating language="fi" name="Oulun Apuri"'
AROUND = '<h1>Kaupunki</h1><p><a id="news" href="#news">Uutiset</a></p>{}'


@pytest.fixture
def floating(site: Site, browser_page: Page) -> Page:
    embed(browser_page, site.url, FLOATING, around=AROUND)
    return browser_page


def launcher(page: Page) -> None:
    page.get_by_role("button", name="Oulun Apuri").click()


def test_it_opens_from_its_button_and_gives_the_focus_back(floating: Page) -> None:
    button = floating.get_by_role("button", name="Oulun Apuri", exact=True)
    expect(floating.get_by_role("log")).to_be_hidden()
    button.click()
    panel = floating.get_by_role("dialog", name="Oulun Apuri")
    expect(panel).to_be_focused()
    expect(button).to_be_hidden()
    floating.get_by_role("button", name="Valikko").click()
    expect(floating.get_by_role("heading", name="Valikko")).to_be_visible()
    floating.keyboard.press("Escape")
    expect(panel).to_be_visible()
    floating.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()
    floating.keyboard.press("Enter")
    panel.get_by_role("button", name="Sulje").last.click()
    expect(button).to_be_focused()


def test_the_page_beside_it_can_still_be_used(floating: Page) -> None:
    launcher(floating)
    floating.get_by_role("link", name="Uutiset").click()
    assert floating.url.endswith("#news")
    expect(floating.get_by_role("log")).to_be_visible()


def test_on_a_phone_it_covers_the_page_and_shuts_when_the_focus_goes_on_to_the_page(
    site: Site, browser_page: Page
) -> None:
    browser_page.set_viewport_size({"width": 360, "height": 640})
    embed(browser_page, site.url, FLOATING, around=AROUND)
    launcher(browser_page)
    box = browser_page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 640}
    browser_page.get_by_role("link", name="Uutiset").focus()
    expect(browser_page.get_by_role("log")).to_be_hidden()
    expect(browser_page.get_by_role("link", name="Uutiset")).to_be_focused()


def test_what_came_while_it_was_shut_is_counted_on_the_button_and_in_its_name(
    site: Site, floating: Page
) -> None:
    launcher(floating)
    floating.get_by_role("button", name="Puhu ihmisen kanssa").click()
    expect(floating.locator(".place")).to_be_visible()
    floating.get_by_role("button", name="Sulje").last.click()
    key = take_over(site)
    site.world.desk.say(key, ANNA, "Hei, täällä Anna.", "1")
    expect(floating.get_by_role("button", name="Oulun Apuri. Uusia viestejä: 2")).to_be_visible()
    expect(floating.locator(".unread")).to_have_text("2")
    launcher(floating)
    expect(floating.get_by_text("Hei, täällä Anna.")).to_be_visible()
    floating.keyboard.press("Escape")
    expect(floating.get_by_role("button", name="Oulun Apuri", exact=True)).to_be_visible()


def test_it_stands_in_the_corner_that_the_page_chooses(site: Site, browser_page: Page) -> None:
    style = "<style>osaamo-chat { --osaamo-corner: auto auto 40px 24px; }</style>"
    embed(browser_page, site.url, FLOATING, around=AROUND, head=style)
    box = browser_page.get_by_role("button", name="Oulun Apuri").bounding_box()
    assert box
    assert (box["x"], box["y"] + box["height"]) == (24, 860)


def test_the_conversation_goes_on_on_the_next_page(site: Site, floating: Page) -> None:
    launcher(floating)
    say(floating, "Hei")
    expect(floating.get_by_text("Sanoit: Hei")).to_be_visible()
    embed(floating, site.url, FLOATING, at="https://city.example/next")
    launcher(floating)
    expect(floating.get_by_text("Sanoit: Hei")).to_be_visible()
