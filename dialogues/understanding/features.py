"""What the model of understanding sees of a text: pieces of words, and pairs of words."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogues.understanding.spelling import plain

VERSION: Final = "5"
"""Part of the cache's name: raise it when the features or the way of training change."""

_SHORTEST, _LONGEST = 2, 5


def features(text: str) -> Iterator[str]:
    """Pieces of 2 to 5 characters inside each word with its borders, whole words, pairs of neighbours."""
    words = plain(text).split()
    yield from pieces(text)
    for word in words:
        yield f"={word}"
    for pair in zip(("^", *words), (*words, "$"), strict=True):
        yield "+".join(pair)


def weighted(
    text: str, rows: Mapping[str, int], idf: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.float32]] | None:
    """The rows of the known features of `text`, and their TF-IDF weights of length 1; None without any."""
    counts = Counter(feature for feature in features(text) if feature in rows)
    if not counts:
        return None
    at = np.fromiter((rows[feature] for feature in counts), dtype=np.intp, count=len(counts))
    often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
    vector = (1 + np.log(often)) * idf[at]
    return at, vector / np.sqrt(vector @ vector)


def pieces(text: str) -> Iterator[str]:
    """Only the pieces of words."""
    for word in plain(text).split():
        yield from _of_word(f" {word} ")


def familiar_share(text: str, known: Container[str]) -> float:
    """How much of a text consists of known pieces, 0 to 1."""
    all_pieces = set(pieces(text))
    return sum(piece in known for piece in all_pieces) / len(all_pieces) if all_pieces else 0.0


def _of_word(word: str) -> Iterator[str]:
    for length in range(_SHORTEST, _LONGEST + 1):
        for start in range(max(1, len(word) - length + 1)):
            yield word[start : start + length]
        if length >= len(word):
            return
