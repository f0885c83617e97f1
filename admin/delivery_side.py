"""Sending to outside channels, as long as the service runs."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Collection, Mapping
from pathlib import Path
from types import MappingProxyType

import bot.web
from bot.channels.channel import Channel
from bot.channels.delivery import Delivery
from bot.channels.outbox import Outbox
from bot.channels.place import Places
from bot.channels.plain import Plain
from bot.channels.standing import TakesAway
from bot.channels.typing import CounsellorTypes, Shows
from bot.parts import Parts
from dialogues.conversation.texts import Texts


def plain_words() -> Plain:
    """How messages become text, in the words of the page."""
    return Plain(Texts.load(Path(bot.web.__file__).parent / "texts"))


def places_of(parts: Parts) -> Places:
    return Places.under(parts.codes.secret, parts.former_secrets)


@contextlib.asynccontextmanager
async def delivering(
    parts: Parts,
    channels: Collection[Channel],
    shows_typing: Mapping[str, Shows],
    takes_away: Mapping[str, TakesAway] = MappingProxyType({}),
) -> AsyncIterator[None]:
    """In the background, for as long as the context lasts; nothing without channels."""
    if not channels:
        yield
        return
    outbox = Outbox(parts.database, parts.codes, places_of(parts), parts.clock, secrets.token_hex(8))
    delivery = Delivery(outbox, channels, parts.feed, parts.metrics, takes_away)
    typing = CounsellorTypes(outbox, shows_typing, parts.feed)
    tasks = [asyncio.create_task(delivery.run()), asyncio.create_task(typing.run())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
