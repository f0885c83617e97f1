"""Updates on their way in: those of one chat in order, several chats at once, none blocks the others."""

import asyncio
import contextlib
import logging
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final
from weakref import WeakValueDictionary

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update

from bot.metrics import Metrics
from knowledge.away import is_away

AT_ONCE: Final = 8
PATIENCE: Final = 4
"""How often an update may fail before it is passed over."""
_REMEMBERED: Final = 1_000
ENDING_SECONDS: Final = 1.0
"""What is under way may take so long when the service ends: less than the server waits for its requests."""

RawUpdate = Mapping[str, Any]
_log = logging.getLogger(__name__)


class Failed(Exception):  # noqa: N818
    """It has had no effect: the same update is to be handed in again."""


class Intake:
    """`take(update)` of the reception; belongs to one event loop."""

    def __init__(self, bot: Bot, take: Callable[[Update], Awaitable[None]], metrics: Metrics) -> None:
        self._bot = bot
        self._take = take
        self._counted = metrics.telegram_updates
        self._places = asyncio.Semaphore(AT_ONCE)
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._failures: Counter[int] = Counter()
        self._under_way: set[asyncio.Timeout] = set()
        self._is_ending = False

    async def take(self, raw: RawUpdate) -> None:
        """Returns when its effect is stored, or it has failed too often. Raises Failed."""
        async with self._turn_of(chat_of(raw)), self._places:
            try:
                async with self._ended_in_time():
                    await self._take(Update.de_json(dict(raw), self._bot))
            except Failed:
                raise
            except SQLAlchemyError as error:
                if is_away(error):
                    raise Failed from error
                self._failed(raw, error)
            except Exception as error:  # noqa: BLE001 - whatever one update does, the others come in
                self._failed(raw, error)
            else:
                self._failures.pop(_number(raw), None)
                self._counted.labels("taken").inc()

    def end(self) -> None:
        """The service ends: what waits is refused at once, the rest soon; Telegram brings it again."""
        self._is_ending = True
        for limit in self._under_way:
            limit.reschedule(asyncio.get_running_loop().time() + ENDING_SECONDS)

    @contextlib.asynccontextmanager
    async def _ended_in_time(self) -> AsyncIterator[None]:
        """Raises Failed when the service ends before."""
        if self._is_ending:
            raise Failed
        limit = asyncio.timeout(None)
        try:
            async with limit:
                self._under_way.add(limit)
                yield
        except TimeoutError as error:
            if limit.expired():
                raise Failed from error
            raise
        finally:
            self._under_way.discard(limit)

    def _failed(self, raw: RawUpdate, error: Exception) -> None:
        """Raises Failed while there is hope."""
        number = _number(raw)
        self._failures[number] += 1
        if self._failures[number] < PATIENCE:
            if len(self._failures) > _REMEMBERED:
                self._failures.pop(next(iter(self._failures)))
            raise Failed from error
        self._failures.pop(number)
        self._counted.labels("passed_over").inc()
        where = "".join(traceback.format_tb(error.__traceback__))
        _log.error(
            "an update failed %s times and is passed over: %s\n%s", PATIENCE, type(error).__name__, where
        )

    def _turn_of(self, chat: int) -> asyncio.Lock:
        """Kept as long as somebody holds it or waits for it."""
        lock = self._chats.get(chat) or asyncio.Lock()
        self._chats[chat] = lock
        return lock


def chat_of(raw: RawUpdate) -> int:
    """0 where there is none."""
    for content in raw.values():
        if isinstance(content, dict):
            chat = content.get("chat") or (content.get("message") or {}).get("chat") or content.get("from")
            return int(chat["id"]) if isinstance(chat, dict) and "id" in chat else 0
    return 0


def _number(raw: RawUpdate) -> int:
    return int(raw.get("update_id", 0))
