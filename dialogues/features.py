"""What the model of understanding sees of a text: pieces of words, and pairs of words."""

from collections.abc import Iterator
from typing import Final

from dialogues.spelling import plain

VERSION: Final = "1"
"""Part of the cache's name: raise it when the features or the way of training change."""

_SHORTEST, _LONGEST = 2, 5


def features(text: str) -> Iterator[str]:
    """Pieces of 2 to 5 characters inside each word with its borders, whole words, pairs of neighbours."""
    words = plain(text).split()
    for word in words:
        yield f"={word}"
        yield from _pieces(f" {word} ")
    for pair in zip(("^", *words), (*words, "$"), strict=True):
        yield "+".join(pair)


def _pieces(word: str) -> Iterator[str]:
    for length in range(_SHORTEST, _LONGEST + 1):
        for start in range(max(1, len(word) - length + 1)):
            yield word[start : start + length]
        if length >= len(word):
            return
