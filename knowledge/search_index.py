"""Words to services: character trigrams with BM25, which need no dictionary of any language."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search_table import Numbers, Table
from knowledge.service import Service
from knowledge.stop_words import STOP_WORDS
from knowledge.words import fold, words

NAME, KEYWORDS, SUMMARY, PROVIDER = 3, 2, 1, 1
"""How many times a part of a service counts."""

SATURATION, LENGTH = 1.2, 0.5
"""BM25's k1 and b: entries are short and of like length, so length says little."""

SIMILAR, INSIDE = 0.66, 0.99
"""Shares of common trigrams from which two words are forms of one, or one is a part of the other."""

LONG_ENOUGH = 5
"""Letters a word needs to be looked for inside compounds."""

STEM, SHORTEST_STEM = 0.55, 4
"""The beginning that two forms of a word share: of its letters, and at least so many."""

WHOLE_PHRASE = 1.6
"""Factor for an entry one of whose keywords, or whose name, is just what was asked."""

COMMON_FLOOR = 0.3
"""What likeness is worth when none of the asked words is held."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Per service, in the order of the index. `coverage` is the share of the query's weight it holds."""

    relevance: Numbers
    coverage: Numbers


@dataclass(frozen=True, slots=True)
class _Entry:
    """The words of one service in one language, each as often as it counts, and its whole phrases."""

    owner: int
    words: list[str]
    phrases: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Usage:
    """How many entries there are, how many hold a trigram, and the usual number of trigrams of one."""

    entries: int
    seen: Counter[str]
    usual: float

    @classmethod
    def of(cls, counts: list[Counter[str]]) -> "_Usage":
        seen = Counter(trigram for count in counts for trigram in count)
        return cls(len(counts), seen, sum(count.total() for count in counts) / max(1, len(counts)) or 1.0)


class SearchIndex:
    """All languages of each service in memory; one entry per service and language. Immutable, thread-safe.

    A small index weighs its trigrams `like` the large one it stands beside: rare there is rare here.
    """

    def __init__(self, services: Sequence[Service], like: "SearchIndex | None" = None) -> None:
        entries = [entry for place, service in enumerate(services) for entry in _entries(place, service)]
        self._services = len(services)
        self._owner = np.array([entry.owner for entry in entries], dtype=np.int64)
        self._trigrams: dict[str, int] = {}
        counts = [_count(entry.words) for entry in entries]
        self._usage: _Usage = like._usage if like else _Usage.of(counts)
        self._weights = self._bm25(counts)
        self._vocabulary = sorted({word for entry in entries for word in entry.words})
        spellings = [_trigrams(word) for word in self._vocabulary]
        self._sizes = np.array([len(spelling) for spelling in spellings], dtype=np.float64)
        self._spelling = self._rows(spellings)
        self._beginnings = self._rows([spelling[:-1] for spelling in spellings])
        self._holds = _incidence(self._vocabulary, [entry.words for entry in entries])
        self._phrases: dict[tuple[str, ...], list[int]] = {}
        for place, entry in enumerate(entries):
            for phrase in entry.phrases:
                self._phrases.setdefault(phrase, []).append(place)

    def scores(self, query: str) -> Scores:
        """How well each service answers; all zero when nothing but stop words is asked."""
        asked = content_words(query)
        if not asked or not len(self._owner):
            return Scores(np.zeros(self._services), np.zeros(self._services))
        relevance = sum((self._relevance(word) for word in asked), np.zeros(len(self._owner)))
        coverage = self._coverage(asked)
        relevance *= COMMON_FLOOR + coverage
        relevance[self._phrases.get(asked, [])] *= WHOLE_PHRASE
        return Scores(self._best(relevance), self._best(coverage))

    def _relevance(self, word: str) -> Numbers:
        """BM25 over the trigrams of one word; the root keeps a long word from drowning the short ones."""
        trigrams = _trigrams(word)
        return self._counted(self._weights, trigrams) / math.sqrt(len(trigrams))

    def _best(self, by_entry: Numbers) -> Numbers:
        """The best entry of each service."""
        best = np.zeros(self._services)
        np.maximum.at(best, self._owner, by_entry)
        return best

    def _coverage(self, asked: Sequence[str]) -> Numbers:
        held, total = np.zeros(len(self._owner)), 0.0
        for word in asked:
            found = self._entries_with(word)
            weight = math.log((len(self._owner) + 1) / (float(found.sum()) + 0.5))
            held += weight * found
            total += weight
        return held / total

    def _entries_with(self, word: str) -> Numbers:
        """1 for the entries that hold a form of a word, 0 for the others."""
        return np.minimum(self._holds.total(self._alike(word)), 1)

    def _alike(self, word: str) -> NDArray[np.intp]:
        """The known words that are forms of a word, hold it or begin it."""
        trigrams = _trigrams(word)
        common = self._counted(self._spelling, trigrams)
        alike = common >= SIMILAR * (0.6 * len(trigrams) + 0.4 * self._sizes)
        alike[self._with_stem_of(word)] = True
        if len(word) >= LONG_ENOUGH:
            inner = trigrams[1:-1]
            alike |= self._counted(self._spelling, inner) >= INSIDE * len(inner)
            begun = self._counted(self._beginnings, trigrams) >= INSIDE * (self._sizes - 1)
            alike |= begun & (self._sizes >= LONG_ENOUGH)
        return np.flatnonzero(alike)

    def _with_stem_of(self, word: str) -> slice:
        stem = word[: max(SHORTEST_STEM, math.ceil(STEM * len(word)))]
        if len(stem) < SHORTEST_STEM:
            return slice(0)
        return slice(bisect_left(self._vocabulary, stem), bisect_left(self._vocabulary, stem + "\U0010ffff"))

    def _counted(self, table: Table, trigrams: Iterable[str]) -> Numbers:
        return table.total([self._trigrams[trigram] for trigram in trigrams if trigram in self._trigrams])

    def _bm25(self, entries: list[Counter[str]]) -> Table:
        """Trigrams by entries."""
        known = sorted({trigram for entry in entries for trigram in entry})
        self._trigrams.update({trigram: row for row, trigram in enumerate(known)})
        return Table.of(self._rated(entries), len(known), len(entries))

    def _rated(self, entries: list[Counter[str]]) -> Iterator[tuple[int, int, float]]:
        usage = self._usage
        for column, entry in enumerate(entries):
            damping = SATURATION * (1 - LENGTH + LENGTH * entry.total() / usage.usual)
            for trigram, count in entry.items():
                seen = usage.seen[trigram]
                rarity = math.log(1 + (usage.entries - seen + 0.5) / (seen + 0.5))
                yield self._trigrams[trigram], column, rarity * count * (SATURATION + 1) / (count + damping)

    def _rows(self, spellings: list[tuple[str, ...]]) -> Table:
        """Trigrams by words, 1 where a word has the trigram."""
        cells = (
            (self._trigrams[t], column, 1) for column, spelling in enumerate(spellings) for t in spelling
        )
        return Table.of(cells, len(self._trigrams), len(spellings))


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that say what it is about, folded, each once."""
    folded = (fold(part) for word in words(text) for part in word.replace(":", "-").split("-"))
    return tuple(dict.fromkeys(word for word in folded if word not in STOP_WORDS and len(word) > 1))


def _entries(owner: int, service: Service) -> Iterator[_Entry]:
    for language in sorted({*service.texts, *service.keywords}):
        text = service.texts.get(language)
        keywords = service.keywords.get(language, ())
        parts = [(keyword, KEYWORDS) for keyword in keywords]
        parts.append((service.provider_names.get(language, ""), PROVIDER))
        if text:
            parts += [(text.name, NAME), (f"{text.summary} {text.condition}", SUMMARY)]
        phrases = frozenset(content_words(phrase) for phrase in (*keywords, text.name if text else ""))
        yield _Entry(owner, [word for part, times in parts for word in content_words(part) * times], phrases)


def _count(entry: list[str]) -> Counter[str]:
    return Counter(trigram for word in entry for trigram in _trigrams(word))


def _incidence(vocabulary: list[str], entries: list[list[str]]) -> Table:
    place = {word: row for row, word in enumerate(vocabulary)}
    cells = ((place[word], column, 1) for column, entry in enumerate(entries) for word in set(entry))
    return Table.of(cells, len(vocabulary), len(entries))


def _trigrams(word: str) -> tuple[str, ...]:
    marked = f"_{word}_"
    return tuple(dict.fromkeys(marked[place : place + 3] for place in range(len(marked) - 2)))
