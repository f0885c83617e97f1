"""How fast may be sent: so much a second in all, and to one place one message a second after a burst."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from bot.channels.channel import TryLater

PATIENCE_SECONDS: Final = 10
"""Who would wait longer is sent away until then."""
_MOST_KNOWN: Final = 5_000


@dataclass(slots=True)
class _Line:
    """One a `seconds` after a `burst` (the generic cell rate algorithm); `due` is when the burst is whole."""

    seconds: float
    burst: int
    due: float = 0.0

    def earliest(self, now: float) -> float:
        return max(now, self.due - (self.burst - 1) * self.seconds)

    def take(self, at: float) -> None:
        self.due = max(at, self.due) + self.seconds


@dataclass(slots=True)
class Pace:
    """`per_second` in all, `burst` to one place."""

    per_second: float
    burst: int
    _all: _Line = field(init=False)
    _places: dict[str, _Line] = field(init=False, default_factory=dict)
    _resting: dict[str, float] = field(init=False, default_factory=dict)
    _all_rest_until: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._all = _Line(1 / self.per_second, 1)

    async def turn(self, key: str) -> None:
        """Waits for it. Raises TryLater when it is too far away."""
        now = time.monotonic()
        place = self._place(key, now)
        rested = max(self._all_rest_until, self._resting.get(key, 0.0))
        at = max(self._all.earliest(now), place.earliest(now), rested)
        if at - now > PATIENCE_SECONDS:
            raise TryLater(at - now)
        self._all.take(max(now, self._all.earliest(now)))
        place.take(at)
        await asyncio.sleep(at - now)

    def rest(self, key: str, seconds: float) -> None:
        """The channel asked for it; when it asks in a second place meanwhile, we are too fast in all."""
        now = time.monotonic()
        self._resting = {each: until for each, until in self._resting.items() if until > now}
        if self._resting.keys() - {key}:
            self._all_rest_until = max(self._all_rest_until, now + seconds)
        self._resting[key] = now + seconds

    def _place(self, key: str, now: float) -> _Line:
        if len(self._places) > _MOST_KNOWN:
            self._places = {each: line for each, line in self._places.items() if line.due > now}
        return self._places.setdefault(key, _Line(1.0, self.burst))
