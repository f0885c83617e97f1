"""What somebody tells, by meaning: how near it is to the names of occupations and skills, or to mere talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

TALK_SHARE: Final = 0.5
LEAD: Final = 0.2
"""How much nearer to some name than to half of small talk words must be to tell of work; measured."""

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
        return Nearness((_whole_and_parts(near) + _whole_and_parts(named)) / 2, lead)

    def _against(self, asked: Vectors) -> Numbers:
        """With einsum: `@` hands a moment's work to threads that wait for each other on a busy machine."""
        found = np.empty((len(self.rows), len(asked)), dtype=np.float32)
        by_mean = asked @ self.mean
        for start in range(0, len(self.rows), _PORTION):
            part = slice(start, start + _PORTION)
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
        """The next of them, at most `AT_ONCE`; False when nothing was left. Raises EmbeddingError, OSError."""
        waiting = [name for name in names if self._file.row(name) < 0]
        self._file.learn(waiting[:AT_ONCE])
        return bool(waiting)

    def learned(self, names: Sequence[str]) -> NearNames | None:
        """None until all of them are."""
        rows = np.array([self._file.row(name) for name in names], dtype=np.intp)
        if not len(rows) or (rows < 0).any():
            return None
        vectors = self._file.vectors
        total, lengths = np.zeros(vectors.shape[1], dtype=np.float32), []
        for start in range(0, len(rows), _PORTION):
            whole = vectors[rows[start : start + _PORTION]].astype(np.float32)
            lengths.append(np.maximum(_lengths(whole), 1e-9))
            total += (whole / lengths[-1][:, None]).sum(axis=0)
        mean = total / len(rows)
        apart = np.ones(len(rows), dtype=np.float32)
        near = NearNames(vectors, rows, mean, np.concatenate(lengths), apart)
        by_mean = near._against(mean[None])[:, 0]
        apart = np.sqrt(np.maximum(1 - mean @ mean - 2 * by_mean, 1e-9)).astype(np.float32)
        return NearNames(vectors, rows, mean, near.lengths, apart)

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
    lengths: Numbers = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return lengths


def _of_length_one(vectors: Vectors) -> Vectors:
    result: Vectors = vectors / np.maximum(_lengths(vectors)[:, None], 1e-9)
    return result
