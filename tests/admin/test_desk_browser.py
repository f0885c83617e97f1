"""Two counsellors at their desks in a real browser."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.admin.panel import PASSWORD, Panel
from tests.support.browser import served

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass(frozen=True)
class Desk:
    panel: Panel
    url: str
    chromium: Browser

    def sign_in(self, name: str, role: str = "counsellor", width: int = 1280, dark: bool = False) -> Page:
        self.panel.add_staff(name, role)
        scheme = "dark" if dark else "light"
        context = self.chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(f"{self.url}/admin/")
        page.get_by_label("E-mail").fill(f"{name}@example.fi")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page


@pytest.fixture
def desk(small_panel: Panel, chromium: Browser) -> Iterator[Desk]:
    with served(small_panel.app, small_panel.desk.feed) as url:
        yield Desk(small_panel, url, chromium)
    for context in chromium.contexts:
        context.close()


def open_first(page: Page) -> None:
    page.locator("#rows a").first.click()
    expect(page.locator("#case-heading")).to_be_visible()


def take(page: Page) -> None:
    open_first(page)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_label("Reply")).to_be_visible()


def reply(page: Page, text: str) -> None:
    page.get_by_label("Reply").fill(text)
    page.keyboard.press("Control+Enter")


def test_a_request_appears_with_a_ticking_clock_without_a_reload(desk: Desk) -> None:
    page = desk.sign_in("aino")
    expect(page.get_by_text("Nobody is waiting.")).to_be_visible()
    conversation = desk.panel.waiting(minutes=0)
    desk.panel.desk.feed.wake("desk")
    row = page.locator(f"#rows a[data-id='{conversation}']")
    expect(row).to_contain_text("Oulu")
    clock = row.locator(".clock")
    before = clock.text_content()
    expect(clock).not_to_have_text(before or "")
    expect(page.locator("[data-count=waiting]")).to_have_text("1")


def test_two_take_the_same_one_and_the_second_is_told_without_losing_the_page(desk: Desk) -> None:
    desk.panel.waiting()
    first, second = desk.sign_in("aino"), desk.sign_in("pekka")
    second.route("**/admin/api/events*", lambda route: route.abort())
    open_first(first)
    open_first(second)
    first.get_by_role("button", name="Take over").click()
    expect(first.get_by_label("Reply")).to_be_focused()
    second.get_by_role("button", name="Take over").click()
    expect(second.get_by_role("alert")).to_have_text("Aino already handles this conversation.")
    expect(second.get_by_role("button", name="Take over")).to_have_count(0)


def test_what_the_person_writes_arrives_and_is_text(desk: Desk) -> None:
    conversation = desk.panel.waiting()
    page = desk.sign_in("aino")
    take(page)
    desk.panel.says(conversation, "<img src=x onerror=document.title='stolen'>")
    message = page.locator("#messages [data-author=person] .text").last
    expect(message).to_have_text("<img src=x onerror=document.title='stolen'>")
    assert page.title() != "stolen"
    expect(page.locator("#rows .unread")).to_be_hidden()
    expect(page.locator("#messages img")).to_have_count(0)


def test_nothing_is_lost_or_doubled_when_the_stream_breaks(desk: Desk) -> None:
    conversation = desk.panel.waiting()
    page = desk.sign_in("aino")
    resumed_after: list[str] = []

    def break_three_times(route: Route) -> None:
        resumed_after.append(route.request.headers["last-event-id"])
        desk.panel.says(conversation, f"viesti {len(resumed_after)}")
        if len(resumed_after) == 2:
            route.fulfill(content_type="text/event-stream", body=seen_before(desk, conversation))
        elif len(resumed_after) < 4:
            route.abort()
        else:
            route.continue_()

    page.route("**/admin/api/events?conversation*", break_three_times)
    open_first(page)
    written = page.locator("#messages .text").filter(has_text="viesti")
    expect(written).to_have_text([f"viesti {number}" for number in range(1, 5)])
    expect(page.locator("#reconnecting")).to_be_hidden()
    desk.panel.says(conversation, "viesti 5")
    expect(written).to_have_text([f"viesti {number}" for number in range(1, 6)])
    assert resumed_after == ["3", "3", "4", "4"]


def test_a_reply_whose_answer_is_lost_is_sent_again_and_stored_once(desk: Desk) -> None:
    conversation = desk.panel.waiting()
    page = desk.sign_in("aino")
    take(page)
    tries: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        tries.append(str(route.request.post_data_json["client_id"]))
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", lose_the_first_answer)
    reply(page, "Hei, olen Aino")
    expect(page.get_by_label("Reply")).to_have_value("")
    expect(page.locator("#messages [data-author=counsellor] .text")).to_have_text(["Hei, olen Aino"])
    messages = desk.panel.desk.case(conversation).messages
    assert [each.text for each in messages if each.author == "counsellor"] == ["Hei, olen Aino"]
    assert len(tries) == 2
    assert len(set(tries)) == 1


def test_the_same_words_twice_are_two_replies(desk: Desk) -> None:
    desk.panel.waiting()
    page = desk.sign_in("aino")
    take(page)
    for number in (1, 2):
        reply(page, "Kyllä")
        expect(page.locator("#messages [data-author=counsellor]")).to_have_count(number)


def test_a_draft_survives_a_reload(desk: Desk) -> None:
    desk.panel.waiting()
    page = desk.sign_in("aino")
    take(page)
    page.get_by_label("Reply").fill("Kesken\njäi\ntämä\nviesti")
    page.reload()
    field = page.get_by_label("Reply")
    expect(field).to_have_value("Kesken\njäi\ntämä\nviesti")
    assert field.evaluate("field => field.scrollHeight <= field.clientHeight")


DRAFTS = "Object.keys(localStorage).filter(each => each.startsWith('osaamo-desk:')).length"


def test_a_draft_survives_its_tab_and_goes_with_its_writer(desk: Desk) -> None:
    desk.panel.waiting()
    page = desk.sign_in("aino")
    take(page)
    page.get_by_label("Reply").fill("Katson tätä")
    address, context = page.url, page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Reply")).to_have_value("Katson tätä")
    page.get_by_text("Aino", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert page.evaluate(DRAFTS) == 0


def test_a_draft_is_forgotten_with_its_conversation_and_by_the_next_one_at_the_computer(desk: Desk) -> None:
    desk.panel.waiting()
    page = desk.sign_in("aino")
    take(page)
    page.get_by_label("Reply").fill("Katson tätä")
    page.get_by_role("button", name="Hand back to the bot").click()
    expect(page.get_by_label("Reply")).to_have_count(0)
    assert page.evaluate(DRAFTS) == 0
    desk.panel.waiting()
    page.goto(f"{desk.url}/admin/desk")
    take(page)
    page.get_by_label("Reply").fill("Toinen")
    assert page.evaluate(DRAFTS) == 1
    page.context.clear_cookies()
    desk.panel.add_staff("pekka")
    page.goto(f"{desk.url}/admin/")
    page.get_by_label("E-mail").fill("pekka@example.fi")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#rows, #live").first).to_be_attached()
    page.wait_for_function(f"{DRAFTS} === 0")


def test_a_note_a_hand_back_and_a_closing_without_leaving_the_page(desk: Desk) -> None:
    desk.panel.waiting()
    page = desk.sign_in("aino")
    take(page)
    page.get_by_label("New note").fill("Soita huomenna")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator(".notes")).to_contain_text("Soita huomenna")
    expect(page.get_by_label("New note")).to_have_value("")
    page.get_by_role("button", name="Hand back to the bot").click()
    expect(page.get_by_label("Reply")).to_have_count(0)
    expect(page.locator("#case-head")).to_contain_text("With the bot")


def test_a_conversation_that_its_person_deletes_disappears(desk: Desk) -> None:
    conversation = desk.panel.waiting()
    page = desk.sign_in("aino")
    take(page)
    desk.panel.erases(conversation)
    expect(page.get_by_role("alert")).to_have_text("The person deleted the conversation.")
    expect(page.get_by_text("olen kotona lasten kanssa")).to_have_count(0)


def test_everything_works_without_scripts(desk: Desk) -> None:
    conversation = desk.panel.waiting()
    page = desk.sign_in("aino")
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{desk.url}/admin/desk")
    take(page)
    page.get_by_label("Reply").fill("Hei")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#messages [data-author=counsellor] .text")).to_have_text("Hei")
    page.get_by_role("button", name="Close the conversation").click()
    expect(page).to_have_url(re.compile(r"list=closed"))
    assert desk.panel.desk.case(conversation).row.holder == "closed"


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (768, False), (320, True)])
def test_every_page_is_accessible(desk: Desk, width: int, dark: bool) -> None:
    desk.panel.waiting(reason="danger")
    conversation = desk.panel.waiting()
    page = desk.sign_in("ylli", "administrator", width, dark)
    page.wait_for_url("**/admin/desk")
    paths = ["/admin/desk?list=open", f"/admin/desk/{conversation}", "/admin/staff", "/admin/audit"]
    for path in [*paths, "/admin/password", "/admin/nowhere"]:
        page.goto(desk.url + path)
        assert problems(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{desk.url}/admin/desk/{conversation}")
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_label("Reply")).to_be_visible()
    assert problems(page) == []
    page.context.clear_cookies()
    page.goto(f"{desk.url}/admin/sign-in")
    assert problems(page) == []


def seen_before(desk: Desk, conversation: str) -> str:
    """A stream that tells the first message after the opening twice, and breaks off."""
    first = desk.panel.desk.case(conversation).messages[3]
    data = {"seq": first.seq, "author": "person", "label": "Person", "text": first.text, "language": "fi"}
    return f"event: message\nid: {first.seq}\ndata: {json.dumps({**data, 'at': '', 'time': ''})}\n\n" * 2


def problems(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    return [
        f"{problem['id']}: {problem['nodes'][0]['html'][:120]}" for problem in found.response["violations"]
    ]
