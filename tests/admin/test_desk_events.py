"""The desk's stream: what happened arrives once and in order, also after a broken connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing

from admin import staff
from admin.access import COOKIE
from admin.events import Listener, happenings
from admin.staff import SignedIn
from tests.admin.panel import Browser, Panel

Event = tuple[str, dict[str, object]]


def listener(panel: Panel, browser: Browser, conversation: str | None = None, after: int = 0) -> Listener:
    token = browser.client.cookies[COOKIE]
    with panel.database.read() as session:
        found = staff.signed_in(session, token)
    assert isinstance(found, SignedIn)
    return Listener(panel.desk, panel.app.state.wording, found, token, conversation, after)


async def parsed(stream: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    async for part in stream:
        if part.startswith(b"event: "):
            lines = dict(line.split(": ", 1) for line in part.decode().strip().split("\n"))
            yield lines["event"], json.loads(lines["data"])


async def collect(stream: AsyncIterator[Event], number: int) -> list[Event]:
    async with asyncio.timeout(10):
        return [await anext(stream) for _ in range(number)]


def test_a_new_message_arrives_and_a_new_connection_goes_on_after_the_last_one(panel: Panel) -> None:
    browser, conversation = panel.browser("aino"), panel.waiting()

    async def scenario() -> None:
        async with aclosing(happenings(listener(panel, browser, conversation, after=3))) as stream:
            events = parsed(stream)
            assert [name for name, _ in await collect(events, 2)] == ["inbox", "case"]
            await asyncio.to_thread(panel.says, conversation, "ensimmäinen")
            names = await collect(events, 2)
            assert sorted(name for name, _ in names) == ["inbox", "message"]
        await asyncio.to_thread(panel.says, conversation, "toinen")
        async with aclosing(happenings(listener(panel, browser, conversation, after=4))) as stream:
            events = await collect(parsed(stream), 3)
            assert [data["text"] for name, data in events if name == "message"] == ["toinen"]

    asyncio.run(scenario())


def test_a_change_of_the_holder_is_told_and_a_typing_counsellor_is_not(small_panel: Panel) -> None:
    browser, conversation = small_panel.browser("aino"), small_panel.waiting()

    async def scenario() -> None:
        async with aclosing(happenings(listener(small_panel, browser, conversation, after=3))) as stream:
            events = parsed(stream)
            first = await collect(events, 2)
            small_panel.desk.typing(conversation)
            await asyncio.to_thread(small_panel.desk.take_over, conversation, browser.staff_id, "Aino")
            told = [event for event in await collect(events, 3) if event[0] == "case"]
            assert len(told) == 1
            assert told[0] != first[1]

    asyncio.run(scenario())


def test_a_deleted_conversation_is_told_and_the_list_goes_on(small_panel: Panel) -> None:
    browser = small_panel.browser("aino")

    async def scenario() -> None:
        async with aclosing(happenings(listener(small_panel, browser, "gone"))) as stream:
            assert [name for name, _ in await collect(parsed(stream), 2)] == ["inbox", "gone"]

    asyncio.run(scenario())


def test_the_stream_ends_at_once_when_the_service_ends(small_panel: Panel) -> None:
    browser = small_panel.browser("aino")

    async def scenario() -> None:
        stream = happenings(listener(small_panel, browser))
        await anext(stream)
        asyncio.get_running_loop().call_later(0.5, small_panel.desk.feed.close)
        async with asyncio.timeout(5):
            assert [part async for part in stream if part.startswith(b"event")] == []

    asyncio.run(scenario())


def test_the_stream_ends_with_the_session(small_panel: Panel) -> None:
    browser = small_panel.browser("aino")

    async def scenario() -> None:
        stream = happenings(listener(small_panel, browser), heartbeat=0.1)
        await anext(stream)
        assert await anext(stream) == b": still here\n\n"
        with small_panel.database.write() as session:
            staff.close_session(session, browser.client.cookies[COOKIE])
        async with asyncio.timeout(5):
            assert [part async for part in stream if part.startswith(b"event")] == []

    asyncio.run(scenario())
