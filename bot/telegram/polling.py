"""Fetching updates where there is no webhook: by one process, confirmed when their effect is stored."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Any, Final

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from bot.channels.leases import Leases
from bot.telegram.errors import told
from bot.telegram.health import Health
from bot.telegram.intake import Failed, Intake, RawUpdate
from bot.telegram.updates import KINDS
from bot.telegram.window import Window, longer
from knowledge.away import is_away

LEASE: Final = "telegram polling"
LEASE_SECONDS: Final = 15.0
RENEWED_EVERY: Final = 4.0
LONG_POLL_SECONDS: Final = 25
AMONG_FAILING_SECONDS: Final = 0.5
"""What is not confirmed comes again with each fetch: others are asked for no more often than this."""

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
        window = Window(self._is_taken)
        try:
            await self._poll_into(window)
        finally:
            await window.end()

    async def _poll_into(self, window: Window) -> None:
        pause = 0.0
        released = False
        while True:
            await asyncio.sleep(pause)
            try:
                if not released:  # what was set when there was a webhook would refuse us
                    released = await self._bot.delete_webhook()
                fetched = await self._fetch(window.offset)
            except TelegramError as error:
                self._health.failed(told(error))
                pause = _longer(pause, error)
                continue
            self._health.answered()
            is_new = window.add(fetched)
            await window.rest()
            pause = AMONG_FAILING_SECONDS if window.is_stuck and not is_new else 0.0

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

    async def _is_taken(self, update: RawUpdate) -> bool:
        try:
            await self._intake.take(update)
        except Failed:
            return False
        return True


def _longer(pause: float, error: TelegramError) -> float:
    """Seconds: as long as Telegram asks for, else twice as long each time."""
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        return float(asked if isinstance(asked, int) else asked.total_seconds())
    return longer(pause)
