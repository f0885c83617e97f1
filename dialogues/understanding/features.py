"""What the model of understanding sees of a text: pieces of words, and pairs of words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from zlib import adler32, crc32

import numpy as np
from numpy.typing import NDArray

from dialogues.understanding.spelling import plain

VERSION: Final = "6"
"""Part of the cache's name: raise it when the features or the way of training change."""

_SHORTEST, _LONGEST = 2, 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features that a model knows, by two checksums of each: their texts take twenty times the memory.

    `marks` are in ascending order; `rows` are the places that their features had.
    """

    marks: NDArray[np.uint64]
    rows: NDArray[np.int32]

    @classmethod
    def of(cls, known: Iterable[str]) -> "Vocabulary":
        """Of at least one feature."""
        marks = _marks(known)
        order = np.argsort(marks).astype(np.int32)
        return cls(marks[order], order)

    def find(self, wanted: Iterable[str]) -> NDArray[np.int32]:
        """The row of each, -1 for the unknown."""
        marks = _marks(wanted)
        places = np.minimum(np.searchsorted(self.marks, marks), len(self.marks) - 1)
        return np.where(self.marks[places] == marks, self.rows[places], np.int32(-1))


def _marks(some: Iterable[str]) -> NDArray[np.uint64]:
    coded = map(str.encode, some)
    return np.fromiter((crc32(each) << 32 | adler32(each) for each in coded), dtype=np.uint64)


def features(text: str) -> Iterator[str]:
    """Pieces of 2 to 5 characters inside each word with its borders, whole words, pairs of neighbours."""
    words = plain(text).split()
    yield from pieces(text)
    for word in words:
        yield f"={word}"
    for pair in zip(("^", *words), (*words, "$"), strict=True):
        yield "+".join(pair)


def weighted(
    text: str, vocabulary: Vocabulary, idf: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.float32]] | None:
    """The rows of the known features of `text`, and their TF-IDF weights of length 1; None without any."""
    counts = Counter(features(text))
    rows = vocabulary.find(counts)
    known = rows >= 0
    if not known.any():
        return None
    often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))[known]
    vector = (1 + np.log(often)) * idf[rows[known]]
    return rows[known], vector / np.sqrt(vector @ vector)


def pieces(text: str) -> Iterator[str]:
    """Only the pieces of words."""
    for word in plain(text).split():
        yield from _of_word(f" {word} ")


def familiar_share(text: str, vocabulary: Vocabulary) -> float:
    """How much of a text consists of known pieces, 0 to 1."""
    all_pieces = set(pieces(text))
    return float(np.mean(vocabulary.find(all_pieces) >= 0)) if all_pieces else 0.0


def _of_word(word: str) -> Iterator[str]:
    for length in range(_SHORTEST, _LONGEST + 1):
        for start in range(max(1, len(word) - length + 1)):
            yield word[start : start + length]
        if length >= len(word):
            return
