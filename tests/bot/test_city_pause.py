"""A pause of one city: its people are told and wait, everybody else goes on."""

import asyncio

from bot import pause
from bot.conversation import Inbound
from bot.pause import Paused
from bot.transfer import Colleague
from tests.bot.conftest import World
from tests.bot.test_city import asks, start
from tests.bot.test_city import world as world

TRAINING = "We are at a training."


def paused_in(world: World, what: Paused, city: str, text: str = TRAINING) -> None:
    with world.database.write() as session:
        pause.begin(session, what, {"en": text}, Colleague("1", "Aino"), world.clock(), city=city)
    world.pauses.refresh()


def says(world: World, conversation: str) -> list[str]:
    answer = asyncio.run(world.runtime.receive(Inbound(conversation, f"says {conversation}", text="hello")))
    return [message.text for message in answer.messages[1:]]


def test_who_asks_for_a_person_waits_there_and_is_queued_elsewhere(world: World) -> None:
    paused_in(world, "handoff", "oulu")
    assert TRAINING in asks(world, start(world, "oulu"))
    for other in (start(world, "kemi"), start(world)):
        assert TRAINING not in asks(world, other)


def test_the_bot_is_silent_there_alone_from_the_first_words_on(world: World) -> None:
    oulu, kemi = start(world, "oulu"), start(world, "kemi")
    paused_in(world, "bot", "oulu")
    assert says(world, oulu) == [TRAINING]
    assert TRAINING not in says(world, kemi)
    for city, municipality in (("oulu", None), (None, "564")):
        first = asyncio.run(world.runtime.opening("en", municipality, city))
        assert [draft.text for draft in first] == [TRAINING]
    assert TRAINING not in [draft.text for draft in asyncio.run(world.runtime.opening("en", city="kemi"))]


def test_the_notice_above_the_chat_stands_there_alone_also_in_open_streams(world: World) -> None:
    oulu, kemi = start(world, "oulu"), start(world, "kemi")
    before = world.person.marks([oulu, kemi])
    paused_in(world, "handoff", "oulu")
    after = world.person.marks([oulu, kemi])
    assert world.person.news(oulu)[0].notice == TRAINING
    assert world.person.news(kemi)[0].notice is None
    assert (after[oulu] == before[oulu], after[kemi] == before[kemi]) == (False, True)


def test_a_pause_everywhere_comes_before_that_of_the_city_and_its_end_leaves_the_other(world: World) -> None:
    paused_in(world, "handoff", "oulu")
    paused_in(world, "handoff", "", "Closed everywhere.")
    assert world.person.notice("en", "oulu") == "Closed everywhere."
    assert world.person.notice("en", "kemi") == "Closed everywhere."
    with world.database.write() as session:
        assert pause.end(session, "handoff")
    world.pauses.refresh()
    assert world.person.notice("en", "oulu") == TRAINING
    assert world.person.notice("en", "kemi") is None
