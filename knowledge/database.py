"""The database: engine, transactions, column types; all that differs between SQLite and PostgreSQL."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from math import ceil
from typing import Any, Final

from sqlalchemy import JSON, Connection, DateTime, Engine, MetaData, create_engine, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import DisconnectionError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from knowledge.away import Presence, keep_quiet_of_lost_connections
from knowledge.write_queue import WriteQueue

PATIENCE_SECONDS: Final = 4
"""How long a transaction waits for the database before it gives up: who asked still waits then."""

SQLITE_CONNECTIONS: Final = 20
"""Kept open; as many again may be opened for a moment. All threads of a busy process find one."""

SQLITE_CACHE_KB: Final = 512
"""Of each connection: the system keeps the file's pages too, once for all of them."""

_POSTGRES: Final = {
    "connect_timeout": PATIENCE_SECONDS - 1,
    "tcp_user_timeout": PATIENCE_SECONDS * 1000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}
"""A server whose machine or network is gone is given up as soon (libpq, connection parameters)."""

JsonValue = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive times; SQLite, which has no time zones, gets them back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Tables of all rooms share one metadata, so that one migration history covers them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """One pool of connections. Nothing is opened before the first transaction."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._presence = Presence()
        self._writing = WriteQueue() if self.engine.dialect.name == "sqlite" else None

    @property
    def away(self) -> bool:
        """Whether it failed to answer, and has not been written since."""
        return self._presence.away

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; whatever it changed is thrown away."""
        with (
            self._presence.watched(),
            Session(self.engine, expire_on_commit=False, autoflush=False) as session,
        ):
            yield session

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Session]:
        """One short transaction: committed at the end, rolled back on any exception.

        On SQLite it takes the write lock at once: it never fails in its middle with "database is locked".
        What is not `lasting` outlives the process, but the last of it not a loss of power: it is not waited
        for until the disk has it.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        engine = self.engine.execution_options(osaamo_write_until=until, osaamo_lasting=lasting)
        with (
            self._presence.watched(writes=True),
            self._turn(),
            Session(engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            if not lasting and self._writing is None:
                session.execute(text("SET LOCAL synchronous_commit = off"))
            yield session

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """SQLite has one writer: threads queue here, in order, instead of asking again and again."""
        if self._writing is None:
            yield
            return
        with contextlib.ExitStack() as mine:
            try:
                mine.enter_context(self._writing.turn(PATIENCE_SECONDS))
            except TimeoutError:
                locked = sqlite3.OperationalError("database is locked by this process")
                raise OperationalError(None, None, locked) from None
            yield

    @contextmanager
    def rebuild(self) -> Iterator[Connection]:
        """One transaction that may make tables anew: SQLite cannot change them in place.

        SQLite's own way (lang_altertable): references are not looked at until the end, then all of them.
        """
        with self.engine.connect() as connection:
            _look_at_references(connection, False)
            try:
                with connection.begin():
                    yield connection
                    _require_whole_references(connection)
            finally:
                _look_at_references(connection, True)

    def ping(self) -> None:
        """Raises sqlalchemy.exc.SQLAlchemyError when nothing could be written just now."""
        with self.write() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        address = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(
            address, pool_pre_ping=True, connect_args=_POSTGRES, pool_timeout=PATIENCE_SECONDS
        )
        keep_quiet_of_lost_connections(engine)
        return engine
    arguments = {"check_same_thread": False, "timeout": PATIENCE_SECONDS}
    engine = create_engine(
        parsed, connect_args=arguments, pool_timeout=PATIENCE_SECONDS, pool_size=SQLITE_CONNECTIONS
    )
    file = _SqliteFile(parsed.database or "")
    event.listen(engine, "do_connect", file.require)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "connect", file.opened)
    event.listen(engine, "checkout", file.require_same)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class _SqliteFile:
    """The file behind the connections: moved away, it is neither made anew nor written on unseen."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._known = False

    def require(self, *_: object) -> None:
        if self._known and not os.path.exists(self._path):
            raise sqlite3.OperationalError(f"the database file {self._path} is gone")

    def opened(self, _connection: object, record: Any) -> None:
        self._known = True
        record.info["file"] = self._identity()

    def require_same(self, _connection: object, record: Any, _proxy: object) -> None:
        if record.info["file"] != self._identity():
            raise DisconnectionError("the database file is not the one that was opened")

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would otherwise begin transactions late and on its own
    cache = f"cache_size=-{SQLITE_CACHE_KB}"  # negative: in KB, as SQLite's documentation has it
    for pragma in (cache, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _look_at_references(connection: Connection, wanted: bool) -> None:
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection  # SQLAlchemy would begin a transaction first
        driver.execute(f"PRAGMA foreign_keys={'ON' if wanted else 'OFF'}")


def _require_whole_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise IntegrityError("PRAGMA foreign_key_check", None, ValueError(f"references: {broken[:3]}"))


def _begin_sqlite(connection: Any) -> None:
    options = connection.get_execution_options()
    until = options.get("osaamo_write_until")
    left = PATIENCE_SECONDS if until is None else max(0.0, until - time.monotonic())
    _set(connection, "busy_timeout", str(ceil(left * 2) * 500))
    _set(connection, "synchronous", "FULL" if options.get("osaamo_lasting", True) else "NORMAL")
    connection.exec_driver_sql("BEGIN" if until is None else "BEGIN IMMEDIATE")


def _set(connection: Any, pragma: str, value: str) -> None:
    """Where it is not so already: each statement more is one more wait for the other threads."""
    if connection.info.get(pragma) != value:
        connection.connection.driver_connection.execute(f"PRAGMA {pragma}={value}")
        connection.info[pragma] = value
