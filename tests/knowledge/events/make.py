"""Events for tests."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.catalogue import Catalogue, make_catalogue
from knowledge.event import EventText, Occurrence
from knowledge.events.recurrence import Recurrence
from knowledge.events.series import EventSeries
from knowledge.municipalities import read_municipalities

HELSINKI = ZoneInfo("Europe/Helsinki")
PLACES = read_municipalities()


def at(text: str) -> datetime:
    """A wall-clock time in Helsinki, as "2026-10-25 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def clock(text: str) -> datetime:
    """The same without a zone, as recurrences hold it."""
    return datetime.fromisoformat(text)


def series(
    event_id: str,
    starts: str,
    hours: float = 2,
    recurrence: Recurrence | None = None,
    group: str = "",
    **facts: Any,
) -> EventSeries:
    """An event in Oulu with a Finnish text, unless `facts` say otherwise."""
    begins = at(starts)
    text = EventText("fi", facts.pop("name", "Rekrytointipäivä"), facts.pop("summary", "Tapaa työnantajia."))
    first = Occurrence(
        event_id=event_id,
        provider="oulu",
        provider_names={"fi": "Oulun kaupunki"},
        kind="recruiting",
        starts=begins,
        ends=begins + timedelta(hours=hours),
        texts={"fi": text},
        municipality="564",
        languages=("fi",),
    )
    return EventSeries(replace(first, **facts), group or event_id, recurrence or Recurrence())


def catalogue_of(events: Iterable[EventSeries]) -> Catalogue:
    return replace(make_catalogue((), PLACES, date(2026, 10, 1)), events=tuple(events))
