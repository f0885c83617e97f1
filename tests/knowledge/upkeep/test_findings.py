"""What is found in a published version: languages, and words of the reforms."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.editing.content import Content, Facts, Text, Words, words_hash
from knowledge.upkeep.findings import FoundWord, findings, patterns
from knowledge.upkeep.reforms import Outdated, past_reforms
from tests.conftest import no_real_data

REAL = Path(__file__).parents[4] / "shared" / "data" / "ptv" / "services_1801_fi.csv"
LANGUAGES = ("fi", "fi-x-selko", "sv", "en", "ru")
SOURCE = Words("Neuvonta", "Kysy meiltä.")


def content(**texts: Words | Text) -> Content:
    """Language codes with hyphens are written with underscores."""
    found = {
        code.replace("_", "-"): each if isinstance(each, Text) else Text(each, "reviewed")
        for code, each in texts.items()
    }
    return Content(Facts(provider="city"), found)


def outdated(text: str, language: str = "fi", *words: Outdated) -> list[tuple[str, str]]:
    known = patterns(words or past_reforms(), LANGUAGES)
    version = content(**{language.replace("-", "_"): Words("Nimi", text)})
    return [(each.found, each.instead) for each in findings(version, (), known).outdated]


def test_a_language_is_missing_without_words_that_are_shown() -> None:
    version = content(
        fi=SOURCE, sv=Text(Words("Råd", "Fråga."), "draft"), en=Text(Words("Advice", "Ask."), "machine")
    )
    assert findings(version, LANGUAGES, {}).missing == ("fi-x-selko", "sv", "ru")


def test_a_translation_is_stale_once_its_source_says_something_else() -> None:
    english = Text(Words("Advice", "Ask us."), "reviewed", "fi", words_hash(SOURCE))
    version = content(fi=SOURCE, en=english)
    assert findings(version, ("fi", "en"), {}).stale == ()
    changed = replace(version, texts={**version.texts, "fi": Text(Words("Neuvonta", "Soita meille."))})
    changed = replace(changed, texts={**changed.texts, "fi": replace(changed.texts["fi"], status="reviewed")})
    assert findings(changed, ("fi", "en"), {}).stale == ("en",)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fi", "Kysy TE-toimistosta tai ELY-keskuksesta.", ["TE-toimistosta", "ELY-keskuksesta"]),
        ("fi", "Työ- ja  elinkeinotoimistojen neuvonta.", ["Työ- ja  elinkeinotoimistojen"]),
        ("fi", "Hae työmarkkinatukea.", ["työmarkkinatukea"]),
        ("fi-x-selko", "Kela maksaa peruspäivärahaa.", ["peruspäivärahaa"]),
        ("fi", "Hae yleistukea elinvoimakeskuksesta.", []),
        ("fi", "Kerro site-toimiston nimi.", []),
        ("sv", "Fråga TE-byrån om grunddagpenning.", ["TE-byrån", "grunddagpenning"]),
        ("en", "Ask the TE  Offices.", ["TE  Offices"]),
        ("ru", "TE-toimisto", []),
    ],
)
def test_words_of_the_reforms_are_found_with_their_endings(
    language: str, text: str, found: list[str]
) -> None:
    assert [said for said, _ in outdated(text, language)] == found


def test_each_word_is_told_once_a_field_with_what_to_say_instead() -> None:
    assert outdated("TE-toimisto, te-toimistot ja TE-TOIMISTO.") == [("TE-TOIMISTO", "työllisyyspalvelut")]


def test_the_longest_word_wins_and_a_word_of_no_language_is_looked_for_in_all() -> None:
    words = (Outdated("vanha", "a"), Outdated("vanha tuki", "b", "fi"))
    assert outdated("Vanhan tuki ja vanha tuki.", "fi", *words) == [("Vanhan", "a"), ("vanha tuki", "b")]
    assert outdated("vanhatuki", "ru", *words) == [("vanhatuki", "a")]


def test_where_it_was_found_is_told() -> None:
    version = content(fi=Words("TE-toimisto", "Apua."))
    found = findings(version, (), patterns(past_reforms(), ("fi",))).outdated
    assert found == (FoundWord("fi", "name", "TE-toimisto", "työllisyyspalvelut"),)


def test_old_names_are_found_in_real_records_written_before_the_reforms() -> None:
    if not REAL.is_file():
        no_real_data("The 1,801 services of ../shared/data/ptv")
    with REAL.open(encoding="utf-8") as file:
        texts = [f"{row['name_fi']} {row['summary_fi']}" for row in csv.DictReader(file)]
    offices = [text for text in texts if re.search(r"\b(TE-(toimisto|palvelu)|ELY-kesku)", text, re.I)]
    assert len(offices) > 20
    assert [text for text in offices if not outdated(text)] == []


def test_an_empty_dictionary_finds_nothing() -> None:
    assert patterns((), LANGUAGES) == {}
