"""A real service in a process of its own, as `make run` starts it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.postgres import free_port
from tests.support.trained import lend

COMMAND = (sys.executable, "-m", "admin", "run")
READY_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Running:
    """`printed` is what the start said: the addresses, and a one-time password on the first one."""

    url: str
    process: "subprocess.Popen[str]"
    printed: Path

    @property
    def password(self) -> str:
        found = re.search(r"password: (\S+)", self.printed.read_text())
        assert found, self.printed.read_text()
        return found.group(1)

    def interrupt(self) -> float:
        """Ctrl-C; returns how many seconds the end took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        return time.monotonic() - begun


def environment(data: Path, port: int, settings: Mapping[str, str] | None = None) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OSAAMO_")}
    ours = {"OSAAMO_DATA": str(data), "PORT": str(port), "OSAAMO_VECTORS": "false"}
    return {**clean, **ours, **(settings or {})}


@contextmanager
def service(
    data: Path, settings: Mapping[str, str] | None = None, command: Sequence[str] = COMMAND
) -> Iterator[Running]:
    """Started, ready, and ended by its own pid."""
    port = free_port()
    lend(data)
    printed = data / "printed.txt"
    with printed.open("w") as output:
        process = subprocess.Popen(
            command, env=environment(data, port, settings), stdout=output, stderr=subprocess.STDOUT, text=True
        )
    running = Running(f"http://127.0.0.1:{port}", process, printed)
    try:
        _wait(running)
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def _wait(running: Running) -> None:
    for _ in range(READY_SECONDS * 10):
        assert running.process.poll() is None, running.printed.read_text()
        try:
            if httpx.get(f"{running.url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"not ready: {running.printed.read_text()}")
