"""The working copy of a guide: read as values, locked, and written with its next revision."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.errors import NotAllowedNow, NotFound, NotYours
from knowledge.guides.content import CONTENT, GuideContent, digest
from knowledge.guides.models import GuideRevisionRow, GuideRow
from knowledge.revisions import Revision, lines, sign


@dataclass(frozen=True, slots=True)
class GuideCopy:
    """A guide as its editors see it now; `revision` is told to a verb as "the version I had before me"."""

    id: str
    state: str
    content: GuideContent
    revision: int
    published_revision: int | None
    unpublished_changes: bool
    review_due: date | None
    updated_at: datetime

    @property
    def provider(self) -> str:
        return self.content.facts.provider

    @property
    def stale(self) -> tuple[str, ...]:
        """Languages whose source has changed since."""
        return tuple(language for language in self.content.texts if self.content.stale(language))


def open_guide(session: Session, guide_id: str) -> GuideCopy:
    """Raises NotFound."""
    row = session.get(GuideRow, guide_id)
    if row is None:
        raise NotFound(f"there is no guide {guide_id}")
    return as_copy(row)


def taken(session: Session, guide_id: str, actor: Actor) -> GuideRow:
    """The row, fresh and locked until the transaction ends. Raises NotFound, NotYours."""
    fresh = select(GuideRow).where(GuideRow.id == guide_id).with_for_update()
    row = session.scalar(fresh.execution_options(populate_existing=True))
    if row is None:
        raise NotFound(f"there is no guide {guide_id}")
    if not actor.owns(row.provider_id):
        raise NotYours(row.provider_id)
    return row


def refuse_archived(row: GuideRow, verb: str) -> None:
    """Raises NotAllowedNow: what is in the archive is restored first."""
    if row.state == "archived":
        raise NotAllowedNow(verb, row.state)


def save(
    session: Session,
    row: GuideRow,
    content: GuideContent,
    actor: Actor,
    change: str,
    now: datetime,
    comment: str = "",
) -> GuideCopy:
    """Writes a version into the locked row and adds the revision of it."""
    snapshot = CONTENT.dump_python(content, mode="json")
    row.content, row.digest = snapshot, digest(content)
    row.provider_id, row.kind = content.facts.provider, content.facts.kind
    row.revision, row.updated_at = row.revision + 1, now
    session.flush()  # the guide itself before what points to it
    made = GuideRevisionRow(guide_id=row.id, number=row.revision, digest=row.digest, snapshot=snapshot)
    sign(made, actor, change, now, comment)
    session.add(made)
    session.flush()
    return as_copy(row)


def as_copy(row: GuideRow) -> GuideCopy:
    return GuideCopy(
        id=row.id,
        state=row.state,
        content=content_of(row),
        revision=row.revision,
        published_revision=row.published_revision,
        unpublished_changes=row.published_revision is not None and row.digest != row.published_digest,
        review_due=row.review_due,
        updated_at=row.updated_at,
    )


def content_of(row: GuideRow) -> GuideContent:
    return CONTENT.validate_python(row.content)


def history(session: Session, guide_id: str) -> tuple[Revision, ...]:
    """Newest first."""
    return lines(session, GuideRevisionRow, GuideRevisionRow.guide_id == guide_id)


def content_at(session: Session, guide_id: str, number: int) -> GuideContent:
    """What the guide was after this revision. Raises NotFound."""
    mine = (GuideRevisionRow.guide_id == guide_id, GuideRevisionRow.number == number)
    snapshot = session.scalar(select(GuideRevisionRow.snapshot).where(*mine))
    if snapshot is None:
        raise NotFound(f"{guide_id} has no revision {number}")
    return CONTENT.validate_python(snapshot)
