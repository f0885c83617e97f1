"""Numbers and lengths of time in a text, in digits or words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dialogues.understanding.phrases import Found

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_UNIT, _COUNTED, _NUMBER, _OVER, _UNDER = "unit.", "counted.", "number.", "words.over", "words.under"
_A_LITTLE: Final = 0.1
"""What "over" adds to an amount and "under" takes from it."""
_A_YEAR: Final = 12.0
_FIRST_YEAR: Final = 1900.0
_FURTHEST_BOUND: Final = 2
"""How many words before a number an "over" still belongs to it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in months where the text gave a unit of time, else a bare number; in words `start` to `end`."""

    value: float
    start: int
    end: int
    is_time: bool = False


def amounts(words: Sequence[str], found: Sequence[Found]) -> list[Amount]:
    """Every amount in order. `found` holds the number.*, unit.* and words.over/under phrases of the text.

    Tables are named by what they are worth: `number.0.5`, and `unit.12` for a year (in months). A unit
    without a number is one of it, but `counted.12` is nothing then (folded, Swedish "är" is spelt like "år").
    """
    read: list[Amount] = []
    for amount in _measured(words, found):
        if read and amount.start < read[-1].end:
            continue
        read.append(_bounded(amount, found))
    return _joined(read)


def months_since(year: int, today: date) -> float | None:
    """Months from about the middle of the known part of `year`; None when it is no recent year."""
    if not today.year - 50 <= year <= today.year:
        return None
    return (today.year - year) * 12 + today.month - 6 if year < today.year else today.month / 2


def _measured(words: Sequence[str], found: Sequence[Found]) -> Iterator[Amount]:
    shortest_first = sorted(found, key=lambda phrase: phrase.end)
    units = {phrase.start: phrase for phrase in shortest_first if phrase.name.startswith((_UNIT, _COUNTED))}
    at = 0
    while at < len(words):
        number = _number_at(at, words, found)
        unit = units.get(at)
        alone = unit is not None and unit.name.startswith(_UNIT)
        if unit and alone and (number is None or unit.end > number.end):
            yield Amount(_worth(unit), at, unit.end, is_time=True)
            at = unit.end
        elif number is not None:
            upper = _number_at(number.end, words, found) if number.end < len(words) else None
            if upper is not None and upper.value > number.value:
                number = Amount((number.value + upper.value) / 2, at, upper.end)
            number = _counting(number, units.get(number.end))
            yield number
            at = number.end
        else:
            at += 1


def _counting(number: Amount, unit: Found | None) -> Amount:
    """A number of units; but "the year 2024" in the order of Russian, "2024 года", is no length."""
    if unit is None:
        return number
    if number.value >= _FIRST_YEAR and _worth(unit) == _A_YEAR:
        return replace(number, end=unit.end)
    return Amount(number.value * _worth(unit), number.start, unit.end, is_time=True)


def _number_at(at: int, words: Sequence[str], found: Sequence[Found]) -> Amount | None:
    if _DIGITS.fullmatch(words[at]):
        return Amount(float(words[at].replace(",", ".")), at, at + 1)
    spelt = [phrase for phrase in found if phrase.start == at and phrase.name.startswith(_NUMBER)]
    longest = max(spelt, key=lambda phrase: phrase.end, default=None)
    return Amount(_worth(longest), at, longest.end) if longest else None


def _worth(phrase: Found) -> float:
    return float(phrase.name.partition(".")[2])


def _bounded(amount: Amount, found: Sequence[Found]) -> Amount:
    for phrase in found:
        if phrase.name in (_OVER, _UNDER) and 0 <= amount.start - phrase.end < _FURTHEST_BOUND:
            sign = 1 if phrase.name == _OVER else -1
            return replace(amount, value=amount.value + sign * _A_LITTLE)
    return amount


def _joined(read: Sequence[Amount]) -> list[Amount]:
    """ "a year and two months" is one amount."""
    joined: list[Amount] = []
    for amount in read:
        last = joined[-1] if joined else None
        if (
            last
            and last.is_time
            and amount.is_time
            and amount.start - last.end <= 1
            and amount.value < last.value
        ):
            joined[-1] = Amount(last.value + amount.value, last.start, amount.end, is_time=True)
        else:
            joined.append(amount)
    return joined
