"""Phrases are found in inflected and misspelt words, and negation is heard."""

import pytest

from dialogues.understanding.phrases import Found, Phrasebook
from dialogues.understanding.spelling import fold, plain, words

LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
BOOK = Phrasebook(
    {
        "job": ["seek* work", "(paid|good) job"],
        "home": ["am .. home"],
        "long": ["unemployment*", "redundancy"],
    },
    negators=frozenset(("not", "no")),
    pauses=frozenset(("but",)),
    typos_from=8,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I am seeking work", [Found("job", 2, 4)]),
        ("a good job", [Found("job", 1, 3)]),
        ("I am just now at home", [Found("home", 1, 6)]),
        ("I am here, home is far", []),
        ("I am one two three four home", []),
        ("UNEMPLOYMENTS!", [Found("long", 0, 1)]),
        ("unemplyoment", [Found("long", 0, 1)]),
        ("unemplooyymant", []),
        ("redundansy", [Found("long", 0, 1)]),
        ("redundance", []),
        ("seek wrok", []),
        ("", []),
    ],
)
def test_phrases_are_found(text: str, found: list[Found]) -> None:
    assert BOOK.find(words(text)) == found


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("not a good job", True),
        ("I am not home", True),
        ("not here but good job", False),
        ("no, good job", False),
        ("not one two three good job", False),
    ],
)
def test_negation_is_heard_in_its_clause(text: str, negated: bool) -> None:
    assert [found.negated for found in BOOK.find(words(text))] == [negated]


def test_spelling_does_not_matter() -> None:
    assert fold("ÄÖÅ éî") == "aoa ei"
    assert plain("Moiiiii!!! Don't") == plain("moii dont")
    assert words("3kk, 1,5 v") == ["3", "kk", ",", "1,5", "v"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي يبحث عن كتاب", "علی یبحث عن کتاب"),
        ("الخدمة", "الخدمه"),
        ("مـــرحبا", "مرحبا"),
        ("می‌خواهم", "می خواهم"),
        ("۱۲ سال", "12 سال"),
        ("١٢ سنة", "12 سنة"),
    ],
)
def test_arabic_and_persian_keyboards_write_the_same(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_letters_that_are_not_the_same_stay_apart() -> None:
    assert len({fold(letter) for letter in LETTERS}) == len(LETTERS)
