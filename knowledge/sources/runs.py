"""The row of an import: begun by one process, taken over by another, never worked on by two."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.sources.models import ImportRecordRow, ImportRunRow
from knowledge.sources.source import Source

SILENT: Final = timedelta(minutes=5)
"""A run that has not been heard of for so long has died: waiting for a polite answer takes less."""


class AlreadyRunning(Exception):  # noqa: N818 - what the caller met, not a fault
    """Another import of this source is under way, or has been taken over by somebody."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The right to work on a run."""

    run_id: int
    holder: str


def begin(
    session: Session, source: Source, actor: Actor, dry_run: bool, publish: bool, now: datetime
) -> Holding:
    """Raises AlreadyRunning while another import of the same source is under way."""
    active = select(ImportRunRow).where(
        ImportRunRow.source == source.name,
        ImportRunRow.state == "running",
        ImportRunRow.active_at > now - SILENT,
    )
    if found := session.scalar(active.limit(1)):
        raise AlreadyRunning(f"import {found.id} ({found.subject}) of {source.name} is under way")
    row = ImportRunRow(
        source=source.name,
        subject=source.subject[:500],
        dry_run=dry_run,
        publish=publish,
        state="running",
        holder=uuid4().hex,
        started_at=now,
        active_at=now,
        started_by=actor.id,
        started_by_name=actor.name,
    )
    session.add(row)
    session.flush()
    return Holding(row.id, row.holder)


def take_over(
    session: Session, source: Source, dry_run: bool, publish: bool, now: datetime
) -> Holding | None:
    """The newest run of the same source, subject and kind, if it did not come to its end."""
    same = (
        select(ImportRunRow)
        .where(
            ImportRunRow.source == source.name,
            ImportRunRow.subject == source.subject[:500],
            ImportRunRow.dry_run == dry_run,
            ImportRunRow.publish == publish,
        )
        .order_by(ImportRunRow.id.desc())
        .limit(1)
    )
    row = session.scalar(same.with_for_update())
    if row is None or row.state == "done":
        return None
    row.state, row.error, row.ended_at = "running", "", None
    row.holder, row.active_at = uuid4().hex, now
    return Holding(row.id, row.holder)


def still_mine(session: Session, holding: Holding, now: datetime, expected: int | None) -> ImportRunRow:
    """The locked row. Raises AlreadyRunning when somebody else has taken the run over."""
    found = select(ImportRunRow).where(ImportRunRow.id == holding.run_id)
    row = session.scalar(found.with_for_update().execution_options(populate_existing=True))
    if row is None or row.holder != holding.holder:
        raise AlreadyRunning(f"import {holding.run_id} is worked on by another process now")
    row.active_at = now
    row.expected = expected if expected is not None else row.expected
    return row


def end(row: ImportRunRow, now: datetime) -> None:
    row.state, row.ended_at = "done", now


def done_ids(session: Session, run_id: int) -> frozenset[str]:
    """Ids of the records that the run has dealt with."""
    found = select(ImportRecordRow.source_id).where(ImportRecordRow.run_id == run_id)
    return frozenset(session.scalars(found.where(ImportRecordRow.source_id != "")))
