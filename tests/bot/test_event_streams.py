"""An open stream ends with what it tells, with who listens, and with the service; it keeps little."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from weakref import ref

import pytest
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from bot.event_streams import Events, EventStream, EventStreams

SCOPE: Scope = {"type": "http"}


class Kept:
    """Something that only the answering needs."""


class Listener:
    """The server's side of a request: what it was sent, and when its reader has left."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.left = asyncio.Event()
        self.told = asyncio.Event()

    async def receive(self) -> Message:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.sent.append(message)
        if message.get("body"):
            self.told.set()

    @property
    def body(self) -> list[bytes]:
        return [each["body"] for each in self.sent if each["type"] == "http.response.body"]


class Told:
    """Two events, then silence unless it ends; notes that it was ended."""

    def __init__(self, ends: bool = False, breaks: bool = False) -> None:
        self.ends, self.breaks, self.ended = ends, breaks, False

    async def events(self) -> AsyncGenerator[bytes]:
        try:
            yield b"one"
            yield b"two"
            if self.breaks:
                raise RuntimeError("broken")
            if not self.ends:
                await asyncio.Event().wait()
        finally:
            self.ended = True


def application(events: Events, kept: list["ref[Kept]"]) -> EventStreams:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        needed = Kept()
        kept.append(ref(needed))
        await EventStream(events)(scope, receive, send)

    return EventStreams(answer)


def test_all_is_told_then_the_answer_is_complete() -> None:
    async def listen() -> Listener:
        listener = Listener()
        await application(Told(ends=True).events(), [])(SCOPE, listener.receive, listener.send)
        return listener

    listener = asyncio.run(listen())
    head, *rest = listener.sent
    assert (head["type"], head["status"]) == ("http.response.start", 200)
    headers = dict(head["headers"])
    assert headers[b"content-type"] == b"text/event-stream; charset=utf-8"
    assert headers[b"cache-control"] == b"no-store"
    assert b"content-length" not in headers
    assert [(each["body"], each.get("more_body", False)) for each in rest] == [
        (b"one", True),
        (b"two", True),
        (b"", False),
    ]


def test_it_ends_as_soon_as_nobody_listens_and_kept_nothing_of_the_request() -> None:
    told, kept = Told(), list["ref[Kept]"]()

    async def listen() -> Listener:
        listener = Listener()
        stream = application(told.events(), kept)
        listening = asyncio.create_task(stream(SCOPE, listener.receive, listener.send))
        await listener.told.wait()
        gc.collect()
        assert kept[0]() is None
        assert not told.ended
        listener.left.set()
        async with asyncio.timeout(5):
            await listening
        assert not listening.cancelled()
        return listener

    assert asyncio.run(listen()).body == [b"one", b"two"]
    assert told.ended


def test_the_end_of_the_service_is_not_taken_for_a_reader_who_left() -> None:
    told = Told()

    async def listen() -> None:
        listener = Listener()
        stream = application(told.events(), [])
        listening = asyncio.create_task(stream(SCOPE, listener.receive, listener.send))
        await listener.told.wait()
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening

    asyncio.run(listen())
    assert told.ended


def test_a_fault_is_told_to_the_server_and_nothing_stays_open() -> None:
    told = Told(breaks=True)

    async def listen() -> None:
        listener = Listener()
        await application(told.events(), [])(SCOPE, listener.receive, listener.send)

    with pytest.raises(RuntimeError, match="broken"):
        asyncio.run(listen())
    assert told.ended


def test_without_the_middleware_it_is_told_all_the_same() -> None:
    async def listen() -> Listener:
        listener = Listener()
        await EventStream(Told(ends=True).events())(SCOPE, listener.receive, listener.send)
        return listener

    assert asyncio.run(listen()).body == [b"one", b"two", b""]


def test_other_answers_pass() -> None:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        plain: Response = PlainTextResponse("hello")
        await plain(scope, receive, send)

    async def listen() -> Listener:
        listener = Listener()
        await EventStreams(answer)(SCOPE, listener.receive, listener.send)
        return listener

    assert asyncio.run(listen()).body == [b"hello"]
