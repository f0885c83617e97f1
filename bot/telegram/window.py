"""Updates that were fetched and are not confirmed: those of one chat in order, no chat waits for another."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from bot.telegram.intake import RawUpdate, chat_of

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0


class Window:
    """`take` tells whether an update has had its effect; else it is given again."""

    def __init__(self, take: Callable[[RawUpdate], Awaitable[bool]]) -> None:
        self._take = take
        self._chats: dict[int, deque[RawUpdate]] = {}
        self._failing: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open: set[int] = set()
        self._done: set[int] = set()
        self._next: int | None = None
        self._stirred = asyncio.Event()

    @property
    def offset(self) -> int | None:
        """What is before it has had its effect: Telegram may forget it. None before the first."""
        return min(self._open, default=self._next)

    @property
    def is_stuck(self) -> bool:
        return bool(self._open)

    def add(self, fetched: Sequence[RawUpdate]) -> bool:
        """Begins with what is new. False when nothing is."""
        told = {number(each): each for each in fetched}
        new = sorted(told.keys() - self._open - self._done)
        for each in new:
            self._begin(told[each], each)
        return bool(new)

    async def rest(self) -> None:
        """Until all have had their effect but those of chats where something fails."""
        while True:
            self._stirred.clear()
            for task in [each for each in self._tasks if each.done()]:
                self._tasks.discard(task)
                task.result()
            if self._chats.keys() <= self._failing:
                break
            await self._stirred.wait()
        first = self.offset or 0
        self._done = {each for each in self._done if each >= first}

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, update: RawUpdate, known_as: int) -> None:
        chat = chat_of(update)
        self._open.add(known_as)
        self._next = max(self._next or 0, known_as + 1)
        if chat in self._chats:
            self._chats[chat].append(update)
            return
        self._chats[chat] = deque([update])
        task = asyncio.create_task(self._serve(chat))
        self._tasks.add(task)
        task.add_done_callback(lambda _: self._stirred.set())

    async def _serve(self, chat: int) -> None:
        waiting = self._chats[chat]
        while waiting:
            await self._take_at_last(waiting[0], chat)
            done = number(waiting.popleft())
            self._open.discard(done)
            self._done.add(done)
        del self._chats[chat]

    async def _take_at_last(self, update: RawUpdate, chat: int) -> None:
        pause = 0.0
        while not await self._take(update):
            pause = longer(pause)
            self._failing.add(chat)
            self._stirred.set()
            await asyncio.sleep(pause)
        self._failing.discard(chat)


def number(update: RawUpdate) -> int:
    return int(update["update_id"])


def longer(pause: float) -> float:
    """Seconds: twice as long each time."""
    return min(max(FIRST_PAUSE, pause * 2), LONGEST_PAUSE)
