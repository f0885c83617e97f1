"""Telephone numbers of our own words about danger, as links that call them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.conversation import Author, Message
from dialogues.conversation.texts import Texts

_NUMBER: Final = re.compile(r"\d[\d ]+\d")
_DANGER: Final = "danger."


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message. `call` are the digits of a telephone number, None for other words."""

    text: str
    call: str | None = None


def known_numbers(texts: Texts) -> tuple[str, ...]:
    """As they are written, the longest first."""
    told = (
        text.text
        for file in texts.by_language.values()
        for key, text in file.texts.items()
        if key.startswith(_DANGER)
    )
    return tuple(
        sorted({found for text in told for found in _NUMBER.findall(text)}, key=lambda n: (-len(n), n))
    )


def parts(message: Message, numbers: Sequence[str]) -> Iterator[Part]:
    """The text of a message, with the numbers to call apart; only the bot's own words hold any."""
    if message.author is not Author.BOT or not numbers:
        yield Part(message.text)
        return
    yield from with_calls(message.text, numbers)


def with_calls(said: str, numbers: Sequence[str]) -> Iterator[Part]:
    """The same of words of our own."""
    for text in re.split(rf"(?<!\d)({'|'.join(numbers)})(?!\d)", said):
        yield Part(text, text.replace(" ", "") if text in numbers else None)
