"""Every text that the dialogues say exists in every language, and no text is left over."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

import dialogues
from dialogues.conversation.assessment import QUESTIONS
from dialogues.conversation.closing import RATINGS
from dialogues.conversation.misunderstanding import FEWER_VARIANTS, VARIANTS
from dialogues.conversation.texts import Texts, TextsError
from knowledge.vocabulary import (
    AGE_BANDS,
    BARRIERS,
    CATEGORIES,
    EMPLOYER_NEEDS,
    FIELDS,
    GOALS,
    SITUATIONS,
    UNEMPLOYED_FOR,
)

ROOM = Path(dialogues.__file__).parent
TEXTS = Texts.load()
FAMILIES = {
    "question": QUESTIONS,
    "label": (*QUESTIONS, "services"),
    "category": CATEGORIES,
    "feedback": (*RATINGS, *(f"after_{rating}" for rating in RATINGS)),
    "reason": ("language", "newcomer"),
    "reason.goal": GOALS,
    "reason.situation": SITUATIONS,
    "reason.barrier": [barrier for barrier in BARRIERS if barrier not in ("nothing", "rather_not_say")],
    "reason.field": FIELDS,
    "reason.unemployed_for": UNEMPLOYED_FOR,
    "reason.age": AGE_BANDS,
    "reason.employer_need": EMPLOYER_NEEDS,
    "not_understood.first": [str(number + 1) for number in range(VARIANTS)],
    "not_understood.again": [str(number + 1) for number in range(VARIANTS)],
    "results.no_more": [str(number + 1) for number in range(VARIANTS)],
    "out_of_scope": [str(number + 1) for number in range(FEWER_VARIANTS)],
    **{f"option.{question.slot}": question.codes for question in QUESTIONS.values()},
    "option.municipality": ("elsewhere",),
}
"""Keys that are put together from a name and a code."""


def composed() -> Iterator[str]:
    for family, codes in FAMILIES.items():
        yield from (f"{family}.{code}" for code in (codes or ()))


def written() -> Iterator[str]:
    """Keys that stand in the code or the domain as they are."""
    for path in (*ROOM.rglob("*.py"), ROOM / "domain" / "responses.yml"):
        source = path.read_text(encoding="utf-8")
        yield from re.findall(r"(?<![\w.])([a-z_]+\.[a-z_]+)(?=[\"'\n,}])", source)


def used() -> set[str]:
    known = set(TEXTS.by_language["fi"].texts)
    return {key for key in chain(composed(), written()) if key in known} | set(composed())


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", TEXTS.languages)
def test_no_key_that_is_said_is_missing(language: str) -> None:
    assert used() - set(TEXTS.by_language[language].texts) == set()


@pytest.mark.parametrize("language", TEXTS.languages)
def test_no_text_is_left_over(language: str) -> None:
    assert set(TEXTS.by_language[language].texts) - used() == set()


def test_every_key_in_the_code_exists() -> None:
    pattern = re.compile(r"(?:voice|\.button|texts\.get)\(\s*\"([a-z_]+\.[a-z_.]+)\"")
    sources = [path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py")]
    keys = {key for source in sources for key in pattern.findall(source)}
    assert keys, "the pattern no longer finds how texts are said"
    assert keys - set(TEXTS.by_language["fi"].texts) == set()


@pytest.mark.parametrize("language", TEXTS.languages)
def test_the_same_values_are_filled_in_everywhere(language: str) -> None:
    finnish = TEXTS.by_language["fi"].texts
    for key, text in TEXTS.by_language[language].texts.items():
        assert fields(text.text) == fields(finnish[key].text), key


@pytest.mark.parametrize("language", TEXTS.languages)
def test_the_tone_is_calm_and_short(language: str) -> None:
    for key, text in TEXTS.by_language[language].texts.items():
        assert "!" not in text.text, key
        assert len(re.findall(r"[.?](?=\s|$)", text.text)) <= 3, key


def test_a_language_is_found_by_its_name_in_any_language() -> None:
    assert TEXTS.asked_for("puhutaanko ruotsia") == "sv"
    assert TEXTS.asked_for("in English please") == "en"
    assert TEXTS.asked_for("på finska tack") == "fi"
    assert TEXTS.asked_for("klingonia") is None


def test_a_language_without_a_text_shows_the_nearest_one() -> None:
    assert TEXTS.chain("sv") == ("sv", "fi", "en")
    assert TEXTS.get("button.skip", "th") == "Skip"
    with pytest.raises(KeyError):
        TEXTS.get("no.such", "fi")


def write(folder: Path, texts: str) -> None:
    head = "status: machine\nname: Suomi\nasked_by: []\nfallback: []\ntexts:\n"
    (folder / "fi.yml").write_text(head + texts, encoding="utf-8")


def test_a_reviewed_text_keeps_its_status(tmp_path: Path) -> None:
    write(tmp_path, "  a:\n    b: {text: Hei, status: reviewed}\n    c: Moi\n")
    texts = Texts.load(tmp_path)
    statuses = {key: text.status for key, text in texts.by_language["fi"].texts.items()}
    assert statuses == {"a.b": "reviewed", "a.c": "machine"}


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ("  yes: Kyllä\n", "quotes"),
        ("  a: 3\n", "neither"),
        ("  a: {text: Hei, status: checked}\n", "status"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, texts: str, reason: str) -> None:
    write(tmp_path, texts)
    with pytest.raises(TextsError, match=reason):
        Texts.load(tmp_path)
