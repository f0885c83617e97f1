"""A needs profile that somebody wrote into a file: YAML or JSON, in the form of `NeedsProfile.to_json`."""

from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, Final

import yaml

from knowledge import vocabulary
from knowledge.municipalities import Municipalities
from knowledge.profile import NeedsProfile

ELSEWHERE: Final = "elsewhere"
CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "audience": vocabulary.AUDIENCES,
    "language": vocabulary.LANGUAGES,
    "situation": vocabulary.SITUATIONS,
    "goals": vocabulary.GOALS,
    "unemployed_for": vocabulary.UNEMPLOYED_FOR,
    "education": vocabulary.EDUCATION,
    "language_level": vocabulary.LANGUAGE_LEVELS,
    "barriers": vocabulary.BARRIERS,
    "field": vocabulary.FIELDS,
    "age_band": vocabulary.AGE_BANDS,
    "company_size": vocabulary.COMPANY_SIZES,
    "employer_needs": vocabulary.EMPLOYER_NEEDS,
    "urgency": vocabulary.URGENCIES,
}
"""Fields with a list of codes; the others are told in words of one's own."""

SEVERAL: Final = ("goals", "barriers", "employer_needs", "skills")
NOT_KNOWN: Final = ("", "~", "null")


class ProfileError(Exception):
    """The message says which line or field is wrong, and what may stand there."""


def read_profile(text: str, places: Municipalities) -> NeedsProfile:
    """Raises ProfileError. A municipality may be told by its name or its code."""
    known = tuple(field.name for field in fields(NeedsProfile))
    said = {name: value for name, value in _read(text).items() if value not in NOT_KNOWN}
    for name in said:
        if name not in known:
            near = get_close_matches(name, known, 1)
            meant = f"; {near[0]} is one" if near else ""
            raise ProfileError(f"{name}: there is no such field{meant}. There are {', '.join(known)}")
    return NeedsProfile(**{name: _value(name, value, places) for name, value in said.items()})


def _read(text: str) -> dict[str, Any]:
    """All values as they are written: 091 is no number."""
    try:
        data = yaml.load(text, yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProfileError(f"line {line}: this is neither YAML nor JSON") from error
    except yaml.YAMLError as error:
        raise ProfileError("this is neither YAML nor JSON") from error
    if not isinstance(data, dict):
        raise ProfileError("a profile is made of fields with values, e.g. goals: [job]")
    return data


def _value(name: str, value: Any, places: Municipalities) -> Any:
    if name in SEVERAL:
        return tuple(_one(name, each) for each in (value if isinstance(value, list) else [value]))
    return _municipality(_one(name, value), places) if name == "municipality" else _one(name, value)


def _one(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ProfileError(f"{name}: here stands one value and no list")
    if name in CODES and value not in CODES[name]:
        raise ProfileError(f"{name}: there is no code {value}. There are {', '.join(CODES[name])}")
    return value


def _municipality(told: str, places: Municipalities) -> str:
    if told == ELSEWHERE:
        return told
    named = [each for each in places if told.casefold() in (each.fi.casefold(), each.sv.casefold())]
    place = places.get(told) or next(iter(named), None)
    if place is None:
        near = get_close_matches(told, [each.fi for each in places], 1)
        meant = f"; {near[0]} is one" if near else ""
        raise ProfileError(f"municipality: {told} is no municipality's name or code{meant}. Or {ELSEWHERE}")
    return place.code
