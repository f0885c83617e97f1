"""The desk's opening hours, with Finnish public holidays."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.opening_hours import OpeningHours

HELSINKI = ZoneInfo("Europe/Helsinki")
HOURS = OpeningHours.parse("Mon-Thu 9-15, Fri 10-14:30", "Europe/Helsinki")


def at(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("day", "time", "is_open"),
    [
        ("2026-11-23", "08:59", False),
        ("2026-11-23", "09:00", True),
        ("2026-11-23", "14:59", True),
        ("2026-11-23", "15:00", False),
        ("2026-11-27", "09:30", False),
        ("2026-11-27", "14:29", True),
        ("2026-11-28", "12:00", False),
        ("2026-12-24", "12:00", False),
        ("2026-06-19", "12:00", False),
        ("2026-04-06", "12:00", False),
        ("2027-01-06", "12:00", False),
    ],
)
def test_the_desk_is_open_by_the_clock_in_helsinki_but_not_on_holidays(
    day: str, time: str, is_open: bool
) -> None:
    assert HOURS.is_open(at(day, time).astimezone(ZoneInfo("UTC"))) is is_open


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at("2026-11-23", "08:00"), at("2026-11-23", "09:00")),
        (at("2026-11-23", "10:00"), at("2026-11-24", "09:00")),
        (at("2026-11-26", "16:00"), at("2026-11-27", "10:00")),
        (at("2026-11-27", "16:00"), at("2026-11-30", "09:00")),
        (at("2026-12-23", "16:00"), at("2026-12-28", "09:00")),
        (at("2026-03-27", "16:00"), at("2026-03-30", "09:00")),
    ],
)
def test_the_next_opening_skips_weekends_and_holidays(now: datetime, opens: datetime) -> None:
    assert HOURS.next_opening(now) == opens


@pytest.mark.parametrize(
    "text", ["", "Mon-Fri", "Fri-Mon 9-15", "Mon 15-9", "Mun 9-15", "Mon 9-25", "Mon 9 15"]
)
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hours|weekday|time"):
        OpeningHours.parse(text, "Europe/Helsinki")


def test_a_whole_day_is_written_as_0_to_24() -> None:
    hours = OpeningHours.parse("Mon-Sun 0-24", "Europe/Helsinki")
    assert hours.is_open(at("2026-11-23", "00:00"))
    assert hours.is_open(at("2026-11-23", "23:59"))
