"""Who waits too long while nobody is in, and at which address the desk is told; who tells it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.city import Cities
from bot.conversation import Holder
from bot.duty import read_duty, waiter
from bot.effects import open_handoff
from bot.models import Conversation, StoredHandOff
from bot.notice_models import NoticeBoxRow
from bot.routing import Duty, Waiter
from knowledge.database import Database

QUIET: Final = timedelta(minutes=15)
"""Between two mails to one address."""
LEASE: Final = timedelta(minutes=2)
"""How long one process keeps others from writing to an address; longer than a mail server is waited for."""
LONGEST_PAUSE: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Desk:
    """The address, minutes and hours for whom no team has any. No `address`: nobody is told."""

    address: str | None
    minutes: int
    cities: Cities


@dataclass(frozen=True, slots=True)
class Unattended:
    """What one address is told: the languages of all who wait, the longest wait in minutes."""

    address: str
    languages: tuple[str, ...]
    minutes: int
    handoffs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Wait:
    handoff: int
    language: str
    minutes: int
    is_news: bool


def unattended(session: Session, desk: Desk, now: datetime) -> tuple[Unattended, ...]:
    """One for each address with somebody of whom it has not been told."""
    waits: dict[str, list[_Wait]] = {}
    duty = read_duty(session, now)
    queue = select(Conversation).where(Conversation.holder == Holder.WAITING)
    for conversation in session.scalars(queue.order_by(Conversation.waiting_since)):
        handoff = open_handoff(session, conversation.id)
        who = waiter(conversation, now)
        if handoff is None or _somebody_is_in(duty, who):
            continue
        for address, after in _addresses(duty, who, desk, now).items():
            is_news = handoff.desk_told_at is None and who.waited >= after * 60
            wait = _Wait(handoff.id, conversation.language, int(who.waited // 60), is_news)
            waits.setdefault(address, []).append(wait)
    return tuple(_told(address, found) for address, found in waits.items() if any(w.is_news for w in found))


def _somebody_is_in(duty: Duty, who: Waiter) -> bool:
    there = (each for each in duty.people if each.state in ("online", "busy") and each.sees(who.city))
    return any(duty.fit(who, each).open for each in there)


def _addresses(duty: Duty, who: Waiter, desk: Desk, now: datetime) -> dict[str, int]:
    """Address -> after how many minutes, of those desks that are open; in danger of the others too."""
    default = desk.cities.of(who.city).hours
    teams = [team for team in duty.best_teams(who) if team.notice_email]
    known = [(team.notice_email, team.notice_after_minutes, team.opening_hours(default)) for team in teams]
    told = known or [(desk.address, desk.minutes, default)]
    return {
        address: minutes for address, minutes, hours in told if address and (who.urgent or hours.is_open(now))
    }


def _told(address: str, waits: Collection[_Wait]) -> Unattended:
    return Unattended(
        address=address,
        languages=tuple(each.language for each in waits),
        minutes=max(each.minutes for each in waits),
        handoffs=tuple(each.handoff for each in waits if each.is_news),
    )


def lease(database: Database, address: str, now: datetime) -> bool:
    """Whether this process, and it alone, may write to the address now."""
    free = or_(NoticeBoxRow.leased_until.is_(None), NoticeBoxRow.leased_until <= now)
    rested = or_(NoticeBoxRow.sent_at.is_(None), NoticeBoxRow.sent_at <= now - QUIET)
    _make_known(database, address)
    with database.write() as session:
        taken = session.execute(
            update(NoticeBoxRow)
            .where(NoticeBoxRow.address == address, free, rested)
            .values(leased_until=now + LEASE)
        )
        return cast("CursorResult[Any]", taken).rowcount == 1


def _make_known(database: Database, address: str) -> None:
    with database.read() as session:
        if session.get(NoticeBoxRow, address) is not None:
            return
    try:
        with database.write() as session:
            session.add(NoticeBoxRow(address=address))
    except IntegrityError:
        return  # another process made it known at the same moment


def note_sent(database: Database, told: Unattended, now: datetime) -> None:
    with database.write() as session:
        session.execute(
            update(NoticeBoxRow)
            .where(NoticeBoxRow.address == told.address)
            .values(leased_until=None, sent_at=now, failing_since=None, failures=0)
        )
        session.execute(
            update(StoredHandOff).where(StoredHandOff.id.in_(told.handoffs)).values(desk_told_at=now)
        )


def note_failed(database: Database, address: str, now: datetime) -> None:
    """Tried again later and later; nothing is lost meanwhile, for who waits is read anew each time."""
    with database.write() as session:
        box = session.get_one(NoticeBoxRow, address)
        box.failures += 1
        box.failing_since = box.failing_since or now
        box.leased_until = now + min(timedelta(minutes=2 ** (box.failures - 1)), LONGEST_PAUSE)


def failing_since(session: Session) -> datetime | None:
    """Since when mail to the desk cannot be sent; None while it can."""
    failing = select(NoticeBoxRow.failing_since).where(NoticeBoxRow.failing_since.is_not(None))
    return session.scalar(failing.order_by(NoticeBoxRow.failing_since).limit(1))
