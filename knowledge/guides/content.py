"""What a version of a guide says: facts and the order of its steps once, words per language."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Final

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class StepFacts:
    """`services` are ids of the catalogue; `url` "" is none."""

    id: str
    url: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFacts:
    """What editors write once for all languages; `knowledge.guide.Guide` says what the fields mean.

    `municipalities` None is nationwide; of `short_of_staff` None is everywhere, () nowhere.
    """

    provider: str = ""
    kind: str = "self_coaching"
    goals: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    municipalities: tuple[str, ...] | None = None
    short_of_staff: tuple[str, ...] | None = ()
    steps: tuple[StepFacts, ...] = ()
    note: str = ""
    source_language: str = "fi"


@dataclass(frozen=True, slots=True)
class StepWords:
    """What one step says in one language; `link` names the step's address."""

    title: str = ""
    body: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class GuideWords:
    """What a guide says in one language: its title, the line under it, and its steps by their ids."""

    title: str = ""
    summary: str = ""
    steps: Mapping[str, StepWords] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language with their state: draft, machine or reviewed.

    `source_hash` is `words_hash` of what they were translated from, None where they are an original.
    """

    words: GuideWords
    status: str = "draft"
    source_hash: str | None = None


@dataclass(frozen=True, slots=True)
class GuideContent:
    """One version of a guide, whole."""

    facts: GuideFacts
    texts: Mapping[str, Tongue]

    @property
    def source(self) -> GuideWords | None:
        """What the translations are made from."""
        text = self.texts.get(self.facts.source_language)
        return text.words if text else None

    def stale(self, language: str) -> bool:
        """Whether the source has changed since this translation was made."""
        known = self.texts[language].source_hash
        if known is None or self.source is None or language == self.facts.source_language:
            return False
        return known != words_hash(self.source)


STEP_FIELDS: Final = tuple(each.name for each in fields(StepWords))
CONTENT: Final = TypeAdapter(GuideContent)


def normal(content: GuideContent) -> GuideContent:
    """The one way to write the same guide: no spaces around, no doubles, nothing of steps that are gone."""
    facts, places, short = content.facts, content.facts.municipalities, content.facts.short_of_staff
    clean = replace(
        facts,
        goals=_sorted(facts.goals),
        fields=_sorted(facts.fields),
        occupations=_once(facts.occupations),
        municipalities=None if places is None else _sorted(places),
        short_of_staff=None if short is None else _sorted(short),
        steps=tuple(
            StepFacts(each.id, each.url.strip(), _once(each.services))
            for each in {step.id: step for step in facts.steps}.values()
        ),
        note=facts.note.strip(),
    )
    ids = tuple(step.id for step in clean.steps)
    texts = {
        language: replace(text, words=_normal_words(text.words, ids))
        for language, text in sorted(content.texts.items())
    }
    return GuideContent(clean, {key: text for key, text in texts.items() if text.words != GuideWords()})


def translated(content: GuideContent) -> GuideContent:
    """Every other language taken as made from today's source."""
    source, language = content.source, content.facts.source_language
    made = None if source is None else words_hash(source)
    return replace(
        content,
        texts={
            key: replace(text, source_hash=None if key == language else made)
            for key, text in content.texts.items()
        },
    )


def words_hash(words: GuideWords) -> str:
    """Of what a translator translates: another order of the same steps is nothing to translate."""
    return hashlib.sha256(repr(_ordered(words)).encode()).hexdigest()


def digest(content: GuideContent) -> str:
    """Equal for equal versions, whoever made them and when; PostgreSQL keeps no order of keys."""
    texts = {key: replace(text, words=_ordered(text.words)) for key, text in sorted(content.texts.items())}
    return hashlib.sha256(CONTENT.dump_json(GuideContent(content.facts, texts))).hexdigest()


def _ordered(words: GuideWords) -> GuideWords:
    return replace(words, steps=dict(sorted(words.steps.items())))


def _normal_words(words: GuideWords, ids: tuple[str, ...]) -> GuideWords:
    said = {key: _stripped(words.steps[key]) for key in ids if key in words.steps}
    steps = {key: step for key, step in said.items() if step != StepWords()}
    return GuideWords(words.title.strip(), words.summary.strip(), steps)


def _stripped(step: StepWords) -> StepWords:
    return StepWords(*(getattr(step, name).strip() for name in STEP_FIELDS))


def _sorted(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


def _once(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean for code in codes if (clean := code.strip())))
