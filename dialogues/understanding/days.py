"""Days named in a message: tomorrow, next week, the weekend, a weekday, a month, 24.11., 24 November."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dialogues.understanding.phrases import Found
from dialogues.understanding.spelling import fold

TABLES: Final = "words.day."
"""The lookup tables that name days: `words.day.tomorrow`, `words.day.weekday.1`, `words.day.month.12`."""
_ISO: Final = re.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_NUMERIC: Final = re.compile(
    r"(?<![\d.:])(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?:(?P=mark)(?P<year>20\d\d)?|(?![\d:]))(?![\d:])"
)
_DIGITS: Final = 2
_A_DAY: Final = timedelta(days=1)
_DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both included."""

    first: date
    last: date


def read_days(text: str, words: Sequence[str], found: Sequence[Found], today: date) -> Days | None:
    """What the words name, from today on. `words` and `found` are those of the text."""
    written = _written(fold(text), today)
    if written:
        return written
    named = {each.name.removeprefix(TABLES): each for each in found if each.name.startswith(TABLES)}
    month = next((name for name in named if name.startswith("month.")), None)
    if month:
        return _of_month(int(month.partition(".")[2]), _number_near(named[month], words), today)
    weekday = next((name for name in named if name.startswith("weekday.")), None)
    if weekday:
        return _of_weekday(int(weekday.partition(".")[2]), "next_week" in named, today)
    return next((_RELATIVE[name](today) for name in _RELATIVE if name in named), None)


def _written(folded: str, today: date) -> Days | None:
    """A date in digits; one without a year is the next such day."""
    for match in (*_ISO.finditer(folded), *_NUMERIC.finditer(folded)):
        year = match["year"]
        day = _day(int(year) if year else None, int(match["month"]), int(match["day"]), today)
        if day:
            return Days(day, day)
    return None


def _day(year: int | None, month: int, number: int, today: date) -> date | None:
    """None for a day that no calendar has."""
    try:
        day = date(year or today.year, month, number)
        return day if year or day >= today else day.replace(year=today.year + 1)
    except ValueError:
        return None


def _number_near(month: Found, words: Sequence[str]) -> int | None:
    """Just before the month or after it, with nothing but short words between."""
    before = next((word for word in reversed(words[: month.start]) if not _fills(word)), "")
    after = "".join(words[month.end : month.end + 1])
    near = (word for word in (before, after) if word.isdecimal() and len(word) <= _DIGITS)
    return next(map(int, near), None)


def _fills(word: str) -> bool:
    """The "th of" of "24th of November", the dot of a Finnish "24."."""
    return len(word) <= _DIGITS and not word.isdecimal()


def _of_month(month: int, number: int | None, today: date) -> Days | None:
    day = _day(None, month, number, today) if number else None
    if day:
        return Days(day, day)
    year = today.year + (month < today.month)
    return _month(date(year, month, 1), today)


def _month(first: date, today: date) -> Days:
    after = date(first.year + (first.month == _DECEMBER), first.month % _DECEMBER + 1, 1)
    return Days(max(first, today), after - _A_DAY)


def _of_weekday(weekday: int, next_week: bool, today: date) -> Days:
    """`weekday` 1 is Monday; today counts, unless it is next week's."""
    monday = today - today.weekday() * _A_DAY
    day = monday + (weekday - 1) * _A_DAY
    ahead = day + 7 * _A_DAY if next_week or day < today else day
    return Days(ahead, ahead)


def _this_week(today: date) -> Days:
    return Days(today, today + (6 - today.weekday()) * _A_DAY)


def _next_week(today: date) -> Days:
    monday = today + (7 - today.weekday()) * _A_DAY
    return Days(monday, monday + 6 * _A_DAY)


def _weekend(today: date) -> Days:
    sunday = today + (6 - today.weekday()) * _A_DAY
    return Days(max(today, sunday - _A_DAY), sunday)


_RELATIVE: Final[Mapping[str, Callable[[date], Days]]] = {
    "after_tomorrow": lambda today: Days(today + 2 * _A_DAY, today + 2 * _A_DAY),
    "tomorrow": lambda today: Days(today + _A_DAY, today + _A_DAY),
    "weekend": _weekend,
    "next_week": _next_week,
    "this_week": _this_week,
    "next_month": lambda today: _month((today.replace(day=28) + 4 * _A_DAY).replace(day=1), today),
    "this_month": lambda today: _month(today.replace(day=1), today),
    "today": lambda today: Days(today, today),
}
"""The most certain first: "the day after tomorrow" holds "tomorrow", "today or this week" means the week."""
