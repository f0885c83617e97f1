"""What people are told of who is at the desk, when it opens, how long it takes, and what else they can do."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient

from bot import presence
from bot.models import StoredHandOff
from bot.opening_hours import OtherDay
from bot.teams import Team, write_other_day, write_team
from bot.transfer import Colleague
from bot.waiting import MOST_PICKUPS, usual_wait
from knowledge.vocabulary import LANGUAGES
from tests.bot.conftest import World
from tests.bot.visitor import Visitor, visit

HELSINKI = ZoneInfo("Europe/Helsinki")
INTERPRETER, LEAVE = '/hand_off{"reason": "interpreter"}', '/hand_off{"reason": "message"}'


def at_desk(world: World, *languages: str, chosen: presence.Choice = "online") -> None:
    with world.database.write() as session:
        presence.note(session, Colleague("1", "Aino"), languages, world.clock(), chosen=chosen)


def asks(http: TestClient, language: str = "en") -> tuple[Visitor, str, list[str]]:
    """The visitor, all that they are told, and what they can press."""
    me = visit(http, language=language)
    told = me.press("/ask_human").json()["messages"][1:]
    pressed = [button["payload"] for button in told[-1]["buttons"]]
    return me, " ".join(message["text"] for message in told), pressed


def test_somebody_who_speaks_the_language_is_there(http: TestClient, world: World) -> None:
    at_desk(world, "en")
    _, told, buttons = asks(http)
    assert "A counsellor who speaks English is at the desk." in told
    assert buttons == ["/search_service", "/cancel_human"]


def test_nobody_speaks_the_language_and_the_choices_are_named(http: TestClient, world: World) -> None:
    at_desk(world, "fi", "sv")
    _, told, buttons = asks(http)
    assert "Just now no counsellor who speaks English is at the desk." in told
    assert "leave your message, ask for an interpreter or change the language" in told
    languages = ['/set_language{"language": "fi"}', '/set_language{"language": "sv"}']
    assert buttons == [LEAVE, INTERPRETER, *languages, "/search_service", "/cancel_human"]


@pytest.mark.parametrize("chosen", ["offline", "online"])
def test_nobody_is_there_at_all(http: TestClient, world: World, chosen: presence.Choice) -> None:
    at_desk(world, "en", chosen=chosen)
    world.clock.now += timedelta(minutes=3)
    _, told, buttons = asks(http)
    assert "Just now no counsellor is at the desk." in told
    assert buttons == [LEAVE, "/search_service", "/cancel_human"]


def test_plain_finnish_is_spoken_by_who_speaks_finnish(http: TestClient, world: World) -> None:
    at_desk(world, "en")
    _, told, buttons = asks(http, "fi")
    assert "paikalla ei ole neuvojaa, joka puhuu suomea" in told
    assert '/set_language{"language": "en"}' in buttons
    at_desk(world, "fi")
    _, told, _ = asks(http, "fi")
    assert "Suomea puhuva neuvoja on paikalla." in told


def test_an_interpreter_is_asked_for_and_the_desk_sees_it(http: TestClient, world: World) -> None:
    at_desk(world, "fi")
    me, _, _ = asks(http)
    answer = me.press(INTERPRETER).json()
    assert answer["holder"] == "waiting"
    assert "you need an interpreter" in answer["messages"][-1]["text"]
    (row,) = world.desk.inbox()
    assert (row.interpreter, row.reason) == ("en", "asked")
    assert world.desk.next_for("1") == (me.id,)


def test_the_message_is_left_with_a_code_that_brings_back(http: TestClient, world: World) -> None:
    at_desk(world, "fi")
    me, _, _ = asks(http)
    told = me.press(LEAVE).json()["messages"][-1]["text"]
    code = told.partition("this code: ")[2].partition(".")[0]
    opened = http.post("/api/v1/conversations/resume", json={"code": code})
    assert opened.json()["id"] == me.id
    assert opened.json()["holder"] == "waiting"


@pytest.mark.parametrize("payload", [INTERPRETER, LEAVE])
def test_an_old_button_joins_the_queue_anew(http: TestClient, world: World, payload: str) -> None:
    at_desk(world, "fi")
    me, _, _ = asks(http)
    me.press("/cancel_human")
    assert me.press(payload).json()["holder"] == "waiting"
    (row,) = world.desk.inbox()
    assert row.reason == "asked"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "key", ["speaker_here", "nobody_speaks", "nobody_here", "choices", "choices_language"]
)
def test_every_language_says_it_in_its_own_words(world: World, language: str, key: str) -> None:
    own = world.texts.by_language[language].texts[f"queue.{key}"].text
    assert own != world.texts.by_language["en" if language != "en" else "fi"].texts[f"queue.{key}"].text
    assert "!" not in own


def test_the_hours_told_are_those_of_the_nearest_team(http: TestClient, world: World) -> None:
    with world.database.write() as session:
        evening = write_team(session, Team(languages=frozenset({"en"}), hours="Mon-Fri 16-20"))
        write_team(session, Team(languages=frozenset({"sv"})))
        write_other_day(session, evening, OtherDay(date(2026, 11, 23), (), "Ill"))
    _, told, _ = asks(http)
    assert "opens next on Tuesday 24.11. at 16.00" in told
    _, told, _ = asks(http, "sv")
    assert "plats 2" in told


def test_where_no_team_serves_the_hours_of_all_teams_count(http: TestClient, world: World) -> None:
    with world.database.write() as session:
        write_team(session, Team(languages=frozenset({"so"}), hours="Tue 10-12"))
        write_team(session, Team(languages=frozenset({"ru"}), hours="Wed 10-12"))
    _, told, _ = asks(http)
    assert "opens next on Tuesday 24.11. at 10.00" in told


def picked_up(world: World, hours_ago: float, minutes: float, language: str = "en") -> None:
    asked = world.clock.now - timedelta(hours=hours_ago)
    with world.database.write() as session:
        session.add(
            StoredHandOff(
                language=language,
                at=asked,
                reason="asked",
                desk_open=True,
                taken_at=asked + timedelta(minutes=minutes),
            )
        )


def wait(world: World) -> int | None:
    with world.database.read() as session:
        return usual_wait(session, "en", world.clock.now, HELSINKI)


def test_the_wait_is_that_of_this_hour_on_other_days(world: World) -> None:
    for day in range(1, 7):
        picked_up(world, 24 * day, 4)
        picked_up(world, 24 * day + 3, 30)
    assert wait(world) == 240


def test_the_hours_next_to_it_count_where_this_one_has_too_few(world: World) -> None:
    for day in range(1, 4):
        picked_up(world, 24 * day, 4)
        picked_up(world, 24 * day + 1, 6)
        picked_up(world, 24 * day + 5, 60)
    assert wait(world) == 300


def test_one_who_was_forgotten_for_days_does_not_move_it(world: World) -> None:
    for day in range(1, 7):
        picked_up(world, 24 * day, 4)
    picked_up(world, 24, 5000)
    assert wait(world) == 240


def test_what_was_seen_too_seldom_too_long_ago_or_in_another_language_says_nothing(world: World) -> None:
    for day in range(1, 5):
        picked_up(world, 24 * day, 4)
        picked_up(world, 24 * day, 4, "sv")
        picked_up(world, 24 * (day + 28), 4)
    assert wait(world) is None


def test_only_the_latest_are_read_however_long_the_history_is(world: World) -> None:
    old, new = world.clock.now - timedelta(days=20), world.clock.now - timedelta(days=1)
    with world.database.write() as session:
        session.add_all(
            StoredHandOff(
                language="en", at=at, reason="asked", desk_open=True, taken_at=at + timedelta(minutes=minutes)
            )
            for at, minutes, number in ((old, 60, 2 * MOST_PICKUPS), (new, 5, MOST_PICKUPS))
            for _ in range(number)
        )
    assert wait(world) == 300
