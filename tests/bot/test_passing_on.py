"""Passing a conversation on, taking it back, giving it: who may take it when, and what the person is told."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from bot.desk import HeldBy, MeantFor, NotHolder, NotWaiting
from bot.team_models import TeamMemberRow, TeamRow
from bot.transfer import RESERVED, Colleague, Receiver
from tests.bot.conftest import World
from tests.bot.visitor import Visitor, visit

AINO, BO, CLEO = Colleague("1", "Aino"), Colleague("2", "Bo"), Colleague("3", "Cleo")
TO_BO = Receiver("counsellor", BO.id, BO.name)
TO_TEAM = Receiver("team", "t1", "Employers")


@pytest.fixture
def mine(http: TestClient, world: World) -> Visitor:
    """A conversation that Aino holds."""
    me = visit(http)
    me.press("/ask_human")
    world.desk.take_over(me.id, AINO.id, AINO.name)
    return me


def test_what_is_passed_on_waits_for_its_receiver_alone_for_a_time_and_then_for_all(
    world: World, mine: Visitor
) -> None:
    world.desk.transfer(mine.id, AINO, TO_BO, "knows business")
    with pytest.raises(MeantFor) as refused:
        world.desk.take_over(mine.id, CLEO.id, CLEO.name)
    assert refused.value.name == "Bo"
    world.clock.now += RESERVED
    world.desk.take_over(mine.id, CLEO.id, CLEO.name)
    row = world.desk.case(mine.id).row
    assert (row.holder_name, row.meant_for, row.meant_since, row.passed_by) == ("Cleo", None, None, None)


def test_the_receiver_takes_it_at_once_and_reads_the_reason(world: World, mine: Visitor) -> None:
    world.desk.transfer(mine.id, AINO, TO_BO, "knows 131052-308T")
    row = world.desk.case(mine.id).row
    assert (row.holder, row.meant_for, row.meant_for_name) == ("waiting", BO.id, "Bo")
    world.desk.take_over(mine.id, BO.id, BO.name)
    steps = world.desk.case(mine.id).steps
    assert [(step.kind, step.name, step.to_name, step.reason) for step in steps] == [
        ("taken", "Aino", None, None),
        ("transferred", "Aino", "Bo", "knows [identity code]"),
        ("taken", "Bo", None, None),
    ]


def test_a_team_receives_through_any_of_its_members(world: World, mine: Visitor) -> None:
    with world.database.write() as session:
        session.add_all([TeamRow(id="t1", names={"en": "Employers"}), TeamRow(id="t2")])
        session.flush()
        members = (("t2", BO.id), ("t1", CLEO.id), ("t2", CLEO.id))
        session.add_all(TeamMemberRow(team_id=team, staff_id=staff) for team, staff in members)
    world.desk.transfer(mine.id, AINO, TO_TEAM, "an employer")
    with pytest.raises(MeantFor):
        world.desk.take_over(mine.id, BO.id, BO.name)
    world.desk.take_over(mine.id, CLEO.id, CLEO.name)
    assert world.desk.case(mine.id).row.holder_name == "Cleo"


def test_danger_waits_for_nobody_in_particular(world: World, mine: Visitor) -> None:
    mine.post("I want to kill myself")
    world.desk.transfer(mine.id, AINO, TO_BO, "urgent")
    world.desk.take_over(mine.id, CLEO.id, CLEO.name)
    assert world.desk.case(mine.id).row.holder_name == "Cleo"


def test_the_person_is_told_who_answers_next_and_never_why(world: World, mine: Visitor) -> None:
    world.desk.transfer(mine.id, AINO, TO_BO, "too slow for me")
    told = mine.messages()[-1]
    assert told["text"] == (
        "Aino passes this conversation on. Next Bo or a colleague answers you here. "
        "Meanwhile you can go on with the bot."
    )
    assert [button["payload"] for button in told["buttons"]] == ["/search_service", "/cancel_human"]
    assert "too slow" not in str(mine.messages())
    assert mine.call("GET").json()["queue"]["position"] == 1
    assert mine.post("hello").json()["messages"][-1]["text"] == "You said while waiting: hello"
    mine.press("/cancel_human")
    assert world.desk.case(mine.id).row.meant_for is None


def test_who_passed_it_on_takes_it_back_until_somebody_took_it(world: World, mine: Visitor) -> None:
    world.desk.transfer(mine.id, AINO, TO_BO, "for Bo")
    with pytest.raises(MeantFor):
        world.desk.take_back(mine.id, CLEO)
    world.desk.take_back(mine.id, AINO)
    assert world.desk.case(mine.id).row.holder_id == AINO.id
    world.desk.transfer(mine.id, AINO, TO_BO, "after all")
    world.desk.take_over(mine.id, BO.id, BO.name)
    with pytest.raises(HeldBy) as held:
        world.desk.take_back(mine.id, AINO)
    assert held.value.name == "Bo"


def test_only_the_holder_passes_on(world: World, mine: Visitor) -> None:
    with pytest.raises(NotHolder) as refused:
        world.desk.transfer(mine.id, CLEO, TO_BO, "mine")
    assert refused.value.name == "Aino"


def test_a_coordinator_gives_what_waits_or_is_held_and_nothing_else(
    http: TestClient, world: World, mine: Visitor
) -> None:
    world.desk.assign(mine.id, CLEO, BO)
    assert mine.messages()[-1]["text"].startswith("Bo answers you now")
    with pytest.raises(NotHolder):
        world.desk.say(mine.id, AINO.id, "hello", "a")
    before = mine.messages()
    world.desk.assign(mine.id, CLEO, BO)
    assert mine.messages() == before
    with pytest.raises(NotWaiting):
        world.desk.assign(visit(http).id, CLEO, BO)
    (step,) = (each for each in world.desk.case(mine.id).steps if each.kind == "assigned")
    assert (step.name, step.to_name) == ("Cleo", "Bo")


def test_the_wait_that_is_observed_is_the_first_one(world: World, mine: Visitor) -> None:
    taken = world.desk.case(mine.id).steps[0].at
    world.desk.transfer(mine.id, AINO, TO_BO, "for Bo")
    world.clock.now += timedelta(minutes=5)
    world.desk.take_over(mine.id, BO.id, BO.name)
    world.desk.close(mine.id, BO.id)
    mine.call("POST", "/handoff")
    (earlier,) = world.desk.case(mine.id).earlier
    assert earlier.taken_at is not None
    assert abs(earlier.taken_at - taken) < timedelta(seconds=1)
