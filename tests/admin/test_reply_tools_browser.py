"""The tools of the reply box in a real browser: by keyboard alone, and clean to axe."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from admin.first_start import prepare_replies
from admin.reply_translation import Interpreter
from tests.admin.advising import with_services
from tests.admin.panel import Panel
from tests.admin.test_case_work_browser import Room, problems, takes
from tests.knowledge.translation.libretranslate import libretranslate
from tests.support.browser import served


@pytest.fixture
def room(small_panel: Panel, chromium: Browser) -> Iterator[Room]:
    with served(with_services(small_panel).app, small_panel.desk.feed) as url:
        yield Room(small_panel, url, chromium)
    for context in chromium.contexts:
        context.close()


def opens(room: Room, width: int = 1280) -> tuple[Page, str]:
    conversation = room.panel.waiting()
    page = room.opens("aino", conversation, width)
    takes(page)
    return page, conversation


def options(page: Page) -> Locator:
    """The open list of suggestions."""
    return page.locator("[role=listbox]:visible > [role=option]")


def focus_outside(page: Page) -> None:
    page.locator("#case-heading").focus()


def test_a_service_is_found_by_keyboard_and_sent_by_two_keys(room: Room) -> None:
    page, conversation = opens(room)
    focus_outside(page)
    page.keyboard.press("s")
    words = page.get_by_role("combobox", name="Find a service")
    expect(words).to_be_focused()
    expect(options(page)).to_have_count(2)
    page.keyboard.type("ohjaamo")
    expect(options(page).last).to_contain_text("Not in the person's municipality.")
    expect(words).to_have_attribute("aria-activedescendant", "recommend-options-0")
    assert problems(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_label("A sentence of your own")).to_be_focused()
    assert problems(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#messages [data-author=counsellor] .extra")).to_have_text("Services: Ohjaamo")
    expect(page.get_by_label("Reply")).to_be_focused()
    sent = [each for each in room.panel.desk.case(conversation).messages if each.services]
    assert [card.id for card in sent[-1].services] == ["guidance"]


def test_arrows_go_round_and_escape_leads_back_to_the_reply(room: Room) -> None:
    page, _conversation = opens(room)
    page.keyboard.type("s")
    expect(page.get_by_label("Reply")).to_have_value("s")
    focus_outside(page)
    page.keyboard.press("s")
    words = page.get_by_role("combobox", name="Find a service")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("ArrowUp")
    expect(words).to_have_attribute("aria-activedescendant", "recommend-options-1")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_label("Reply")).to_be_focused()


def test_a_slash_opens_canned_replies_and_enter_inserts_one(room: Room) -> None:
    prepare_replies(room.panel.database, datetime.now(UTC))
    page, _conversation = opens(room)
    reply = page.get_by_label("Reply")
    reply.press_sequentially("Moikka. Joko/tai. /")
    words = page.get_by_role("combobox", name="Find by words")
    expect(words).to_be_focused()
    expect(options(page)).to_have_count(12)
    assert problems(page) == []
    page.keyboard.type("hetki")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(reply).to_be_focused()
    expect(reply).to_have_value(
        "Moikka. Joko/tai. Selvitän asiaa, ja siihen menee muutama minuutti. "
        "Voit jättää tämän keskustelun auki."
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages [data-author=counsellor] .text")).to_contain_text("Selvitän asiaa")


def test_escape_leaves_the_slash_that_was_typed(room: Room) -> None:
    page, _conversation = opens(room)
    page.get_by_label("Reply").press_sequentially("/")
    expect(page.get_by_role("combobox", name="Find by words")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Reply")).to_be_focused()
    expect(page.get_by_label("Reply")).to_have_value("/")


def test_answers_are_changed_with_the_person_and_new_results_are_sent(room: Room) -> None:
    page, conversation = opens(room)
    page.locator("#act-change-answers").click()
    assert problems(page) == []
    page.locator("#answer-situation").select_option("unemployed")
    page.locator("#act-answer-situation").click()
    expect(page.locator("#messages [data-author=system] .text").last).to_contain_text(
        "Aino muutti vastaustasi"
    )
    expect(page.locator(".card dd", has_text="with the counsellor")).to_have_count(1)
    expect(page.locator("#change-answers")).to_have_attribute("open", "")
    expect(page.locator("#act-answer-situation")).to_be_focused()
    page.locator("#act-results").click()
    expect(page.locator("#messages [data-author=bot] .extra").last).to_contain_text("Ohjaamo")
    assert room.panel.desk.case(conversation).row.profile.situation == "unemployed"


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_the_page_of_a_translated_reply_is_clean_and_its_draft_goes_with_sending(
    room: Room, width: int, dark: bool
) -> None:
    with libretranslate() as server:
        room.panel.app.state.interpreter = Interpreter.connect(server.url, "")
        page, conversation = opens(room, width)
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.get_by_label("Reply").fill("Good morning.")
        page.locator("#reply-form button[formaction]").click()
        expect(page.get_by_text("Good morning.").first).to_be_visible()
        assert problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        before = len(room.panel.desk.case(conversation).messages)
        page.locator("form[data-sends] button").first.click()
        expect(page.get_by_label("Reply")).to_have_value("")
        assert len(room.panel.desk.case(conversation).messages) == before + 1
