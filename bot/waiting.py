"""The queue for a human: who is before whom, how long it usually takes, and what the person is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from statistics import median

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.conversation import Author, Draft, Holder, Payloads, Queue
from bot.models import Conversation, StoredHandOff
from bot.opening_hours import OpeningHours
from dialogues.conversation.texts import Texts
from dialogues.engine import Button

OBSERVED = timedelta(weeks=4)
FEWEST_PICKUPS = 5
"""Fewer than this say nothing about the usual wait."""


def queue_of(session: Session, conversation: Conversation, now: datetime) -> Queue | None:
    """None when the person is not waiting."""
    if conversation.holder != Holder.WAITING or conversation.waiting_since is None:
        return None
    ahead = session.scalar(
        select(func.count()).where(Conversation.holder == Holder.WAITING, _before(conversation))
    )
    return Queue(position=(ahead or 0) + 1, wait_seconds=usual_wait(session, conversation.language, now))


def _before(conversation: Conversation) -> ColumnElement[bool]:
    """Those in danger first, then who has waited longest."""
    earlier = or_(
        Conversation.waiting_since < conversation.waiting_since,
        and_(Conversation.waiting_since == conversation.waiting_since, Conversation.id < conversation.id),
    )
    if conversation.urgent:
        return and_(Conversation.urgent.is_(True), earlier)
    return or_(Conversation.urgent.is_(True), earlier)


def usual_wait(session: Session, language: str, now: datetime) -> int | None:
    """Median seconds from asking to pick-up of four weeks, of those who asked in opening hours."""
    picked_up = session.execute(
        select(StoredHandOff.at, StoredHandOff.taken_at).where(
            StoredHandOff.language == language,
            StoredHandOff.desk_open.is_(True),
            StoredHandOff.taken_at.is_not(None),
            StoredHandOff.at > now - OBSERVED,
        )
    )
    waits = [(taken - asked).total_seconds() for asked, taken in picked_up if taken]
    return round(median(waits)) if len(waits) >= FEWEST_PICKUPS else None


def queue_messages(
    texts: Texts,
    payloads: Payloads,
    hours: OpeningHours,
    language: str,
    now: datetime,
    queue: Queue,
    code: str | None,
) -> tuple[Draft, ...]:
    """What a person is told on joining the queue: of three short sentences at most each.

    `code` opens the conversation again later.
    """
    say = partial(texts.get, language=language)
    meanwhile = say("queue.meanwhile")
    if hours.is_open(now):
        told = [f"{say('queue.open', position=queue.position)} {_wait(say, queue.wait_seconds)} {meanwhile}"]
    else:
        told = [say("queue.closed", opening=opening_sentence(say, hours, now))]
        told.append(f"{say('queue.code', code=code)} {meanwhile}" if code else meanwhile)
    search = Button(say("button.search"), payloads.search)
    cancel = Button(say("button.cancel_handoff"), payloads.cancel)
    *before, last = (Draft(author=Author.SYSTEM, text=text, language=language) for text in told)
    return (*before, replace(last, buttons=(search, cancel)))


def _wait(say: Callable[..., str], seconds: int | None) -> str:
    if seconds is None:
        return say("queue.wait_unknown")
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return say("queue.wait_minutes", minutes=minutes)
    return say("queue.wait_hours", hours=round(minutes / 60))


def opening_sentence(say: Callable[..., str], hours: OpeningHours, now: datetime) -> str:
    """When the desk opens next, in the language of `say`."""
    opens = hours.next_opening(now)
    if opens is None:
        return say("queue.never_opens")
    return say(
        "queue.opens",
        weekday=say(f"weekday.{opens.weekday()}"),
        day=opens.day,
        month=opens.month,
        time=f"{opens.hour}.{opens.minute:02}",
    )
