"""Finds events of a place and of days: the soonest first, those over never."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from zoneinfo import ZoneInfo

from knowledge.catalogue import Catalogue
from knowledge.event import Occurrence
from knowledge.events.recurrence import HELSINKI, LONGEST_AHEAD
from knowledge.events.series import EventSeries
from knowledge.search_words import alike, content_words


def find_events(
    catalogue: Catalogue,
    now: datetime,
    *,
    municipality: str | None,
    first: date | None = None,
    last: date | None = None,
    audience: str = "person",
    words: str = "",
    language: str = "fi",
    limit: int = 10,
) -> tuple[Occurrence, ...]:
    """Soonest first. `first` and `last` are days in Helsinki, both included; `now` is aware.

    With a municipality what takes place there or online; those of the place first where there is not room.
    Without days a series is listed once, with its next time. What runs now is found. With `words` events that
    hold one of them, in any language; held in `language` comes first among those that begin together.
    """
    after = max(now, _begins(first)) if first else now
    until = _begins(last + timedelta(days=1)) if last else after + LONGEST_AHEAD
    asked = content_words(words)
    wanted = (
        series
        for series in catalogue.events
        if _wanted(series.first, municipality, audience) and _holds(series.first, asked)
    )

    def order(event: Occurrence) -> tuple[datetime, bool, str]:
        return event.starts, language not in event.languages, event.event_id

    if first or last:
        here, elsewhere = _parted(wanted, municipality)
        merged = (
            merge(*(_before(each, after, until) for each in some), key=order) for some in (here, elsewhere)
        )
        soonest = [event for some in merged for event in islice(some, limit)]
    else:
        soonest = sorted(_next_times(wanted, after, until), key=order)
        soonest.sort(key=lambda event: municipality is not None and event.municipality != municipality)
    return tuple(sorted(soonest[:limit], key=order))


def _parted(
    wanted: Iterable[EventSeries], municipality: str | None
) -> tuple[list[EventSeries], list[EventSeries]]:
    """What takes place there, and what is only online; without a municipality all are of one kind."""
    here: list[EventSeries] = []
    elsewhere: list[EventSeries] = []
    for series in wanted:
        there = municipality is None or series.first.municipality == municipality
        (here if there else elsewhere).append(series)
    return here, elsewhere


def _wanted(event: Occurrence, municipality: str | None, audience: str) -> bool:
    there = municipality is None or event.municipality == municipality
    return (there or event.online) and (not event.audience or audience in event.audience)


def _holds(event: Occurrence, asked: tuple[str, ...]) -> bool:
    if not asked:
        return True
    told = (f"{text.name} {text.summary}" for text in event.texts.values())
    held = content_words(" ".join((*told, *event.provider_names.values(), event.place, event.kind)))
    return any(alike(word, other) for word in asked for other in held)


def _next_times(wanted: Iterable[EventSeries], after: datetime, until: datetime) -> Iterable[Occurrence]:
    """One of each group: an instance that was moved stands beside the series it belongs to."""
    soonest: dict[str, Occurrence] = {}
    for series in wanted:
        event = next(_before(series, after, until), None)
        known = soonest.get(series.group)
        if event and (known is None or event.starts < known.starts):
            soonest[series.group] = event
    return soonest.values()


def _before(series: EventSeries, after: datetime, until: datetime) -> Iterator[Occurrence]:
    return (event for event in series.between(after, until) if event.starts < until)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(HELSINKI))
