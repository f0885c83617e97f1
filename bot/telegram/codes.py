"""A conversation that began elsewhere goes on in a chat by its resume code."""

from dataclasses import dataclass
from typing import Final

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.channel import Arrival
from bot.channels.door import Door
from bot.keys import Mistyped
from bot.languages import preferred
from bot.resuming import OwnConversation, Resuming
from bot.store import NotFound
from bot.throttle import TooMany

KEEP: Final = "keep"
_OPEN: Final = "open:"


@dataclass(frozen=True, slots=True)
class CodeDesk:
    """No code is stored: what is asked about one carries it in the chat's own button."""

    bot: Bot
    door: Door

    def is_code(self, text: str) -> bool:
        """Whether it is a code and nothing else, in whichever digits, however it is spaced."""
        if not all(each.isdecimal() or each.isspace() or each == "-" for each in text):
            return False
        try:
            self.door.parts.codes.stored(text)
        except Mistyped:
            return False
        return True

    def code_in(self, data: str) -> str | None:
        """Of a button that opens one."""
        return data.removeprefix(_OPEN) if data.startswith(_OPEN) else None

    async def open(self, arrival: Arrival, code: str, *, instead: bool = False) -> bool:
        """Goes on with it here; who has another conversation here says which one. False: it opens nothing."""
        place = self.door.places.place(arrival.channel, arrival.key)
        try:
            arrived = await Resuming(self.door.parts).to_channel(code, place, instead=instead)
        except (Mistyped, NotFound):
            return False
        except TooMany as error:
            await self.door.tell(arrival, "error.too_many", seconds=error.wait)
        except OwnConversation:
            await self._ask_which(arrival, code)
        else:
            if arrived.former_code:
                await self._send(arrival, "resumed.former", arrived.language, code=arrived.former_code)
        return True

    async def _ask_which(self, arrival: Arrival, code: str) -> None:
        there = await self.door.there(arrival)
        language = there.language if there else preferred(arrival.language, self.door.chat.languages)
        say = self.door.parts.texts.get
        digits = "".join(str(int(each)) for each in code if each.isdecimal())
        rows = [
            [InlineKeyboardButton(say("resumed.keep", language), callback_data=KEEP)],
            [InlineKeyboardButton(say("resumed.open", language), callback_data=f"{_OPEN}{digits}")],
        ]
        await self._send(arrival, "resumed.which", language, InlineKeyboardMarkup(rows))

    async def _send(
        self,
        arrival: Arrival,
        text: str,
        language: str,
        keyboard: InlineKeyboardMarkup | None = None,
        **values: object,
    ) -> None:
        """At once, not by way of the rows: what it says is in none. Raises TelegramError."""
        told = self.door.parts.texts.get(text, language, **values)
        await self.bot.send_message(arrival.key, told, reply_markup=keyboard)
