"""Meanings to services: the vectors of their texts, which are near a question in any language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Embedding, Vectors
from knowledge.search_vector_file import Bytes, VectorFile
from knowledge.service import Service

NEAR: Final = 0.22
NEAR_IN_OWN_LANGUAGE: Final = 0.38
"""Likeness from which a service answers a question; where texts are in its own language, trigrams find the
answers and only strong likeness adds to them. Measured on the questions of the tests and on foreign ones."""

STAND_INS: Final = ("fi", "en", "sv")
"""Languages whose texts are compared whatever language somebody asks in; they are learned first."""

AT_ONCE: Final = 500
"""Texts learned in one go: about ten seconds."""

MEAN_OF: Final = 4096
"""Vectors whose mean stands for that of all."""

FOREIGN_LEAD: Final = 0.07
"""A question that is so much nearer to foreign matters than to every service finds nothing."""

FOREIGN_MATTERS: Final = (
    "What is the weather today? Will it rain or snow tomorrow?",
    "Who won the football or ice hockey match yesterday? Sports results.",
    "Tell me a joke, something funny.",
    "What time is it? What day is it today?",
    "What is your name? Who are you? Are you a robot?",
    "Who is the president or prime minister of the country? Politics and elections.",
    "A recipe for pizza, soup or cake. What shall I cook?",
    "What is the capital of a country? How many people live there? Geography.",
    "A good film, song, game or book to watch, listen to or play.",
    "Random letters without any meaning: asdfgh, qwerty, xyz.",
    "How are you? Hello. I want to know how.",
    "Do you love me? Are you happy? What do you think?",
    "Buy a phone, a car or clothes cheaply in a shop.",
    "Flights, hotels and holidays abroad. Train timetable.",
    "How old is he? How tall is the mountain? How far is the moon?",
    "Calculate two plus two. Recite a poem. Debug a computer program.",
)
"""English stands for all languages here: the vectors do not tell them apart."""

Numbers = NDArray[np.float32]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Meanings:
    """For each language the row of each service's text in it, -1 where there is none yet. Immutable.

    `told` remembers the rows of services that are learned as a whole.
    """

    embedding: Embedding
    rows: Mapping[str, Rows]
    vectors: Bytes
    foreign: Vectors
    mean: Vectors
    told: Mapping[int, "_Told"]

    def likeness(self, query: str, language: str) -> Numbers | None:
        """How near each service is, all 0 for foreign matters; None while no vectors can be had.

        By the nearest of its texts in the asker's language and in those that stand in for others.
        """
        vector = self.embedding.vector(query) if self.rows else None
        if vector is None:
            return None
        asked = _of_length_one(vector - self.mean)
        compared = {code: rows for code, rows in self.rows.items() if code in (language, *STAND_INS)}
        near = np.zeros(len(next(iter(self.rows.values()))), dtype=np.float32)
        for rows in (compared or self.rows).values():
            there = np.flatnonzero(rows >= 0)
            near[there] = np.maximum(near[there], self._nearness(rows[there], asked))
        foreign = near.max(initial=0) + FOREIGN_LEAD < (self.foreign @ asked).max()
        return np.zeros_like(near) if foreign else near

    def near_enough(self, language: str) -> float:
        """The likeness from which a service answers a question in this language by itself."""
        return NEAR_IN_OWN_LANGUAGE if language.partition("-")[0] in self.rows else NEAR

    def _nearness(self, rows: Rows, asked: Vectors) -> Vectors:
        """The mean is taken from both sides: all vectors of e5 point the same way.

        With einsum, because `@` hands a moment's work to threads that wait for each other on a busy machine.
        """
        whole = self.vectors[rows].astype(np.float32)
        lengths = np.maximum(np.sqrt(np.einsum("ij,ij->i", whole, whole)), 1e-9)
        by_asked = np.einsum("ij,j->i", whole, asked) / lengths
        by_mean = np.einsum("ij,j->i", whole, self.mean) / lengths
        apart = np.sqrt(np.maximum(1 - 2 * by_mean + self.mean @ self.mean, 1e-9))
        result: Vectors = (by_asked - self.mean @ asked) / apart
        return result


@dataclass(frozen=True, slots=True)
class _Told:
    """Language -> row; holding the service keeps its identity from being given to another."""

    service: Service
    rows: Mapping[str, int]


class Learning:
    """Makes the meanings of catalogues, as far as their texts are learned; learns more a part at a time."""

    def __init__(self, embedding: Embedding, file: Path) -> None:
        """Raises EmbeddingError, OSError."""
        self._embedding = embedding
        self._file = VectorFile(file, embedding.embedder)
        self._file.learn(FOREIGN_MATTERS)

    def learn_some(self, services: Sequence[Service], known: Meanings | None) -> bool:
        """The next texts, at most `AT_ONCE`, first one of each service; False when nothing was left.

        Raises EmbeddingError, OSError.
        """
        told = known.told if known else {}
        texts = (pair for each in services if id(each) not in told for pair in _texts(each).items())
        waiting = [(_turn(language), text) for language, text in texts if self._file.row(text) < 0]
        self._file.learn([text for _, text in sorted(waiting)[:AT_ONCE]])
        return bool(waiting)

    def meanings(self, services: Sequence[Service], known: Meanings | None) -> Meanings:
        """Asks no embedder, and looks only those up that `known` had not learned as a whole."""
        before = known.told if known else {}
        told = [before.get(id(each)) or self._look_up(each) for each in services]
        rows: dict[str, Rows] = {}
        for place, each in enumerate(told):
            for language, row in each.rows.items():
                if row >= 0:
                    column = rows.setdefault(language, np.full(len(told), -1, dtype=np.intp))
                    column[place] = row
        foreign = self._some([self._file.row(text) for text in FOREIGN_MATTERS])
        every = np.concatenate(list(rows.values())) if rows else np.zeros(0, dtype=np.intp)
        every = np.sort(every[every >= 0])
        sample = self._some(every[:: 1 + len(every) // MEAN_OF]) if len(every) else foreign
        mean = sample.mean(axis=0)
        return Meanings(
            embedding=self._embedding,
            rows=rows,
            vectors=self._file.vectors,
            foreign=_of_length_one(foreign - mean),
            mean=mean,
            told={id(each.service): each for each in told if -1 not in each.rows.values()},
        )

    def _look_up(self, service: Service) -> _Told:
        return _Told(service, {code: self._file.row(text) for code, text in _texts(service).items()})

    def _some(self, rows: Sequence[int] | Rows) -> Vectors:
        return _of_length_one(self._file.vectors[rows].astype(np.float32))


def _turn(language: str) -> int:
    return STAND_INS.index(language) if language in STAND_INS else len(STAND_INS)


def _of_length_one(vectors: Vectors) -> Vectors:
    result: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return result


def _texts(service: Service) -> dict[str, str]:
    """What a service is called and looked for by comes first: of a long text only the beginning is read."""
    return {
        language: ". ".join(
            filter(None, (text.name, ", ".join(service.keywords.get(language, ())), text.summary))
        )
        for language, text in sorted(service.texts.items())
    }
