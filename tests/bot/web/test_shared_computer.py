"""On a computer that others use too: nothing stays of a conversation, whichever way the person goes."""

import re
from html import unescape

from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Locator, Page, expect

from tests.bot.web.chatting import conversation_id, kept, messages, say, stored_texts, take_over
from tests.bot.web.conftest import Site

SILENCE = 14 * 60 * 1000 + 1000
"""The tests' service closes after 15 minutes, and asks a minute before."""


def begin(page: Page, url: str) -> Page:
    """A conversation, on a clock that the test turns."""
    page.clock.install()
    page.goto(url)
    say(page, "Hei")
    expect(page.get_by_text("Sanoit: Hei")).to_be_visible()
    return page


def question(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Oletko vielä siinä?")


def nothing_is_left(page: Page) -> None:
    expect(messages(page, "person")).to_have_count(0)
    assert kept(page) == [0, 0, 0]


def test_after_a_silence_one_is_asked_and_then_it_closes(site: Site, browser_page: Page) -> None:
    page = begin(browser_page, f"{site.url}/")
    page.get_by_role("textbox", name="Kirjoita viesti").fill("Kesken jäi")
    page.clock.fast_forward(SILENCE)
    expect(question(page)).to_contain_text(re.compile("suljetaan tällä laitteella 5[0-9] sekunnin"))
    page.clock.fast_forward(61_000)
    expect(page.get_by_text("Keskustelu suljettiin tällä laitteella")).to_be_visible()
    nothing_is_left(page)
    expect(page.get_by_role("textbox", name="Kirjoita viesti")).to_have_value("")
    assert stored_texts(site, "person") == ["Hei"], "the service keeps it for who has the code"


def test_who_answers_goes_on(site: Site, browser_page: Page) -> None:
    page = begin(browser_page, f"{site.url}/")
    for _ in range(2):
        page.clock.fast_forward(SILENCE)
        page.get_by_role("button", name="Jatkan", exact=True).click()
        expect(question(page)).to_be_hidden()
    page.clock.fast_forward(61_000)
    expect(messages(page, "person")).to_have_text(["Hei"])


def test_the_question_offers_a_code(site: Site, browser_page: Page) -> None:
    page = begin(browser_page, f"{site.url}/")
    page.clock.fast_forward(SILENCE)
    question(page).get_by_role("button", name="Anna koodi").click()
    expect(messages(page, "system")).to_have_text(re.compile(r"Koodisi on \d{3} \d{3} \d{3} \d{3}\."))
    expect(question(page)).to_be_hidden()


def test_a_sleeping_computer_wakes_to_nothing(site: Site, browser_page: Page) -> None:
    page = begin(browser_page, f"{site.url}/")
    page.clock.fast_forward(3 * 3600 * 1000)
    expect(page.get_by_text("Keskustelu suljettiin tällä laitteella")).to_be_visible()
    nothing_is_left(page)


def test_who_is_remembered_by_choice_is_not_closed_out(site: Site, browser_page: Page) -> None:
    page = begin(browser_page, f"{site.url}/")
    page.get_by_role("button", name="Valikko").click()
    page.get_by_label("Muista keskustelu").check()
    page.get_by_role("button", name="Sulje").click()
    page.clock.fast_forward(24 * 3600 * 1000)
    expect(messages(page, "person")).to_have_text(["Hei"])
    expect(question(page)).to_be_hidden()


def test_with_a_counsellor_one_may_be_silent_for_longer(site: Site, browser_page: Page) -> None:
    page = begin(browser_page, f"{site.url}/")
    site.world.person.ask_for_person(conversation_id(site))
    take_over(site)
    expect(page.get_by_text("Anna vastaa sinulle nyt.").first).to_be_visible()
    page.clock.fast_forward(40 * 60 * 1000)
    expect(question(page)).to_be_hidden()
    page.clock.fast_forward(19 * 60 * 1000 + 1000)
    expect(question(page)).to_be_visible()


def test_at_a_kiosk_nothing_is_remembered_and_silence_is_short(site: Site, browser_page: Page) -> None:
    page = begin(browser_page, f"{site.url}/?kiosk=1")
    page.get_by_role("button", name="Valikko").click()
    expect(page.get_by_label("Muista keskustelu")).to_have_count(0)
    page.get_by_role("button", name="Sulje").click()
    page.clock.fast_forward(2 * 60 * 1000 + 1000)
    expect(question(page)).to_be_visible()
    page.clock.fast_forward(61_000)
    expect(page.get_by_text("Keskustelu suljettiin tällä laitteella")).to_be_visible()
    nothing_is_left(page)


def test_leaving_quickly_leaves_nothing_behind_the_back_button(site: Site, open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    before = open_page.evaluate("history.length")
    open_page.get_by_role("link", name="Poistu nopeasti").click()
    open_page.wait_for_url("**/healthz")
    assert open_page.evaluate("history.length") == before, "the page's own entry is replaced"
    assert kept(open_page) == [0, 0, 0]
    open_page.go_back()
    open_page.goto(f"{site.url}/")
    expect(open_page.get_by_role("log")).to_be_visible()
    nothing_is_left(open_page)


def test_escape_three_times_leaves_and_twice_does_not(open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        open_page.keyboard.press(key)
    expect(messages(open_page, "person")).to_have_text(["Hei"])
    open_page.keyboard.press("Escape")
    open_page.wait_for_url("**/healthz")


def test_leaving_in_one_tab_closes_the_others(site: Site, open_page: Page) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    other = open_page.context.new_page()
    other.goto(f"{site.url}/")
    expect(messages(other, "person")).to_have_text(["Hei"])
    open_page.get_by_role("link", name="Poistu nopeasti").click()
    nothing_is_left(other)


def test_where_the_code_is_used_elsewhere_the_old_device_says_so(
    site: Site, open_page: Page, chromium: Browser
) -> None:
    say(open_page, "Hei")
    expect(open_page.get_by_text("Sanoit: Hei")).to_be_visible()
    code = site.world.person.code(conversation_id(site))
    elsewhere = chromium.new_page(locale="fi-FI")
    elsewhere.goto(f"{site.url}/")
    elsewhere.get_by_role("button", name="Valikko").click()
    elsewhere.get_by_label("Minulla on koodi").fill(code)
    elsewhere.get_by_role("button", name="Avaa keskustelu").click()
    expect(messages(elsewhere, "person")).to_have_text(["Hei"])
    elsewhere.close()
    expect(open_page.get_by_text("avattiin koodilla muualla")).to_be_visible()
    nothing_is_left(open_page)


def test_without_scripts_the_page_asks_and_goes_away_by_itself(no_script: TestClient) -> None:
    page = no_script.post("/", data={"text": "Salainen asia"})
    assert '<meta http-equiv="refresh" content="840;url=/ending">' in page.text
    assert "Jos et tee mitään 15 minuuttiin" in page.text
    asked = no_script.get("/ending")
    assert '<meta http-equiv="refresh" content="60;url=/ended">' in asked.text
    assert "Oletko vielä siinä?" in asked.text
    assert "60 sekunnin kuluttua" in asked.text
    assert "Salainen" not in asked.text
    assert asked.headers["cache-control"] == "no-store"
    assert re.search(r'<a class="press" href="/\?language=fi">Jatkan', asked.text)
    assert "Salainen asia" in no_script.get("/?language=fi").text
    ended = no_script.get("/ended")
    assert "Keskustelu suljettiin tällä laitteella" in ended.text
    assert "Salainen" not in ended.text
    assert not no_script.cookies
    assert "http-equiv" not in ended.text


def test_without_scripts_a_kiosk_stays_one_whatever_is_pressed(no_script: TestClient) -> None:
    closing = '<meta http-equiv="refresh" content="120;url=/ending?kiosk=1">'
    opening = no_script.get("/?kiosk=1")
    assert "http-equiv" not in opening.text, "there is nothing to close yet"
    page = no_script.post(in_page(opening.text, "composer"), data={"text": "Salainen asia"})
    assert (page.url.path, page.url.query) == ("/", b"kiosk=1")
    assert closing in page.text
    assert "Jos et tee mitään 3 minuuttiin" in page.text
    assert closing in no_script.post(in_page(page.text, "language"), data={"language": "sv"}).text
    assert closing in no_script.get("/take-with-you?kiosk=1").text
    asked = no_script.get("/ending?kiosk=1")
    assert '<meta http-equiv="refresh" content="60;url=/ended?kiosk=1">' in asked.text
    stay = re.search(r'<a class="press" href="([^"]+)"', asked.text)
    assert stay
    assert closing in no_script.get(unescape(stay[1])).text
    ended = no_script.get("/ended?kiosk=1")
    assert "Salainen" not in ended.text
    assert in_page(ended.text, "composer") == "/?kiosk=1", "for the next person"


def test_no_link_or_form_leaves_the_kiosk(no_script: TestClient) -> None:
    no_script.post("/?kiosk=1", data={"text": "Hei"})
    for page in ("/", "/ending", "/take-with-you", "/about-this-service"):
        shown = no_script.get(f"{page}?kiosk=1")
        led = re.findall(r'<(?:a|form)\b[^>]*?(?:href|action)="(/[^"]*)"', shown.text)
        assert led
        assert not [each for each in led if "kiosk=1" not in each], page


def in_page(html: str, form: str) -> str:
    """Where a form of the page leads."""
    found = re.search(rf'<form class="{form}" method="post" action="([^"]+)"', html)
    assert found, form
    return unescape(found[1])


def test_no_browser_keeps_a_page_of_a_conversation(no_script: TestClient) -> None:
    for answer in (no_script.post("/", data={"text": "Hei"}), no_script.get("/"), no_script.get("/ended")):
        assert answer.headers["cache-control"] == "no-store"
    left = no_script.get("/leave", follow_redirects=False)
    assert left.headers["cache-control"] == "no-store"
    assert "Max-Age=0" in left.headers["set-cookie"]


def test_without_scripts_deleting_gives_a_proof(no_script: TestClient) -> None:
    no_script.post("/", data={"text": "Hei"})
    page = no_script.post("/deletion")
    found = re.search(r"(?s)Viestejä: (\d+)\..*Poiston numero on \d{4} \d{4}\.", page.text)
    assert found
    assert int(found[1]) >= 2
