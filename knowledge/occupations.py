"""From what a person tells of their work and life to occupations and skills of the ESCO classification."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.label_index import LabelIndex, parts_of
from knowledge.reference_models import EscoConceptRow
from knowledge.words import fold, words

SHIPPED: Final = Path(__file__).parent / "starter" / "everyday_work.yml"
ATTRIBUTION: Final = "This service uses the ESCO classification of the European Commission."
"""What the licence (CC BY 4.0) asks to be shown wherever its labels are."""

MOST_OCCUPATIONS, MOST_SKILLS = 4, 6
LIKELY: Final = 0.6
SAID: Final = 0.95
"""The score of what people say in just these words."""

FAR_BEHIND: Final = 0.7
"""Below this share of the best one's score, a proposal is more noise than help."""

_LED: Final = 0.8
"""Factor of managers and supervisors: somebody who worked in a shop has seldom led one."""

_LEADERS: Final = ("1", "3122", "3123")
_LABELS: Final = ("fi", "en", "sv")
_JOINED: Final = ("ar", "fa")
"""Languages that write small words and the word as one."""

_WHOLE: Final = 6
"""Letters from which a beginning is looked for inside compounds too."""


@dataclass(frozen=True, slots=True)
class Concept:
    """An occupation or a skill; `id` is its ESCO address. `code` is its place in the classification."""

    id: str
    kind: str
    labels: Mapping[str, str]
    code: str = ""

    def label(self, language: str) -> str:
        """In the language, or the nearest one there is."""
        known = (language, *_LABELS)
        return next((self.labels[each] for each in known if each in self.labels), self.id)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`score` is 0 to 1."""

    concept: Concept
    score: float


@dataclass(frozen=True, slots=True)
class Proposals:
    """Likeliest first."""

    occupations: tuple[Proposal, ...] = ()
    skills: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    """What people say of a concept: beginnings of words that stand in one part of a sentence."""

    concept: Concept
    beginnings: tuple[tuple[str, ...], ...]


class Occupations:
    """Everything that can be proposed. Without the imported classification, the shipped everyday words."""

    def __init__(self, concepts: Iterable[Concept], sayings: Mapping[str, Sequence[Saying]]) -> None:
        self._sayings = sayings
        everyday = {each.concept.id: each.concept for said in sayings.values() for each in said}
        self._by_id = everyday | {each.id: each for each in concepts}
        self._indexes: dict[tuple[str, str], tuple[LabelIndex, Sequence[Concept]]] = {}
        self._building = threading.Lock()

    @classmethod
    def load(cls, session: Session) -> "Occupations":
        """The classification as it was imported, and the shipped words."""
        found = select(EscoConceptRow).where(EscoConceptRow.kind != "group").order_by(EscoConceptRow.uri)
        concepts = (Concept(row.uri, row.kind, row.labels, row.code) for row in session.scalars(found))
        return cls(concepts, everyday_sayings())

    def get(self, concept_id: str) -> Concept | None:
        return self._by_id.get(concept_id)

    def propose(self, text: str, language: str) -> Proposals:
        """What the text most likely tells of; nothing where nothing is likely."""
        spoken = language.split("-")[0]
        said = self._said(text, spoken)
        return Proposals(
            self._best("occupation", MOST_OCCUPATIONS, text, spoken, said),
            self._best("skill", MOST_SKILLS, text, spoken, said),
        )

    def warm(self, language: str) -> None:
        """Builds the indexes of a language now (some seconds) and not at the first question."""
        self._index("occupation", language)
        self._index("skill", language)

    def _best(
        self, kind: str, most: int, text: str, language: str, said: Mapping[str, float]
    ) -> tuple[Proposal, ...]:
        found = {key: score for key, score in said.items() if self._by_id[key].kind == kind}
        index, concepts = self._index(kind, language)
        scores = index.scores(text)
        for place in np.flatnonzero(scores >= LIKELY).tolist():
            concept = concepts[place]
            rated = float(scores[place]) * (_LED if concept.code.startswith(_LEADERS) else 1)
            if rated >= LIKELY:
                found[concept.id] = max(rated, found.get(concept.id, 0.0))
        enough = FAR_BEHIND * max(found.values(), default=0.0)
        likely = {key: round(score, 2) for key, score in found.items() if score >= enough}
        proposals = [Proposal(self._by_id[key], score) for key, score in likely.items()]
        proposals.sort(key=lambda each: _order(each, language))
        return tuple(proposals[:most])

    def _said(self, text: str, language: str) -> dict[str, float]:
        parts = [tuple(map(fold, words(part))) for part in parts_of(text)]
        return {
            saying.concept.id: SAID
            for saying in self._sayings.get(language, ())
            if any(_holds(part, saying.beginnings, language in _JOINED) for part in parts)
        }

    def _index(self, kind: str, language: str) -> tuple[LabelIndex, Sequence[Concept]]:
        with self._building:
            if (kind, language) not in self._indexes:
                concepts = [
                    each for each in self._by_id.values() if each.kind == kind and language in each.labels
                ]
                names = [each.labels[language] for each in concepts]
                self._indexes[kind, language] = (LabelIndex(names, language), concepts)
            return self._indexes[kind, language]


@cache
def everyday_sayings(path: Path = SHIPPED) -> Mapping[str, Sequence[Saying]]:
    """By language. Raises OSError, KeyError."""
    found: dict[str, list[Saying]] = {}
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        concept = Concept(entry["uri"], entry["kind"], entry["labels"], entry["code"])
        for language, said in entry["said"].items():
            beginnings = tuple(tuple(map(fold, phrase.split())) for phrase in said)
            found.setdefault(language, []).append(Saying(concept, beginnings))
    return found


def _holds(part: Sequence[str], sayings: Iterable[Sequence[str]], joined: bool) -> bool:
    return any(all(_begun(part, beginning, joined) for beginning in saying) for saying in sayings)


def _begun(part: Sequence[str], beginning: str, joined: bool) -> bool:
    inside = joined or len(beginning) >= _WHOLE
    return any(beginning in word if inside else word.startswith(beginning) for word in part)


def _order(proposal: Proposal, language: str) -> Any:
    """Among equals the broader occupation, then the shorter name."""
    concept = proposal.concept
    label = concept.label(language)
    return (-proposal.score, concept.code.count("."), len(label), label)
