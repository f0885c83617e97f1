"""Telegram as a way out, against a Bot API that refuses what the real one refuses."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError
from telegram.request import HTTPXRequest

import bot.web
from bot.channels.channel import TryLater, Undeliverable
from bot.channels.pace import Pace
from bot.channels.plain import Plain
from bot.conversation import Author, Message
from bot.telegram import typing as telegram_typing
from bot.telegram.errands import Errands
from bot.telegram.rendering import rendered
from bot.telegram.sending import TelegramChannel
from bot.telegram.typing import FEW, Typing
from dialogues.conversation.texts import Texts
from dialogues.engine import Button
from tests.support.telegram_api import TOKEN, TelegramApi, telegram_api
from tests.support.telegram_faults import ANSWER_LOST, BLOCKED, BROKEN, CUT, GONE, Fault, slow, too_many

pytestmark = pytest.mark.anyio
PLAIN = Plain(Texts.load(Path(bot.web.__file__).parent / "texts"))
HELLO = Message(author=Author.BOT, text="Hello <you> & me.", language="en", seq=1, at=datetime.now(UTC))
LONG = replace(HELLO, text="A sentence of words. " * 300, buttons=(Button("Go on", "/go"),))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def served() -> Iterator[TelegramApi]:
    with telegram_api() as running:
        yield running


@pytest.fixture
def api(served: TelegramApi) -> TelegramApi:
    served.sent.clear()
    served.calls.clear()
    served.limited = False
    return served


@pytest.fixture
async def client(api: TelegramApi) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=api.url, request=HTTPXRequest(read_timeout=1)) as client:
        yield client


@pytest.fixture
def channel(client: Bot) -> TelegramChannel:
    return TelegramChannel(client, PLAIN, Errands(), Pace(1_000, 100))


async def test_a_message_arrives_as_it_was_written_without_a_preview_of_links(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    await channel.send("7", HELLO)
    assert [each.text for each in api.shown(7)] == ["Hello <you> & me."]
    assert '"is_disabled": true' in api.shown(7)[0].call["link_preview_options"]


async def test_a_long_message_arrives_in_parts_and_the_last_one_has_the_buttons(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    await channel.send("7", LONG)
    assert " ".join(each.text for each in api.shown(7)) == LONG.text.strip()
    assert [each.titles for each in api.shown(7)] == [*[[]] * (len(api.shown(7)) - 1), ["Go on"]]


@pytest.mark.parametrize("fault", [BROKEN, CUT, Fault(seconds=2), too_many(1)])
async def test_what_failed_in_its_middle_goes_on_with_the_part_that_failed(
    api: TelegramApi, channel: TelegramChannel, fault: Fault
) -> None:
    api.fail("sendMessage", slow(0), slow(0), fault, chat=8)
    with pytest.raises((NetworkError, TryLater)):
        await channel.send("8", LONG)
    assert len(api.shown(8)) == 2
    await channel.send("8", LONG)
    assert [each.text for each in api.shown(8)] == [part.plain for part in rendered(LONG, PLAIN)]


async def test_an_answer_that_was_lost_repeats_one_part_at_most(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    api.fail("sendMessage", ANSWER_LOST, chat=9)
    with pytest.raises(NetworkError):
        await channel.send("9", LONG)
    await channel.send("9", LONG)
    assert len(api.shown(9)) == len(rendered(LONG, PLAIN)) + 1


async def test_the_pause_that_telegram_asks_for_is_passed_on_exactly(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    api.fail("sendMessage", too_many(17), chat=7)
    with pytest.raises(TryLater) as later:
        await channel.send("7", HELLO)
    assert later.value.seconds == 17
    with pytest.raises(TryLater) as still:
        await channel.send("7", HELLO)
    assert 16 < (still.value.seconds or 0) <= 17
    assert len(api.called("sendMessage")) == 1
    await channel.send("8", HELLO)


async def test_two_chats_that_are_told_to_wait_make_all_wait(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    for chat in (7, 8):
        api.fail("sendMessage", too_many(17), chat=chat)
        with pytest.raises(TryLater):
            await channel.send(str(chat), HELLO)
    with pytest.raises(TryLater):
        await channel.send("9", HELLO)


@pytest.mark.parametrize("fault", [BLOCKED, GONE, Fault(403, "Forbidden: user is deactivated")])
async def test_who_has_left_is_undeliverable(
    api: TelegramApi, channel: TelegramChannel, fault: Fault
) -> None:
    api.fail("sendMessage", fault, chat=7)
    with pytest.raises(Undeliverable):
        await channel.send("7", HELLO)


async def test_markup_that_is_refused_is_sent_without_it(api: TelegramApi, channel: TelegramChannel) -> None:
    refused = Fault(400, "Bad Request: can't parse entities")
    api.fail("sendMessage", refused, chat=7)
    await channel.send("7", HELLO)
    assert [each.text for each in api.shown(7)] == ["Hello <you> & me."]
    api.fail("sendMessage", refused, refused, chat=7)
    with pytest.raises(BadRequest):
        await channel.send("7", HELLO)
    api.fail("sendMessage", refused, too_many(5), chat=7)
    with pytest.raises(TryLater):
        await channel.send("7", HELLO)


async def test_telegrams_limits_are_kept_without_being_told(api: TelegramApi, client: Bot) -> None:
    api.limited = True
    channel = TelegramChannel(client, PLAIN, Errands())
    begun = time.monotonic()
    chats = [str(chat) for chat in range(100, 150)]
    await asyncio.gather(*(channel.send(chat, replace(HELLO, seq=seq)) for chat in chats for seq in (1, 2)))
    took = time.monotonic() - begun
    assert len(api.sent) == 100
    assert 3.5 < took < 8


async def test_a_chat_gets_a_short_burst_then_one_a_second(api: TelegramApi, client: Bot) -> None:
    api.limited = True
    channel = TelegramChannel(client, PLAIN, Errands())
    for seq in range(1, 7):
        await channel.send("7", replace(HELLO, seq=seq))
    times = [each.at for each in api.shown(7)]
    assert times[2] - times[0] < 0.5
    assert 2.5 < times[5] - times[0] < 4


async def test_typing_is_shown_only_when_it_takes_a_moment(
    api: TelegramApi, client: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert telegram_typing.AFTER_SECONDS >= 0.7
    monkeypatch.setattr(telegram_typing, "AFTER_SECONDS", 0.2)
    errands = Errands()
    typing = Typing(client, errands)
    with typing.shown(7):
        await asyncio.sleep(0.1)
    await errands.rest()
    assert api.called("sendChatAction") == []
    api.fail("sendChatAction", BROKEN)
    with typing.shown(7):
        await asyncio.sleep(0.3)
    await errands.rest()
    assert len(api.called("sendChatAction")) == 1


async def test_typing_is_not_shown_while_many_are_answered(
    api: TelegramApi, client: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_typing, "AFTER_SECONDS", 0.1)
    errands = Errands()
    typing = Typing(client, errands)
    with contextlib.ExitStack() as answered:
        for chat in range(FEW + 1):
            answered.enter_context(typing.shown(chat))
        await asyncio.sleep(0.3)
    await errands.rest()
    assert api.called("sendChatAction") == []
