"""What the element survives: a reload with unsent words, a service that begins anew, a sleeping machine."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from bot.web import page as web
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.web.chatting import ANNA, conversation_id, messages, say, stored_texts, take_over
from tests.bot.web.conftest import Site
from tests.bot.web.story import StoryEngine
from tests.support.browser import served
from tests.support.cut import Line

MANY = 500
READ = """() => {
  const log = document.querySelector("osaamo-chat").shadowRoot.querySelector("[role=log]");
  window.read = [];
  const heard = (node) => node.parentElement && node.parentElement.closest("[aria-live]") === log;
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text; text = walker.nextNode())
          if (heard(text)) window.read.push(text.data);
      }
  }).observe(log, { childList: true, subtree: true, characterData: true });
}"""


def test_what_was_not_sent_survives_a_reload_and_leaves_once_in_order(site: Site, open_page: Page) -> None:
    open_page.route("**/api/**", lambda route: route.abort())
    say(open_page, "Ensin")
    say(open_page, "Sitten")
    open_page.reload()
    expect(messages(open_page, "person")).to_have_text(["Ensin", "Sitten"])
    expect(open_page.locator(".pending")).to_have_count(2)
    open_page.unroute("**/api/**")
    expect(open_page.get_by_text("Sanoit: Sitten")).to_be_visible(timeout=15_000)
    assert stored_texts(site, "person") == ["Ensin", "Sitten"]
    assert json.loads(open_page.evaluate("JSON.stringify(Object.keys(sessionStorage))")) == ["osaamo-chat"]


def test_a_message_whose_answer_was_lost_before_a_reload_is_not_doubled(site: Site, open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    open_page.route("**/messages", lambda route: (route.fetch(), route.abort()))
    say(open_page, "Kerran")
    open_page.wait_for_timeout(300)
    open_page.unroute("**/messages")
    open_page.reload()
    expect(open_page.get_by_text("Sanoit: Kerran")).to_be_visible()
    expect(open_page.locator(".pending")).to_have_count(0)
    expect(messages(open_page, "person")).to_have_text(["Hei", "Kerran"])
    assert stored_texts(site, "person") == ["Hei", "Kerran"]


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    port = urlsplit(site.url).port
    assert port
    line = Line(port)
    yield line
    line.close()


def test_a_service_that_begins_anew_at_the_same_address_goes_on(
    site: Site, line: Line, browser_page: Page, sqlite_database: Database
) -> None:
    browser_page.goto(f"http://127.0.0.1:{line.port}/")
    say(browser_page, "Ennen")
    expect(browser_page.get_by_text("Sanoit: Ennen")).to_be_visible()
    line.cut()
    say(browser_page, "Välissä")
    expect(browser_page.get_by_text("Palvelu ei vastaa juuri nyt")).to_be_visible()
    world = World(sqlite_database, engine=StoryEngine())
    app = world.app()
    web.install(app, retention_days=30, shared_minutes=15)
    with served(app, world.feed) as url:
        line.turn(urlsplit(url).port or 0)
        line.mend()
        expect(browser_page.get_by_text("Sanoit: Välissä")).to_be_visible(timeout=15_000)
        expect(browser_page.locator(".banner")).to_be_empty()
        key = take_over_asked(Site(world, url))
        world.desk.say(key, ANNA, "Taas täällä.", "1")
        expect(messages(browser_page, "counsellor")).to_have_text(["Taas täällä."], timeout=15_000)
        line.cut()
    assert stored_texts(site, "person") == ["Ennen", "Välissä"]


def take_over_asked(site: Site) -> str:
    site.world.person.ask_for_person(conversation_id(site))
    return take_over(site)


def test_after_a_sleep_the_stream_is_opened_anew(site: Site, browser_page: Page) -> None:
    browser_page.clock.install()
    browser_page.goto(f"{site.url}/")
    say(browser_page, "Hei")
    expect(browser_page.get_by_text("Sanoit: Hei")).to_be_visible()
    with browser_page.expect_request("**/events", timeout=10_000):
        browser_page.clock.fast_forward("04:00")
    key = take_over_asked(site)
    site.world.desk.say(key, ANNA, "Huomenta.", "1")
    expect(messages(browser_page, "counsellor")).to_have_text(["Huomenta."])


def test_a_conversation_of_hundreds_of_messages_opens_at_its_end_without_a_wait(
    site: Site, open_page: Page
) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    key = take_over_asked(site)
    for number in range(MANY):
        site.world.desk.say(key, ANNA, f"Viesti {number}", str(number))
    open_page.reload()
    expect(messages(open_page, "counsellor")).to_have_count(MANY, timeout=10_000)
    expect(open_page.get_by_text(f"Viesti {MANY - 1}", exact=True)).to_be_in_viewport()
    drawing = open_page.evaluate(
        """() => {
          const scroll = document.querySelector("osaamo-chat").shadowRoot.querySelector(".scroll");
          const begun = performance.now();
          for (let at = 0; at < 50; at += 1) scroll.scrollTop = at * 100, scroll.getBoundingClientRect();
          return performance.now() - begun;
        }"""
    )
    assert drawing < 2_000


def test_a_reader_is_told_each_message_once(site: Site, open_page: Page) -> None:
    open_page.evaluate(READ)
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    key = take_over_asked(site)
    site.world.desk.say(key, ANNA, "Täällä Anna.", "1")
    expect(messages(open_page, "counsellor")).to_have_text(["Täällä Anna."])
    open_page.context.set_offline(True)
    site.world.desk.say(key, ANNA, "Vieläkö siellä?", "2")
    open_page.context.set_offline(False)
    expect(messages(open_page, "counsellor")).to_have_count(2, timeout=15_000)
    read = open_page.evaluate("window.read")
    assert [read.count(text) for text in ("Sanoit: Hei", "Täällä Anna.", "Vieläkö siellä?")] == [1, 1, 1]
    assert "Hei" not in read
