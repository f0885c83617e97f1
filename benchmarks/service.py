"""A running service to measure: a process of its own on a free port, with data of its own."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READY_SECONDS = 120
AS_INSTALLED = (
    "import runpy, sys; sys.modules['rich'] = None; del sys.argv[0]; "
    "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)
"""Without what only developers have: httpx reads the whole of `rich` (5 MB) wherever it finds it."""
IDLE_SECONDS, HARDLY = 5, 0.1


@dataclass(frozen=True, slots=True)
class Service:
    """`started_in` is the time from the start of the process to its first ready answer, in seconds."""

    port: int
    pid: int
    started_in: float

    def memory_mb(self) -> float:
        """Resident memory of the process, in MB of 10^6 bytes."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def wait_until_idle(self) -> None:
        """Until it has hardly used the processor for some seconds, and nothing is trained besides."""
        quiet = 0
        while quiet < IDLE_SECONDS:
            before = self.cpu_seconds()
            time.sleep(1)
            busy = self.cpu_seconds() - before > HARDLY or self._has_children()
            quiet = 0 if busy else quiet + 1

    def _has_children(self) -> bool:
        return any(_parent(stat) == self.pid for stat in Path("/proc").glob("[0-9]*/stat"))

    def cpu_seconds(self) -> float:
        """Processor time the process has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _parent(stat: Path) -> int | None:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return None


@contextmanager
def running(module: str, *arguments: str, data: Path) -> Iterator[Service]:
    """Starts `python -m module arguments`, waits until it is ready, ends it by its own pid."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "OSAAMO_DATA": str(data)}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", AS_INSTALLED, module, *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield Service(port, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(READY_SECONDS * 20):
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with {process.returncode} before it was ready")
        try:
            if Client(port).get("/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError("the service was not ready in time")


class Client:
    """One connection that is kept open, as a browser does."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str) -> tuple[int, bytes]:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def post(self, path: str, body: dict[str, Any], token: str | None = None) -> dict[str, Any]:
        """Raises RuntimeError for anything but success."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._connection.request("POST", path, json.dumps(body), headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status} {content[:300]!r}")
        decoded: dict[str, Any] = json.loads(content)
        return decoded
