"""Imports from the panel: a file that was sent is tried first, and taken in when somebody says so."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final
from uuid import uuid4

import httpx
from fastapi import Depends, Request
from pydantic import TypeAdapter
from sqlalchemy.exc import SQLAlchemyError

from admin.import_kinds import (
    Desired,
    Opened,
    event_table,
    hsds_files,
    ical_file,
    ptv_api,
    ptv_files,
    table_file,
)
from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.municipalities import Municipalities
from knowledge.sources.ical import CalendarWishes
from knowledge.sources.importer import Plan, carry_out, start_import
from knowledge.sources.public import PublicHttps
from knowledge.sources.reports import Run
from knowledge.sources.runs import AlreadyRunning, Holding
from knowledge.sources.source import SourceError

KEPT: Final = timedelta(days=2)
"""How long a file that was sent can be taken in after it was tried."""

_log = logging.getLogger(__name__)


class NoLongerHere(Exception):  # noqa: N818 - what the caller met, not a fault
    """The file of a try is not on this machine any more: it has to be sent again."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: of which kind, what it was called, and what to take of it.

    `provider` and `municipality` are what a calendar does not say itself. With an `address` nothing was
    sent: it is the Finnish Service Catalogue's interface that is asked.
    """

    kind: str
    name: str
    language: str = "fi"
    everything: bool = False
    provider: str = ""
    municipality: str | None = None
    address: str = ""


def in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="import", daemon=True).start()


def public_https() -> httpx.BaseTransport:
    return PublicHttps(httpx.HTTPTransport())


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """`folder` keeps the files that were sent; `start` says where the work is done.

    `key` is what the newest interface asks for; `transport` reaches only where requests may go.
    """

    database: Database
    folder: Path
    places: Callable[[], Municipalities]
    now: Callable[[], datetime]
    start: Callable[[Callable[[], None]], None] = in_a_thread
    key: str | None = None
    transport: Callable[[], httpx.BaseTransport] = public_https

    def receive(self, upload: Upload, content: bytes, actor: Actor) -> int:
        """Keeps the file and begins a dry run of it; returns the run. Raises SourceError, AlreadyRunning."""
        self._forget_old()
        first = self.folder / f"{uuid4().hex}{Path(upload.name).suffix.lower()}"
        self.folder.mkdir(parents=True, exist_ok=True)
        first.write_bytes(content)
        try:
            opened = self._open(upload, first)
            holding = start_import(self.database, opened.source, actor, Plan(dry_run=True), self.now())
        except (SourceError, AlreadyRunning):
            first.unlink()
            raise
        self._note(holding.run_id).write_bytes(_NOTE.dump_json(Note(upload, first.name)))
        self.start(lambda: self._work(opened, actor, holding))
        return holding.run_id

    def take_in(self, tried: int, publish: bool, actor: Actor) -> int:
        """Begins the import of what was tried; returns the new run.

        Raises NoLongerHere, SourceError, AlreadyRunning.
        """
        return self._go(self._kept(tried), Plan(publish=publish), actor)

    def resume(self, stopped: Run, actor: Actor) -> int:
        """Goes on with a run that did not come to its end; returns it.

        Raises NoLongerHere, SourceError, AlreadyRunning.
        """
        plan = Plan(publish=stopped.publish, dry_run=stopped.dry_run, resume=True)
        return self._go(self._kept(stopped.id), plan, actor)

    def has_file(self, run_id: int) -> bool:
        """Whether what the run read is still here."""
        return self._note(run_id).is_file()

    def _kept(self, run_id: int) -> "Note":
        try:
            note = _NOTE.validate_json(self._note(run_id).read_bytes())
        except OSError as error:
            raise NoLongerHere from error
        if not (self.folder / note.file).is_file():
            raise NoLongerHere
        return note

    def _go(self, note: "Note", plan: Plan, actor: Actor) -> int:
        opened = self._open(note.upload, self.folder / note.file)
        holding = start_import(self.database, opened.source, actor, plan, self.now())
        self._note(holding.run_id).write_bytes(_NOTE.dump_json(note))
        self.start(lambda: self._work(opened, actor, holding))
        return holding.run_id

    def _open(self, upload: Upload, file: Path) -> Opened:
        desired = Desired(self.places(), upload.everything, upload.name)
        if upload.address:
            return ptv_api(self.database, upload.address, self.key, None, desired, self.transport())
        match upload.kind:
            case "ptv":
                return ptv_files(self.database, file, desired)
            case "hsds":
                return hsds_files(upload.language, file, desired)
            case "ical":
                wishes = CalendarWishes(upload.provider, upload.language, municipality=upload.municipality)
                return ical_file(file, wishes, desired)
            case "event_table":
                return event_table(file, desired)
            case _:
                return table_file(self.database, file, desired)

    def _work(self, opened: Opened, actor: Actor, holding: Holding) -> None:
        try:
            carry_out(self.database, opened.source, actor, holding, self.now, take=opened.take)
        except (SourceError, AlreadyRunning, SQLAlchemyError) as error:
            _log.warning("import %s stopped: %s", holding.run_id, error)

    def _note(self, run_id: int) -> Path:
        return self.folder / f"{run_id}.try"

    def _forget_old(self) -> None:
        before = (self.now() - KEPT).timestamp()
        for file in self.folder.glob("*"):
            if file.stat().st_mtime < before:
                file.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Note:
    """What is kept of a run: `file` is the name in the folder."""

    upload: Upload
    file: str


_NOTE: Final = TypeAdapter(Note)


def imports_of(request: Request) -> Imports:
    imports: Imports = request.app.state.imports
    return imports


OfImports = Annotated[Imports, Depends(imports_of)]
