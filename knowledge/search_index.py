"""Words to services: character trigrams with BM25, which need no dictionary of any language."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.service import Service
from knowledge.stop_words import STOP_WORDS
from knowledge.words import fold, words

NAME, KEYWORDS, SUMMARY, PROVIDER = 3, 2, 1, 1
"""How many times a part of a service counts."""

SATURATION, LENGTH = 1.2, 0.5
"""BM25's k1 and b: entries are short and of like length, so length says little."""

SIMILAR, INSIDE = 0.58, 0.99
"""Shares of common trigrams from which two words are forms of one, or one is a part of the other."""

LONG_ENOUGH = 5
"""Letters a word needs to be looked for inside compounds."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Per service, in the order of the index. `coverage` is the share of the query's weight it holds."""

    relevance: Numbers
    coverage: Numbers


class SearchIndex:
    """All languages of each service in memory; one entry per service and language. Immutable, thread-safe."""

    def __init__(self, services: Sequence[Service]) -> None:
        entries = [(place, entry) for place, service in enumerate(services) for entry in _entries(service)]
        self._services = len(services)
        self._owner = np.array([place for place, _ in entries], dtype=np.int64)
        self._trigrams: dict[str, int] = {}
        self._weights = self._bm25([_count(entry) for _, entry in entries])
        vocabulary = sorted({word for _, entry in entries for word in entry})
        self._sizes = np.array([len(_trigrams(word)) for word in vocabulary], dtype=np.float64)
        self._spelling = self._rows([_trigrams(word) for word in vocabulary], inner=False)
        self._inside = self._rows([_trigrams(word)[1:-1] for word in vocabulary], inner=True)
        self._holds = _incidence(vocabulary, [entry for _, entry in entries])

    def scores(self, query: str) -> Scores:
        """How well each service answers; all zero when nothing but stop words is asked."""
        asked = content_words(query)
        if not asked or not len(self._owner):
            return Scores(np.zeros(self._services), np.zeros(self._services))
        rows = [
            self._trigrams[t] for t in {t for word in asked for t in _trigrams(word)} if t in self._trigrams
        ]
        relevance = np.asarray(self._weights[rows].sum(axis=0)).ravel()
        coverage = self._coverage(asked)
        return Scores(self._best(relevance * (0.3 + coverage)), self._best(coverage))

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
        alike = self._alike(word)
        if not len(alike):
            return np.zeros(len(self._owner))
        return np.asarray(self._holds[alike].max(axis=0).todense(), dtype=np.float64).ravel()

    def _alike(self, word: str) -> NDArray[np.intp]:
        trigrams = _trigrams(word)
        common = self._counted(self._spelling, trigrams)
        alike = common >= SIMILAR * (0.6 * len(trigrams) + 0.4 * self._sizes)
        if len(word) >= LONG_ENOUGH:
            inner = trigrams[1:-1]
            alike |= self._counted(self._spelling, inner) >= INSIDE * len(inner)
            whole = self._sizes - 2
            alike |= (self._counted(self._inside, trigrams) >= INSIDE * whole) & (whole >= LONG_ENOUGH - 2)
        return np.flatnonzero(alike)

    def _counted(self, table: sparse.csr_array, trigrams: Iterable[str]) -> Numbers:
        rows = [self._trigrams[trigram] for trigram in trigrams if trigram in self._trigrams]
        return np.asarray(table[rows].sum(axis=0), dtype=np.float64).ravel()

    def _bm25(self, entries: list[Counter[str]]) -> sparse.csr_array:
        """Trigrams by entries."""
        frequency = Counter(trigram for entry in entries for trigram in entry)
        self._trigrams.update({trigram: row for row, trigram in enumerate(sorted(frequency))})
        usual = sum(entry.total() for entry in entries) / max(1, len(entries))
        rows, columns, values = [], [], []
        for column, entry in enumerate(entries):
            damping = SATURATION * (1 - LENGTH + LENGTH * entry.total() / usual)
            for trigram, count in entry.items():
                seen = frequency[trigram]
                rarity = math.log(1 + (len(entries) - seen + 0.5) / (seen + 0.5))
                rows.append(self._trigrams[trigram])
                columns.append(column)
                values.append(rarity * count * (SATURATION + 1) / (count + damping))
        return sparse.csr_array((values, (rows, columns)), shape=(len(frequency), len(entries)))

    def _rows(self, spellings: list[tuple[str, ...]], inner: bool) -> sparse.csr_array:
        """Trigrams by words, 1 where a word has the trigram."""
        pairs = {(self._trigrams[t], column) for column, spelling in enumerate(spellings) for t in spelling}
        rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
        shape = (len(self._trigrams), len(spellings))
        return sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=shape)


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that say what it is about, folded, each once."""
    folded = (fold(part) for word in words(text) for part in word.replace(":", "-").split("-"))
    return tuple(dict.fromkeys(word for word in folded if word not in STOP_WORDS and len(word) > 1))


def _entries(service: Service) -> Iterator[list[str]]:
    for language in sorted({*service.texts, *service.keywords}):
        text = service.texts.get(language)
        provider = service.provider_names.get(language, "")
        parts = [(" ".join(service.keywords.get(language, ())), KEYWORDS), (provider, PROVIDER)]
        if text:
            parts += [(text.name, NAME), (f"{text.summary} {text.condition}", SUMMARY)]
        yield [word for part, times in parts for word in content_words(part) * times]


def _count(entry: list[str]) -> Counter[str]:
    return Counter(trigram for word in entry for trigram in _trigrams(word))


def _incidence(vocabulary: list[str], entries: list[list[str]]) -> sparse.csr_array:
    place = {word: row for row, word in enumerate(vocabulary)}
    pairs = {(place[word], column) for column, entry in enumerate(entries) for word in entry}
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    return sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(vocabulary), len(entries)))


def _trigrams(word: str) -> tuple[str, ...]:
    marked = f"_{word}_"
    return tuple(dict.fromkeys(marked[place : place + 3] for place in range(len(marked) - 2)))
