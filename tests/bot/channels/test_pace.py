"""How fast may be sent, in all and to one place."""

import asyncio
import time
from itertools import pairwise

import pytest

from bot.channels.channel import TryLater
from bot.channels.pace import PATIENCE_SECONDS, Pace


def sent(pace: Pace, keys: list[str]) -> list[float]:
    """When each had its turn, in seconds."""

    async def turn(key: str) -> float:
        await pace.turn(key)
        return time.monotonic()

    async def turns() -> list[float]:
        begun = time.monotonic()
        return sorted(at - begun for at in await asyncio.gather(*map(turn, keys)))

    return asyncio.run(turns())


def test_many_places_are_served_at_the_pace_of_all() -> None:
    times = sent(Pace(50, 1), [str(number) for number in range(50)])
    assert 0.97 < times[-1] < 2
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.015


def test_one_place_has_its_burst_and_then_one_a_second() -> None:
    times = sent(Pace(1_000, 3), ["a"] * 5)
    assert times[2] < 0.5
    assert times[3] > 0.9
    assert times[4] > 1.9


def test_who_would_wait_long_is_sent_away_until_then() -> None:
    pace = Pace(1_000, 1)
    pace.rest("a", PATIENCE_SECONDS + 20)
    with pytest.raises(TryLater) as later:
        sent(pace, ["a"])
    assert PATIENCE_SECONDS + 19 < (later.value.seconds or 0) <= PATIENCE_SECONDS + 20
    assert sent(pace, ["b"])[0] < 0.5
    pace.rest("b", PATIENCE_SECONDS + 20)
    with pytest.raises(TryLater):
        sent(pace, ["c"])


def test_what_only_looks_better_waits_for_all_turns() -> None:
    pace, done = Pace(20, 1), list[str]()

    async def turn(number: int) -> None:
        await pace.turn(str(number))
        done.append("turn")

    async def leisure() -> None:
        await pace.leisure()
        done.append("leisure")

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(5):
                group.create_task(turn(number))
            await asyncio.sleep(0)
            group.create_task(leisure())

    asyncio.run(all_of_them())
    assert done == ["turn"] * 5 + ["leisure"]


def test_what_only_looks_better_waits_no_longer_than_it_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.pace.LEISURE_SECONDS", 0.1)
    pace = Pace(20, 1)
    pace.rest("a", 5)
    pace.rest("b", 5)
    with pytest.raises(TimeoutError):
        asyncio.run(pace.leisure())
