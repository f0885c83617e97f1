"""kill -9 of `osaamo import` at any point: the chat's catalogue is as before or complete, never half."""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from knowledge.database import Database
from knowledge.published import published_since
from tests.knowledge.sources.ptv_make import channel, said, service
from tests.support.service import environment

pytestmark = pytest.mark.timeout(400)
"""Eight imports of 500 services in processes of their own: half a minute where nothing else runs."""

COUNT = 500
DISK_BYTES = 2_500_000
"""Holds half of them."""


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation that is only imported into."""

    data: Path
    url: str

    def begun(
        self, file: Path, *more: str, before: Callable[[], None] | None = None
    ) -> "subprocess.Popen[str]":
        command = (sys.executable, "-m", "admin", "import", "ptv", str(file), "--publish", *more)
        settings = environment(self.data, 1, {"OSAAMO_DATABASE_URL": self.url})
        return subprocess.Popen(
            command,
            env=settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=before,
        )

    def imported(self, file: Path, *more: str) -> str:
        """To its end; returns its summary."""
        process = self.begun(file, *more)
        told, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint
        return told

    def killed(self, file: Path, records: int, seconds: float, *more: str) -> None:
        """After so many records and so many seconds more, or when it has ended by then."""
        process = self.begun(file, *more)
        assert process.stderr is not None
        told = ""
        while not told.startswith(f"{records} of"):
            part = process.stderr.read(1)
            assert part, "it ended before"
            told = "" if part in "\r\n" else told + part
        time.sleep(seconds)
        process.kill()
        process.communicate(timeout=30)

    def shown(self) -> dict[str, str]:
        database = Database(self.url)
        with database.read() as session:
            found = published_since(session, -1).shown
        database.close()
        return {each.id: each.texts["fi"].summary for each in found}


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    if request.param == "sqlite":
        yield Installation(tmp_path, f"sqlite:///{tmp_path / 'osaamo.db'}")
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"killed_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield Installation(tmp_path, f"{server.rpartition('/')[0]}/{name}")


def catalogue(folder: Path, summary: str, count: int = COUNT) -> Path:
    """A file of services that all say the same."""
    texts = [said("fi", summary, "Summary"), said("fi", "Kurssi kestää viikon.", "Description")]
    records = [service(number, serviceDescriptions=texts) for number in range(1, count + 1)]
    file = folder / "services.json"
    file.write_text(json.dumps([*records, channel()]))
    return file


def test_killed_anywhere_it_is_as_before_and_resumed_it_is_complete(
    installation: Installation, tmp_path: Path
) -> None:
    installation.imported(catalogue(tmp_path, "Ennen."))
    assert list(installation.shown().values()) == ["Ennen."] * COUNT
    file, chance = catalogue(tmp_path, "Jälkeen."), random.Random(20261122)
    for place in (20, 200, 400):
        installation.killed(file, place, chance.uniform(0, 0.1), "--resume")
        assert list(installation.shown().values()) == ["Ennen."] * COUNT
    told = installation.imported(file, "--resume")
    assert f"{COUNT} changed" in told
    assert list(installation.shown().values()) == ["Jälkeen."] * COUNT
    assert f"{COUNT} same" in installation.imported(file)


def test_killed_while_it_publishes_it_is_all_or_nothing(installation: Installation, tmp_path: Path) -> None:
    chance, before = random.Random(5), "Alussa."
    installation.imported(catalogue(tmp_path, before))
    for turn in range(2):
        after = f"Kierros {turn}."
        file = catalogue(tmp_path, after)
        installation.killed(file, COUNT, chance.uniform(0, 0.25))
        found = set(installation.shown().values())
        assert found in ({before}, {after})
        installation.imported(file, "--resume")
        assert list(installation.shown().values()) == [after] * COUNT
        before = after


def test_a_disk_that_is_full_is_told_and_nothing_half_is_shown(tmp_path: Path) -> None:
    installation = Installation(tmp_path, f"sqlite:///{tmp_path / 'osaamo.db'}")
    file = catalogue(tmp_path, "Ennen.")
    process = installation.begun(file, before=small_disk)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "osaamo: The import stopped at the database" in complaint.splitlines()[-1]
    assert "Traceback" not in complaint
    assert installation.shown() == {}
    installation.imported(file, "--resume")
    assert list(installation.shown().values()) == ["Ennen."] * COUNT


def small_disk() -> None:
    """Files can grow no larger in this process."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (DISK_BYTES, DISK_BYTES))
