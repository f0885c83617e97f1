"""Who is at the desk: chosen, idle or gone; kept in the database, the same in every process."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.city import sees
from bot.conversation import Holder
from bot.models import Conversation
from bot.team_models import PresenceRow, TeamMemberRow
from bot.teams import DEFAULT_CAPACITY
from bot.transfer import Colleague

Choice = Literal["online", "busy", "offline"]
State = Literal["online", "busy", "away", "offline"]
CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)

IDLE: Final = timedelta(minutes=5)
"""Without input in the panel for so long one is away."""
GONE: Final = timedelta(seconds=90)
"""Without a sign of the panel for so long one is offline."""
NOTED_EVERY: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Presence:
    """`open` conversations are held now, `capacity` how many at once are agreed upon.

    Empty `cities` are all.
    """

    staff_id: str
    name: str
    languages: tuple[str, ...]
    state: State
    open: int = 0
    capacity: int = DEFAULT_CAPACITY
    cities: frozenset[str] = frozenset()

    @property
    def on_duty(self) -> bool:
        """At the desk, though perhaps idle or busy just now."""
        return self.state != "offline"

    @property
    def has_room(self) -> bool:
        return self.open < self.capacity

    def speaks(self, language: str) -> bool:
        """Plain Finnish is spoken by who speaks Finnish."""
        return language.partition("-")[0] in {spoken.partition("-")[0] for spoken in self.languages}

    def sees(self, city: str | None) -> bool:
        return sees(self.cities, city)


@dataclass(frozen=True, slots=True)
class Sign:
    """What others saw before a sign of somebody's panel, and what they see after it."""

    before: State
    state: State

    @property
    def is_news(self) -> bool:
        return self.before != self.state


def states(session: Session, now: datetime) -> tuple[Presence, ...]:
    """Everybody who has ever been at the desk, by name; who has left long ago is offline."""
    held, agreed = _open(session), _capacities(session)
    rows = session.scalars(select(PresenceRow).order_by(PresenceRow.name, PresenceRow.staff_id))
    return tuple(
        Presence(
            staff_id=row.staff_id,
            name=row.name,
            languages=tuple(row.languages),
            state=_state(row, now),
            open=held.get(row.staff_id, 0),
            capacity=agreed.get(row.staff_id, DEFAULT_CAPACITY),
            cities=frozenset(row.cities),
        )
        for row in rows
    )


def on_duty(session: Session, now: datetime) -> tuple[Presence, ...]:
    return tuple(each for each in states(session, now) if each.on_duty)


def state_of(chosen: Choice, seen_at: datetime, active_at: datetime, now: datetime) -> State:
    if chosen == "offline" or now - seen_at > GONE:
        return "offline"
    if chosen == "busy":
        return "busy"
    return "away" if now - active_at > IDLE else "online"


def note(
    session: Session,
    who: Colleague,
    languages: Collection[str],
    now: datetime,
    *,
    chosen: Choice | None = None,
    first: Choice = "online",
    active_at: datetime | None = None,
    cities: Collection[str] = (),
) -> Sign:
    """A sign of somebody's panel; `active_at` is their last input, now where it is not told.

    `chosen` is what they choose now, `first` what holds until they have chosen anything.
    """
    row, stirred = session.get(PresenceRow, who.id), min(active_at or now, now)
    before = _state(row, now) if row else "offline"
    if row is None:
        row = PresenceRow(staff_id=who.id, chosen=first, active_at=stirred)
        session.add(row)
    row.name, row.languages, row.cities, row.seen_at = who.name, list(languages), sorted(cities), now
    row.chosen, row.active_at = chosen or row.chosen, max(row.active_at, stirred)
    return Sign(before, _state(row, now))


def is_fresh(session: Session, staff_id: str, now: datetime) -> bool:
    """Whether a sign was noted so lately that another one need not be written."""
    seen = session.scalar(select(PresenceRow.seen_at).where(PresenceRow.staff_id == staff_id))
    return seen is not None and now - seen < NOTED_EVERY


def leave(session: Session, staff_id: str) -> None:
    """Signed out: gone at once; what was chosen stays."""
    row = session.get(PresenceRow, staff_id)
    if row is not None:
        row.seen_at -= GONE + timedelta(seconds=1)


def _state(row: PresenceRow, now: datetime) -> State:
    return state_of(cast(Choice, row.chosen), row.seen_at, row.active_at, now)


def _open(session: Session) -> dict[str, int]:
    counted = session.execute(
        select(Conversation.holder_id, func.count())
        .where(Conversation.holder == Holder.COUNSELLOR, Conversation.holder_id.is_not(None))
        .group_by(Conversation.holder_id)
    )
    return {staff_id or "": number for staff_id, number in counted}


def _capacities(session: Session) -> dict[str, int]:
    """The largest of the teams that each is in."""
    agreed = session.execute(
        select(TeamMemberRow.staff_id, func.max(TeamMemberRow.capacity)).group_by(TeamMemberRow.staff_id)
    )
    return {staff_id: capacity for staff_id, capacity in agreed}  # noqa: C416 - typed rows
