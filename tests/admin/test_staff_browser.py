"""Inviting, two steps and the log in a real browser, also without scripts; nothing for axe to say."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.admin.panel import PASSWORD, Panel
from tests.support.browser import served

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PICTURES = os.environ.get("PICTURES")
"""A folder to look at what was tested."""


@pytest.fixture
def address(small_panel: Panel) -> Iterator[str]:
    small_panel.add_staff("ylli", "administrator")
    with served(small_panel.app, small_panel.desk.feed) as url:
        yield url


def opened(chromium: Browser, scheme: str, scripts: bool = True) -> BrowserContext:
    dark = "dark" if scheme == "dark" else "light"
    return chromium.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=dark, java_script_enabled=scripts
    )


def look(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    assert results.violations_count == 0, results.generate_report()


def enter(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/admin/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.fi")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_colleague_is_invited_and_takes_two_steps_into_use(
    address: str, chromium: Browser, scheme: str
) -> None:
    chief, context = opened(chromium, scheme).new_page(), opened(chromium, scheme)
    page = context.new_page()
    chief.goto(f"{address}/admin/sign-in")
    look(chief, f"{scheme}-sign-in")
    chief.goto(f"{address}/admin/forgotten")
    look(chief, f"{scheme}-forgotten")
    enter(chief, address, "ylli")
    chief.goto(f"{address}/admin/staff")
    look(chief, f"{scheme}-staff")
    chief.get_by_label("Name").fill("Uusi")
    chief.get_by_label("E-mail").fill("uusi@example.fi")
    chief.get_by_label("Swedish").check()
    chief.get_by_role("button", name="Make the invitation").click()
    look(chief, f"{scheme}-invited")

    page.goto(chief.locator("#new-link").input_value())
    look(page, f"{scheme}-link")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    page.get_by_text("Uusi", exact=True).click()
    page.get_by_role("link", name="My account").click()
    expect(page.get_by_label("Swedish")).to_be_checked()
    look(page, f"{scheme}-my-account")
    page.get_by_role("link", name="Take into use").click()
    look(page, f"{scheme}-set-up")
    device = pyotp.TOTP(page.locator(".secret").inner_text().replace(" ", ""))
    page.get_by_role("textbox", name="Code").fill(device.now())
    page.get_by_role("button", name="Take into use").click()
    expect(page.locator(".codes code")).to_have_count(10)
    look(page, f"{scheme}-recovery-codes")

    page.get_by_text("Uusi", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    enter(page, address, "uusi")
    look(page, f"{scheme}-second-step")
    page.get_by_role("textbox", name="Code").fill(device.at(datetime.now(UTC) + timedelta(seconds=30)))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{address}/admin/desk")

    chief.goto(f"{address}/admin/staff")
    chief.get_by_role("link", name="Uusi").click()
    look(chief, f"{scheme}-account")
    chief.goto(f"{address}/admin/audit?action=invite_staff")
    expect(chief.locator("main tbody tr")).to_have_count(1)
    look(chief, f"{scheme}-audit")
    for each in chromium.contexts:
        each.close()


def test_it_all_works_without_scripts(address: str, chromium: Browser) -> None:
    page = opened(chromium, "light", scripts=False).new_page()
    enter(page, address, "ylli")
    page.goto(f"{address}/admin/staff")
    page.get_by_label("Name").fill("Uusi")
    page.get_by_label("E-mail").fill("uusi@example.fi")
    page.get_by_role("button", name="Make the invitation").click()
    assert page.locator("#new-link").input_value().startswith(f"{address}/admin/link/")
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    page.context.close()
