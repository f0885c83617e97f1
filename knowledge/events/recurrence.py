"""When an event happens again: a small, bounded part of RFC 5545's rules, told in wall-clock time."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

HELSINKI: Final = "Europe/Helsinki"

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
LARGEST_INTERVAL: Final = 400
LONGEST_AHEAD: Final = timedelta(days=366)
"""How far a rule is followed from today on: one without an end would never stop."""

LOCAL: Final = "%Y%m%dT%H%M%S"

_PARTS: Final = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST")
_DAY: Final = "(?:MO|TU|WE|TH|FR|SA|SU)"
_DAYS: Final = re.compile(rf"{_DAY}(?:,{_DAY}){{0,6}}")
_NUMBERED_DAYS: Final = re.compile(rf"(?:[+-]?[1-5])?{_DAY}(?:,(?:[+-]?[1-5])?{_DAY}){{0,30}}", re.ASCII)
_LEAP_YEAR: Final = 2024
_ANY_TIME: Final = "2000-01-01"


class RuleError(ValueError):
    """A rule that is not understood, or not one for events; the message is for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`rule` is an RRULE as `checked_rule` gives it, or "". All times are wall-clock ones of `zone`.

    `without` are starts that are left out, `extra` starts besides those of the rule.
    """

    rule: str = ""
    without: tuple[datetime, ...] = ()
    extra: tuple[datetime, ...] = ()
    zone: str = HELSINKI

    @property
    def repeats(self) -> bool:
        return bool(self.rule or self.extra)


@lru_cache(maxsize=8192)
def starts_between(
    recurrence: Recurrence, first: datetime, after: datetime, until: datetime
) -> tuple[datetime, ...]:
    """The wall-clock starts from `after` to `until`, soonest first; `first` is that of the series."""
    return tuple(_starts(recurrence, first, after, until))


def moment(wall_clock: datetime, zone: str) -> datetime:
    """Aware. A time that the clock leaps over in spring is the one an hour later that it shows."""
    return wall_clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))


def checked_rule(text: str, zone: str = HELSINKI) -> str:
    """The rule in one form, UNTIL in wall-clock time of the zone. Raises RuleError.

    Rules that repeat more than daily are none for events, and those that never come true would be sought
    for eight thousand years.
    """
    parts = _parts(text)
    if parts.get("FREQ") not in FREQUENCIES:
        raise RuleError(f"FREQ={parts.get('FREQ', '')[:20]} is not one of {', '.join(FREQUENCIES)}")
    if unknown := parts.keys() - set(_PARTS):
        raise RuleError(f"{min(unknown)[:20]} is not understood")
    _require_numbers(parts)
    _require_dates(parts)
    if until := parts.get("UNTIL"):
        parts["UNTIL"] = _wall_clock(until, zone)
    rule = ";".join(f"{name}={parts[name]}" for name in _PARTS if name in parts)
    try:
        rrulestr(rule, dtstart=datetime.fromisoformat(_ANY_TIME))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise RuleError(f"{rule[:80]}: {error}") from error
    return rule


def last_start(rule: str, first: datetime) -> datetime | None:
    """Of a checked rule, at the latest; None where it goes on without an end, `first` without a rule."""
    if "COUNT=" in rule:
        return max(rrulestr(rule, dtstart=first), default=first)
    if "UNTIL=" in rule:
        until = rule.partition("UNTIL=")[2].partition(";")[0]
        return datetime.strptime(until, LOCAL)  # noqa: DTZ007
    return None if rule else first


def known_zone(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _starts(recurrence: Recurrence, first: datetime, after: datetime, until: datetime) -> Iterator[datetime]:
    left_out = frozenset(recurrence.without)
    # The first one takes place even where the rule would not give it (RFC 5545, 3.8.5.3).
    given = {first, *recurrence.extra}
    if recurrence.rule:
        ruled = rrulestr(recurrence.rule, dtstart=_in_step(recurrence.rule, first, after))
        given |= set(takewhile(lambda start: start <= until, ruled.xafter(after, inc=True)))
    return (start for start in sorted(given - left_out) if after <= start <= until)


def _in_step(rule: str, first: datetime, after: datetime) -> datetime:
    """A later start from which the rule gives the same times: a series may have begun years ago."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    days = {"DAILY": 1, "WEEKLY": 7}.get(parts["FREQ"])
    if days is None or "COUNT" in parts or after <= first:
        return first
    step = timedelta(days=days * int(parts.get("INTERVAL", "1")))
    return first + (after - first) // step * step


def _parts(text: str) -> dict[str, str]:
    if len(text) > 500:
        raise RuleError("longer than 500 signs")
    parts: dict[str, str] = {}
    for part in text.strip().upper().rstrip(";").split(";"):
        name, separator, value = part.partition("=")
        if not separator or not value or name in parts:
            raise RuleError(f"{part[:40]!r} is no part of a rule, or is there twice")
        parts[name] = value
    return parts


def _require_numbers(parts: Mapping[str, str]) -> None:
    for name, largest in (("INTERVAL", LARGEST_INTERVAL), ("COUNT", 1_000)):
        value = parts.get(name, "1")
        if not value.isascii() or not value.isdigit() or not 1 <= int(value[:9]) <= largest:
            raise RuleError(f"{name}={value[:20]} is not a number from 1 to {largest}")


def _require_dates(parts: Mapping[str, str]) -> None:
    """What is left comes true within years, whatever the first time is."""
    rough = parts["FREQ"] in ("DAILY", "WEEKLY")
    if wrong := parts.keys() & {"BYMONTHDAY", "BYSETPOS"} if rough else ():
        raise RuleError(f"{min(wrong)} goes with MONTHLY and YEARLY only")
    if parts.get("INTERVAL", "1") != "1" and (
        "BYMONTH" in parts or ("BYDAY" in parts and parts["FREQ"] == "DAILY")
    ):
        raise RuleError(f"BYMONTH and days do not go with {parts['FREQ']} and INTERVAL")
    if "BYSETPOS" in parts and ("BYDAY" not in parts or "BYMONTHDAY" in parts):
        raise RuleError("BYSETPOS goes with BYDAY only")
    in_year = parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts
    plain = rough or in_year or "BYMONTHDAY" in parts or "BYSETPOS" in parts
    if "BYDAY" in parts and not (_DAYS if plain else _NUMBERED_DAYS).fullmatch(parts["BYDAY"]):
        raise RuleError(f"BYDAY={parts['BYDAY'][:40]} does not go with the rest")
    if any(not 1 <= abs(place) <= 5 for place in _numbers(parts, "BYSETPOS")):
        raise RuleError("BYSETPOS is not from 1 to 5")
    _require_days_of_months(_numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY"))


def _require_days_of_months(months: tuple[int, ...], days: tuple[int, ...]) -> None:
    if not all(1 <= month <= 12 for month in months) or not all(1 <= abs(day) <= 31 for day in days):
        raise RuleError("a month or a day of the month that does not exist")
    longest = max(calendar.monthrange(_LEAP_YEAR, month)[1] for month in months or range(1, 13))
    if days and min(map(abs, days)) > longest:
        raise RuleError(f"day {min(map(abs, days))} never comes in the months named")


def _numbers(parts: Mapping[str, str], name: str) -> tuple[int, ...]:
    values = parts[name].split(",") if name in parts else []
    if wrong := [value for value in values if not re.fullmatch(r"[+-]?\d{1,3}", value, re.ASCII)]:
        raise RuleError(f"{name}={wrong[0][:20]} is no number")
    return tuple(map(int, values))


def _wall_clock(until: str, zone: str) -> str:
    """UNTIL is in UTC, in wall-clock time, or a day, whose whole counts."""
    try:
        if len(until) == 8:
            return datetime.strptime(until + "235959", "%Y%m%d%H%M%S").strftime(LOCAL)  # noqa: DTZ007
        moment_ = datetime.strptime(until.rstrip("Z"), LOCAL)  # noqa: DTZ007
    except ValueError as error:
        raise RuleError(f"UNTIL={until[:20]} is no time") from error
    if until.endswith("Z"):
        moment_ = moment_.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return moment_.strftime(LOCAL)
