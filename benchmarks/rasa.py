"""The embedded engine against a real Rasa server on the same dialogues: `python -m benchmarks.rasa`."""

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import quantiles
from uuid import uuid4

from admin.rasa_server import HERE, PROJECT, Rasa
from benchmarks.results import Row, write
from benchmarks.service import Client, Service, running
from benchmarks.turns import Turns, measure
from dialogues.understanding.intents import Understanding

MIX: tuple[dict[str, str], ...] = (
    {"payload": "/start_assessment"},
    {"payload": '/inform{"municipality": "564"}'},
    {"text": "olen työtön"},
    {"payload": '/inform{"goals": ["job", "study"]}'},
    {"payload": '/inform{"unemployed_for": "over_a_year"}'},
    {"text": "ammattikoulu käyty"},
    {"payload": "/menu"},
    {"payload": "/help"},
    {"text": "haluan puhua ihmisen kanssa"},
    {"payload": "/privacy"},
)
"""70 % buttons, 30 % text."""

CLIENTS = (1, 16)
CONVERSATIONS = {1: 20, 16: 32}
UNLIMITED = ("OSAAMO_RATE_REQUESTS", "OSAAMO_RATE_STARTS", "OSAAMO_RATE_MESSAGES")


@dataclass(frozen=True, slots=True)
class Engine:
    """What was measured of one engine. Memory in MB, times in seconds; `turns` per number of clients."""

    training: float
    start: float
    memory: float
    turns: tuple[Turns, ...]
    failed: int = 0


def main() -> None:
    os.environ |= dict.fromkeys(UNLIMITED, "0")
    os.environ["OSAAMO_RASA_SECONDS"] = "18"  # else the embedded engine would take over at 16 clients
    with tempfile.TemporaryDirectory(prefix="osaamo-bench-") as folder:
        data = Path(folder)
        embedded = _embedded(data)
        with_rasa, bare = _on_rasa(data)
    note = (
        f"{date.today():%Y-%m-%d}, Python {platform.python_version()}, Rasa 3.6.21 with config.yml, "  # noqa: DTZ011
        "70 % buttons and 30 % text, through HTTP and SQLite; memory is the engine's process after the load. "
        '"Rasa alone" is its REST channel with our callbacks, without our database.'
    )
    write("The embedded engine against Rasa", note, _rows(embedded, with_rasa, bare))


def _embedded(data: Path) -> Engine:
    begun = time.perf_counter()
    Understanding.load(PROJECT / "nlu", data / "models")
    training = time.perf_counter() - begun
    with running("admin", "run", data=data):
        pass  # makes the database
    with running("admin", "run", data=data) as service:
        turns = tuple(measure(service.port, MIX, CONVERSATIONS[n], n) for n in CLIENTS)
        return Engine(training, service.started_in, service.memory_mb(), turns)


def _on_rasa(data: Path) -> tuple[Engine, tuple[Turns, ...]]:
    """Our service on Rasa, and Rasa's own REST channel."""
    begun = time.perf_counter()
    Rasa.at(HERE).model(data / "models")
    training = time.perf_counter() - begun
    with running("admin", "rasa", data=data) as service:
        server, port, token = _rasa_below(service)
        turns = tuple(measure(service.port, MIX, CONVERSATIONS[n], n) for n in CLIENTS)
        failed = _failed(service)
        bare = tuple(_bare(port, token, CONVERSATIONS[n], n) for n in CLIENTS)
        return Engine(training, service.started_in, server.memory_mb(), turns, failed), bare


def _failed(service: Service) -> int:
    """Turns that Rasa did not answer in time: for ten seconds after each, the embedded engine answered."""
    metrics = Client(service.port).get("/metrics")[1].decode()
    return int(float(metrics.rpartition("osaamo_rasa_failures ")[2].split()[0]))


def _rasa_below(service: Service) -> tuple[Service, int, str]:
    """Rasa's process under `osaamo rasa`, its port and its token."""
    children = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split()
    for child in map(int, children):
        words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
        if "--auth-token" in words:
            port = int(words[words.index("-p") + 1])
            return Service(port, child, service.started_in), port, words[words.index("--auth-token") + 1]
    raise RuntimeError("Rasa is not running")


def _bare(port: int, token: str, conversations: int, clients: int) -> Turns:
    def play(share: int) -> list[float]:
        client, times = Client(port), []
        for _ in range(share):
            say = _saying(client, f"/webhooks/rest/webhook?token={token}")
            say("/start")
            times += [say(step.get("payload") or step["text"]) for step in MIX]
        return times

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        times = [each for part in pool.map(play, [conversations // clients] * clients) for each in part]
    elapsed = time.perf_counter() - begun
    cuts = quantiles(times, n=100)
    return Turns(cuts[49] * 1000, cuts[98] * 1000, len(times) / elapsed)


def _saying(client: Client, path: str) -> Callable[[str], float]:
    sender = str(uuid4())

    def say(message: str) -> float:
        begun = time.perf_counter()
        client.post(path, {"sender": sender, "message": message})
        return time.perf_counter() - begun

    return say


def _rows(embedded: Engine, rasa: Engine, bare: Sequence[Turns]) -> list[Row]:
    return [
        *_turn_rows(embedded, rasa, bare),
        Row("memory", _versus(embedded.memory, rasa.memory, "MB"), "<= 1/5"),
        Row("start with a trained model", _versus(embedded.start, rasa.start, "s", 1), "<= 1/10"),
        Row("training", _versus(embedded.training, rasa.training, "s", 1)),
        Row("times that Rasa was too slow (18 s here) and the embedded engine took over", str(rasa.failed)),
    ]


def _turn_rows(embedded: Engine, rasa: Engine, bare: Sequence[Turns]) -> Iterator[Row]:
    for clients, mine, ours, alone in zip(CLIENTS, embedded.turns, rasa.turns, bare, strict=True):
        name = f"{clients} client{'s' if clients > 1 else ''}"
        for engine, turns in (("embedded", mine), ("the service on Rasa", ours), ("Rasa alone", alone)):
            figure = f"p50 {turns.p50:.0f} ms, p99 {turns.p99:.0f} ms, {turns.per_second:.1f} a second"
            yield Row(f"{engine}, {name}", figure)
        ratios = (
            f"{mine.per_second / ours.per_second:.1f} x, {mine.per_second / alone.per_second:.1f} x alone"
        )
        yield Row(f"turns a second, embedded against Rasa, {name}", ratios, ">= 10 x")


def _versus(embedded: float, rasa: float, unit: str, digits: int = 0) -> str:
    return f"embedded {embedded:.{digits}f} {unit}, Rasa {rasa:.{digits}f} {unit}: 1/{rasa / embedded:.1f}"


if __name__ == "__main__":
    main()
