"""Erasing a conversation empties every table that knows it: all tables are asked, none is forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Column, Table, Text, insert, select
from sqlalchemy.orm import Session

from bot.conversation import Holder
from bot.desk_models import DeskStep, FollowUp, Mention, Tag
from bot.models import Conversation
from bot.privacy import erase, erase_before
from bot.transfer import Colleague, Receiver
from knowledge.database import Base, Database, UtcDateTime
from tests.bot.conftest import World
from tests.bot.visitor import visit

WORDS = "secret"
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def knowing_tables() -> Iterator[Table]:
    for table in Base.metadata.sorted_tables:
        if any(key.column.table.name == "conversations" for key in table.foreign_keys):
            yield table


def fill(session: Session, table: Table, conversation_id: str, number: int = 1) -> dict[str, Any]:
    """A row with something in every column, and the rows it needs."""
    values = {
        column.name: value(session, column, conversation_id, number)
        for column in table.columns
        if column is not table.autoincrement_column
    }
    made = session.connection().execute(insert(table).values(values)).inserted_primary_key or ()
    return {**values, **dict(zip((key.name for key in table.primary_key), made, strict=True))}


def value(session: Session, column: Column[Any], conversation_id: str, number: int) -> Any:
    for key in column.foreign_keys:
        if key.column.table.name == "conversations":
            return conversation_id
        return fill(session, key.column.table, conversation_id, number + 1)[key.column.name]
    if isinstance(column.type, UtcDateTime):
        return NOW
    if isinstance(column.type, Text):
        return WORDS
    known = {str: f"w{number}", int: number, bool: False, bytes: WORDS.encode()}
    return known.get(column.type.python_type, [WORDS])


def a_conversation(session: Session) -> str:
    session.add(
        Conversation(
            id="c1", language="fi", holder=Holder.CLOSED, state={}, created_at=NOW, last_message_at=NOW
        )
    )
    session.flush()
    return "c1"


@pytest.mark.parametrize("by", ["the person", "time"])
def test_no_table_knows_an_erased_conversation_nor_its_words(database: Database, by: str) -> None:
    tables = list(knowing_tables())
    assert {"messages", "notes", "desk_steps", "tags", "mentions", "follow_ups", "desk_seen"} <= {
        table.name for table in tables
    }
    with database.write() as session:
        conversation_id = a_conversation(session)
        for number, table in enumerate(tables):
            fill(session, table, conversation_id, number * 10)
    with database.read() as session:
        empty = [table.name for table in tables if not session.execute(select(table)).all()]
    assert empty == [], "the test fills every table"
    with database.write() as session:
        if by == "time":
            erase_before(session, datetime(2027, 1, 1, tzinfo=UTC))
        else:
            erase(session, conversation_id)
    with database.read() as session:
        for table in tables:
            for row in session.execute(select(table)).mappings():
                assert row["conversation_id"] is None, table.name
                assert WORDS not in repr(row), table.name


def test_a_person_gets_all_that_the_desk_keeps_and_can_delete_it(http: TestClient, world: World) -> None:
    me = visit(http)
    me.press("/ask_human")
    aino = Colleague("7", "Aino")
    world.desk.take_over(me.id, aino.id, aino.name)
    world.desk.marks.note(me.id, aino, "a note", mentioned=["8"])
    world.desk.marks.tag(me.id, "housing")
    world.desk.marks.interpreter(me.id, aino, "ar")
    world.desk.marks.follow_up(me.id, aino.id, NOW)
    world.desk.transfer(me.id, aino, Receiver("counsellor", "8", "Bo"), "speaks Arabic")
    told = me.call("GET", "/export").json()
    assert (told["interpreter"], told["desk"]["tags"]) == ("ar", ["housing"])
    assert told["desk"]["follow_ups"] == [NOW.isoformat()]
    assert [(step["kind"], step["to"], step["reason"]) for step in told["desk"]["steps"]] == [
        ("taken", None, None),
        ("interpreter", "ar", None),
        ("transferred", "Bo", "speaks Arabic"),
    ]
    assert me.call("DELETE").status_code == 204
    with world.database.read() as session:
        for table in (DeskStep, Tag, Mention, FollowUp):
            assert session.scalars(select(table)).all() == []
