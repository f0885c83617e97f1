"""What the model of understanding sees of a text: pieces of words, and pairs of words."""

from collections.abc import Container, Iterator
from typing import Final

from dialogues.understanding.spelling import plain

VERSION: Final = "4"
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
