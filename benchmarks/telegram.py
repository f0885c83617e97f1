"""Telegram's way in under load: are all updates stored, and how soon; by webhook and by fetching.

`python -m benchmarks.telegram [seconds]`
"""

import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from sqlalchemy import select

from benchmarks.results import write_table
from benchmarks.service import Service, running
from bot.channels.place import Places
from bot.models import Conversation, StoredMessage
from bot.telegram.addresses import PATH
from knowledge.database import Database
from tests.support.telegram_api import TOKEN, TelegramApi, telegram_api
from tests.support.telegram_person import TelegramPerson
from tests.support.trained import lend

A_SECOND, SECONDS, PEOPLE = 100, 30, 400
FIRST_CHAT, PATIENCE_SECONDS, SETTLING_SECONDS = 50_000, 60, 10
SAID = ("I have lost my job", "/skip", "/menu", "Oulu", "/help")
UNLIMITED = ("OSAAMO_RATE_REQUESTS", "OSAAMO_RATE_STARTS", "OSAAMO_RATE_MESSAGES")


@dataclass(frozen=True, slots=True)
class Measured:
    """`stored` are seconds from the moment an update was Telegram's to give; `missed` were never stored."""

    stored: tuple[float, ...]
    missed: int
    doubled: int
    memory_mb: float
    used: float


def measure(api: TelegramApi, service: Service, data: Path, seconds: int) -> Measured:
    people = [TelegramPerson(api, FIRST_CHAT + number, "en") for number in range(PEOPLE)]
    for person in people:
        person.write("/start")
    _wait_until(lambda: _rows(data, "bot") >= PEOPLE)
    time.sleep(SETTLING_SECONDS)
    before, begun = service.cpu_seconds(), time.perf_counter()
    given = _give(people, seconds)
    used = (service.cpu_seconds() - before) / (time.perf_counter() - begun)
    wanted = sum(len(moments) for moments in given.values())
    _wait_until(lambda: _rows(data, "person") >= wanted)
    time.sleep(2)  # what comes twice would come now
    return _compared(given, _stored(data), service.memory_mb(), used)


def _give(people: Sequence[TelegramPerson], seconds: int) -> dict[int, list[float]]:
    """Evenly over the time, whatever becomes of them. By chat, the moments in their order."""
    given: dict[int, list[float]] = defaultdict(list)
    begun = time.time()
    for number, person, text in zip(range(A_SECOND * seconds), cycle(people), cycle(SAID), strict=False):
        time.sleep(max(0.0, begun + number / A_SECOND - time.time()))
        person.write(text)
        given[person.chat].append(time.time())
    return given


def _database(data: Path) -> Database:
    return Database(f"sqlite:///{data / 'osaamo.db'}")


def _rows(data: Path, author: str) -> int:
    database = _database(data)
    with database.read() as session:
        found = session.scalars(select(StoredMessage.id).where(StoredMessage.author == author)).all()
    database.close()
    return len(found)


def _stored(data: Path) -> dict[int, list[float]]:
    """As `_give`: when the person's messages were stored, with their answers."""
    places = Places.under((data / "secret-key").read_bytes())
    chats = {places.keys("telegram", str(chat))[0]: chat for chat in range(FIRST_CHAT, FIRST_CHAT + PEOPLE)}
    stored: dict[int, list[float]] = defaultdict(list)
    database = _database(data)
    with database.read() as session:
        found = session.execute(
            select(Conversation.channel_key, StoredMessage.at)
            .join(StoredMessage)
            .where(StoredMessage.author == "person")
            .order_by(StoredMessage.conversation_id, StoredMessage.seq)
        ).all()
    database.close()
    for key, at in found:
        stored[chats[str(key)]].append(at.timestamp())
    return stored


def _compared(
    given: dict[int, list[float]], stored: dict[int, list[float]], memory_mb: float, used: float
) -> Measured:
    """Of one chat all come in their order."""
    pairs = [(chat, given[chat], stored[chat]) for chat in given]
    took = tuple(last - first for _, ours, theirs in pairs for first, last in zip(ours, theirs, strict=False))
    missed = sum(max(0, len(ours) - len(theirs)) for _, ours, theirs in pairs)
    doubled = sum(max(0, len(theirs) - len(ours)) for _, ours, theirs in pairs)
    return Measured(took, missed, doubled, memory_mb, used)


def _wait_until(holds: Callable[[], bool]) -> None:
    """Or until patience ends: what is missing is then counted."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds() and time.monotonic() < end:
        time.sleep(0.5)


def _measured(way: str, seconds: int) -> Measured:
    with telegram_api() as api, tempfile.TemporaryDirectory(prefix="osaamo-bench-") as folder:
        os.environ |= {"OSAAMO_TELEGRAM_API_URL": api.url, "OSAAMO_TELEGRAM_TOKEN": TOKEN}
        if way == "webhook":
            os.environ["OSAAMO_TELEGRAM_WEBHOOK_URL"] = "http://127.0.0.1:9"
        lend(Path(folder))
        with running("admin", "run", data=Path(folder)) as service:
            if way == "webhook":
                _wait_until(lambda: bool(api.webhook))
                api.webhook = api.webhook | {"url": f"http://127.0.0.1:{service.port}{PATH}"}
            return measure(api, service, Path(folder), seconds)


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    os.environ |= dict.fromkeys(UNLIMITED, "0") | {"OSAAMO_LINK_CHECKS": "off", "OSAAMO_VECTORS": "false"}
    ways = ("fetching", "webhook")
    found = [_measured(way, seconds) for way in ways]
    note = (
        f"{date.today():%Y-%m-%d}, Python {platform.python_version()}, SQLite, one process, no vectors; "  # noqa: DTZ011
        f"{A_SECOND} updates a second for {seconds} s, of {PEOPLE} chats, three in five of them commands. "
        "The load and Telegram's stand-in run on the same two cores. Answers leave at Telegram's own pace, "
        "about 25 a second."
    )
    write_table("Telegram under load", note, ("what", *ways, "target"), tuple(_table(found)))


def _table(found: list[Measured]) -> Iterator[tuple[str, ...]]:
    yield ("updates stored", *(str(len(each.stored)) for each in found), "")
    yield ("updates missed, doubled", *(f"{each.missed}, {each.doubled}" for each in found), "0, 0")
    yield (
        "from given to Telegram until stored with its answer",
        *(_times(each.stored) for each in found),
        "",
    )
    yield ("memory afterwards", *(f"{each.memory_mb:.0f} MB" for each in found), "<= 350 MB")
    yield ("of one core", *(f"{each.used * 100:.0f} %" for each in found), "")


def _times(seconds: Sequence[float]) -> str:
    cuts = quantiles(seconds, n=100)
    return f"p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms"


if __name__ == "__main__":
    main()
