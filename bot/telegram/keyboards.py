"""The buttons of a message as Telegram's inline keyboard, and what a press on one means.

What a button carries is at most 64 bytes: the message's seq and the button's place among its buttons. The
ticks of a question with several answers live in the keyboard itself.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardMarkupLimit

from bot.conversation import Message
from bot.web.payload import choices, merged
from dialogues.engine import Button

TICK: Final = "✓ "
LONGEST_TITLE: Final = 42
"""More does not fit on a telephone's button: the whole title then stands in the text too."""
_DATA: Final = re.compile(r"(\d{1,9}):(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Place:
    """A button: the `index` among the buttons of the message `seq`."""

    seq: int
    index: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """One answer of several was ticked or unticked: the message's new keyboard. Nothing is sent."""

    keyboard: InlineKeyboardMarkup


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person answers, and the keyboard that from now on shows what it was."""

    payload: str
    keyboard: InlineKeyboardMarkup


def place(data: str) -> Place | None:
    """Where a button stands, None where no keyboard of ours has one like it."""
    found = _DATA.fullmatch(data)
    return Place(int(found[1]), int(found[2])) if found else None


def keyboard(message: Message, ticked: Collection[int] = ()) -> InlineKeyboardMarkup | None:
    """One button a row; None without buttons."""
    shown = tuple(enumerate(message.buttons))[: InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER]
    rows = [[_button(message.seq, index, each, index in ticked)] for index, each in shown]
    return InlineKeyboardMarkup(rows) if rows else None


def long_titles(message: Message) -> tuple[str, ...]:
    """Those that a button may show only the beginning of."""
    return tuple(each.title for each in message.buttons if len(each.title) > LONGEST_TITLE)


def pressed(data: str, message: Message | None, shown: InlineKeyboardMarkup | None) -> Ticked | Chosen | None:
    """What a press means. None: nothing any more.

    `message` is the stored one of `place(data).seq`, None where the person has answered since (as on the
    web) or there is none; `shown` the keyboard as the press found it, None where Telegram no longer tells.
    """
    where = place(data)
    if where is None or message is None or message.seq != where.seq or where.index >= len(message.buttons):
        return None
    ticks, laid_out = ticked(shown), choices(message)
    button = message.buttons[where.index]
    if laid_out.many and button in laid_out.main:
        new = keyboard(message, ticks ^ {where.index})
        return Ticked(new) if new else None
    answers = {
        each for each in ticks if each < len(message.buttons) and message.buttons[each] in laid_out.main
    }
    if button != laid_out.send or not answers:
        return Chosen(button.payload, _left(message, {where.index}))
    payload = merged(message.buttons[each].payload for each in sorted(answers))
    return Chosen(payload, _left(message, answers))


def ticked(shown: InlineKeyboardMarkup | None) -> frozenset[int]:
    """The places of the buttons that have a tick."""
    buttons = (each for row in shown.inline_keyboard for each in row) if shown else ()
    places = (place(str(each.callback_data)) for each in buttons if each.text.startswith(TICK))
    return frozenset(each.index for each in places if each)


def _left(message: Message, chosen: Collection[int]) -> InlineKeyboardMarkup:
    rows = [[_button(message.seq, index, message.buttons[index], True)] for index in sorted(chosen)]
    return InlineKeyboardMarkup(rows)


def _button(seq: int, index: int, button: Button, has_tick: bool) -> InlineKeyboardButton:
    title = button.title.strip() or "…"
    return InlineKeyboardButton(TICK * has_tick + title, callback_data=f"{seq}:{index}")
