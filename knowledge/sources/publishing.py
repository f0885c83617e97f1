"""The end of an import: what it brings is published, and what is gone archived, all in one step."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.editing.actor import Actor
from knowledge.editing.importing import archive_source
from knowledge.editing.validation import check_complete
from knowledge.editing.workflow import show
from knowledge.editing.working_copy import content_of, save, taken
from knowledge.models import ProviderRow
from knowledge.sources.models import ImportRecordRow, ImportRunRow


def publish_awaiting(session: Session, run: ImportRunRow, actor: Actor, now: datetime) -> None:
    """One transaction: an import that is killed leaves the chat's catalogue as before, or complete.

    What somebody has edited since it was imported stays a working copy, and so does what is incomplete.
    """
    if run.dry_run:
        return
    version = next_version(session)
    lines = select(ImportRecordRow).where(ImportRecordRow.run_id == run.id).order_by(ImportRecordRow.id)
    for line in session.scalars(lines.where(ImportRecordRow.outcome == "archived")).all():
        archive_source(session, run.source, line.source_id, now, actor)
    for line in session.scalars(lines.where(ImportRecordRow.awaiting.is_not(None))).all():
        _publish(session, line, actor, version, now)
        line.awaiting = None


def _publish(session: Session, line: ImportRecordRow, actor: Actor, version: int, now: datetime) -> None:
    row = taken(session, line.service_id or "", actor)
    content = content_of(row)
    if row.revision != line.awaiting:
        line.reason = "edited_meanwhile"
    elif missing := check_complete(content):
        line.reason, line.detail = "incomplete", "; ".join(map(str, missing))
    elif session.get_one(ProviderRow, row.provider_id).four_eyes:
        row.state = "in_review"
        save(session, row, content, actor, "submitted", now)
        line.reason = "four_eyes"
    else:
        show(session, row, actor, version, now)
