"""What counts as a database that is away, and how often that is said."""

import logging

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from knowledge.away import is_away
from knowledge.database import Database


def test_a_mistake_of_ours_is_not_a_database_that_is_away(database: Database) -> None:
    with pytest.raises(SQLAlchemyError) as failed, database.write() as session:
        session.execute(text("INSERT INTO catalogue_version (id, number) VALUES (1, 1), (1, 1)"))
    assert not is_away(failed.value)
    assert not database.away


def test_it_is_said_once_and_once_when_it_is_over(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    path = sqlite_database.engine.url.database
    assert path is not None
    sqlite_database.ping()
    locked = Database(f"sqlite:///{path}")
    with caplog.at_level(logging.WARNING), locked.write() as session:
        session.execute(text("SELECT 1"))
        for _ in range(2):
            with pytest.raises(SQLAlchemyError) as failed:
                sqlite_database.ping()
            assert is_away(failed.value)
        with sqlite_database.read() as reading:
            assert reading.scalar(text("SELECT count(*) FROM service")) == 0
        assert sqlite_database.away
    sqlite_database.ping()
    assert not sqlite_database.away
    said = [each.getMessage() for each in caplog.records if each.name == "knowledge.away"]
    assert [line.partition(",")[0] for line in said] == [
        "the database cannot be used",
        "the database can be used again",
    ]
    locked.close()


def test_a_connection_that_was_lost_leaves_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    pool = Database("postgresql://nobody@127.0.0.1:1/nothing").engine.pool
    for error in (psycopg.OperationalError("another command is already in progress"), ValueError("a fault")):
        pool.logger.error("Exception during reset or similar", exc_info=error)
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["a fault"]
