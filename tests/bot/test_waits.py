"""Nobody is left waiting without a word: at night, while nobody comes, when the counsellor has gone."""

from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from bot.conversation import Holder
from bot.here import who_has_left
from bot.models import Conversation
from bot.presence import note
from bot.teams import Team, write_team
from bot.transfer import Colleague
from bot.waits import Waits
from tests.bot.conftest import MONDAY_NOON, SUNDAY, World
from tests.bot.visitor import Visitor, visit

AINO = Colleague("s1", "Aino")
NOBODY_YET = "No counsellor has had time"
BACK = "Your request is back"


def waits(world: World) -> Waits:
    return Waits(world.parts, untaken=timedelta(minutes=15), silent=timedelta(minutes=30))


def told(person: Visitor, words: str) -> int:
    return sum(words in each["text"] for each in person.messages())


def waiting(http: TestClient, world: World, at: datetime = MONDAY_NOON) -> Visitor:
    world.clock.now = at
    person = visit(http)
    person.call("POST", "/handoff")
    return person


def test_what_is_asked_at_night_is_read_in_the_morning_and_answered_on_another_device(
    http: TestClient, world: World
) -> None:
    person = waiting(http, world, SUNDAY)
    person.post("I need help with my application")
    told_then = " ".join(each["text"] for each in person.messages())
    assert "9.00" in told_then
    code = "".join(filter(str.isdigit, told_then.split("code: ")[1].split(".")[0]))
    world.clock.now = MONDAY_NOON - timedelta(hours=2, minutes=58)
    early = visit(http)
    early.call("POST", "/handoff")
    assert [row.id for row in world.desk.inbox()] == [person.id, early.id], "who left it before comes first"
    world.desk.take_over(person.id, AINO.id, AINO.name)
    world.desk.say(person.id, AINO.id, "Good morning. Let us look at it.", "m1")
    returned = http.post("/api/v1/conversations/resume", json={"code": code})
    assert returned.status_code == 200, returned.text
    again = Visitor(http, returned.json()["id"], returned.json()["token"])
    assert "Good morning" in returned.json()["messages"][-1]["text"]
    assert person.call("GET").status_code == 401, "the device of the night no longer opens it"
    assert again.post("Thank you, yes").status_code == 200
    assert world.desk.case(person.id).messages[-1].text == "Thank you, yes"


def test_danger_comes_before_what_was_left_before(http: TestClient, world: World) -> None:
    early, late = waiting(http, world, SUNDAY), waiting(http, world, MONDAY_NOON)
    late.post("I want to kill myself")
    assert [row.id for row in world.desk.inbox()] == [late.id, early.id]


def test_who_is_not_taken_is_told_so_once_with_a_code_that_opens(http: TestClient, world: World) -> None:
    person = waiting(http, world)
    waits(world).look_after()
    assert told(person, NOBODY_YET) == 0
    world.clock.now += timedelta(minutes=15)
    waits(world).look_after()
    world.clock.now += timedelta(hours=1)
    waits(world).look_after()
    assert told(person, NOBODY_YET) == 1
    message = next(each for each in person.messages() if NOBODY_YET in each["text"])
    assert [each["payload"] for each in message["buttons"]] == ["/search_service", "/cancel_human"]
    code = message["text"].split("code: ")[1].rstrip(".")
    assert http.post("/api/v1/conversations/resume", json={"code": code}).json()["id"] == person.id


@pytest.mark.parametrize("why", ["closed", "asked at night", "taken", "cancelled", "erased"])
def test_nobody_is_told_who_need_not_be(http: TestClient, world: World, why: str) -> None:
    person = waiting(http, world, SUNDAY if why == "asked at night" else MONDAY_NOON)
    world.clock.now = MONDAY_NOON + timedelta(minutes=20)
    match why:
        case "closed":
            world.clock.now = MONDAY_NOON + timedelta(hours=8)
        case "taken":
            world.desk.take_over(person.id, AINO.id, AINO.name)
        case "cancelled":
            person.call("DELETE", "/handoff")
        case "erased":
            person.call("DELETE")
    waits(world).look_after()
    if why != "erased":
        assert told(person, NOBODY_YET) == 0


def test_the_hours_of_the_team_that_serves_the_person_decide_whether_they_are_told(
    http: TestClient, world: World
) -> None:
    """In an evening in which the city's desk is closed and the team's is open; then the other way round."""
    evening = MONDAY_NOON + timedelta(hours=7)
    with world.database.write() as session:
        team = write_team(session, Team(hours="Mon 18-22"))
    person = waiting(http, world, evening)
    world.clock.now = evening + timedelta(minutes=20)
    waits(world).look_after()
    assert told(person, NOBODY_YET) == 1
    with world.database.write() as session:
        write_team(session, Team(id=team, hours="Mon 18-19.30"))
    late = waiting(http, world, evening + timedelta(minutes=5))
    world.clock.now = evening + timedelta(minutes=40)
    waits(world).look_after()
    assert told(late, NOBODY_YET) == 0


def abandoned(http: TestClient, world: World) -> Visitor:
    person = waiting(http, world)
    world.desk.take_over(person.id, AINO.id, AINO.name)
    person.post("Are you there")
    return person


def test_a_counsellor_who_has_gone_leaves_nobody_behind(http: TestClient, world: World) -> None:
    person = abandoned(http, world)
    asked = person.messages()[-1]["at"]
    world.clock.now += timedelta(minutes=29)
    waits(world).look_after()
    assert told(person, BACK) == 0
    world.clock.now += timedelta(minutes=2)
    waits(world).look_after()
    waits(world).look_after()
    assert told(person, BACK) == 1
    (row,) = world.desk.inbox()
    assert (row.holder, row.holder_id, row.waiting_since) == (
        Holder.WAITING,
        None,
        datetime.fromisoformat(asked),
    )
    assert [each.kind for each in world.desk.case(person.id).steps][-1] == "returned"
    world.desk.take_over(person.id, "s2", "Onni")


@pytest.mark.parametrize("why", ["at the desk", "has answered"])
def test_who_is_there_or_has_answered_keeps_the_conversation(
    http: TestClient, world: World, why: str
) -> None:
    person = abandoned(http, world)
    if why == "has answered":
        world.desk.say(person.id, AINO.id, "Yes, I am.", "m1")
    world.clock.now += timedelta(minutes=31)
    if why == "at the desk":
        with world.database.write() as session:
            note(session, AINO, ["en"], world.clock())
    waits(world).look_after()
    with world.database.read() as session:
        assert session.get_one(Conversation, person.id).holder == Holder.COUNSELLOR
    assert told(person, BACK) == 0


def left(world: World) -> frozenset[str]:
    with world.database.read() as session:
        return who_has_left(session, world.clock())


@pytest.mark.parametrize("sign", ["a message", "a look"])
def test_who_waits_and_has_gone_is_marked_not_lost(http: TestClient, world: World, sign: str) -> None:
    person = waiting(http, world)
    world.clock.now += timedelta(minutes=9)
    assert left(world) == frozenset()
    world.clock.now += timedelta(minutes=2)
    assert left(world) == {person.id}
    assert [row.id for row in world.desk.inbox()] == [person.id]
    if sign == "a message":
        person.post("I am here")
    else:
        person.messages()
    assert left(world) == frozenset()
    world.clock.now += timedelta(minutes=11)
    assert left(world) == {person.id}
    world.desk.take_over(person.id, AINO.id, AINO.name)
    assert left(world) == frozenset(), "nobody waits for them any more"
