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
from bot.web.payload import Choices, choices, merged
from dialogues.engine import Button

TICK: Final = "✓ "
LONGEST_TITLE: Final = 42
"""More does not fit on a telephone's button: the whole title then stands in the text too."""
_MOST: Final = InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER - 1
"""One more may be needed that sends the ticks."""
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


def keyboard(message: Message, ticked: Collection[int] = (), send: str = "") -> InlineKeyboardMarkup | None:
    """One button a row; None without any. While there are ticks, `send` is the title of what sends them."""
    shown = tuple(enumerate(message.buttons))[:_MOST]
    rows = [[_button(message.seq, index, each, index in ticked)] for index, each in shown]
    laid_out = choices(message)
    if ticked and laid_out.many and laid_out.send is None:
        last = max(index for index, each in shown if each in laid_out.main)
        rows.insert(last + 1, [_button(message.seq, len(message.buttons), Button(send, ""), False)])
    return InlineKeyboardMarkup(rows) if rows else None


def long_titles(message: Message) -> tuple[str, ...]:
    """Those that a button may show only the beginning of."""
    return tuple(each.title for each in message.buttons if len(each.title) > LONGEST_TITLE)


def pressed(
    data: str, message: Message | None, shown: InlineKeyboardMarkup | None, send: str
) -> Ticked | Chosen | None:
    """What a press means. None: nothing any more. `send` is the title of what sends the ticks.

    `message` is the stored one of `place(data).seq`, None where the person has answered since (as on the
    web) or there is none; `shown` the keyboard as the press found it, None where Telegram no longer tells.
    """
    where = place(data)
    if where is None or message is None or message.seq != where.seq:
        return None
    laid_out = choices(message)
    answers = {index for index, each in enumerate(message.buttons) if laid_out.many and each in laid_out.main}
    ticks = ticked(shown) & answers
    if where.index in answers:
        new = keyboard(message, ticks ^ {where.index}, send)
        return Ticked(new) if new else None
    if ticks and where.index == _sending(message, laid_out):
        payload = merged(message.buttons[each].payload for each in sorted(ticks))
        return Chosen(payload, _left(message, ticks))
    if where.index >= len(message.buttons):
        return None
    return Chosen(message.buttons[where.index].payload, _left(message, {where.index}))


def ticked(shown: InlineKeyboardMarkup | None) -> frozenset[int]:
    """The places of the buttons that have a tick."""
    buttons = (each for row in shown.inline_keyboard for each in row) if shown else ()
    places = (place(str(each.callback_data)) for each in buttons if each.text.startswith(TICK))
    return frozenset(each.index for each in places if each)


def _sending(message: Message, laid_out: Choices) -> int:
    """The place of the button that sends the ticks: after all others, where the message has none itself."""
    return message.buttons.index(laid_out.send) if laid_out.send else len(message.buttons)


def _left(message: Message, chosen: Collection[int]) -> InlineKeyboardMarkup:
    rows = [[_button(message.seq, index, message.buttons[index], True)] for index in sorted(chosen)]
    return InlineKeyboardMarkup(rows)


def _button(seq: int, index: int, button: Button, has_tick: bool) -> InlineKeyboardButton:
    title = button.title.strip() or "…"
    return InlineKeyboardButton(TICK * has_tick + title, callback_data=f"{seq}:{index}")
