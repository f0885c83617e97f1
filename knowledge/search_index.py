"""Words to services: tantivy's index of character trigrams with BM25, which need no dictionary."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from types import MappingProxyType
from typing import Final

import tantivy
from tantivy import Document, Index, Occur, Query, Searcher

from knowledge.search_words import Asked, content_words, trigrams
from knowledge.service import Service

NAME, KEYWORDS, SUMMARY, PROVIDER = 3, 2, 1, 1
"""How many times a part of a service counts."""

WHOLE_PHRASE: Final = 1.6
"""Factor for an entry one of whose keywords, or whose name, is just what was asked."""

ENTRIES: Final = 100
"""Entries (a service in a language) that are taken from the index, the best first."""

LOOKED_AT: Final = 20
"""Of them so many are read word by word."""

ENOUGH: Final = 0.3
"""The share of a query's weight that one of these must hold: less is a chance likeness of all."""

MEMORY_OF_WRITER, MEMORY_FOR_MANY = 15_000_000, 60_000_000
"""Bytes, the least that tantivy takes, and what it needs to write a first index in one or two pieces instead
of a dozen that are joined afterwards; given back after writing."""

MANY: Final = 1000
"""Services that are written at once."""

EVERYWHERE: Final = "*"

TIE: Final = 0.01
"""What being nationwide adds where no municipality is known: it is not crowded out by local ones alike."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which services may be found at all, None being no condition. `closed` are roles whose stand-ins are not
    needed here."""

    municipality: str | None = None
    audience: str | None = None
    category: str | None = None
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """Service -> relevance. Unless it is `meant`, all are but a chance likeness: trigrams, and no word."""

    relevance: Mapping[str, float]
    meant: bool


class SearchIndex:
    """All languages of each service, one entry per service and language. Immutable, thread-safe.

    `following` writes into the same index, but those who hold an older one go on seeing what they saw.
    """

    def __init__(self, services: Sequence[Service]) -> None:
        self._shared = _Shared()
        self._stand(services, {})

    def following(self, services: Sequence[Service]) -> "SearchIndex":
        """Of these services, of which only those are read that this one has not: the others are the same
        objects. Made anew where another one has followed this one already."""
        if self._shared.newest is not self:
            return SearchIndex(services)
        newer = object.__new__(SearchIndex)
        newer._shared = self._shared
        newer._stand(services, self._numbers)
        return newer

    def _stand(self, services: Sequence[Service], before: Mapping[int, "_Numbered"]) -> None:
        kept = {id(each): before[id(each)] for each in services if id(each) in before}
        new = [each for each in services if id(each) not in kept]
        gone = [entry.number for key, entry in before.items() if key not in kept]
        self._numbers = {**kept, **self._shared.write(new, gone)}
        self._ids = {entry.number: entry.service.id for entry in self._numbers.values()}
        self._searcher = self._shared.searcher()
        self._shared.newest = self
        self.doors = MappingProxyType(_doors(services))

    def find(self, asked: Asked, wanted: Wanted) -> Found:
        """Of the best entries, `ENTRIES` at most."""
        if not asked.words:
            return Found({}, False)
        searcher = self._searcher
        hits = searcher.search(self._shared.query(asked, wanted), ENTRIES, count=False).hits
        looked_at = [searcher.doc(address) for _, address in hits[:LOOKED_AT]]
        numbers = searcher.fast_field_values("number", [address for _, address in hits])
        factors = (WHOLE_PHRASE if asked.phrase in entry["phrase"] else 1.0 for entry in looked_at)
        relevance: dict[str, float] = {}
        for (score, _), number, factor in zip(hits, numbers, chain(factors, repeat(1.0)), strict=False):
            service = self._ids[int(number or 0)]
            relevance[service] = max(relevance.get(service, 0.0), score * factor)
        return Found(relevance, self._is_meant(asked, looked_at))

    def _is_meant(self, asked: Asked, entries: Iterable[Document]) -> bool:
        weights = {word: self._weight(word) for word in asked.words}
        return any(
            asked.coverage(frozenset(entry["text"][0].split()), weights) >= ENOUGH for entry in entries
        )

    def _weight(self, word: str) -> float:
        """A word is at least as rare as the rarest of its trigrams."""
        rarest = min(self._searcher.doc_freq("text", trigram) for trigram in trigrams(word))
        return math.log((self._searcher.num_docs + 1) / (rarest + 0.5))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A service and its number in the index; holding it keeps its identity from being given to another."""

    number: int
    service: Service


class _Shared:
    """The index behind all that follow one another. One writer at a time."""

    def __init__(self) -> None:
        self.newest: SearchIndex | None = None
        self._next = 0
        self._schema = _schema()
        self._index = Index(self._schema)
        cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, False)).build()
        self._index.register_tokenizer("trigrams", cut)

    def write(self, new: Sequence[Service], gone: Sequence[int]) -> dict[int, _Numbered]:
        """The new ones by their identity."""
        numbered = {id(each): _Numbered(self._next + place, each) for place, each in enumerate(new)}
        self._next += len(new)
        if not new and not gone:
            return numbered
        writer = self._index.writer(MEMORY_FOR_MANY if len(new) > MANY else MEMORY_OF_WRITER, 1)
        for number in gone:
            writer.delete_documents_by_term("number", number)
        for entry in numbered.values():
            for document in _documents(entry):
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        return numbered

    def searcher(self) -> Searcher:
        return self._index.searcher()

    def query(self, asked: Asked, wanted: Wanted) -> Query:
        """Conditions count nothing; of the trigrams any may be there."""
        spelled = dict.fromkeys(trigram for word in asked.words for trigram in trigrams(word))
        alike = Query.boolean_query([(Occur.Should, self._term("text", each, "freq")) for each in spelled])
        return Query.boolean_query([(Occur.Must, alike), *self._conditions(wanted)])

    def _conditions(self, wanted: Wanted) -> Iterator[tuple[Occur, Query]]:
        nationwide = self._term("municipality", EVERYWHERE)
        if wanted.municipality is None:
            yield Occur.Should, Query.const_score_query(nationwide, TIE)
        else:
            places = (nationwide, self._term("municipality", wanted.municipality))
            here = Query.boolean_query([(Occur.Should, place) for place in places])
            yield Occur.Must, Query.const_score_query(here, 0.0)
        for field, value in (("audience", wanted.audience), ("category", wanted.category)):
            if value is not None:
                yield Occur.Must, Query.const_score_query(self._term(field, value), 0.0)
        for role in wanted.closed:
            yield Occur.MustNot, self._term("stand_in", role)

    def _term(self, field: str, value: str, kept: str = "basic") -> Query:
        return Query.term_query(self._schema, field, value, kept)


def _schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("text", stored=True, tokenizer_name="trigrams", index_option="freq")
    fields.add_text_field("phrase", stored=True, tokenizer_name="raw", index_option="basic")
    for condition in ("municipality", "audience", "category", "stand_in"):
        fields.add_text_field(condition, tokenizer_name="raw", index_option="basic")
    fields.add_integer_field("number", indexed=True, fast=True)
    return fields.build()


def _documents(entry: _Numbered) -> Iterator[Document]:
    service = entry.service
    places = [EVERYWHERE] if service.municipalities is None else sorted(service.municipalities)
    for language in sorted({*service.texts, *service.keywords}):
        yield Document(
            text=f" {' '.join(_words(service, language))} ",
            phrase=list(_phrases(service, language)),
            municipality=places,
            audience=sorted(service.audience),
            category=service.category,
            stand_in=(service.role or "") if service.stand_in else "",
            number=entry.number,
        )


def _words(service: Service, language: str) -> Iterator[str]:
    """The words of one service in one language, each as often as it counts."""
    text = service.texts.get(language)
    parts = [(keyword, KEYWORDS) for keyword in service.keywords.get(language, ())]
    if provider := service.provider_names.get(language):
        parts.append((provider, PROVIDER))
    if text:
        parts += [(text.name, NAME), (f"{text.summary} {text.condition}", SUMMARY)]
    for part, times in parts:
        yield from content_words(part) * times


def _phrases(service: Service, language: str) -> Iterator[str]:
    text = service.texts.get(language)
    for phrase in (*service.keywords.get(language, ()), text.name if text else ""):
        yield " ".join(content_words(phrase))


def _doors(services: Iterable[Service]) -> dict[str, tuple[Service, ...]]:
    """Role -> services that make its stand-ins needless where they serve."""
    doors: dict[str, tuple[Service, ...]] = {each.role or "": () for each in services if each.stand_in}
    for each in services:
        if not each.stand_in and each.role in doors:
            doors[each.role] += (each,)
    return doors
