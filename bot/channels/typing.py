"""Shows in an outside channel that a counsellor is writing."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.outbox import Outbox
from bot.feed import COUNSELLOR_TYPES, Feed

SHOWN_SECONDS: Final = 4
"""A channel shows it for so long."""
Shows = Callable[[str], Awaitable[None]]


class CounsellorTypes:
    """`shows[channel](key)` shows it there, and raises nothing."""

    def __init__(self, outbox: Outbox, shows: Mapping[str, Shows], feed: Feed) -> None:
        self._outbox = outbox
        self._shows = shows
        self._feed = feed
        self._shown_at: dict[str, float] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until it is cancelled."""
        loop, news = asyncio.get_running_loop(), asyncio.Queue[str]()

        def overheard(topic: str, kind: str) -> None:
            if kind == COUNSELLOR_TYPES:
                with contextlib.suppress(RuntimeError):  # the event loop has ended
                    loop.call_soon_threadsafe(news.put_nowait, topic)

        with self._feed.overheard(overheard):
            while True:
                conversation_id = await news.get()
                if self._is_news(conversation_id):
                    task = asyncio.create_task(self._show(conversation_id))
                    self._running.add(task)
                    task.add_done_callback(self._running.discard)

    def _is_news(self, conversation_id: str) -> bool:
        now = time.monotonic()
        self._shown_at = {each: at for each, at in self._shown_at.items() if now - at < SHOWN_SECONDS}
        return self._shown_at.setdefault(conversation_id, now) == now

    async def _show(self, conversation_id: str) -> None:
        with contextlib.suppress(SQLAlchemyError):  # a courtesy: the words themselves come all the same
            place = await to_thread.run_sync(self._outbox.place_of, conversation_id, self._shows)
            if place:
                await self._shows[place[0]](place[1])
