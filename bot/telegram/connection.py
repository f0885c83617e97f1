"""The line to Telegram."""

import logging
import warnings
from dataclasses import dataclass
from typing import Final, Self

from telegram import Bot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.telegram.addresses import API

_SECONDS: Final = 10.0
_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Line:
    """`calls` and `polling` are its connections: a long poll keeps none from the others."""

    bot: Bot
    calls: HTTPXRequest
    polling: HTTPXRequest

    @classmethod
    def to(cls, token: str, api_url: str = API) -> Self:
        """Nothing is sent yet. `api_url` with or without the "/bot" before the token."""
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it would tell addresses, which hold the token
        # updates are read one by one: one that cannot be read must not hide the others
        warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'", PTBUserWarning)
        calls = HTTPXRequest(_AT_ONCE, read_timeout=_SECONDS, connect_timeout=_SECONDS, pool_timeout=_SECONDS)
        polling = HTTPXRequest(1, connect_timeout=_SECONDS, pool_timeout=_SECONDS)
        address = f"{api_url.removesuffix('/bot')}/bot"
        bot = Bot(token, base_url=address, request=calls, get_updates_request=polling)
        return cls(bot, calls, polling)

    async def close(self) -> None:
        await self.calls.shutdown()
        await self.polling.shutdown()
