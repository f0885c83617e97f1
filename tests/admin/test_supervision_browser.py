"""Supervision and the reports of the desk in a real browser: live, by two clicks, clean to axe."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from admin.access import COOKIE
from bot import presence
from bot.transfer import Colleague
from knowledge.desk_reports.reporting import open_reports
from tests.admin.panel import Panel
from tests.support.browser import served

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class Office:
    """A panel in a browser; members of the staff open its pages."""

    def __init__(self, panel: Panel, url: str, chromium: Browser) -> None:
        self.panel, self.url, self.chromium = panel, url, chromium

    def opens(self, name: str, role: str, path: str, width: int = 1280, dark: bool = False) -> Page:
        opened = self.panel.browser(name, role)
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": COOKIE, "value": opened.client.cookies[COOKIE], "url": self.url}])
        page = context.new_page()
        page.goto(f"{self.url}/admin/{path}")
        return page


@pytest.fixture
def office(small_panel: Panel, chromium: Browser) -> Iterator[Office]:
    with served(small_panel.app, small_panel.desk.feed) as url:
        yield Office(small_panel, url, chromium)
    for context in chromium.contexts:
        context.close()


def problems(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found.response["violations"]]


def test_what_happens_is_seen_at_once_and_what_is_chosen_stays(office: Office) -> None:
    first = office.panel.waiting()
    page = office.opens("kaisa", "coordinator", "supervision")
    page.locator(f"#choose-{first}").check()
    second = office.panel.waiting()
    office.panel.says(second, "hei")
    expect(page.locator(f"#choose-{second}")).to_be_visible()
    expect(page.locator(f"#choose-{first}")).to_be_checked()
    page.get_by_role("button", name="Give", exact=True).click()
    expect(page.get_by_text("Conversations given: 1.")).to_be_visible()
    assert office.panel.desk.case(first).row.holder_name == "Kaisa"


def test_a_pause_is_begun_and_ended_and_open_pages_say_so(office: Office) -> None:
    aino = office.opens("aino", "counsellor", "desk")
    page = office.opens("kaisa", "coordinator", "supervision")
    page.get_by_text("Pause the hand-off").first.click()
    page.get_by_role("button", name="Pause the hand-off").click()
    expect(page.locator("#banners")).to_contain_text("The hand-off is paused")
    aino.reload()
    expect(aino.locator("#banners")).to_contain_text("The hand-off is paused")
    page.get_by_role("button", name="End the pause of the hand-off").click()
    expect(page.locator("#banners")).to_be_empty()
    aino.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(aino.locator("#banners")).to_be_empty()


def test_two_clicks_on_a_message_tell_the_editors_and_the_page_stays(office: Office) -> None:
    conversation = office.panel.waiting()
    page = office.opens("aino", "counsellor", f"desk/{conversation}?list=waiting")
    message = page.locator("[data-seq='3']")
    message.get_by_label("Tell the editors of this message").click()
    message.get_by_role("button", name="This answer was wrong").click()
    expect(message.get_by_text("Told to the editors.")).to_be_visible()
    expect(message.get_by_label("Tell the editors of this message")).to_be_focused()
    with office.panel.database.read() as session:
        assert [(each.kind, each.words) for each in open_reports(session, None)] == [("wrong", "Tässä.")]


def test_a_message_that_came_meanwhile_can_be_told_too(office: Office) -> None:
    conversation = office.panel.waiting()
    page = office.opens("aino", "counsellor", f"desk/{conversation}?list=waiting")
    office.panel.says(conversation, "entä uimahalli")
    message = page.locator("[data-seq='4']")
    message.get_by_label("Tell the editors of this message").click()
    message.get_by_role("button", name="A service is missing").click()
    expect(message.get_by_text("Told to the editors.")).to_be_visible()
    with office.panel.database.read() as session:
        assert [each.words for each in open_reports(session, None)] == ["entä uimahalli"]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (768, False)])
def test_the_pages_are_accessible(office: Office, width: int, dark: bool) -> None:
    waits, held = office.panel.waiting(reason="danger"), office.panel.waiting()
    with office.panel.database.write() as session:
        presence.note(session, Colleague("1", "Bo"), ("fi",), datetime.now(UTC))
    office.panel.desk.take_over(held, "1", "Bo")
    page = office.opens("kaisa", "coordinator", "supervision", width, dark)
    page.get_by_text("Bo", exact=True).click()
    page.get_by_text("Pause the whole bot").first.click()
    assert problems(page) == []
    page.goto(f"{office.url}/admin/desk/{waits}?list=waiting")
    page.locator("[data-seq='3'] .report summary").click()
    assert problems(page) == []
    page.get_by_role("button", name="This answer was wrong").first.click()
    expect(page.get_by_text("Told to the editors.").first).to_be_visible()
    page.goto(f"{office.url}/admin/desk-reports")
    assert problems(page) == []
    page.goto(f"{office.url}/admin/needs-you")
    assert problems(page) == []
