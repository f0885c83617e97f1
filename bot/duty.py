"""Who is on duty and whom each takes next: what the routing decides on, read from the database."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.cases import InboxRow
from bot.conversation import Holder, Snapshot
from bot.models import Conversation
from bot.opening_hours import OpeningHours, Openings
from bot.presence import Presence, states
from bot.queue_words import Company
from bot.routing import Duty, Fit, Waiter
from bot.store import load_state
from bot.teams import read_teams
from knowledge.profile import NeedsProfile


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody on a counsellor's waiting list, and how they fit that counsellor."""

    row: InboxRow
    fit: Fit


def read_duty(session: Session, now: datetime) -> Duty:
    return Duty(read_teams(session), states(session, now))


def waiting_for(
    session: Session, rows: Iterable[InboxRow], staff_id: str, now: datetime
) -> tuple[Waiting, ...]:
    """Of the rows everybody whom this counsellor may see waiting, in the order in which they fit."""
    waiting = {row.id: row for row in rows if row.holder is Holder.WAITING}
    duty = read_duty(session, now)
    fits = duty.waiting_for(_who(duty, staff_id), (waiter_of(row, now) for row in waiting.values()))
    return tuple(Waiting(waiting[fit.waiter.id], fit) for fit in fits)


def next_for(session: Session, rows: Iterable[InboxRow], staff_id: str, now: datetime) -> tuple[str, ...]:
    """The conversations that this counsellor might take now, the best first."""
    waiters = [waiter_of(row, now) for row in rows if row.holder is Holder.WAITING]
    duty = read_duty(session, now)
    return tuple(each.id for each in duty.next_for(_who(duty, staff_id), waiters))


def to_tell(session: Session, rows: Iterable[InboxRow], staff_id: str, now: datetime) -> tuple[str, ...]:
    """The waiting conversations of which this counsellor is to be told while they look elsewhere."""
    waiters = (waiter_of(row, now) for row in rows if row.holder is Holder.WAITING)
    duty = read_duty(session, now)
    told = (each for each in waiters if staff_id in {who.staff_id for who in duty.to_notify(each)})
    return tuple(each.id for each in told if not each.is_kept or staff_id == each.meant_for)


def waiter_of(row: InboxRow, now: datetime) -> Waiter:
    """As the desk may see them: what the person left out does not steer either."""
    return Waiter(
        id=row.id,
        language=row.language,
        municipality=row.municipality,
        city=row.city,
        needs=_needs(row.profile),
        waited=_seconds(row.waiting_since, now),
        urgent=row.urgent,
        interpreter=row.interpreter is not None,
        meant_for=row.meant_for,
        meant_for_team=row.meant_for_team,
        passed_on=_seconds(row.meant_since, now),
    )


def waiter(conversation: Conversation, now: datetime) -> Waiter:
    """Of who asks just now or waits."""
    profile = load_state(conversation).profile
    return Waiter(
        id=conversation.id,
        language=conversation.language,
        municipality=profile.municipality,
        city=conversation.city,
        needs=_needs(profile),
        waited=_seconds(conversation.waiting_since, now),
        urgent=conversation.urgent,
        interpreter=conversation.interpreter is not None,
    )


def asker(seen: Snapshot) -> Waiter:
    """Of who writes to the bot and might ask for a person."""
    profile = seen.state.profile
    return Waiter(
        id=seen.id,
        language=seen.language,
        municipality=profile.municipality,
        city=seen.city,
        needs=_needs(profile),
    )


def openings(duty: Duty, waiter: Waiter, default: OpeningHours) -> Openings:
    """Of the teams that serve this person most closely; where none does, of all there are."""
    serving = duty.best_teams(waiter) or duty.teams
    return Openings(tuple(team.opening_hours(default) for team in serving if team.id) or (default,))


def openings_of(session: Session, row: InboxRow, default: OpeningHours, now: datetime) -> Openings:
    """Of those who serve the person of a conversation at the desk."""
    return openings(read_duty(session, now), waiter_of(row, now), default)


def company(duty: Duty, waiter: Waiter, offered: Collection[str]) -> Company:
    """Who of the person's city is at the desk. `offered` are the chat's languages."""
    there = [each for each in duty.people if each.on_duty and each.sees(waiter.city)]
    others = (each for each in offered if each != waiter.language and "-" not in each)
    return Company(
        known=any(each.sees(waiter.city) for each in duty.people),
        anybody=bool(there),
        speaks=any(each.speaks(waiter.language) for each in there),
        languages=tuple(each for each in others if any(person.speaks(each) for person in there)),
    )


def _needs(profile: NeedsProfile) -> frozenset[str]:
    return frozenset((profile.audience, *profile.goals))


def _seconds(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _who(duty: Duty, staff_id: str) -> Presence:
    """Also somebody whose panel has not been heard of."""
    stranger = Presence(staff_id, "", (), "offline")
    return next((each for each in duty.people if each.staff_id == staff_id), stranger)
