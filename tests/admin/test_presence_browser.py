"""The state at the desk and the pages of teams in a real browser: by keyboard, and axe is content."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot import presence
from tests.admin.panel import PASSWORD, Panel
from tests.support.browser import served

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PICTURES = os.environ.get("PICTURES")
"""A folder to look at what was tested."""


@pytest.fixture
def address(small_panel: Panel) -> Iterator[str]:
    small_panel.add_staff("aino", "counsellor")
    small_panel.add_staff("ylli", "coordinator")
    with served(small_panel.app, small_panel.desk.feed) as url:
        yield url


def entered(chromium: Browser, address: str, name: str, scheme: str = "light") -> tuple[BrowserContext, Page]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(f"{address}/admin/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.fi")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#presence")).to_be_visible()
    return context, page


def look(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    assert results.violations_count == 0, results.generate_report()


def state(panel: Panel) -> str:
    with panel.database.read() as session:
        return next(each.state for each in presence.states(session, datetime.now(UTC)) if each.name == "Aino")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_state_is_chosen_by_keyboard_and_stays(
    small_panel: Panel, address: str, chromium: Browser, scheme: str
) -> None:
    context, page = entered(chromium, address, "aino", scheme)
    expect(page.locator("#presence-state")).to_have_text("At the desk")
    page.locator("#presence summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#presence-state")).to_have_text("Busy")
    assert state(small_panel) == "busy"
    look(page, f"{scheme}-presence")
    page.keyboard.press("Escape")
    expect(page.locator("#presence summary")).to_be_focused()
    page.reload()
    expect(page.locator("#presence-state")).to_have_text("Busy")
    assert state(small_panel) == "busy"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_team_is_made_with_its_hours_and_a_day_that_is_otherwise(
    address: str, chromium: Browser, scheme: str
) -> None:
    context, page = entered(chromium, address, "ylli", scheme)
    page.goto(f"{address}/admin/teams")
    look(page, f"{scheme}-teams-none")
    page.get_by_role("link", name="Add a team").click()
    page.get_by_label("English").first.fill("Employers")
    page.get_by_label("Monday").fill("12-9")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    look(page, f"{scheme}-team-refused")
    page.get_by_label("Monday").fill("9-11:30 12:15-16")
    page.get_by_role("checkbox", name="Aino").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Employers", level=1)).to_be_visible()
    page.get_by_label("Day", exact=True).fill("2030-01-02")
    page.get_by_label("Reason", exact=True).fill("The staff trains")
    page.get_by_role("button", name="Set the day").click()
    expect(page.get_by_text("The staff trains")).to_be_visible()
    look(page, f"{scheme}-team")
    context.close()
