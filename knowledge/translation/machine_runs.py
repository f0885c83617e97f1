"""Batches for the translation server: begun by one person at a time, with their progress for everybody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.translation.machine import NotTranslated, Patience, translate_text
from knowledge.translation.models import MachineRunRow
from knowledge.translation.server import TranslationFailed, TranslationServer
from knowledge.translation.worklist import work

SILENT: Final = timedelta(minutes=5)
"""A run that has not been heard of for so long has died with its process; a new one goes on from there."""

_STOPS: Final = ("unreachable", "busy", "refused", "unsupported")
"""Troubles that the next text would meet too."""


class AlreadyRunning(Exception):  # noqa: N818 - what the caller met
    """The server is translating into this language already."""


@dataclass(frozen=True, slots=True)
class MachineRun:
    """`state` is running, done, failed (`error` is the server's trouble) or stopped: its process has died.

    `refused` are pairs of service and reason.
    """

    id: int
    language: str
    state: str
    total: int
    translated: int
    refused: tuple[tuple[str, str], ...]
    error: str
    started_at: datetime
    started_by_name: str

    @property
    def handled(self) -> int:
        return self.translated + len(self.refused)


def start_run(session: Session, actor: Actor, language: str, total: int, now: datetime) -> int:
    """Returns the run's id. Raises AlreadyRunning."""
    active = select(MachineRunRow.id).where(
        MachineRunRow.language == language,
        MachineRunRow.state == "running",
        MachineRunRow.active_at > now - SILENT,
    )
    if session.scalar(active.limit(1)) is not None:
        raise AlreadyRunning(language)
    row = MachineRunRow(language=language, total=total, started_at=now, active_at=now)
    row.started_by, row.started_by_name = actor.id, actor.name
    session.add(row)
    session.flush()
    return row.id


def untranslated(session: Session, actor: Actor, language: str, provider: str = "") -> tuple[str, ...]:
    """Ids of the actor's services that the machine may write in this language, the most needed first."""
    tasks = work(session, language, ("missing", "stale"), provider, own=actor.providers)
    return tuple(
        task.service_id
        for task in tasks
        if actor.owns(task.provider) and (task.kind == "missing" or task.status == "machine")
    )


def carry_out(
    database: Database,
    server: TranslationServer,
    actor: Actor,
    run_id: int,
    services: Sequence[str],
    clock: Callable[[], datetime],
    patience: Patience,
) -> MachineRun:
    """Text by text: what one text meets stops none of the others, a server's trouble ends the run."""
    with database.read() as session:
        language = run_of(session, run_id, clock()).language
    for service_id in services:
        reason = ""
        try:
            translate_text(database, server, actor, service_id, language, clock, patience)
        except NotTranslated as refused:
            reason = refused.reason
        except TranslationFailed as failed:
            if failed.code in _STOPS:
                return _end(database, run_id, clock(), failed.code)
            reason = failed.code
        _note(database, run_id, service_id, reason, clock())
    return _end(database, run_id, clock())


def run_of(session: Session, run_id: int, now: datetime) -> MachineRun:
    """Raises KeyError for one that never was."""
    row = session.get(MachineRunRow, run_id, populate_existing=True)
    if row is None:
        raise KeyError(run_id)
    return _run(row, now)


def latest_run(session: Session, language: str, now: datetime) -> MachineRun | None:
    found = select(MachineRunRow).where(MachineRunRow.language == language)
    row = session.scalar(found.order_by(MachineRunRow.id.desc()).limit(1))
    return _run(row, now) if row else None


def _note(database: Database, run_id: int, service_id: str, reason: str, now: datetime) -> None:
    with database.write() as session:
        row = session.get_one(MachineRunRow, run_id)
        row.active_at = now
        if reason:
            row.refused = [*row.refused, [service_id, reason]]
        else:
            row.translated += 1


def _end(database: Database, run_id: int, now: datetime, error: str = "") -> MachineRun:
    with database.write() as session:
        row = session.get_one(MachineRunRow, run_id)
        row.state, row.error, row.ended_at = "failed" if error else "done", error, now
        return _run(row, now)


def _run(row: MachineRunRow, now: datetime) -> MachineRun:
    lost = row.state == "running" and row.active_at < now - SILENT
    return MachineRun(
        row.id,
        row.language,
        "stopped" if lost else row.state,
        row.total,
        row.translated,
        tuple((service, reason) for service, reason in row.refused),
        row.error,
        row.started_at,
        row.started_by_name,
    )
