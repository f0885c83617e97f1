"""The desk after a cut of its connections: everything is there once and in order, without a reload."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.admin.panel import Panel
from tests.admin.test_desk_browser import Desk, take
from tests.support.browser import served
from tests.support.cut import Line

RECOVERS_MS = 10_000
CUT_MS = 3000


@pytest.fixture
def line(small_panel: Panel, chromium: Browser) -> Iterator[Line]:
    with served(small_panel.app, small_panel.desk.feed) as url:
        line = Line(urlsplit(url).port or 0)
        yield line
        for context in chromium.contexts:
            context.close()
        line.close()


@pytest.fixture
def desk(small_panel: Panel, chromium: Browser, line: Line) -> Desk:
    return Desk(small_panel, f"http://127.0.0.1:{line.port}", chromium)


def is_cut(page: Page) -> None:
    expect(page.locator("#reconnecting")).to_be_visible()


def test_what_happens_meanwhile_is_shown_once_and_in_order(desk: Desk, line: Line) -> None:
    panel, mine = desk.panel, desk.panel.waiting(minutes=30)
    page = desk.sign_in("aino")
    take(page)
    page.goto(f"{desk.url}/admin/desk/{mine}?list=waiting")
    panel.says(mine, "ennen katkoa")
    expect(page.locator("#messages .text").last).to_have_text("ennen katkoa")
    page.evaluate("window.notReloaded = true")
    line.cut()
    is_cut(page)
    taken, comes = panel.waiting(minutes=20), panel.waiting(minutes=1)
    pekka = panel.browser("pekka").staff_id
    panel.desk.take_over(taken, pekka, "Pekka")
    for number in range(1, 4):
        panel.says(mine, f"katkolla {number}")
    page.wait_for_timeout(CUT_MS)
    assert page.locator("#messages").get_by_text("katkolla").count() == 0, "it was cut"
    line.mend()
    written = page.locator("#messages [data-author=person] .text")
    everything = [
        "olen kotona lasten kanssa",
        "ennen katkoa",
        *(f"katkolla {number}" for number in range(1, 4)),
    ]
    expect(written).to_have_text(everything, timeout=RECOVERS_MS)
    rows = page.locator("#rows a")
    expect(rows).to_have_count(1, timeout=RECOVERS_MS)
    expect(rows).to_have_attribute("data-id", comes)
    expect(page.locator("[data-count=waiting]")).to_have_text("1")
    expect(page.locator("#reconnecting")).to_be_hidden()
    panel.says(mine, "katkon jälkeen")
    expect(written).to_have_text([*everything, "katkon jälkeen"])
    seqs = page.locator("#messages li[data-seq]").evaluate_all(
        "all => all.map(each => Number(each.dataset.seq))"
    )
    assert seqs == [message.seq for message in panel.desk.case(mine).messages]
    assert page.evaluate("window.notReloaded")


def test_a_colleague_takes_the_open_one_and_ends_it_meanwhile(desk: Desk, line: Line) -> None:
    panel, conversation = desk.panel, desk.panel.waiting()
    page = desk.sign_in("aino")
    with page.expect_response("**/admin/api/events?conversation*"):
        page.locator("#rows a").first.click()
    pekka = panel.browser("pekka").staff_id
    line.cut()
    is_cut(page)
    panel.desk.take_over(conversation, pekka, "Pekka")
    panel.desk.say(conversation, pekka, "Hei, olen Pekka", "one")
    page.wait_for_timeout(CUT_MS)
    line.mend()
    expect(page.get_by_role("button", name="Take over")).to_have_count(0, timeout=RECOVERS_MS)
    expect(page.locator("#reply")).to_contain_text("Pekka")
    expect(page.locator("#messages [data-author=counsellor] .text")).to_have_text("Hei, olen Pekka")
    line.cut()
    is_cut(page)
    panel.desk.close(conversation, pekka)
    page.wait_for_timeout(CUT_MS)
    line.mend()
    expect(page.locator("#case-head")).to_contain_text("Closed", timeout=RECOVERS_MS)
    expect(page.locator("#messages [data-author=counsellor] .text")).to_have_count(1)


def test_a_reply_written_meanwhile_is_sent_once_and_not_lost(desk: Desk, line: Line) -> None:
    conversation = desk.panel.waiting()
    page = desk.sign_in("aino")
    with page.expect_response("**/admin/api/events?conversation*"):
        take(page)
    line.cut()
    is_cut(page)
    page.get_by_label("Reply").fill("Hei, olen Aino")
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(CUT_MS)
    line.mend()
    shown = page.locator("#messages [data-author=counsellor] .text")
    expect(shown).to_have_text(["Hei, olen Aino"], timeout=RECOVERS_MS)
    expect(page.get_by_label("Reply")).to_have_value("")
    page.wait_for_timeout(500)
    messages = desk.panel.desk.case(conversation).messages
    assert [each.text for each in messages if each.author == "counsellor"] == ["Hei, olen Aino"]
