"""What Telegram is told of the bot: its words and its webhook; at the start, and looked at now and then."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from bot.channels.leases import Leases
from bot.telegram.errors import told
from bot.telegram.health import Health
from bot.telegram.introduction import introduce
from bot.telegram.updates import KINDS
from dialogues.conversation.texts import Texts
from knowledge.away import is_away

LEASE: Final = "telegram upkeep"
LEASE_SECONDS: Final = 30.0
LOOKED_AT_EVERY: Final = 300.0
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 60.0
_CONNECTIONS: Final = 40


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """`webhook` None where updates are fetched: then that tells how Telegram does, and this is silent."""

    bot: Bot
    texts: Texts
    languages: Sequence[str]
    webhook: Webhook | None
    leases: Leases
    health: Health

    async def run(self) -> None:
        """Until it is cancelled."""
        pause, is_set = _FIRST_PAUSE, False
        while True:
            is_set = await self._tell(is_set=is_set)
            pause = LOOKED_AT_EVERY if is_set else min(pause * 2, _LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _tell(self, *, is_set: bool) -> bool:
        """One process at a time. Whether all has been told."""
        try:
            if not await to_thread.run_sync(self.leases.take, LEASE, LEASE_SECONDS):
                return False
            await self._tell_alone(is_set=is_set)
        except TelegramError as error:
            if self.webhook:
                self.health.failed(told(error))
            return False
        except SQLAlchemyError as error:
            if not is_away(error):
                raise
            return False
        finally:
            with contextlib.suppress(SQLAlchemyError):
                await to_thread.run_sync(self.leases.let_go, LEASE)
        return True

    async def _tell_alone(self, *, is_set: bool) -> None:
        if self.webhook:
            await self._keep_webhook(self.webhook, is_set=is_set)
        await introduce(self.bot, self.texts, self.languages)

    async def _keep_webhook(self, webhook: Webhook, *, is_set: bool) -> None:
        known = await self.bot.get_webhook_info()
        if not is_set or known.url != webhook.url:
            await set_webhook(self.bot, webhook)
        elif trouble := recent_trouble(known):
            self.health.failed(trouble)
            return
        self.health.answered()


async def set_webhook(bot: Bot, webhook: Webhook) -> None:
    """Raises TelegramError."""
    await bot.set_webhook(
        webhook.url,
        allowed_updates=list(KINDS),
        secret_token=webhook.secret,
        max_connections=_CONNECTIONS,
    )


def recent_trouble(known: WebhookInfo) -> str:
    """Why Telegram could not bring an update in the last minutes, while some wait; empty when it could."""
    at = known.last_error_date
    if at is None or not known.pending_update_count:
        return ""
    is_recent = at.now(at.tzinfo) - at < timedelta(seconds=2 * LOOKED_AT_EVERY)
    return f"Telegram cannot bring its updates: {known.last_error_message}." if is_recent else ""
