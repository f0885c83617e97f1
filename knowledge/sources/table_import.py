"""Imports an editor's table: new rows as records of a source, exported rows as edits of their services."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.errors import EditingError
from knowledge.editing.importing import Applied
from knowledge.editing.working_copy import open_copy
from knowledge.sources.importer import BATCH, Plan, Progress, start_import
from knowledge.sources.models import ImportRecordRow, ImportRunRow
from knowledge.sources.publishing import publish_awaiting
from knowledge.sources.reports import CHANGES, FieldChange, Run, run_of
from knowledge.sources.runs import AlreadyRunning, Holding, done_ids, end, still_mine
from knowledge.sources.source import Known, RawRecord, Refused
from knowledge.sources.table import TableSource
from knowledge.sources.table_edits import apply_row
from knowledge.sources.table_rows import Row
from knowledge.sources.taking import take


def import_table(
    database: Database,
    source: TableSource,
    actor: Actor,
    plan: Plan,
    clock: Callable[[], datetime],
    progress: Progress = lambda _: None,
) -> Run:
    """As `run_import`, for rows that may also be edits. Raises AlreadyRunning, SQLAlchemyError.

    With `publish` an edited service whose newest version was in the chat is shown anew, all at the end.
    """
    holding = start_import(database, source, actor, plan, clock())
    with database.read() as session:
        done = done_ids(session, holding.run_id)
    for batch in _batches(source.records(Known(done)), done):
        with database.write() as session:
            run = still_mine(session, holding, clock(), source.expected)
            session.add_all(_line(session, run, source, raw, actor, clock()) for raw in batch)
        progress(_report(database, holding))
    with database.write() as session:
        run = still_mine(session, holding, clock(), source.expected)
        publish_awaiting(session, run, actor, clock())
        end(run, clock())
    return _report(database, holding)


def _batches(records: Iterator[RawRecord], done: frozenset[str]) -> Iterator[Sequence[RawRecord]]:
    """Each service once: a second row with its id is refused."""
    seen = set(done)
    unseen = (_once(raw, seen) for raw in records if raw.id not in done)
    while batch := list(islice(unseen, BATCH)):
        yield batch


def _once(raw: RawRecord, seen: set[str]) -> RawRecord:
    if raw.id and raw.id in seen:
        return RawRecord(raw.id, Refused("duplicate", raw.place), raw.place, raw.name)
    seen.add(raw.id)
    return raw


def _line(
    session: Session,
    run: ImportRunRow,
    source: TableSource,
    raw: RawRecord,
    actor: Actor,
    now: datetime,
) -> ImportRecordRow:
    row = raw.payload
    if not isinstance(row, Row) or row.version is None:
        parsed = row if isinstance(row, Refused) else source.parse(raw)
        return take(session, run, raw, parsed, actor, now)
    applied = _edited(session, run, row, actor, now)
    if isinstance(applied, Refused):
        return take(session, run, raw, applied, actor, now)
    return _edit_line(run, raw, applied, session)


def _edited(
    session: Session, run: ImportRunRow, row: Row, actor: Actor, now: datetime
) -> "tuple[Applied, bool] | Refused":
    """With whether its newest version was in the chat before."""
    try:
        with session.begin_nested():
            copy = open_copy(session, row.id)
            applied = apply_row(session, row, actor, now, run.dry_run)
    except EditingError as error:
        return Refused("invalid", f"row {row.number}: {error}")
    if isinstance(applied, Refused):
        return applied
    return applied, copy.published_revision is not None and not copy.unpublished_changes


def _edit_line(
    run: ImportRunRow, raw: RawRecord, edited: tuple[Applied, bool], session: Session
) -> ImportRecordRow:
    applied, was_shown = edited
    changes = tuple(
        FieldChange(each.field, each.language, each.before, each.after) for each in applied.changes
    )
    line = ImportRecordRow(
        run_id=run.id,
        source_id=raw.id,
        name=raw.name[:200],
        place=raw.place,
        outcome=applied.outcome,
        service_id=applied.service_id,
        changes=CHANGES.dump_python(changes, mode="json"),
    )
    if run.publish and was_shown and applied.outcome == "changed" and not run.dry_run:
        line.awaiting = open_copy(session, applied.service_id).revision
    return line


def _report(database: Database, holding: Holding) -> Run:
    with database.read() as session:
        found = run_of(session, holding.run_id)
    if found is None:
        raise AlreadyRunning("somebody has removed this import")
    return found
