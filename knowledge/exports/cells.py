"""One cell of an editor's table: how a field's value is written into it, and read back out of it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

from knowledge.editing.content import Facts
from knowledge.municipalities import Municipalities

Cell: TypeAlias = str | int | float | bool | date | datetime | timedelta | object | None
"""As a spreadsheet has it; CSV has text only."""

NATIONWIDE: Final = "nationwide"
SEPARATOR: Final = "; "

_NATIONWIDE_WORDS: Final = frozenset((NATIONWIDE, "koko maa", "hela landet", "whole country"))
_YES: Final = frozenset(("yes", "kyllä", "ja", "true", "1", "x"))
_NO: Final = frozenset(("no", "ei", "nej", "false", "0", ""))
_NEW: Final = Facts()
_FIRST_SPREADSHEET_DAY: Final = date(1899, 12, 30)
_DAYS: Final = range(20_000, 80_000)
"""Serial numbers of spreadsheets that are days of our time (1954 to 2119)."""


class BadCell(ValueError):  # noqa: N818 - what the reader met
    """A cell cannot be read. `code` is that of a FieldError, the message what stands there."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Kind:
    """Writes a value as a cell, reads a cell as a value (raises BadCell). `single`: one code, not a list."""

    write: Callable[[Any, Municipalities], str | int]
    read: Callable[[Cell, Municipalities], Any]
    single: bool = True


def text_of(cell: Cell) -> str:
    """Numbers, dates and flags as people see them. Line ends are one sign, as in our texts."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _read_number(cell: Cell, _: Municipalities) -> int | None:
    text = text_of(cell)
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise BadCell("bad_number", text[:40]) from None
    if not math.isfinite(number) or not number.is_integer() or abs(number) > 10_000:
        raise BadCell("bad_number", text[:40])
    return int(number)


def _read_flag(cell: Cell, _: Municipalities) -> bool:
    text = text_of(cell).casefold()
    if text not in _YES | _NO:
        raise BadCell("unknown_code", text[:40])
    return text in _YES


def _read_date(cell: Cell, _: Municipalities) -> date | None:
    """2026-11-21, 21.11.2026, a date of the spreadsheet, or the number it keeps for one."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if not text:
        return None
    if text.isdecimal() and int(text) in _DAYS:
        return _FIRST_SPREADSHEET_DAY + timedelta(days=int(text))
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise BadCell("bad_date", text[:40])


def _listed(cell: Cell) -> tuple[str, ...]:
    parts = text_of(cell).replace("\n", ";").split(";")
    return tuple(dict.fromkeys(stripped for part in parts if (stripped := part.strip())))


def _read_codes(cell: Cell, _: Municipalities) -> tuple[str, ...]:
    return tuple(sorted(set(_listed(cell))))


def _read_places(cell: Cell, places: Municipalities) -> tuple[str, ...] | None:
    """By code or by name; a code that a spreadsheet has made a number of is one still."""
    named = _listed(cell)
    if len(named) == 1 and named[0].casefold() in _NATIONWIDE_WORDS:
        return None
    codes = _codes_by_name(places)
    found = [codes.get(each.casefold()) or codes.get(each.rjust(3, "0")) for each in named]
    unknown = [each for each, code in zip(named, found, strict=True) if code is None]
    if unknown:
        raise BadCell("unknown_code", SEPARATOR.join(unknown)[:80])
    return tuple(sorted({code for code in found if code}))


def _codes_by_name(places: Municipalities) -> Mapping[str, str]:
    names = {name.casefold(): place.code for place in places for name in (place.sv, place.fi)}
    return names | {place.code: place.code for place in places}


def _write_places(codes: tuple[str, ...] | None, places: Municipalities) -> str:
    if codes is None:
        return NATIONWIDE
    return SEPARATOR.join(place.fi if (place := places.get(code)) else code for code in codes)


def _write_list(values: tuple[str, ...], _: Municipalities) -> str:
    return SEPARATOR.join(values)


TEXT: Final = Kind(lambda value, _: value or "", lambda cell, _: text_of(cell))
EVIDENCE: Final = Kind(lambda value, _: value, lambda cell, _: text_of(cell) or _NEW.evidence)
LANGUAGE: Final = Kind(lambda value, _: value, lambda cell, _: text_of(cell) or _NEW.source_language)
CODE: Final = Kind(lambda value, _: value or "", lambda cell, _: text_of(cell) or None)
NUMBER: Final = Kind(lambda value, _: "" if value is None else value, _read_number)
FLAG: Final = Kind(lambda value, _: "yes" if value else "no", _read_flag)
DAY: Final = Kind(lambda value, _: value.isoformat() if value else "", _read_date)
CODES: Final = Kind(_write_list, _read_codes, single=False)
WORDS: Final = Kind(_write_list, lambda cell, _: _listed(cell), single=False)
PLACES: Final = Kind(_write_places, _read_places, single=False)
