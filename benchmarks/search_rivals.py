"""The full text searches of SQLite and PostgreSQL, asked as one asks them without further work."""

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from knowledge.service import Service
from tests.support import postgres

Ask = Callable[[str], list[int]]
"""A question in, the numbers of the ten best services out."""


@contextmanager
def sqlite_words(services: Sequence[Service]) -> Iterator[Ask]:
    with _fts5(services, "unicode61") as database:
        yield lambda question: _matching(database, re.findall(r"\w+", question.lower()))


@contextmanager
def sqlite_trigrams(services: Sequence[Service]) -> Iterator[Ask]:
    with _fts5(services, "trigram") as database:
        yield lambda question: _matching(
            database,
            [
                word[place : place + 3]
                for word in re.findall(r"\w+", question.lower())
                for place in range(len(word) - 2)
            ],
        )


@contextmanager
def postgres_finnish(services: Sequence[Service]) -> Iterator[Ask]:
    """A server of its own with PostgreSQL's settings but durability; any of the words may be there."""
    folder = Path(tempfile.mkdtemp(prefix="osaamo-pg-"))
    try:
        with postgres.cluster(folder) as server, psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE told (number int, words tsvector)")
            for number, text in _texts(services):
                connection.execute("INSERT INTO told VALUES (%s, to_tsvector('finnish', %s))", (number, text))
            connection.execute("CREATE INDEX ON told USING gin (words)")
            connection.execute("ANALYZE told")
            yield lambda question: _told(connection, question)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _told(connection: psycopg.Connection, question: str) -> list[int]:
    rows = connection.execute(
        "SELECT number FROM told, replace(plainto_tsquery('finnish', %s)::text, '&', '|') AS any_of, "
        "CAST(any_of AS tsquery) AS asked WHERE words @@ asked "
        "ORDER BY ts_rank(words, asked, 1) DESC, number LIMIT 10",
        (question,),
    )
    return [row[0] for row in rows]


@contextmanager
def _fts5(services: Sequence[Service], tokenizer: str) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE told USING fts5(number UNINDEXED, words, tokenize='{tokenizer}')")
    database.executemany("INSERT INTO told VALUES (?, ?)", _texts(services))
    yield database
    database.close()


def _matching(database: sqlite3.Connection, terms: Sequence[str]) -> list[int]:
    if not terms:
        return []
    any_of = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
    found = database.execute(
        "SELECT number FROM told WHERE words MATCH ? ORDER BY rank, number LIMIT 10", (any_of,)
    )
    return [row[0] for row in found]


def _texts(services: Sequence[Service]) -> Iterator[tuple[int, str]]:
    return ((int(each.id), text.summary) for each in services for text in each.texts.values())
