"""Hours with breaks, days that are otherwise, holidays that are kept or not, and the clocks' changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.opening_hours import OpeningHours, OtherDay, holiday_name, read_spans, write_spans, write_week

HELSINKI = ZoneInfo("Europe/Helsinki")
START = datetime(2026, 1, 1, tzinfo=UTC)
CLOSED = OtherDay(date(2026, 11, 24), (), "The staff trains")
LATE = OtherDay(date(2026, 12, 24), read_spans("10-12"), "Christmas service")
HOURS = OpeningHours.parse("Mon-Thu 9-11:30 12:15-16, Fri 9-14", "Europe/Helsinki", other_days=(CLOSED, LATE))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T11:29", True),
        ("2026-11-23T11:30", False),
        ("2026-11-23T12:14", False),
        ("2026-11-23T12:15", True),
        ("2026-11-24T10:00", False),
        ("2026-12-24T10:00", True),
        ("2026-12-25T10:00", False),
    ],
)
def test_breaks_and_exceptions_are_kept(moment: str, is_open: bool) -> None:
    assert HOURS.is_open(at(moment).astimezone(UTC)) is is_open


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T11:45", "2026-11-23T12:15"),
        ("2026-11-23T16:00", "2026-11-25T09:00"),
        ("2026-12-23T16:00", "2026-12-24T10:00"),
        ("2026-12-24T12:00", "2026-12-28T09:00"),
    ],
)
def test_the_next_opening_is_after_a_break_an_exception_or_the_holidays(now: str, opens: str) -> None:
    assert HOURS.next_opening(at(now)) == at(opens)


def test_a_team_that_works_on_holidays_is_open_then() -> None:
    always = OpeningHours.parse("Mon-Sun 8-20", "Europe/Helsinki", closed_on_holidays=False)
    assert always.is_open(at("2026-12-06T12:00"))
    assert not HOURS.is_open(at("2026-12-06T12:00"))


def test_the_days_are_told_as_they_come_out() -> None:
    days = HOURS.days(date(2026, 12, 23), 4)
    assert [write_spans(day.spans) for day in days] == ["9-11:30 12:15-16", "10-12", "", ""]
    assert [day.is_holiday for day in days] == [False, True, True, True]
    assert [day.exception for day in days] == [None, LATE, None, None]
    assert holiday_name(date(2026, 12, 6), "fi") == "Itsenäisyyspäivä"
    assert holiday_name(date(2026, 12, 6), "sv").startswith("Själv")
    assert holiday_name(date(2026, 12, 7), "fi") == ""


def test_when_the_clocks_change_the_desk_keeps_the_time_on_the_wall() -> None:
    night = OpeningHours.parse("Sun 2-5, Mon 9-15", "Europe/Helsinki")
    spring, autumn = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
    assert night.is_open(spring + timedelta(hours=1, minutes=59))
    assert not night.is_open(spring + timedelta(hours=2))
    assert night.is_open(autumn + timedelta(hours=2, minutes=59))
    assert not night.is_open(autumn + timedelta(hours=3))
    opens = night.next_opening(spring)
    assert opens is not None
    assert opens.astimezone(UTC) == datetime(2026, 3, 30, 6, tzinfo=UTC)


@pytest.mark.parametrize("text", ["9-11 10-12", "12-11", "9", "9-", "hello", "9-11; 12-13", "9-9"])
def test_spans_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hours|time"):
        read_spans(text)


@given(st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), unique=True, max_size=8))
def test_what_is_written_is_read_again(moments: list[time]) -> None:
    ordered = sorted(moments)[: len(moments) // 2 * 2]
    spans = tuple(zip(ordered[::2], ordered[1::2], strict=True))
    assert read_spans(write_spans(spans)) == spans


def test_a_week_is_written_and_read_again() -> None:
    assert OpeningHours.parse(write_week(HOURS.week), "Europe/Helsinki").week == HOURS.week


@given(st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)))
def test_the_next_opening_is_open_and_the_moment_before_it_is_not(moment: datetime) -> None:
    opens = HOURS.next_opening(moment)
    assert opens is not None
    assert opens.astimezone(UTC) > moment
    assert HOURS.is_open(opens)
    assert not HOURS.is_open(opens.astimezone(UTC) - timedelta(seconds=1))
