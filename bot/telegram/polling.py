"""Fetching updates where there is no webhook: by one process, confirmed when their effect is stored."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from bot.channels.leases import Leases
from bot.telegram.errors import told
from bot.telegram.health import Health
from bot.telegram.intake import Failed, Intake, RawUpdate, chat_of
from bot.telegram.updates import KINDS
from knowledge.away import is_away

LEASE: Final = "telegram polling"
LEASE_SECONDS: Final = 15.0
RENEWED_EVERY: Final = 4.0
LONG_POLL_SECONDS: Final = 25
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0

_log = logging.getLogger(__name__)


class Polling:
    """python-telegram-bot's own loop is not used: it confirms an update before it has had its effect."""

    def __init__(self, bot: Bot, intake: Intake, leases: Leases, health: Health) -> None:
        self._bot = bot
        self._intake = intake
        self._leases = leases
        self._health = health

    async def run(self) -> None:
        """Until it is cancelled; while another process polls, this one stands by."""
        try:
            while True:
                if await self._renew():
                    await self._poll_while_mine()
                await asyncio.sleep(RENEWED_EVERY)
        finally:
            with contextlib.suppress(SQLAlchemyError):
                self._leases.let_go(LEASE)

    async def _poll_while_mine(self) -> None:
        polling = asyncio.create_task(self._poll())
        try:
            while await self._renew():
                await asyncio.wait([polling], timeout=RENEWED_EVERY)
                if polling.done():
                    polling.result()
        finally:
            polling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await polling

    async def _renew(self) -> bool:
        try:
            return await to_thread.run_sync(self._leases.take, LEASE, LEASE_SECONDS)
        except SQLAlchemyError as error:
            if not is_away(error):
                raise
            return False  # nobody else can take it either

    async def _poll(self) -> None:
        offset: int | None = None
        pause = 0.0
        released = False
        while True:
            await asyncio.sleep(pause)
            try:
                if not released:  # what was set when there was a webhook would refuse us
                    released = await self._bot.delete_webhook()
                fetched = await self._fetch(offset)
            except TelegramError as error:
                self._health.failed(told(error))
                pause = _longer(pause, error)
                continue
            self._health.answered()
            pause = 0.0
            await self._take_in(fetched)
            offset = max((int(each["update_id"]) + 1 for each in fetched), default=offset)

    async def _fetch(self, offset: int | None) -> Sequence[RawUpdate]:
        """As they came: one that cannot be read must not hide the others."""
        asked: dict[str, Any] = {"timeout": LONG_POLL_SECONDS, "allowed_updates": list(KINDS)}
        if offset is not None:
            asked["offset"] = offset
        patience = LONG_POLL_SECONDS + 5
        found: Sequence[RawUpdate] = await self._bot.do_api_request(
            "getUpdates", asked, read_timeout=patience
        )
        return found

    async def _take_in(self, fetched: Sequence[RawUpdate]) -> None:
        """Returns when all have had their effect: those of one chat one after the other."""
        in_order = sorted(fetched, key=lambda each: (chat_of(each), int(each["update_id"])))
        chats = [tuple(of_one) for _, of_one in groupby(in_order, chat_of)]
        async with asyncio.TaskGroup() as group:
            for of_one in chats:
                group.create_task(self._take_in_order(of_one))

    async def _take_in_order(self, updates: Sequence[RawUpdate]) -> None:
        for each in updates:
            pause = 0.0
            while not await self._is_taken(each):
                pause = _longer(pause)
                await asyncio.sleep(pause)

    async def _is_taken(self, update: RawUpdate) -> bool:
        try:
            await self._intake.take(update)
        except Failed:
            return False
        return True


def _longer(pause: float, error: TelegramError | None = None) -> float:
    """Seconds: as long as Telegram asks for, else twice as long each time."""
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        return float(asked if isinstance(asked, int) else asked.total_seconds())
    return min(max(_FIRST_PAUSE, pause * 2), _LONGEST_PAUSE)
