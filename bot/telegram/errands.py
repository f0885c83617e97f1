"""Calls that only make a chat look right: done beside, and forgotten when they fail."""

import asyncio
import contextlib
from collections.abc import Awaitable

from telegram.error import TelegramError


class Errands:
    """Of the event loop that makes it."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def run(self, call: Awaitable[object]) -> None:
        task = asyncio.ensure_future(_quietly(call))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def rest(self) -> None:
        """Until all are done."""
        await asyncio.gather(*self._running)

    async def end(self) -> None:
        """Those that are still running are let go."""
        for task in tuple(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


async def _quietly(call: Awaitable[object]) -> None:
    with contextlib.suppress(TelegramError):
        await call
