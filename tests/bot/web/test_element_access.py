"""The element in every mode stands in nobody's way: rules of accessibility, thumbs, the keyboard alone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import tests.bot.conftest
from tests.bot.web import story
from tests.bot.web.conftest import Site
from tests.bot.web.embedding import embed
from tests.bot.web.test_browser_access import RULES

MODES = {"inline": "", "floating": "floating", "page": "page"}
PAGE_OF_A_CITY = "<main><h1>Kaupunki</h1>{}</main>"


@pytest.fixture(autouse=True)
def arabic_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tests.bot.conftest, "LANGUAGES", ("fi", "ar"))
    monkeypatch.setitem(story.OPENING, "ar", "مرحبًا. أنا أوسامو، برنامج محادثة. لا تحتاج إلى اسم.")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", ["fi", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_mode_keeps_the_rules(
    site: Site, chromium: Browser, mode: str, language: str, scheme: Any, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    around = "{}" if mode == "page" else PAGE_OF_A_CITY
    embed(page, site.url, f'{MODES[mode]} language="{language}"', around=around)
    if mode == "floating":
        expect(page.locator(".launcher")).to_be_visible()
        assert_kept(page)
        page.locator(".launcher").click()
    page.locator(".choice").first.click()
    expect(page.locator(".tick").first).to_be_visible()
    assert_kept(page)
    context.close()


def assert_kept(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    ours = [each for each in found.response["violations"] if "osaamo-chat" in str(each["nodes"][0]["target"])]
    assert [(each["id"], each["nodes"][0]["html"]) for each in ours] == []
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    targets = page.locator("osaamo-chat").locator(
        "button:visible, select:visible, a:visible, label.tick:visible"
    )
    sizes = [box for each in targets.all() if (box := each.bounding_box())]
    assert len(sizes) == targets.count()
    assert [box for box in sizes if min(box["height"], box["width"]) < 44] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_in_forced_colours_every_part_can_still_be_told_apart(
    site: Site, chromium: Browser, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 700}, forced_colors="active")
    page = context.new_page()
    embed(page, site.url, 'floating language="fi"', around=PAGE_OF_A_CITY)
    page.locator(".launcher").click()
    page.get_by_role("button", name="Selvitä, mikä auttaisi").click()
    page.get_by_label("Löytää työtä").check()
    for part in (".person .words", ".tick", ".main", ".send", ".field"):
        edge = page.locator(part).first.evaluate("element => getComputedStyle(element).borderTopWidth")
        assert float(edge.removesuffix("px")) >= 1, part
    context.close()


def test_with_reduced_motion_nothing_moves(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    embed(page, site.url, 'language="fi"')
    bar = page.locator(".bar")
    bar.wait_for(state="attached")
    assert bar.evaluate("element => getComputedStyle(element).transitionDuration") == "0s"
    context.close()


def test_a_whole_assessment_by_the_keyboard_alone_and_the_focus_is_never_lost(
    site: Site, browser_page: Page
) -> None:
    embed(browser_page, site.url, 'floating language="fi"', around=PAGE_OF_A_CITY)
    browser_page.locator(".launcher").wait_for()
    press(browser_page, "Osaamo", "Enter")
    press(browser_page, "Selvitä, mikä auttaisi", "Enter")
    expect(browser_page.get_by_role("button", name="Lähetä valinnat")).to_be_visible()
    press(browser_page, "Löytää työtä", "Space")
    press(browser_page, "Raha ja etuudet", "Space")
    press(browser_page, "Lähetä valinnat", "Enter")
    expect(browser_page.get_by_role("article")).to_have_count(2)
    assert focused(browser_page) not in ("", "BODY")
    press(browser_page, "Kyllä", "Enter")
    expect(browser_page.get_by_text("Sanoit: feedback")).to_be_visible()
    press(browser_page, "Kirjoita viesti", "")
    browser_page.keyboard.type("Kiitos")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_text("Sanoit: Kiitos")).to_be_visible()
    assert focused(browser_page) == "Kirjoita viesti"


FOCUSED = """() => {
  const active = document.querySelector("osaamo-chat").shadowRoot.activeElement;
  const label = active?.labels?.[0]?.textContent;
  return label ?? active?.getAttribute("aria-label") ?? active?.textContent ?? "";
}"""
MOST_STOPS = 40


def focused(page: Page) -> str:
    name: str = page.evaluate(FOCUSED)
    return name


def press(page: Page, name: str, key: str) -> None:
    """Tabs on until what has this name has the focus."""
    for _ in range(MOST_STOPS):
        if focused(page).startswith(name):
            if key:
                page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by the keyboard")
