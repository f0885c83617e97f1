"""Finds phrases in a text, tolerant of inflection and of one typing error in a long word.

A phrase is written as words. `stem*` stands for every word that begins so, `..` for up to three words
between, `(a|b)` for either, `(a|)` for a word that may be missing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

from dialogues.understanding.spelling import PAUSE, fold

_CHOICE = re.compile(r"\(([^()]*)\)")
_BETWEEN_LETTERS_AND_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_GAP = ".."
_LONGEST_GAP = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the table `name`, in the words `start` to `end` (exclusive)."""

    name: str
    start: int
    end: int
    negated: bool = False


Step = str | tuple[tuple[str, ...], ...]
"""One part of a phrase, or the ways that a choice may be read, each of none or more parts."""

Steps = tuple[Step, ...]


class _Phrase(NamedTuple):
    """The phrase after its first part."""

    name: str
    rest: Steps


@dataclass(slots=True)
class Phrasebook:
    """All phrases of one language.

    A negator ("not") up to `lookback` words before a phrase negates it, unless a pause ("but") is between.
    Words of `typos_from` letters may have one error: shorter ones are too often one letter away from another.
    """

    phrases: Mapping[str, Iterable[str]]
    negators: frozenset[str] = frozenset()
    pauses: frozenset[str] = frozenset()
    lookback: int = 3
    typos_from: int = 8
    _by_first: dict[str, list[_Phrase]] = field(init=False, default_factory=dict)
    _parts: set[str] = field(init=False, default_factory=set)
    _misspelt: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)
    _lengths: frozenset[int] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        for name, phrases in self.phrases.items():
            for phrase in phrases:
                steps = _steps(fold(phrase).replace("-", " "))
                self._parts.update(_parts(steps))
                for first, rest in _openings(steps):
                    self._by_first.setdefault(first, []).append(_Phrase(name, rest))
        self._parts.discard(_GAP)
        for part in self._parts:
            stem = part.removesuffix("*")
            if len(stem) >= self.typos_from:
                alone = (part,)  # shared: most forms are of one part only
                for form in _shortened(stem):
                    others = self._misspelt.get(form)
                    self._misspelt[form] = (*others, part) if others else alone
        stems = {len(part.removesuffix("*")) for part in self._parts}
        self._lengths = frozenset(n + d for n in stems if n >= self.typos_from for d in (-1, 0, 1))

    def find(self, words: Sequence[str]) -> list[Found]:
        """Every phrase in `words` (of `spelling.words`), in order of appearance."""
        parts = [self._parts_of(word) for word in words]
        return [
            Found(phrase.name, start, end, self._negated(words, start, skipped))
            for start, here in enumerate(parts)
            for part in sorted(here)
            for phrase in self._by_first.get(part, ())
            for end, skipped in _ends(phrase.rest, parts, words, start + 1)
        ]

    def _parts_of(self, word: str) -> set[str]:
        """The parts of phrases that this word can stand for."""
        starts = (word[:length] + "*" for length in range(1, len(word) + 1))
        exact = {part for part in (word, *starts) if part in self._parts}
        if exact or len(word) < self.typos_from - 1:
            return exact
        return {part for part in self._near(word) if part[0] == word[0]}

    def _near(self, word: str) -> Iterator[str]:
        for length in range(self.typos_from - 1, len(word) + 1):
            if length in self._lengths:
                candidates = (self._misspelt.get(form, ()) for form in _shortened(word[:length]))
                for part in set().union(*candidates):
                    # The last letter of a whole word is its inflection, which means something.
                    alike = part.endswith("*") or (length == len(word) and part[-1] == word[-1])
                    if alike and _one_edit_apart(word[:length], part.removesuffix("*")):
                        yield part

    def _negated(self, words: Sequence[str], start: int, skipped: Sequence[str]) -> bool:
        if self.negators.intersection(skipped):
            return True
        for word in reversed(words[max(0, start - self.lookback) : start]):
            if word == PAUSE or word in self.pauses:
                return False
            if word in self.negators:
                return True
        return False


def _ends(
    wanted: Steps, parts: Sequence[set[str]], words: Sequence[str], at: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where the rest of a phrase ends when it goes on at `at`, and the words that its gaps swallowed."""
    gap = wanted[:1] == (_GAP,)
    rest = wanted[1:] if gap else wanted
    if all(step == _GAP for step in rest):
        yield at, ()
    elif not isinstance(rest[0], str):
        for option in rest[0]:
            yield from _ends((*wanted[:gap], *option, *rest[1:]), parts, words, at)
    else:
        for step in range(_LONGEST_GAP + 1 if gap else 1):
            if at + step < len(words) and rest[0] in parts[at + step]:
                for end, skipped in _ends(rest[1:], parts, words, at + step + 1):
                    yield end, (*words[at : at + step], *skipped)
                return
            if at + step < len(words) and words[at + step] == PAUSE:
                return


def _steps(folded: str) -> Steps:
    """A folded phrase. A choice stays one: read in every way, there are twenty times as many phrases."""
    steps: list[Step] = []
    for token in _tokens(folded):
        options = tuple(tuple(map(intern, _separated(chosen).split())) for chosen in _choices(token))
        steps += options[0] if len(options) == 1 else [options]
    return tuple(steps)


def _tokens(folded: str) -> list[str]:
    """What stands between the spaces outside of brackets."""
    depth, marked = 0, ""
    for char in folded:
        depth += (char == "(") - (char == ")")
        marked += "\n" if char == " " and not depth else char
    return marked.split("\n")


def _separated(chosen: str) -> str:
    return _BETWEEN_LETTERS_AND_DIGITS.sub(" ", chosen) if any(map(str.isdigit, chosen)) else chosen


def _parts(steps: Steps) -> Iterator[str]:
    for step in steps:
        if isinstance(step, str):
            yield step
        else:
            for option in step:
                yield from option


def _openings(steps: Steps) -> Iterator[tuple[str, Steps]]:
    """Every part that the phrase can begin with, and what follows it."""
    if steps and isinstance(steps[0], str):
        yield steps[0], steps[1:]
    elif steps:
        for option in steps[0]:
            yield from _openings((*option, *steps[1:]))


def _choices(folded: str) -> list[str]:
    """Every way to read the brackets, those of the innermost first."""
    choice = _CHOICE.search(folded)
    if choice is None:
        return [folded]
    before, after = folded[: choice.start()], folded[choice.end() :]
    return [chosen for option in choice[1].split("|") for chosen in _choices(before + option + after)]


def _shortened(word: str) -> set[str]:
    """The word, and the word without one of its letters."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _one_edit_apart(one: str, other: str) -> bool:
    """Whether a letter added, left out or changed, or two neighbours swapped, make one of the other."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])
