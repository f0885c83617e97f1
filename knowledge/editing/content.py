"""What a version of a service says: its facts once, its words per language."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter

Value = object
"""A field's value: text, number, flag, date, tuple of codes, or a mapping of keywords."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What editors write once for all languages; the columns of `ServiceRow` say the same.

    `municipalities` None is nationwide. `source_language` is the one the others are translated from. The
    date of the next review is no part of a version: confirming a text does not make another text of it.
    """

    provider: str = ""
    category: str = ""
    audience: tuple[str, ...] = ()
    url: str = ""
    municipalities: tuple[str, ...] | None = None
    min_age: int | None = None
    max_age: int | None = None
    newcomers_only: bool = False
    required_situations: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    unemployed_for: tuple[str, ...] = ()
    employer_needs: tuple[str, ...] = ()
    role: str | None = None
    stand_in: bool = False
    languages: tuple[str, ...] = ()
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None
    evidence: str = "D"
    note: str = ""
    source_language: str = "fi"


@dataclass(frozen=True, slots=True)
class Words:
    """What a service says in one language."""

    name: str
    summary: str = ""
    first_step: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words with their state: draft, machine or reviewed.

    `source_hash` is `words_hash` of what they were translated from, None where they are an original.
    """

    words: Words
    status: str = "draft"
    source_language: str | None = None
    source_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One version of a service, whole."""

    facts: Facts
    texts: Mapping[str, Text]

    def value(self, name: str, language: str = "") -> Value:
        """Of a fact, or of a language's words: None where there is no text in that language."""
        if not language:
            return getattr(self.facts, name)
        text = self.texts.get(language)
        return None if text is None else getattr(text.words, name)

    def stale(self, language: str) -> bool:
        """Whether the source has changed since this translation was made."""
        text = self.texts[language]
        source = self.texts.get(text.source_language or self.facts.source_language)
        if text.source_hash is None or source is None or language == self.facts.source_language:
            return False
        return text.source_hash != words_hash(source.words)


FACT_FIELDS: Final = tuple(each.name for each in fields(Facts))
WORD_FIELDS: Final = tuple(each.name for each in fields(Words))

CODE_LISTS: Final = (
    *("audience", "required_situations", "situations", "goals", "barriers", "fields"),
    *("unemployed_for", "employer_needs"),
)
"""Facts whose order means nothing; the order of `languages` is the provider's."""

CONTENT: Final = TypeAdapter(Content)


def normal(facts: Facts) -> Facts:
    """The one way to write the same facts: code lists sorted, no doubles, no spaces around."""
    places, words = facts.municipalities, facts.keywords
    lists: dict[str, Any] = {name: _sorted(getattr(facts, name)) for name in CODE_LISTS}
    return replace(
        facts,
        **lists,
        municipalities=None if places is None else _sorted(places),
        languages=tuple(dict.fromkeys(facts.languages)),
        keywords={language: _clean(words[language]) for language in sorted(words) if _clean(words[language])},
        url=facts.url.strip(),
        note=facts.note.strip(),
    )


def normal_words(words: Words) -> Words:
    """Without spaces around and without line breaks at the ends."""
    return Words(*(getattr(words, name).strip() for name in WORD_FIELDS))


def words_hash(words: Words) -> str:
    """Of what a translator translates."""
    parts = "\x1f".join(getattr(words, name) for name in WORD_FIELDS)
    return hashlib.sha256(parts.encode()).hexdigest()


def digest(content: Content) -> str:
    """Equal for equal versions, whoever made them and when."""
    ordered = Content(content.facts, dict(sorted(content.texts.items())))
    return hashlib.sha256(CONTENT.dump_json(ordered)).hexdigest()


def _sorted(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


def _clean(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stripped for word in words if (stripped := word.strip())))
