"""What may be saved of an event and what may be published: one set of rules for editors and imports."""

from collections.abc import Container, Iterator
from datetime import datetime, timedelta
from typing import Final

from knowledge import vocabulary
from knowledge.editing.errors import FieldError
from knowledge.editing.validation import CONTROL, LONGEST_URL, is_link
from knowledge.events.content import KINDS, EventContent, EventFacts, EventWords
from knowledge.events.recurrence import RuleError, checked_rule, known_zone
from knowledge.models import TEXT_STATUSES

LONGEST: Final = {"name": 80, "summary": 200, "place": 120, "address": 200}
"""Signs of each part; the chat's cards are made for them."""

LONGEST_EVENT: Final = timedelta(days=92)
MOST_DATES: Final = 500
"""Dates left out of a series, or added to it."""

FIRST_YEAR, LAST_YEAR = 1990, 2100


def wrong(content: EventContent, places: Container[str]) -> tuple[FieldError, ...]:
    """What must not be saved, even in a draft. What is only missing is told by `missing`."""
    return (*_wrong_facts(content.facts, places), *_wrong_times(content.facts), *_wrong_texts(content))


def missing(content: EventContent) -> tuple[FieldError, ...]:
    """What keeps a draft from being published: something that a person in the chat would miss."""
    return tuple(_missing(content))


def is_secure_link(url: str) -> bool:
    return is_link(url) and url.startswith("https://") and len(url) <= LONGEST_URL


def _wrong_facts(facts: EventFacts, places: Container[str]) -> Iterator[FieldError]:
    if facts.kind not in KINDS:
        yield FieldError("kind", "unknown_code", facts.kind)
    for name, codes, known in (
        ("audience", facts.audience, vocabulary.AUDIENCES),
        ("languages", facts.languages, vocabulary.SERVICE_LANGUAGES),
        ("source_language", (facts.source_language,), vocabulary.SERVICE_LANGUAGES),
    ):
        yield from (FieldError(name, "unknown_code", code) for code in codes if code not in known)
    if facts.municipality is not None and facts.municipality not in places:
        yield FieldError("municipality", "unknown_code", facts.municipality)
    if facts.url and not is_secure_link(facts.url):
        yield FieldError("url", "bad_link", facts.url[:80])
    for name in ("place", "address"):
        yield from _wrong_words(name, getattr(facts, name), "")


def _wrong_times(facts: EventFacts) -> Iterator[FieldError]:
    times = [each for each in (facts.starts, facts.ends, *facts.without, *facts.extra) if each]
    if any(_impossible(each) for each in times):
        yield FieldError("starts", "bad_number", f"{FIRST_YEAR}-{LAST_YEAR}")
    elif facts.starts and facts.ends and not facts.starts < facts.ends <= facts.starts + LONGEST_EVENT:
        yield FieldError("ends", "wrong_order", "starts")
    if max(len(facts.without), len(facts.extra)) > MOST_DATES:
        yield FieldError("rule", "too_long", str(MOST_DATES))
    if not known_zone(facts.zone):
        yield FieldError("rule", "unknown_code", facts.zone[:40])
    elif facts.rule:
        try:
            checked_rule(facts.rule, facts.zone)
        except RuleError as error:
            yield FieldError("rule", "not_fitting", str(error)[:200])


def _impossible(wall_clock: datetime) -> bool:
    return wall_clock.tzinfo is not None or not FIRST_YEAR <= wall_clock.year <= LAST_YEAR


def _wrong_texts(content: EventContent) -> Iterator[FieldError]:
    for language, text in content.texts.items():
        if language not in vocabulary.SERVICE_LANGUAGES:
            yield FieldError("language", "unknown_code", language, language)
        if text.status not in TEXT_STATUSES:
            yield FieldError("status", "unknown_code", text.status, language)
        yield from _wrong_words("name", text.words.name, language)
        yield from _wrong_words("summary", text.words.summary, language)


def _wrong_words(name: str, said: str, language: str) -> Iterator[FieldError]:
    if len(said) > LONGEST[name]:
        yield FieldError(name, "too_long", str(LONGEST[name]), language)
    if CONTROL.search(said):
        yield FieldError(name, "unknown_code", "control character", language)


def _missing(content: EventContent) -> Iterator[FieldError]:
    facts, source = content.facts, content.facts.source_language
    for name in ("starts", "ends"):
        if getattr(facts, name) is None:
            yield FieldError(name, "missing")
    if facts.municipality is None and not facts.online:
        yield FieldError("municipality", "missing")
    for language in sorted({source, *content.texts}):
        text = content.texts.get(language)
        if language == source or (text and text.status != "draft"):
            words = text.words if text else EventWords()
            if not words.name:
                yield FieldError("name", "missing", language=language)
