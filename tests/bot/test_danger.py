"""Danger comes before everything else, and never blocks going on."""

from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.models import Conversation
from tests.bot.conftest import World
from tests.bot.visitor import visit


def test_danger_is_answered_with_calm_words_and_a_person_without_the_engine(
    http: TestClient, world: World
) -> None:
    calm, reply = visit(http).post("I want to kill myself").json()["messages"][1:]
    assert "112" in calm["text"]
    assert [button["payload"] for button in reply["buttons"]] == ['/hand_off{"reason": "danger"}', "/menu"]
    assert world.engine.calls == 0


def test_danger_in_a_question_offers_to_go_on_with_the_question(http: TestClient) -> None:
    me = visit(http)
    me.post("question")
    reply = me.post("I want to kill myself").json()["messages"][-1]
    assert reply["buttons"][1]["payload"] == "/start_assessment"
    assert me.call("GET").json()["progress"] == [1, 7]


def test_what_may_be_danger_is_answered_with_a_gentle_word_before_the_answer(
    http: TestClient, world: World
) -> None:
    gentle, *answer = visit(http).post("no way out").json()["messages"][1:]
    assert "112" in gentle["text"]
    assert [button["payload"] for button in gentle["buttons"]] == ['/hand_off{"reason": "danger"}']
    assert answer
    assert world.engine.calls == 1


def test_what_may_be_danger_a_second_time_is_danger(http: TestClient, world: World) -> None:
    me = visit(http)
    me.post("I see no way out")
    me.post("no way out, again")
    assert world.engine.calls == 1
    with world.database.read() as session:
        assert session.scalars(select(Conversation.urgent)).all() == [True]


def test_after_the_whole_answer_to_danger_a_guess_does_not_stop_the_conversation(
    http: TestClient, world: World
) -> None:
    me = visit(http)
    me.post("I want to kill myself")
    gentle = me.post("no way out").json()["messages"][1]
    assert [button["payload"] for button in gentle["buttons"]] == ['/hand_off{"reason": "danger"}']
    assert world.engine.calls == 1
