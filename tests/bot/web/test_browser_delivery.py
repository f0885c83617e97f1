"""Messages on their way in a real browser: lost, late, refused, answered by a human."""

from playwright.sync_api import Page, Route, expect

from tests.bot.web.chatting import (
    ANNA,
    conversation_id,
    fail_first,
    messages,
    say,
    stored_texts,
    take_over,
)
from tests.bot.web.conftest import Site


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
    expect(place).to_contain_text("Anna vastaa sinulle nyt.")
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


def test_an_answer_that_comes_late_says_nothing_of_who_speaks_now(site: Site, open_page: Page) -> None:
    say(open_page, "Ensin")
    expect(open_page.get_by_text("Sanoit: Ensin")).to_be_visible()
    key = conversation_id(site)
    waits = open_page.get_by_role("heading", name="Odotat neuvojaa")

    def answer_late(route: Route) -> None:
        answer = route.fetch()
        site.world.person.ask_for_person(key)
        expect(waits).to_be_visible()
        route.fulfill(response=answer)

    fail_first(open_page, "**/messages", answer_late, times=1)
    say(open_page, "Sitten")
    expect(open_page.get_by_text("Sanoit: Sitten")).to_be_visible()
    expect(waits).to_be_visible()


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
