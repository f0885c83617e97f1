"""The published services in memory: an immutable view, swapped whole when something is published."""

import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from knowledge.catalogue_version import current_version
from knowledge.database import Database
from knowledge.embedding import Embedding, EmbeddingError
from knowledge.municipalities import Municipalities
from knowledge.published import published_since
from knowledge.search_layers import LayeredIndex
from knowledge.search_vectors import Meanings, meanings_of
from knowledge.service import Service
from knowledge.stored_municipalities import municipalities_of

MANY: Final = 50
"""Services published since the index was made: from here on the next ones take noticeably longer."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a conversation may show. `made_on` is the day it was built, `version` what it knows of.

    Without `meanings` (vectors are not made yet, or cannot be had) the search goes by characters alone.
    """

    services: tuple[Service, ...]
    municipalities: Municipalities
    made_on: date
    by_id: Mapping[str, Service] = field(repr=False)
    index: LayeredIndex = field(repr=False)
    meanings: Meanings | None = field(default=None, repr=False)
    version: int = 0


def make_catalogue(
    services: Iterable[Service],
    municipalities: Municipalities,
    today: date,
    version: int = 0,
    older: LayeredIndex | None = None,
) -> Catalogue:
    """A catalogue of these services, in the order of their ids; those past their last day are left out.

    With the index of an `older` one only what has changed since is read again.
    """
    current = (service for service in services if service.valid_to is None or service.valid_to >= today)
    ordered = tuple(sorted(current, key=lambda service: service.id))
    by_id = MappingProxyType({service.id: service for service in ordered})
    return Catalogue(ordered, municipalities, today, by_id, LayeredIndex(ordered, older), version=version)


def load_catalogue(session: Session, today: date, municipalities: Municipalities | None = None) -> Catalogue:
    """What is published in the database; drafts of texts stay out. Raises OSError."""
    version = current_version(session)
    services = published_since(session, -1).shown
    return make_catalogue(services, municipalities or municipalities_of(session), today, version)


class LiveCatalogue:
    """Holds the current catalogue. Readers take `current` once a turn; a refresh never waits for them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._current = catalogue
        self._refreshing = threading.Lock()
        self._learned: tuple[Embedding, Path] | None = None

    @property
    def current(self) -> Catalogue:
        return self._current

    def refresh(self, database: Database, today: date) -> Catalogue:
        """Puts in place what has been published since; on any error the old one stays.

        Cheap where nothing has (one small query), so it may be asked every second. Raises SQLAlchemyError.
        """
        with self._refreshing:
            if fresh := _newer(self._current, database, today):
                self._current = self._with_meanings(fresh)
            return self._current

    def tidy(self) -> None:
        """Reads all services into one index again, when many have changed since; meanwhile nobody waits."""
        before = self._current
        if before.index.recent <= MANY:
            return
        whole = LayeredIndex(before.services)
        with self._refreshing:
            index = LayeredIndex(self._current.services, whole)
            self._current = replace(self._current, index=index)

    def learn_meanings(self, embedding: Embedding, file: Path) -> None:
        """Searches by meaning from now on; the vectors are kept in `file`.

        Takes a minute when the file has none; the catalogue is read meanwhile.
        Raises EmbeddingError, OSError.
        """
        meanings_of(self.current.services, embedding, file)
        with self._refreshing:
            self._learned = (embedding, file)
            self._current = self._with_meanings(self._current)

    def _with_meanings(self, catalogue: Catalogue) -> Catalogue:
        """Only new and changed texts are embedded; on any error the search goes by characters alone."""
        if self._learned is None:
            return catalogue
        try:
            return replace(catalogue, meanings=meanings_of(catalogue.services, *self._learned))
        except (EmbeddingError, OSError) as error:
            _log.warning("searching without vectors until the next change of the catalogue: %s", error)
            return catalogue


def _newer(old: Catalogue, database: Database, today: date) -> Catalogue | None:
    """None when `old` is still the newest. Version first: what is published meanwhile is found next time."""
    with database.read() as session:
        version = current_version(session)
        if (version, today) == (old.version, old.made_on):
            return None
        if version < old.version:  # the database was put back to an earlier day
            return load_catalogue(session, today, old.municipalities)
        changes = published_since(session, old.version)
    kept = {key: service for key, service in old.by_id.items() if key not in changes.touched}
    return make_catalogue((*kept.values(), *changes.shown), old.municipalities, today, version, old.index)
