"""Turns through HTTP: an assessment answered by buttons, and the same answered in free text."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles
from uuid import uuid4

from benchmarks.service import Client

BUTTONS = (
    {"payload": "/start_assessment"},
    {"payload": '/inform{"municipality": "564"}'},
    {"payload": '/inform{"situation": "unemployed"}'},
    {"payload": '/inform{"goals": ["job", "study"]}'},
    {"payload": '/inform{"unemployed_for": "over_a_year"}'},
    {"payload": '/inform{"education": "secondary"}'},
)
WORDS = (
    {"payload": "/start_assessment"},
    {"text": "asun Oulussa"},
    {"text": "olen ollut pari vuotta kotona lasten kanssa"},
    {"text": "haluaisin löytää töitä"},
    {"text": "mistä saa apua velkoihin"},
    {"text": "ammattikoulu käyty"},
)


@dataclass(frozen=True, slots=True)
class Turns:
    """Times of a turn in milliseconds, and turns a second over all clients."""

    p50: float
    p99: float
    per_second: float


def measure(port: int, script: tuple[dict[str, str], ...], conversations: int, clients: int = 1) -> Turns:
    """Plays the script in that many conversations; starting a conversation is not counted."""
    _play(port, script, 3)  # warm
    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        shares = [conversations // clients] * clients
        played = [pool.submit(_play, port, script, share) for share in shares]
        times = [each for future in played for each in future.result()]
    elapsed = time.perf_counter() - begun
    cuts = quantiles(times, n=100)
    return Turns(cuts[49] * 1000, cuts[98] * 1000, len(times) / elapsed)


def _play(port: int, script: tuple[dict[str, str], ...], conversations: int) -> list[float]:
    client, times = Client(port), []
    for _ in range(conversations):
        conversation = client.post("/api/v1/conversations", {"language": "fi"})
        path = f"/api/v1/conversations/{conversation['id']}/messages"
        for step in script:
            begun = time.perf_counter()
            client.post(path, {"client_id": str(uuid4()), **step}, conversation["token"])
            times.append(time.perf_counter() - begun)
    return times
