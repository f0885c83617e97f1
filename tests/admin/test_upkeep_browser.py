"""The page "needs you" in a real browser: by keyboard, without scripts, accessible at every width."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from admin.access import COOKIE
from knowledge.editing.content import Words
from knowledge.upkeep.examining import examine
from knowledge.upkeep.needs import SEEN_WITHIN
from tests.admin.panel import Panel, today
from tests.knowledge.editing.make import FINNISH, providers
from tests.knowledge.upkeep.make import asked, due, met, shown
from tests.support.browser import served

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OVERDUE = today() - timedelta(days=5)
LINK = "https://www.example.org/palvelut/tyollisyys/neuvonta-ja-ohjaus/uraohjaus-aikuisille"


@dataclass(frozen=True)
class Editors:
    panel: Panel
    url: str
    chromium: Browser

    def page(self, width: int = 1280, dark: bool = False, scripts: bool = True) -> Page:
        """A coordinator's, signed in."""
        browser = self.panel.browser("kai", "coordinator")
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        token = browser.client.cookies.get(COOKIE) or ""
        context.add_cookies([{"name": COOKIE, "value": token, "url": self.url}])
        page = context.new_page()
        page.goto(f"{self.url}/admin/needs-you")
        return page


@pytest.fixture
def editors(small_panel: Panel, chromium: Browser) -> Iterator[Editors]:
    """Needs of most kinds."""
    database = small_panel.database
    providers(database)
    long_ago = datetime.now(UTC) - SEEN_WITHIN - timedelta(days=2)
    shown(database, "one", {"fi": Words("Uraohjaus aikuisille", "Kysy TE-toimistosta.")}, OVERDUE, url=LINK)
    shown(database, "two", {"fi": Words("Velkaneuvonta", "Apua.")}, OVERDUE, provider="kela")
    shown(database, "three", {"fi": FINNISH}, today() + timedelta(days=20), when=long_ago)
    examine(database, ("fi",), long_ago)
    met(database, one=90, two=60)
    asked(database, LINK, "gone", *(today() - timedelta(days=days) for days in (3, 2, 1)))
    with served(small_panel.app, small_panel.desk.feed) as url:
        yield Editors(small_panel, url, chromium)
    for context in chromium.contexts:
        context.close()


def test_services_are_chosen_confirmed_and_taken_back_by_keyboard(editors: Editors) -> None:
    page = editors.page()
    page.get_by_label("Choose all on this page").focus()
    page.keyboard.press("Space")
    expect(page.locator("#chosen-count")).to_have_text("Chosen: 3")
    page.get_by_label("Choose Velkaneuvonta").focus()
    page.keyboard.press("Space")
    expect(page.locator("#chosen-count")).to_have_text("Chosen: 2")
    page.get_by_role("button", name="The chosen ones are still right").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Confirmed as right: 2.")).to_be_visible()
    assert due(editors.panel.database, "two") == OVERDUE
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_label("Choose Uraohjaus aikuisille")).to_be_visible()
    assert due(editors.panel.database, "one") == OVERDUE


def test_everything_works_without_scripts(editors: Editors) -> None:
    page = editors.page(scripts=False)
    expect(page.get_by_label("Choose all on this page")).to_be_hidden()
    page.get_by_label("Choose Velkaneuvonta").check()
    page.get_by_role("button", name="The chosen ones are still right").click()
    expect(page.get_by_text("Confirmed as right: 1.")).to_be_visible()
    dead = page.locator(".need.dead_link")
    dead.locator("summary").click()
    dead.get_by_label("Why").fill("Blocks robots")
    dead.get_by_role("button", name="Not now").click()
    expect(page.locator(".need.dead_link")).to_have_count(0)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (320, False), (320, True)])
def test_both_pages_are_accessible(editors: Editors, width: int, dark: bool) -> None:
    page = editors.page(width, dark)
    for details in page.locator(".need details").all():
        details.locator("summary").click()
    assert problems(page, width) == []
    page.goto(f"{editors.url}/admin/outdated-words")
    assert problems(page, width) == []


def problems(page: Page, width: int) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [
        *(f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found.response["violations"]),
        *([f"{wide} pixels wide"] if wide > width else []),
    ]
