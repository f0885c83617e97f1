"""Many open event streams, read in a process of their own: what came on which, and when."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from benchmarks.connection import request

AT_ONCE = 50
"""Streams that are being opened at the same time."""
LONGEST_EVENT = 64 * 1024

_MESSAGE = re.compile(rb"event: message\nid: (\d+)\ndata: [^\n]*\n\n")
_STATE = b"event: state\n"


@dataclass(frozen=True, slots=True)
class Ear:
    """A conversation that is listened to, and the token that opens it."""

    conversation: str
    token: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Message `seq` came on the stream of this conversation at this moment of the machine's clock."""

    conversation: str
    seq: int
    at: float


def listen(port: int, ears: Sequence[Ear], pipe: Connection) -> None:
    """Says how many streams are open, hears until it is told to end, and hands over all it has heard."""
    asyncio.run(_listen(port, ears, pipe))


async def _listen(port: int, ears: Sequence[Ear], pipe: Connection) -> None:
    opening, heard = asyncio.Semaphore(AT_ONCE), list[Heard]()
    streams = [_Stream(ear.conversation, heard) for ear in ears]
    await asyncio.gather(*(_open(port, *pair, opening) for pair in zip(streams, ears, strict=True)))
    pipe.send(len(streams))
    told = asyncio.Event()
    asyncio.get_running_loop().add_reader(pipe.fileno(), told.set)
    await told.wait()
    pipe.send((heard, sum(stream.broken for stream in streams)))


async def _open(port: int, stream: "_Stream", ear: Ear, opening: asyncio.Semaphore) -> None:
    async with opening:
        transport, _ = await asyncio.get_running_loop().create_connection(lambda: stream, "127.0.0.1", port)
        path = f"/api/v1/conversations/{ear.conversation}/events"
        transport.write(request("GET", path, {"Authorization": f"Bearer {ear.token}"}))
        await stream.told_state


class _Stream(asyncio.Protocol):
    """Looks for the events only, not at how the answer is cut into pieces: these never stand within one."""

    def __init__(self, conversation: str, heard: list[Heard]) -> None:
        self._conversation, self._heard, self._rest = conversation, heard, b""
        self.told_state = asyncio.get_running_loop().create_future()
        self.broken = False

    def data_received(self, data: bytes) -> None:
        now, content, end = time.perf_counter(), self._rest + data, 0
        for found in _MESSAGE.finditer(content):
            self._heard.append(Heard(self._conversation, int(found[1]), now))
            end = found.end()
        if _STATE in content and not self.told_state.done():
            self.told_state.set_result(None)
        self._rest = content[max(end, len(content) - LONGEST_EVENT) :]

    def connection_lost(self, _error: Exception | None) -> None:
        self.broken = True
        if not self.told_state.done():
            self.told_state.set_exception(RuntimeError(f"refused: {self._rest[:200]!r}"))
