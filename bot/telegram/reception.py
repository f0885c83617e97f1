"""What happens to one update of Telegram."""

from dataclasses import dataclass, replace
from typing import Final

from telegram import Bot, InlineKeyboardMarkup, Update

from bot.channels.channel import Arrival
from bot.channels.door import Door
from bot.languages import preferred
from bot.telegram import keyboards
from bot.telegram.boards import Boards
from bot.telegram.codes import KEEP, CodeDesk
from bot.telegram.errands import Errands
from bot.telegram.keyboards import Chosen, Ticked
from bot.telegram.orders import Orders
from bot.telegram.sending import TelegramChannel
from bot.telegram.typing import Typing
from bot.telegram.updates import Attachment, Command, Crowd, Presence, Press, Sender, Words, read

CHANNEL: Final = TelegramChannel.name


@dataclass(frozen=True, slots=True)
class Reception:
    """`take` raises what the door raises, and TelegramError: then the same update is to be taken again.

    What only makes a chat look right is an errand: it never fails an update.
    """

    bot: Bot
    door: Door
    codes: CodeDesk
    orders: Orders
    errands: Errands
    boards: Boards
    typing: Typing

    async def take(self, update: Update) -> None:
        known, number = read(update), update.update_id
        if known is None:
            return
        if isinstance(known, Presence | Crowd):
            await self._notice(known, number)
            return
        with self.typing.shown(known.sender.chat):
            await self._reply(known, number)

    async def _notice(self, known: Presence | Crowd, number: int) -> None:
        if isinstance(known, Presence):
            await self.door.note_presence(_arrival(known.sender, number), is_there=known.is_there)
        else:
            self.errands.run(self._leave(known.sender))

    async def _reply(self, known: Words | Command | Press | Attachment, number: int) -> None:
        match known:
            case Words():
                await self._hear(known, _arrival(known.sender, number, known.text))
            case Command():
                await self.orders.obey(known, _arrival(known.sender, number))
            case Press():
                await self._answer(known, number)
            case Attachment():
                await self._decline(known, number)

    async def _hear(self, words: Words, arrival: Arrival) -> None:
        is_code = self.codes.is_code(words.text)
        if not is_code or not await self.codes.open(arrival, words.text):
            await self.door.receive(arrival)

    async def _answer(self, press: Press, number: int) -> None:
        """A press is always answered: else the button goes on turning."""
        arrival = _arrival(press.sender, number)
        code = self.codes.code_in(press.data)
        if code is not None or press.data == KEEP:
            self._show(press, None)
            opens = code is None or await self.codes.open(arrival, code, instead=True)
            self.errands.run(self.bot.answer_callback_query(press.query_id))
            if not opens:
                await self.door.tell(arrival, "error.unknown_code")
            return
        match await self._meant(press, number, arrival):
            case Ticked(keyboard):
                self.boards.changed(_board(press), number, keyboard)
                self._show(press, keyboard)
                self.errands.run(self.bot.answer_callback_query(press.query_id))
            case Chosen(payload, keyboard):
                await self.orders.say(replace(arrival, pressed=_reference(press)), payload)
                self._show(press, keyboard)
                self.errands.run(self.bot.answer_callback_query(press.query_id))
            case None if await self.door.repeats(arrival):
                self.errands.run(self.bot.answer_callback_query(press.query_id))
            case None:
                there = await self.door.there(arrival)
                language = there.language if there else self._spoken(press.sender)
                told = self.door.parts.texts.get("telegram.old_button", language)
                self.errands.run(self.bot.answer_callback_query(press.query_id, told))

    async def _meant(self, press: Press, number: int, arrival: Arrival) -> Ticked | Chosen | None:
        where = keyboards.place(press.data)
        message = await self.door.offered(arrival, where.seq) if where else None
        shown = self.boards.now(_board(press), number, press.shown)
        send = self.door.parts.texts.get("telegram.send_choices", message.language) if message else ""
        return keyboards.pressed(press.data, message, shown, send)

    async def _decline(self, attachment: Attachment, number: int) -> None:
        """Nothing of it is kept; the words that came with it are heard, since they may be of danger."""
        arrival = _arrival(attachment.sender, number, attachment.caption)
        if attachment.caption:
            await self.door.receive(arrival)
        declined = Arrival(CHANNEL, arrival.key, f"{number}:declined", language=arrival.language)
        await self.door.tell(declined, f"telegram.{attachment.kind}")

    async def _leave(self, sender: Sender) -> None:
        told = self.door.parts.texts.get("telegram.private_only", self._spoken(sender))
        try:
            await self.bot.send_message(sender.chat, told)
        finally:
            await self.bot.leave_chat(sender.chat)

    def _show(self, press: Press, keyboard: InlineKeyboardMarkup | None) -> None:
        if press.message_id is not None:
            self.errands.run(
                self.bot.edit_message_reply_markup(press.sender.chat, press.message_id, reply_markup=keyboard)
            )

    def _spoken(self, sender: Sender) -> str:
        return preferred(sender.language, self.door.chat.languages)


def _arrival(sender: Sender, number: int, text: str = "") -> Arrival:
    return Arrival(CHANNEL, str(sender.chat), str(number), text, language=sender.language)


def _reference(press: Press) -> str | None:
    return None if press.message_id is None else str(press.message_id)


def _board(press: Press) -> tuple[int, int]:
    return press.sender.chat, press.message_id or 0
