"""`osaamo telegram check`: whether the bot is set up as it should be, in plain sentences."""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from telegram import Bot, BotCommandScopeAllPrivateChats, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from admin.errors import CannotRun
from admin.settings import ServiceSettings, read_settings
from admin.telegram_side import webhook_url
from bot.telegram.commands import SHOWN
from bot.telegram.connection import Line
from bot.telegram.introduction import spoken

NO_TOKEN: Final = """There is no token. How to get one:
  1. In Telegram, open a chat with @BotFather and send /newbot.
  2. Give the bot a name (people see it) and a user name that ends in "bot".
  3. Set OSAAMO_TELEGRAM_TOKEN to the token that @BotFather answers, and keep it secret.
  4. Start the service, then run this check again. docs/telegram.md tells the rest."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`advice` None: it is as it should be. `stops`: without it the bot does not answer."""

    sentence: str
    advice: str | None = None
    stops: bool = False

    def __str__(self) -> str:
        return f"ok    {self.sentence}" if self.advice is None else f"look  {self.sentence} {self.advice}"


def check(_: argparse.Namespace) -> None:
    """Raises CannotRun when the bot cannot work."""
    settings = read_settings()
    if not settings.telegram_token:
        raise CannotRun(NO_TOKEN)
    found = asyncio.run(_look(settings, settings.telegram_token))
    sys.stdout.writelines(f"{each}\n" for each in found)
    if any(each.stops for each in found):
        raise CannotRun("The bot does not work in Telegram yet.")


async def _look(settings: ServiceSettings, token: str) -> list[Finding]:
    line = Line.to(token, settings.telegram_api_url)
    try:
        me = await line.bot.get_me()
        known = await line.bot.get_webhook_info()
        words = await _words(line.bot, settings)
    except InvalidToken:
        return [Finding("Telegram does not know the token.", "Copy it again from @BotFather.", stops=True)]
    except TelegramError as error:
        address = settings.telegram_api_url
        advice = f"Can this machine open {address}? ({type(error).__name__})"
        return [Finding("Telegram does not answer.", advice, stops=True)]
    finally:
        await line.close()
    return [_named(me), *_rights(me), *_delivered(known, webhook_url(settings)), words]


def _named(me: User) -> Finding:
    return Finding(f"The token is right: {me.full_name}, https://t.me/{me.username}.")


def _rights(me: User) -> list[Finding]:
    if me.can_join_groups:
        advice = "It leaves them, but better: @BotFather, /setjoingroups, Disable."
        return [Finding("The bot can be added to groups.", advice)]
    if me.can_read_all_group_messages:
        advice = "It needs to read none: @BotFather, /setprivacy, Enable."
        return [Finding("The bot may read all messages of groups.", advice)]
    return [Finding("The bot cannot be added to groups.")]


def _delivered(known: WebhookInfo, wanted: str | None) -> list[Finding]:
    waiting = f"{known.pending_update_count} updates wait in Telegram."
    if wanted is None and not known.url:
        return [Finding(f"Updates are fetched by the running service. {waiting}")]
    if wanted is None:
        advice = "Start the service: it removes it. Does another service use this bot?"
        return [Finding(f"A webhook is set at {known.url}, but OSAAMO_TELEGRAM_WEBHOOK_URL is not.", advice)]
    if not wanted.startswith("https://"):
        advice = "OSAAMO_TELEGRAM_WEBHOOK_URL has to begin with https://."
        return [Finding("Telegram brings updates over https only.", advice, stops=True)]
    if known.url != wanted:
        advice = "Start the service: it sets it."
        told = f"at {known.url}" if known.url else "nowhere"
        return [Finding(f"The webhook should be at {wanted} and is {told}.", advice, stops=True)]
    found = [Finding(f"The webhook is at {known.url}. {waiting}")]
    return found + _trouble(known)


def _trouble(known: WebhookInfo) -> list[Finding]:
    """The last one stays known to Telegram; old ones with nothing waiting are over."""
    at, waits = known.last_error_date, bool(known.pending_update_count)
    if at is None or not (waits or datetime.now(UTC) - at < timedelta(hours=1)):
        return []
    sentence = f"Telegram could not bring an update at {at:%Y-%m-%d %H:%M} UTC: {known.last_error_message}."
    advice = "Is the address open to the internet, with a valid certificate?"
    return [Finding(sentence, advice, stops=waits)]


async def _words(bot: Bot, settings: ServiceSettings) -> Finding:
    scope, missing = BotCommandScopeAllPrivateChats(), []
    for code, language in spoken(settings.languages):
        shown = await bot.get_my_commands(scope, code)
        if [each.command for each in shown] != list(SHOWN):
            missing.append(language)
    if missing:
        return Finding(
            f"The list of commands is not shown in {', '.join(dict.fromkeys(missing))}.",
            "The service sets it within a minute after its start.",
        )
    return Finding("The list of commands is shown in every language.")
