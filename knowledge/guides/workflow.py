"""The verbs that decide what the chat shows of a guide: publish, withdraw, confirm."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.editing.actor import Actor
from knowledge.editing.errors import FourEyesNeeded, NotAllowedNow
from knowledge.editing.validation import require
from knowledge.editing.workflow import next_review, writers
from knowledge.guides.content import GuideContent
from knowledge.guides.merging import refuse_unseen
from knowledge.guides.models import GuideRevisionRow, GuideRow
from knowledge.guides.rules import Known, missing, wrong
from knowledge.guides.working_copy import GuideCopy, as_copy, content_of, refuse_archived, save, taken
from knowledge.models import ProviderRow, ServiceRow
from knowledge.stored_municipalities import todays_codes


def publish(session: Session, actor: Actor, guide_id: str, seen: int, now: datetime) -> GuideCopy:
    """The chat shows this version from now on. `seen` is the revision that the actor had before them.

    Where the provider asks for four eyes, whoever publishes has not written it: theirs are the other two.
    Raises NotFound, NotYours, NotAllowedNow, Conflict, FourEyesNeeded, Invalid.
    """
    version = next_version(session)
    row = taken(session, guide_id, actor)
    refuse_archived(row, "publish")
    refuse_unseen(session, row, seen)
    if row.state == "published" and row.digest == row.published_digest:
        return as_copy(row)
    if four_eyes(session, row.provider_id) and actor.id in writers_of(session, guide_id):
        raise FourEyesNeeded
    return show(session, row, actor, version, now)


def withdraw(session: Session, actor: Actor, guide_id: str, now: datetime) -> GuideCopy:
    """The chat shows it no more; it can be written and published again.

    Raises NotFound, NotYours, NotAllowedNow.
    """
    version = next_version(session)
    row = taken(session, guide_id, actor)
    if row.published_revision is None:
        raise NotAllowedNow("withdraw", row.state)
    return hide(session, row, actor, version, now)


def archive(session: Session, actor: Actor, guide_id: str, now: datetime) -> GuideCopy:
    """Out of the chat and of the list. Raises NotFound, NotYours, NotAllowedNow."""
    version = next_version(session)
    row = taken(session, guide_id, actor)
    refuse_archived(row, "archive")
    return hide(session, row, actor, version, now, "archived")


def restore(session: Session, actor: Actor, guide_id: str, now: datetime) -> GuideCopy:
    """As a draft. Raises NotFound, NotYours, NotAllowedNow."""
    row = taken(session, guide_id, actor)
    if row.state != "archived":
        raise NotAllowedNow("restore", row.state)
    row.state = "draft"
    return save(session, row, content_of(row), actor, "restored", now)


def confirm_still_right(
    session: Session, actor: Actor, guide_id: str, now: datetime, until: date | None = None
) -> GuideCopy:
    """Somebody has checked the guide: its next review moves on, in the chat at once.

    Raises NotFound, NotYours, NotAllowedNow.
    """
    version = next_version(session)
    row = taken(session, guide_id, actor)
    refuse_archived(row, "confirm")
    row.review_due = until or next_review(now.date())
    row.catalogue_version = version
    return save(session, row, content_of(row), actor, "confirmed", now, row.review_due.isoformat())


def show(session: Session, row: GuideRow, actor: Actor, version: int, now: datetime) -> GuideCopy:
    """Makes the working copy of a locked row what the chat shows; permissions are the caller's.

    Raises Invalid.
    """
    content = with_own_words(content_of(row))
    require((*wrong(content, known(session)), *missing(content)))
    row.state, row.review_due = "published", row.review_due or next_review(now.date())
    row.published_revision, row.catalogue_version = row.revision + 1, version
    save(session, row, content, actor, "published", now)
    row.published_digest = row.digest
    session.flush()
    return as_copy(row)


def hide(
    session: Session, row: GuideRow, actor: Actor, version: int, now: datetime, state: str = "withdrawn"
) -> GuideCopy:
    """Takes a locked row out of the chat; permissions are the caller's."""
    row.state, row.catalogue_version = state, version
    row.published_revision = row.published_digest = None
    return save(session, row, content_of(row), actor, state, now)


def with_own_words(content: GuideContent) -> GuideContent:
    """Whoever publishes stands for the source text; drafts of translations stay drafts."""
    language = content.facts.source_language
    source = content.texts.get(language)
    if source is None or source.status != "draft":
        return content
    return replace(content, texts={**content.texts, language: replace(source, status="reviewed")})


def known(session: Session) -> Known:
    """What guides of this database may point at."""
    return Known(todays_codes(session), frozenset(session.scalars(select(ServiceRow.id))))


def four_eyes(session: Session, provider: str) -> bool:
    return session.get_one(ProviderRow, provider).four_eyes


def writers_of(session: Session, guide_id: str) -> frozenset[str]:
    """Everybody who has written it since it was published last."""
    return writers(session, GuideRevisionRow, GuideRevisionRow.guide_id == guide_id)
