"""The commands beside `osaamo run`: accounts, training, checks, retention, backups."""

import argparse
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.metadata import version as version_of
from pathlib import Path

from sqlalchemy.engine import make_url

from admin import audit, staff
from admin.city_side import require_cities
from admin.errors import CannotRun
from admin.first_start import prepare_database, prepare_folder
from admin.settings import ServiceSettings, read_settings
from admin.wiring import PROJECT
from bot import privacy
from dialogues.understanding.examples import ExamplesError
from dialogues.understanding.intents import Understanding
from dialogues.understanding.safety import Safety, SafetyError
from dialogues.understanding.training_process import TrainingError
from knowledge.database import Database
from knowledge.embedding import Embedding, EmbeddingError


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _prepared() -> Database:
    settings = read_settings()
    prepare_folder(settings.data)
    return prepare_database(settings)


def add_staff(arguments: argparse.Namespace) -> None:
    require_cities(read_settings(), arguments.city)
    with _prepared().write() as session:
        try:
            secret = staff.add(
                session,
                arguments.email,
                arguments.name,
                arguments.role,
                arguments.language,
                cities=arguments.city,
            )
        except staff.StaffError as error:
            raise CannotRun(f"The account cannot be added: {error}.") from error
        audit.record(session, None, "add_staff", arguments.email.strip().lower(), role=arguments.role)
    _tell(f"One-time password of {arguments.email}: {secret}")


def train(_: argparse.Namespace) -> None:
    settings = read_settings()
    prepare_folder(settings.data)
    _tell("Training ...")
    try:
        understanding = Understanding.load(PROJECT / "nlu", settings.data / "models")
        safety = Safety.load(PROJECT / "safety", PROJECT / "nlu", settings.data / "models")
    except (ExamplesError, SafetyError, TrainingError) as error:
        raise CannotRun(f"The understanding cannot be trained: {error}") from error
    if settings.vectors:
        _train_meaning(understanding, safety, settings)
    _tell("The understanding is up to date.")


def _train_meaning(understanding: Understanding, safety: Safety, settings: ServiceSettings) -> None:
    nlu, models, choice = PROJECT / "nlu", settings.data / "models", settings.embedding
    try:
        embedding = Embedding(choice.open())
        understanding.learn_meaning(nlu, models, choice, embedding, aloud=True)
        safety.learn_meaning(PROJECT / "safety", nlu, models, choice, embedding, aloud=True)
    except (EmbeddingError, TrainingError) as error:
        _tell(f"By characters alone: {error}.")


def erase_expired(_: argparse.Namespace) -> None:
    settings = read_settings()
    before = datetime.now(UTC) - timedelta(days=settings.retention_days)
    with _prepared().write() as session:
        erased = privacy.erase_before(session, before)
    _tell(f"Erased {erased} conversations silent since {before:%Y-%m-%d}.")


def backup(arguments: argparse.Namespace) -> None:
    """SQLite's own online copy; a PostgreSQL database is backed up by its own tools."""
    source = _sqlite_file()
    if not source.is_file():
        raise CannotRun(f"There is no database at {source} yet.")
    if arguments.file.exists():
        raise CannotRun(f"{arguments.file} exists already; choose another name.")
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(arguments.file)) as new:
            old.backup(new)
    except (sqlite3.Error, OSError) as error:
        raise CannotRun(f"The backup failed: {error}.") from error
    _tell(f"Copied to {arguments.file}.")


def restore(arguments: argparse.Namespace) -> None:
    """Into the running database's own file, in one transaction of SQLite; stop the service before."""
    target = _sqlite_file()
    if not arguments.file.is_file():
        raise CannotRun(f"There is no file {arguments.file}.")
    prepare_folder(target.parent)
    try:
        with closing(sqlite3.connect(f"file:{arguments.file}?mode=ro", uri=True)) as old:
            old.execute("SELECT count(*) FROM conversations")
            with closing(sqlite3.connect(target)) as new:
                old.backup(new)
    except sqlite3.Error as error:
        raise CannotRun(
            f"{arguments.file} is not a backup of Osaamo ({error}); nothing was changed."
        ) from error
    _tell(f"The database is now that of {arguments.file}.")


def version(_: argparse.Namespace) -> None:
    _tell(version_of("osaamo"))


def _sqlite_file() -> Path:
    address = make_url(read_settings().database)
    if address.get_backend_name() != "sqlite":
        raise CannotRun("This database is PostgreSQL: use pg_dump and pg_restore.")
    return Path(address.database or "")
