"""Notices in a real browser: by choice, only while one looks elsewhere, never with content."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.presence import note
from bot.transfer import Colleague
from knowledge.profile import NeedsProfile
from tests.admin.panel import Panel
from tests.admin.test_desk_browser import RULES, Axe, Desk
from tests.admin.test_desk_browser import desk as desk

STAND_IN = """
window.shown = []; window.rung = 0; window.elsewhere = false;
window.Notification = class extends EventTarget {
  static permission = localStorage.getItem("allowed") ?? "default";
  static async requestPermission() {
    Notification.permission = window.answer ?? "granted";
    if (Notification.permission === "granted") localStorage.setItem("allowed", "granted");
    return Notification.permission;
  }
  constructor(title, options) { super(); window.shown.push({ title, ...options }); }
};
window.OscillatorNode = class extends OscillatorNode {
  constructor(...given) { super(...given); window.rung += 1; }
};
document.hasFocus = () => !window.elsewhere;
"""


def at_desk(desk: Desk) -> Page:
    page = desk.sign_in("aino")
    page.context.add_init_script(STAND_IN)
    page.reload()
    page.locator("#notices summary").click()
    return page


def look_again(page: Page) -> None:
    with page.expect_response("**/admin/api/notices"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(100)


def shown(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("window.shown")
    return found


def test_who_looks_elsewhere_is_told_that_somebody_waits_and_no_more(desk: Desk) -> None:
    page = at_desk(desk)
    page.get_by_role("button", name="Show notifications").click()
    page.get_by_role("button", name="Sound").click()
    expect(page.get_by_role("button", name="Sound")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.rung") == 2, "a taste of it"
    page.evaluate("window.elsewhere = true")
    desk.panel.waiting(NeedsProfile(municipality="564", language="fi"))
    look_again(page)
    (notice,) = shown(page)
    assert (notice["title"], notice["body"]) == ("Somebody waits", "Finnish")
    assert page.evaluate("window.rung") == 4
    assert page.title().startswith("(1) ")
    assert "icon-news" in (page.locator("link[rel=icon]").get_attribute("href") or "")
    look_again(page)
    assert len(shown(page)) == 1, "once"


def test_who_sees_the_desk_or_has_not_chosen_is_not_disturbed(desk: Desk) -> None:
    page = at_desk(desk)
    page.evaluate("window.elsewhere = true")
    desk.panel.waiting()
    look_again(page)
    assert (shown(page), page.evaluate("window.rung")) == ([], 0), "nothing was chosen"
    page.get_by_role("button", name="Show notifications").click()
    page.evaluate("window.elsewhere = false")
    desk.panel.waiting()
    look_again(page)
    assert shown(page) == [], "the tab is seen"
    assert page.title().startswith("(2) ")


def test_the_choice_stays_in_this_browser_and_a_refusal_is_told(desk: Desk) -> None:
    page = at_desk(desk)
    page.get_by_role("button", name="Sound").click()
    page.evaluate("window.answer = 'denied'")
    page.get_by_role("button", name="Show notifications").click()
    expect(page.get_by_text("The browser does not allow notifications.")).to_be_visible()
    expect(page.get_by_role("button", name="Show notifications")).to_have_attribute("aria-pressed", "false")
    page.reload()
    page.locator("#notices summary").click()
    expect(page.get_by_role("button", name="Sound")).to_have_attribute("aria-pressed", "true")
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}}).response
    assert [each["id"] for each in results["violations"]] == []


def test_news_are_what_fits_what_is_mine_and_where_i_am_named(small_panel: Panel) -> None:
    aino = small_panel.browser("aino")
    mine, waits = small_panel.waiting(), small_panel.waiting(NeedsProfile(language="ar"))
    small_panel.desk.take_over(mine, aino.staff_id, "Aino")
    small_panel.desk.take_over(theirs := small_panel.waiting(), "s9", "Onni")
    with small_panel.database.write() as session:
        note(session, Colleague(aino.staff_id, "Aino"), ["fi", "ar"], small_panel.desk.clock())
    by = Colleague("s9", "Onni")
    small_panel.desk.marks.note(theirs, by, "@Aino", mentioned=[aino.staff_id])
    answer = aino.client.get("/admin/api/notices")
    told = [(each["kind"], each["language"], each["list"]) for each in answer.json()["news"]]
    assert told == [
        ("waiting", "Arabic", "waiting"),
        ("message", "Finnish", "mine"),
        ("mention", "Finnish", "mentions"),
    ]
    assert all(set(each) == {"key", "kind", "language", "list"} for each in answer.json()["news"])
    assert waits in answer.json()["news"][0]["key"]


@pytest.mark.parametrize("role", ["editor"])
def test_an_editor_has_no_news(small_panel: Panel, role: str) -> None:
    assert small_panel.browser("eeva", role).client.get("/admin/api/notices").status_code == 403
