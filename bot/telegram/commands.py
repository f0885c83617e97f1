"""The commands of Telegram, and what each says to the dialogues."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from telegram import BotCommand

from dialogues.conversation.texts import Texts

SHOWN: Final = (
    "menu", "help", "back", "skip", "restart", "language", "human", "code", "privacy", "delete",
)  # fmt: skip
"""As the list in the chat shows them."""

PAYLOADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "start": "/menu",  # where a conversation goes on already
        "menu": "/menu",
        "help": "/help",
        "back": "/back",
        "skip": "/skip",
        "restart": "/start_again",
        "language": "/change_language",
        "human": "/ask_human",
    }
)
"""Those that the dialogues answer; the others are the service's own."""


def command_list(texts: Texts, language: str) -> list[BotCommand]:
    return [BotCommand(name, texts.get(f"telegram.command.{name}", language)) for name in SHOWN]
