"""Editors in a real browser: write, meet somebody else's work, lose the session, publish."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.admin.editors import Office, office, words
from tests.admin.panel import PASSWORD, Panel
from tests.knowledge.editing.make import FINNISH
from tests.support.browser import served

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass(frozen=True)
class Editors:
    city: Office
    url: str
    chromium: Browser

    def sign_in(self, name: str, role: str = "editor", width: int = 1280, dark: bool = False) -> Page:
        self.city.panel.add_staff(name, role, provider="city" if role == "editor" else "")
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(self.url + self.city.path)
        self.fill_in(page, name)
        return page

    def fill_in(self, page: Page, name: str) -> None:
        page.get_by_label("E-mail").fill(f"{name}@example.fi")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("#service-heading")).to_be_visible()
        page.wait_for_load_state("load")  # by then its scripts have run


@pytest.fixture
def editors(small_panel: Panel, chromium: Browser) -> Iterator[Editors]:
    city = office(small_panel)
    with served(small_panel.app, small_panel.desk.feed) as url:
        yield Editors(city, url, chromium)
    for context in chromium.contexts:
        context.close()


def save(page: Page) -> None:
    expect(page.locator("body.dirty")).to_have_count(1)
    page.keyboard.press("Control+s")


def saved(page: Page) -> None:
    save(page)
    expect(page.locator("body.dirty")).to_have_count(0)


def test_writing_counts_hints_and_saves_without_leaving_the_page(editors: Editors) -> None:
    page = editors.sign_in("eeva")
    field = page.locator("#text-fi-summary")
    field.fill("Mene TE-toimistoon.")
    expect(page.locator("#text-fi-summary-count")).to_have_text("131 characters left")
    expect(page.locator("#save-state")).to_contain_text("Draft kept in this browser")
    expect(page.locator("#act-publication")).to_be_disabled()
    expect(page.locator("[data-hints=fi]")).to_contain_text("työllisyyspalvelut")
    saved(page)
    expect(page.locator("#save-state")).to_contain_text("by Eeva")
    expect(page.locator("#act-publication")).to_be_enabled()
    expect(field).to_be_focused()
    assert words(editors.city.copy, "fi").summary == "Mene TE-toimistoon."
    field.fill("x" * 151)
    expect(page.locator("#text-fi-summary-count")).to_have_text("1 characters too many")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("too long")
    expect(field).to_have_value("x" * 151)


def test_two_on_one_text_both_see_the_difference_and_the_second_chooses(editors: Editors) -> None:
    first, second = editors.sign_in("eeva"), editors.sign_in("otso")
    first.locator("#text-fi-summary").fill("Eevan teksti.")
    saved(first)
    second.locator("#text-fi-summary").fill("Otson teksti.")
    save(second)
    expect(second.get_by_role("heading", name="Somebody else has saved meanwhile")).to_be_focused()
    expect(second.locator(".clash")).to_have_count(1)
    assert words(editors.city.copy, "fi").summary == "Eevan teksti."
    assert problems(second) == []
    second.get_by_label("Keep mine (you can edit it)").check()
    second.locator(".clash textarea").fill("Yhteinen teksti.")
    second.get_by_role("button", name="Save the choices").click()
    expect(second.locator("#text-fi-summary")).to_have_value("Yhteinen teksti.")
    assert words(editors.city.copy, "fi").summary == "Yhteinen teksti."
    second.reload()
    expect(second.locator("#kept-work")).to_be_hidden()


def test_work_survives_a_lost_connection_and_a_lost_session(editors: Editors) -> None:
    page = editors.sign_in("eeva")
    page.locator("#text-fi-summary").fill("Kesken jäänyt.")
    page.locator("#facts-min_age").fill("18")
    page.context.set_offline(True)
    save(page)
    expect(page.locator("#save-state")).to_contain_text("No connection")
    page.context.set_offline(False)
    page.context.clear_cookies()
    save(page)
    expect(page.locator("#save-state")).to_contain_text("You are signed out")
    page.get_by_role("link", name="Sign in again").click()
    editors.fill_in(page, "eeva")
    expect(page.locator("#kept-work")).to_contain_text("unsaved work")
    expect(page.locator("#text-fi-summary")).to_have_value(FINNISH.summary)
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator("#text-fi-summary")).to_have_value("Kesken jäänyt.")
    expect(page.locator("#facts-min_age")).to_have_value("18")
    saved(page)
    assert words(editors.city.copy, "fi").summary == "Kesken jäänyt."
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_signing_out_takes_the_unsaved_work_along(editors: Editors) -> None:
    page = editors.sign_in("eeva")
    page.locator("#text-fi-summary").fill("Kesken.")
    expect(page.locator("#save-state")).to_contain_text("Draft kept")
    page.goto(editors.url + "/admin/services")
    page.locator(".account summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_languages_stand_beside_each_other_by_the_keyboard_alone(editors: Editors) -> None:
    page = editors.sign_in("eeva")
    page.locator("a[data-shows=ar]").focus()
    page.keyboard.press("Enter")
    arabic = page.locator("#text-ar-summary")
    expect(arabic).to_be_visible()
    assert arabic.evaluate("field => getComputedStyle(field).direction") == "rtl"
    arabic.fill("مساعدة في البحث عن عمل")
    saved(page)
    expect(page.locator("#text-ar-summary")).to_be_visible()
    assert words(editors.city.copy, "ar").summary == "مساعدة في البحث عن عمل"


def test_everything_is_saved_and_published_without_scripts(editors: Editors) -> None:
    page = editors.sign_in("eeva")
    page.route("**/*.js", lambda route: route.abort())
    page.reload()
    page.locator("#text-fi-summary").fill("Ilman skriptejä.")
    page.locator("#save").click()
    page.get_by_role("link", name="English").click()
    page.locator("#act-publication").click()
    expect(page.locator(".service-head .badge").first).to_have_text("Published")
    shown = editors.city.panel.app.state.editing.catalogue().by_id[editors.city.service_id]
    assert shown.texts["fi"].summary == "Ilman skriptejä."


def test_the_list_follows_what_is_typed(editors: Editors) -> None:
    page = editors.sign_in("eeva")
    page.goto(editors.url + "/admin/services")
    page.get_by_label("Search by name").fill("paja")
    expect(page.locator(".service-lines li")).to_have_count(1)
    page.get_by_label("Search by name").fill("ei tällaista")
    expect(page.get_by_text("No service matches these filters.")).to_be_visible()
    assert "q=ei+t" in page.url
    page.reload()
    expect(page.get_by_label("Search by name")).to_have_value("ei tällaista")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (320, False), (320, True)])
def test_every_page_is_accessible(editors: Editors, width: int, dark: bool) -> None:
    page = editors.sign_in("ylli", "administrator", width, dark)
    for view in ("?show=fi,ar", "/preview", "/trial?tried=true&municipality=564&goals=job", "/history"):
        look(page, editors.url + editors.city.path + view, width)
    page.goto(editors.url + editors.city.path)
    page.locator(".more summary").click()
    for group in page.locator(".facts details").all():
        group.locator("summary").click()
    assert problems(page) == []
    for path in ("/admin/services", "/admin/services?q=nothing", "/admin/new-service", "/admin/proposals"):
        look(page, editors.url + path, width)


def look(page: Page, address: str, width: int) -> None:
    page.goto(address)
    assert problems(page) == [], address
    assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def problems(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    return [
        f"{problem['id']}: {problem['nodes'][0]['html'][:120]}" for problem in found.response["violations"]
    ]
