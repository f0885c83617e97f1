"""What holds in the database whatever arrives at once, and what goes when its time is up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.models import Conversation, Note, StoredMessage, StoredUnmetNeed
from bot.privacy import erase_before
from bot.transfer import Colleague
from tests.bot.conftest import World
from tests.bot.visitor import visit


def test_the_same_message_twice_at_once_is_one_message(http: TestClient, world: World) -> None:
    me, client_id = visit(http), str(uuid4())
    world.engine.seconds = 0.05
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: me.post("hello", client_id), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert len(me.messages()) == 3


def test_different_messages_at_once_are_all_answered_in_one_order(http: TestClient) -> None:
    me = visit(http)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: me.post(f"words {number}"), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    stored = me.messages()
    assert [each["seq"] for each in stored] == list(range(1, 14))
    for question, answer in zip(stored[1::2], stored[2::2], strict=True):
        assert answer["text"] == f"You said: {question['text']}"


def test_what_is_older_than_the_retention_is_erased(http: TestClient, world: World) -> None:
    old = visit(http)
    old.post("nothing")
    old.press("/ask_human")
    world.desk.marks.note(old.id, Colleague("7", "Aino"), "a note")
    world.clock.now += timedelta(days=29)
    kept = visit(http)
    world.clock.now += timedelta(days=2)
    with world.database.write() as session:
        assert erase_before(session, world.clock() - timedelta(days=30)) == 1
    assert old.call("GET").status_code == 404
    assert kept.call("GET").status_code == 200
    with world.database.read() as session:
        assert session.scalars(select(Conversation.id)).all() == [kept.id]
        assert session.scalars(select(StoredMessage.conversation_id)).all() == [kept.id]
        assert session.scalars(select(Note)).all() == []
        unmet = session.scalars(select(StoredUnmetNeed)).one()
        assert (unmet.conversation_id, unmet.query) == (None, None)
