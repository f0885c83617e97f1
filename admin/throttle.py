"""Guessing passwords is slowed down: who failed too often within a time has to wait."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

_MANY: Final = 10_000


@dataclass(frozen=True, slots=True)
class Throttle:
    """So many failures of one key within so many seconds, counted in this process."""

    times: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _failures: dict[str, list[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, key: str) -> int:
        """Whole seconds until the key may try again, 0 for now."""
        with self._lock:
            recent = self._recent(key)
        return int(recent[-self.times] + self.seconds - self.clock()) + 1 if len(recent) >= self.times else 0

    def count(self, key: str) -> None:
        with self._lock:
            if len(self._failures) >= _MANY:
                self._sweep()
            self._failures[key] = [*self._recent(key), self.clock()]

    def forget(self, key: str) -> None:
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: str) -> list[float]:
        since = self.clock() - self.seconds
        return [moment for moment in self._failures.get(key, ()) if moment > since]

    def _sweep(self) -> None:
        for key in list(self._failures):
            if not self._recent(key):
                del self._failures[key]


@dataclass(frozen=True, slots=True)
class SignInThrottle:
    """Counts per account and address, so that nobody is locked out by others, and per address alone."""

    account: Throttle = field(default_factory=lambda: Throttle(times=5, seconds=15 * 60))
    address: Throttle = field(default_factory=lambda: Throttle(times=30, seconds=15 * 60))

    def wait(self, address: str, email: str) -> int:
        return max(self.account.wait(_pair(address, email)), self.address.wait(address))

    def failed(self, address: str, email: str) -> None:
        self.account.count(_pair(address, email))
        self.address.count(address)

    def succeeded(self, address: str, email: str) -> None:
        self.account.forget(_pair(address, email))


def _pair(address: str, email: str) -> str:
    return f"{address} {email.strip().lower()}"
