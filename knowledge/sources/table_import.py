"""Imports an editor's table: new rows as records of a source, exported rows as edits of their services."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.errors import EditingError
from knowledge.editing.importing import Applied
from knowledge.editing.working_copy import open_copy
from knowledge.sources.importer import Plan, Progress, run_import
from knowledge.sources.models import ImportRecordRow, ImportRunRow
from knowledge.sources.publishing import await_publishing
from knowledge.sources.reports import CHANGES, FieldChange, Run
from knowledge.sources.source import Parsed, RawRecord, Refused
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
    """As `run_import`, for rows that may also be edits. Raises as that does.

    With `publish` an edited service whose newest version was in the chat is shown anew, all at the end.
    """
    return run_import(database, source, actor, plan, clock, progress, take_row)


def take_row(
    session: Session, run: ImportRunRow, raw: RawRecord, parsed: Parsed, actor: Actor, now: datetime
) -> ImportRecordRow:
    """One line of the report. A row that was exported is an edit, whatever record it would make."""
    row = raw.payload
    if not isinstance(row, Row) or row.version is None:
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
        await_publishing(session, line)
    return line
