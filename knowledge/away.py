"""Whether the database answers: what counts as its being away, said once when it goes and when it is back."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

_OUR_OWN_FAULT = ("no such table", "no such column", "near ")
"""What SQLite calls operational too, and no patience mends."""

_log = logging.getLogger(__name__)


def is_away(error: BaseException) -> bool:
    """Whether the same may succeed in a moment: no connection, a lock that lasts, a disk that is full."""
    if isinstance(error, OperationalError | InterfaceError) and str(error.orig).startswith(_OUR_OWN_FAULT):
        return False
    if isinstance(error, OperationalError | InterfaceError | NoConnectionFree):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


def keep_quiet_of_lost_connections(engine: Engine) -> None:
    """The pool may not write a traceback for each connection that was lost: `Presence` says it once."""
    driver: Any = engine.dialect.dbapi
    lost = (driver.OperationalError, driver.InterfaceError)

    def is_news(record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], lost))

    logging.getLogger(f"{type(engine.pool).__module__}.{type(engine.pool).__name__}").addFilter(is_news)


class Presence:
    """One line in the log when the database goes, one when it is back, however many meet it meanwhile."""

    def __init__(self) -> None:
        self._away_since: float | None = None
        self._lock = Lock()

    @property
    def away(self) -> bool:
        return self._away_since is not None

    @contextmanager
    def watched(self, *, writes: bool = False) -> Iterator[None]:
        """Around a transaction; what it raises goes on. Only one that writes proves that it is back."""
        try:
            yield
        except SQLAlchemyError as error:
            if is_away(error):
                self._gone(error)
            raise
        if writes and self.away:
            self._back()

    def _gone(self, error: SQLAlchemyError) -> None:
        with self._lock:
            first, self._away_since = self._away_since is None, self._away_since or time.monotonic()
        if first:
            _log.error(
                "the database cannot be used, services are shown from memory meanwhile: %s", _reason(error)
            )

    def _back(self) -> None:
        with self._lock:
            since, self._away_since = self._away_since, None
        if since is not None:
            _log.warning("the database can be used again, after %.0f s", time.monotonic() - since)


def _reason(error: SQLAlchemyError) -> str:
    """The driver's own first line: it names the place, never a value of the statement."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
