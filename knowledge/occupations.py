"""From what a person tells of their work and life to occupations and skills of the ESCO classification."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.embedding import Embedding, Vectors
from knowledge.everyday_work import Concept, Saying, everyday_sayings, our_names, said_in
from knowledge.label_index import LabelIndex
from knowledge.occupation_vectors import LEAD, NameLearning, NearNames, Nearness
from knowledge.reference_models import EscoConceptRow

ATTRIBUTION: Final = "This service uses the ESCO classification of the European Commission."
"""What the licence (CC BY 4.0) asks to be shown wherever its labels are."""

MOST_OCCUPATIONS, MOST_SKILLS = 4, 6
LIKELY: Final = 0.6
SAID: Final = 0.95
"""The score of what people say in just these words."""

LIKELIER: Final = 0.66
"""What one proposal by meaning has to reach before any is made: talk is a little like many names."""

FAR_BEHIND: Final = 0.7
"""Below this share of the best one's score, a proposal is more noise than help."""

NEAR: Final = 0.24
"""Likeness of meaning, with the share of characters, from which a name is proposed."""

CHARACTERS: Final = 0.4
"""What a name that stands there letter by letter adds to its likeness of meaning."""

_NEAREST: Final = 0.9
"""Likeness and characters of what is surely meant: the scale of scores."""

_LED: Final = 0.8
"""Factor of managers and supervisors: somebody who worked in a shop has seldom led one."""

_LEADERS: Final = ("1", "3122", "3123")
_KINDS: Final = ("occupation", "skill")
_LEARNED: Final = ("en", "fi", "sv")
"""The name that is compared by meaning, the first there is: e5 knows English best."""

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]


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

    @property
    def best(self) -> float:
        """The highest score, 0 where nothing is proposed."""
        return max((each.score for each in (*self.occupations, *self.skills)), default=0)


class Occupations:
    """Everything that can be proposed. Without the imported classification, the shipped everyday words.

    With vectors also by meaning, as soon as the names of the classification are learned; thread-safe.
    """

    def __init__(
        self,
        concepts: Iterable[Concept],
        sayings: Mapping[str, Sequence[Saying]],
        names: Iterable[Concept] = (),
    ) -> None:
        self._sayings = sayings
        self._by_id = {each.id: each for each in names}
        self._by_id |= {each.concept.id: each.concept for said in sayings.values() for each in said}
        imported = [_with_our_names(each, self._by_id.get(each.id)) for each in concepts]
        self._by_id |= {each.id: each for each in imported}
        self._is_imported = bool(imported)
        self._of_kind = {
            kind: [each for each in self._by_id.values() if each.kind == kind] for kind in _KINDS
        }
        self._place = {each.id: at for known in self._of_kind.values() for at, each in enumerate(known)}
        self._weight = {kind: np.array(list(map(_weight, known))) for kind, known in self._of_kind.items()}
        self._indexes: dict[tuple[str, str], tuple[LabelIndex, Places]] = {}
        self._building = threading.Lock()
        self._learning: NameLearning | None = None
        self._near: Mapping[str, NearNames] = {}

    @classmethod
    def load(cls, session: Session) -> "Occupations":
        """The classification as it was imported, and the shipped words."""
        found = select(EscoConceptRow).where(EscoConceptRow.kind != "group").order_by(EscoConceptRow.uri)
        concepts = (Concept(row.uri, row.kind, row.labels, row.code) for row in session.scalars(found))
        return cls(concepts, everyday_sayings(), our_names())

    def get(self, concept_id: str) -> Concept | None:
        return self._by_id.get(concept_id)

    def propose(self, text: str, language: str) -> Proposals:
        """What the text most likely tells of; nothing where nothing is likely. May wait for a vector."""
        spoken = language.split("-")[0]
        said, near = self._said(text, spoken), self._nearness(text, spoken)
        if near and not said and max(each.lead for each in near.values()) < LEAD:
            return Proposals()
        found = Proposals(
            self._best("occupation", MOST_OCCUPATIONS, text, spoken, said, near.get("occupation")),
            self._best("skill", MOST_SKILLS, text, spoken, said, near.get("skill")),
        )
        return found if not near or found.best >= LIKELIER else Proposals()

    def named(self, text: str, language: str) -> Concept | None:
        """The occupation that a few words surely name, letter by letter or as people say it."""
        spoken = language.split("-")[0]
        found = self._best("occupation", 1, text, spoken, self._said(text, spoken), None)
        return found[0].concept if found and found[0].score >= SAID else None

    def warm(self, language: str) -> None:
        """Builds the indexes of a language now (some seconds) and not at the first question."""
        for kind in _KINDS:
            self._index(kind, language)

    def learn_meanings(self, embedding: Embedding, file: Path) -> None:
        """From now on `learn_more` learns names by meaning; their vectors are kept in `file`.

        Raises EmbeddingError, OSError.
        """
        self._learning = NameLearning(embedding, file) if self._is_imported else None

    def learn_more(self) -> bool:
        """Some more names, five seconds of work; False when all are. Raises EmbeddingError, OSError."""
        if self._learning is None or len(self._near) == len(_KINDS):
            return False
        kind = _KINDS[len(self._near)]
        names = [_learned_name(each) for each in self._of_kind[kind]]
        if not self._learning.learn_some(names):
            self._near = {**self._near, kind: self._learning.learned(names)}
        return True

    def _nearness(self, text: str, language: str) -> Mapping[str, Nearness]:
        """By kind; nothing before all names are learned, and while no vectors can be had."""
        if self._learning is None or len(self._near) < len(_KINDS):
            return {}
        told = self._learning.hear(text, language)
        return {kind: names.nearness(told) for kind, names in self._near.items()} if told else {}

    def _best(
        self,
        kind: str,
        most: int,
        text: str,
        language: str,
        said: Mapping[str, float],
        near: Nearness | None,
    ) -> tuple[Proposal, ...]:
        scores = self._by_characters(kind, text, language)
        for key, score in said.items():
            if self._by_id[key].kind == kind:
                scores[self._place[key]] = max(score, scores[self._place[key]])
        if near and text:
            scores = _fused(scores, near.likeness) * self._weight[kind]
        enough = max(LIKELY, FAR_BEHIND * scores.max(initial=0))
        likely = np.flatnonzero(scores >= enough).tolist()
        concepts = self._of_kind[kind]
        proposals = [Proposal(concepts[at], round(float(scores[at]), 2)) for at in likely]
        proposals.sort(key=lambda each: _order(each, language))
        return tuple(proposals[:most])

    def _by_characters(self, kind: str, text: str, language: str) -> Numbers:
        """Of each concept of the kind."""
        index, places = self._index(kind, language)
        scores = np.zeros(len(self._of_kind[kind]))
        scores[places] = index.scores(text) if text else 0
        weighted: Numbers = scores * self._weight[kind]
        return weighted

    def _said(self, text: str, language: str) -> dict[str, float]:
        sayings = self._sayings.get(language, ())
        return {concept.id: SAID for concept in said_in(text, language, sayings)}

    def _index(self, kind: str, language: str) -> tuple[LabelIndex, Places]:
        """With the places of its names among all of the kind."""
        with self._building:
            if (kind, language) not in self._indexes:
                named = [at for at, each in enumerate(self._of_kind[kind]) if language in each.labels]
                names = [self._of_kind[kind][at].labels[language] for at in named]
                index = LabelIndex(names, language)
                self._indexes[kind, language] = (index, np.array(named, dtype=np.intp))
            return self._indexes[kind, language]


def _with_our_names(concept: Concept, shipped: Concept | None) -> Concept:
    """The classification's names, and ours in languages that it has none in."""
    if shipped is None:
        return concept
    return replace(concept, labels={**shipped.labels, **concept.labels}, near=shipped.near)


def _weight(concept: Concept) -> float:
    return _LED if concept.code.startswith(_LEADERS) else 1.0


def _learned_name(concept: Concept) -> str:
    known = (*_LEARNED, *concept.labels)
    return next((concept.labels[code] for code in known if code in concept.labels), concept.id)


def _fused(characters: Numbers, likeness: Vectors) -> Numbers:
    """Both ways of looking as one score: `LIKELY` where they are just near enough, at most below `SAID`."""
    share = (likeness + CHARACTERS * characters - NEAR) / (_NEAREST - NEAR)
    scores: Numbers = np.clip(LIKELY + share * (SAID - LIKELY), 0, 1)
    return scores


def _order(proposal: Proposal, language: str) -> Any:
    """Among equals the broader occupation, then the shorter name."""
    concept = proposal.concept
    label = concept.label(language)
    return (-proposal.score, concept.code.count("."), len(label), label)
