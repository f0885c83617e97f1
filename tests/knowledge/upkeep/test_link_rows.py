"""Which links are asked, and what is kept of the answers."""

from datetime import timedelta

import pytest

from knowledge.database import Database
from knowledge.editing.workflow import withdraw
from knowledge.upkeep.link_outcomes import Answer
from knowledge.upkeep.link_round import forget, links_due, note
from knowledge.upkeep.models import LinkCheckRow
from knowledge.upkeep.setting_aside import set_aside
from tests.knowledge.editing.make import EEVA, NOW, TODAY, ask, do, providers
from tests.knowledge.upkeep.make import found, shown

A, B = "https://example.org/a", "https://example.org/b"


@pytest.fixture
def city(database: Database) -> Database:
    """Two services lead to A, one to B."""
    providers(database)
    for service_id, url in (("one", A), ("two", A), ("three", B)):
        shown(database, service_id, url=url)
    found(database)
    return database


def due(database: Database, hours: int = 0) -> tuple[str, ...]:
    return ask(database, links_due, NOW + timedelta(hours=hours), TODAY)


def row(database: Database, url: str) -> LinkCheckRow:
    with database.read() as session:
        return session.get_one(LinkCheckRow, url)


def test_each_link_is_asked_once_a_day_the_longest_unasked_first(city: Database) -> None:
    assert due(city) == (A, B)
    do(city, note, {A: Answer("good", 200)}, NOW, TODAY)
    assert due(city, 22) == (B,)
    assert due(city, 23) == (B, A)


def test_nobody_asks_what_people_are_not_led_to(city: Database) -> None:
    do(city, withdraw, EEVA, "three", NOW)
    assert due(city) == (A,)


def test_an_excepted_link_is_not_asked_before_its_day(city: Database) -> None:
    until = TODAY + timedelta(days=30)
    do(city, set_aside, EEVA, "dead_link", "one", until, NOW, "Blocks robots.")
    assert due(city) == (B,)
    assert ask(city, links_due, NOW, until + timedelta(days=1)) == (A, B)


def test_answers_are_kept_until_nobody_is_led_there(city: Database) -> None:
    do(city, note, {A: Answer("good", 200, "https://example.org/new"), B: Answer("gone", 404)}, NOW, TODAY)
    assert (row(city, A).moved_to, row(city, A).failed_days) == ("https://example.org/new", 0)
    assert (row(city, B).status, row(city, B).failed_days, row(city, B).failed_since) == (404, 1, TODAY)
    do(city, withdraw, EEVA, "three", NOW)
    do(city, forget, NOW)
    with city.read() as session:
        assert [each.url for each in session.query(LinkCheckRow)] == [A]
