"""The pages beside the chat in a real browser: from the element's menu, back from paper, in nobody's way."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.web.about import ABOUT
from bot.web.leaflet_pages import TAKE
from tests.bot.conftest import LANGUAGES
from tests.bot.web.chatting import say
from tests.bot.web.conftest import Site

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

INSTALLED = """
const asked = window.matchMedia.bind(window);
window.matchMedia = (query) => query.includes("standalone") ? {matches: true} : asked(query);
"""
"""Playwright knows no way to install a page."""


@pytest.fixture(autouse=True)
def arabic_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bot.conftest.LANGUAGES", (*LANGUAGES, "ar"))


def test_the_menu_leads_to_what_can_be_taken_along(site: Site, open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    paper = _paper(open_page)
    expect(paper.get_by_role("heading", name="Ota mukaan")).to_be_visible()
    assert paper.url == f"{site.url}{TAKE}", "no token in the address"
    with paper.expect_download() as saved:
        paper.get_by_role("button", name="Tallenna tekstinä").click()
    assert saved.value.suggested_filename == "osaamo-2026-11-22.txt"
    expect(paper.get_by_role("button", name="Tulosta")).to_be_visible()


def test_a_code_read_from_paper_stands_in_its_field_and_in_no_address(
    site: Site, open_page: Page, chromium: Browser
) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    code = _paper(open_page).locator(".number").inner_text().replace(" ", "")
    assert len(code) == 12
    asked: list[str] = []
    elsewhere = chromium.new_page(locale="fi-FI")
    elsewhere.on("request", lambda request: asked.append(request.url))
    elsewhere.goto(f"{site.url}/#code={code}")
    field = elsewhere.get_by_label("Minulla on koodi")
    expect(field).to_be_focused()
    expect(field).to_have_value(code)
    assert elsewhere.url == f"{site.url}/"
    assert not any(code in url.partition("#")[0] for url in asked)
    elsewhere.keyboard.press("Enter")
    expect(elsewhere.get_by_text("Sanoit: Hei")).to_be_visible()
    elsewhere.context.close()


def _paper(page: Page) -> Page:
    page.get_by_role("button", name="Valikko").click()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Tulosta tai tallenna tekstinä").click()
    return opened.value


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["fi", "ar"])
def test_the_page_about_the_service_stands_in_nobodys_way(
    site: Site, chromium: Browser, language: str, width: int, scheme: Any
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site.url}{ABOUT}?language={language}")
    expect(page.locator("h2")).to_have_count(10)
    _accessible(page)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_paper_stands_in_nobodys_way(site: Site, chromium: Browser, scheme: Any) -> None:
    context = chromium.new_context(
        viewport={"width": 320, "height": 700}, color_scheme=scheme, locale="fi-FI"
    )
    page = context.new_page()
    page.route("**/widget.js", lambda route: route.abort())
    page.goto(f"{site.url}/")
    page.get_by_role("button", name="Selvitä, mikä auttaisi").click()
    page.get_by_label("Löytää työtä").check()
    page.get_by_role("button", name="Lähetä valinnat").click()
    page.get_by_role("link", name="Tulosta tai tallenna tekstinä").first.click()
    expect(page.get_by_role("heading", name="Starttiraha aloittavalle yrittäjälle")).to_be_visible()
    expect(page.get_by_text("Jos et tee mitään 15 minuuttiin")).to_be_visible()
    _accessible(page, '<meta http-equiv="refresh" content="840;url=/ending">')
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Palaa keskusteluun")).to_be_visible()
    expect(page.get_by_role("link", name="Tallenna tekstinä")).to_be_hidden()
    context.close()


def _accessible(page: Page, asks: str = "") -> None:
    """`asks`: what leads to a page that asks whether anybody is there; axe knows no such answer."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    wrong = [each["nodes"][0]["html"] for each in found.response["violations"]]
    assert [each for each in wrong if each != asks] == []
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0


def test_the_installed_page_says_that_there_is_no_connection_and_whom_to_call(
    site: Site, chromium: Browser
) -> None:
    context = chromium.new_context(locale="fi-FI")
    page = context.new_page()
    page.add_init_script(INSTALLED)
    page.goto(f"{site.url}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.goto(f"{site.url}/?language=fi")
    expect(page.get_by_role("heading", name="Ei yhteyttä")).to_be_visible()
    expect(page.get_by_text("112")).to_be_visible()
    context.set_offline(False)
    page.get_by_role("link", name="Yritä uudelleen").click()
    expect(page.get_by_role("log")).to_be_visible()
    context.close()


def test_in_a_browser_nothing_is_kept_for_the_time_without_a_connection(site: Site, open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    assert open_page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert open_page.evaluate("caches.keys().then((all) => all.length)") == 0
