"""When a desk is open: several spans a day, Finnish public holidays, and days that are otherwise."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, Self
from zoneinfo import ZoneInfo

import holidays

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOKED_AHEAD: Final = 32
"""Days in which the next opening is looked for."""

Span = tuple[time, time]
_PART = re.compile(r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+(?P<spans>\d.*)", re.IGNORECASE)
_SPAN = re.compile(r"(?P<start>[\d:.]+)\s*[-–]\s*(?P<end>[\d:.]+)")


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day with hours of its own; none: closed. `reason` in words."""

    day: date
    spans: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DayHours:
    """A day as it comes out. `why` it is not as its weekday: a public holiday or an exception."""

    day: date
    spans: tuple[Span, ...]
    is_holiday: bool
    exception: OtherDay | None


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """`week` are the spans of each weekday (Monday 0) in `zone`."""

    week: tuple[tuple[Span, ...], ...]
    zone: ZoneInfo
    closed_on_holidays: bool = True
    other_days: tuple[OtherDay, ...] = ()

    @classmethod
    def parse(
        cls, text: str, zone: str, *, closed_on_holidays: bool = True, other_days: Iterable[OtherDay] = ()
    ) -> Self:
        """From e.g. "Mon-Thu 9-11:30 12:15-16, Fri 9-14:30". Raises ValueError."""
        week: list[tuple[Span, ...]] = [()] * len(DAYS)
        for part in text.split(","):
            days, spans = _part(part)
            for day in days:
                week[day] = spans
        return cls(tuple(week), ZoneInfo(zone), closed_on_holidays, tuple(other_days))

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        return any(start <= local.time() < end for start, end in self.on(local.date()).spans)

    def next_opening(self, moment: datetime) -> datetime | None:
        """The next time that the desk opens after `moment`; None if it never does within a month."""
        today, now = moment.astimezone(self.zone).date(), moment.astimezone(UTC)
        for day in self.days(today, LOOKED_AHEAD):
            for start, _ in day.spans:
                opens = datetime.combine(day.day, start, self.zone)
                if opens.astimezone(UTC) > now:
                    return opens
        return None

    def days(self, first: date, count: int) -> tuple[DayHours, ...]:
        """So many days as they come out, `first` among them."""
        return tuple(self.on(first + timedelta(days=number)) for number in range(count))

    def on(self, day: date) -> DayHours:
        """An exception comes before a holiday: a desk may open on one."""
        exception = next((each for each in self.other_days if each.day == day), None)
        is_holiday = day in _holidays(day.year)
        if exception is not None:
            return DayHours(day, exception.spans, is_holiday, exception)
        closed = is_holiday and self.closed_on_holidays
        return DayHours(day, () if closed else self.week[day.weekday()], is_holiday, None)


@dataclass(frozen=True, slots=True)
class Openings:
    """Of several teams: open when one of them is."""

    several: tuple[OpeningHours, ...]

    def is_open(self, moment: datetime) -> bool:
        return any(hours.is_open(moment) for hours in self.several)

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first of theirs."""
        opens = (hours.next_opening(moment) for hours in self.several)
        return min((each for each in opens if each), default=None)


def read_spans(text: str) -> tuple[Span, ...]:
    """From e.g. "9-11:30 12:15-16"; "" is closed. In order and apart. Raises ValueError."""
    matches = list(_SPAN.finditer(text))
    if _SPAN.sub("", text).strip():
        raise ValueError(f"not hours of a day: {text.strip()!r} (write e.g. 9-11:30 12:15-16)")
    spans = tuple((_time(match["start"]), _time(match["end"])) for match in matches)
    moments = [moment for span in spans for moment in span]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise ValueError(f"opening hours run backwards: {text.strip()!r}")
    return spans


def write_spans(spans: Iterable[Span]) -> str:
    """The reverse of `read_spans`."""
    return " ".join(f"{_written(start)}-{_written(end)}" for start, end in spans)


def write_week(week: Iterable[tuple[Span, ...]]) -> str:
    """As `OpeningHours.parse` reads it; "" for a week that never opens."""
    named = zip(DAYS, week, strict=True)
    return ", ".join(f"{day.capitalize()} {write_spans(spans)}" for day, spans in named if spans)


def holiday_name(day: date, language: str) -> str:
    """In Finnish, Swedish or English, "" for a day that is none."""
    spoken = {"fi": "fi", "sv": "sv_FI"}.get(language, "en_US")
    return str(holidays.country_holidays("FI", years=day.year, language=spoken).get(day) or "")


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))


def _part(text: str) -> tuple[range, tuple[Span, ...]]:
    match = _PART.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not opening hours: {text.strip()!r} (write e.g. Mon-Fri 9-15)")
    first = _day(match["first"])
    last = _day(match["last"] or match["first"])
    if last < first:
        raise ValueError(f"opening hours run backwards: {text.strip()!r}")
    return range(first, last + 1), read_spans(match["spans"])


def _day(name: str) -> int:
    if name.lower() not in DAYS:
        raise ValueError(f"not a weekday: {name!r} (Mon, Tue, Wed, Thu, Fri, Sat or Sun)")
    return DAYS.index(name.lower())


def _time(text: str) -> time:
    """ "24" is the last moment of the day."""
    if text in ("24", "24:00", "24.00"):
        return time.max
    hours, _, minutes = text.replace(".", ":").partition(":")
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise ValueError(f"not a time: {text!r}") from None


def _written(moment: time) -> str:
    if moment == time.max:
        return "24"
    return f"{moment.hour}:{moment.minute:02}" if moment.minute else str(moment.hour)
