"""What is wrong with the starter's files, so that a build fails before a person meets it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from knowledge.municipalities import Municipalities, read_municipalities
from knowledge.starter import guide_entries
from knowledge.starter.entries import LANGUAGES, Problem, ServiceEntry, Starter, read_starter
from knowledge.starter.guide_entries import GuideEntry

OUTDATED_WORDS = (
    *(
        "TE-toimist",
        "TE-palvelu",
        "TE-keskus",
        "TE office",
        "TE Office",
        "TE-byrå",
        "TE-tjänst",
        "TE service",
    ),
    *("ELY-keskus", "ELY-keskuk", "ELY Centre", "ELY centre", "NTM-central", "työvoimatoimist"),
    *("työmarkkinatu", "labour market subsid", "arbetsmarknadsstöd"),
    *("peruspäivära", "basic unemployment allowance", "grunddagpenning"),
)
"""Word beginnings for what the reforms of 2025-26 ended. Keywords may hold them: people still say them."""

OUTDATED = re.compile("|".join(rf"\b{re.escape(word)}" for word in OUTDATED_WORDS))


def validate(starter: Starter | None = None, places: Municipalities | None = None) -> tuple[Problem, ...]:
    """Every problem of the given (or the shipped) starter; none is what the tests ask for. Raises OSError."""
    starter = starter or read_starter()
    places = places or read_municipalities()
    counts = Counter(entry.id for _, entry in starter.services)
    problems = list(starter.unreadable)
    for key, provider in starter.providers.items():
        missing = [language for language in LANGUAGES if not provider.names.get(language)]
        problems += [Problem("providers", key, f"no name in {language}") for language in missing]
    for file, entry in starter.services:
        messages = list(_messages(entry, starter, places))
        if counts[entry.id] > 1:
            messages.append("this id is used more than once")
        problems += [Problem(file, entry.id, message) for message in messages]
    services = frozenset(entry.id for _, entry in starter.services)
    return (*problems, *guide_problems(starter, starter.providers, places, services))


def guide_problems(
    starter: Starter, providers: Mapping[str, object], places: Municipalities, services: frozenset[str]
) -> Iterator[Problem]:
    """Of its guides alone, which may name these providers and, in their steps, these services."""
    counts = Counter(entry.id for _, entry in starter.guides)
    for file, entry in starter.guides:
        messages = list(guide_entries.messages(entry, places, providers, services))
        messages += _outdated_in_guide(entry)
        if counts[entry.id] > 1:
            messages.append("this id is used more than once")
        yield from (Problem(file, entry.id, message) for message in messages)


def _outdated_in_guide(entry: GuideEntry) -> Iterator[str]:
    for language, text in entry.texts.items():
        yield from _outdated(f"texts.{language}", text.model_dump())
    for step in entry.steps:
        for language, said in step.texts.items():
            yield from _outdated(f"steps.{step.id}.texts.{language}", said.model_dump())


def _messages(entry: ServiceEntry, starter: Starter, places: Municipalities) -> Iterator[str]:
    if entry.provider not in starter.providers:
        yield f"unknown provider {entry.provider!r}"
    if entry.area != "nationwide":
        yield from _area_messages(entry.area, places)
    if entry.age.min is not None and entry.age.max is not None and entry.age.min > entry.age.max:
        yield "age: min is above max"
    if entry.valid.from_ and entry.valid.to and entry.valid.from_ > entry.valid.to:
        yield "valid: from is after to"
    if entry.stand_in and entry.role is None:
        yield "a stand-in needs a role"
    if entry.employer_needs and "employer" not in entry.audience:
        yield "employer_needs without the employer audience"
    yield from _text_messages(entry)


def _area_messages(codes: Sequence[str], places: Municipalities) -> Iterator[str]:
    if not codes:
        yield "area: names no municipality"
    for code in codes:
        place = places.get(code)
        if place is None or place.code != code:
            yield f"area: {code!r} is no municipality of today"


def _text_messages(entry: ServiceEntry) -> Iterator[str]:
    yield from (f"no text in {language}" for language in LANGUAGES if language not in entry.texts)
    for language, text in entry.texts.items():
        yield from _outdated(f"texts.{language}", text.model_dump())
        if language in LANGUAGES and not text.first_step:
            yield f"texts.{language}: no first_step"


def _outdated(place: str, said: Mapping[str, str]) -> Iterator[str]:
    for key, words in said.items():
        if "!" in words:
            yield f"{place}.{key}: an exclamation mark"
        yield from (f"{place}.{key}: outdated {hit.group()!r}" for hit in OUTDATED.finditer(words))
