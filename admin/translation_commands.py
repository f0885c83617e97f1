"""`osaamo export xliff` and `osaamo import xliff`: texts for translation offices, and back."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from admin.errors import CannotRun
from admin.first_start import prepare_database, prepare_folder
from admin.settings import read_settings
from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.translation.deliveries import STATUSES, Report, preview, take
from knowledge.translation.office import Delivery, Unreadable
from knowledge.translation.ordering import UNDONE, order
from knowledge.translation.worklist import KINDS
from knowledge.translation.xliff_reading import LARGEST, read_xliff
from knowledge.translation.xliff_writing import write_xliff
from knowledge.vocabulary import LANGUAGES, SERVICE_LANGUAGES

OPERATOR: Final = Actor("command-line", "osaamo import", None)


def add_xliff_export(kinds: Any) -> None:
    """The parser, among those of `osaamo export`."""
    text = "texts for a translation office, as XLIFF 2.0"
    kind: argparse.ArgumentParser = kinds.add_parser("xliff", help=text, description=text)
    kind.add_argument("--language", choices=LANGUAGES, required=True, help="to translate into")
    kind.add_argument("--source", choices=SERVICE_LANGUAGES, default="fi", help="to translate from")
    kind.add_argument("--provider", default="", help="only this one's services")
    kind.add_argument(
        "--kind", choices=KINDS, action="append", help="may be repeated; default: missing and stale"
    )
    kind.add_argument("--out", type=Path, required=True, help="where to write it")
    kind.set_defaults(command=_export)


def add_xliff_import(kinds: Any) -> None:
    """The parser, among those of `osaamo import`."""
    text = "texts that a translation office sent back, as XLIFF 2"
    kind: argparse.ArgumentParser = kinds.add_parser("xliff", help=text, description=text)
    kind.add_argument("file", type=Path)
    kind.add_argument("--dry-run", action="store_true", help="only tell what would change")
    as_what = "what the texts become; drafts are shown to people after an editor has read them"
    kind.add_argument("--as", dest="status", choices=STATUSES, default="draft", help=as_what)
    kind.set_defaults(command=_import)


def _export(arguments: argparse.Namespace) -> None:
    with _database().read() as session:
        found = order(
            session,
            arguments.language,
            arguments.source,
            arguments.provider,
            arguments.kind or UNDONE,
        )
    try:
        arguments.out.write_bytes(write_xliff(found))
    except OSError as error:
        raise CannotRun(f"{arguments.out} cannot be written: {error.strerror}.") from error
    _tell(f"Wrote {len(found.texts)} texts to {arguments.out}.")


def _import(arguments: argparse.Namespace) -> None:
    delivery, database = _read(arguments.file), _database()
    if arguments.dry_run:
        with database.read() as session:
            report = preview(session, OPERATOR, delivery)
    else:
        now = datetime.now(UTC)
        report = take(database, OPERATOR, delivery, arguments.status, now, arguments.file.name)
    for line in _lines(report):
        _tell(line)
    verb = "would be taken" if arguments.dry_run else "taken"
    _tell(f"{report.written} of {len(report.texts)} texts {verb}.")


def _read(file: Path) -> Delivery:
    try:
        with file.open("rb") as opened:
            return read_xliff(opened.read(LARGEST + 1))
    except OSError as error:
        raise CannotRun(f"{file} cannot be read: {error.strerror}.") from error
    except Unreadable as error:
        raise CannotRun(f"{file} cannot be taken. {error}") from error


def _lines(report: Report) -> list[str]:
    lines = [
        f"{text.service_id}.{part.field}: {part.outcome} {part.reason} {part.detail}".rstrip()
        for text in report.texts
        for part in text.parts
    ]
    stale = [
        f"{text.service_id}: its source has changed since the order" for text in report.texts if text.stale
    ]
    return [*lines, *stale, *(f"{name}: none of ours" for name in report.unknown)]


def _database() -> Database:
    settings = read_settings()
    prepare_folder(settings.data)
    return prepare_database(settings)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
