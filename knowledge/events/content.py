"""What a version of an event says: facts and times once, words per language."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from knowledge.events.recurrence import HELSINKI, Recurrence

KINDS: Final = ("recruiting", "info", "training", "drop_in", "fair", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """What editors write once for all languages; `knowledge.event.Occurrence` says what the fields mean.

    All times are wall-clock ones of `zone`, as are those of the recurrence (`rule`, `without`, `extra`, see
    `Recurrence`). An all-day event ends at the midnight after its last day. `group` is the id of the event
    that this one is a changed instance of, in its source; "" for any other.
    """

    provider: str = ""
    kind: str = "other"
    audience: tuple[str, ...] = ()
    municipality: str | None = None
    place: str = ""
    address: str = ""
    online: bool = False
    url: str = ""
    languages: tuple[str, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    all_day: bool = False
    rule: str = ""
    without: tuple[datetime, ...] = ()
    extra: tuple[datetime, ...] = ()
    zone: str = HELSINKI
    group: str = ""
    source_language: str = "fi"

    @property
    def recurrence(self) -> Recurrence:
        return Recurrence(self.rule, self.without, self.extra, self.zone)


@dataclass(frozen=True, slots=True)
class EventWords:
    name: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class EventTongue:
    """The words of one language with their state: draft, machine or reviewed.

    `source_hash` is `words_hash` of what they were translated from, None where they are an original.
    """

    words: EventWords
    status: str = "draft"
    source_hash: str | None = None


@dataclass(frozen=True, slots=True)
class EventContent:
    """One version of an event, whole."""

    facts: EventFacts
    texts: Mapping[str, EventTongue]

    @property
    def source(self) -> EventWords | None:
        """What the translations are made from."""
        text = self.texts.get(self.facts.source_language)
        return text.words if text else None

    @property
    def name(self) -> str:
        """In the source language, or in any; "" where it has none yet."""
        names = (text.words.name for text in self.texts.values() if text.words.name)
        return (self.source and self.source.name) or next(names, "")

    def stale(self, language: str) -> bool:
        """Whether the source has changed since this translation was made."""
        text = self.texts.get(language)
        if text is None or text.source_hash is None or self.source is None:
            return False
        return language != self.facts.source_language and text.source_hash != words_hash(self.source)

    def value(self, name: str, language: str = "") -> object:
        """Of a fact, or of a language's words: None where there is no text in that language."""
        if not language:
            return getattr(self.facts, name)
        text = self.texts.get(language)
        return None if text is None else getattr(text.words, name)


FACT_FIELDS: Final = tuple(each.name for each in fields(EventFacts))
WORD_FIELDS: Final = tuple(each.name for each in fields(EventWords))
CONTENT: Final = TypeAdapter(EventContent)


def normal(content: EventContent) -> EventContent:
    """The one way to write the same event: no spaces around, no doubles, no empty texts."""
    facts = content.facts
    clean = replace(
        facts,
        audience=tuple(sorted(set(facts.audience))),
        languages=tuple(dict.fromkeys(facts.languages)),
        place=facts.place.strip(),
        address=facts.address.strip(),
        url=facts.url.strip(),
        without=tuple(sorted(set(facts.without))),
        extra=tuple(sorted(set(facts.extra))),
    )
    texts = {
        language: replace(text, words=EventWords(text.words.name.strip(), text.words.summary.strip()))
        for language, text in sorted(content.texts.items())
    }
    return EventContent(clean, {key: text for key, text in texts.items() if text.words != EventWords()})


def words_hash(words: EventWords) -> str:
    """Of what a translator translates."""
    return hashlib.sha256(f"{words.name}\x1f{words.summary}".encode()).hexdigest()


def digest(content: EventContent) -> str:
    """Equal for equal versions, whoever made them and when."""
    ordered = EventContent(content.facts, dict(sorted(content.texts.items())))
    return hashlib.sha256(CONTENT.dump_json(ordered)).hexdigest()
