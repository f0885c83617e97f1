"""Everything of an installation that has to do with Telegram."""

import asyncio
import contextlib
import logging
import secrets
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Self

from fastapi import FastAPI

from admin.delivery_side import delivering, places_of, plain_words
from admin.settings import ServiceSettings
from bot.channels.door import Door
from bot.channels.leases import Leases
from bot.chat import Chat
from bot.parts import Parts
from bot.telegram.addresses import PATH
from bot.telegram.boards import Boards
from bot.telegram.codes import CodeDesk
from bot.telegram.connection import Line
from bot.telegram.errands import Errands
from bot.telegram.health import Health
from bot.telegram.intake import Intake
from bot.telegram.orders import Orders
from bot.telegram.polling import Polling
from bot.telegram.reception import Reception
from bot.telegram.sending import TelegramChannel
from bot.telegram.typing import Typing
from bot.telegram.upkeep import Upkeep, Webhook
from bot.telegram.webhook import routes, secret_token
from bot.web.about import ABOUT

AGAIN_SECONDS: Final = 3.0
Work = Callable[[], Awaitable[None]]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSide:
    """Without a `webhook` updates are fetched."""

    parts: Parts
    line: Line
    channel: TelegramChannel
    door: Door
    errands: Errands
    intake: Intake
    webhook: Webhook | None
    leases: Leases
    health: Health

    @classmethod
    def connect(cls, token: str, settings: ServiceSettings, parts: Parts, chat: Chat, health: Health) -> Self:
        """Nothing is sent yet."""
        line = Line.to(token, settings.telegram_api_url)
        errands = Errands()
        channel = TelegramChannel(line.bot, plain_words(), errands)
        door = Door(parts, chat, places_of(parts), {channel.name: channel}, {channel.name: channel.take_away})
        codes = CodeDesk(line.bot, door)
        orders, typing = Orders(door, codes, _about(settings)), Typing(line.bot, errands)
        reception = Reception(line.bot, door, codes, orders, errands, Boards(), typing)
        return cls(
            parts=parts,
            line=line,
            channel=channel,
            door=door,
            errands=errands,
            intake=Intake(line.bot, reception.take, parts.metrics),
            webhook=_webhook(settings, parts.codes.secret),
            leases=Leases(parts.database, parts.clock, secrets.token_hex(8)),
            health=health,
        )

    def add_routes(self, app: FastAPI) -> None:
        """Where Telegram brings its updates itself."""
        if self.webhook:
            app.include_router(routes(self.intake, self.webhook.secret))

    @contextlib.asynccontextmanager
    async def talking(self) -> AsyncIterator[None]:
        """For as long as the context lasts."""
        channel = self.channel
        typing, buttons = {channel.name: channel.show_typing}, {channel.name: channel.take_away}
        async with delivering(self.parts, [channel], typing, buttons):
            tasks = [asyncio.create_task(_kept_up(work)) for work in self._works()]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await self.errands.end()
        await self.line.close()

    def _works(self) -> tuple[Work, ...]:
        upkeep = Upkeep(
            self.line.bot, self.parts.texts, self.door.chat.languages, self.webhook, self.leases, self.health
        )
        if self.webhook:
            return (upkeep.run,)
        return upkeep.run, Polling(self.line.bot, self.intake, self.leases, self.health).run


def _about(settings: ServiceSettings) -> str:
    return f"{settings.public_url.rstrip('/')}{ABOUT}" if settings.public_url else ""


async def _kept_up(work: Work) -> None:
    """Whatever it stumbles over, it begins again."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - without it nothing would come in until somebody notices
            where = "".join(traceback.format_tb(error.__traceback__))
            _log.error("work for Telegram failed and begins again: %s\n%s", type(error).__name__, where)
            await asyncio.sleep(AGAIN_SECONDS)


def webhook_url(settings: ServiceSettings) -> str | None:
    """As Telegram is told it: in the settings the address of the service is enough."""
    url = settings.telegram_webhook_url
    return url if url is None or url.endswith(PATH) else f"{url}{PATH}"


def _webhook(settings: ServiceSettings, secret: bytes) -> Webhook | None:
    url = webhook_url(settings)
    return Webhook(url, secret_token(secret)) if url else None
