"""Answers in one's own words are read as codes, and facts told unasked are taken only when certain."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import dialogues
from dialogues.understanding.amounts import months_since
from dialogues.understanding.examples import read_examples, read_phrases
from dialogues.understanding.facts import OPTIONS, FactReader
from knowledge.municipalities import Municipalities, Municipality, read_municipalities
from knowledge.vocabulary import LANGUAGES as VOCABULARY

HERE = Path(__file__).parent
NLU = Path(dialogues.__file__).parent / "nlu"
LANGUAGES = tuple(sorted(path.stem.removeprefix("answers_") for path in HERE.glob("answers_*.txt")))


def rows(kind: str) -> list[tuple[str, ...]]:
    """(language, cell, cell ...) of every line of the tables of that kind."""
    return [
        (language, *(cell.strip() for cell in line.split("|")))
        for language in LANGUAGES
        for line in (HERE / f"{kind}_{language}.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]


@pytest.fixture(scope="module")
def reader() -> FactReader:
    shipped = FactReader.load(NLU, read_municipalities())
    return FactReader(shipped.books, shipped.municipalities, today=lambda: date(2026, 11, 1))


@pytest.mark.parametrize(("language", "question", "codes", "text"), rows("answers"))
def test_an_answer_in_own_words_is_read(
    reader: FactReader, language: str, question: str, codes: str, text: str
) -> None:
    answer = reader.read_answer(question, text, language)
    assert (sorted(answer) if answer else None) == (None if codes == "-" else sorted(codes.split(",")))


@pytest.mark.parametrize(("language", "facts", "text"), rows("told"))
def test_only_what_is_told_becomes_a_fact(reader: FactReader, language: str, facts: str, text: str) -> None:
    expected = {} if facts == "-" else dict(fact.split("=") for fact in facts.split())
    told = reader.read_facts(text, language)
    assert {
        question: code if isinstance(code, str) else ",".join(code) for question, code in told.items()
    } == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [("tyottomana", "unemployed"), ("tyottömänä", "unemployed"), ("vanhempainvpaalla", "at_home")],
)
def test_typing_errors_and_missing_dots_are_forgiven(reader: FactReader, text: str, codes: str) -> None:
    assert reader.read_answer("situation", text, "fi") == (codes,)


def test_an_answer_in_another_language_is_read(reader: FactReader) -> None:
    assert reader.read_answer("situation", "I am on maternity leave", "fi") == ("at_home",)
    assert reader.read_answer("unemployed_for", "kaksi vuotta", "ar") == ("over_a_year",)


def test_plain_finnish_is_finnish(reader: FactReader) -> None:
    assert reader.read_facts("jäin työttömäksi", "fi-x-selko") == {"situation": "unemployed"}


@pytest.mark.parametrize("intent", ["search_service", "out_of_scope", "privacy", "ask_human", "thanks"])
def test_questions_and_commands_hardly_ever_tell_facts(reader: FactReader, intent: str) -> None:
    asked = [example for example in read_examples(HERE / "evaluation") if example.intent == intent]
    telling = [e.text for e in asked if reader.read_facts(e.text, e.language)]
    assert len(telling) <= 0.03 * len(asked), telling


def test_every_language_that_is_understood_has_tables() -> None:
    assert set(LANGUAGES) == {language for language in VOCABULARY if "-" not in language}
    assert {path.stem for path in HERE.glob("told_*.txt")} == {f"told_{language}" for language in LANGUAGES}


def test_every_question_has_at_least_fifteen_sentences_a_language() -> None:
    counts = Counter((language, question) for language, question, _, _ in rows("answers"))
    assert {
        (lang, question) for lang in LANGUAGES for question in OPTIONS if counts[lang, question] < 15
    } == set()


def test_every_table_of_phrases_names_an_option() -> None:
    own = ("words.", "number.", "unit.", "counted.")
    options = {f"{question}.{code}" for question, codes in OPTIONS.items() for code in codes}
    for language, tables in read_phrases(NLU).items():
        names = {name.removesuffix(".told") for name in tables if not name.startswith(own)}
        assert names <= options, language


def test_a_year_is_counted_from_its_middle_to_today() -> None:
    assert months_since(2024, date(2026, 11, 1)) == 29
    assert months_since(2026, date(2026, 4, 1)) == 2
    assert months_since(45, date(2026, 4, 1)) is None
    assert months_since(2030, date(2026, 4, 1)) is None


def test_a_reader_knows_the_municipalities_of_a_new_year(reader: FactReader) -> None:
    new = Municipalities([Municipality("999", "Uuskylä", "Nyby", "17")])
    knowing = reader.knowing(new)
    assert knowing.read_answer("municipality", "asun Uuskylässä", "fi") == ("999",)
    assert reader.read_answer("municipality", "asun Uuskylässä", "fi") is None
    assert knowing.today == reader.today
    assert knowing.knowing(new) is knowing
