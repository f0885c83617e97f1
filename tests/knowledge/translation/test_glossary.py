"""The glossary: what is shipped, and what coordinators say in its place."""

from dataclasses import replace

import pytest

from knowledge.database import Database
from knowledge.editing.content import Words
from knowledge.editing.errors import Invalid
from knowledge.text_quality import hints
from knowledge.translation.glossary import drop_term, entries, shipped_terms, terms_for, write_term
from knowledge.translation.terms import Term
from tests.knowledge.editing.make import EEVA, NOW, ask, do

OWN = Term("fi", "yleistuki", "sv", "allmänna stödet", ("generalstöd",), "Skriv så här.", "reviewed")


def test_forty_terms_are_shipped_in_each_language() -> None:
    languages = {term.language for term in shipped_terms()}
    assert languages == {"sv", "en", "ru", "uk", "et", "ar", "fa", "so"}
    for language in languages:
        assert len({term.term for term in shipped_terms() if term.language == language}) >= 40


def test_no_shipped_word_is_of_a_past_reform() -> None:
    for term in shipped_terms():
        for language, word in ((term.source_language, term.term), (term.language, term.translation)):
            assert [hint for hint in hints(Words(word), language) if hint.code == "outdated"] == [], word


def test_only_swedish_and_english_words_are_called_official() -> None:
    assert {term.language for term in shipped_terms() if term.status == "official"} == {"sv", "en"}


def test_a_coordinators_word_stands_in_place_of_the_shipped_one(database: Database) -> None:
    before = ask(database, terms_for, "fi", "sv")
    do(database, write_term, EEVA, OWN, NOW)
    after = ask(database, entries, "fi", "sv")
    assert len(after) == len(before)
    entry = next(entry for entry in after if entry.term.term == "yleistuki")
    assert (entry.term, entry.own, entry.changed_by_name) == (OWN, True, "Eeva")
    assert "yleistuki" in {term.term for term in ask(database, terms_for, "fi", "en")}


def test_new_terms_and_pairs_of_languages(database: Database) -> None:
    plain = replace(OWN, term="  kulu   korvaus ", language="fi-x-selko", translation="raha  matkoihin")
    do(database, write_term, EEVA, plain, NOW)
    assert [(term.term, term.translation) for term in ask(database, terms_for, "fi", "fi-x-selko")] == [
        ("kulu korvaus", "raha matkoihin")
    ]


def test_a_dropped_term_is_gone_and_can_come_back(database: Database) -> None:
    for term in ("yleistuki", "oma sana"):
        do(database, write_term, EEVA, replace(OWN, term=term), NOW)
        do(database, drop_term, EEVA, "fi", term, "sv", NOW)
        assert term not in {each.term for each in ask(database, terms_for, "fi", "sv")}
    do(database, write_term, EEVA, OWN, NOW)
    assert OWN in ask(database, terms_for, "fi", "sv")


@pytest.mark.parametrize(
    "wrong",
    [
        {"term": " "},
        {"translation": ""},
        {"term": "a" * 101},
        {"note": "a" * 501},
        {"language": "xx"},
        {"status": "sure"},
        {"forbidden": ("a" * 101,)},
    ],
)
def test_what_is_no_term_is_refused(sqlite_database: Database, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        do(sqlite_database, write_term, EEVA, replace(OWN, **wrong), NOW)
