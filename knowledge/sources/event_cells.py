"""The cells of a row of events in our words: codes, days, hours; each that cannot be read is named."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar

from knowledge.events.choices import EVERY, Repeat, rule_of
from knowledge.events.content import KINDS, EventFacts
from knowledge.events.recurrence import RuleError, checked_rule
from knowledge.exports.cells import Cell, text_of
from knowledge.municipalities import Municipalities
from knowledge.vocabulary import AUDIENCES, SERVICE_LANGUAGES

_YES: Final = frozenset(("yes", "kyllä", "ja", "true", "1", "x"))
_NO: Final = frozenset(("no", "ei", "nej", "false", "0", ""))
_SPLIT: Final = re.compile(r"[;,]")
_HOUR: Final = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(?:[.:]\d{2})?", re.ASCII)

T = TypeVar("T")


class BadCell(ValueError):  # noqa: N818 - what the reader met
    """A cell cannot be read; the message is for the report."""


@dataclass(frozen=True, slots=True)
class Row:
    """`told` collects what is wrong, cell by cell."""

    cells: Mapping[str, Cell]
    places: Municipalities
    told: list[str]

    def text(self, name: str) -> str:
        return text_of(self.cells.get(name))

    def read(self, name: str, reading: Callable[[Cell], T], instead: T) -> T:
        """`instead` for an empty cell, and for one that is told."""
        if not self.text(name):
            return instead
        try:
            return reading(self.cells[name])
        except (BadCell, RuleError) as error:
            self.told.append(f"column {name}: {error}")
            return instead


def read_row(row: Row) -> EventFacts:
    """Without texts. An event without hours is one of whole days."""
    day = row.read("date", read_day, None)
    last = row.read("end_date", read_day, None) or day
    begins, ends = row.read("start", read_hour, None), row.read("end", read_hour, None)
    if day is None and not row.told:
        row.told.append("column date: missing")
    all_day = begins is None
    starts = datetime.combine(day, begins or time()) if day else None
    if begins is None and ends is not None:
        row.told.append("column start: missing")
    return EventFacts(
        provider=row.text("provider"),
        kind=row.read("kind", lambda cell: _code(cell, KINDS), "other"),
        audience=row.read("audience", lambda cell: _codes(cell, AUDIENCES), ()),
        municipality=row.read("municipality", lambda cell: _municipality(cell, row.places), None),
        place=row.text("place"),
        address=row.text("address"),
        online=row.read("online", _flag, False),
        url=row.text("url"),
        languages=row.read("languages", lambda cell: _codes(cell, SERVICE_LANGUAGES), ()),
        starts=starts,
        ends=_end(starts, last, ends, all_day),
        all_day=all_day,
        rule=_rule(row, starts),
        without=row.read("left_out", lambda cell: _left_out(cell, begins), ()),
    )


def read_day(cell: Cell) -> date | None:
    """2026-12-01, 1.12.2026 or a date of the spreadsheet."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise BadCell(f"no day {text[:40]!r}: 2026-12-01 or 1.12.2026")


def read_hour(cell: Cell) -> time | None:
    """9, 9:30, 9.30, or a time of the spreadsheet, which is a part of a day."""
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta):
        cell = cell / timedelta(days=1)
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    found = _HOUR.fullmatch(text_of(cell))
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise BadCell(f"no time {text_of(cell)[:40]!r}: 9 or 9:30")
    return time(int(found[1]), int(found[2] or 0))


def _end(starts: datetime | None, last: date | None, ends: time | None, all_day: bool) -> datetime | None:
    if starts is None or last is None:
        return None
    if all_day:
        return datetime.combine(last, time()) + timedelta(days=1)
    return datetime.combine(last, ends) if ends else starts + timedelta(hours=1)


def _rule(row: Row, starts: datetime | None) -> str:
    """One of the choices, or a rule of RFC 5545 as it is."""
    until = row.read("until", read_day, None)
    text = row.text("repeat")
    if starts is None or not text:
        return ""
    if "=" in text:
        return row.read("repeat", lambda cell: checked_rule(text_of(cell)), "")
    every = row.read("repeat", lambda cell: _code(cell, EVERY), "none")
    return rule_of(Repeat(every, until=until), starts)


def _left_out(cell: Cell, begins: time | None) -> tuple[datetime, ...]:
    if isinstance(cell, date):
        return (datetime.combine(cell, begins or time()),)
    days = (read_day(part.strip()) for part in _SPLIT.split(text_of(cell)) if part.strip())
    return tuple(datetime.combine(day, begins or time()) for day in days if day)


def _code(cell: Cell, known: tuple[str, ...]) -> str:
    text = text_of(cell).casefold()
    if text not in known:
        raise BadCell(f"unknown_code {text[:40]!r}; one of {', '.join(known)}")
    return text


def _codes(cell: Cell, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_code(part, known) for part in _SPLIT.split(text_of(cell)) if part.strip())


def _flag(cell: Cell) -> bool:
    text = text_of(cell).casefold()
    if text not in _YES | _NO:
        raise BadCell(f"yes or no, not {text[:40]!r}")
    return text in _YES


def _municipality(cell: Cell, places: Municipalities) -> str | None:
    text = text_of(cell)
    code = text.zfill(3) if text.isdigit() else ""
    found = places.get(code) or ((named := places.find(text)) and named.municipality) or None
    if found is None:
        raise BadCell(f"no municipality {text[:40]!r}")
    return found.code
