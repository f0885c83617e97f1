"""Telegram's "... is typing": while an answer is being thought out, and while a counsellor writes."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Final

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.errands import Errands

AFTER_SECONDS: Final = 0.7
AGAIN_SECONDS: Final = 4.5
"""Telegram shows it for five seconds."""
FEW: Final = 4
"""So many may be answered at once: where more are, a call for each would make all of them wait longer."""


class Typing:
    """Of one event loop. What is sent is an errand: it is not cut off when the answer comes."""

    def __init__(self, bot: Bot, errands: Errands) -> None:
        self._bot = bot
        self._errands = errands
        self._answered = 0

    @contextlib.contextmanager
    def shown(self, chat: int) -> Iterator[None]:
        """While this lasts, once it has lasted a moment."""
        self._answered += 1
        task = asyncio.create_task(self._show(chat))
        try:
            yield
        finally:
            self._answered -= 1
            task.cancel()

    async def _show(self, chat: int) -> None:
        await asyncio.sleep(AFTER_SECONDS)
        while True:
            if self._answered <= FEW:
                self._errands.run(show_typing(self._bot, chat))
            await asyncio.sleep(AGAIN_SECONDS)


async def show_typing(bot: Bot, chat: int) -> None:
    """A courtesy: that it fails matters to nobody."""
    with contextlib.suppress(TelegramError):
        await bot.send_chat_action(chat, ChatAction.TYPING)
