"""The element in a real browser, against a real server."""

from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from bot.models import Conversation
from tests.bot.web.chatting import conversation_id, kept, messages, say, stored_texts
from tests.bot.web.conftest import Site


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
    expect(open_page.get_by_text("Keskustelusta ei ole palvelussa jäljellä mitään")).to_be_visible()
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
