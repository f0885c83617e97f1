"""Passing on, tags, follow-up and the timeline in a real browser: without leaving the page, clean to axe."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from admin.access import COOKIE
from tests.admin.panel import Panel
from tests.support.browser import served

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class Room:
    """A panel in a browser; members of the staff open its pages."""

    def __init__(self, panel: Panel, url: str, chromium: Browser) -> None:
        self.panel, self.url, self.chromium = panel, url, chromium

    def opens(self, name: str, conversation: str, width: int = 1280, dark: bool = False) -> Page:
        opened = self.panel.browser(name)
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": COOKIE, "value": opened.client.cookies[COOKIE], "url": self.url}])
        page = context.new_page()
        page.goto(f"{self.url}/admin/desk/{conversation}?list=mine")
        return page


@pytest.fixture
def room(small_panel: Panel, chromium: Browser) -> Iterator[Room]:
    with served(small_panel.app, small_panel.desk.feed) as url:
        yield Room(small_panel, url, chromium)
    for context in chromium.contexts:
        context.close()


def takes(page: Page) -> None:
    page.locator("#act-takeover").click()
    expect(page.get_by_label("Reply")).to_be_visible()


def problems(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found.response["violations"]]


def test_passing_on_by_keyboard_and_taking_back_without_leaving_the_page(room: Room) -> None:
    conversation = room.panel.waiting()
    pekka = room.opens("pekka", conversation)
    aino = room.opens("aino", conversation)
    takes(aino)
    aino.locator("#act-transfer").focus()
    aino.keyboard.press("Enter")
    aino.keyboard.press("Tab")
    expect(aino.get_by_label("To whom")).to_be_focused()
    aino.keyboard.press("Tab")
    aino.keyboard.type("Tuntee yrittäjyyden")
    aino.keyboard.press("Tab")
    aino.keyboard.press("Enter")
    expect(aino.locator("#act-takeback")).to_be_visible()
    expect(pekka.locator(".passed-on")).to_contain_text("Tuntee yrittäjyyden")
    aino.locator("#act-takeback").click()
    expect(aino.get_by_label("Reply")).to_be_visible()
    expect(pekka.locator("#act-takeover")).to_have_count(0)


def test_tags_follow_up_and_interpreter_are_kept_and_told_to_others_at_once(room: Room) -> None:
    conversation = room.panel.waiting()
    pekka = room.opens("pekka", conversation)
    aino = room.opens("aino", conversation)
    takes(aino)
    aino.get_by_label("New tag").fill("asuminen")
    aino.keyboard.press("Enter")
    expect(aino.locator(".tags")).to_contain_text("asuminen")
    expect(pekka.locator(".tags")).to_contain_text("asuminen")
    aino.get_by_label("Interpreter needed for").select_option(label="Arabic")
    aino.locator("#act-interpreter").click()
    expect(pekka.locator(".steps")).to_contain_text("Aino: interpreter, Arabic")
    expect(aino.locator("#rows .marks")).to_have_text("Interpreter: Arabic · #asuminen")
    aino.get_by_label("Day and time").fill("2027-06-01T09:00")
    aino.locator("#act-follow-up").click()
    expect(aino.get_by_text("Comes to your list")).to_be_visible()
    aino.get_by_role("button", name="Remove the tag asuminen").click()
    expect(pekka.locator(".tags li")).to_have_count(0)


def test_what_is_being_filled_in_stays_while_somebody_else_changes_the_case(room: Room) -> None:
    conversation = room.panel.waiting()
    aino = room.opens("aino", conversation)
    takes(aino)
    aino.get_by_label("Day and time").fill("2027-06-01T09:00")
    aino.get_by_label("New tag").fill("asum")
    aino.get_by_label("Interpreter needed for").select_option(label="Arabic")
    aino.get_by_label("New note").fill("Soitan huomenna")
    room.panel.desk.marks.tag(conversation, "nuori")
    expect(aino.locator(".tags")).to_contain_text("nuori")
    expect(aino.get_by_label("Day and time")).to_have_value("2027-06-01T09:00")
    expect(aino.get_by_label("New tag")).to_have_value("asum")
    expect(aino.get_by_label("Interpreter needed for")).to_have_value("ar")
    expect(aino.get_by_label("New note")).to_have_value("Soitan huomenna")
    aino.locator("#act-follow-up").click()
    expect(aino.get_by_text("Comes to your list")).to_be_visible()
    expect(aino.get_by_label("Interpreter needed for")).to_have_value("ar")
    aino.get_by_role("button", name="Save the note").click()
    expect(aino.get_by_text("Soitan huomenna")).to_be_visible()
    expect(aino.get_by_label("New note")).to_have_value("")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (768, False)])
def test_a_case_with_all_its_marks_is_accessible(room: Room, width: int, dark: bool) -> None:
    conversation = room.panel.waiting()
    room.panel.browser("pekka")
    page = room.opens("aino", conversation, width, dark)
    takes(page)
    desk, holder = room.panel.desk, room.panel.desk.case(conversation).row.holder_id or ""
    desk.marks.tag(conversation, "asuminen")
    desk.close(conversation, holder)
    assert problems(page) == []
    page.goto(f"{room.url}/admin/desk/{room.panel.waiting()}?list=waiting")
    takes(page)
    page.locator("#act-transfer").click()
    assert problems(page) == []
