"""A PostgreSQL cluster of the tests' own: made in a temporary folder, ended by its own pid."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


def binaries() -> Path | None:
    """The folder of `initdb`, the newest version first; None where PostgreSQL is not installed."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    found = versions[0] if versions else shutil.which("initdb")
    return Path(found).parent if found else None


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server of the tests' own, which can be away for a while."""

    data: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://osaamo@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        folder = self.data.parent
        options = f"-h 127.0.0.1 -p {self.port} -k {folder}"
        quick = "-c fsync=off -c full_page_writes=off -c max_connections=60"
        self._control("-w", "-l", folder / "log", "-o", f"{options} {quick}", "start")

    def stop(self) -> None:
        self._control("-w", "-m", "fast", "stop")

    def end(self) -> None:
        self._control("-m", "immediate", "stop")

    def _control(self, *arguments: str | Path) -> None:
        tools = binaries()
        assert tools is not None
        _run([tools / "pg_ctl", "-D", self.data, *arguments])


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A running server, without durability: what it holds is thrown away."""
    tools = binaries()
    assert tools is not None
    server = Cluster(folder / "data", free_port())
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    initdb: list[str | Path] = [
        tools / "initdb",
        "-D",
        server.data,
        "-U",
        "osaamo",
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    _run([*initdb, "--locale=C.UTF-8"])
    server.start()
    try:
        yield server
    finally:
        server.end()


def _run(command: Sequence[str | Path]) -> None:
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*as_postgres, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")
