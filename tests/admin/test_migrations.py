"""The migrations lead from an empty database to today's models, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from admin import audit
from admin.migrate import check, migrate
from knowledge.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server: str = request.getfixturevalue("postgres_server")
        maintenance = create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
        with maintenance.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE IF EXISTS empty"))
            connection.execute(text("CREATE DATABASE empty"))
        maintenance.dispose()
        url = server.rsplit("/", 1)[0] + "/empty"
    database = Database(url)
    yield database
    database.close()


def test_from_empty_to_the_models_of_today(empty: Database) -> None:
    migrate(empty)
    check(empty)


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    migrate(empty)
    migrate(empty)
    check(empty)


@pytest.mark.parametrize("change", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_audit_log_only_grows(empty: Database, change: str) -> None:
    migrate(empty)
    with empty.write() as session:
        audit.record(session, None, "first_start", "somebody")
    with pytest.raises(DBAPIError, match="only grows"), empty.write() as session:
        session.execute(text(change))
    with empty.read() as session:
        assert [row.action for row in audit.latest(session)] == ["first_start"]


def test_the_audit_log_is_not_emptied_either(empty: Database) -> None:
    migrate(empty)
    if empty.engine.dialect.name == "sqlite":
        return  # knows no TRUNCATE: its DELETE is refused above
    with pytest.raises(DBAPIError, match="only grows"), empty.write() as session:
        session.execute(text("TRUNCATE audit"))
