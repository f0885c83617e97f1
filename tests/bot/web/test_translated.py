"""A reply that a machine translated: the person sees that, and what the counsellor wrote."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.conversation import Original
from bot.translating import say_translated
from tests.bot.web.chatting import say
from tests.bot.web.conftest import Site
from tests.bot.web.test_contacts import wait_for_a_human


def test_the_original_is_shown_on_request_and_marked_as_translated(site: Site, open_page: Page) -> None:
    key, desk = wait_for_a_human(site, open_page), site.world.desk
    desk.take_over(key, "a1", "Aino")
    original = Original("Good morning.", "en", "translate.example")
    say_translated(desk, key, "a1", "Hyvää huomenta.", original, "c1")
    message = open_page.locator(".message.counsellor").last
    expect(message.locator("> .words")).to_have_text("Hyvää huomenta.")
    mark = message.get_by_text("Kone on kääntänyt tämän englannista. Alkuperäinen teksti")
    mark.click()
    expect(message.locator(".original .words")).to_have_text("Good morning.")
    expect(message.locator(".original .words")).to_have_attribute("lang", "en")
    assert Axe().run(open_page).response["violations"] == []


def test_other_messages_have_no_such_mark(open_page: Page) -> None:
    with open_page.expect_response("**/messages"):
        say(open_page, "hei")
    expect(open_page.locator(".message.bot").first).to_be_visible()
    expect(open_page.locator("details.original")).to_have_count(0)
