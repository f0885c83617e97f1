"""How fast may be sent: so much a second in all, and to one place one message a second after a burst."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from bot.channels.channel import TryLater

PATIENCE_SECONDS: Final = 10
"""Who would wait longer is sent away until then."""
LEISURE_SECONDS: Final = 60
_LOOK_SECONDS: Final = 0.25
_MOST_KNOWN: Final = 5_000


@dataclass(slots=True)
class Pace:
    """`per_second` in all, `burst` to one place."""

    per_second: float
    burst: int
    _last: float = field(init=False, default=0.0)
    _one_by_one: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    _rested_at: dict[str, float] = field(init=False, default_factory=dict)
    _resting: dict[str, float] = field(init=False, default_factory=dict)
    _all_rest_until: float = field(init=False, default=0.0)
    _waiting: int = field(init=False, default=0)

    async def turn(self, key: str) -> None:
        """Waits for it. Raises TryLater when it is too far away."""
        now = time.monotonic()
        at = max(now, self._earliest(key), self._all_rest_until, self._resting.get(key, 0.0))
        if at - now > PATIENCE_SECONDS:
            raise TryLater(at - now)
        self._take(key, at)
        self._waiting += 1
        try:
            await asyncio.sleep(at - now)
            await self._one_of_all()
        finally:
            self._waiting -= 1

    async def leisure(self) -> None:
        """When nobody waits for a turn: for what only looks better. Raises TimeoutError after a minute."""
        async with asyncio.timeout(LEISURE_SECONDS):
            while self._waiting or time.monotonic() < self._all_rest_until:
                await asyncio.sleep(_LOOK_SECONDS)
            await self._one_of_all()

    async def _one_of_all(self) -> None:
        async with self._one_by_one:
            await asyncio.sleep(max(0.0, self._last + 1 / self.per_second - time.monotonic()))
            self._last = time.monotonic()

    def rest(self, key: str, seconds: float) -> None:
        """The channel asked for it; when it asks in a second place meanwhile, we are too fast in all."""
        now = time.monotonic()
        self._resting = {each: until for each, until in self._resting.items() if until > now}
        if self._resting.keys() - {key}:
            self._all_rest_until = max(self._all_rest_until, now + seconds)
        self._resting[key] = now + seconds

    def _earliest(self, key: str) -> float:
        """By the generic cell rate algorithm: a place is rested when its whole burst is free again."""
        return self._rested_at.get(key, 0.0) - (self.burst - 1)

    def _take(self, key: str, at: float) -> None:
        if len(self._rested_at) > _MOST_KNOWN:
            self._rested_at = {each: rested for each, rested in self._rested_at.items() if rested > at}
        self._rested_at[key] = max(at, self._rested_at.get(key, 0.0)) + 1
