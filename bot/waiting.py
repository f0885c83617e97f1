"""The queue for a human: who is before whom, and how long it usually takes."""

from datetime import datetime, timedelta, tzinfo
from statistics import median

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.conversation import Holder, Queue
from bot.models import Conversation, StoredHandOff

OBSERVED = timedelta(weeks=4)
FEWEST_PICKUPS = 5
"""Fewer than this say nothing about the usual wait."""
MOST_PICKUPS = 1_000
"""So many of the latest say enough, however long the history is."""


def queue_of(session: Session, conversation: Conversation, now: datetime, zone: tzinfo) -> Queue | None:
    """None when the person is not waiting. `zone` is where the desk is."""
    if conversation.holder != Holder.WAITING or conversation.waiting_since is None:
        return None
    ahead = session.scalar(
        select(func.count()).where(Conversation.holder == Holder.WAITING, _before(conversation))
    )
    usual = usual_wait(session, conversation.language, now, zone, conversation.city)
    return Queue(position=(ahead or 0) + 1, wait_seconds=usual)


def _before(conversation: Conversation) -> ColumnElement[bool]:
    """Those in danger first, then who has waited longest; of one's own city, where there are several."""
    near = Conversation.city.is_not_distinct_from(conversation.city)
    earlier = or_(
        Conversation.waiting_since < conversation.waiting_since,
        and_(Conversation.waiting_since == conversation.waiting_since, Conversation.id < conversation.id),
    )
    if conversation.urgent:
        return and_(near, Conversation.urgent.is_(True), earlier)
    return and_(near, or_(Conversation.urgent.is_(True), earlier))


def usual_wait(
    session: Session, language: str, now: datetime, zone: tzinfo, city: str | None = None
) -> int | None:
    """Median seconds from asking to pick-up, as observed in the last weeks at this hour of the day.

    Of those who asked in opening hours in this language and city. Where this hour has too few, the hours
    next to it count too, and so on; None where there are too few at all.
    """
    picked_up = session.execute(
        select(StoredHandOff.at, StoredHandOff.taken_at)
        .where(
            StoredHandOff.language == language,
            StoredHandOff.city.is_not_distinct_from(city),
            StoredHandOff.desk_open.is_(True),
            StoredHandOff.taken_at.is_not(None),
            StoredHandOff.at > now - OBSERVED,
        )
        .order_by(StoredHandOff.at.desc())
        .limit(MOST_PICKUPS)
    )
    hour = now.astimezone(zone).hour
    waits = [
        (abs(asked.astimezone(zone).hour - hour), (taken - asked).total_seconds())
        for asked, taken in picked_up
        if taken
    ]
    for around in range(24):
        near = [seconds for distance, seconds in waits if distance <= around]
        if len(near) >= FEWEST_PICKUPS:
            return round(median(near))
    return None
