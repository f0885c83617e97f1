"""The page about the service: complete, true to the settings, in every language, without scripts."""

import re

import pytest
from fastapi.testclient import TestClient

from bot.city import City
from bot.opening_hours import OpeningHours
from bot.web.about import ABOUT, About
from bot.web.site import Site

ALL = sorted(Site.load("/", 30).leaflets.languages)


def rendered(words: Site, language: str, about: About) -> str:
    return words.render(
        "about.html",
        language,
        about=about,
        head=None,
        languages=words.languages(ALL),
        ombudsman="https://o.example",
    )


@pytest.fixture(scope="module")
def words() -> Site:
    return Site.load("/", 30)


@pytest.mark.parametrize("language", ALL)
def test_every_language_tells_everything(words: Site, language: str) -> None:
    page = rendered(words, language, About(retention_days=37, contact_days=12))
    assert page.count("<h2>") == 10
    assert "50" in page or "۵۰" in page, "the article of the AI Act"
    assert "37" in page
    assert "12" in page
    assert "112" in page or "۱۱۲" in page
    assert not re.search(r"[{}]", page)
    assert f'dir="{words.direction(language)}"' in page


def test_it_names_who_answers_for_the_data(no_script: TestClient) -> None:
    page = no_script.get(ABOUT).text
    assert "Palvelusta ja tiedoistasi vastaa Oulun kaupunki." in page
    assert '<a href="mailto:tietosuoja@ouka.example">' in page


def test_what_is_not_set_is_told_to_the_administrator_and_not_to_people(words: Site) -> None:
    about = About()
    assert about.unsaid == ("OSAAMO_CONTROLLER", "OSAAMO_CONTROLLER_CONTACT", "OSAAMO_HOSTING")
    page = rendered(words, "en", about)
    assert "OSAAMO" not in page
    assert "The municipality whose service led you here" in page


def test_others_are_named_only_where_they_are_in_use(words: Site) -> None:
    nobody = rendered(words, "en", About())
    assert "Messages are not sent to other companies." in nobody
    assert "Telegram" not in nobody
    everybody = rendered(
        words, "en", About(telegram=True, translation="translate.example", meaning="vectors.example")
    )
    assert "Messages are not sent to other companies." not in everybody
    for name in ("Telegram", "translate.example", "vectors.example"):
        assert name in everybody


def test_a_contact_that_is_no_address_is_words(words: Site) -> None:
    assert About(contact="javascript:alert(1)").contact_link == ""
    assert About(contact="Kirjaamo, PL 1, Oulu").contact_link == ""
    assert About(contact="https://www.ouka.example/tietosuoja").contact_link.startswith("https://")


def test_the_language_is_the_chosen_or_the_browsers(no_script: TestClient) -> None:
    assert "Talking with" not in no_script.get(ABOUT, headers={"Accept-Language": "sv"}).text
    assert '<html lang="sv"' in no_script.get(ABOUT, headers={"Accept-Language": "sv"}).text
    assert '<html lang="en"' in no_script.get(f"{ABOUT}?language=en").text


def test_the_chat_links_to_it_before_anything_is_written(no_script: TestClient) -> None:
    assert f'href="{ABOUT}?language=fi"' in no_script.get("/").text
    no_script.post("/", data={"text": "Hei"})
    assert f'href="{ABOUT}?language=fi"' in no_script.get("/").text


def test_nothing_of_it_needs_a_script(no_script: TestClient) -> None:
    page = no_script.get(ABOUT)
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script>", page.text)


def test_a_city_names_its_own_controller(words: Site) -> None:
    hours = OpeningHours.parse("Mon-Fri 9-15", "Europe/Helsinki")
    city = City(code="vaasa", hours=hours, controller="Vasa stad")
    about = About(controller="Oulun kaupunki", contact="tietosuoja@ouka.example").of(city)
    assert "Vasa stad ansvarar" in rendered(words, "sv", about)
    assert "tietosuoja@ouka.example" in rendered(words, "sv", about), "what it does not say holds as before"
