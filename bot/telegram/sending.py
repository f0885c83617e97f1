"""Telegram as a way out."""

import contextlib
import logging
import warnings
from datetime import datetime, timedelta
from typing import Final

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.warnings import PTBDeprecationWarning

from bot.channels.channel import TryLater, Undeliverable
from bot.channels.pace import Pace
from bot.channels.plain import Plain
from bot.conversation import Message
from bot.telegram.errands import Errands
from bot.telegram.rendering import Rendered, rendered
from bot.telegram.typing import show_typing

PER_SECOND: Final = 25
BURST: Final = 3
"""Telegram's FAQ: about 30 messages a second in all, one a second in a chat, short bursts allowed."""
_NOBODY: Final = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
_MOST_KNOWN: Final = 1_000
_log = logging.getLogger(__name__)


class TelegramChannel:
    """`key` is the chat's id."""

    name: Final = "telegram"

    def __init__(self, bot: Bot, plain: Plain, errands: Errands, pace: Pace | None = None) -> None:
        self._bot = bot
        self._errands = errands
        self._plain = plain
        self._pace = pace or Pace(PER_SECOND, BURST)
        self._begun: dict[tuple[str, int, datetime], int] = {}

    async def send(self, key: str, message: Message) -> str | None:
        """All parts of it; given again after a failure, it goes on with the part that failed.

        Returns the id of the part that has the buttons.

        Raises Undeliverable, TryLater and telegram.error.TelegramError.
        """
        parts = rendered(message, self._plain)
        this, told = (key, message.seq, message.at), None
        for number in range(self._begun.get(this, 0), len(parts)):
            self._begun[this] = number
            await self._pace.turn(key)
            told = await self._say(key, parts[number])
        self._begun.pop(this, None)
        while len(self._begun) > _MOST_KNOWN:
            del self._begun[next(iter(self._begun))]
        return told

    def take_away(self, key: str, reference: str) -> None:
        """Buttons that mean nothing any more; where Telegram does not do it, they only stay to be seen."""
        self._errands.run(self._take_away_at_leisure(int(key), int(reference)))

    async def _take_away_at_leisure(self, chat: int, message_id: int) -> None:
        with contextlib.suppress(TimeoutError):
            await self._pace.leisure()
            await self._bot.edit_message_reply_markup(chat, message_id)

    async def show_typing(self, key: str) -> None:
        """A counsellor is writing."""
        await show_typing(self._bot, int(key))

    async def _say(self, key: str, part: Rendered) -> str:
        try:
            return await self._post_somehow(key, part)
        except RetryAfter as asked:
            seconds = _seconds(asked)
            self._pace.rest(key, seconds)
            raise TryLater(seconds) from asked
        except Forbidden as gone:
            raise Undeliverable(gone.message) from gone
        except BadRequest as refused:
            if _is_nobody(refused):
                raise Undeliverable(refused.message) from refused
            raise

    async def _post_somehow(self, key: str, part: Rendered) -> str:
        """Without its markup where that is refused: no chat stands still for a mistake of ours."""
        try:
            return await self._post(key, part.html, part.keyboard, ParseMode.HTML)
        except BadRequest as refused:
            if _is_nobody(refused):
                raise
            _log.warning("Telegram refused the markup of a message; it is sent as plain text")
            return await self._post(key, part.plain, part.keyboard, None)

    async def _post(
        self, key: str, text: str, keyboard: InlineKeyboardMarkup | None, mode: ParseMode | None
    ) -> str:
        sent = await self._bot.send_message(
            int(key),
            text,
            parse_mode=mode,
            reply_markup=keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return str(sent.message_id)


def _is_nobody(refused: BadRequest) -> bool:
    return any(each in refused.message.lower() for each in _NOBODY)


def _seconds(asked: RetryAfter) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)  # either kind is understood
        wait = asked.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
