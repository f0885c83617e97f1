"""When the counsellors' desk is open: weekly hours without Finnish public holidays."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+(?P<start>[\d:]+)-(?P<end>[\d:]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """`week` maps a weekday (Monday 0) to its opening and closing time in `zone`."""

    week: tuple[tuple[time, time] | None, ...]
    zone: ZoneInfo

    @classmethod
    def parse(cls, text: str, zone: str) -> Self:
        """From e.g. "Mon-Thu 9-16, Fri 9-14:30". Raises ValueError."""
        week: list[tuple[time, time] | None] = [None] * len(DAYS)
        for part in text.split(","):
            days, hours = _part(part)
            for day in days:
                week[day] = hours
        return cls(tuple(week), ZoneInfo(zone))

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        hours = self._hours(local.date())
        return hours is not None and hours[0] <= local.time() < hours[1]

    def next_opening(self, moment: datetime) -> datetime | None:
        """The next time that the desk opens after `moment`; None if it never does within a month."""
        local = moment.astimezone(self.zone)
        for days in range(32):
            day = local.date() + timedelta(days=days)
            hours = self._hours(day)
            if hours and (opens := datetime.combine(day, hours[0], self.zone)) > local:
                return opens
        return None

    def _hours(self, day: date) -> tuple[time, time] | None:
        return None if day in _holidays(day.year) else self.week[day.weekday()]


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))


def _part(text: str) -> tuple[range, tuple[time, time]]:
    match = _PART.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not opening hours: {text.strip()!r} (write e.g. Mon-Fri 9-15)")
    first = _day(match["first"])
    last = _day(match["last"] or match["first"])
    start, end = _time(match["start"]), _time(match["end"])
    if last < first or end <= start:
        raise ValueError(f"opening hours run backwards: {text.strip()!r}")
    return range(first, last + 1), (start, end)


def _day(name: str) -> int:
    if name.lower() not in DAYS:
        raise ValueError(f"not a weekday: {name!r} (Mon, Tue, Wed, Thu, Fri, Sat or Sun)")
    return DAYS.index(name.lower())


def _time(text: str) -> time:
    """ "24" is the last moment of the day."""
    if text in ("24", "24:00"):
        return time.max
    hours, _, minutes = text.partition(":")
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise ValueError(f"not a time: {text!r}") from None
