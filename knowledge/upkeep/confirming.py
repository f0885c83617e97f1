""" "Still right" for one service or for many at once, and taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.editing.actor import Actor
from knowledge.editing.errors import NotFound
from knowledge.editing.workflow import ALLOWED, next_review
from knowledge.editing.working_copy import content_of, save, taken
from knowledge.models import ServiceRow
from knowledge.upkeep.models import ConfirmationRow

MOST: Final = 200
"""Services of one confirmation: what somebody can have looked through."""


def confirm_all(session: Session, actor: Actor, service_ids: Iterable[str], now: datetime) -> str:
    """Moves the next review of each service on, in the chat at once; returns the key to take it back by.

    What was archived meanwhile is left out. Raises NotFound, NotYours.
    """
    batch, due, version = uuid4().hex, next_review(now.date()), next_version(session)
    for service_id in sorted(set(service_ids))[:MOST]:
        row = taken(session, service_id, actor)
        if row.state not in ALLOWED["confirm_still_right"]:
            continue
        session.add(
            ConfirmationRow(
                batch=batch,
                service_id=service_id,
                before=row.review_due,
                after=due,
                made_at=now,
                made_by=actor.id,
            )
        )
        row.review_due, row.catalogue_version = due, version
        save(session, row, content_of(row), actor, "confirmed", now, due.isoformat())
    session.flush()
    return batch


def confirmed(session: Session, batch: str) -> tuple[str, ...]:
    """Ids of the services that this key can still take back."""
    found = (
        select(ServiceRow.id)
        .join(ConfirmationRow, ConfirmationRow.service_id == ServiceRow.id)
        .where(ConfirmationRow.batch == batch, ServiceRow.review_due == ConfirmationRow.after)
        .order_by(ServiceRow.id)
    )
    return tuple(session.scalars(found))


def take_back(session: Session, actor: Actor, batch: str, now: datetime) -> int:
    """Each service is due again when it was, unless somebody has moved it since. Says how many there were.

    Raises NotFound, NotYours.
    """
    version = next_version(session)
    ids = confirmed(session, batch)
    if not ids:
        raise NotFound(f"there is no confirmation {batch} to take back")
    for service_id in ids:
        row = taken(session, service_id, actor)
        old = session.get_one(ConfirmationRow, (batch, service_id))
        if row.review_due != old.after:
            continue
        row.review_due, row.catalogue_version = old.before, version
        comment = old.before.isoformat() if old.before else ""
        save(session, row, content_of(row), actor, "confirmation_undone", now, comment)
    return len(ids)
