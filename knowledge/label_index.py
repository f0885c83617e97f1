"""Words to short names: inflected, misspelt or part of a compound, without any dictionary."""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from knowledge.label_table import Numbers, Table
from knowledge.place_edits import near
from knowledge.stop_words import STOP_WORDS
from knowledge.words import fold, listed, words

ALIKE: Final = 0.6
"""Of two words, from which share of common trigrams they are one word, differently written."""

INFLECTED, SLIP, HOLDING, BEGUN, INSIDE = 0.9, 0.85, 0.7, 0.6, 0.5
"""How sure a word is meant of which this one is a form, a slip, a compound, the beginning, a part."""

FEWEST = 3
"""Trigrams that have to be inside a compound, after which an ending does not matter."""

STEM, SURE_STEM, SHORTEST_STEM, LONG_ENOUGH, ENDING = 0.55, 0.7, 4, 5, 3

MOST_WORDS: Final = 60
"""Of one text; the rest says little new and takes its time."""

_CLAUSE: Final = re.compile(
    r"[.,;:!?\n()/،؛]+|\s(?:ja|sekä|mutta|och|samt|men|and|but|also|и|а|та|і|й|و|oo|iyo)\s"
)
_SOFTENING: Final = ("fi", "et")
_SOFTENED: Final = str.maketrans("dv", "tp")
_DOUBLED: Final = re.compile(r"([kptlmnrs])\1")

TALK: Final = listed("""
    vuosi vuotta vuoden vuosia vuodet kuukausi kuukautta kuukauden kesa kesat tyo tyota toita toissa tyossa
    tyon tyoni tehnyt tein teen tekemassa toiminut toimin tyoskennellyt tyoskentelin kotona vapaa aika
    vapaa-aika vapaaajalla ajalla aina usein joskus aikana sitten lisaksi viela ennen nuorena harrastan
    harrastus harrastin tykkaan osaan osasin kaikkea kaikenlaista muita paljon paivittain
    ar aren manad manader arbete arbetat arbetade arbetar jobb jobbat jobbade jobbar hemma fritid alltid ofta
    ibland gjort gjorde brukar tycker kan
    year years month months work worked working works job jobs home time free always often sometimes done used
    lot things like able ten five two three four
""")
"""What people say around what they have done."""


class LabelIndex:
    """Names of one language, each a place in the given order. Immutable, thread-safe."""

    def __init__(self, names: Sequence[str], language: str) -> None:
        self._fold = hardened if language in _SOFTENING else str
        said = [tuple(dict.fromkeys(map(self._fold, _content(name)))) for name in names]
        frequency = Counter(word for words in said for word in words)
        self._vocabulary = sorted(frequency)
        place = {word: row for row, word in enumerate(self._vocabulary)}
        self._number = len(names)
        rarity = {word: math.log(1 + len(names) / seen) for word, seen in frequency.items()}
        self._shares = Table.of(
            (
                (place[word], column, rarity[word] / sum(rarity[each] for each in words))
                for column, words in enumerate(said)
                for word in words
            ),
            len(self._vocabulary),
            len(names),
        )
        spellings = [_trigrams(word) for word in self._vocabulary]
        self._trigrams = {each: row for row, each in enumerate(sorted({t for s in spellings for t in s}))}
        self._spelling = Table.of(
            ((self._trigrams[t], column, 1) for column, spelling in enumerate(spellings) for t in spelling),
            len(self._trigrams),
            len(self._vocabulary),
        )
        self._sizes = np.array([len(spelling) for spelling in spellings], dtype=np.float64)
        self._lengths = np.array([len(word) for word in self._vocabulary], dtype=np.int64)

    def scores(self, text: str) -> Numbers:
        """Per name, the share of it that the best clause of the text holds: 0 to 1."""
        best = np.zeros(self._number)
        for clause in clauses(text):
            np.maximum(best, self._held(map(self._fold, clause)), out=best)
        return best

    def _held(self, words: Iterable[str]) -> Numbers:
        known = np.zeros(len(self._vocabulary))
        for word in words:
            np.maximum(known, self._likeness(word), out=known)
        rows = np.flatnonzero(known)
        return self._shares.total(rows, known[rows])

    def _likeness(self, word: str) -> Numbers:
        """Of every known word to this one."""
        trigrams = _trigrams(word)
        common = self._common(trigrams)
        likeness = 2 * common / (len(trigrams) + self._sizes)
        likeness[likeness < ALIKE] = 0
        if len(word) >= LONG_ENOUGH:
            inner = trigrams[1:-2] if len(trigrams) > 2 + FEWEST else trigrams[1:]
            likeness[self._common(inner) >= len(inner)] = INSIDE
            held = (common >= self._sizes - 1) & (self._lengths >= LONG_ENOUGH)
            likeness[held] = np.maximum(likeness[held], HOLDING)
        stem = word[: max(SHORTEST_STEM, math.ceil(STEM * len(word)))]
        if len(stem) >= SHORTEST_STEM:
            begun = self._beginning(stem)
            alike = [self._inflected(word, other) for other in self._vocabulary[begun]]
            likeness[begun] = np.maximum(likeness[begun], alike)
        exact = self._beginning(word).start
        if exact < len(self._vocabulary) and self._vocabulary[exact] == word:
            likeness[exact] = 1
        if not likeness.any():
            likeness[list(self._slips(word))] = SLIP
        return likeness

    def _inflected(self, word: str, other: str) -> float:
        """Of two words that begin the same: forms of one word, or the longer a compound of the other."""
        if len(other) > len(word) + ENDING:
            return BEGUN
        common = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
        share = (common or min(len(word), len(other))) / min(len(word), len(other))
        return float(np.interp(share, (STEM, SURE_STEM), (BEGUN, INFLECTED)))

    def _slips(self, word: str) -> Iterator[int]:
        """Words one slip of the fingers away that begin the same; asked for a word that is like none."""
        begun = self._beginning(word[:2])
        for place in range(begun.start, begun.stop):
            if len(word) >= LONG_ENOUGH and near(word, self._vocabulary[place]):
                yield place

    def _beginning(self, stem: str) -> slice:
        return slice(bisect_left(self._vocabulary, stem), bisect_left(self._vocabulary, stem + "\U0010ffff"))

    def _common(self, trigrams: Iterable[str]) -> Numbers:
        rows = [self._trigrams[each] for each in trigrams if each in self._trigrams]
        return self._spelling.total(np.array(rows, dtype=np.intp), np.ones(len(rows)))


def clauses(text: str) -> list[tuple[str, ...]]:
    """The words that say what somebody did, by parts of sentences."""
    found, left = [], MOST_WORDS
    for part in parts_of(text):
        told = [word for word in _content(part) if word not in TALK and not word.isdigit()]
        if told and left > 0:
            found.append(tuple(dict.fromkeys(told[:left])))
            left -= len(told)
    return found


def parts_of(text: str) -> list[str]:
    """Parts of sentences, each about one thing."""
    return _CLAUSE.split(f" {text} ")


def _content(text: str) -> list[str]:
    """The words of a text that say something, folded; a hyphen parts two of them."""
    parts = (part for word in words(fold(text)) for part in word.replace(":", "-").split("-"))
    return [part for part in parts if part not in STOP_WORDS and len(part) > 1]


def hardened(word: str) -> str:
    """Without what Finnish changes inside a word: "hoidin" and "hoitaa" begin the same then."""
    return _DOUBLED.sub(r"\1", word.translate(_SOFTENED))


def _trigrams(word: str) -> tuple[str, ...]:
    marked = f"_{word}_"
    return tuple(dict.fromkeys(marked[place : place + 3] for place in range(len(marked) - 2)))
