"""A guide as it is written in a file under `guides/`, one a file; README.md says what each key means."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge import vocabulary
from knowledge.editing.validation import LONGEST_NOTE
from knowledge.guide import KINDS
from knowledge.guides.content import (
    GuideContent,
    GuideFacts,
    GuideWords,
    StepFacts,
    StepWords,
    Tongue,
    normal,
    translated,
)
from knowledge.guides.rules import LONGEST, OCCUPATION, Known, missing, wrong
from knowledge.models import TEXT_STATUSES
from knowledge.municipalities import Municipalities
from knowledge.starter.entry_types import Code, Language, Strict, Text, one_of

Line = Annotated[Text, StringConstraints(max_length=LONGEST["title"])]


class GuideTextEntry(Strict):
    title: Line
    summary: Annotated[Text, StringConstraints(max_length=LONGEST["summary"])]
    status: Annotated[str, one_of(TEXT_STATUSES)] = "machine"


class StepTextEntry(Strict):
    title: Line
    body: Annotated[Text, StringConstraints(max_length=LONGEST["body"])]
    link: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST["link"])] = ""


class StepEntry(Strict):
    id: Annotated[str, Code]
    url: str = ""
    services: tuple[str, ...] = ()
    texts: dict[Language, StepTextEntry]


class GuideEntry(Strict):
    """`area` and `short_of_staff` name municipalities in Finnish or Swedish, or by their codes."""

    id: Annotated[str, Code]
    kind: Annotated[str, one_of(KINDS)]
    provider: str
    goals: tuple[Annotated[str, one_of(vocabulary.GOALS)], ...] = ()
    fields: tuple[Annotated[str, one_of(vocabulary.FIELDS)], ...] = ()
    occupations: tuple[Annotated[str, StringConstraints(pattern=OCCUPATION)], ...] = ()
    area: Literal["nationwide"] | list[str] = "nationwide"
    short_of_staff: Literal["everywhere", "nowhere"] | list[str] = "nowhere"
    review_due: datetime.date
    source_language: Language = "fi"
    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE)] = ""
    texts: dict[Language, GuideTextEntry] = Field(min_length=1)
    steps: list[StepEntry] = Field(min_length=1)


def messages(
    entry: GuideEntry, places: Municipalities, providers: Mapping[str, object], services: frozenset[str]
) -> Iterator[str]:
    """What is wrong with an entry beside the others; `services` are the ids that a step may name."""
    if entry.provider not in providers:
        yield f"provider: unknown {entry.provider!r}"
    for key, named in (("area", entry.area), ("short_of_staff", entry.short_of_staff)):
        yield from (f"{key}: {name!r} is no municipality of today" for name in _unknown(named, places))
    for place, step in enumerate(entry.steps):
        yield from _of_step(step, entry, f"steps.{place}")
    content = content_of(entry, places)
    known = Known(frozenset(each.code for each in places), services)
    yield from (str(error) for error in (*wrong(content, known), *missing(content)))


def content_of(entry: GuideEntry, places: Municipalities) -> GuideContent:
    """Of an entry without problems."""
    texts = {
        language: Tongue(GuideWords(text.title, text.summary, _steps_in(language, entry)), status=text.status)
        for language, text in entry.texts.items()
    }
    short = entry.short_of_staff
    facts = GuideFacts(
        provider=entry.provider,
        kind=entry.kind,
        goals=entry.goals,
        fields=entry.fields,
        occupations=entry.occupations,
        municipalities=None if isinstance(entry.area, str) else _codes(entry.area, places),
        short_of_staff=()
        if short == "nowhere"
        else None
        if isinstance(short, str)
        else _codes(short, places),
        steps=tuple(StepFacts(step.id, step.url, step.services) for step in entry.steps),
        note=entry.note,
        source_language=entry.source_language,
    )
    return translated(normal(GuideContent(facts, texts)))


def _of_step(step: StepEntry, entry: GuideEntry, place: str) -> Iterator[str]:
    if sum(each.id == step.id for each in entry.steps) > 1:
        yield f"{place}.id: {step.id!r} is used more than once"
    for language, text in step.texts.items():
        if language not in entry.texts:
            yield f"{place}.texts.{language}: the guide itself has no text in this language"
        if text.link and not step.url:
            yield f"{place}.texts.{language}.link: the step has no url"


def _steps_in(language: str, entry: GuideEntry) -> Mapping[str, StepWords]:
    said = ((step.id, step.texts.get(language)) for step in entry.steps)
    return {key: StepWords(text.title, text.body, text.link) for key, text in said if text}


def _unknown(named: str | list[str], places: Municipalities) -> tuple[str, ...]:
    return () if isinstance(named, str) else tuple(name for name in named if _code(name, places) is None)


def _codes(named: list[str], places: Municipalities) -> tuple[str, ...]:
    return tuple(code for name in named if (code := _code(name, places)))


def _code(name: str, places: Municipalities) -> str | None:
    same = (
        each.code for each in places if name.casefold() in (each.code, each.fi.casefold(), each.sv.casefold())
    )
    return next(same, None)
