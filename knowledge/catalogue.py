"""The published services in memory: an immutable view, swapped whole when something is published."""

import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from knowledge.database import Database
from knowledge.embedding import Embedding, EmbeddingError
from knowledge.models import ServiceRow, ServiceTextRow
from knowledge.municipalities import Municipalities, read_municipalities
from knowledge.search_index import SearchIndex
from knowledge.search_vectors import Meanings, meanings_of
from knowledge.service import Service, ServiceText

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a conversation may show. `made_on` is the day it was built.

    Without `meanings` (vectors are not made yet, or cannot be had) the search goes by characters alone.
    """

    services: tuple[Service, ...]
    municipalities: Municipalities
    made_on: date
    by_id: Mapping[str, Service] = field(repr=False)
    index: SearchIndex = field(repr=False)
    meanings: Meanings | None = field(default=None, repr=False)


def make_catalogue(services: Iterable[Service], municipalities: Municipalities, today: date) -> Catalogue:
    """A catalogue of these services, in the order of their ids; those past their last day are left out."""
    current = (service for service in services if service.valid_to is None or service.valid_to >= today)
    ordered = tuple(sorted(current, key=lambda service: service.id))
    by_id = MappingProxyType({service.id: service for service in ordered})
    return Catalogue(ordered, municipalities, today, by_id, SearchIndex(ordered))


def load_catalogue(session: Session, today: date, municipalities: Municipalities | None = None) -> Catalogue:
    """What is published in the database; drafts of services and of texts stay out. Raises OSError."""
    published = (
        select(ServiceRow)
        .where(ServiceRow.state == "published")
        .options(joinedload(ServiceRow.provider), selectinload(ServiceRow.texts))
    )
    services = [_service(row) for row in session.scalars(published)]
    shown = [service for service in services if service.texts]
    return make_catalogue(shown, municipalities or read_municipalities(), today)


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
        """Builds it anew from the database and puts it in place; on any error the old one stays."""
        with self._refreshing, database.read() as session:
            fresh = load_catalogue(session, today, self._current.municipalities)
            self._current = self._with_meanings(fresh)
            return self._current

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


def _service(row: ServiceRow) -> Service:
    texts = {text.language: _text(text) for text in row.texts if text.status != "draft"}
    return Service(
        id=row.id,
        provider=row.provider_id,
        provider_names=MappingProxyType(dict(row.provider.names)),
        category=row.category,
        audience=frozenset(row.audience),
        url=row.url,
        texts=MappingProxyType(texts),
        municipalities=None if row.municipalities is None else frozenset(row.municipalities),
        min_age=row.min_age,
        max_age=row.max_age,
        newcomers_only=row.newcomers_only,
        required_situations=frozenset(row.required_situations),
        situations=frozenset(row.situations),
        goals=frozenset(row.goals),
        barriers=frozenset(row.barriers),
        fields=frozenset(row.fields),
        unemployed_for=frozenset(row.unemployed_for),
        employer_needs=frozenset(row.employer_needs),
        role=row.role,
        stand_in=row.stand_in,
        languages=tuple(row.languages),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        review_due=row.review_due,
        evidence=row.evidence,
        keywords=MappingProxyType({language: tuple(words) for language, words in row.keywords.items()}),
    )


def _text(row: ServiceTextRow) -> ServiceText:
    return ServiceText(row.language, row.name, row.summary, row.first_step, row.condition, row.status)
