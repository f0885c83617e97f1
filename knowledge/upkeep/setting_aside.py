"""An editor knows better about a finding, and is not told of it until a day."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.errors import FieldError, NotFound, NotYours
from knowledge.editing.validation import require
from knowledge.models import ServiceRow
from knowledge.upkeep.harm import OF_A_LINK, SET_ASIDE
from knowledge.upkeep.links_beside import PARTED, placed_links
from knowledge.upkeep.models import ServiceUpkeepRow, SetAsideRow

LONGEST_ASIDE: Final = timedelta(days=2 * 366)
LONGEST_REASON: Final = 500


def set_aside(
    session: Session,
    actor: Actor,
    kind: str,
    subject: str,
    until: date,
    now: datetime,
    reason: str = "",
) -> None:
    """Of a service's owner; a word that found nothing is everybody's. Again: another day and reason.

    `subject` is the service's id, or the key of a link of a guide or an event: for kinds of a link the link
    is set aside, wherever it stands.
    Raises NotFound, NotYours, Invalid.
    """
    key = _subject(session, actor, kind, subject, now)
    require(tuple(_wrong(until, now.date(), reason)))
    row = session.get(SetAsideRow, (kind, key))
    if row is None:
        row = SetAsideRow(kind=kind, subject=key)
        session.add(row)
    row.until, row.reason = until, reason.strip()
    row.made_at, row.made_by_name = now, actor.name
    session.flush()


def take_up(session: Session, actor: Actor, kind: str, subject: str, now: datetime) -> None:
    """Is told of it again. Raises NotFound, NotYours."""
    row = session.get(SetAsideRow, (kind, _subject(session, actor, kind, subject, now)))
    if row is None:
        raise NotFound(f"{kind} of {subject} is not set aside")
    session.delete(row)


def words_aside(session: Session, today: date) -> frozenset[str]:
    """Words that found nothing, and of which nobody wants to hear today."""
    found = select(SetAsideRow.subject).where(SetAsideRow.kind == "not_found", SetAsideRow.until >= today)
    return frozenset(session.scalars(found))


def _subject(session: Session, actor: Actor, kind: str, subject: str, now: datetime) -> str:
    if kind not in SET_ASIDE:
        raise NotFound(f"{kind} is nothing to set aside")
    if kind == "not_found":
        if actor.providers is not None:
            raise NotYours("")
        return subject
    if kind in OF_A_LINK and PARTED in subject:
        return _link_beside(session, actor, subject, now)
    service = session.get(ServiceRow, subject)
    if service is None:
        raise NotFound(f"there is no service {subject}")
    if not actor.owns(service.provider_id):
        raise NotYours(service.provider_id)
    return _link_of(session, subject) if kind in OF_A_LINK else subject


def _link_of(session: Session, service_id: str) -> str:
    row = session.get(ServiceUpkeepRow, service_id)
    if row is None:
        raise NotFound(f"{service_id} is not shown, so its link is not checked")
    return row.url


def _link_beside(session: Session, actor: Actor, key: str, now: datetime) -> str:
    """Of a guide or an event."""
    placed = next((each for each in placed_links(session, now) if each.key == key), None)
    if placed is None:
        raise NotFound(f"nothing that is shown has the link {key}")
    if not actor.owns(placed.provider):
        raise NotYours(placed.provider)
    return placed.url


def _wrong(until: date, today: date, reason: str) -> list[FieldError]:
    errors = []
    if not today < until <= today + LONGEST_ASIDE:
        errors.append(FieldError("until", "bad_date", until.isoformat()))
    if len(reason) > LONGEST_REASON:
        errors.append(FieldError("reason", "too_long", str(LONGEST_REASON)))
    return errors
