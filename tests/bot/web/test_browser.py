"""The element in a real browser, against a real server."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect
from sqlalchemy import func, select

from bot.models import Conversation, StoredMessage
from tests.bot.web.conftest import Site

ANNA = "staff-7"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@pytest.fixture
def open_page(site: Site, browser_page: Page) -> Page:
    browser_page.goto(f"{site.url}/")
    expect(browser_page.get_by_role("log")).to_be_visible()
    return browser_page


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Kirjoita viesti").fill(text)
    page.keyboard.press("Enter")


def messages(page: Page, author: str) -> Locator:
    return page.locator(f"li.{author} .words")


def stored_texts(site: Site, author: str) -> list[str]:
    with site.world.database.read() as session:
        found = select(StoredMessage.text).where(StoredMessage.author == author).order_by(StoredMessage.seq)
        return list(session.scalars(found))


def kept(page: Page) -> list[int]:
    found: list[int] = page.evaluate("[document.cookie.length, sessionStorage.length, localStorage.length]")
    return found


def conversation_id(site: Site) -> str:
    with site.world.database.read() as session:
        return session.scalars(select(Conversation.id)).one()


def take_over(site: Site) -> str:
    key = conversation_id(site)
    site.world.desk.take_over(key, ANNA, "Anna")
    return key


def test_nothing_is_kept_before_the_person_writes(site: Site, open_page: Page) -> None:
    open_page.get_by_role("button", name="Valikko").click()
    open_page.get_by_role("button", name="Sulje").click()
    assert kept(open_page) == [0, 0, 0]
    assert open_page.context.cookies() == []
    with site.world.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 0


def test_a_conversation_from_first_word_to_services(site: Site, open_page: Page) -> None:
    open_page.get_by_role("button", name="Selvitä, mikä auttaisi").click()
    expect(open_page.get_by_text("3/7", exact=True)).to_be_visible()
    send = open_page.get_by_role("button", name="Lähetä valinnat")
    send.click()
    expect(open_page.get_by_text("Valitse vähintään yksi")).to_be_visible()
    open_page.get_by_label("Löytää työtä").check()
    open_page.get_by_label("Raha ja etuudet").check()
    send.click()
    card = open_page.get_by_role("article").first
    expect(card.get_by_role("heading")).to_have_text("Starttiraha aloittavalle yrittäjälle")
    link = card.get_by_role("link")
    assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noopener noreferrer", "_blank")
    expect(open_page.get_by_role("article").nth(1).get_by_role("link")).to_have_count(0)
    expect(open_page.get_by_role("checkbox")).to_have_count(0)
    assert kept(open_page) == [0, 1, 0]


def test_the_conversation_survives_a_reload(open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    open_page.reload()
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    expect(messages(open_page, "person")).to_have_text(["Hei"])


def test_remembering_on_the_device_is_a_choice(open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    open_page.get_by_role("button", name="Valikko").click()
    open_page.get_by_label("Muista keskustelu").check()
    assert kept(open_page) == [0, 0, 1]
    open_page.get_by_label("Muista keskustelu").uncheck()
    assert kept(open_page) == [0, 1, 0]


def test_shift_and_enter_make_a_line_and_texts_are_never_markup(site: Site, open_page: Page) -> None:
    field = open_page.get_by_role("textbox", name="Kirjoita viesti")
    field.fill("<img src=x onerror=alert(1)>")
    field.press("Shift+Enter")
    field.type("toinen rivi")
    field.press("Enter")
    expect(messages(open_page, "bot").last).to_have_text("Sanoit: <img src=x onerror=alert(1)>\ntoinen rivi")
    assert stored_texts(site, "person") == ["<img src=x onerror=alert(1)>\ntoinen rivi"]


def test_the_numbers_to_call_are_links_and_those_of_the_person_are_not(open_page: Page) -> None:
    say(open_page, "I want to kill myself, 112")
    expect(messages(open_page, "bot").get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    expect(messages(open_page, "person").get_by_role("link")).to_have_count(0)


def test_a_text_that_is_too_long_is_not_sent(site: Site, open_page: Page) -> None:
    field = open_page.get_by_role("textbox", name="Kirjoita viesti")
    field.fill("ö" * 1990)
    expect(open_page.get_by_text("Merkkejä jäljellä: 10")).to_be_visible()
    field.fill("ö" * 2003)
    expect(open_page.get_by_text("Poista 3 merkkiä")).to_be_visible()
    field.press("Enter")
    expect(field).to_have_value("ö" * 2003)
    assert stored_texts(site, "person") == []


def fail_first(page: Page, url: str, fail: Callable[[Route], None], times: int) -> None:
    """The first requests to a path go wrong, the others go through."""
    count = 0

    def handle(route: Route) -> None:
        nonlocal count
        count += 1
        if count <= times:
            fail(route)
        else:
            route.continue_()

    page.route(url, handle)


def test_a_message_whose_answer_is_lost_is_sent_again_and_stored_once(site: Site, open_page: Page) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    fail_first(open_page, "**/messages", lose_the_answer, times=1)
    say(open_page, "Kerran")
    expect(open_page.get_by_text("Sanoit: Kerran")).to_be_visible()
    expect(messages(open_page, "person")).to_have_text(["Kerran"])
    assert stored_texts(site, "person") == ["Kerran"]


def test_an_overloaded_service_is_asked_again(site: Site, open_page: Page) -> None:
    def overloaded(route: Route) -> None:
        route.fulfill(status=503, headers={"Retry-After": "1"}, body="busy")

    fail_first(open_page, "**/messages", overloaded, times=2)
    say(open_page, "Kerran")
    expect(open_page.get_by_text("Sanoit: Kerran")).to_be_visible()
    assert stored_texts(site, "person") == ["Kerran"]


def test_a_service_that_is_away_for_long_is_waited_for_and_told(site: Site, open_page: Page) -> None:
    def away(route: Route) -> None:
        route.fulfill(status=503, body="away")

    say(open_page, "Ensin")
    expect(open_page.get_by_text("Sanoit: Ensin")).to_be_visible()
    fail_first(open_page, "**/messages", away, times=5)
    say(open_page, "Kerran")
    expect(open_page.get_by_text("Palvelu ei vastaa juuri nyt")).to_be_visible()
    say(open_page, "Sitten")
    expect(open_page.get_by_role("button", name="Yritä uudelleen")).to_be_visible(timeout=15_000)
    expect(open_page.get_by_text("Sanoit: Sitten")).to_be_visible(timeout=30_000)
    expect(open_page.get_by_text("Palvelu ei vastaa juuri nyt")).to_be_hidden()
    expect(open_page.get_by_role("button", name="Yritä uudelleen")).to_have_count(0)
    assert stored_texts(site, "person") == ["Ensin", "Kerran", "Sitten"]


def test_who_will_not_wait_can_try_at_once(site: Site, open_page: Page) -> None:
    def away(route: Route) -> None:
        route.fulfill(status=503, headers={"Retry-After": "60"}, body="away")

    fail_first(open_page, "**/conversations", away, times=1)
    say(open_page, "Kerran")
    open_page.get_by_role("button", name="Yritä uudelleen").click()
    expect(open_page.get_by_text("Sanoit: Kerran")).to_be_visible()
    assert stored_texts(site, "person") == ["Kerran"]


def test_messages_written_without_a_connection_leave_in_order_when_it_is_back(
    site: Site, open_page: Page
) -> None:
    say(open_page, "Ensin")
    expect(open_page.get_by_text("Sanoit: Ensin")).to_be_visible()
    open_page.context.set_offline(True)
    expect(open_page.get_by_text("Ei verkkoyhteyttä")).to_be_visible()
    say(open_page, "Sitten")
    say(open_page, "Lopuksi")
    open_page.context.set_offline(False)
    expect(open_page.get_by_text("Sanoit: Lopuksi")).to_be_visible(timeout=15_000)
    expect(open_page.get_by_text("Ei verkkoyhteyttä")).to_be_hidden()
    assert stored_texts(site, "person") == ["Ensin", "Sitten", "Lopuksi"]


def test_a_refused_text_comes_back_to_the_field(open_page: Page) -> None:
    def refuse(route: Route) -> None:
        problem = '{"detail": "Viestissä on merkkejä, joita ei voi käsitellä."}'
        route.fulfill(status=422, content_type="application/problem+json", body=problem)

    fail_first(open_page, "**/messages", refuse, times=1)
    say(open_page, "outo viesti")
    expect(open_page.get_by_text("Viestissä on merkkejä")).to_be_visible()
    expect(open_page.get_by_role("textbox", name="Kirjoita viesti")).to_have_value("outo viesti")
    expect(messages(open_page, "person")).to_have_count(0)
    expect(open_page.get_by_role("button", name="Etsi palvelua")).to_be_visible()


def test_a_human_is_waited_for_answers_live_and_closes(site: Site, open_page: Page) -> None:
    open_page.get_by_role("button", name="Puhu ihmisen kanssa").click()
    place = open_page.locator(".place")
    expect(place.get_by_role("heading")).to_have_text("Odotat neuvojaa")
    expect(place).to_contain_text("Olet jonossa sijalla 1.")
    key = take_over(site)
    expect(place).to_have_text("Anna vastaa sinulle nyt.")
    site.world.desk.typing(key)
    expect(open_page.get_by_text("Neuvoja kirjoittaa")).to_be_visible()
    site.world.desk.say(key, ANNA, "Hei, täällä Anna.", "first")
    expect(open_page.locator(".notice")).to_be_hidden()
    answer = open_page.locator("li.counsellor")
    expect(answer).to_contain_text("Hei, täällä Anna.")
    expect(answer.locator(".sender")).to_have_text("Anna · Neuvoja")
    say(open_page, "Kiitos")
    expect(messages(open_page, "person").last).to_have_text("Kiitos")
    expect(open_page.locator(".pending")).to_have_count(0)
    expect(messages(open_page, "bot")).to_have_count(2)
    site.world.desk.close(key, ANNA)
    expect(place).to_contain_text("Keskustelu on päätetty")


def test_waiting_can_be_cancelled(open_page: Page) -> None:
    open_page.get_by_role("button", name="Puhu ihmisen kanssa").click()
    open_page.locator(".place").get_by_role("button", name="Peru pyyntö").click()
    expect(open_page.locator(".place")).to_be_hidden()
    expect(messages(open_page, "system").last).to_contain_text("Pyyntö on peruttu")


def test_what_came_while_the_stream_was_broken_is_shown_once(site: Site, open_page: Page) -> None:
    open_page.get_by_role("button", name="Puhu ihmisen kanssa").click()
    expect(open_page.locator(".place")).to_be_visible()
    key = take_over(site)
    site.world.desk.say(key, ANNA, "Yksi", "1")
    expect(messages(open_page, "counsellor")).to_have_text(["Yksi"])
    open_page.context.set_offline(True)
    for number, text in enumerate(("Kaksi", "Kolme"), start=2):
        site.world.desk.say(key, ANNA, text, str(number))
    open_page.context.set_offline(False)
    expect(messages(open_page, "counsellor")).to_have_text(["Yksi", "Kaksi", "Kolme"], timeout=15_000)


def test_the_language_changes_before_and_within_the_conversation(open_page: Page) -> None:
    choose = open_page.get_by_role("combobox")
    choose.select_option("en")
    expect(open_page.get_by_text("Hello. I am Osaamo")).to_be_visible()
    assert open_page.evaluate("document.documentElement.lang") == "en"
    assert kept(open_page) == [0, 0, 0]
    open_page.get_by_role("textbox", name="Write a message").fill("Hi")
    open_page.keyboard.press("Enter")
    expect(open_page.get_by_text("Sanoit: Hi")).to_be_visible()
    open_page.get_by_role("combobox").select_option("sv")
    expect(open_page.get_by_text("Hej. Jag är Osaamo")).to_be_visible()
    expect(open_page.get_by_role("textbox", name="Skriv ett meddelande")).to_be_visible()
    expect(messages(open_page, "person")).to_have_text(["Hi"])


def test_deleting_asks_once_and_leaves_nothing(site: Site, open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    open_page.get_by_role("button", name="Valikko").click()
    open_page.get_by_role("button", name="Poista keskustelu").click()
    open_page.get_by_role("button", name="Poista", exact=True).click()
    expect(open_page.get_by_text("Keskustelu on poistettu.")).to_be_visible()
    expect(messages(open_page, "person")).to_have_count(0)
    assert kept(open_page) == [0, 0, 0]
    assert stored_texts(site, "person") == []


def test_an_expired_conversation_begins_anew_with_the_text_kept(site: Site, open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    site.world.person.erase(conversation_id(site))
    expect(messages(open_page, "person")).to_have_count(0)
    say(open_page, "Uusi")
    expect(open_page.get_by_text("Sanoit: Uusi")).to_be_visible()


def test_leaving_quickly_forgets_and_cannot_be_gone_back_from(site: Site, open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    open_page.get_by_role("link", name="Poistu nopeasti").click()
    open_page.wait_for_url(f"{site.url}/healthz")
    open_page.goto(f"{site.url}/")
    expect(open_page.get_by_role("log")).to_be_visible()
    expect(messages(open_page, "person")).to_have_count(0)


def test_the_form_stays_when_the_script_does_not_come(site: Site, browser_page: Page) -> None:
    browser_page.route("**/widget.js", lambda route: route.abort())
    browser_page.goto(f"{site.url}/")
    browser_page.get_by_role("button", name="Selvitä, mikä auttaisi").click()
    browser_page.get_by_label("Löytää työtä").check()
    browser_page.get_by_role("button", name="Lähetä valinnat").click()
    expect(browser_page.get_by_role("article")).to_have_count(2)


def test_a_page_of_the_city_embeds_it_with_one_tag(site: Site, browser_page: Page) -> None:
    html = f'<osaamo-chat language="sv"></osaamo-chat><script src="{site.url}/widget.js"></script>'
    browser_page.route(
        "https://city.example/", lambda route: route.fulfill(content_type="text/html", body=html)
    )
    browser_page.goto("https://city.example/")
    expect(browser_page.get_by_text("Hej. Jag är Osaamo")).to_be_visible()
    browser_page.get_by_role("textbox", name="Skriv ett meddelande").fill("Hej")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_text("Sanoit: Hej")).to_be_visible()


def test_the_keyboard_alone_is_enough(open_page: Page) -> None:
    option = open_page.get_by_role("button", name="Etsi palvelua")
    option.focus()
    open_page.keyboard.press("Enter")
    answer = open_page.locator("li.person")
    expect(answer).to_be_focused()
    open_page.keyboard.press("Tab")
    expect(open_page.get_by_role("textbox", name="Kirjoita viesti")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("script", [True, False], ids=["element", "form"])
def test_nothing_stands_in_anybodys_way(
    site: Site, chromium: Browser, scheme: Any, width: int, script: bool
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 700}, color_scheme=scheme, locale="fi-FI"
    )
    page = context.new_page()
    if not script:
        page.route("**/widget.js", lambda route: route.abort())
    page.goto(f"{site.url}/")
    steps = ["Selvitä, mikä auttaisi", "Lähetä valinnat", "Kyllä"]
    for step in [None, *steps]:
        if step == "Lähetä valinnat":
            page.get_by_label("Löytää työtä").check()
        if step:
            page.get_by_role("button", name=step).click()
            expect(page.get_by_role("button", name=step)).to_have_count(0)
        assert_accessible(page)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_and_the_wait_stand_in_nobodys_way(site: Site, chromium: Browser, scheme: Any) -> None:
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, color_scheme=scheme, locale="fi-FI"
    )
    page = context.new_page()
    page.goto(f"{site.url}/")
    page.get_by_role("button", name="Puhu ihmisen kanssa").click()
    expect(page.locator(".place")).to_be_visible()
    assert_accessible(page)
    key = take_over(site)
    site.world.desk.say(key, ANNA, "Hei", "1")
    expect(messages(page, "counsellor")).to_have_count(1)
    assert_accessible(page)
    page.get_by_role("button", name="Valikko").click()
    page.get_by_role("button", name="Poista keskustelu").click()
    assert_accessible(page)
    context.close()


@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 640), (768, 900)])
def test_every_target_is_large_enough_for_a_thumb(
    site: Site, browser_page: Page, width: int, height: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": height})
    browser_page.goto(f"{site.url}/")
    browser_page.get_by_role("button", name="Selvitä, mikä auttaisi").click()
    expect(browser_page.get_by_role("button", name="Lähetä valinnat")).to_be_visible()
    targets = browser_page.locator("button:visible, select:visible, a:visible, label.tick:visible").all()
    heights = {each.inner_text(): (each.bounding_box() or {"height": 0})["height"] for each in targets}
    assert len(heights) > 10
    assert [name for name, height in heights.items() if height < 44] == []


def assert_accessible(page: Page) -> None:
    page.wait_for_load_state("load")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    assert re.fullmatch("(fi|sv|en)", page.evaluate("document.documentElement.lang"))
