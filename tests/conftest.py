"""What all tests share: both databases, and a loud word when one of them is missing."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import text

from knowledge.database import Base, Database
from tests.support import postgres, rasa, schema
from tests.support.browser import CHROMIUM, launched

IN_CI = os.environ.get("CI") == "true"


def missing(what: str) -> None:
    """Skip with the reason; where continuous integration runs, a missing part is a failure."""
    if IN_CI:
        pytest.fail(f"{what} is missing, and continuous integration must run everything")
    pytest.skip(f"{what} is missing")


def no_real_data(what: str) -> None:
    """Skip with the reason, wherever it runs: the project stands alone, real data is beside it or not."""
    pytest.skip(f"{what} is not here")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a fresh PostgreSQL server."""
    if postgres.binaries() is None:
        missing("PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="osaamo-pg-"))
    try:
        with postgres.cluster(folder) as server:
            yield server.url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[Database]:
    database = Database(postgres_server)
    schema.create(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def real_rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[rasa.RealRasa]:
    """A Rasa server with the shipped project: installed where needed, trained once, running all session."""
    reason = rasa.install()
    if reason:
        missing(f"Rasa's environment ({reason})")
    with rasa.real_rasa(tmp_path_factory.mktemp("rasa")) as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    schema.create(database)
    database.close()
    return path


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "osaamo.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with today's tables: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_database")
        return
    shared: Database = request.getfixturevalue("postgres_database")
    yield shared
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with shared.write() as session:
        session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Of one module only: while it is open, no other test of its thread can run an event loop."""
    if not CHROMIUM.exists():
        missing("Chromium")
    with launched() as browser:
        yield browser
