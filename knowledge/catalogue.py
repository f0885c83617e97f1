"""The published services in memory: an immutable view, swapped whole when something is published."""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from sqlalchemy.orm import Session

from knowledge.catalogue_version import current_version
from knowledge.database import Database
from knowledge.embedding import Embedding
from knowledge.events.published import newest_events, published_events
from knowledge.events.series import EventSeries
from knowledge.guide import Guide
from knowledge.guides.published import newest_guides, published_guides
from knowledge.matching_index import MatchingIndex
from knowledge.municipalities import Municipalities
from knowledge.published import published_since
from knowledge.search_index import SearchIndex
from knowledge.search_vectors import Learning, Meanings
from knowledge.service import Service
from knowledge.stored_municipalities import municipalities_of, newest_municipalities
from knowledge.synonyms import Synonyms
from knowledge.synonyms_table import read_synonyms


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a conversation may show. `made_on` is the day it was built, `version` what it knows of.

    Without `meanings` (vectors are not made yet, or cannot be had) the search goes by characters alone.
    """

    services: tuple[Service, ...]
    municipalities: Municipalities
    made_on: date
    by_id: Mapping[str, Service] = field(repr=False)
    index: SearchIndex = field(repr=False)
    matching: MatchingIndex = field(repr=False)
    meanings: Meanings | None = field(default=None, repr=False)
    synonyms: Synonyms = field(default_factory=Synonyms, repr=False)
    version: int = 0
    events: tuple[EventSeries, ...] = field(default=(), repr=False)
    guides: Mapping[str, Guide] = field(default_factory=dict, repr=False)

    def place(self, service_id: str) -> int:
        """Where among `services` one of them stands."""
        return bisect_left(self.services, service_id, key=lambda service: service.id)


def make_catalogue(
    services: Iterable[Service],
    municipalities: Municipalities,
    today: date,
    version: int = 0,
    older: Catalogue | None = None,
    synonyms: Synonyms | None = None,
    guides: Mapping[str, Guide] = MappingProxyType({}),
    events: tuple[EventSeries, ...] = (),
) -> Catalogue:
    """A catalogue of these services, in the order of their ids; those past their last day are left out.

    With the indexes of an `older` one only what has changed since is read again.
    """
    current = (service for service in services if service.valid_to is None or service.valid_to >= today)
    ordered = tuple(sorted(current, key=lambda service: service.id))
    by_id = MappingProxyType({service.id: service for service in ordered})
    index = older.index.following(ordered) if older else SearchIndex(ordered)
    matching = older.matching.following(ordered) if older else MatchingIndex(ordered)
    return Catalogue(
        ordered,
        municipalities,
        today,
        by_id,
        index,
        matching,
        synonyms=synonyms or Synonyms(),
        version=version,
        guides=guides,
        events=events,
    )


def load_catalogue(session: Session, today: date, municipalities: Municipalities | None = None) -> Catalogue:
    """What is published in the database; drafts of texts stay out. Raises OSError."""
    version = current_version(session)
    services = published_since(session, -1).shown
    places = municipalities or municipalities_of(session)
    synonyms, guides, events = read_synonyms(session), published_guides(session), published_events(session)
    return make_catalogue(services, places, today, version, synonyms=synonyms, guides=guides, events=events)


class LiveCatalogue:
    """Holds the current catalogue. Readers take `current` once a turn; a refresh never waits for them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._current = catalogue
        self._changing = threading.Lock()
        self._learning: Learning | None = None

    @property
    def current(self) -> Catalogue:
        return self._current

    def refresh(self, database: Database, today: date) -> Catalogue:
        """Puts in place what has been published since; on any error the old one stays.

        Cheap where nothing has (one small query), so it may be asked every second. What is new is found by
        characters at once, by meaning when it is learned. Raises SQLAlchemyError.
        """
        with self._changing:
            if fresh := _newer(self._current, database, today):
                self._current = self._with_meanings(fresh)
            return self._current

    def learn_meanings(self, embedding: Embedding, file: Path) -> None:
        """Searches by meaning from now on, as far as is learned; the vectors are kept in `file`.

        Takes a minute or many when the file has none; the catalogue is read and refreshed meanwhile.
        Raises EmbeddingError, OSError.
        """
        self._learning = Learning(embedding, file)
        while self.learn_more():
            pass

    def learn_more(self) -> bool:
        """A part of what was published since, ten seconds at most; False when all is learned.

        Raises EmbeddingError, OSError.
        """
        if self._learning is None:
            return False
        before = self._current
        learned = self._learning.learn_some(before.services, before.meanings)
        if learned or before.meanings is None:
            with self._changing:
                self._current = self._with_meanings(self._current)
        return learned

    def _with_meanings(self, catalogue: Catalogue) -> Catalogue:
        if self._learning is None:
            return catalogue
        known = self._current.meanings
        return replace(catalogue, meanings=self._learning.meanings(catalogue.services, known))


def _newer(old: Catalogue, database: Database, today: date) -> Catalogue | None:
    """None when `old` is still the newest. Version first: what is published meanwhile is found next time."""
    with database.read() as session:
        version = current_version(session)
        if (version, today) == (old.version, old.made_on):
            return None
        if version < old.version:  # the database was put back to an earlier day
            return load_catalogue(session, today)
        changes = published_since(session, old.version)
        synonyms = read_synonyms(session)
        guides = newest_guides(session, old.guides, old.version)
        events = newest_events(session, old.events, old.version)
        municipalities = newest_municipalities(session, old.municipalities)
    kept = {key: service for key, service in old.by_id.items() if key not in changes.touched}
    services = (*kept.values(), *changes.shown)
    return make_catalogue(services, municipalities, today, version, old, synonyms, guides, events)
