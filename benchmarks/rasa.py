"""The embedded engine against a real Rasa server: `python -m benchmarks.rasa [shipped]`.

Rasa twice: with the pipeline that we ship for it, and with DIET. DIET is trained for few epochs: neither its
memory nor its speed depends on them. `shipped`: without DIET and without vectors, in a third of the time.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import quantiles
from subprocess import DEVNULL
from uuid import uuid4

import yaml

from admin.rasa_server import CONFIG, HERE, PROJECT, Rasa
from benchmarks.results import write_table
from benchmarks.service import Client, Service, running
from benchmarks.turns import Turns, measure
from knowledge.embedding import BundledModel

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
EPOCHS = 3
UNLIMITED = ("OSAAMO_RATE_REQUESTS", "OSAAMO_RATE_STARTS", "OSAAMO_RATE_MESSAGES")


@dataclass(frozen=True, slots=True)
class Engine:
    """What was measured of one engine. Times in seconds, memory in MB; `turns` per number of clients.

    `beside` is the memory of what must run beside it: of Rasa, our service that it calls back. `alone` is
    Rasa's own REST channel; `failed` are turns that Rasa answered too late.
    """

    training: float
    start: float
    idle: float
    loaded: float
    turns: Sequence[Turns]
    beside: float = 0
    alone: Sequence[Turns] = ()
    failed: int = 0


def main(*, shipped_only: bool) -> None:
    os.environ |= dict.fromkeys(UNLIMITED, "0")
    os.environ["OSAAMO_RASA_SECONDS"] = "18"  # else the embedded engine would take over at 16 clients
    with tempfile.TemporaryDirectory(prefix="osaamo-bench-") as folder:
        data = Path(folder)
        engines = {"embedded": _embedded(data / "characters", vectors=False)}
        if BundledModel.is_installed() and not shipped_only:
            engines["embedded with vectors"] = _embedded(data / "vectors", vectors=True)
        engines["Rasa, config.yml"] = _on_rasa(data / "characters", CONFIG)
        if not shipped_only:
            engines["Rasa, DIET"] = _on_rasa(data / "characters", _diet(data))
    note = (
        f"{date.today():%Y-%m-%d}, Python {platform.python_version()}, Rasa 3.6.21, "  # noqa: DTZ011
        "70 % buttons and 30 % text, through HTTP and SQLite. Memory is that of the engine's process. Alone: "
        "Rasa's own REST channel with our callbacks, without our database. DIET was trained for "
        f"{EPOCHS} of its 100 epochs."
    )
    write_table("The embedded engine against Rasa", note, ("what", *engines), _rows(list(engines.values())))


def _embedded(data: Path, *, vectors: bool) -> Engine:
    os.environ["OSAAMO_VECTORS"] = str(vectors).lower()
    begun = time.perf_counter()
    environment = {**os.environ, "OSAAMO_DATA": str(data)}
    subprocess.run([sys.executable, "-m", "admin", "train"], env=environment, stdout=DEVNULL, check=True)
    training = time.perf_counter() - begun
    with running("admin", "run", data=data) as service:
        service.wait_until_idle()  # it makes the database, and what is learned in the background
    with running("admin", "run", data=data) as service:
        service.wait_until_idle()
        idle = service.memory_mb()
        turns = [measure(service.port, MIX, CONVERSATIONS[n], n) for n in CLIENTS]
        return Engine(training, service.started_in, idle, service.memory_mb(), turns)


def _on_rasa(data: Path, config: Path) -> Engine:
    """`data` is that of an embedded engine, whose start is not part of Rasa's."""
    os.environ["OSAAMO_VECTORS"] = "false"
    begun = time.perf_counter()
    Rasa.at(HERE, config).model(data / "models")
    training = time.perf_counter() - begun
    with running("admin", "rasa", "--config", str(config), data=data) as service:
        server, port, token = _rasa_below(service)
        idle, beside = server.memory_mb(), service.memory_mb()
        turns = [measure(service.port, MIX, CONVERSATIONS[n], n) for n in CLIENTS]
        failed = _failed(service)
        alone = [_bare(port, token, CONVERSATIONS[n], n) for n in CLIENTS]
        loaded = server.memory_mb()
        return Engine(training, service.started_in, idle, loaded, turns, beside, alone, failed)


def _diet(data: Path) -> Path:
    """The pipeline with DIET, and few epochs."""
    settings = yaml.safe_load((PROJECT / "config.diet.yml").read_text(encoding="utf-8"))
    for component in settings["pipeline"]:
        if component["name"] == "DIETClassifier":
            component["epochs"] = EPOCHS
    config = data / "config.diet.yml"
    config.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return config


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


def _rows(engines: Sequence[Engine]) -> list[list[str]]:
    """A row a figure; where there is a target, a second one with the ratio to the embedded engine's."""
    ours, others = engines[0], engines[1:]
    rows = [["training", *(f"{each.training:.0f} s" for each in engines)]]
    rows += [
        ["start with a trained model", *(f"{each.start:.1f} s" for each in engines)],
        ["the embedded engine's is, <= 1/10", "", *(_share(each.start, ours.start) for each in others)],
        ["memory, idle", *(f"{each.idle:.0f} MB" for each in engines)],
        ["the embedded engine's is, <= 1/5", "", *(_share(each.idle, ours.idle) for each in others)],
        ["with our service beside it, idle", *(f"{each.idle + each.beside:.0f} MB" for each in engines)],
        ["memory after the load", *(f"{each.loaded:.0f} MB" for each in engines)],
    ]
    for place, clients in enumerate(CLIENTS):
        name = f"{clients} client{'s' if clients > 1 else ''}"
        fast = ours.turns[place].per_second
        rows += [
            [f"turns, {name}", *(_times(each.turns[place]) for each in engines)],
            [f"alone, {name}", *(_times(each.alone[place]) if each.alone else "" for each in engines)],
            [f"embedded has, {name}, >= 10 x", "", *(_faster(fast, each, place) for each in others)],
        ]
    return [*rows, ["turns that took Rasa 18 s or more", *(str(each.failed) for each in engines)]]


def _share(other: float, ours: float) -> str:
    return f"1/{other / ours:.1f}"


def _times(turns: Turns) -> str:
    return f"p50 {turns.p50:.0f} ms, p99 {turns.p99:.0f} ms, {turns.per_second:.1f} a second"


def _faster(ours: float, other: Engine, place: int) -> str:
    ratio = f"{ours / other.turns[place].per_second:.1f} x"
    return f"{ratio}, {ours / other.alone[place].per_second:.1f} x alone" if other.alone else ratio


if __name__ == "__main__":
    main(shipped_only="shipped" in sys.argv[1:])
