"""People find services in their own words; what nobody offers finds nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search import search
from knowledge.search_index import SearchIndex, Wanted
from knowledge.search_words import Asked, alike, content_words
from knowledge.service import ServiceText
from tests.knowledge import shipped
from tests.knowledge.make import catalogue, service

QUESTIONS = (Path(__file__).parent / "questions.txt").read_text(encoding="utf-8").splitlines()[1:]

NOTHING = [
    ("en", "asdfgh"),
    ("fi", "qwertyuiop"),
    ("en", "what is the weather"),
    ("en", "pizza near me"),
    ("en", "who is the president"),
    ("fi", "mikä on sää huomenna"),
    ("fi", "kuka voitti jääkiekon mm-kisat"),
    ("fi", "haluan tietää miten saan sen"),
    ("sv", "jag vill veta hur"),
    ("sv", "vad är klockan"),
    ("fi", "mikä sinun nimesi on"),
    ("fi", "oletko robotti"),
    ("en", "tell me a joke"),
    ("en", ""),
    ("en", "!!! ???"),
    ("fi", "😀😀"),
    ("en", "<script>alert(1)</script>"),
]


def found(query: str, language: str = "fi", **limits: Any) -> list[str]:
    return [hit.service.id for hit in search(shipped.catalogue(), query, language, **limits)]


@pytest.mark.parametrize("line", QUESTIONS)
def test_a_service_is_found_in_peoples_own_words(line: str) -> None:
    language, query, wanted = (part.strip() for part in line.split("|"))
    assert set(wanted.split()) <= set(shipped.catalogue().by_id)
    assert set(wanted.split()).intersection(found(query, language))


@pytest.mark.parametrize(("language", "query"), NOTHING)
def test_nonsense_and_foreign_matters_find_nothing(language: str, query: str) -> None:
    assert found(query, language) == []


def test_a_local_service_is_found_only_where_it_serves() -> None:
    assert "ohjaamo-vantaa" in found("ohjaamo", municipality="092")
    assert "ohjaamo-vantaa" not in found("ohjaamo", municipality="091")
    assert "ohjaamo-vantaa" not in found("ohjaamo", municipality="elsewhere")


def test_where_the_area_is_not_known_local_services_come_after_nationwide_ones_as_good() -> None:
    here, everywhere = frozenset({"564"}), None
    services = [
        service(id_, municipalities=area, texts={"fi": ServiceText("fi", "Työpaja", "Auttaa.")})
        for id_, area in [*((f"a{number:03}", here) for number in range(150)), ("z", everywhere)]
    ]
    assert [hit.service.id for hit in search(catalogue(*services), "työpaja", "fi")] == ["z", "a000", "a001"]
    assert {hit.service.id for hit in search(catalogue(*services), "työpaja", "fi", "elsewhere")} == {"z"}
    assert "turku-ohjaamo" in found("ohjaamo")


def test_words_that_share_letters_but_no_beginning_are_not_taken_for_forms_of_one() -> None:
    assert not alike("president", "residents")
    assert alike("starttirhaa", "starttiraha")


def test_a_town_named_in_the_query_stands_in_for_an_unknown_one() -> None:
    assert found("työllisyyspalvelut Turussa")[0] == "turku-employment-services"
    assert "turku-employment-services" not in found("työllisyyspalvelut Turussa", municipality="564")


def test_a_stand_in_is_not_found_where_the_town_has_its_own_door() -> None:
    assert "find-own-employment-services" not in found("työllisyyspalvelut", municipality="853", limit=20)


def test_audience_and_category_limit_the_hits() -> None:
    for hit in search(shipped.catalogue(), "palkkatuki", "fi", audience="employer"):
        assert "employer" in hit.service.audience
    for hit in search(shipped.catalogue(), "tuki", "fi", category="income_support"):
        assert hit.service.category == "income_support"


def test_never_more_than_asked_and_the_best_first() -> None:
    hits = search(shipped.catalogue(), "yritys", "fi", limit=5)
    assert 3 < len(hits) <= 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_hit_says_in_which_language_its_text_is() -> None:
    swedish = service("only-swedish", texts={"sv": ServiceText("sv", "Läroavtal", "Lär dig i arbetet.")})
    (hit,) = search(catalogue(swedish), "läroavtal", "fi")
    assert hit.text_language == "sv"
    (plain,) = search(catalogue(service("a", keywords={"fi": ("laina",)})), "laina", "fi-x-selko")
    assert plain.text_language == "fi"


def test_a_keyword_in_a_language_without_texts_is_found() -> None:
    (hit,) = search(catalogue(service("debts", keywords={"ru": ("долги",)})), "долги", "ru")
    assert (hit.service.id, hit.text_language) == ("debts", "fi")


def test_a_service_is_not_found_before_its_first_day() -> None:
    coming = service("coming", keywords={"fi": ("uutuus",)}, valid_from=date(2027, 1, 1))
    assert search(catalogue(coming), "uutuus", "fi") == ()
    assert search(catalogue(coming), "uutuus", "fi", today=date(2027, 1, 1))


def test_words_without_content_are_left_out() -> None:
    assert content_words("Miten saan apua velkoihin?") == ("velkoihin",)
    assert content_words("how do I get a driver's licence") == ("driver", "licence")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text: str) -> None:
    assert len(search(shipped.catalogue(), text, "fi")) <= 3


def test_an_empty_catalogue_is_searched_in_peace() -> None:
    assert search(catalogue(), "velat", "fi") == ()
    assert not SearchIndex(()).find(Asked(("velat",)), Wanted()).relevance
