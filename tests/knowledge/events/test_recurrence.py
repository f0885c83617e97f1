"""Rules of recurrence: clocks that change, ends of months, what is left out, what is refused."""

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from knowledge.events.recurrence import Recurrence, RuleError, checked_rule, starts_between
from tests.knowledge.events.make import at, clock, series


@pytest.mark.parametrize(
    ("first", "recurrence", "expected"),
    [
        # Winter time begins on 25 October 2026: nine o'clock stays nine o'clock.
        (
            "2026-10-23 09:00",
            Recurrence("FREQ=DAILY;COUNT=4"),
            [
                "2026-10-23 09:00+03:00",
                "2026-10-24 09:00+03:00",
                "2026-10-25 09:00+02:00",
                "2026-10-26 09:00+02:00",
            ],
        ),
        # Summer time begins on 28 March 2027: half past three does not exist that night.
        (
            "2027-03-27 03:30",
            Recurrence("FREQ=DAILY;COUNT=3"),
            ["2027-03-27 03:30+02:00", "2027-03-28 04:30+03:00", "2027-03-29 03:30+03:00"],
        ),
        # A calendar in UTC: noon there is another hour in Finland after the change.
        (
            "2026-10-24 15:00",
            Recurrence("FREQ=DAILY;COUNT=2", zone="UTC"),
            ["2026-10-24 15:00+03:00", "2026-10-25 14:00+02:00"],
        ),
        (
            "2026-10-31 09:00",
            Recurrence("FREQ=MONTHLY;COUNT=3"),
            ["2026-10-31 09:00+02:00", "2026-12-31 09:00+02:00", "2027-01-31 09:00+02:00"],
        ),
        (
            "2026-10-31 09:00",
            Recurrence("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3"),
            ["2026-10-31 09:00+02:00", "2026-11-30 09:00+02:00", "2026-12-31 09:00+02:00"],
        ),
        (
            "2026-11-02 09:00",
            Recurrence("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261109T090000", without=(clock("2026-11-04 09:00"),)),
            ["2026-11-02 09:00+02:00", "2026-11-09 09:00+02:00"],
        ),
        (
            "2026-11-02 09:00",
            Recurrence(extra=(clock("2026-11-07 12:00"), clock("2026-11-03 12:00"))),
            ["2026-11-02 09:00+02:00", "2026-11-03 12:00+02:00", "2026-11-07 12:00+02:00"],
        ),
        ("2026-11-02 09:00", Recurrence(without=(clock("2026-11-02 09:00"),)), []),
    ],
)
def test_when_it_happens_again(first: str, recurrence: Recurrence, expected: list[str]) -> None:
    happens = series("x", first, recurrence=recurrence).between(at("2026-10-01"), at("2027-09-01"))
    assert [event.starts for event in happens] == [datetime.fromisoformat(each) for each in expected]


def test_a_night_shift_ends_at_the_same_hour_when_the_clocks_change() -> None:
    nights = series("x", "2026-10-23 22:00", 8, Recurrence("FREQ=DAILY;COUNT=2"))
    ends = [event.ends for event in nights.between(at("2026-10-01"), at("2026-11-01"))]
    assert ends == [at("2026-10-24 06:00"), at("2026-10-25 06:00")]


def test_a_rule_without_an_end_is_followed_for_a_year() -> None:
    daily = series("x", "2020-01-01 09:00", recurrence=Recurrence("FREQ=DAILY"))
    assert len(list(daily.between(at("2026-10-01"), at("2099-01-01")))) <= 367


@given(
    rule=st.sampled_from(
        [
            *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;BYDAY=MO,FR", "FREQ=DAILY;BYMONTH=2"),
            *(
                "FREQ=WEEKLY",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
            ),
            *(
                "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261001T000000",
                "FREQ=MONTHLY;BYDAY=2TU",
                "FREQ=DAILY;COUNT=40",
            ),
        ]
    ),
    first=st.datetimes(clock("2024-01-01"), clock("2026-12-31")),
    days=st.integers(0, 1500),
)
def test_a_series_of_years_gives_the_same_times_as_from_its_beginning(
    rule: str, first: datetime, days: int
) -> None:
    first = first.replace(microsecond=0)
    after = first + timedelta(days=days, hours=5)
    until = after + timedelta(days=70)
    whole = rrulestr(rule, dtstart=first).between(after, until, inc=True)
    assert list(starts_between(Recurrence(rule), first, after, until)) == whole


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("freq=weekly;byday=mo,we;", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("FREQ=DAILY;UNTIL=20261101T070000Z", "FREQ=DAILY;UNTIL=20261101T090000"),
        ("FREQ=DAILY;UNTIL=20261101", "FREQ=DAILY;UNTIL=20261101T235959"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("COUNT=3;FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;COUNT=3;BYDAY=-1FR"),
    ],
)
def test_a_rule_has_one_form(text: str, rule: str) -> None:
    assert checked_rule(text) == rule
    assert checked_rule(rule) == rule


@pytest.mark.parametrize(
    "text",
    [
        *("", "nonsense", "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY;INTERVAL=1", "INTERVAL=2"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=99999999999999999999"),
        *("FREQ=DAILY;BYSECOND=1,2,3", "FREQ=DAILY;BYHOUR=1", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        *("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31,-31"),
        *(
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=DAILY;UNTIL=yesterday",
            "FREQ=DAILY;" * 90,
        ),
        *(
            "FREQ=DAILY;COUNT=2;UNTIL=20261101T070000Z;COUNT=3",
            "FREQ=WEEKLY;BYMONTH=٣",
            "FREQ=MONTHLY;INTERVAL=1²",
        ),
    ],
)
def test_a_rule_that_is_none_for_events_is_refused_at_once(text: str) -> None:
    with pytest.raises(RuleError):
        checked_rule(text)
