"""The desk as its coordinators see it: who waits, who is on duty with what, and today's figures."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Final

from admin.staff import Staff
from admin.supervision_figures import Figures, Share, read_figures
from admin.wording import Wording, elapsed
from bot.cases import InboxRow
from bot.conversation import Holder
from bot.desk import Desk
from bot.presence import Presence, states

MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A conversation in words. `since` is the begin of its wait or its last message (ISO 8601)."""

    id: str
    place: str
    language: str
    reason: str
    needs: str
    urgent: bool
    since: str
    clock: str
    meant_for: str


@dataclass(frozen=True, slots=True)
class OnDuty:
    """`capacity` is 0 where none was agreed upon: somebody who has left holds conversations still."""

    id: str
    name: str
    state: str
    languages: str
    capacity: int
    cases: tuple[OpenCase, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """`label` names languages; figures are "" where they are too few to show."""

    label: str
    asked: str
    taken: str
    wait: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """`version` changes with everything but the clocks; `more` wait besides those listed."""

    waiting: tuple[OpenCase, ...]
    more: int
    number_waiting: int
    on_duty: tuple[OnDuty, ...]
    number_on_duty: int
    figures: Figures
    median_wait: str
    lines: tuple[FigureLine, ...]
    version: str

    @property
    def oldest(self) -> OpenCase | None:
        return min(self.waiting, key=lambda each: each.since, default=None)


def read_supervision(desk: Desk, wording: Wording, who: Staff) -> Supervision:
    now = desk.clock()
    rows = desk.inbox()
    with desk.database.read() as session:
        people = tuple(each for each in states(session, now) if _works_for(each, desk.scope))
        figures = read_figures(session, _midnight(now, wording), desk.scope)
    waiting = sorted(
        (each for each in rows if each.holder is Holder.WAITING), key=lambda row: row.waiting_since or now
    )
    listed = tuple(_case(each, wording, who, now) for each in waiting[:MOST_SHOWN])
    on_duty = _on_duty(rows, people, wording, who, now)
    lines = tuple(_line(each, wording, who) for each in figures.by_language)
    timeless = [replace(each, clock="") for each in listed]
    duty = [(each.id, each.name, each.state, [case.id for case in each.cases]) for each in on_duty]
    return Supervision(
        waiting=listed,
        more=len(waiting) - len(listed),
        number_waiting=len(waiting),
        on_duty=on_duty,
        number_on_duty=sum(person.on_duty for person in people),
        figures=figures,
        median_wait=_seconds(figures.all.wait),
        lines=lines,
        version=_digest(repr((timeless, len(waiting), duty, figures))),
    )


def _works_for(person: Presence, cities: frozenset[str]) -> bool:
    return not cities or not person.cities or not cities.isdisjoint(person.cities)


def _on_duty(
    rows: Sequence[InboxRow], people: Sequence[Presence], wording: Wording, who: Staff, now: datetime
) -> tuple[OnDuty, ...]:
    """Whoever is at the desk, and whoever holds a conversation without being there."""
    held: dict[str, list[InboxRow]] = defaultdict(list)
    for row in rows:
        if row.holder is Holder.COUNSELLOR:
            held[row.holder_id or ""].append(row)
    here = [each for each in people if each.on_duty or each.staff_id in held]
    known = {each.staff_id for each in here}
    found = [
        OnDuty(
            id=each.staff_id,
            name=each.name,
            state=wording.say(f"supervision.state_{each.state}", who.language),
            languages=", ".join(wording.language(code, who.language) for code in each.languages),
            capacity=each.capacity,
            cases=tuple(_case(row, wording, who, now) for row in held.get(each.staff_id, ())),
        )
        for each in here
    ]
    absent = wording.say("supervision.state_offline", who.language)
    found += [
        OnDuty(
            staff_id,
            theirs[0].holder_name or "",
            absent,
            "",
            0,
            tuple(_case(row, wording, who, now) for row in theirs),
        )
        for staff_id, theirs in held.items()
        if staff_id not in known
    ]
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


def _case(row: InboxRow, wording: Wording, who: Staff, now: datetime) -> OpenCase:
    since = row.waiting_since or row.last_message_at
    return OpenCase(
        id=row.id,
        place=wording.place(row.profile, who.language) or wording.say("place_unknown", who.language),
        language=wording.language(row.language, who.language),
        reason=wording.say(f"reason.{row.reason}", who.language) if row.reason else "",
        needs=wording.needs(row.profile, who.language),
        urgent=row.urgent,
        since=since.isoformat(),
        clock=elapsed(since, now),
        meant_for=row.meant_for_name or "" if row.holder is Holder.WAITING else "",
    )


def _line(share: Share, wording: Wording, who: Staff) -> FigureLine:
    label = ", ".join(wording.language(code, who.language) for code in share.languages)
    if not share.is_shown:
        return FigureLine(label, "", "", "")
    return FigureLine(label, str(share.asked), str(share.taken), _seconds(share.wait))


def _seconds(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


def _midnight(now: datetime, wording: Wording) -> datetime:
    return datetime.combine(now.astimezone(wording.zone).date(), time(), wording.zone)


def _digest(known: str) -> str:
    return hashlib.blake2s(known.encode(), digest_size=8).hexdigest()
