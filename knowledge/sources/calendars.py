"""Calendars that are asked every day: which there are, which are due, and how it went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.errors import FieldError, Invalid, NotFound
from knowledge.editing.providers import provider
from knowledge.events.record import CALENDAR
from knowledge.sources.ical import CalendarWishes
from knowledge.sources.ical_opening import calendar_address
from knowledge.sources.models import CalendarRow
from knowledge.sources.source import SourceError
from knowledge.stored_municipalities import todays_codes
from knowledge.vocabulary import SERVICE_LANGUAGES

DAILY: Final = timedelta(hours=23)
"""An hour less than a day, so that the asking does not wander through the day."""

MOST: Final = 200
LONGEST_PROBLEM: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyCalendar:
    """`problem` is why it cannot be read, "" while it can; `run_id` its latest import."""

    id: int
    address: str
    wishes: CalendarWishes
    added_by_name: str
    asked_at: datetime | None
    failed_since: datetime | None
    problem: str
    run_id: int | None


def calendars(session: Session) -> tuple[DailyCalendar, ...]:
    """In the order of their addresses."""
    return tuple(map(_calendar, session.scalars(select(CalendarRow).order_by(CalendarRow.address))))


def failing_calendars(session: Session) -> tuple[DailyCalendar, ...]:
    return tuple(each for each in calendars(session) if each.failed_since)


def due_calendars(session: Session, now: datetime) -> tuple[DailyCalendar, ...]:
    """Not asked for a day, the longest unasked first."""
    due = or_(CalendarRow.asked_at.is_(None), CalendarRow.asked_at <= now - DAILY)
    rows = session.scalars(select(CalendarRow).where(due))
    return tuple(map(_calendar, sorted(rows, key=lambda row: (row.asked_at or row.added_at, row.id))))


def add_calendar(session: Session, actor: Actor, address: str, wishes: CalendarWishes, now: datetime) -> str:
    """Returns the address as it is asked. Raises Invalid, NotFound for no such provider."""
    try:
        known = calendar_address(address.strip())
    except SourceError as error:
        raise Invalid((FieldError("address", "bad_link"),)) from error
    places = todays_codes(session)
    if wishes.language not in SERVICE_LANGUAGES or not (
        wishes.municipality is None or wishes.municipality in places
    ):
        raise Invalid((FieldError("municipality", "unknown_code"),))
    found = [each.address for each in calendars(session)]
    if known in found or len(found) >= MOST:
        raise Invalid((FieldError("address", "known" if known in found else "too_many"),))
    session.add(
        CalendarRow(
            address=known,
            provider_id=provider(session, wishes.provider).id,
            language=wishes.language,
            municipality=wishes.municipality,
            added_by=actor.id,
            added_by_name=actor.name,
            added_at=now,
            problem="",
        )
    )
    return known


def remove_calendar(session: Session, calendar_id: int) -> str:
    """It is asked no more; its events stay. Returns its address. Raises NotFound."""
    row = session.get(CalendarRow, calendar_id)
    if row is None:
        raise NotFound(f"{CALENDAR} {calendar_id}")
    session.delete(row)
    return row.address


def note_asked(session: Session, calendar_id: int, run_id: int | None, problem: str, now: datetime) -> None:
    """How it went; of one that was removed meanwhile nothing is kept."""
    row = session.get(CalendarRow, calendar_id)
    if row is None:
        return
    row.asked_at, row.problem = now, problem[:LONGEST_PROBLEM]
    row.run_id = run_id or row.run_id
    row.failed_since = (row.failed_since or now) if problem else None


def _calendar(row: CalendarRow) -> DailyCalendar:
    return DailyCalendar(
        id=row.id,
        address=row.address,
        wishes=CalendarWishes(row.provider_id, row.language, municipality=row.municipality),
        added_by_name=row.added_by_name,
        asked_at=row.asked_at,
        failed_since=row.failed_since,
        problem=row.problem,
        run_id=row.run_id,
    )
