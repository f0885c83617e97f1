"""The public side under load: many open streams on one process, and how soon each is told what was said.

`python -m benchmarks.streams [share [folder]]` measures with a share of the load, 1 where none is given;
`folder` is OSAAMO_DATA of an installation that has learned its models: ten minutes less.
"""

import asyncio
import json
import multiprocessing
import os
import platform
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import quantiles
from uuid import uuid4

from benchmarks.connection import Connection
from benchmarks.desk_people import Pair, furnish
from benchmarks.listeners import Ear, Heard, listen
from benchmarks.results import write_table
from benchmarks.service import Service, running
from benchmarks.turns import BUTTONS, WORDS

STREAMS, COUNSELLORS, WRITING = 2000, 400, 300
A_SECOND, SECONDS = 50, 40
SENDERS, STARTING = 32, 8
LAST_WORDS_SECONDS, RESTING_SECONDS = 3, 20
SERVERS: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    ("bare server", ("benchmarks.bare_streams",), {}),
    ("without vectors", ("admin", "run"), {"OSAAMO_VECTORS": "false"}),
    ("with vectors", ("admin", "run"), {"OSAAMO_VECTORS": "true"}),
)
UNLIMITED = ("OSAAMO_RATE_REQUESTS", "OSAAMO_RATE_STARTS", "OSAAMO_RATE_MESSAGES")


@dataclass(frozen=True, slots=True)
class Job:
    """One message to send."""

    path: str
    headers: dict[str, str]
    body: dict[str, str]
    conversation: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A message sent and answered at these moments; `seqs` are what was stored for it."""

    conversation: str
    begun: float
    answered: float
    seqs: tuple[int, ...]


@dataclass(slots=True)
class Measured:
    """`told`, `after_answer` and `answered` are seconds; memory is in MB, `used` a share of one core."""

    told: list[float] = field(default_factory=list)
    after_answer: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    wrong: int = 0
    broken: int = 0
    idle_mb: float = 0.0
    peak_mb: float = 0.0
    resting: float = 0.0
    used: float = 0.0

    @property
    def processor_time(self) -> float:
        """Seconds for one message, all that follows from it included."""
        return (self.used - self.resting) * SECONDS / len(self.told)


def measure(service: Service, pairs: list[Pair], share: float) -> Measured:
    """Opens the streams, rests a while, then sends for so long."""
    measured = Measured(idle_mb=service.memory_mb())
    started = asyncio.run(_start(service.port, round(STREAMS * share) - len(pairs)))
    ears = [*started, *(Ear(pair.conversation, pair.token) for pair in pairs)]
    with _listening(service.port, ears) as pipe:
        with _using(service) as resting:
            time.sleep(RESTING_SECONDS)
        with _using(service) as busy:
            sent = asyncio.run(_send_all(service, pairs, started, share, measured))
        time.sleep(LAST_WORDS_SECONDS)
        pipe.send("enough")
        heard, measured.broken = pipe.recv()
    measured.resting, measured.used = resting[0], busy[0]
    _compare(measured, sent, heard)
    return measured


async def _start(port: int, number: int) -> list[Ear]:
    """So many persons who have opened the page."""
    numbers = iter(range(number))
    ears: list[Ear] = []

    async def some() -> None:
        connection = Connection(port, {})
        for _ in numbers:
            begun = json.loads(await connection.call("POST", "/api/v1/conversations", {"language": "fi"}))
            ears.append(Ear(begun["id"], begun["token"]))

    await asyncio.gather(*(some() for _ in range(STARTING)))
    return ears


@contextmanager
def _listening(port: int, ears: list[Ear]) -> Iterator[Pipe]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=listen, args=(port, ears, theirs))
    process.start()
    try:
        ours.recv()
        yield ours
    finally:
        process.terminate()
        process.join()


@contextmanager
def _using(service: Service) -> Iterator[list[float]]:
    """At the end, the share of one core that was used."""
    used: list[float] = []
    before, begun = service.cpu_seconds(), time.perf_counter()
    yield used
    used.append((service.cpu_seconds() - before) / (time.perf_counter() - begun))


async def _send_all(
    service: Service, pairs: list[Pair], started: list[Ear], share: float, measured: Measured
) -> list[Sent]:
    """Evenly over the time, whatever the answers take."""
    queue: asyncio.Queue[Job | None] = asyncio.Queue()
    sent: list[Sent] = []
    async with asyncio.TaskGroup() as senders:
        for _ in range(SENDERS):
            senders.create_task(_send(service.port, queue, sent))
        a_second, begun = A_SECOND * share, time.perf_counter()
        for number, job in zip(range(round(a_second * SECONDS)), _jobs(pairs, started, share), strict=False):
            await asyncio.sleep(max(0.0, begun + number / a_second - time.perf_counter()))
            queue.put_nowait(job)
            if number % A_SECOND == 0:
                measured.peak_mb = max(measured.peak_mb, service.memory_mb())
        for _ in range(SENDERS):
            queue.put_nowait(None)
    return sent


def _jobs(pairs: list[Pair], started: list[Ear], share: float) -> Iterator[Job]:
    """Of ten messages five by button, two in free text, three of counsellors; assessments are finished."""
    writing = started[: round(WRITING * share)]
    part = len(writing) // 4
    button, words = _persons(writing[part:], BUTTONS), _persons(writing[:part], WORDS)
    counsellor = _counsellors(pairs)
    for source in cycle((button, counsellor, button, words, button) * 2 + (counsellor,)):
        yield next(source)


def _persons(ears: list[Ear], script: tuple[dict[str, str], ...]) -> Iterator[Job]:
    for step in cycle(script):
        for ear in ears:
            path = f"/api/v1/conversations/{ear.conversation}/messages"
            yield Job(path, {"Authorization": f"Bearer {ear.token}"}, step, ear.conversation)


def _counsellors(pairs: list[Pair]) -> Iterator[Job]:
    for pair in cycle(pairs):
        path = f"/admin/api/conversations/{pair.conversation}/messages"
        headers = pair.cookie | {"X-CSRF-Token": pair.csrf}
        yield Job(path, headers, {"text": "Hei, katsotaan yhdessä."}, pair.conversation)


async def _send(port: int, queue: "asyncio.Queue[Job | None]", sent: list[Sent]) -> None:
    connection = Connection(port, {})
    while job := await queue.get():
        begun = time.perf_counter()
        body = {"client_id": str(uuid4()), **job.body}
        answer = json.loads(await connection.call("POST", job.path, body, job.headers))
        stored = tuple(message["seq"] for message in answer.get("messages", [answer]))
        sent.append(Sent(job.conversation, begun, time.perf_counter(), stored))


def _compare(measured: Measured, sent: list[Sent], heard: list[Heard]) -> None:
    """What was stored must have come once on its stream."""
    times = Counter((each.conversation, each.seq) for each in heard)
    came = {(each.conversation, each.seq): each.at for each in heard}
    measured.wrong = sum(number - 1 for number in times.values())
    for each in sent:
        stored = [(each.conversation, seq) for seq in each.seqs]
        measured.wrong += sum(1 for message in stored if message not in came)
        last = max((came[message] for message in stored if message in came), default=each.begun)
        measured.told.append(last - each.begun)
        measured.after_answer.append(max(0.0, last - each.answered))
        measured.answered.append(each.answered - each.begun)


def main() -> None:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    os.environ |= dict.fromkeys(UNLIMITED, "0") | {"OSAAMO_LINK_CHECKS": "off", "OSAAMO_VECTORS": "true"}
    with tempfile.TemporaryDirectory(prefix="osaamo-bench-") as folder:
        data = Path(folder) / "furnished"
        if len(sys.argv) > 2:
            shutil.copytree(sys.argv[2], data)
        else:
            data.mkdir()
        with running("admin", "run", data=data) as service:
            service.wait_until_idle()
        pairs = furnish(data / "osaamo.db", round(COUNSELLORS * share), round(COUNSELLORS * share))
        found = []
        for name, module, settings in SERVERS:
            os.environ |= settings
            own = Path(shutil.copytree(data, Path(folder) / name))
            with running(*module, data=own) as service:
                service.wait_until_idle()
                found.append(measure(service, pairs, share))
    _report(share, found)


def _report(share: float, found: list[Measured]) -> None:
    columns = ("what", *(name for name, _, _ in SERVERS), "target")
    note = (
        f"{date.today():%Y-%m-%d}, Python {platform.python_version()}, SQLite, one process; "  # noqa: DTZ011
        f"{STREAMS * share:.0f} open streams of as many conversations, {A_SECOND * share:.0f} messages a "
        f"second for {SECONDS} s: half by button, a fifth in free text, the rest of counsellors. The bare "
        "server (`benchmarks/bare_streams.py`) stores as many rows and tells as many streams, and does "
        "nothing else. The load is made on the same two cores."
    )
    write_table("Open streams under load", note, columns, tuple(_rows(found)))


def _rows(found: list[Measured]) -> Iterator[tuple[str, ...]]:
    def row(what: str, figure: Callable[[Measured], str], target: str = "") -> tuple[str, ...]:
        return (what, *(figure(each) for each in found), target)

    yield row("from sent until the last answer was on the stream", lambda it: _times(it.told), "p99 <= 1 s")
    yield row("from the answer until it was on the stream", lambda it: _times(it.after_answer))
    yield row("a message sent and answered", lambda it: _times(it.answered))
    yield row("messages missed or doubled, streams broken", lambda it: f"{it.wrong}, {it.broken}", "0, 0")
    yield row("memory before the streams", lambda it: f"{it.idle_mb:.0f} MB")
    yield row("memory at most", lambda it: f"{it.peak_mb:.0f} MB", "<= 350 MB")
    yield row("of one core, nothing said", lambda it: f"{it.resting * 100:.0f} %")
    yield row("processor time a message", lambda it: f"{it.processor_time * 1000:.1f} ms")
    yield row("of one core, under load", lambda it: f"{it.used * 100:.0f} %")


def _times(seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=100)
    return f"p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"


if __name__ == "__main__":
    main()
