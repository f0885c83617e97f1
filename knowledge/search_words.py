"""Words as the search compares them: cut into trigrams, alike by form, weighed by rarity."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.stop_words import STOP_WORDS
from knowledge.words import fold

SIMILAR: Final = 0.66
"""The share of common trigrams from which two words are forms of one."""

STEM, SHORTEST_STEM = 0.55, 4
"""The beginning that two forms of a word share: of its letters, and at least so many."""

LONG_ENOUGH: Final = 5
"""Letters a word needs to be looked for inside compounds."""

_PART: Final = re.compile(r"[^\W_]+")
"""What hyphens and colons join is looked for apart."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: words with content. `instead` are groups of words that would do as well."""

    said: tuple[str, ...]
    instead: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.said, *(word for group in self.instead for word in group))))

    @property
    def phrase(self) -> str:
        return " ".join(self.said)

    def coverage(self, held: frozenset[str], weights: Mapping[str, float]) -> float:
        """The share of the weight of what was said, or of what would do as well, that is held: 0 to 1."""
        return max(_share(group, held, weights) for group in (self.said, *self.instead))


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that say what it is about, folded, each once."""
    parts = dict.fromkeys(_PART.findall(fold(text)))
    return tuple(part for part in parts if len(part) > 1 and part not in STOP_WORDS)


@lru_cache(maxsize=4096)
def trigrams(word: str) -> frozenset[str]:
    """With a space on both sides, which is where a word begins and ends."""
    spaced = f" {word} "
    return frozenset(spaced[place : place + 3] for place in range(len(spaced) - 2))


def alike(word: str, other: str) -> bool:
    """Whether another word is a form of this one, holds it or begins it."""
    stem = word[: max(SHORTEST_STEM, math.ceil(STEM * len(word)))]
    if len(stem) >= SHORTEST_STEM and other.startswith(stem):
        return True
    if len(word) >= LONG_ENOUGH and (word in other or (len(other) >= LONG_ENOUGH and word.startswith(other))):
        return True
    needed = SIMILAR * (0.6 * len(word) + 0.4 * len(other))
    near_in_length = word[:1] == other[:1] and min(len(word), len(other)) >= needed
    return near_in_length and len(trigrams(word) & trigrams(other)) >= needed


def _share(group: tuple[str, ...], held: frozenset[str], weights: Mapping[str, float]) -> float:
    total = sum(weights[word] for word in group)
    there = sum(weights[word] for word in group if any(alike(word, other) for other in held))
    return there / total if total else 0.0
