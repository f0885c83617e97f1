"""A team's days and needs in the panel's words."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from admin.meanwhile import Said
from admin.team_form import SPOKEN, TypedTeam
from admin.wording import Wording
from bot.opening_hours import DAYS, DayHours, OpeningHours, holiday_name, write_spans

SHOWN_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class DayView:
    """`why` it is not as its weekday, "" where it is. `day` is ISO 8601."""

    day: str
    title: str
    hours: str
    why: str
    is_exception: bool


def day_views(hours: OpeningHours, first: date, wording: Wording, language: str) -> tuple[DayView, ...]:
    """The next two weeks as they come out, and every later exception."""
    days = hours.days(first, SHOWN_DAYS)
    later = (each.day for each in hours.other_days if each.day > days[-1].day)
    return tuple(_view(each, wording, language) for each in (*days, *map(hours.on, later)))


def said(
    shown: TypedTeam, say: Callable[[str], str], needs: Mapping[str, str], people: Mapping[str, str]
) -> tuple[Said, ...]:
    """What its form says, the other days left out: they have forms of their own."""
    return tuple(Said(label, text) for label, text in _fields(shown, say, needs, people))


def need_names(codes: Collection[str], wording: Wording, language: str) -> Mapping[str, str]:
    """Goals and audiences by their names."""
    return {code: _need(code, wording, language) for code in codes}


def _fields(
    shown: TypedTeam, say: Callable[[str], str], needs: Mapping[str, str], people: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    team = shown.team
    for code in SPOKEN:
        yield f"{say('teams.names')} ({say(f'language.{code}')})", team.names.get(code, "")
    yield say("cities.title"), ", ".join(sorted(team.cities))
    yield say("teams.languages"), ", ".join(say(f"language.{code}") for code in sorted(team.languages))
    yield say("teams.needs"), ", ".join(needs[code] for code in sorted(team.needs))
    places = sorted(filter(None, map(str.strip, shown.places.split(","))))
    yield say("teams.municipalities"), ", ".join(places)
    for number, hours in enumerate(shown.hours[: len(DAYS)]):
        yield say(f"day_name.{number}"), hours
    yield say("teams.closed_on_holidays"), say(f"meanwhile.{'yes' if team.closed_on_holidays else 'no'}")
    members = (f"{people.get(each.staff_id, each.staff_id)} {each.capacity}" for each in team.members)
    yield say("teams.members"), ", ".join(sorted(members))
    yield say("teams.widen_to_teams"), str(team.widen_to_teams // 60)
    yield say("teams.widen_to_all"), str(team.widen_to_all // 60)
    yield say("teams.notice"), team.notice_email or ""
    yield say("teams.notice_after"), str(team.notice_after_minutes)


def _need(code: str, wording: Wording, language: str) -> str:
    if code == "employer":
        return wording.say("teams.employers", language)
    return wording.dialogue.get(f"option.goals.{code}", language)


def _view(day: DayHours, wording: Wording, language: str) -> DayView:
    weekday = wording.say(f"day_name.{day.day.weekday()}", language)
    holiday = holiday_name(day.day, language) if day.is_holiday else ""
    reason = day.exception.reason if day.exception else ""
    return DayView(
        day=day.day.isoformat(),
        title=f"{weekday} {day.day.day}.{day.day.month}.{day.day.year}",
        hours=write_spans(day.spans).replace("-", "–"),
        why=", ".join(filter(None, (reason, holiday))),
        is_exception=day.exception is not None,
    )
