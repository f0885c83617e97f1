"""Telegram's "... is typing": while an answer is being thought out, and while a counsellor writes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

AFTER_SECONDS: Final = 0.3
AGAIN_SECONDS: Final = 4.5
"""Telegram shows it for five seconds."""


@contextlib.asynccontextmanager
async def typing_shown(bot: Bot, chat: int) -> AsyncIterator[None]:
    """While this lasts, once it has lasted a moment."""
    task = asyncio.create_task(_show(bot, chat))
    try:
        yield
    finally:
        task.cancel()


async def show_typing(bot: Bot, chat: int) -> None:
    """A courtesy: that it fails matters to nobody."""
    with contextlib.suppress(TelegramError):
        await bot.send_chat_action(chat, ChatAction.TYPING)


async def _show(bot: Bot, chat: int) -> None:
    await asyncio.sleep(AFTER_SECONDS)
    while True:
        await show_typing(bot, chat)
        await asyncio.sleep(AGAIN_SECONDS)
