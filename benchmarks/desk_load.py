"""The desk under load: many panels and conversations open on one process, and how soon each screen is told.

`python -m benchmarks.desk_load [share]` measures with a share of the whole load, 1 where none is given.
"""

import asyncio
import os
import platform
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import quantiles
from uuid import uuid4

from benchmarks.connection import Connection, events
from benchmarks.desk_people import Pair, furnish
from benchmarks.results import Row, write
from benchmarks.service import Service, running

COUNSELLORS, CONVERSATIONS = 200, 2000
A_SECOND, SECONDS = 50, 60
SENDERS = 16
LAST_WORDS_SECONDS = 5
UNLIMITED = ("OSAAMO_RATE_REQUESTS", "OSAAMO_RATE_STARTS", "OSAAMO_RATE_MESSAGES")


@dataclass
class Load:
    """What was sent when, and how long after that each screen showed it (seconds)."""

    port: int
    sent: dict[str, float] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    answers: list[float] = field(default_factory=list)
    lists_read: int = 0

    def arrived(self, text: str) -> None:
        if text in self.sent:
            self.waited.append(time.perf_counter() - self.sent[text])
            self.seen[text] = self.seen.get(text, 0) + 1


async def panel(load: Load, pair: Pair) -> None:
    """A counsellor's open page: the stream, and the list asked for anew whenever it says so."""
    path = f"/admin/api/events?conversation={pair.conversation}"
    asking = Connection(load.port, pair.cookie)
    wanted = asyncio.Event()
    reading = asyncio.create_task(_read_lists(load, asking, wanted))
    try:
        async for name, data in events(load.port, path, pair.cookie):
            if name == "inbox":
                wanted.set()
            elif name == "message":
                load.arrived(data["text"])
    finally:
        reading.cancel()


async def _read_lists(load: Load, asking: Connection, wanted: asyncio.Event) -> None:
    """One at a time, as the page's script does."""
    while True:
        await wanted.wait()
        wanted.clear()
        await asking.call("GET", "/admin/api/inbox?list=mine")
        load.lists_read += 1


async def chat(load: Load, pair: Pair) -> None:
    """A person's open page."""
    path = f"/api/v1/conversations/{pair.conversation}/events"
    async for name, data in events(load.port, path, {"Authorization": f"Bearer {pair.token}"}):
        if name == "message":
            load.arrived(data["text"])


async def write_to_each_other(load: Load, pairs: list[Pair], a_second: float) -> None:
    """Persons and counsellors in turn, evenly over the time, whatever the answers take."""
    jobs: asyncio.Queue[tuple[Pair, bool]] = asyncio.Queue()
    senders = [asyncio.create_task(_send(load, jobs)) for _ in range(SENDERS)]
    begun = time.perf_counter()
    for number in range(round(a_second * SECONDS)):
        await asyncio.sleep(max(0.0, begun + number / a_second - time.perf_counter()))
        jobs.put_nowait((pairs[number % len(pairs)], number // len(pairs) % 2 == 0))
    await jobs.join()
    for sender in senders:
        sender.cancel()


async def _send(load: Load, jobs: "asyncio.Queue[tuple[Pair, bool]]") -> None:
    connection = Connection(load.port, {})
    while True:
        pair, by_person = await jobs.get()
        text = f"message {uuid4()}"
        load.sent[text] = begun = time.perf_counter()
        body = {"client_id": str(uuid4()), "text": text}
        if by_person:
            path, headers = "/api/v1/conversations", {"Authorization": f"Bearer {pair.token}"}
        else:
            path, headers = "/admin/api/conversations", pair.cookie | {"X-CSRF-Token": pair.csrf}
        await connection.call("POST", f"{path}/{pair.conversation}/messages", body, headers)
        load.answers.append(time.perf_counter() - begun)
        jobs.task_done()


async def measure(port: int, pairs: list[Pair], a_second: float) -> Load:
    load = Load(port)
    screens = [asyncio.create_task(screen(load, pair)) for pair in pairs for screen in (panel, chat)]
    await asyncio.sleep(LAST_WORDS_SECONDS)
    await write_to_each_other(load, pairs, a_second)
    await asyncio.sleep(LAST_WORDS_SECONDS)
    for screen in screens:
        if screen.done():
            screen.result()
        screen.cancel()
    return load


def main() -> None:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    os.environ |= dict.fromkeys(UNLIMITED, "0") | {"OSAAMO_VECTORS": "false", "OSAAMO_LINK_CHECKS": "off"}
    with tempfile.TemporaryDirectory(prefix="osaamo-bench-") as folder:
        data = Path(folder)
        with running("admin", "run", data=data):
            pass
        pairs = furnish(data / "osaamo.db", round(COUNSELLORS * share), round(CONVERSATIONS * share))
        with running("admin", "run", data=data) as service:
            before, begun = service.cpu_seconds(), time.perf_counter()
            load = asyncio.run(measure(service.port, pairs, A_SECOND * share))
            used = (service.cpu_seconds() - before) / (time.perf_counter() - begun)
            _report(share, load, service, used)


def _report(share: float, load: Load, service: Service, used: float) -> None:
    told, answered = quantiles(load.waited, n=100), quantiles(load.answers, n=100)
    missed = sum(2 - load.seen.get(text, 0) for text in load.sent)
    rows = [
        Row("every screen told, p50", f"{told[49] * 1000:.0f} ms"),
        Row("every screen told, p99", f"{told[98] * 1000:.0f} ms", "<= 1 s"),
        Row("messages that a screen missed or showed twice", str(missed), "0"),
        Row("a message sent, p50 and p99", f"{answered[49] * 1000:.0f} and {answered[98] * 1000:.0f} ms"),
        Row("lists read anew by the panels, a second", f"{load.lists_read / SECONDS:.0f}"),
        Row("memory of the process", f"{service.memory_mb():.0f} MB"),
        Row("processor used, of one core", f"{used * 100:.0f} %"),
    ]
    note = (
        f"{date.today():%Y-%m-%d}, Python {platform.python_version()}, SQLite, one process; "  # noqa: DTZ011
        f"{COUNSELLORS * share:.0f} panels, as many chats, {CONVERSATIONS * share:.0f} open conversations, "
        f"{A_SECOND * share:.0f} messages a second for {SECONDS} s. The load is made on the same two cores."
    )
    write("The desk under load", note, rows)


if __name__ == "__main__":
    main()
