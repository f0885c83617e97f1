"""The end of an import: what it brings is published, and what is gone archived, all in one step."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.database import UtcDateTime
from knowledge.editing.actor import Actor
from knowledge.editing.importing import archive_source
from knowledge.editing.providers import show_new_names
from knowledge.editing.validation import check_complete
from knowledge.editing.workflow import next_review, show
from knowledge.editing.working_copy import content_of, open_copy, save, taken
from knowledge.models import ProviderRow, ServiceRevisionRow, ServiceRow, ServiceTextRow
from knowledge.sources.models import ImportRecordRow, ImportRunRow


def await_publishing(session: Session, line: ImportRecordRow) -> None:
    """Notes the newest version of a line's service to be published at the end, if it is complete."""
    copy = open_copy(session, line.service_id or "")
    if copy.published_revision is not None and not copy.unpublished_changes:
        return
    if missing := check_complete(copy.content):
        line.reason, line.detail = "incomplete", "; ".join(map(str, missing))
    else:
        line.awaiting = copy.revision


def publish_awaiting(session: Session, run: ImportRunRow, actor: Actor, now: datetime) -> None:
    """One transaction: an import that is killed leaves the chat's catalogue as before, or complete.

    A few statements for all of them, so that it is short. What somebody has edited since it was imported
    stays a working copy.
    """
    if run.dry_run:
        return
    version = next_version(session)
    show_new_names(session, run.source)
    lines = select(ImportRecordRow).where(ImportRecordRow.run_id == run.id).order_by(ImportRecordRow.id)
    for line in session.scalars(lines.where(ImportRecordRow.outcome == "archived")).all():
        archive_source(session, run.source, line.source_id, now, actor)
    awaited = and_(ImportRecordRow.run_id == run.id, ImportRecordRow.awaiting.is_not(None))
    ids = select(ImportRecordRow.service_id).where(awaited)
    session.execute(
        select(ServiceRow.id).where(ServiceRow.id.in_(ids)).order_by(ServiceRow.id).with_for_update()
    )
    _leave_edited(session, awaited)
    for line in session.scalars(lines.where(awaited, _needs_a_verb())).all():
        _publish(session, line, actor, version, now)
    session.flush()
    _publish_all(session, awaited, actor, version, now)
    _awaits_no_more(session, awaited)


def _leave_edited(session: Session, awaited: ColumnElement[bool]) -> None:
    unchanged = exists().where(
        ServiceRow.id == ImportRecordRow.service_id, ServiceRow.revision == ImportRecordRow.awaiting
    )
    left = update(ImportRecordRow).where(awaited, ~unchanged)
    session.execute(left.values(reason="edited_meanwhile", awaiting=None))


def _needs_a_verb() -> ColumnElement[bool]:
    """Four eyes are asked for, or the source text is a draft that publishing makes a reviewed one."""
    drafted = exists().where(
        ServiceTextRow.service_id == ServiceRow.id,
        ServiceTextRow.language == ServiceRow.source_language,
        ServiceTextRow.status == "draft",
    )
    guarded = exists().where(ProviderRow.id == ServiceRow.provider_id, ProviderRow.four_eyes)
    return exists().where(ServiceRow.id == ImportRecordRow.service_id, or_(drafted, guarded))


def _publish(session: Session, line: ImportRecordRow, actor: Actor, version: int, now: datetime) -> None:
    row = taken(session, line.service_id or "", actor)
    line.awaiting = None
    if session.get_one(ProviderRow, row.provider_id).four_eyes:
        row.state = "in_review"
        save(session, row, content_of(row), actor, "submitted", now)
        line.reason = "four_eyes"
    else:
        show(session, row, actor, version, now)


def _publish_all(
    session: Session, awaited: ColumnElement[bool], actor: Actor, version: int, now: datetime
) -> None:
    """What `workflow.show` does to one service: the imported version stands once more as published."""
    session.execute(insert(ServiceRevisionRow).from_select(_COPIED, _published(awaited, actor, now)))
    shown = update(ServiceRow).where(ServiceRow.id.in_(select(ImportRecordRow.service_id).where(awaited)))
    session.execute(
        shown.values(
            state="published",
            publish_at=None,
            review_due=func.coalesce(ServiceRow.review_due, next_review(now.date())),
            revision=ServiceRow.revision + 1,
            published_revision=ServiceRow.revision + 1,
            published_digest=ServiceRow.digest,
            catalogue_version=version,
            updated_at=now,
        ).execution_options(synchronize_session=False)
    )


_COPIED = (
    "service_id",
    "number",
    "made_at",
    "made_by",
    "made_by_name",
    "change",
    "comment",
    "digest",
    "snapshot",
)


def _published(awaited: ColumnElement[bool], actor: Actor, now: datetime) -> Select[tuple[object, ...]]:
    imported = ServiceRevisionRow
    return (
        select(
            imported.service_id,
            imported.number + 1,
            literal(now, UtcDateTime()),
            literal(actor.id),
            literal(actor.name),
            literal("published"),
            literal(""),
            imported.digest,
            imported.snapshot,
        )
        .join(
            ImportRecordRow,
            and_(
                ImportRecordRow.service_id == imported.service_id,
                ImportRecordRow.awaiting == imported.number,
            ),
        )
        .where(awaited)
    )


def _awaits_no_more(session: Session, awaited: ColumnElement[bool]) -> None:
    session.execute(update(ImportRecordRow).where(awaited).values(awaiting=None))
