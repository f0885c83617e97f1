"""Asking for a human: place, wait, opening hours, the code to come back with."""

from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.models import Conversation
from tests.bot.conftest import SUNDAY, World
from tests.bot.visitor import Visitor, texts, visit


def test_a_request_for_a_person_tells_place_and_wait_honestly(http: TestClient) -> None:
    me, other = visit(http), visit(http)
    other.press("/ask_human")
    body = me.press("/ask_human").json()
    assert body["holder"] == "waiting"
    told = body["messages"][-1]
    assert told["author"] == "system"
    assert "number 2" in told["text"]
    assert "not known yet" in told["text"]
    assert me.call("GET").json()["queue"] == {"position": 2, "wait_seconds": None}


def test_the_usual_wait_is_the_median_of_enough_pickups_in_that_language(
    http: TestClient, world: World
) -> None:
    for minutes in (1, 2, 10, 3, 4):
        me = visit(http)
        me.press("/ask_human")
        world.clock.now += timedelta(minutes=minutes)
        world.desk.take_over(me.id, "7", "Aino")
    me = visit(http)
    assert "about 3 minutes" in me.press("/ask_human").json()["messages"][-1]["text"]
    swedish = visit(http, language="sv")
    swedish.press("/ask_human")
    assert swedish.call("GET").json()["queue"]["wait_seconds"] is None


def test_danger_comes_first_in_the_queue(http: TestClient) -> None:
    first, urgent = visit(http), visit(http)
    first.press("/ask_human")
    urgent.post("I want to kill myself")
    urgent.press('/hand_off{"reason": "danger"}')
    assert urgent.call("GET").json()["queue"]["position"] == 1
    assert first.call("GET").json()["queue"]["position"] == 2


def test_while_waiting_the_bot_still_searches_and_the_request_can_be_cancelled(http: TestClient) -> None:
    me = visit(http)
    me.press("/ask_human")
    assert texts(me.post("hello").json()["messages"])[1] == "You said while waiting: hello"
    cancelled = me.press("/cancel_human").json()
    assert cancelled["holder"] == "bot"
    assert [each["author"] for each in cancelled["messages"]] == ["person", "system", "bot"]
    assert texts(me.post("hello").json()["messages"])[1] == "You said: hello"


def test_a_person_is_asked_for_and_cancelled_over_the_interface(http: TestClient) -> None:
    me = visit(http)
    assert me.call("DELETE", "/handoff").status_code == 409
    assert me.call("POST", "/handoff").json()["holder"] == "waiting"
    again = me.call("POST", "/handoff", json={"left_out": ["barriers"]})
    assert (again.status_code, again.json()["messages"]) == (200, [])
    assert me.call("DELETE", "/handoff").json()["holder"] == "bot"


def test_out_of_hours_the_next_opening_and_a_code_are_told(http: TestClient, world: World) -> None:
    world.clock.now = SUNDAY
    me = visit(http)
    told = "\n".join(each["text"] for each in me.press("/ask_human").json()["messages"])
    assert "on Monday 23.11. at 9.00" in told
    code = told.split("code: ")[1].split(".")[0]
    assert code in me.messages()[-1]["text"]
    with world.database.read() as session:
        stored = str([vars(each) for each in session.scalars(select(Conversation))])
        assert code not in stored
        assert code.replace(" ", "") not in stored
    assert all(code not in message.text for message in world.desk.case(me.id).messages)
    resumed = http.post("/api/v1/conversations/resume", json={"code": code.replace(" ", "-")})
    assert resumed.status_code == 200
    assert resumed.json()["id"] == me.id
    assert texts(resumed.json()["messages"])[0] == "Hello, I am a bot."
    assert me.call("GET").status_code == 401
    assert Visitor(http, me.id, resumed.json()["token"]).call("GET").status_code == 200


def test_an_unknown_code_opens_nothing(http: TestClient) -> None:
    visit(http)
    for code in ("000 000 000 000", "", "words"):
        assert http.post("/api/v1/conversations/resume", json={"code": code}).status_code == 404
