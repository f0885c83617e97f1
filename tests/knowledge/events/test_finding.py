"""Events as the chat asks for them: by place, days, audience and words."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.events.finding import find_events
from knowledge.events.recurrence import Recurrence
from tests.knowledge.events.make import HELSINKI, at, catalogue_of, clock, series

NOW = at("2026-10-20 12:00")
WEEKLY = Recurrence("FREQ=WEEKLY;BYDAY=TU")

EVENTS = catalogue_of(
    [
        series("over", "2026-10-20 09:00"),
        series("running", "2026-10-20 11:30"),
        series("later", "2026-11-05 09:00", name="Ravintola-alan treffit"),
        series("kemi", "2026-10-21 09:00", municipality="240"),
        series("online", "2026-10-22 09:00", municipality=None, online=True),
        series("hybrid", "2026-10-23 09:00", municipality="240", online=True),
        series("employers", "2026-10-24 09:00", audience=frozenset({"employer"})),
        series("weekly", "2026-09-01 13:00", recurrence=WEEKLY, kind="drop_in", name="Pop-up"),
    ]
)


def found(**wishes: Any) -> list[str]:
    asked: dict[str, Any] = {"municipality": "564", **wishes}
    return [event.event_id for event in find_events(EVENTS, NOW, **asked)]


@pytest.mark.parametrize(
    ("wishes", "ids"),
    [
        ({}, ["running", "weekly", "online", "hybrid", "later"]),
        ({"limit": 3}, ["running", "weekly", "later"]),
        ({"municipality": None}, ["running", "weekly", "kemi", "online", "hybrid", "later"]),
        ({"municipality": "240"}, ["kemi", "online", "hybrid"]),
        ({"municipality": "091"}, ["online", "hybrid"]),
        ({"audience": "employer"}, ["running", "weekly", "online", "hybrid", "employers", "later"]),
        ({"first": date(2026, 10, 27), "last": date(2026, 11, 3)}, ["weekly", "weekly"]),
        ({"first": date(2026, 10, 22), "last": date(2026, 10, 22)}, ["online"]),
        ({"last": date(2026, 10, 20)}, ["running", "weekly"]),
        ({"first": date(2026, 10, 19), "last": date(2026, 10, 19)}, []),
        ({"words": "ravintolassa"}, ["later"]),
        ({"words": "missä on"}, ["running", "weekly", "online", "hybrid", "later"]),
        ({"words": "avaruuslento"}, []),
    ],
)
def test_what_is_found(wishes: dict[str, object], ids: list[str]) -> None:
    assert found(**wishes) == ids


def test_a_range_without_an_end_lists_every_time_up_to_the_limit() -> None:
    assert found(first=date(2026, 11, 1), words="pop-up", limit=4) == ["weekly"] * 4


def test_a_moved_instance_stands_for_its_series_when_it_is_the_soonest() -> None:
    moved = Recurrence("FREQ=WEEKLY;BYDAY=TU", without=(clock("2026-10-20 13:00"),))
    events = catalogue_of(
        [
            series("weekly", "2026-09-01 13:00", recurrence=moved),
            series("moved", "2026-10-21 15:00", group="weekly"),
        ]
    )
    soonest = find_events(events, NOW, municipality="564")
    assert [(event.event_id, event.starts) for event in soonest] == [("moved", at("2026-10-21 15:00"))]
    asked = find_events(events, NOW, municipality="564", first=NOW.date(), last=date(2026, 10, 27))
    assert [event.starts for event in asked] == [at("2026-10-21 15:00"), at("2026-10-27 13:00")]


def test_what_is_held_in_the_language_comes_first_among_those_of_one_time() -> None:
    events = catalogue_of(
        [series("a", "2026-10-21 09:00"), series("b", "2026-10-21 09:00", languages=("ar",))]
    )
    told = find_events(events, NOW, municipality="564", language="ar")
    assert [event.event_id for event in told] == ["b", "a"]


rules = st.sampled_from(
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=MONTHLY;BYDAY=2TU",
        "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5",
    ]
)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
times = st.datetimes(clock("2026-01-01"), clock("2027-12-31"))


@given(
    begun=st.lists(st.tuples(times, rules, st.floats(0.5, 60)), max_size=6),
    now=times,
    first=st.none() | days,
    length=st.none() | st.integers(0, 40),
    limit=st.integers(1, 12),
)
def test_nothing_is_over_out_of_order_or_out_of_range(
    begun: list[tuple[datetime, str, float]],
    now: datetime,
    first: date | None,
    length: int | None,
    limit: int,
) -> None:
    events = catalogue_of(
        series(str(number), start.isoformat(), hours, Recurrence(rule))
        for number, (start, rule, hours) in enumerate(begun)
    )
    last = None if length is None else (first or now.date()) + timedelta(days=length)
    told = find_events(
        events, now.replace(tzinfo=HELSINKI), municipality="564", first=first, last=last, limit=limit
    )
    assert len(told) <= limit
    assert [event.starts for event in told] == sorted(event.starts for event in told)
    for event in told:
        assert event.ends > now.replace(tzinfo=HELSINKI)
        assert last is None or event.starts.astimezone(HELSINKI).date() <= last
        assert first is None or event.ends.astimezone(HELSINKI).date() >= first
    if first is None and last is None:
        assert len({event.event_id for event in told}) == len(told)
