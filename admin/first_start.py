"""What a start puts in order: data folder, tables, starter catalogue, first account."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Final

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from admin import audit, staff
from admin.errors import CannotRun
from admin.migrate import migrate
from admin.settings import ServiceSettings
from bot.canned_yaml import load_starter as load_starter_replies
from knowledge.database import Database
from knowledge.starter.entries import read_starter
from knowledge.starter.load import LoadReport, StarterError, load_starter

OLDEST_SQLITE: Final = (3, 35)
"""Of 2021: the first that returns what a statement has changed."""


def prepare_folder(folder: Path) -> None:
    """Raises CannotRun when nothing can be written there."""
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CannotRun(
            f"The data folder {folder} cannot be written ({error.strerror}); set OSAAMO_DATA to another one."
        ) from error


def prepare_database(settings: ServiceSettings) -> Database:
    """The database with today's tables. Raises CannotRun when it cannot be used."""
    try:
        database = Database(settings.database)
        _require_today(database)
        migrate(database)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise CannotRun(f"The database cannot be used: {reason}. See OSAAMO_DATABASE_URL.") from error
    except CommandError as error:
        raise CannotRun(f"The database was made by a newer version of Osaamo: {error}.") from error
    return database


def _require_today(database: Database) -> None:
    if database.engine.dialect.name == "sqlite" and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise CannotRun(
            f"This Python has SQLite {sqlite3.sqlite_version}: Osaamo needs 3.35 or newer. "
            "Use another Python, or PostgreSQL (OSAAMO_DATABASE_URL)."
        )


def prepare_catalogue(database: Database, now: datetime) -> LoadReport:
    """The shipped services, without undoing an editor's work."""
    try:
        with database.write() as session:
            return load_starter(session, read_starter(), now)
    except StarterError as error:
        raise CannotRun(f"The starter catalogue is broken: {error}") from error


def prepare_replies(database: Database, now: datetime) -> int:
    """The shipped canned replies, where there has never been one; returns how many it brought."""
    with database.write() as session:
        return load_starter_replies(session, now)


def first_account(database: Database, settings: ServiceSettings) -> str | None:
    """The first administrator, where nobody has an account; returns the one-time password if it made one."""
    with database.write() as session:
        if staff.count(session):
            return None
        try:
            secret = staff.add(
                session, settings.admin_email, "Admin", "administrator", password=settings.admin_password
            )
        except staff.StaffError as error:
            raise CannotRun(f"The first administrator cannot be added: {error}.") from error
        audit.record(session, None, "first_start", settings.admin_email)
        return secret if settings.admin_password is None else None
