"""The times of an iCalendar event in wall-clock time: zones, days, what is left out of a series."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import icalendar

from knowledge.events.recurrence import HELSINKI, RuleError, checked_rule, known_zone

WITHOUT_END: Final = timedelta(hours=1)
"""What an event with neither an end nor a length is taken to last."""


class TimeError(ValueError):
    """A time that is missing or cannot be meant; the message is for the report."""


@dataclass(frozen=True, slots=True)
class Times:
    """Wall-clock times of `zone`."""

    starts: datetime
    ends: datetime
    all_day: bool
    zone: str
    rule: str = ""
    without: tuple[datetime, ...] = ()
    extra: tuple[datetime, ...] = ()


def read_times(event: icalendar.Event) -> Times:
    """A time without a zone is one in Helsinki. Raises TimeError, RuleError."""
    begins = _value(event, "DTSTART")
    if begins is None:
        raise TimeError("DTSTART: missing")
    repeats = bool(event.get("RRULE") or event.get("RDATE"))
    zone = _zone(begins) if repeats else HELSINKI
    starts = wall_clock(begins, zone)
    ends = starts + _length(event, begins, starts, zone)
    if ends <= starts:
        raise TimeError(f"DTEND: {ends} is not after {starts}")
    return Times(
        starts,
        ends,
        not isinstance(begins, datetime),
        zone,
        _rule(event, zone),
        tuple(_dates(event, "EXDATE", zone)),
        tuple(_dates(event, "RDATE", zone)),
    )


def instance(event: icalendar.Event, zone: str) -> datetime | None:
    """Which time of its series this event stands for. Raises TimeError."""
    value = _value(event, "RECURRENCE-ID")
    return None if value is None else wall_clock(value, zone)


def require_one_instance(event: icalendar.Event) -> None:
    """Raises TimeError for a change of all instances that follow, too."""
    if "RANGE" in getattr(event.get("RECURRENCE-ID"), "params", {}):
        raise TimeError("RECURRENCE-ID: a range of instances is not understood")


def wall_clock(value: date | datetime, zone: str) -> datetime:
    """A day begins at midnight."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value if value.tzinfo is None else value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _value(event: icalendar.Event, name: str) -> Any:
    found = event.get(name)
    if isinstance(found, list):
        raise TimeError(f"{name}: there twice")
    if found is None:
        return None
    value = found.dt
    if isinstance(value, datetime) and value.tzinfo is None and found.params.get("TZID"):
        raise TimeError(f"{name}: the time zone {found.params['TZID'][:60]} is not known")
    return value


def _zone(begins: date | datetime) -> str:
    """That in which the series keeps its hour; one of the calendar's own making is read as Helsinki's."""
    name = getattr(getattr(begins, "tzinfo", None), "key", "")
    return name if known_zone(name) else HELSINKI


def _length(event: icalendar.Event, begins: date | datetime, starts: datetime, zone: str) -> timedelta:
    ends = _value(event, "DTEND")
    if ends is not None:
        if isinstance(ends, datetime) != isinstance(begins, datetime):
            raise TimeError("DTEND: a day and an hour do not go together")
        length = wall_clock(ends, zone) - starts
    elif lasts := event.get("DURATION"):
        told = getattr(lasts, "dt", None)
        if not isinstance(told, timedelta):
            raise TimeError("DURATION: cannot be read")
        length = told
    else:
        length = timedelta()
    return length or (WITHOUT_END if isinstance(begins, datetime) else timedelta(days=1))


def _rule(event: icalendar.Event, zone: str) -> str:
    found = event.get("RRULE")
    if isinstance(found, list):
        raise RuleError("more than one RRULE")
    return checked_rule(found.to_ical().decode(), zone) if found else ""


def _dates(event: icalendar.Event, name: str, zone: str) -> Iterator[datetime]:
    found = event.get(name)
    for group in found if isinstance(found, list) else [found] if found is not None else []:
        for each in group.dts:
            value = each.dt[0] if isinstance(each.dt, tuple) else each.dt
            yield wall_clock(value, zone)
