"""The hand-off or the bot is paused: what people are told, what still works, and for how long it holds."""

from datetime import UTC, timedelta

import anyio
import pytest
from fastapi.testclient import TestClient

from bot import pause
from bot.conversation import Holder
from bot.pause import PAUSED, Paused, Pauses
from bot.teams import Team, write_team
from bot.transfer import Colleague
from bot.waiting import FEWEST_PICKUPS, usual_wait
from tests.bot.conftest import SUNDAY, World
from tests.bot.visitor import Visitor, visit

AINO = Colleague("1", "Aino")


def paused(world: World, what: Paused, minutes: int | None = None, **texts: str) -> None:
    now = world.clock.now
    until = now + timedelta(minutes=minutes) if minutes else None
    with world.database.write() as session:
        wording = pause.ready_made(world.texts, what) | texts
        pause.begin(session, what, wording, AINO, now, until)
    world.pauses.refresh()


def asked(world: World, me: Visitor) -> list[str]:
    return [each["text"] for each in me.press("/ask_human").json()["messages"][1:]]


def test_a_paused_hand_off_says_so_and_keeps_the_message_under_a_code(http: TestClient, world: World) -> None:
    paused(world, "handoff", en="The desk moves today.")
    me = visit(http)
    answer = me.press("/ask_human").json()
    about, kept = answer["messages"][1:]
    assert about["text"] == "The desk moves today."
    assert "Write down this code: " in kept["text"]
    assert [each["payload"] for each in kept["buttons"]] == ["/search_service", "/cancel_human"]
    assert answer["holder"] == Holder.WAITING
    code = kept["text"].partition("this code: ")[2].partition(". It")[0]
    me.post("my question")
    back = http.post("/api/v1/conversations/resume", json={"code": code})
    assert "my question" in [each["text"] for each in back.json()["messages"]]
    assert me.id in [row.id for row in world.desk.inbox()]


def test_who_may_be_in_danger_reads_the_numbers_first(http: TestClient, world: World) -> None:
    paused(world, "handoff")
    me = visit(http)
    assert "112" in me.post("I want to kill myself").json()["messages"][1]["text"]
    numbers, about, _ = [
        each["text"] for each in me.press('/hand_off{"reason": "danger"}').json()["messages"][1:]
    ]
    assert "112" in numbers
    assert about == "The counsellors do not answer just now."


def test_a_wait_that_began_in_a_pause_says_nothing_about_the_usual_wait(world: World) -> None:
    paused(world, "handoff")
    for _ in range(6):
        started = anyio.run(world.runtime.start, "en")
        world.person.ask_for_person(started.id)
        world.desk.take_over(started.id, "1", "Aino")
    with world.database.read() as session:
        assert usual_wait(session, "en", world.clock.now, UTC) is None


def test_who_waits_in_a_pause_is_told_no_usual_wait(world: World) -> None:
    for _ in range(FEWEST_PICKUPS):
        started = anyio.run(world.runtime.start, "en")
        world.person.ask_for_person(started.id)
        world.desk.take_over(started.id, "1", "Aino")
    waiting = anyio.run(world.runtime.start, "en").id
    world.person.ask_for_person(waiting)
    before = world.person.standing(waiting).queue
    paused(world, "handoff")
    after = world.person.standing(waiting).queue
    assert before is not None
    assert before.wait_seconds is not None
    assert after is not None
    assert (after.position, after.wait_seconds) == (before.position, None)


def test_a_paused_bot_says_its_sentence_and_offers_a_person(http: TestClient, world: World) -> None:
    me = visit(http)
    paused(world, "bot")
    calls = world.engine.calls
    (_, told) = me.post("service").json()["messages"]
    assert told["text"] == "The bot is not in use just now. Please try again later."
    assert [each["payload"] for each in told["buttons"]] == ["/ask_human"]
    assert told["services"] == []
    assert world.engine.calls == calls


def test_a_paused_bot_offers_nobody_where_nobody_answers(http: TestClient, world: World) -> None:
    me = visit(http)
    paused(world, "bot")
    world.clock.now = SUNDAY
    assert me.post("service").json()["messages"][1]["buttons"] == []
    world.clock.now += timedelta(days=1)
    paused(world, "handoff")
    assert me.post("service").json()["messages"][1]["buttons"] == []


def test_a_paused_bot_goes_by_the_hours_of_the_team_that_serves_the_person(
    http: TestClient, world: World
) -> None:
    me = visit(http)
    paused(world, "bot")
    with world.database.write() as session:
        team = write_team(session, Team(languages=frozenset({"en"}), hours="Sun 9-20"))
    world.clock.now = SUNDAY
    (button,) = me.post("service").json()["messages"][1]["buttons"]
    assert button["payload"] == "/ask_human"
    with world.database.write() as session:
        write_team(session, Team(id=team, languages=frozenset({"en"}), hours="Tue 9-20"))
    world.clock.now += timedelta(days=1)
    assert me.post("service").json()["messages"][1]["buttons"] == []


def test_a_paused_bot_still_answers_danger_first_and_leads_to_a_person(
    http: TestClient, world: World
) -> None:
    me = visit(http)
    paused(world, "bot")
    calm = me.post("I want to kill myself").json()["messages"][1]
    assert "112" in calm["text"]
    gentle, told = me.post("there is no way out").json()["messages"][1:]
    assert "112" in gentle["text"]
    assert told["text"].startswith("The bot is not in use")
    assert me.press("/ask_human").json()["holder"] == Holder.WAITING
    assert me.press("/cancel_human").json()["holder"] == Holder.BOT
    assert me.press("/delete_conversation").json()["messages"]
    assert me.call("GET").status_code == 404


def test_a_new_conversation_begins_with_the_sentence_in_the_language_asked_for(
    http: TestClient, world: World
) -> None:
    paused(world, "bot", sv="Boten vilar.")
    started = http.post("/api/v1/conversations", json={"language": "sv"}).json()
    assert [each["text"] for each in started["messages"]] == ["Boten vilar."]
    me = Visitor(http, started["id"], started["token"])
    switched = me.call("PATCH", json={"language": "en"}).json()
    assert switched["messages"][0]["text"].startswith("The bot is not in use")
    (again,) = me.press('/set_language{"language": "sv"}').json()["messages"][1:]
    assert again["text"] == "Boten vilar."
    me.call("PATCH", json={"language": "en"})
    with world.database.write() as session:
        assert pause.end(session, "bot")
    world.pauses.refresh()
    assert me.post("hello").json()["messages"][1]["text"] == "You said: hello"


def test_the_notice_stands_in_the_answers_and_only_then(http: TestClient, world: World) -> None:
    me = visit(http)
    assert "notice" not in me.call("GET").json()
    paused(world, "handoff", en="No counsellors today.")
    paused(world, "bot", en="No bot today.")
    assert me.call("GET").json()["notice"] == "No counsellors today. No bot today."


def test_a_planned_end_is_told_and_ends_it(http: TestClient, world: World) -> None:
    paused(world, "handoff", minutes=90)
    me = visit(http)
    assert asked(world, me)[0].endswith("We expect to go on on Monday 23.11. at 13.30.")
    world.clock.now += timedelta(minutes=90)
    assert world.pauses.now(world.clock.now) == ()
    assert "in the queue" in asked(world, visit(http))[0]


def test_it_holds_after_a_restart_and_in_every_process(world: World) -> None:
    paused(world, "handoff")
    other = Pauses(world.database)
    assert other.now(world.clock.now) == ()
    other.refresh()
    assert [each.what for each in other.now(world.clock.now)] == ["handoff"]
    with world.database.write() as session:
        pause.end(session, "handoff")
    other.refresh()
    assert other.now(world.clock.now) == ()


def test_worded_anew_it_has_lasted_since_its_beginning(world: World) -> None:
    paused(world, "bot")
    (first,) = world.pauses.now(world.clock.now)
    world.clock.now += timedelta(minutes=5)
    paused(world, "bot", fi="Toinen.")
    (second,) = world.pauses.now(world.clock.now)
    assert (second.since, second.texts["fi"]) == (first.since, "Toinen.")


@pytest.mark.parametrize("what", PAUSED)
def test_ready_made_sentences_are_there_in_every_language(world: World, what: Paused) -> None:
    ready = pause.ready_made(world.texts, what)
    assert len(ready) == 10
    assert len(set(ready.values())) == 10


def test_ending_what_is_not_paused_is_nothing(world: World) -> None:
    with world.database.write() as session:
        assert not pause.end(session, "bot")
