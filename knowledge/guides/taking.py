"""Brings guides of files into the database, without ever undoing an editor's work."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.editing.actor import Actor
from knowledge.editing.errors import EditingError
from knowledge.editing.validation import require
from knowledge.guides.content import GuideContent, digest
from knowledge.guides.models import GuideRow
from knowledge.guides.rules import wrong
from knowledge.guides.workflow import hide, known, show, with_own_words
from knowledge.guides.working_copy import GuideCopy, save, taken

Outcome = Literal["new", "changed", "unchanged", "kept"]
"""`kept`: an editor has made or changed it, and so it stays."""


class AlreadyThere(EditingError):  # noqa: N818 - what the caller met, not a fault
    """A guide of this id is there and was not to be replaced."""


def take(
    session: Session, actor: Actor, guide_id: str, content: GuideContent, review_due: date, now: datetime
) -> Outcome:
    """A new guide is published; one that nobody has edited follows its file, shown if it was shown.

    Raises Invalid, NotYours.
    """
    content = with_own_words(content)
    told = digest(content)
    row = session.get(GuideRow, guide_id)
    if row and row.source_digest == told:
        return "unchanged" if row.digest == told else "kept"
    if row and row.digest != row.source_digest:
        return "kept"
    require(wrong(content, known(session)))
    version = next_version(session)
    fresh = new_row(guide_id, content, now) if row is None else taken(session, guide_id, actor)
    session.add(fresh)
    fresh.source_digest, fresh.review_due = told, review_due
    save(session, fresh, content, actor, "imported", now)
    if row is None or row.published_revision is not None:
        show(session, fresh, actor, version, now)
    return "new" if row is None else "changed"


def put(
    session: Session,
    actor: Actor,
    guide_id: str,
    content: GuideContent,
    review_due: date,
    now: datetime,
    *,
    replace: bool,
) -> GuideCopy:
    """A new draft, or with `replace` a new version of the working copy; the chat shows neither yet.

    Raises Invalid, NotYours, AlreadyThere.
    """
    row = session.get(GuideRow, guide_id)
    if row and not replace:
        raise AlreadyThere(f"there is a guide {guide_id} already")
    require(wrong(content, known(session)))
    fresh = taken(session, guide_id, actor) if row else new_row(guide_id, content, now)
    session.add(fresh)
    fresh.review_due = fresh.review_due or review_due
    return save(session, fresh, content, actor, "imported", now)


def drop(session: Session, actor: Actor, present: frozenset[str], now: datetime) -> tuple[str, ...]:
    """Withdraws what came from files and is no more among those `present`, unless somebody has edited it."""
    left = select(GuideRow.id).where(
        GuideRow.source_digest == GuideRow.digest, GuideRow.published_revision.is_not(None)
    )
    gone = tuple(sorted(set(session.scalars(left)) - present))
    version = next_version(session) if gone else 0
    for guide_id in gone:
        hide(session, taken(session, guide_id, actor), actor, version, now)
    return gone


def new_row(guide_id: str, content: GuideContent, now: datetime) -> GuideRow:
    """Not saved yet."""
    facts = content.facts
    return GuideRow(
        id=guide_id,
        provider_id=facts.provider,
        kind=facts.kind,
        state="draft",
        revision=0,
        created_at=now,
        updated_at=now,
    )
