"""One set of rules for editors, starter and imports."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from knowledge.editing.content import Content, Facts, Text, Words, digest, normal
from knowledge.editing.errors import FieldError
from knowledge.editing.validation import check_complete, check_facts, check_words, is_link
from tests.knowledge.editing.make import ENGLISH, FACTS, FINNISH

PLACES = {"564", "091", "092", "049"}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"category": "money"}, "category: unknown_code money"),
        ({"audience": ("people",)}, "audience: unknown_code people"),
        ({"situations": ("rich",)}, "situations: unknown_code rich"),
        ({"required_situations": ("rich",)}, "required_situations: unknown_code rich"),
        ({"barriers": ("x",)}, "barriers: unknown_code x"),
        ({"fields": ("x",)}, "fields: unknown_code x"),
        ({"unemployed_for": ("x",)}, "unemployed_for: unknown_code x"),
        ({"languages": ("tlh",)}, "languages: unknown_code tlh"),
        ({"keywords": {"tlh": ("x",)}}, "keywords: unknown_code tlh"),
        ({"role": "king"}, "role: unknown_code king"),
        ({"source_language": "tlh"}, "source_language: unknown_code tlh"),
        ({"evidence": "E"}, "evidence: unknown_code E"),
        ({"municipalities": ("564", "999")}, "municipalities: unknown_code 999"),
        ({"municipalities": ("Oulu",)}, "municipalities: unknown_code Oulu"),
        ({"url": "example.org"}, "url: bad_link example.org"),
        ({"url": "https://e.fi/" + "x" * 500}, "url: too_long 500"),
        ({"note": "x" * 2001}, "note: too_long 2000"),
        ({"min_age": -1}, "min_age: bad_number -1"),
        ({"max_age": 121}, "max_age: bad_number 121"),
        ({"min_age": 30, "max_age": 29}, "min_age: wrong_order max_age"),
        (
            {"valid_from": date(2027, 1, 2), "valid_to": date(2027, 1, 1)},
            "valid_from: wrong_order valid_to",
        ),
        ({"stand_in": True}, "stand_in: not_fitting role"),
        ({"employer_needs": ("recruit",)}, "employer_needs: not_fitting audience"),
    ],
)
def test_wrong_facts_are_told_with_their_field(values: dict[str, Any], told: str) -> None:
    assert [str(error) for error in check_facts(replace(FACTS, **values), PLACES)] == [told]


def test_right_and_unfinished_facts_may_be_saved() -> None:
    assert check_facts(FACTS, PLACES) == ()
    assert check_facts(Facts(), PLACES) == ()


@pytest.mark.parametrize(
    ("words", "language", "told"),
    [
        (Words("x" * 101), "fi", "fi.name: too_long 100"),
        (Words("x", "x" * 151), "sv", "sv.summary: too_long 150"),
        (Words("x", "", "x" * 141), "en", "en.first_step: too_long 140"),
        (Words("x", "", "", "x" * 141), "en", "en.condition: too_long 140"),
        (Words("a\x00b"), "fi", "fi.name: unknown_code control character"),
        (Words("x"), "tlh", "tlh.language: unknown_code tlh"),
    ],
)
def test_wrong_words_are_told_with_field_and_language(words: Words, language: str, told: str) -> None:
    assert [str(error) for error in check_words(words, language)] == [told]


def test_words_at_the_limit_may_be_saved() -> None:
    assert check_words(Words("x" * 100, "x" * 150, "x" * 140, "x" * 140), "fi") == ()
    assert check_words(Words(""), "fi") == ()


def test_what_is_missing_is_missing_in_what_will_be_shown() -> None:
    empty = Text(Words("Namn"))
    texts = {"fi": Text(FINNISH), "en": Text(ENGLISH, "machine"), "sv": empty}
    assert check_complete(Content(FACTS, texts)) == ()
    assert check_complete(Content(FACTS, {**texts, "sv": replace(empty, status="reviewed")})) == (
        FieldError("summary", "missing", language="sv"),
    )
    assert check_complete(Content(replace(FACTS, municipalities=()), {"en": texts["en"]})) == (
        FieldError("municipalities", "missing"),
        FieldError("name", "missing", language="fi"),
    )


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://[2001:db8::1]/", True),
        ("ftp://example.org", False),
        ("https://", False),
        ("https://[broken", False),
        ("https://example.org/a b", False),
        ("javascript:alert(1)", False),
        ("mailto:a@example.org", False),
    ],
)
def test_only_web_addresses_are_links(url: str, link: bool) -> None:
    assert is_link(url) is link


def test_the_same_facts_are_written_one_way() -> None:
    one = replace(FACTS, goals=("study", "job", "job"), keywords={"sv": ("b ", "b"), "fi": ("a",), "en": ()})
    other = replace(FACTS, goals=("job", "study"), keywords={"fi": ("a",), "sv": ("b",)})
    assert normal(one) == normal(other)
    texts = {"fi": Text(FINNISH), "en": Text(ENGLISH)}
    turned = dict(reversed(texts.items()))
    assert digest(Content(normal(one), texts)) == digest(Content(normal(other), turned))
    assert digest(Content(one, texts)) != digest(Content(replace(one, note="x"), texts))
