"""Two cities below one host, one of them with a host of its own, and the address of the installation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.city import City, Theme
from bot.models import Conversation
from bot.opening_hours import OpeningHours
from bot.web import leaflet_pages
from bot.web import page as web
from bot.web.visit import COOKIE
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.web.conftest import LEAFLETS
from tests.bot.web.forms import hidden
from tests.bot.web.story import StoryEngine

SIGN = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
KEMI, OULU = "/c/kemi", "/c/oulu"
MESSAGES = "/api/v1/conversations"


@pytest.fixture
def world(sqlite_database: Database, tmp_path: Path) -> World:
    (tmp_path / "kemi.svg").write_bytes(SIGN)
    hours = OpeningHours.parse("Mon-Sun 0-24", "Europe/Helsinki")
    kemi = City(
        code="kemi",
        name="Kemin palvelut",
        hosts=("chat.kemi.example",),
        languages=("sv", "fi"),
        municipalities=("240",),
        hours=hours,
        greetings={"fi": "Tervetuloa Kemiin.", "sv": "Välkommen till Kemi."},
        allowed_origins=("https://www.kemi.example",),
        leave_url="https://neutral.example/",
        theme=Theme("#7a1f5c", tmp_path / "kemi.svg"),
        controller="Kemin kaupunki",
    )
    oulu = City(code="oulu", languages=("fi", "en"), municipalities=("564",), hours=hours)
    return World(sqlite_database, engine=StoryEngine(), several=(kemi, oulu))


@pytest.fixture
def browser(world: World) -> Iterator[TestClient]:
    app = world.app()
    web.install(app, retention_days=30, shared_minutes=15)
    leaflet_pages.install(app, LEAFLETS)
    with TestClient(app, raise_server_exceptions=False, headers={"Accept-Language": "fi"}) as client:
        yield client


def cities(database: Database) -> list[str | None]:
    with database.read() as session:
        return list(session.scalars(select(Conversation.city).order_by(Conversation.created_at)))


def begin(browser: TestClient, base: str, text: str = "Hei") -> None:
    sent = browser.post(
        f"{base}/",
        data={"text": text, **hidden(browser.get(f"{base}/").text)},
        follow_redirects=False,
    )
    assert (sent.status_code, sent.headers["location"]) == (303, f"{base}/#latest")


@pytest.mark.parametrize("address", [f"{KEMI}/", "http://chat.kemi.example/"])
def test_a_citys_page_has_its_name_logo_colour_languages_and_greeting(
    browser: TestClient, address: str
) -> None:
    page = browser.get(address).text
    base = KEMI if KEMI in address else ""
    assert "<title>Kemin palvelut –" in page
    assert f'<img src="{base}/logo"' in page
    assert f'<link rel="stylesheet" href="{base}/theme.css">' in page
    assert page.index("Tervetuloa Kemiin.") < page.index("Olen Osaamo, botti")
    assert 'hreflang="sv"' in page
    assert 'hreflang="en"' not in page
    assert browser.get(f"{address}theme.css").text == ":root{--osaamo-accent:#7a1f5c}\n"
    logo = browser.get(f"{address}logo")
    assert (logo.content, logo.headers["content-type"]) == (SIGN, "image/svg+xml")
    assert "sandbox" in logo.headers["content-security-policy"]


def test_the_other_city_and_the_installation_are_as_before(browser: TestClient) -> None:
    for base in ("", OULU):
        page = browser.get(f"{base}/").text
        assert "<title>Osaamo –" in page
        assert "Kemi" not in page
        assert "theme.css" not in page
        assert browser.get(f"{base}/logo").status_code == 404
    assert 'hreflang="sv"' in browser.get("/").text


def test_the_address_tells_whose_conversation_it_is(browser: TestClient, sqlite_database: Database) -> None:
    begin(browser, KEMI)
    begin(browser, OULU)
    browser.post(f"{KEMI}{MESSAGES}", json={})
    browser.post(MESSAGES, json={})
    browser.post(MESSAGES, json={}, headers={"host": "CHAT.kemi.example:8000"})
    assert cities(sqlite_database) == ["kemi", "oulu", "kemi", None, "kemi"]


def test_the_city_follows_from_the_municipality_that_is_told_later(
    browser: TestClient, sqlite_database: Database, world: World
) -> None:
    started = browser.post(MESSAGES, json={}).json()
    with world.database.write() as session:
        conversation = session.get_one(Conversation, started["id"])
        conversation.state = {**conversation.state, "profile": {"municipality": "240"}}
    said = {"client_id": "0b6a2f36-3f6a-4c3e-8f43-6a4a3b9d0f10", "text": "Hei"}
    bearer = {"Authorization": f"Bearer {started['token']}"}
    assert browser.post(f"{MESSAGES}/{started['id']}/messages", json=said, headers=bearer).status_code == 200
    assert cities(sqlite_database) == ["kemi"]


def test_conversations_of_two_cities_in_one_browser_do_not_meet(browser: TestClient) -> None:
    begin(browser, KEMI, "Olen Kemistä")
    begin(browser, OULU, "Olen Oulusta")
    assert {f"{COOKIE}_c_kemi", f"{COOKIE}_c_oulu"} == set(browser.cookies)
    assert "Olen Oulusta" not in browser.get(f"{KEMI}/").text
    assert "Olen Kemistä" not in browser.get(f"{OULU}/").text
    assert "Sanoit: Olen Kemistä" in browser.get(f"{KEMI}/").text
    browser.post(f"{KEMI}/deletion")
    assert set(browser.cookies) == {f"{COOKIE}_c_oulu"}


def test_every_link_and_form_of_a_citys_page_stays_in_the_city(browser: TestClient) -> None:
    begin(browser, KEMI)
    own = ("/static/", KEMI, "#", "https://", "tel:", "mailto:", "?", "http://testserver/c/kemi")
    for path in ("/", "/take-with-you", "/about-this-service"):
        page = browser.get(f"{KEMI}{path}").text
        links = [
            link
            for name in ("href", "action", "src")
            for link in (part.partition('"')[0] for part in page.split(f' {name}="')[1:])
        ]
        assert len(links) > 3
        assert [link for link in links if not link.startswith(own)] == [], path


def test_a_language_that_the_city_does_not_offer_is_refused(browser: TestClient) -> None:
    assert browser.post(f"{KEMI}{MESSAGES}", json={"language": "en"}).status_code == 422
    assert browser.post(MESSAGES, json={"language": "en"}).status_code == 201
    assert browser.post(f"{KEMI}{MESSAGES}", json={}, headers={"Accept-Language": "en"}).json()[
        "language"
    ] == ("sv")


def test_the_path_without_its_end_leads_to_the_page(browser: TestClient) -> None:
    answer = browser.get(KEMI, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, f"{KEMI}/")


@pytest.mark.parametrize("path", ["/c/narnia/", "/c/narnia", "/c/", "/c/kemi/admin/", "/c/kemi/nowhere"])
def test_what_is_no_address_of_a_city_is_not_found(browser: TestClient, path: str) -> None:
    assert browser.get(path, follow_redirects=False).status_code == 404


def test_leaving_quickly_leads_where_the_city_says(browser: TestClient) -> None:
    begin(browser, KEMI)
    left = browser.get(f"{KEMI}/leave", follow_redirects=False)
    assert left.headers["location"] == "https://neutral.example/"
    assert f"{COOKIE}_c_kemi" not in browser.cookies
    assert browser.get("/leave", follow_redirects=False).headers["location"].startswith("https://www.ilmat")


@pytest.mark.parametrize(
    ("base", "origin", "allowed"),
    [
        (KEMI, "https://www.kemi.example", True),
        (OULU, "https://www.kemi.example", False),
        ("", "https://www.kemi.example", False),
        (KEMI, "https://city.example", True),
        ("", "https://city.example", True),
    ],
)
def test_only_the_citys_own_pages_may_show_its_chat(
    browser: TestClient, base: str, origin: str, allowed: bool
) -> None:
    asked = browser.options(
        f"{base}{MESSAGES}", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}
    )
    assert (asked.headers.get("access-control-allow-origin") == origin) is allowed


def test_the_page_about_the_service_names_who_answers_in_the_city(browser: TestClient) -> None:
    assert "Kemin kaupunki" in browser.get(f"{KEMI}/about-this-service").text
    assert "Kemin kaupunki" not in browser.get(f"{OULU}/about-this-service").text


def test_an_installed_city_opens_its_own_page(browser: TestClient) -> None:
    manifest = browser.get(f"{KEMI}/manifest.webmanifest").json()
    assert (manifest["short_name"], manifest["scope"]) == ("Kemin palvelut", f"{KEMI}/")
    assert manifest["start_url"].startswith(f"{KEMI}/?")
