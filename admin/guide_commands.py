"""`osaamo export guides` and `osaamo import guides`: guides as files that people write and cities share."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.errors import CannotRun
from admin.first_start import prepare_database, prepare_folder
from admin.settings import read_settings
from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.errors import EditingError
from knowledge.editing.providers import providers
from knowledge.editing.workflow import next_review
from knowledge.guides.files import as_yaml
from knowledge.guides.models import GuideRow
from knowledge.guides.taking import put
from knowledge.guides.working_copy import open_guide
from knowledge.models import ServiceRow
from knowledge.starter.check import guide_problems
from knowledge.starter.entries import Starter, read_guide
from knowledge.starter.guide_entries import content_of
from knowledge.stored_municipalities import municipalities_of

OPERATOR: Final = Actor("command-line", "osaamo import", None)


def add_guide_export(kinds: Any) -> None:
    text = "every guide as a YAML file in a folder"
    kind: argparse.ArgumentParser = kinds.add_parser("guides", help=text, description=text)
    kind.add_argument("--out", type=Path, required=True, help="the folder")
    kind.set_defaults(command=_export)


def add_guide_import(kinds: Any) -> None:
    text = "guides from YAML files in the form of `osaamo export guides`; new ones are drafts"
    kind: argparse.ArgumentParser = kinds.add_parser("guides", help=text, description=text)
    kind.add_argument("files", type=Path, nargs="+")
    replace = "a guide that is there gets a new version; without it the import stops"
    kind.add_argument("--replace", action="store_true", help=replace)
    kind.set_defaults(command=_import)


def _export(arguments: argparse.Namespace) -> None:
    due = next_review(datetime.now(UTC).date())
    with _database().read() as session:
        guides = [
            open_guide(session, key) for key in session.scalars(select(GuideRow.id).order_by(GuideRow.id))
        ]
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
        for copy in guides:
            (arguments.out / f"{copy.id}.yml").write_text(as_yaml(copy, due), encoding="utf-8")
    except OSError as error:
        raise CannotRun(f"{arguments.out} cannot be written: {error.strerror}.") from error
    sys.stdout.write(f"Wrote {len(guides)} guides to {arguments.out}.\n")


def _import(arguments: argparse.Namespace) -> None:
    """All of the files or none of them."""
    found = [_read(file) for file in arguments.files]
    with _database().write() as session:
        for starter in found:
            _take(session, starter, arguments.replace)
    sys.stdout.write(f"Took {len(found)} guides; publish them in the panel.\n")


def _read(file: Path) -> Starter:
    try:
        return read_guide(file)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"{file} cannot be read: {error}.") from error


def _take(session: Session, told: Starter, replace: bool) -> None:
    places = municipalities_of(session)
    known = {row.id: row for row in providers(session)}
    services = frozenset(session.scalars(select(ServiceRow.id)))
    problems = (*told.unreadable, *guide_problems(told, known, places, services))
    if problems:
        raise CannotRun("The guides cannot be taken:\n" + "\n".join(str(each) for each in problems))
    for file, entry in told.guides:
        content, now = content_of(entry, places), datetime.now(UTC)
        try:
            put(session, OPERATOR, entry.id, content, entry.review_due, now, replace=replace)
        except EditingError as error:
            raise CannotRun(f"{file}: {error}.") from error


def _database() -> Database:
    settings = read_settings()
    prepare_folder(settings.data)
    return prepare_database(settings)
