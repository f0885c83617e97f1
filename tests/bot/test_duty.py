"""What the routing decides on, read from the database: lists and the next of each counsellor."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from bot import presence
from bot.conversation import Holder
from bot.routing import Reach
from bot.teams import Member, Team, write_team
from bot.transfer import Colleague, Receiver
from tests.bot.conftest import World
from tests.bot.visitor import Visitor, visit

AINO, BO = Colleague("1", "Aino"), Colleague("2", "Bo")
SPOKEN = {"1": ("en",), "2": ("sv",)}


@pytest.fixture
def desk(world: World) -> World:
    with world.database.write() as session:
        for who in (AINO, BO):
            presence.note(session, who, SPOKEN[who.id], world.clock())
    return world


def waiting(http: TestClient, language: str = "en", payload: str = "/ask_human") -> Visitor:
    me = visit(http, language=language)
    me.press(payload)
    return me


def test_each_has_a_list_of_their_own(http: TestClient, desk: World) -> None:
    swedish, english = waiting(http, "sv"), waiting(http, "en")
    lists = {who.id: desk.desk.waiting_for(who.id) for who in (AINO, BO)}
    assert [(each.row.id, each.fit.reach, each.fit.open) for each in lists["1"]] == [
        (english.id, Reach.TEAM, True),
        (swedish.id, Reach.ANYONE, False),
    ]
    assert [each.row.id for each in lists["2"]] == [swedish.id, english.id]
    assert desk.desk.next_for("1") == (english.id,)


def test_it_widens_as_time_goes_by(http: TestClient, desk: World) -> None:
    swedish = waiting(http, "sv")
    assert desk.desk.next_for("1") == ()
    desk.clock.now += timedelta(minutes=8)
    with desk.database.write() as session:
        for who in (AINO, BO):
            presence.note(session, who, SPOKEN[who.id], desk.clock())
    assert desk.desk.next_for("1") == (swedish.id,)


def test_where_nobody_on_duty_speaks_the_language_everybody_may_take_it_at_once(
    http: TestClient, desk: World
) -> None:
    finnish = waiting(http, "fi")
    assert desk.desk.next_for("1") == desk.desk.next_for("2") == (finnish.id,)


def test_danger_comes_first_for_everybody(http: TestClient, desk: World) -> None:
    english = waiting(http)
    urgent = waiting(http, "sv", '/hand_off{"reason": "danger"}')
    assert desk.desk.next_for("1") == (urgent.id, english.id)


def test_what_is_passed_on_comes_first_to_the_team_and_to_nobody_else(http: TestClient, desk: World) -> None:
    with desk.database.write() as session:
        team = write_team(session, Team(names={"en": "Employers"}, members=(Member(BO.id),)))
    older, mine = waiting(http), waiting(http)
    desk.desk.take_over(mine.id, AINO.id, AINO.name)
    desk.desk.transfer(mine.id, AINO, Receiver("team", team, "Employers"), "an employer")
    assert [each.row.id for each in desk.desk.waiting_for(BO.id)] == [mine.id, older.id]
    assert desk.desk.next_for(BO.id) == (mine.id,)
    assert desk.desk.next_for(AINO.id) == (older.id,)
    desk.desk.take_over(mine.id, BO.id, BO.name)
    assert desk.desk.case(mine.id).row.holder is Holder.COUNSELLOR


def test_who_is_full_is_given_nobody_more(http: TestClient, desk: World) -> None:
    with desk.database.write() as session:
        write_team(session, Team(members=(Member(AINO.id, capacity=1),)))
    first, second = waiting(http), waiting(http)
    assert desk.desk.next_for(AINO.id) == (first.id, second.id)
    desk.desk.take_over(first.id, AINO.id, AINO.name)
    assert desk.desk.next_for(AINO.id) == ()
    assert [each.row.id for each in desk.desk.waiting_for(AINO.id)] == [second.id]


def test_a_stranger_to_the_desk_is_given_what_anybody_may_take(http: TestClient, desk: World) -> None:
    english = waiting(http)
    assert desk.desk.next_for("9") == ()
    desk.clock.now += timedelta(minutes=9)
    assert desk.desk.next_for("9") == (english.id,)
