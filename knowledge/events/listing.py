"""The list of events for editors: to come, past, drafts; by provider, place and words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from knowledge.events.content import EventContent
from knowledge.events.models import EventRow
from knowledge.events.published import as_shown
from knowledge.events.recurrence import LONGEST_AHEAD
from knowledge.events.working_copy import content_of
from knowledge.words import fold

WHEN: Final = ("upcoming", "past", "draft", "withdrawn", "archived", "all")
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class WantedEvents:
    """Empty is no condition. `page` counts from 1."""

    when: str = "upcoming"
    provider: str = ""
    municipality: str = ""
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class EventLine:
    """`next` is the start of its next time, or of its first where none is to come."""

    id: str
    provider: str
    state: str
    content: EventContent
    next: datetime | None
    unpublished_changes: bool


@dataclass(frozen=True, slots=True)
class EventListing:
    lines: tuple[EventLine, ...]
    total: int
    page: int
    pages: int


def list_events(session: Session, wanted: WantedEvents, now: datetime) -> EventListing:
    """Those to come and drafts soonest first, all others latest first."""
    rows = session.scalars(select(EventRow).where(*_conditions(wanted, now)))
    asked = fold(wanted.words)
    lines = [line for row in rows if asked in fold((line := _line(row, now)).content.name)]
    forward = wanted.when in ("upcoming", "draft")
    never = datetime.max.replace(tzinfo=UTC)
    lines.sort(key=lambda line: (line.next or never, line.id), reverse=not forward)
    pages = max(1, -(-len(lines) // PAGE))
    page = min(wanted.page, pages)
    return EventListing(tuple(lines[(page - 1) * PAGE : page * PAGE]), len(lines), page, pages)


def next_times(content: EventContent, now: datetime, most: int = 5) -> tuple[datetime, ...]:
    """Starts that are to come, of the working copy."""
    series = as_shown("", content, {})
    if series is None:
        return ()
    found = series.between(now, max(now, series.first.starts) + LONGEST_AHEAD)
    return tuple(event.starts for event, _ in zip(found, range(most), strict=False))


def _conditions(wanted: WantedEvents, now: datetime) -> Iterator[ColumnElement[bool]]:
    to_come = or_(EventRow.ends.is_(None), EventRow.ends > now)
    if wanted.when == "upcoming":
        yield to_come
        yield EventRow.state.in_(("draft", "published"))
    elif wanted.when == "past":
        yield EventRow.starts.is_not(None)
        yield EventRow.ends <= now
    elif wanted.when != "all":
        yield EventRow.state == wanted.when
    if wanted.provider:
        yield EventRow.provider_id == wanted.provider
    if wanted.municipality:
        yield EventRow.municipality == wanted.municipality


def _line(row: EventRow, now: datetime) -> EventLine:
    content = content_of(row)
    soonest = next_times(content, now - timedelta(seconds=1), 1)
    return EventLine(
        id=row.id,
        provider=row.provider_id,
        state=row.state,
        content=content,
        next=soonest[0] if soonest else row.starts,
        unpublished_changes=row.published_revision is not None and row.digest != row.published_digest,
    )
