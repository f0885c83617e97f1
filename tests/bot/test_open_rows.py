"""Rows that are kept between two looks tell just what the database tells; only what changed is read again."""

import pytest
from fastapi.testclient import TestClient

from bot.desk import Desk
from bot.open_rows import OpenRows
from bot.transfer import Colleague
from tests.bot.conftest import World
from tests.bot.visitor import Visitor, visit

AINO = Colleague("1", "Aino")


def read_anew(desk: Desk) -> object:
    with desk.database.read() as session:
        return OpenRows().read(session)


@pytest.fixture
def people(http: TestClient) -> list[Visitor]:
    everyone = [visit(http) for _ in range(4)]
    for person in everyone:
        person.press("/ask_human")
    return everyone


def test_after_every_verb_the_kept_rows_are_those_of_the_database(
    world: World, people: list[Visitor]
) -> None:
    desk, (first, second, third, _) = world.desk, people
    for verb in (
        lambda: desk.take_over(first.id, AINO.id, AINO.name),
        lambda: desk.marks.tag(first.id, "housing"),
        lambda: desk.marks.untag(first.id, "housing"),
        lambda: desk.marks.interpreter(second.id, AINO, "ar"),
        lambda: first.post("a word to the counsellor"),
        lambda: third.post("I want to kill myself"),
        lambda: second.press("/cancel_human"),
        lambda: desk.close(first.id, AINO.id),
        lambda: third.call("DELETE"),
        lambda: second.press("/ask_human"),
    ):
        verb()
        assert desk.inbox() == read_anew(desk)


def test_only_a_conversation_that_has_changed_is_read_again(world: World, people: list[Visitor]) -> None:
    before = {row.id: row for row in world.desk.inbox()}
    people[1].post("I want to kill myself")
    after = {row.id: row for row in world.desk.inbox()}
    assert [key for key in after if after[key] is not before[key]] == [people[1].id]
    assert next(iter(after)) == people[1].id
