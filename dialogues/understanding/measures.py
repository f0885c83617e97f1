"""What a number or a length of time means as the answer to a question."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from dialogues.understanding.amounts import Amount, months_since
from knowledge.vocabulary import AGES_IN_BAND, COMPANY_SIZES

_MONTHS_URGENT, _MONTHS_SOON = 1.0, 6.0
_STAFF_BELOW: Final = (1, 10, 50, 250)
"""Where each company size of the vocabulary ends (micro, small, medium after the EU's recommendation)."""
_YOUNGEST, _OLDEST = 13, 99
_MONTHS_A_YEAR = 12


def age_band(amount: Amount) -> str | None:
    """The band of an age in years; None when nobody who asks for work is that old."""
    years = amount.value / _MONTHS_A_YEAR if amount.is_time else amount.value
    if not _YOUNGEST <= years <= _OLDEST:
        return None
    return next(band for band, (_, last) in AGES_IN_BAND.items() if years < last + 1)


def _age(read: Sequence[Amount], today: date) -> str | None:
    born = (today.year - int(amount.value) for amount in read if 1900 < amount.value <= today.year)
    ages = [*read, *(Amount(float(age), 0, 0) for age in born)]
    return next((band for band in map(age_band, ages) if band), None)


def _unemployed_for(read: Sequence[Amount], today: date) -> str | None:
    lengths = (amount.value if amount.is_time else months_since(int(amount.value), today) for amount in read)
    months = next((length for length in lengths if length is not None), None)
    if months is None:
        return None
    if months < 3:
        return "under_3_months"
    return "3_to_12_months" if months <= _MONTHS_A_YEAR else "over_a_year"


def _company_size(read: Sequence[Amount], today: date) -> str | None:
    staff = next((amount.value for amount in read if not amount.is_time), None)
    if staff is None:
        return None
    below = (size for limit, size in zip(_STAFF_BELOW, COMPANY_SIZES, strict=False) if staff < limit)
    return next(below, COMPANY_SIZES[-1])


def _urgency(read: Sequence[Amount], today: date) -> str | None:
    months = next((amount.value for amount in read if amount.is_time), None)
    if months is None:
        return None
    if months <= _MONTHS_URGENT:
        return "now"
    return "months" if months <= _MONTHS_SOON else "later"


MEASURED: Final[Mapping[str, Callable[[Sequence[Amount], date], str | None]]] = {
    "unemployed_for": _unemployed_for,
    "age_band": _age,
    "company_size": _company_size,
    "urgency": _urgency,
}
"""Question -> what its answer is, given the amounts of a text in order."""
