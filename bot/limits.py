"""How much one caller may ask: requests a minute, and bytes a request."""

import time
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.problems import Problem

BODY_BYTES = 64 * 1024
"""2,000 characters are at most 24,000 bytes as escaped JSON."""

MANY_CALLERS = 10_000


class RateLimit:
    """So many a minute for each caller, of which half may come at once. 0 is no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._free_at: MutableMapping[str, float] = {}
        self._lock = Lock()

    def take(self, caller: str) -> None:
        """Raises Problem 429, which tells when to come again."""
        if self._per_minute == 0:
            return
        each, now = 60 / self._per_minute, self._clock()
        at_once = max(1, self._per_minute // 2) * each
        with self._lock:
            free_at = max(now, self._free_at.get(caller, now)) + each
            wait = free_at - now - at_once
            if wait <= 1e-9:
                self._free_at[caller] = free_at
                self._forget(now)
        if wait > 1e-9:
            seconds = int(wait) + 1
            raise Problem(429, "too_many", {"Retry-After": str(seconds)}, seconds=seconds)

    def _forget(self, now: float) -> None:
        if len(self._free_at) > MANY_CALLERS:
            self._free_at = {caller: at for caller, at in self._free_at.items() if at > now}


@dataclass(frozen=True, slots=True)
class Limits:
    """`requests`, `starts` and `codes` are counted per address, `messages` per conversation."""

    requests: RateLimit
    starts: RateLimit
    messages: RateLimit
    codes: RateLimit


class BodyLimit:
    """Middleware that refuses a large body before reading it, and one of unknown length while reading.

    `larger` are the paths that take more, in bytes.
    """

    def __init__(
        self, app: ASGIApp, limit: int = BODY_BYTES, larger: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self._app = app
        self._limit = limit
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._larger.get(scope["path"], self._limit)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        too_large = declared.isdigit() and int(declared) > limit
        read = 0

        async def limited() -> Message:
            nonlocal read
            if too_large:
                raise Problem(413, "body_too_large", {"Connection": "close"})
            message: dict[str, Any] = dict(await receive())
            read += len(message.get("body", b""))
            if read > limit:
                raise Problem(413, "body_too_large", {"Connection": "close"})
            return message

        await self._app(scope, limited, send)
