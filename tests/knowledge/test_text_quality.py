"""Hints for writers: what they find, and what they leave in peace."""

import pytest

from knowledge.editing.content import Words
from knowledge.text_quality import hints
from knowledge.upkeep.reforms import Outdated


def told(summary: str, language: str = "fi") -> list[tuple[str, str]]:
    return [(hint.code, hint.found) for hint in hints(Words("Nimi", summary), language)]


@pytest.mark.parametrize(
    ("language", "summary", "code", "found"),
    [
        ("fi", "Työnhakijaa autetaan.", "passive", "autetaan"),
        ("fi", "Asia käsitellään nopeasti.", "passive", "käsitellään"),
        ("sv", "Ansökan behandlas snabbt.", "passive", "behandlas"),
        ("en", "Applications are quickly processed.", "passive", "are quickly processed"),
        ("fi", "Soita 08 558 410.", "contact", "08 558 410"),
        ("ar", "اكتب إلى apu@example.fi", "contact", "apu@example.fi"),
        ("fi", "Lue lisää www.example.fi.", "contact", "www.example.fi"),
        ("fi", "Haku päättyy 31.1.2027.", "date", "31.1.2027"),
        ("en", "Apply by 15 March.", "date", "15 March"),
        ("fi", "Matalan kynnyksen apua.", "jargon", "Matalan kynnyksen"),
        ("sv", "En åtgärd för dig.", "jargon", "åtgärd"),
        ("en", "A holistic service.", "jargon", "holistic"),
        ("fi", "Ilmoittaudu TE-toimistoon.", "outdated", "TE-toimistoon"),
        ("sv", "Fråga NTM-centralen.", "outdated", "NTM-centralen"),
        ("en", "Ask the TE Office.", "outdated", "TE Office"),
    ],
)
def test_each_rule_names_the_place(language: str, summary: str, code: str, found: str) -> None:
    assert told(summary, language) == [(code, found)]


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("fi", "Muutat kotikuntaan ja haet työtä. Teet työtään arvostavan työnantajan kanssa."),
        ("fi", "Saat apua kello 8-16 arkisin ja 25 prosenttia tukea."),
        ("sv", "Deras hjälp finns nära dig. Alla hoppas på jobb."),
        ("en", "We help you find a job you like."),
        ("so", "Waxaan kaa caawinaynaa shaqo raadinta."),
    ],
)
def test_plain_text_is_left_in_peace(language: str, summary: str) -> None:
    assert told(summary, language) == []


@pytest.mark.parametrize(("language", "most"), [("fi", 15), ("fi-x-selko", 10), ("en", 20), ("fa", 20)])
def test_a_sentence_is_long_by_the_measure_of_its_language(language: str, most: int) -> None:
    assert told(" ".join(["sana"] * most) + ".", language) == []
    (hint,) = hints(Words("Nimi", "Lyhyt. " + " ".join(["sana"] * (most + 1)) + "."), language)
    assert (hint.code, hint.detail) == ("long_sentence", str(most + 1))
    assert len(hint.found) < 70


def test_the_words_of_the_reforms_are_given_and_say_what_to_use_instead() -> None:
    (hint,) = hints(Words("Vanha", "Hae vanhatukea."), "fi", [Outdated("vanhatu", "uusituki", "fi")])
    assert (hint.field, hint.code, hint.found, hint.detail) == (
        "summary",
        "outdated",
        "vanhatukea",
        "uusituki",
    )
    assert hints(Words("Vanha", "Hae vanhatukea."), "sv", [Outdated("vanhatu", "uusituki", "fi")]) == ()


def test_a_name_is_not_read_as_a_sentence() -> None:
    assert hints(Words("Autetaan ja ohjataan " * 8, ""), "fi") == ()
