"""Brings events in: what editors have corrected stays, what has vanished from its calendar is withdrawn."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.editing.actor import Actor
from knowledge.editing.errors import Clash, NotYours
from knowledge.editing.ids import free_id
from knowledge.editing.validation import require
from knowledge.events.content import CONTENT, EventContent, normal
from knowledge.events.editing import hide, show
from knowledge.events.models import EventRevisionRow, EventRow
from knowledge.events.record import CALENDAR, EventRecord
from knowledge.events.rules import missing, wrong
from knowledge.events.working_copy import compare, content_of, last_end, merged, write
from knowledge.models import ProviderRow
from knowledge.sources.models import ImportRecordRow, ImportRunRow
from knowledge.sources.reports import CHANGES, FieldChange
from knowledge.sources.source import Refused, Skipped
from knowledge.stored_municipalities import todays_codes


def bring(
    session: Session,
    run: ImportRunRow,
    line: ImportRecordRow,
    record: EventRecord,
    actor: Actor,
    now: datetime,
) -> Refused | Skipped | None:
    """Fills the line of the report; returns why the record was not taken. Raises Invalid, NotYours."""
    content = normal(record.content)
    row = _row(session, run.source, record.source_id)
    if session.get(ProviderRow, content.facts.provider) is None:
        return Refused("no_provider", content.facts.provider[:80])
    if not actor.owns(row.provider_id if row else content.facts.provider):
        raise NotYours(row.provider_id if row else content.facts.provider)
    require(wrong(content, todays_codes(session)))
    over = last_end(content.facts)
    if row is None and over and over < now:
        return Skipped("over", f"{over:%Y-%m-%d}")
    if row and record.modified and row.source_modified and record.modified < row.source_modified:
        return Skipped("older", f"{record.modified:%Y-%m-%d}")
    before = content_of(row) if row else None
    after = normal(_with_corrections(row, before, content)) if row and before else content
    returned = row is not None and row.gone
    line.outcome = "new" if before is None else "changed" if after != before or returned else "same"
    line.service_id = row.id if row else None
    line.changes = CHANGES.dump_python(tuple(_changes(before, after)), mode="json")
    line.kept = [[each.language, each.field] for each in compare(content, after)] if before else []
    if not run.dry_run:
        row = _stored(session, run, row, record, content, after, actor, now)
        line.service_id = row.id
        line.awaiting = row.revision if run.publish and _may_show(session, row, returned) else None
    return None


def end_events(session: Session, run: ImportRunRow, actor: Actor, now: datetime) -> None:
    """Publishes what was brought and withdraws what is gone: all of it in one step, or nothing."""
    lines = select(ImportRecordRow).where(ImportRecordRow.run_id == run.id).order_by(ImportRecordRow.id)
    session.add_all(_vanished(session, run, now))
    session.flush()
    if run.dry_run:
        return
    awaiting = session.scalars(lines.where(ImportRecordRow.awaiting.is_not(None))).all()
    gone = session.scalars(lines.where(ImportRecordRow.outcome == "archived")).all()
    version = next_version(session) if awaiting or gone else 0
    for line in awaiting:
        _show(session, line, actor, version, now)
    for line in gone:
        row = _locked(session, line.service_id or "")
        if row.state in ("published", "draft"):
            hide(session, row, actor, version, "withdrawn", now)
        row.gone = True


def note_gone(session: Session, run: ImportRunRow, line: ImportRecordRow, source_id: str) -> bool:
    """Cancelled by its source: withdrawn when everything is in. False where we do not have it."""
    row = _row(session, run.source, source_id)
    if row is None:
        return False
    line.outcome, line.service_id = ("same" if row.gone else "archived"), row.id
    return True


def _vanished(session: Session, run: ImportRunRow, now: datetime) -> Iterator[ImportRecordRow]:
    """Events to come that this calendar had and has no more.

    None where an event without a readable UID is there: it may be any of them.
    """
    if run.source != CALENDAR:
        return
    told = select(ImportRecordRow.source_id).where(ImportRecordRow.run_id == run.id)
    nameless = select(ImportRecordRow.id).where(
        ImportRecordRow.run_id == run.id, ImportRecordRow.source_id == ""
    )
    if session.scalar(nameless.limit(1)):
        return
    gone = select(EventRow).where(
        EventRow.source_system == CALENDAR,
        EventRow.calendar == run.subject,
        EventRow.gone.is_(False),
        or_(EventRow.ends.is_(None), EventRow.ends > now),
        EventRow.source_id.not_in(told),
    )
    for row in session.scalars(gone.order_by(EventRow.id)).all():
        yield ImportRecordRow(
            run_id=run.id,
            source_id=row.source_id or "",
            name=content_of(row).name,
            outcome="archived",
            reason="gone",
            service_id=row.id,
        )


def _with_corrections(row: EventRow, before: EventContent, content: EventContent) -> EventContent:
    """A field that says something else than the source said last is an editor's, and stays."""
    if row.source_record is None:
        return content
    return merged(CONTENT.validate_python(row.source_record), content, before)


def _stored(
    session: Session,
    run: ImportRunRow,
    row: EventRow | None,
    record: EventRecord,
    content: EventContent,
    after: EventContent,
    actor: Actor,
    now: datetime,
) -> EventRow:
    if row is None:
        row = EventRow(
            id=free_id(session, EventRow, content.name or "event"),
            state="draft",
            revision=0,
            catalogue_version=0,
            source_system=run.source,
            source_id=record.source_id,
            gone=False,
            created_at=now,
        )
    row.calendar, row.licence, row.source_modified = run.subject[:500], record.licence[:80], record.modified
    row.source_record = CONTENT.dump_python(content, mode="json")
    if row.revision == 0 or after != content_of(row):
        write(session, row, after, actor, "imported", now)
    return row


def _may_show(session: Session, row: EventRow, returned: bool) -> bool:
    """What editors have withdrawn or archived, and drafts of their own making, stay so."""
    if row.state == "published":
        return row.digest != row.published_digest
    changes = select(EventRevisionRow.change).where(EventRevisionRow.event_id == row.id)
    return returned or (row.state == "draft" and set(session.scalars(changes)) == {"imported"})


def _show(session: Session, line: ImportRecordRow, actor: Actor, version: int, now: datetime) -> None:
    row = _locked(session, line.service_id or "")
    if row.revision != line.awaiting:
        line.reason = "edited_meanwhile"
    elif session.get_one(ProviderRow, row.provider_id).four_eyes:
        line.reason = "four_eyes"
    elif lacking := missing(content_of(row)):
        line.reason, line.detail = "incomplete", "; ".join(map(str, lacking))
    else:
        show(session, row, actor, version, now)
    line.awaiting = None


def _row(session: Session, system: str, source_id: str) -> EventRow | None:
    return session.scalar(
        select(EventRow).where(EventRow.source_system == system, EventRow.source_id == source_id)
    )


def _locked(session: Session, event_id: str) -> EventRow:
    found = select(EventRow).where(EventRow.id == event_id).with_for_update()
    return session.scalars(found.execution_options(populate_existing=True)).one()


def _changes(before: EventContent | None, after: EventContent) -> Iterator[FieldChange]:
    clashes: Iterator[Clash] = compare(before, after) if before else iter(())
    return (FieldChange(each.field, each.language, each.base, each.theirs) for each in clashes)
