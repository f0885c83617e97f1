"""A team's days and needs in the panel's words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from admin.wording import Wording
from bot.opening_hours import DayHours, OpeningHours, holiday_name, write_spans

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


def need_names(codes: Collection[str], wording: Wording, language: str) -> Mapping[str, str]:
    """Goals and audiences by their names."""
    return {code: _need(code, wording, language) for code in codes}


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
