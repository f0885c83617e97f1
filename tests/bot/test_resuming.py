"""A conversation goes on where its code is given: on the web, in a chat, and back; never in two places."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.channels.place import Place, Places
from bot.conversation import Inbound
from bot.keys import Mistyped, ResumeCodes
from bot.models import Conversation, StoredMessage
from bot.resuming import Arrived, OwnConversation
from bot.store import NotFound
from bot.throttle import TooMany
from tests.bot.conftest import World

pytestmark = pytest.mark.anyio
CODES = ResumeCodes(b"a secret of the tests")
PLACES = Places.under(b"a secret of the tests")
CHAT = PLACES.place("telegram", "987654321")
OTHER_CHAT = PLACES.place("telegram", "123456789")
WRONG = "000 000 000 000"
HERE = "192.0.2.1"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Person:
    """Somebody who has said hello, on the web or in a place."""

    world: World
    id: str
    token: str

    @classmethod
    async def begin(cls, world: World, place: Place | None = None) -> "Person":
        started = await world.runtime.start("en", place=place)
        person = cls(world, started.id, started.token)
        await person.say("Hello")
        return person

    async def say(self, text: str) -> None:
        await self.world.runtime.receive(Inbound(self.id, text, text=text))

    def code(self) -> str:
        return self.world.person.code(self.id)

    def row(self) -> Conversation:
        with self.world.database.read() as session:
            found = session.get(Conversation, self.id)
            assert found
            return found

    def unsent(self) -> list[str]:
        """What the one exit would send to a chat."""
        with self.world.database.read() as session:
            row = session.get(Conversation, self.id)
            assert row
            mine = StoredMessage.conversation_id == self.id, StoredMessage.seq > row.delivered_seq
            return list(session.scalars(select(StoredMessage.text).where(*mine).order_by(StoredMessage.seq)))


def told_in(world: World, place: Place) -> list[str]:
    with world.database.read() as session:
        here = session.scalars(select(Conversation.id).where(Conversation.channel_key == place.key)).one()
        texts = select(StoredMessage.text).where(StoredMessage.conversation_id == here)
        return list(session.scalars(texts.order_by(StoredMessage.seq)))


def test_every_wrong_or_exchanged_digit_is_a_slip_and_no_guess() -> None:
    digits = CODES.code("c1").replace(" ", "")
    assert len(digits) == 12
    slips = {digits[:at] + new + digits[at + 1 :] for at in range(12) for new in "0123456789"}
    slips |= {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(11)}
    slips |= {digits[:at] + digits[at + 1 :] for at in range(12)}
    for slip in slips - {digits}:
        with pytest.raises(Mistyped):
            CODES.stored(slip)


@pytest.mark.parametrize("zero", ["٠", "۰", "0"])
def test_the_digits_of_every_keyboard_are_digits(zero: str) -> None:
    code = CODES.code("c1")
    typed = "".join(chr(ord(zero) + int(each)) if each.isdigit() else "-" for each in code)
    assert CODES.stored(typed) == CODES.stored(code)


async def test_wrong_codes_cost_time_in_all_processes_and_right_ones_never(world: World) -> None:
    code = (await Person.begin(world)).code()
    for _ in range(6):
        with pytest.raises(NotFound):
            await world.person.resuming.to_web(WRONG, HERE)
    for _ in range(3):
        with pytest.raises(TooMany):
            await World(world.database).person.resuming.to_web(code, HERE)
    for _ in range(20):
        await world.person.resuming.to_web(code, "192.0.2.2")


async def test_slips_are_not_counted(world: World) -> None:
    code = (await Person.begin(world)).code()
    for _ in range(30):
        with pytest.raises(Mistyped):
            await world.person.resuming.to_web("123 456 789 012", HERE)
    await world.person.resuming.to_web(code, HERE)


async def test_an_attack_from_many_addresses_is_slow_and_shuts_nobody_out(world: World) -> None:
    code, refused = (await Person.begin(world)).code(), 0
    for number in range(80):
        for _ in range(2):
            try:
                await world.person.resuming.to_web(WRONG, f"198.51.100.{number}")
            except NotFound:
                continue
            except TooMany:
                refused += 1
    assert refused == 20, "sixty an hour together, besides the first of each"
    await world.person.resuming.to_web(code, "192.0.2.3")


async def test_the_addresses_of_one_ipv6_customer_are_one_caller(world: World) -> None:
    for number in range(6):
        with pytest.raises(NotFound):
            await world.person.resuming.to_web(WRONG, f"2001:db8:1:{number:x}::1")
    with pytest.raises(TooMany):
        await world.person.resuming.to_web(WRONG, "2001:db8:1:ffff::9")


async def test_on_another_device_the_former_token_ends(world: World) -> None:
    person = await Person.begin(world)
    started = await world.person.resuming.to_web(person.code(), HERE)
    assert world.person.identify(person.token) is None
    assert world.person.identify(started.token)
    assert [each.text for each in started.answer.messages][-1] == "You said: Hello"


async def test_a_code_is_taken_back_by_asking_for_another(world: World) -> None:
    person = await Person.begin(world)
    first = person.code()
    assert person.code() == first, "printing it again does not change it"
    told = world.person.give_code(person.id).messages[0].text
    assert "The earlier code no longer works." in told
    assert first not in told
    with pytest.raises(NotFound):
        await world.person.resuming.to_web(first, HERE)
    await world.person.resuming.to_web(person.code(), HERE)
    with world.database.read() as session:
        stored = session.scalars(select(StoredMessage.text).where(StoredMessage.author == "system")).all()
    assert not any(person.code() in text for text in stored), "no code is stored"


async def test_a_code_ends_with_its_conversation(world: World) -> None:
    person = await Person.begin(world)
    code = person.code()
    world.person.erase(person.id)
    with pytest.raises(NotFound):
        await world.person.resuming.to_web(code, HERE)


async def test_in_a_chat_only_what_was_not_seen_is_sent_and_the_open_question(world: World) -> None:
    person = await Person.begin(world)
    world.person.ask_for_person(person.id)
    world.desk.take_over(person.id, "staff-7", "Anna")
    world.desk.say(person.id, "staff-7", "An answer that nobody has seen", "s1")
    arrived = await world.person.resuming.to_channel(person.code(), CHAT)
    assert arrived == Arrived(person.id, "en")
    assert (person.row().channel, person.row().token_hash) == ("telegram", None)
    sent = person.unsent()
    assert "An answer that nobody has seen" in sent
    assert sent[-1] == "The conversation goes on here."
    assert not {"Hello", "You said: Hello"} & set(sent)


async def test_from_a_chat_to_the_web_and_back(world: World) -> None:
    person = await Person.begin(world, CHAT)
    started = await world.person.resuming.to_web(person.code(), HERE)
    assert world.person.identify(started.token)
    assert (person.row().channel_key, person.row().channel_address) == (None, None)
    assert told_in(world, CHAT) == [
        "The conversation was opened elsewhere with its code and goes on there. "
        "If you write here, a new conversation begins."
    ]
    await world.person.resuming.to_channel(person.code(), CHAT)
    assert world.person.identify(started.token) is None
    assert told_in(world, CHAT)[-1].startswith("The conversation goes on here.")


async def test_the_chat_that_is_there_already_changes_nothing(world: World) -> None:
    person = await Person.begin(world, CHAT)
    before = person.row().last_seq
    assert await world.person.resuming.to_channel(person.code(), CHAT) == Arrived(person.id, "en")
    assert person.row().last_seq == before


async def test_two_conversations_are_never_merged(world: World) -> None:
    """Who has one in the chat is asked; the other is kept, and its code told."""
    mine, here = await Person.begin(world), await Person.begin(world, CHAT)
    with pytest.raises(OwnConversation):
        await world.person.resuming.to_channel(mine.code(), CHAT)
    assert world.person.identify(mine.token), "nothing has changed"
    arrived = await world.person.resuming.to_channel(mine.code(), CHAT, instead=True)
    assert mine.row().channel_key == CHAT.key
    assert arrived.former_code
    assert (await world.person.resuming.to_web(arrived.former_code, HERE)).id == here.id


async def test_one_chat_is_left_for_another(world: World) -> None:
    person = await Person.begin(world, CHAT)
    await world.person.resuming.to_channel(person.code(), OTHER_CHAT)
    assert person.row().channel_key == OTHER_CHAT.key
    assert len(told_in(world, CHAT)) == 1
