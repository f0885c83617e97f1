"""What may be saved of a guide and what may be published: one set of rules for editors, starter, imports."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from knowledge import vocabulary
from knowledge.editing.errors import FieldError
from knowledge.editing.validation import CONTROL, LONGEST_NOTE, LONGEST_URL, is_link
from knowledge.guide import KINDS
from knowledge.guides.content import STEP_FIELDS, GuideContent, GuideFacts, GuideWords, StepWords
from knowledge.models import TEXT_STATUSES

LONGEST: Final = {"title": 80, "summary": 150, "body": 400, "link": 80}
"""Signs of each part of a text; the chat's cards are made for them."""

MOST_STEPS: Final = 20
OCCUPATION: Final = r"^\d{1,4}(\.\d+)*$"
"""A code of ISCO-08, or of ESCO below it: what an occupation's code begins with."""

_STEP_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODES: Final[Mapping[str, tuple[str, ...]]] = {"goals": vocabulary.GOALS, "fields": vocabulary.FIELDS}


@dataclass(frozen=True, slots=True)
class Known:
    """What a guide may point at: codes of today's municipalities, ids of services."""

    places: Container[str]
    services: Container[str]


def wrong(content: GuideContent, known: Known) -> tuple[FieldError, ...]:
    """What must not be saved, even in a draft. What is only missing is told by `missing`."""
    return (*_wrong_facts(content.facts, known), *_wrong_steps(content.facts, known), *_wrong_texts(content))


def missing(content: GuideContent) -> tuple[FieldError, ...]:
    """What keeps a draft from being published: something that a person in the chat would miss."""
    return tuple(_missing(content))


def is_secure_link(url: str) -> bool:
    return is_link(url) and url.startswith("https://") and len(url) <= LONGEST_URL


def _wrong_facts(facts: GuideFacts, known: Known) -> Iterator[FieldError]:
    if facts.kind not in KINDS:
        yield FieldError("kind", "unknown_code", facts.kind)
    if facts.source_language not in vocabulary.SERVICE_LANGUAGES:
        yield FieldError("source_language", "unknown_code", facts.source_language)
    for name, codes in _CODES.items():
        yield from (
            FieldError(name, "unknown_code", code) for code in getattr(facts, name) if code not in codes
        )
    for code in facts.occupations:
        if not re.fullmatch(OCCUPATION, code):
            yield FieldError("occupations", "unknown_code", code)
    for name in ("municipalities", "short_of_staff"):
        codes = getattr(facts, name) or ()
        yield from (FieldError(name, "unknown_code", code) for code in codes if code not in known.places)
    if len(facts.note) > LONGEST_NOTE:
        yield FieldError("note", "too_long", str(LONGEST_NOTE))


def _wrong_steps(facts: GuideFacts, known: Known) -> Iterator[FieldError]:
    if len(facts.steps) > MOST_STEPS:
        yield FieldError("steps", "too_many", str(MOST_STEPS))
    for step in facts.steps:
        if not _STEP_ID.fullmatch(step.id) or len(step.id) > LONGEST["title"]:
            yield FieldError("steps", "unknown_code", step.id)
        if step.url and not is_secure_link(step.url):
            yield FieldError(f"url.{step.id}", "bad_link", step.url)
        for service in step.services:
            if service not in known.services:
                yield FieldError(f"services.{step.id}", "unknown_code", service)


def _wrong_texts(content: GuideContent) -> Iterator[FieldError]:
    for language, text in content.texts.items():
        if language not in vocabulary.SERVICE_LANGUAGES:
            yield FieldError("language", "unknown_code", language, language)
        if text.status not in TEXT_STATUSES:
            yield FieldError("status", "unknown_code", text.status, language)
        for name, said in parts(text.words).items():
            longest = LONGEST[name.partition(".")[0]]
            if len(said) > longest:
                yield FieldError(name, "too_long", str(longest), language)
            if CONTROL.search(said):
                yield FieldError(name, "unknown_code", "control character", language)


def parts(words: GuideWords) -> Mapping[str, str]:
    """All that is said, by its field; those of a step are named `title.<id>` and so on."""
    said = {"title": words.title, "summary": words.summary}
    for key, step in words.steps.items():
        said |= {f"{name}.{key}": getattr(step, name) for name in STEP_FIELDS}
    return said


def _missing(content: GuideContent) -> Iterator[FieldError]:
    facts, source = content.facts, content.facts.source_language
    for name in ("municipalities", "steps"):
        if getattr(facts, name) == ():
            yield FieldError(name, "missing")
    if facts.kind == "career_path" and not facts.fields:
        yield FieldError("fields", "missing")
    for language in {source, *content.texts}:
        text = content.texts.get(language)
        if language == source or (text and text.status != "draft"):
            yield from _missing_words(text.words if text else GuideWords(), facts, language)


def _missing_words(words: GuideWords, facts: GuideFacts, language: str) -> Iterator[FieldError]:
    for name in ("title", "summary"):
        if not getattr(words, name):
            yield FieldError(name, "missing", language=language)
    for step in facts.steps:
        said = words.steps.get(step.id, StepWords())
        needed = ("title", "body", "link") if step.url else ("title", "body")
        for name in needed:
            if not getattr(said, name):
                yield FieldError(f"{name}.{step.id}", "missing", language=language)
