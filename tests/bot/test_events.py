"""Events over a real server: live, resumed without loss or doubling, and closed at shutdown."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import uvicorn

from knowledge.database import Database
from tests.bot.conftest import SUNDAY, World
from tests.bot.visitor import Visitor, visit

SOON = 5.0


@pytest.fixture
def served(world: World) -> Iterator[httpx.Client]:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
        config = uvicorn.Config(world.app(), log_level="warning", timeout_graceful_shutdown=10)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            until(lambda: server.started)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=SOON) as client:
                yield client
        finally:
            world.feed.close()
            server.should_exit = True
            thread.join(10)


def until(holds: Any) -> None:
    give_up = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < give_up, "it never happened"
        time.sleep(0.01)


class Stream:
    """Reads events one by one."""

    def __init__(self, visitor: Visitor, last: int | None = None) -> None:
        headers = visitor.key | ({"Last-Event-ID": str(last)} if last is not None else {})
        self._opened = visitor.http.stream("GET", f"{visitor.path}/events", headers=headers)

    def __enter__(self) -> "Stream":
        self.response = self._opened.__enter__()
        self._lines = self.response.iter_lines()
        return self

    def __exit__(self, *error: Any) -> None:
        self._opened.__exit__(*error)

    def next(self, *kinds: str) -> tuple[str, dict[str, Any], str | None]:
        """The next event of one of these kinds."""
        found: dict[str, str] = {}
        for line in self._lines:
            if not line and found.get("event") in kinds:
                return found["event"], json.loads(found["data"]), found.get("id")
            if not line:
                found = {}
            elif not line.startswith(":"):
                name, _, value = line.partition(": ")
                found[name] = value
        raise AssertionError("the stream ended")

    def ended(self) -> bool:
        return all(line is not None for line in self._lines)


def test_events_are_what_is_stored_and_then_what_happens(served: httpx.Client, world: World) -> None:
    me = visit(served)
    with Stream(me) as events:
        assert events.response.headers["content-type"].startswith("text/event-stream")
        kind, message, number = events.next("message")
        assert (kind, message["text"], number) == ("message", "Hello, I am a bot.", "1")
        assert events.next("state")[1] == {"holder": "bot", "language": "en"}
        me.press("/ask_human")
        assert [events.next("message")[2] for _ in range(2)] == ["2", "3"]
        assert events.next("state")[1]["queue"] == {"position": 1, "wait_seconds": None}
        world.desk.take_over(me.id, "7", "Aino")
        assert events.next("message")[1]["author"] == "system"
        assert events.next("state")[1] == {"holder": "counsellor", "language": "en", "counsellor": "Aino"}
        world.desk.typing(me.id)
        assert events.next("typing")[1] == {"author": "counsellor"}
        world.desk.say(me.id, "7", "Good day", "a")
        assert events.next("message")[1]["name"] == "Aino"


def test_a_slow_engine_shows_that_the_bot_is_writing(served: httpx.Client, world: World) -> None:
    me = visit(served)
    world.engine.seconds = 0.6
    with Stream(me) as events, ThreadPoolExecutor(1) as pool:
        events.next("state")
        pool.submit(me.post, "hello")
        assert events.next("typing", "message")[0] == "typing"
        assert events.next("message")[1]["text"] == "hello"


def test_a_resumed_stream_begins_after_the_last_event_seen(served: httpx.Client) -> None:
    me = visit(served)
    with Stream(me) as events:
        events.next("message")
    me.post("while away")
    with Stream(me, last=1) as events:
        assert [events.next("message")[2] for _ in range(2)] == ["2", "3"]
    assert me.call("GET", "/events", params={"after": "x"}).status_code == 422


def test_nothing_is_lost_or_doubled_when_the_connection_breaks_again_and_again(
    served: httpx.Client, world: World
) -> None:
    me = visit(served)
    me.press("/ask_human")
    world.desk.take_over(me.id, "7", "Aino")
    already, count = len(me.messages()), 40

    def write() -> None:
        for number in range(count):
            world.desk.say(me.id, "7", f"message {number}", str(number))

    seen: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while len(seen) < already + count:
            with Stream(me, last=seen[-1] if seen else 0) as events:
                for _ in range(min(7, already + count - len(seen))):
                    seen.append(int(events.next("message")[2] or 0))
        writing.result()
    assert seen == list(range(1, already + count + 1))


def test_a_closed_connection_leaves_no_stream_behind(served: httpx.Client, world: World) -> None:
    me = visit(served)
    with Stream(me) as events:
        events.next("state")
        assert world.feed.listening(me.id) == 1
    until(lambda: world.feed.listening(me.id) == 0)


def test_an_erased_conversation_ends_its_streams(served: httpx.Client) -> None:
    me = visit(served)
    with Stream(me) as events:
        events.next("state")
        me.call("DELETE")
        assert events.next("state")[1] == {"holder": "closed", "erased": True}
        assert events.ended()


def test_a_stream_ends_when_the_conversation_was_opened_elsewhere(served: httpx.Client, world: World) -> None:
    world.clock.now = SUNDAY
    me = visit(served)
    told = me.press("/ask_human").json()["messages"][-1]["text"]
    code = told.split("code: ")[1].split(".")[0]
    with Stream(me) as events:
        events.next("state")
        served.post("/api/v1/conversations/resume", json={"code": code})
        assert events.ended()


def test_streams_close_at_once_when_the_server_ends(served: httpx.Client, world: World) -> None:
    me = visit(served)
    with Stream(me) as events:
        events.next("state")
        begun = time.monotonic()
        world.feed.close()
        assert events.ended()
        assert time.monotonic() - begun < 1
    with Stream(me) as late:
        assert late.ended()


def test_one_conversation_has_a_bounded_number_of_streams(
    served: httpx.Client, sqlite_database: Database
) -> None:
    me = visit(served)
    streams = [Stream(me).__enter__() for _ in range(10)]
    try:
        for each in streams:
            each.next("state")
        assert me.call("GET", "/events").status_code == 429
    finally:
        for each in streams:
            each.__exit__(None, None, None)
