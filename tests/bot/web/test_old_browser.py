"""A phone of ten years ago gets the page's forms, in one readable column."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.web.about import ABOUT
from bot.web.site import STATIC
from tests.bot.web.conftest import Site
from tests.bot.web.old_browser import OURS, as_old

SHEETS = ("tokens.css", "chat.css", "old.css", "paper.css")


def test_what_an_old_browser_lacks_is_left_out() -> None:
    css = """
    :root { --ink: #000; }
    p { color: red; color: var(--ink); padding-inline: 1px; margin: 0; inline-size: 1px; width: 2px }
    p:has(a) { color: blue }
    @container (max-width: 1rem) { p { color: green } }
    @media print { p { color: black; gap: 1px } }
    """
    kept = " ".join(as_old(css).split())
    assert kept == ":root { } p { color: red; margin: 0; width: 2px } @media print { p { color: black } }"
    assert as_old(f"{OURS} {{ p {{ width: 3px }} }}") == "p { width: 3px }"


@pytest.mark.parametrize("name", SHEETS)
def test_no_sheet_has_what_ends_it_for_an_old_browser(name: str) -> None:
    css = (STATIC / name).read_text(encoding="utf-8")
    assert css.count("{") == css.count("}")
    assert "&" not in css, "rules within rules swallow what follows them"
    assert "@import" not in css
    assert "@layer" not in css


@pytest.fixture
def old_page(chromium: Browser) -> Any:
    context = chromium.new_context(
        viewport={"width": 320, "height": 568}, locale="fi-FI", java_script_enabled=False
    )
    context.route("**/static/*.css", _in_old_style)
    yield context.new_page()
    context.close()


def _in_old_style(route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    css = (STATIC / name).read_text(encoding="utf-8")
    route.fulfill(body=as_old(css), content_type="text/css")


def test_the_whole_conversation_is_readable_and_can_be_pressed(site: Site, old_page: Page) -> None:
    old_page.goto(f"{site.url}/")
    _in_order(old_page)
    old_page.get_by_role("button", name="Selvitä, mikä auttaisi").click()
    old_page.get_by_label("Löytää työtä").check()
    _in_order(old_page)
    old_page.get_by_role("button", name="Lähetä valinnat").click()
    expect(old_page.get_by_role("heading", name="Starttiraha aloittavalle yrittäjälle")).to_be_visible()
    _in_order(old_page)
    old_page.get_by_role("textbox", name="Kirjoita viesti").fill("Kiitos")
    old_page.get_by_role("button", name="Lähetä").click()
    expect(old_page.get_by_text("Sanoit: Kiitos")).to_be_visible()
    _in_order(old_page)


def test_waiting_and_coming_back_work_as_well(site: Site, old_page: Page) -> None:
    old_page.goto(f"{site.url}/")
    old_page.get_by_role("button", name="Puhu ihmisen kanssa").click()
    expect(old_page.get_by_role("heading", name="Odotat neuvojaa")).to_be_visible()
    _in_order(old_page)
    for _ in range(2):
        with old_page.expect_response(f"{site.url}/"):
            old_page.get_by_role("link", name="Katso, onko uusia viestejä").click()
        expect(old_page.get_by_role("heading", name="Odotat neuvojaa")).to_be_visible()


@pytest.mark.parametrize("address", [ABOUT, "/take-with-you"])
def test_the_pages_beside_the_chat_are_readable(site: Site, old_page: Page, address: str) -> None:
    old_page.goto(f"{site.url}/")
    old_page.get_by_role("button", name="Selvitä, mikä auttaisi").click()
    old_page.goto(f"{site.url}{address}")
    texts = old_page.locator("h1, h2, h3, p, dt, dd").all()
    assert len(texts) > 8
    _apart([each.bounding_box() for each in texts])
    assert _overflow(old_page) == 0


def _in_order(page: Page) -> None:
    """Nothing over anything else, nothing beyond the edge, everything large enough for a thumb."""
    assert _overflow(page) == 0
    texts = page.locator(
        ".words:visible, .service h2, .choice:visible, .main:visible, .notice, textarea"
    ).all()
    assert len(texts) > 5
    _apart([each.bounding_box() for each in texts])
    pressed = page.locator("button.choice:visible, button.main, button.send, .options label").all()
    heights = [(each.bounding_box() or {"height": 0})["height"] for each in pressed]
    assert min(heights) >= 44
    for spoken in page.locator(".spoken").all():
        assert (spoken.bounding_box() or {"width": 0})["width"] <= 1


def _apart(boxes: list[Any]) -> None:
    shown = sorted((box for box in boxes if box), key=lambda box: (box["y"], box["x"]))
    for upper, lower in pairwise(shown):
        beside = upper["x"] + upper["width"] <= lower["x"] or lower["x"] + lower["width"] <= upper["x"]
        assert beside or upper["y"] + upper["height"] <= lower["y"] + 1, (upper, lower)


def _overflow(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found
