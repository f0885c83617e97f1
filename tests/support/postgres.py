"""A PostgreSQL cluster of the tests' own: made in a temporary folder, ended by its own pid."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a running server, without durability: what it holds is thrown away."""
    tools = binaries()
    assert tools is not None
    data, port = folder / "data", free_port()
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    _run([tools / "initdb", "-D", data, "-U", "osaamo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off -c max_connections=60"
    _run([tools / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgresql://osaamo@127.0.0.1:{port}/postgres"
    finally:
        _run([tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def _run(command: list[str | Path]) -> None:
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*as_postgres, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")
