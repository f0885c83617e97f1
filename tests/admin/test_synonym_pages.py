"""Editors say what people mean: they try it, save it, take it back; shipped ones can be switched off."""

import re

import pytest

from knowledge.catalogue import LiveCatalogue, load_catalogue
from knowledge.database import Database
from knowledge.search import search
from knowledge.synonyms_table import own_synonyms
from tests.admin.panel import Browser, Panel, seen_in, today
from tests.knowledge.editing.make import providers
from tests.knowledge.editing.make import published as publish_one

PAGE = "/admin/synonyms"


@pytest.fixture
def city(small_panel: Panel) -> Panel:
    providers(small_panel.database)
    return small_panel


def put(browser: Browser, **fields: str) -> int:
    return browser.client.post(
        PAGE, data={"csrf_token": browser.csrf, "language": "fi", **fields}
    ).status_code


def said(database: Database) -> list[str]:
    with database.read() as session:
        return [each.synonym.said for each in own_synonyms(session)]


def test_a_synonym_is_saved_and_removed(city: Panel) -> None:
    browser = city.browser("eeva", "editor", "city")
    assert put(browser, said="kämppä hukassa", words="asunto, koti") == 303
    assert "kämppä hukassa" in browser.client.get(PAGE).text
    with city.database.read() as session:
        (own,) = own_synonyms(session)
    browser.client.post(f"{PAGE}/{own.id}/removal", data={"csrf_token": browser.csrf})
    assert said(city.database) == []


def test_one_that_says_the_same_is_changed_and_not_added(city: Panel) -> None:
    browser = city.browser("eeva", "editor", "city")
    put(browser, said="Kämppä", words="asunto")
    link = re.search(r"seen=([0-9a-f]{64})", browser.client.get(PAGE).text)
    assert link
    assert put(browser, said="kämppä", words="koti", seen=link[1]) == 303
    assert said(city.database) == ["kämppä"]


def test_what_another_editor_said_of_the_same_words_is_shown_and_not_overwritten(city: Panel) -> None:
    eeva, kaisa = city.browser("eeva", "editor", "city"), city.browser("kaisa", "editor", "city")
    assert put(eeva, said="kämppä", words="asunto") == 303
    form = {"csrf_token": kaisa.csrf, "language": "fi", "said": "Kämppä", "words": "koti"}
    answer = kaisa.client.post(PAGE, data=form)
    assert answer.status_code == 409
    assert '<td dir="auto">asunto</td><td dir="auto">koti</td>' in answer.text
    assert put(kaisa, said="Kämppä", words="koti", seen=seen_in(answer.text)) == 303
    assert said(city.database) == ["Kämppä"]


@pytest.mark.parametrize(
    "fields",
    [
        {"said": "!?"},
        {"said": "kämppä"},
        {"said": "k", "words": "a" * 201},
        {"said": "k", "services": "no-such"},
    ],
)
def test_what_cannot_be_used_is_refused(city: Panel, fields: dict[str, str]) -> None:
    browser = city.browser("eeva", "editor", "city")
    assert put(browser, **fields) == 422
    assert said(city.database) == []


def test_a_shipped_one_can_be_switched_off(city: Panel) -> None:
    browser = city.browser("eeva", "editor", "city")
    assert put(browser, said="en pysty maksamaan vuokraa") == 303


def test_trying_shows_what_is_found_and_saves_nothing(city: Panel) -> None:
    browser = city.browser("eeva", "editor", "city")
    answer = browser.client.get(PAGE, params={"said": "kämppä hukassa", "words": "asunto"})
    assert answer.status_code == 200
    assert "kämppä hukassa" in answer.text
    assert said(city.database) == []


def test_every_process_uses_it_at_its_next_look(city: Panel) -> None:
    copy = publish_one(city.database)
    with city.database.read() as session:
        live = LiveCatalogue(load_catalogue(session, today()))
    assert search(live.current, "kämppä hukassa", "fi") == ()
    put(city.browser("eeva", "editor", "city"), said="kämppä hukassa", services=copy.id)
    catalogue = live.refresh(city.database, today())
    towns = copy.content.facts.municipalities or [None]
    (hit,) = search(catalogue, "mulla on kämppä ihan hukassa", "fi", towns[0])
    assert hit.service.id == copy.id


def test_services_are_called_by_name_and_an_empty_list_says_so_once(city: Panel) -> None:
    copy = publish_one(city.database)
    browser = city.browser("eeva", "editor", "city")
    empty = browser.client.get(PAGE).text
    assert '<li class="empty">' not in empty
    assert "None yet" in empty
    put(browser, said="kämppä hukassa", services=copy.id)
    name = copy.content.texts["fi"].words.name
    assert f'href="/admin/services/{copy.id}" dir="auto">{name}</a>' in browser.client.get(PAGE).text
