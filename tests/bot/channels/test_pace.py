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
