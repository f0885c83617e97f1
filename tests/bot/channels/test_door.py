"""The door of outside channels: once in effect, and nobody known from what is stored."""

import asyncio
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from bot.channels.channel import Arrival, TryLater
from bot.channels.door import Door
from bot.channels.door_models import SeenArrival
from bot.channels.entry import REMEMBERED, forget_arrivals
from bot.channels.place import Places
from bot.conversation import Holder, Message
from bot.limits import RateLimit
from bot.models import Conversation, StoredMessage
from bot.sealing import SealBroken
from tests.bot.conftest import World

KEY = "987654321"
WELCOME = "Hello, I am a bot."
pytestmark = pytest.mark.anyio
ERASE = '/delete_conversation{"confirmed": true}'


@dataclass
class Told:
    """A channel that only says farewells here; it fails as often as it is told to."""

    said: list[str] = field(default_factory=list)
    failures: int = 0
    name: str = "telegram"

    async def send(self, key: str, message: Message) -> None:
        if self.failures:
            self.failures -= 1
            raise TryLater
        self.said.append(f"{key}: {message.text}")


def arrival(update_id: int, text: str = "", payload: str | None = None, language: str = "en") -> Arrival:
    return Arrival("telegram", KEY, str(update_id), text, payload, language)


def conversations(world: World) -> list[Conversation]:
    with world.database.read() as session:
        return list(session.scalars(select(Conversation)))


def texts(world: World) -> list[str]:
    with world.database.read() as session:
        return list(session.scalars(select(StoredMessage.text).order_by(StoredMessage.id)))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def door(world: World, told: Told) -> Door:
    return Door(world.parts, world.chat(), Places.under(b"today"), {"telegram": told})


async def test_the_first_message_begins_a_conversation_and_is_answered(door: Door, world: World) -> None:
    await door.receive(arrival(1, "Hello"))
    assert texts(world) == [WELCOME, "Hello", "You said: Hello"]


async def test_the_language_of_the_client_counts_only_for_the_beginning(door: Door, world: World) -> None:
    await door.receive(arrival(1, language="sv"))
    await door.receive(arrival(2, "Hej", language="en"))
    assert [each.language for each in conversations(world)] == ["sv"]


async def test_a_language_that_is_not_spoken_here_begins_in_english(door: Door, world: World) -> None:
    await door.receive(arrival(1, language="pt-br"))
    assert [each.language for each in conversations(world)] == ["en"]


@pytest.mark.parametrize("said", [{"text": ""}, {"text": "Hello"}, {"payload": "/menu"}])
async def test_the_same_again_gives_nothing_new(door: Door, world: World, said: dict[str, str]) -> None:
    await door.receive(arrival(1, **said))
    before = texts(world)
    assert await door.receive(arrival(1, **said)) is None
    assert texts(world) == before


async def test_the_same_at_the_same_time_has_one_effect(door: Door, world: World) -> None:
    await asyncio.gather(*(door.receive(arrival(1, "Hello")) for _ in range(5)))
    assert texts(world) == [WELCOME, "Hello", "You said: Hello"]


async def test_two_first_messages_at_the_same_time_begin_one_conversation(door: Door, world: World) -> None:
    await asyncio.gather(*(door.receive(arrival(number, f"Hello {number}")) for number in range(5)))
    assert len(conversations(world)) == 1
    said = [text for text in texts(world) if text.startswith("Hello ")]
    assert sorted(said) == [f"Hello {number}" for number in range(5)]


async def test_a_text_of_ours_is_told_once(door: Door, world: World) -> None:
    await asyncio.gather(*(door.tell(arrival(1), "error.empty") for _ in range(5)))
    assert texts(world) == [WELCOME, "The message is empty."]


async def test_what_cannot_be_taken_in_is_answered_and_not_stored(door: Door, world: World) -> None:
    await door.receive(arrival(1, "x" * 2_001))
    assert texts(world)[1:] == ["The message is too long. It may have at most 2000 characters."]


@pytest.mark.parametrize("by_words", [True, False])
async def test_what_erased_the_conversation_begins_no_new_one(
    door: Door, world: World, told: Told, by_words: bool
) -> None:
    await door.receive(arrival(1, "Hello"))
    erase = door.receive if by_words else door.erase
    await erase(arrival(2, payload=ERASE))
    assert conversations(world) == []
    await erase(arrival(2, payload=ERASE))
    assert conversations(world) == []
    proof, again = told.said
    assert "Nothing of the conversation is left" in proof
    assert again == f"{KEY}: The conversation is deleted.", "what was deleted is not known any more"


async def test_the_last_word_is_said_when_the_same_comes_again(door: Door, told: Told) -> None:
    await door.receive(arrival(1, "Hello"))
    told.failures = 1
    with pytest.raises(TryLater):
        await door.erase(arrival(2))
    await door.erase(arrival(2))
    assert told.said == [f"{KEY}: The conversation is deleted."]


async def test_nothing_begins_only_to_be_erased(door: Door, world: World, told: Told) -> None:
    await door.erase(arrival(1))
    assert (conversations(world), told.said) == ([], [])


async def test_nobody_is_known_from_what_is_stored(door: Door, world: World) -> None:
    await door.receive(arrival(1, "Hello"))
    (stored,) = conversations(world)
    with world.database.read() as session:
        marks = list(session.scalars(select(SeenArrival.mark)))
    assert not any(KEY in kept for kept in (stored.channel_key, stored.channel_address, *marks))
    assert door.places.opened(stored.channel_address) == KEY


async def test_a_new_secret_still_finds_who_came_under_the_former(door: Door, world: World) -> None:
    await door.receive(arrival(1, "Hello"))
    later = Door(world.parts, world.chat(), Places.under(b"tomorrow", [b"today"]))
    assert await later.receive(arrival(1, "Hello")) is None
    await later.receive(arrival(2, "again"))
    (stored,) = conversations(world)
    assert later.places.opened(stored.channel_address) == KEY
    with pytest.raises(SealBroken):
        Places.under(b"another").opened(stored.channel_address)


async def test_the_language_switches_while_a_counsellor_speaks(door: Door, world: World) -> None:
    await door.receive(arrival(1, "Hello"))
    with world.database.write() as session:
        session.get(Conversation, conversations(world)[0].id).holder = Holder.COUNSELLOR
    await door.switch(arrival(2), "sv")
    assert conversations(world)[0].language == "sv"


async def test_buttons_are_offered_until_the_person_has_written(door: Door) -> None:
    await door.receive(arrival(1))
    assert await door.offered(arrival(2), 1) is not None
    await door.receive(arrival(2, "Hello"))
    assert await door.offered(arrival(3), 1) is None


async def test_who_writes_without_end_is_told_so_once(world: World) -> None:
    world.rate = 4
    door = Door(world.parts, world.chat(), Places.under(b"today"), told_off=RateLimit(2))
    for number in range(8):
        await door.receive(arrival(number, f"spam {number}"))
    said = texts(world)
    assert sum(text.startswith("spam") for text in said) == 2
    assert sum(text.startswith("Too many") for text in said) == 1


async def test_what_can_no_longer_come_again_is_forgotten(door: Door, world: World) -> None:
    await door.receive(arrival(1, "Hello"))
    with world.database.write() as session:
        forget_arrivals(session, world.clock() + 2 * REMEMBERED)
        assert session.scalar(select(SeenArrival.mark)) is None


async def test_what_is_open_in_a_place_is_found_also_by_what_came_in_before(door: Door) -> None:
    assert await door.there(arrival(1)) is None
    await door.receive(arrival(1, "Hello"))
    found = await door.there(arrival(1))
    assert found is not None
    assert (found.language, found.holder) == ("en", Holder.BOT)
    assert (await door.enter(arrival(1))).seen is not None
    assert (await door.enter(arrival(2))).there == found
