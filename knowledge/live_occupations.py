"""The classification of occupations that a running service proposes from, swapped whole after an import."""

import threading
from pathlib import Path
from typing import Final, Self

from sqlalchemy.orm import Session

from knowledge.catalogue_version import ESCO, current_version
from knowledge.database import Database
from knowledge.embedding import Embedding
from knowledge.occupations import Occupations

_LARGEST: Final = ("fi", "en", "sv")
"""The languages whose names are so many that a turn would wait for their index."""


class LiveOccupations:
    """Holds the current classification. Readers take `current` once; a refresh never waits for them."""

    def __init__(self, occupations: Occupations, version: int = 0) -> None:
        self._current, self._version = occupations, version
        self._refreshing = threading.Lock()
        self._source: tuple[Embedding, Path] | None = None
        self._learning: Occupations | None = None

    @classmethod
    def load(cls, session: Session) -> Self:
        """Version first: what is imported meanwhile is found at the next refresh."""
        version = current_version(session, ESCO)
        return cls(Occupations.load(session), version)

    @property
    def current(self) -> Occupations:
        return self._current

    def refresh(self, database: Database) -> bool:
        """Takes what was imported since, one small query where nothing was; True when something was.

        The new one is made ready before it is put in place. Raises SQLAlchemyError.
        """
        with self._refreshing:
            with database.read() as session:
                version = current_version(session, ESCO)
                if version == self._version:
                    return False
                fresh = Occupations.load(session)
            for language in _LARGEST:
                fresh.warm(language)
            self._current, self._version = fresh, version
            return True

    def learn_meanings(self, embedding: Embedding, file: Path) -> None:
        """From now on `learn_more` learns names by meaning, those of a later import too.

        Raises EmbeddingError, OSError.
        """
        self._source = (embedding, file)
        self._learn_current()

    def learn_more(self) -> bool:
        """Some more names, five seconds of work; False when all are. Raises EmbeddingError, OSError."""
        if self._source and self._learning is not self._current:
            self._learn_current()
        return self._learning is not None and self._learning.learn_more()

    def _learn_current(self) -> None:
        if self._source:
            current = self._current
            current.learn_meanings(*self._source)
            self._learning = current
