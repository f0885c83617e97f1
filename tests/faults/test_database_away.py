"""The database is away for a while: services are shown from memory, nothing is lost, nothing is doubled."""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from knowledge.database import Database
from knowledge.editing.actor import OSAAMO
from knowledge.editing.workflow import withdraw
from tests.conftest import missing
from tests.faults.listening import Listening
from tests.support import postgres
from tests.support.service import Running, service

ANSWER_SECONDS = 5
BACK_SECONDS = 2


@pytest.fixture
def server() -> Iterator[postgres.Cluster]:
    """One of its own: it is stopped in the middle."""
    if postgres.binaries() is None:
        missing("PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="osaamo-pg-"))
    try:
        with postgres.cluster(folder) as started:
            yield started
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Talk:
    """A person in a conversation with a real service."""

    def __init__(self, running: Running) -> None:
        self.http = httpx.Client(
            base_url=running.url, timeout=ANSWER_SECONDS, headers={"Accept-Language": "sv"}
        )
        started = self.http.post("/api/v1/conversations", json={"language": "en"})
        assert started.status_code == 201, started.text
        self.path = f"/api/v1/conversations/{started.json()['id']}"
        self.http.headers["Authorization"] = f"Bearer {started.json()['token']}"

    def say(self, text: str, client_id: str) -> httpx.Response:
        return self.http.post(f"{self.path}/messages", json={"client_id": client_id, "text": text})

    def said(self) -> list[str]:
        found = self.http.get(f"{self.path}/messages").json()["messages"]
        return [each["text"] for each in found if each["author"] == "person"]


def require_services_from_memory(http: httpx.Client) -> None:
    listed = http.get(
        "/api/v1/services", params={"q": "starttiraha", "municipality": "Oulu", "language": "fi"}
    )
    first = listed.json()["services"][0]
    assert http.get(f"/api/v1/services/{first['id']}").status_code == 200
    assert http.get("/api/v1/services", params={"municipality": "Atlantis"}).status_code == 422
    assert http.get("/healthz").status_code == 200
    assert httpx.get(f"{http.base_url}", headers={"Accept-Language": "fi"}).status_code == 200


def require_away(talk: Talk, client_id: str) -> None:
    """Refused with a sentence of the person's language, and when to come again."""
    begun = time.monotonic()
    refused = talk.say("I lost my job", client_id)
    assert time.monotonic() - begun < ANSWER_SECONDS
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "away"
    assert refused.json()["detail"]
    ready = talk.http.get("/readyz")
    assert (ready.status_code, ready.json()["failed"]) == (503, ["database"])


def require_back(talk: Talk, client_id: str) -> None:
    """Within two seconds the message is answered, once, however often it is sent."""
    until = time.monotonic() + BACK_SECONDS
    while (answer := talk.say("I lost my job", client_id)).status_code == 503 and time.monotonic() < until:
        time.sleep(0.1)
    assert answer.status_code == 200
    assert talk.say("I lost my job", client_id).json() == answer.json()
    assert talk.said() == ["I lost my job"]
    assert talk.http.get("/readyz").status_code == 200


def require_short_log(running: Running) -> None:
    time.sleep(BACK_SECONDS)
    told = running.printed.read_text()
    assert told.count("the database cannot be used") == 1
    assert told.count("the database can be used again") == 1
    assert "Traceback" not in told
    assert len(told.splitlines()) < 20, told


def test_postgresql_stopped_and_started_again(tmp_path: Path, server: postgres.Cluster) -> None:
    with service(tmp_path, {"OSAAMO_DATABASE_URL": server.url}) as running:
        talk, client_id = Talk(running), str(uuid4())
        with Listening(talk.http, talk.path) as stream:
            stream.wait_for("event: state")
            server.stop()
            require_services_from_memory(talk.http)
            with ThreadPoolExecutor(20) as pool:
                list(pool.map(lambda _: require_away(talk, client_id), range(20)))
            assert talk.http.get("/healthz").status_code == 200
            assert httpx.get(f"{running.url}/admin/sign-in").status_code in (200, 503)
            server.start()
            require_back(talk, client_id)
            stream.wait_for("I lost my job")
            assert stream.is_open
        require_short_log(running)


def test_the_catalogue_is_followed_again_within_two_seconds(tmp_path: Path, server: postgres.Cluster) -> None:
    with service(tmp_path, {"OSAAMO_DATABASE_URL": server.url}) as running:
        with httpx.Client(base_url=running.url) as http:
            shown = http.get("/api/v1/services", params={"language": "fi"}).json()["services"][0]["id"]
            server.stop()
            time.sleep(3)
            assert http.get(f"/api/v1/services/{shown}").status_code == 200
            server.start()
            withdrawn(server, shown)
            time.sleep(BACK_SECONDS)
            assert http.get(f"/api/v1/services/{shown}").status_code == 404
        require_short_log(running)


def withdrawn(server: postgres.Cluster, service_id: str) -> None:
    """As another process does it."""
    database = Database(server.url)
    with database.write() as session:
        withdraw(session, OSAAMO, service_id, datetime.now(UTC))
    database.close()


def test_sqlite_locked_by_another_program(tmp_path: Path) -> None:
    with service(tmp_path) as running:
        talk, client_id = Talk(running), str(uuid4())
        with closing(sqlite3.connect(tmp_path / "osaamo.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            require_services_from_memory(talk.http)
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda _: require_away(talk, client_id), range(8)))
            other.execute("ROLLBACK")
        require_back(talk, client_id)
        require_short_log(running)


def test_sqlite_moved_away_and_put_back(tmp_path: Path) -> None:
    with service(tmp_path) as running:
        talk, client_id = Talk(running), str(uuid4())
        away = tmp_path / "away.db"
        (tmp_path / "osaamo.db").rename(away)
        require_services_from_memory(talk.http)
        require_away(talk, client_id)
        assert not (tmp_path / "osaamo.db").exists()
        away.rename(tmp_path / "osaamo.db")
        require_back(talk, client_id)
        require_short_log(running)
