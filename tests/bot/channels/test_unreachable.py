"""Who cannot be reached in their channel any more: what the desk sees of it."""

import asyncio

import pytest

from bot.channels.outbox import mark_unreachable, reopen
from bot.here import who_has_left
from bot.transfer import Colleague
from tests.bot.channels.outgoing import Post
from tests.bot.conftest import World

AINO = Colleague("1", "Aino")


@pytest.fixture
def post(world: World) -> Post:
    return Post(world)


def waiting(post: Post) -> str:
    conversation_id = post.begin("a", "one")
    post.world.person.ask_for_person(conversation_id)
    return conversation_id


def left(post: Post) -> frozenset[str]:
    with post.world.database.read() as session:
        return who_has_left(session, post.world.clock())


def test_who_waits_elsewhere_is_not_gone_because_they_are_silent(post: Post) -> None:
    waiting(post)
    post.world.clock.now = post.world.clock.now.replace(hour=14)
    assert left(post) == frozenset()


def test_a_waiting_or_served_person_whom_nothing_reaches_is_marked_until_they_write(post: Post) -> None:
    conversation_id = waiting(post)
    with post.world.database.write() as session:
        mark_unreachable(session, conversation_id, "left", post.world.clock())
    assert left(post) == {conversation_id}
    post.world.desk.take_over(conversation_id, AINO.id, AINO.name)
    assert left(post) == {conversation_id}
    with post.world.database.write() as session:
        reopen(session, conversation_id)
    assert left(post) == frozenset()


def test_the_case_tells_it_and_a_message_is_not_called_delivered(post: Post) -> None:
    conversation_id = waiting(post)
    post.world.desk.take_over(conversation_id, AINO.id, AINO.name)
    with post.world.database.write() as session:
        mark_unreachable(session, conversation_id, "left", post.world.clock())
    said = post.world.desk.say(conversation_id, AINO.id, "Hello", "client id")

    async def deliver() -> None:
        async with post.delivering():
            await asyncio.sleep(1.2)

    asyncio.run(deliver())
    case = post.world.desk.case(conversation_id)
    assert case.unreachable
    assert case.unreachable.reason == "left"
    assert case.delivered < said.seq
    assert post.channel.tries == 0
