"""What may be saved and what may be published: one set of rules for editors, starter and imports."""

import re
from collections.abc import Container, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from knowledge import vocabulary
from knowledge.editing.content import Content, Facts, Words
from knowledge.editing.errors import FieldError, Invalid
from knowledge.models import TEXT_STATUSES

LONGEST: Final = {"name": 100, "summary": 150, "first_step": 140, "condition": 140}
"""Signs of each part of a text; the chat's cards are made for them."""

LONGEST_URL: Final = 500
LONGEST_NOTE: Final = 2_000
OLDEST: Final = 120

_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "audience": vocabulary.AUDIENCES,
    "required_situations": vocabulary.SITUATIONS,
    "situations": vocabulary.SITUATIONS,
    "goals": vocabulary.GOALS,
    "barriers": vocabulary.BARRIERS,
    "fields": vocabulary.FIELDS,
    "unemployed_for": vocabulary.UNEMPLOYED_FOR,
    "employer_needs": vocabulary.EMPLOYER_NEEDS,
    "languages": vocabulary.SERVICE_LANGUAGES,
    "keywords": vocabulary.SERVICE_LANGUAGES,
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def check_facts(facts: Facts, places: Container[str]) -> tuple[FieldError, ...]:
    """What must not be saved, even in a draft. What is only missing is told by `check_complete`.

    `places` are the codes of today's municipalities.
    """
    return tuple(_wrong_facts(facts, places))


def check_words(words: Words, language: str) -> tuple[FieldError, ...]:
    """What must not be saved: too long, unseen signs, an unknown language."""
    return tuple(_wrong_words(words, language))


def check_status(status: str, language: str) -> tuple[FieldError, ...]:
    known = status in TEXT_STATUSES
    return () if known else (FieldError("status", "unknown_code", status, language),)


def check_content(content: Content, places: Container[str]) -> tuple[FieldError, ...]:
    """What must not be saved in any part of a version. `places` as for `check_facts`."""
    texts = content.texts.items()
    words = [error for language, text in texts for error in check_words(text.words, language)]
    states = [error for language, text in texts for error in check_status(text.status, language)]
    return (*check_facts(content.facts, places), *words, *states)


def check_complete(content: Content) -> tuple[FieldError, ...]:
    """What keeps a draft from being published: something that a person in the chat would miss."""
    return tuple(_missing(content))


def require(errors: tuple[FieldError, ...]) -> None:
    """Raises Invalid when there are any."""
    if errors:
        raise Invalid(errors)


def is_link(url: str) -> bool:
    """Whether it is an http or https address with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)


def _wrong_facts(facts: Facts, places: Container[str]) -> Iterator[FieldError]:
    for name, known in _CODES.items():
        yield from (
            FieldError(name, "unknown_code", code) for code in getattr(facts, name) if code not in known
        )
    if facts.category and facts.category not in vocabulary.CATEGORIES:
        yield FieldError("category", "unknown_code", facts.category)
    if facts.role is not None and facts.role not in vocabulary.ROLES:
        yield FieldError("role", "unknown_code", facts.role)
    if facts.source_language not in vocabulary.SERVICE_LANGUAGES:
        yield FieldError("source_language", "unknown_code", facts.source_language)
    if facts.evidence not in ("A", "B", "C", "D"):
        yield FieldError("evidence", "unknown_code", facts.evidence)
    for code in facts.municipalities or ():
        if code not in places:
            yield FieldError("municipalities", "unknown_code", code)
    yield from _wrong_values(facts)


def _wrong_values(facts: Facts) -> Iterator[FieldError]:
    if facts.url and not is_link(facts.url):
        yield FieldError("url", "bad_link", facts.url)
    if len(facts.url) > LONGEST_URL:
        yield FieldError("url", "too_long", str(LONGEST_URL))
    if len(facts.note) > LONGEST_NOTE:
        yield FieldError("note", "too_long", str(LONGEST_NOTE))
    for name in ("min_age", "max_age"):
        age = getattr(facts, name)
        if age is not None and not 0 <= age <= OLDEST:
            yield FieldError(name, "bad_number", str(age))
    if facts.min_age is not None and facts.max_age is not None and facts.min_age > facts.max_age:
        yield FieldError("min_age", "wrong_order", "max_age")
    if facts.valid_from and facts.valid_to and facts.valid_from > facts.valid_to:
        yield FieldError("valid_from", "wrong_order", "valid_to")
    if facts.stand_in and facts.role is None:
        yield FieldError("stand_in", "not_fitting", "role")
    if facts.employer_needs and "employer" not in facts.audience:
        yield FieldError("employer_needs", "not_fitting", "audience")


def _wrong_words(words: Words, language: str) -> Iterator[FieldError]:
    if language not in vocabulary.SERVICE_LANGUAGES:
        yield FieldError("language", "unknown_code", language, language)
    for name, longest in LONGEST.items():
        value = getattr(words, name)
        if len(value) > longest:
            yield FieldError(name, "too_long", str(longest), language)
        if CONTROL.search(value):
            yield FieldError(name, "unknown_code", "control character", language)


def _missing(content: Content) -> Iterator[FieldError]:
    facts = content.facts
    for name in ("category", "audience", "url"):
        if not getattr(facts, name):
            yield FieldError(name, "missing")
    if facts.municipalities is not None and not facts.municipalities:
        yield FieldError("municipalities", "missing")
    if facts.source_language not in content.texts:
        yield FieldError("name", "missing", language=facts.source_language)
    for language, text in content.texts.items():
        if text.status == "draft" and language != facts.source_language:
            continue
        for name in ("name", "summary"):
            if not getattr(text.words, name):
                yield FieldError(name, "missing", language=language)
