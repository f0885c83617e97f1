"""The desk by keyboard alone: single keys, the command bar, and notices while the tab is hidden."""

import re

from playwright.sync_api import Page, expect

from tests.admin.test_desk_browser import Desk
from tests.admin.test_desk_browser import desk as desk

HIDE = """
Object.defineProperty(document, "hidden", { get: () => window.isHidden ?? false });
Object.defineProperty(document, "visibilityState", { get: () => (document.hidden ? "hidden" : "visible") });
document.hasFocus = () => !document.hidden;
"""


def at_desk(desk: Desk, waiting: int) -> tuple[Page, list[str]]:
    """The desk with so many who wait, the longest waiting first."""
    people = [desk.panel.waiting(minutes=60 - number) for number in range(waiting)]
    page = desk.sign_in("aino")
    expect(page.locator("#rows a")).to_have_count(waiting)
    with page.expect_response("**/admin/api/inbox?*"):
        page.reload()
    return page, people


def focused_row(page: Page) -> str | None:
    found: str | None = page.evaluate("document.activeElement.dataset.id ?? null")
    return found


def test_j_and_k_walk_the_list_and_enter_opens(desk: Desk) -> None:
    page, people = at_desk(desk, 3)
    walked = []
    for key in ("j", "j", "j", "j", "k"):
        page.keyboard.press(key)
        walked.append(focused_row(page))
    assert walked == [people[0], people[1], people[2], people[2], people[1]]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/desk/{people[1]}?*")
    expect(page.locator("#case-heading")).to_be_visible()


def test_n_takes_the_next_one_and_a_key_in_a_field_is_a_letter(desk: Desk) -> None:
    page, people = at_desk(desk, 2)
    page.keyboard.press("n")
    field = page.get_by_label("Reply")
    expect(field).to_be_focused()
    assert desk.panel.desk.case(people[0]).row.holder == "counsellor"
    page.keyboard.type("njk?")
    expect(field).to_have_value("njk?")
    assert desk.panel.desk.case(people[1]).row.holder == "waiting"


def test_the_help_opens_and_closes_and_single_keys_can_be_switched_off(desk: Desk) -> None:
    page, people = at_desk(desk, 1)
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.locator("#help [data-single-keys]").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    for key in ("j", "n", "?"):
        page.keyboard.press(key)
    expect(page.locator("#help")).to_be_hidden()
    assert focused_row(page) is None
    page.reload()
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert desk.panel.desk.case(people[0]).row.holder == "waiting"


def test_the_command_bar_finds_verbs_and_pages_and_gives_the_focus_back(desk: Desk) -> None:
    page, people = at_desk(desk, 1)
    page.keyboard.press("j")
    bar = page.locator("#commands")
    page.keyboard.press("Control+k")
    expect(bar).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    assert focused_row(page) == people[0]
    page.keyboard.press("Control+k")
    page.keyboard.type("canned")
    expect(bar.get_by_role("option").first).to_contain_text("Canned replies")
    page.keyboard.press("Control+a")
    page.keyboard.type("take the next")
    page.keyboard.press("Enter")  # faster than the list follows
    expect(page.get_by_label("Reply")).to_be_focused()
    assert desk.panel.desk.case(people[0]).row.holder == "counsellor"


def test_a_hidden_tab_leaves_its_stream_and_still_tells_who_waits(desk: Desk) -> None:
    page, _ = at_desk(desk, 0)
    page.context.add_init_script(HIDE)
    page.clock.install()
    with page.expect_response("**/admin/api/events*"):
        page.reload()
    with page.expect_event("requestfailed", lambda request: "/admin/api/events" in request.url):
        page.evaluate("window.isHidden = true; document.dispatchEvent(new Event('visibilitychange'))")
        page.clock.run_for(11_000)
    desk.panel.waiting()
    with page.expect_response("**/admin/api/notices"):
        page.clock.run_for(20_000)
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    with page.expect_response("**/admin/api/events*"):
        page.evaluate("window.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#rows a")).to_have_count(1)
