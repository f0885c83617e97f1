"""Takes one record into the catalogue, or says why not."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.errors import EditingError
from knowledge.editing.importing import Applied, apply_source, preview_source
from knowledge.editing.sources import SourceRecord, source_row
from knowledge.editing.working_copy import open_copy
from knowledge.events.importing import bring, note_gone
from knowledge.events.record import SYSTEMS, EventRecord
from knowledge.models import ServiceRevisionRow
from knowledge.revisions import Change
from knowledge.sources.models import ImportRecordRow, ImportRunRow
from knowledge.sources.publishing import await_publishing
from knowledge.sources.reports import CHANGES, FieldChange
from knowledge.sources.source import Gone, Parsed, RawRecord, Refused, Skipped


def take(
    session: Session, run: ImportRunRow, raw: RawRecord, record: Parsed, actor: Actor, now: datetime
) -> ImportRecordRow:
    """One line of the report; a record that fails leaves nothing behind in the caller's transaction."""
    line = ImportRecordRow(
        run_id=run.id,
        source_id=_storable(raw.id)[:200],
        name=_storable(raw.name or _name(record))[:200],
        place=_storable(raw.place)[:200],
    )
    try:
        with session.begin_nested():
            _fill(session, run, line, raw, record, actor, now)
    except EditingError as error:
        _turn_down(line, Refused("invalid", str(error)))
    except (DataError, IntegrityError, UnicodeError) as error:
        _turn_down(line, Refused("failed", str(error)))
    return line


def _fill(
    session: Session,
    run: ImportRunRow,
    line: ImportRecordRow,
    raw: RawRecord,
    record: Parsed,
    actor: Actor,
    now: datetime,
) -> None:
    if isinstance(record, Refused | Skipped):
        _turn_down(line, record)
    elif isinstance(record, EventRecord):
        if why := bring(session, run, line, record, actor, now):
            _turn_down(line, why)
    elif isinstance(record, Gone):
        _gone(session, run, line, raw, record)
    elif run.dry_run:
        _note(line, preview_source(session, record))
    else:
        follows = _follows(session, record)
        applied = apply_source(session, record, now, actor=actor)
        _note(line, applied)
        if run.publish and follows:
            await_publishing(session, line)


def _gone(session: Session, run: ImportRunRow, line: ImportRecordRow, raw: RawRecord, record: Gone) -> None:
    """Archived when everything is in: until then the chat keeps what it has."""
    line.reason, line.detail = "gone", record.detail
    if run.source in SYSTEMS:
        if not note_gone(session, run, line, raw.id):
            _turn_down(line, Skipped("gone", record.detail))
        return
    found = source_row(session, run.source, raw.id)
    if found is None:
        _turn_down(line, Skipped("gone", record.detail))
        return
    line.outcome = "same" if found.gone else "archived"
    line.service_id = found.service_id


def _follows(session: Session, record: SourceRecord) -> bool:
    """Whether only imports have touched the service since it was published, or since it is there."""
    found = source_row(session, record.system, record.source_id)
    if found is None or found.gone:
        return True
    shown = open_copy(session, found.service_id).published_revision or 0
    changes = select(ServiceRevisionRow.change).where(
        ServiceRevisionRow.service_id == found.service_id, ServiceRevisionRow.number > shown
    )
    return set(session.scalars(changes)) <= {"imported"}


def _note(line: ImportRecordRow, applied: Applied) -> None:
    line.outcome, line.service_id = applied.outcome, applied.service_id
    line.changes = CHANGES.dump_python(tuple(map(_change, applied.changes)), mode="json")
    line.kept = [list(place) for place in applied.kept]


def _change(change: Change) -> FieldChange:
    return FieldChange(change.field, change.language, change.before, change.after)


def _turn_down(line: ImportRecordRow, why: Refused | Skipped) -> None:
    line.outcome = "refused" if isinstance(why, Refused) else "skipped"
    line.reason, line.detail = why.reason, _storable(why.detail)[:1000]
    line.service_id, line.changes, line.kept, line.awaiting = None, [], [], None


def _name(record: Parsed) -> str:
    if isinstance(record, EventRecord):
        return record.content.name
    if not isinstance(record, SourceRecord):
        return ""
    words = record.texts.get(record.facts.source_language) or next(iter(record.texts.values()), None)
    return words.name if words else ""


def _storable(text: str) -> str:
    """Without what a database cannot keep: zero bytes and halves of characters."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
