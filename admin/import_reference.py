"""`osaamo import esco` and `osaamo import municipalities`: names that others give, for all services."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy.orm import Session

from admin.errors import CannotRun
from admin.first_start import prepare_database, prepare_folder
from admin.settings import read_settings
from knowledge.occupations import ATTRIBUTION
from knowledge.sources.esco import import_esco, read_esco
from knowledge.sources.municipality import import_municipalities
from knowledge.sources.source import SourceError

_SHOWN: Final = 40
"""Lines that are told of a long list."""

Report = TypeVar("Report")


def add_reference(kinds: Any) -> None:
    """The parsers, among those of `osaamo import`."""
    esco = _kind(kinds, "esco", "ESCO's occupations and skills: a folder with its two JSON files", _esco)
    esco.add_argument("folder", type=Path)
    places = _kind(
        kinds,
        "municipalities",
        "municipalities of a new year, from Statistics Finland's files",
        _municipalities,
    )
    places.add_argument("file", type=Path, nargs="+", help="code lists (JSON), links between lists (CSV)")


def _kind(kinds: Any, name: str, text: str, command: Any) -> argparse.ArgumentParser:
    kind: argparse.ArgumentParser = kinds.add_parser(name, help=text, description=text)
    kind.add_argument("--dry-run", action="store_true", help="only tell what would change")
    kind.set_defaults(command=command)
    return kind


def _esco(arguments: argparse.Namespace) -> None:
    try:
        files = read_esco(arguments.folder)  # before the transaction: the chat must not wait for it
    except SourceError as error:
        raise CannotRun(f"ESCO cannot be imported: {error}.") from error
    report = _imported(lambda session: import_esco(session, files, arguments.dry_run))
    counts = f"{report.new} new, {report.changed} changed, {report.same} same, {report.gone} gone"
    _tell(f"{counts}, {len(report.refused)} refused")
    _tell_some(report.refused)
    _tell(ATTRIBUTION)
    _tell_next(arguments, "within some seconds")


def _municipalities(arguments: argparse.Namespace) -> None:
    report = _imported(lambda session: import_municipalities(session, arguments.file, arguments.dry_run))
    _tell(f"{len(report.changed)} changed, {len(report.left)} left as they are")
    _tell_some((*report.changed, *report.left))
    _tell_next(arguments, "within two seconds")


def _imported(work: Callable[[Session], Report]) -> Report:
    """In one transaction: all of it, or nothing. Raises CannotRun."""
    settings = read_settings()
    prepare_folder(settings.data)
    database = prepare_database(settings)
    try:
        with database.write() as session:
            return work(session)
    except SourceError as error:
        raise CannotRun(f"The import stopped, and nothing has changed: {error}.") from error
    finally:
        database.close()


def _tell_some(lines: tuple[str, ...]) -> None:
    for line in lines[:_SHOWN]:
        _tell(f"  {line}")
    if len(lines) > _SHOWN:
        _tell(f"  ... and {len(lines) - _SHOWN} more")


def _tell_next(arguments: argparse.Namespace, when: str) -> None:
    _tell("Nothing was written." if arguments.dry_run else f"A running service takes it {when}.")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
