"""Guessing is slowed down in all processes together, and nobody is locked out for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.throttle import ADDRESS, CODE, Limit, Throttle, TooMany, sign_in_keys
from knowledge.database import Database

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def test_failures_are_counted_by_the_database_and_not_by_the_process(database: Database) -> None:
    for _ in range(5):
        Throttle(database).enter(*sign_in_keys("192.0.2.1", "Aino@example.fi"))
    with pytest.raises(TooMany):
        Throttle(database).enter(*sign_in_keys("192.0.2.1", "aino@example.fi"))
    Throttle(database).enter(*sign_in_keys("192.0.2.2", "aino@example.fi"))


def test_many_at_the_same_time_are_no_way_around(database: Database) -> None:
    throttle = Throttle(database)

    def attempt(_: int) -> bool:
        try:
            throttle.enter((CODE, "aino"))
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        passed = list(threads.map(attempt, range(40)))
    assert 0 < sum(passed) <= CODE.times


def test_the_wait_is_honest_and_a_refused_attempt_does_not_prolong_it(sqlite_database: Database) -> None:
    clock = Clock()
    throttle, key = Throttle(sqlite_database, clock), (Limit("test", 2, timedelta(seconds=60)), "aino")
    throttle.enter(key)
    clock.now += timedelta(seconds=10)
    throttle.enter(key)
    clock.now += timedelta(seconds=5)
    for _ in range(3):
        with pytest.raises(TooMany) as refusal:
            throttle.enter(key)
        assert refusal.value.wait == 45
    clock.now += timedelta(seconds=44)
    with pytest.raises(TooMany):
        throttle.enter(key)
    clock.now += timedelta(seconds=1)
    throttle.enter(key)


def test_success_forgets_the_failures_of_the_account_but_not_those_of_the_address(
    sqlite_database: Database,
) -> None:
    throttle = Throttle(sqlite_database)
    for number in range(ADDRESS.times - 1):
        throttle.enter((ADDRESS, "192.0.2.1"), (CODE, f"{number}"))
    attempt = throttle.enter((ADDRESS, "192.0.2.1"), (CODE, "aino"))
    throttle.succeeded(attempt)
    throttle.enter((ADDRESS, "192.0.2.1"))
    with pytest.raises(TooMany):
        throttle.enter((ADDRESS, "192.0.2.1"))
    for _ in range(CODE.times - 1):
        throttle.enter((CODE, "pekka"))
    throttle.succeeded(throttle.enter((CODE, "pekka")))
    for _ in range(CODE.times):
        throttle.enter((CODE, "pekka"))
