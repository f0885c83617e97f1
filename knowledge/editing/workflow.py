"""The verbs that decide what the chat shows: submit, review, publish, withdraw, archive, restore, confirm."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.editing.actor import OSAAMO, Actor
from knowledge.editing.conflicts import refuse_unseen
from knowledge.editing.content import Content
from knowledge.editing.errors import FourEyesNeeded, Invalid, NotAllowedNow
from knowledge.editing.validation import check_complete, check_content, require
from knowledge.editing.working_copy import WorkingCopy, as_copy, content_of, save, taken, unapprove
from knowledge.models import ProviderRow, RevisionColumns, ServiceRevisionRow, ServiceRow
from knowledge.stored_municipalities import todays_codes

REVIEW_MONTHS: Final = 18
"""How long a confirmed text counts as checked; after that the chat marks it as not checked lately."""

ALLOWED: Final = {
    "submit": ("draft", "published", "withdrawn"),
    "review": ("in_review",),
    "publish": ("draft", "in_review", "approved", "published", "withdrawn"),
    "publish_at": ("draft", "in_review", "approved", "published", "withdrawn"),
    "withdraw": ("in_review", "approved", "published"),
    "archive": ("draft", "in_review", "approved", "published", "withdrawn"),
    "restore": ("withdrawn", "archived"),
    "confirm_still_right": ("draft", "in_review", "approved", "published", "withdrawn"),
}
"""The states in which a service has a verb."""

NOT_WRITING: Final = (
    *("submitted", "approved", "returned", "planned", "published", "withdrawn", "archived", "restored"),
    *("confirmed", "confirmation_undone", "text_reviewed"),
)
"""Changes of a history that have changed no word: whoever made them may still review."""


def submit(
    session: Session, actor: Actor, service_id: str, seen: int, now: datetime, comment: str = ""
) -> WorkingCopy:
    """Hands a version in for review. `seen` is the revision that the actor had before them.

    Raises NotFound, NotYours, NotAllowedNow, Conflict, Invalid.
    """
    row = _open(session, service_id, actor, "submit")
    refuse_unseen(session, row, seen)
    _require_publishable(session, content_of(row))
    row.state = "in_review"
    return save(session, row, content_of(row), actor, "submitted", now, comment)


def review(
    session: Session,
    actor: Actor,
    service_id: str,
    seen: int,
    now: datetime,
    *,
    approve: bool,
    comment: str = "",
) -> WorkingCopy:
    """Approves what was handed in, or gives it back to its writers (which these may do themselves).

    Raises NotFound, NotYours, NotAllowedNow, Conflict, FourEyesNeeded.
    """
    row = _open(session, service_id, actor, "review")
    refuse_unseen(session, row, seen)
    if not approve:
        unapprove(row)
        return save(session, row, content_of(row), actor, "returned", now, comment)
    if _four_eyes(session, row) and actor.id in _writers(session, row):
        raise FourEyesNeeded
    row.state = "approved"
    return save(session, row, content_of(row), actor, "approved", now, comment)


def publish(
    session: Session, actor: Actor, service_id: str, seen: int, now: datetime, comment: str = ""
) -> WorkingCopy:
    """The chat shows this version from now on. What is published already stays as it is.

    Raises NotFound, NotYours, NotAllowedNow, Conflict, FourEyesNeeded, Invalid.
    """
    version = next_version(session)
    row = _open(session, service_id, actor, "publish")
    refuse_unseen(session, row, seen)
    if row.state == "published" and row.digest == row.published_digest:
        return as_copy(row)
    _require_reviewed(session, row)
    return show(session, row, actor, version, now, comment)


def publish_at(
    session: Session,
    actor: Actor,
    service_id: str,
    seen: int,
    moment: datetime,
    now: datetime,
    comment: str = "",
) -> WorkingCopy:
    """This version is published by itself at `moment`, unless it is written again before.

    Raises NotFound, NotYours, NotAllowedNow, Conflict, FourEyesNeeded, Invalid.
    """
    row = _open(session, service_id, actor, "publish_at")
    refuse_unseen(session, row, seen)
    _require_reviewed(session, row)
    _require_publishable(session, content_of(row))
    row.state, row.publish_at = "approved", moment
    return save(session, row, content_of(row), actor, "planned", now, comment)


def due(session: Session, now: datetime) -> tuple[str, ...]:
    """Ids of what has been planned for now or earlier."""
    planned = select(ServiceRow.id).where(ServiceRow.state == "approved", ServiceRow.publish_at <= now)
    return tuple(session.scalars(planned.order_by(ServiceRow.id)))


def publish_due(session: Session, now: datetime) -> tuple[str, ...]:
    """Publishes what is due, once whoever asks; returns the ids.

    What may not be published any more (a municipality that is none now) goes back to its writers.
    """
    version = next_version(session)
    rows = [taken(session, service_id, OSAAMO) for service_id in due(session, now)]
    return tuple(row.id for row in rows if _shown_in_time(session, row, version, now))


def withdraw(
    session: Session, actor: Actor, service_id: str, now: datetime, comment: str = ""
) -> WorkingCopy:
    """The chat shows it no more; it can be written and published again.

    Raises NotFound, NotYours, NotAllowedNow.
    """
    version = next_version(session)
    row = _open(session, service_id, actor, "withdraw")
    if row.published_revision is None:
        raise NotAllowedNow("withdraw", row.state)
    return hide(session, row, actor, version, "withdrawn", now, comment)


def archive(session: Session, actor: Actor, service_id: str, now: datetime, comment: str = "") -> WorkingCopy:
    """Out of the chat and out of the editors' lists, for good or until restored.

    Raises NotFound, NotYours, NotAllowedNow.
    """
    version = next_version(session)
    row = _open(session, service_id, actor, "archive")
    return hide(session, row, actor, version, "archived", now, comment)


def restore(session: Session, actor: Actor, service_id: str, now: datetime, comment: str = "") -> WorkingCopy:
    """A draft again. Raises NotFound, NotYours, NotAllowedNow."""
    row = _open(session, service_id, actor, "restore")
    row.state = "draft"
    return save(session, row, content_of(row), actor, "restored", now, comment)


def confirm_still_right(
    session: Session, actor: Actor, service_id: str, now: datetime, until: date | None = None
) -> WorkingCopy:
    """Somebody has checked the service: its next review moves on, in the chat at once.

    Raises NotFound, NotYours, NotAllowedNow.
    """
    version = next_version(session)
    row = _open(session, service_id, actor, "confirm_still_right")
    row.review_due = until or next_review(now.date())
    row.catalogue_version = version
    return save(session, row, content_of(row), actor, "confirmed", now, row.review_due.isoformat())


def next_review(today: date) -> date:
    """The day until which a text that was checked today counts as checked."""
    years, month = divmod(today.month - 1 + REVIEW_MONTHS, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def show(
    session: Session, row: ServiceRow, actor: Actor, version: int, now: datetime, comment: str = ""
) -> WorkingCopy:
    """Makes the working copy of a locked row what the chat shows; permissions are the caller's.

    Raises Invalid.
    """
    content = _with_own_words(content_of(row))
    _require_publishable(session, content)
    row.state, row.publish_at = "published", None
    row.review_due = row.review_due or next_review(now.date())
    row.published_revision, row.catalogue_version = row.revision + 1, version
    save(session, row, content, actor, "published", now, comment)
    row.published_digest = row.digest
    return as_copy(row)


def hide(
    session: Session, row: ServiceRow, actor: Actor, version: int, state: str, now: datetime, comment: str
) -> WorkingCopy:
    """Takes a locked row out of the chat; permissions are the caller's."""
    row.state, row.publish_at = state, None
    row.published_revision = row.published_digest = None
    row.catalogue_version = version
    return save(session, row, content_of(row), actor, state, now, comment)


def _shown_in_time(session: Session, row: ServiceRow, version: int, now: datetime) -> bool:
    try:
        show(session, row, OSAAMO, version, now)
    except Invalid as error:
        unapprove(row)
        save(session, row, content_of(row), OSAAMO, "returned", now, str(error))
        return False
    return True


def _open(session: Session, service_id: str, actor: Actor, verb: str) -> ServiceRow:
    row = taken(session, service_id, actor)
    if row.state not in ALLOWED[verb]:
        raise NotAllowedNow(verb, row.state)
    return row


def _with_own_words(content: Content) -> Content:
    """Whoever publishes stands for the source text; drafts of translations stay drafts."""
    language = content.facts.source_language
    source = content.texts.get(language)
    if source is None or source.status != "draft":
        return content
    return replace(content, texts={**content.texts, language: replace(source, status="reviewed")})


def _require_publishable(session: Session, content: Content) -> None:
    require((*check_content(content, todays_codes(session)), *check_complete(content)))


def _require_reviewed(session: Session, row: ServiceRow) -> None:
    if row.state != "approved" and _four_eyes(session, row):
        raise FourEyesNeeded


def _four_eyes(session: Session, row: ServiceRow) -> bool:
    return session.get_one(ProviderRow, row.provider_id).four_eyes


def _writers(session: Session, row: ServiceRow) -> frozenset[str]:
    return writers(session, ServiceRevisionRow, ServiceRevisionRow.service_id == row.id)


def writers(session: Session, kind: type[RevisionColumns], of: ColumnElement[bool]) -> frozenset[str]:
    """Everybody who has written a service or a guide since it was published last."""
    last = select(func.max(kind.number)).where(of, kind.change == "published")
    since = session.scalar(last) or 0
    written = kind.change.not_in(NOT_WRITING)
    return frozenset(session.scalars(select(kind.made_by).where(of, written, kind.number > since)))
