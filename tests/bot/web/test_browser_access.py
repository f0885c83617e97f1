"""The page in a real browser stands in nobody's way: rules of accessibility, keyboard, thumbs."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.bot.web.chatting import (
    ANNA,
    messages,
    take_over,
)
from tests.bot.web.conftest import Site

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def test_the_keyboard_alone_is_enough(open_page: Page) -> None:
    option = open_page.get_by_role("button", name="Etsi palvelua")
    option.focus()
    open_page.keyboard.press("Enter")
    answer = open_page.locator("li.person")
    expect(answer).to_be_focused()
    open_page.keyboard.press("Tab")
    expect(open_page.get_by_role("textbox", name="Kirjoita viesti")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("script", [True, False], ids=["element", "form"])
def test_nothing_stands_in_anybodys_way(
    site: Site, chromium: Browser, scheme: Any, width: int, script: bool
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 700}, color_scheme=scheme, locale="fi-FI"
    )
    page = context.new_page()
    if not script:
        page.route("**/widget.js", lambda route: route.abort())
    page.goto(f"{site.url}/")
    steps = ["Selvitä, mikä auttaisi", "Lähetä valinnat", "Kyllä"]
    for step in [None, *steps]:
        if step == "Lähetä valinnat":
            page.get_by_label("Löytää työtä").check()
        if step:
            page.get_by_role("button", name=step).click()
            expect(page.get_by_role("button", name=step)).to_have_count(0)
        assert_accessible(page, script)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_and_the_wait_stand_in_nobodys_way(site: Site, chromium: Browser, scheme: Any) -> None:
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, color_scheme=scheme, locale="fi-FI"
    )
    page = context.new_page()
    page.goto(f"{site.url}/")
    page.get_by_role("button", name="Puhu ihmisen kanssa").click()
    expect(page.locator(".place")).to_be_visible()
    assert_accessible(page)
    key = take_over(site)
    site.world.desk.say(key, ANNA, "Hei", "1")
    expect(messages(page, "counsellor")).to_have_count(1)
    assert_accessible(page)
    page.get_by_role("button", name="Valikko").click()
    page.get_by_role("button", name="Poista keskustelu").click()
    assert_accessible(page)
    context.close()


@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 640), (768, 900)])
def test_every_target_is_large_enough_for_a_thumb(
    site: Site, browser_page: Page, width: int, height: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": height})
    browser_page.goto(f"{site.url}/")
    browser_page.get_by_role("button", name="Selvitä, mikä auttaisi").click()
    expect(browser_page.get_by_role("button", name="Lähetä valinnat")).to_be_visible()
    targets = browser_page.locator("button:visible, select:visible, a:visible, label.tick:visible").all()
    heights = {each.inner_text(): (each.bounding_box() or {"height": 0})["height"] for each in targets}
    assert len(heights) > 10
    assert [name for name, height in heights.items() if height < 44] == []


def assert_accessible(page: Page, script: bool = True) -> None:
    """Without scripts the page goes to one that asks whether anybody is there: axe knows no such answer."""
    page.wait_for_load_state("load")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    wrong = [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]
    asks = ("meta-refresh", '<meta http-equiv="refresh" content="840;url=/ending">')
    assert [each for each in wrong if script or each != asks] == []
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    assert re.fullmatch("(fi|sv|en)", page.evaluate("document.documentElement.lang"))
