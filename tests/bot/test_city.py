"""What a city decides in a conversation: hours, greeting, queue, who is there, what is counted."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import presence
from bot.city import City
from bot.conversation import Holder, Inbound
from bot.models import Conversation, StoredHandOff
from bot.opening_hours import OpeningHours
from bot.teams import Team, write_team
from bot.transfer import Colleague
from bot.unattended import Desk, unattended
from bot.waits import Waits
from knowledge.database import Database
from tests.bot.conftest import World

SHUT = OpeningHours.parse("Sat 9-10", "Europe/Helsinki")
ALWAYS = OpeningHours.parse("Mon-Sun 0-24", "Europe/Helsinki")


@pytest.fixture
def world(database: Database) -> World:
    oulu = City(code="oulu", municipalities=("564",), hours=ALWAYS, greetings={"en": "Welcome to Oulu."})
    kemi = City(code="kemi", municipalities=("240",), hours=SHUT)
    return World(database, several=(oulu, kemi))


def start(world: World, city: str | None = None, municipality: str | None = None) -> str:
    return asyncio.run(world.runtime.start("en", municipality, city=city)).id


def asks(world: World, conversation: str) -> str:
    """All that is told on asking for a person."""
    inbound = Inbound(conversation, f"asks {conversation}", payload="/ask_human")
    answer = asyncio.run(world.runtime.receive(inbound))
    return " ".join(message.text for message in answer.messages[1:])


def at_desk(world: World, name: str, *cities: str) -> None:
    with world.database.write() as session:
        presence.note(session, Colleague(name, name), ("en",), world.clock(), cities=cities)


def city_of(world: World, conversation: str) -> str | None:
    with world.database.read() as session:
        return session.get_one(Conversation, conversation).city


def test_its_greeting_comes_before_the_words_that_tell_what_this_is(world: World) -> None:
    told = [draft.text for draft in asyncio.run(world.runtime.opening("en", city="oulu"))]
    assert told == ["Welcome to Oulu.", "Hello, I am a bot."]
    for language, city in (("sv", "oulu"), ("en", "kemi"), ("en", None)):
        assert len(asyncio.run(world.runtime.opening(language, city=city))) == 1


def test_the_municipality_tells_whose_it_is_only_where_no_address_has(world: World) -> None:
    assert city_of(world, start(world, municipality="564")) == "oulu"
    assert city_of(world, start(world, "kemi", "564")) == "kemi"
    later = start(world)
    asyncio.run(world.runtime.receive(Inbound(later, "1", text="money")))
    assert city_of(world, later) == "oulu"


def test_each_city_is_open_at_its_own_hours(world: World) -> None:
    assert "You are number 1 in the queue" in asks(world, start(world, "oulu"))
    assert "Saturday" in asks(world, start(world, "kemi"))


def test_a_teams_hours_come_before_the_citys_and_another_citys_team_has_none_here(world: World) -> None:
    with world.database.write() as session:
        write_team(session, Team(names={"fi": "Oulu"}, cities=frozenset(("oulu",)), hours="Sun 9-10"))
    assert "Sunday" in asks(world, start(world, "oulu"))
    with world.database.write() as session:
        write_team(session, Team(names={"fi": "Kemi"}, cities=frozenset(("kemi",)), hours="Mon 0-24"))
    assert "You are number 1 in the queue" in asks(world, start(world, "kemi"))


def test_the_queue_of_another_city_is_not_waited_for(world: World) -> None:
    for _ in range(3):
        asks(world, start(world, "kemi"))
    assert "number 1 in the queue" in asks(world, start(world, "oulu"))
    assert "number 2 in the queue" in asks(world, start(world, "oulu"))


def test_only_who_works_for_the_city_counts_as_being_there(world: World) -> None:
    at_desk(world, "Aino", "oulu")
    world.clock.now += timedelta(minutes=3)
    at_desk(world, "Kalle", "kemi")
    assert "no counsellor is at the desk" in asks(world, start(world, "oulu"))
    at_desk(world, "Ylli")
    assert "A counsellor who speaks English is at the desk." in asks(world, start(world, "oulu"))


def test_who_works_for_the_city_is_called_and_nobody_else(world: World) -> None:
    at_desk(world, "Kalle", "kemi")
    at_desk(world, "Aino", "oulu")
    conversation = start(world, "oulu")
    asks(world, conversation)
    assert world.desk.next_for("Kalle") == ()
    assert world.desk.next_for("Aino") == (conversation,)


def test_mail_goes_out_when_only_another_citys_counsellor_is_in(world: World) -> None:
    asks(world, start(world, "oulu"))
    at_desk(world, "Kalle", "kemi")
    desk = Desk("desk@example.fi", 0, world.parts.cities)
    with world.database.read() as session:
        assert len(unattended(session, desk, world.clock())) == 1
    at_desk(world, "Aino", "oulu")
    with world.database.read() as session:
        assert unattended(session, desk, world.clock()) == ()


def test_nobody_is_told_that_nobody_came_while_the_city_is_closed(world: World) -> None:
    opened, shut = start(world, "oulu"), start(world, "kemi")
    for each in (opened, shut):
        asks(world, each)
    world.clock.now += timedelta(minutes=20)
    Waits(world.parts, untaken=timedelta(minutes=15), silent=timedelta(hours=1)).look_after()
    with world.database.read() as session:
        told = select(StoredHandOff.conversation_id).where(StoredHandOff.person_told_at.is_not(None))
        assert session.scalars(told).all() == [opened]


def test_what_is_counted_keeps_its_city_when_the_conversation_is_gone(world: World) -> None:
    conversation = start(world, "oulu")
    asks(world, conversation)
    world.person.erase(conversation)
    with world.database.read() as session:
        assert session.execute(select(StoredHandOff.conversation_id, StoredHandOff.city)).one() == (
            None,
            "oulu",
        )


def test_a_city_that_was_left_out_of_the_file_is_served_as_the_installation(world: World) -> None:
    conversation = start(world, "gone")
    assert "You are number 1 in the queue" in asks(world, conversation)
    assert world.desk.case(conversation).row.holder is Holder.WAITING
