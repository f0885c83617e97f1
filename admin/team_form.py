"""A team as it stands in its form: what was typed, checked field by field."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from starlette.datastructures import FormData

from bot.opening_hours import DAYS, OpeningHours, read_spans, write_spans, write_week
from bot.teams import DEFAULT_CAPACITY, Member, Team
from knowledge.municipalities import Municipalities
from knowledge.vocabulary import AUDIENCES, GOALS, LANGUAGES

SPOKEN: Final = tuple(code for code in LANGUAGES if "-" not in code)
NEEDS: Final = (*(each for each in AUDIENCES if each != "person"), *GOALS)
"""What a team can be for; a team for everybody has none."""

_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")
_MOST_MINUTES: Final = 240


@dataclass(frozen=True, slots=True)
class TypedTeam:
    """`hours` are the texts of the seven days, `places` names with commas between them.

    `errors` name texts of the panel by the field they belong to.
    """

    team: Team
    hours: tuple[str, ...]
    places: str
    errors: Mapping[str, str] = field(default_factory=dict)

    def member(self, staff_id: str) -> Member | None:
        return next((each for each in self.team.members if each.staff_id == staff_id), None)


def shown(team: Team, municipalities: Municipalities, language: str) -> TypedTeam:
    """A stored team as its form shows it."""
    week = OpeningHours.parse(team.hours, "UTC").week if team.hours else ((),) * len(DAYS)
    found = (municipalities.get(code) for code in sorted(team.municipalities))
    places = ", ".join(place.name(language) for place in found if place)
    return TypedTeam(team, tuple(write_spans(day) for day in week), places)


def typed(
    sent: FormData,
    team_id: str,
    staff: Collection[str],
    municipalities: Municipalities,
    language: str,
    cities: Collection[str] = (),
) -> TypedTeam:
    """What was sent. `staff` are the ids of those who may be members, `cities` are those to choose from."""
    errors: dict[str, str] = {}
    hours = tuple(_text(sent, f"hours-{day}") for day in DAYS)
    places = _text(sent, "municipalities")
    team = Team(
        id=team_id,
        names={code: name for code in SPOKEN if (name := _text(sent, f"name-{code}")[:80])},
        cities=_ticked(sent, "cities", cities),
        languages=_ticked(sent, "languages", SPOKEN),
        municipalities=_places(places, municipalities, language, errors),
        needs=_ticked(sent, "needs", NEEDS),
        hours=_hours(hours, errors),
        closed_on_holidays=sent.get("closed_on_holidays") == "on",
        members=_members(sent, staff, errors),
        widen_to_teams=60 * _minutes(sent, "widen_to_teams", errors),
        widen_to_all=60 * _minutes(sent, "widen_to_all", errors),
        notice_email=_text(sent, "notice_email") or None,
        notice_after_minutes=_minutes(sent, "notice_after_minutes", errors),
    )
    return replace(TypedTeam(team, hours, places), errors={**_whole(team), **errors})


def _whole(team: Team) -> dict[str, str]:
    """What is wrong with fields that were read well enough."""
    errors = {}
    if not team.names:
        errors["names"] = "no_name"
    if team.notice_email and not _EMAIL.fullmatch(team.notice_email):
        errors["notice_email"] = "bad_email"
    if team.widen_to_all < team.widen_to_teams:
        errors["widen_to_all"] = "wrong_order"
    return errors


def _places(
    text: str, municipalities: Municipalities, language: str, errors: dict[str, str]
) -> frozenset[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    found = [municipalities.find(name, language) for name in names]
    if not all(found):
        errors["municipalities"] = "unknown_municipality"
    return frozenset(each.municipality.code for each in found if each)


def _hours(texts: Collection[str], errors: dict[str, str]) -> str:
    week = []
    for day, text in zip(DAYS, texts, strict=True):
        try:
            week.append(read_spans(text))
        except ValueError:
            errors[f"hours-{day}"] = "bad_hours"
    return "" if len(week) < len(DAYS) else write_week(week)


def _members(sent: FormData, staff: Collection[str], errors: dict[str, str]) -> tuple[Member, ...]:
    chosen = sorted(_ticked(sent, "members", staff))
    return tuple(
        Member(each, _number(sent, f"capacity-{each}", 1, 50, DEFAULT_CAPACITY, errors)) for each in chosen
    )


def _ticked(sent: FormData, name: str, known: Collection[str]) -> frozenset[str]:
    return frozenset(each for each in sent.getlist(name) if isinstance(each, str) and each in known)


def _minutes(sent: FormData, name: str, errors: dict[str, str]) -> int:
    return _number(sent, name, 0, _MOST_MINUTES, 0, errors)


def _number(sent: FormData, name: str, least: int, most: int, blank: int, errors: dict[str, str]) -> int:
    text = _text(sent, name) or str(blank)
    if not text.isdecimal() or not least <= int(text) <= most:
        errors[name] = "bad_number"
        return blank
    return int(text)


def _text(sent: FormData, name: str) -> str:
    value = sent.get(name)
    return value.strip() if isinstance(value, str) else ""
