"""What somebody tells, by meaning: how near it is to the names of occupations and skills, or to mere talk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge.embedding import Embedding, Vectors
from knowledge.label_index import parts_of
from knowledge.search_vector_file import Bytes, VectorFile

SMALL_TALK: Final = Path(__file__).parent / "starter" / "small_talk.yml"
AT_ONCE: Final = 200
"""Names learned in one go: about five seconds."""

MOST_PARTS: Final = 6
"""Of one text; each costs its embedding."""

TALK_SHARE: Final = 0.75
LEAD: Final = 0.15
"""How far the likeness to a name has to be above this share of that to small talk. Measured, as what follows
from them is: `benchmarks/skills.py`."""

_PORTION: Final = 2048
"""Names compared at once: three megabytes."""

Rows = NDArray[np.intp]
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Told:
    """A text as vectors: row 0 the whole, then its parts. `talk` are those of its language's small talk."""

    vectors: Vectors
    talk: Vectors


@dataclass(frozen=True, slots=True)
class Nearness:
    """`likeness` of each name to the text; `lead` is by how much the nearest beats small talk."""

    likeness: Numbers
    lead: float


@dataclass(frozen=True, slots=True)
class NearNames:
    """Names in the order given, as rows of a file; `mean` is taken off: all vectors of e5 point one way."""

    vectors: Bytes
    rows: Rows
    mean: Vectors
    lengths: Numbers
    apart: Numbers

    @classmethod
    def of(cls, vectors: Bytes, rows: Rows) -> "NearNames":
        """Measures the names once, some at a time: in memory they would be four times as large."""
        lengths, total = np.empty(len(rows), np.float32), np.zeros(vectors.shape[1], np.float32)
        for part in _portions(len(rows)):
            whole = vectors[rows[part]].astype(np.float32)
            lengths[part] = np.maximum(_lengths(whole), 1e-9)
            total += (whole / lengths[part, None]).sum(axis=0)
        mean = (total / len(rows)).astype(np.float32)
        plain = cls(vectors, rows, mean, lengths, np.ones_like(lengths))
        from_mean = 1 - mean @ mean - 2 * plain._against(mean[None])[:, 0]
        return replace(plain, apart=np.sqrt(np.maximum(from_mean, 1e-9)).astype(np.float32))

    def nearness(self, told: Told) -> Nearness:
        """Apart from the mean of names, which ranks best, and of the language, which tells work from talk."""
        spoken = told.talk.mean(axis=0)
        found = self._against(np.vstack((told.vectors, self.mean, spoken)))
        texts, by_mean, by_spoken = found[:, :-2], found[:, -2:-1], found[:, -1:]
        near = (texts - by_mean) / _lengths(told.vectors - self.mean)
        apart = _lengths(told.vectors - spoken)
        named = (texts - by_spoken) / apart
        talk = _of_length_one(told.talk - spoken)
        talked = (np.einsum("ij,kj->ik", talk, told.vectors - spoken) / apart).max(axis=0)
        lead = float((named.max(axis=0) - TALK_SHARE * talked).max())
        likeness = (_whole_and_parts(near) + _whole_and_parts(named)) / 2
        return Nearness(likeness.astype(np.float32), lead)

    def _against(self, asked: Vectors) -> Numbers:
        """With einsum: `@` hands a moment's work to threads that wait for each other on a busy machine."""
        found = np.empty((len(self.rows), len(asked)), dtype=np.float32)
        by_mean = asked @ self.mean
        for part in _portions(len(self.rows)):
            whole = self.vectors[self.rows[part]].astype(np.float32)
            dots = np.einsum("ij,kj->ik", whole, asked)
            found[part] = (dots / self.lengths[part, None] - by_mean) / self.apart[part, None]
        return found


class NameLearning:
    """Learns the vectors of names a portion at a time, and hears texts. Every name is embedded once ever."""

    def __init__(self, embedding: Embedding, file: Path) -> None:
        """Raises EmbeddingError, OSError."""
        self._embedding = embedding
        self._file = VectorFile(file, embedding.embedder)
        self._file.learn([text for texts in small_talk().values() for text in texts])

    def learn_some(self, names: Sequence[str]) -> bool:
        """At most `AT_ONCE` of them; False when none was left. Raises EmbeddingError, OSError."""
        waiting = [name for name in names if self._file.row(name) < 0]
        self._file.learn(waiting[:AT_ONCE])
        return bool(waiting)

    def learned(self, names: Sequence[str]) -> NearNames:
        """Of names that are all learned."""
        return NearNames.of(self._file.vectors, np.array([self._file.row(each) for each in names], np.intp))

    def hear(self, text: str, language: str) -> Told | None:
        """None while no vectors can be had."""
        parts = [part.strip() for part in parts_of(text) if part.strip()][:MOST_PARTS]
        vectors = [self._embedding.vector(each) for each in (text.strip(), *parts)]
        talk = small_talk().get(language) or small_talk()["en"]
        heard = [each for each in vectors if each is not None]
        if not parts or len(heard) < len(vectors):
            return None
        rows = self._file.vectors[[self._file.row(each) for each in talk]].astype(np.float32)
        return Told(np.stack(heard), _of_length_one(rows))


def _portions(length: int) -> Iterator[slice]:
    return (slice(start, start + _PORTION) for start in range(0, length, _PORTION))


@cache
def small_talk(file: Path = SMALL_TALK) -> Mapping[str, Sequence[str]]:
    """By language what people say around their work. Raises OSError."""
    talk: Mapping[str, Sequence[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return talk


def _whole_and_parts(found: Numbers) -> Numbers:
    """What the whole text says counts as much as the part that is nearest: a part alone says too little."""
    likeness: Numbers = (found[:, 0] + found[:, 1:].max(axis=1)) / 2
    return likeness


def _lengths(vectors: Vectors) -> Numbers:
    lengths: Numbers = np.sqrt(np.einsum("ij,ij->i", vectors, vectors)).astype(np.float32)
    return lengths


def _of_length_one(vectors: Vectors) -> Vectors:
    return (vectors / np.maximum(_lengths(vectors)[:, None], 1e-9)).astype(np.float32)
