"""How the bot introduces itself in Telegram: its commands and what it is, in each language."""

from collections.abc import Sequence
from typing import Final

from telegram import Bot, BotCommandScopeAllPrivateChats

from bot.languages import FOREIGN
from bot.telegram.commands import command_list
from dialogues.conversation.texts import Texts

_EVERYBODY: Final = ""
"""Telegram's language code for clients in a language that has no words of its own."""


async def introduce(bot: Bot, texts: Texts, languages: Sequence[str]) -> None:
    """Changes only what is different: Telegram does not like to be asked often. Raises TelegramError."""
    for code, language in spoken(languages):
        await _show_commands(bot, texts, code, language)
        await _describe(bot, texts, code, language)


def spoken(languages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Telegram's language code and ours; it knows languages of two letters only."""
    foreign = FOREIGN if FOREIGN in languages else languages[0]
    own = tuple((language, language) for language in languages if "-" not in language)
    return ((_EVERYBODY, foreign), *own)


async def _show_commands(bot: Bot, texts: Texts, code: str, language: str) -> None:
    scope, wanted = BotCommandScopeAllPrivateChats(), command_list(texts, language)
    if list(await bot.get_my_commands(scope, code)) != wanted:
        await bot.set_my_commands(wanted, scope, code)


async def _describe(bot: Bot, texts: Texts, code: str, language: str) -> None:
    about, description = (texts.get(f"telegram.{key}", language) for key in ("about", "description"))
    if (await bot.get_my_description(code)).description != description:
        await bot.set_my_description(description, code)
    if (await bot.get_my_short_description(code)).short_description != about:
        await bot.set_my_short_description(about, code)
