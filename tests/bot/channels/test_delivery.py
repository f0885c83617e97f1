"""Sending to outside channels: everything once, in order, whatever happens on the way."""

import asyncio
from datetime import timedelta

import pytest

from bot.channels.channel import TryLater, Undeliverable
from bot.channels.outbox import HOLD, reopen, unreachable
from bot.conversation import Author
from bot.feed import DESK, ROWS
from tests.bot.channels.outgoing import PLACES, Post, until
from tests.bot.conftest import World

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def post(world: World) -> Post:
    return Post(world)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.delivery.SWEEP_SECONDS", 0.2)


async def test_what_is_said_is_sent_at_once_in_order_and_once(post: Post) -> None:
    first = post.begin("a", "one", "two")
    async with post.delivering():
        await until(lambda: len(post.channel.sent["a"]) == 2)
        begun = asyncio.get_running_loop().time()
        post.say(first, "three")
        await until(lambda: len(post.channel.sent["a"]) == 3)
        took = asyncio.get_running_loop().time() - begun
        await until(lambda: post.row(first).delivered_seq == 3)
        await asyncio.sleep(0.6)
    assert post.channel.sent["a"] == ["one", "two", "three"]
    assert took < 0.5


async def test_a_lost_wake_up_only_delays(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    first = post.begin("a", "one")
    async with post.delivering():
        await until(lambda: post.channel.sent["a"])
        monkeypatch.setattr(post.world.feed, "wake", lambda topic, kind="rows": None)
        post.say(first, "two")
        await until(lambda: post.channel.sent["a"] == ["one", "two"], seconds=2.5)


async def test_what_the_person_says_is_not_sent_back_and_what_follows_is(post: Post) -> None:
    first = post.begin("a", "one")
    post.say(first, "mine", author=Author.PERSON)
    async with post.delivering():
        await until(lambda: post.row(first).delivered_seq == 2)
        post.say(first, "mine too", author=Author.PERSON)
        await until(lambda: post.row(first).delivered_seq == 3)
        post.say(first, "two")
        await until(lambda: len(post.channel.sent["a"]) == 2)
    assert post.channel.sent["a"] == ["one", "two"]


async def test_many_chats_at_once_one_message_at_a_time_in_each(post: Post) -> None:
    post.channel.seconds = 0.1
    for number in range(20):
        post.begin(str(number), "one", "two", "three")
    async with post.delivering():
        await until(lambda: sum(map(len, post.channel.sent.values())) == 60)
    assert all(sent == ["one", "two", "three"] for sent in post.channel.sent.values())
    assert post.channel.most_at_once > 5


async def test_two_processes_never_send_the_same_twice(post: Post) -> None:
    post.channel.seconds = 0.02
    chats = [post.begin(str(number), "one", "two") for number in range(15)]
    async with post.delivering("one"), post.delivering("two"):
        for each in chats:
            post.say(each, "three")
        await until(lambda: all(post.row(each).delivered_seq == 3 for each in chats))
        await asyncio.sleep(0.6)
    assert all(post.channel.sent[str(n)] == ["one", "two", "three"] for n in range(15))


async def test_what_a_dead_process_held_is_taken_over_after_its_time(post: Post) -> None:
    first = post.begin("a", "one", "two")
    dead = post.outbox("dead")
    parcel = dead.take(first)
    assert parcel
    dead.delivered(parcel, parcel.messages[0])
    async with post.delivering("other"):
        await asyncio.sleep(0.6)
        assert post.channel.sent["a"] == []
        post.world.clock.now += HOLD
        await until(lambda: post.channel.sent["a"] == ["two"], seconds=3)
    assert not dead.delivered(parcel, parcel.messages[1])


async def test_a_message_that_takes_long_is_held_on_to(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.delivery.HOLD_ON_SECONDS", 0.2)
    post.channel.seconds = 2
    post.begin("a", "one")
    async with post.delivering("slow"), post.delivering("other"):
        for _ in range(6):
            await asyncio.sleep(0.3)
            post.world.clock.now += HOLD / 2
        await until(lambda: post.channel.sent["a"])
        await asyncio.sleep(0.6)
    assert post.channel.tries == 1


async def test_the_channels_own_pause_is_honoured_exactly(post: Post) -> None:
    first = post.begin("a", "one")
    post.channel.faults["a"].append(TryLater(37))
    async with post.delivering():
        await until(lambda: post.channel.tries == 1)
        await until(lambda: not post.outbox().due(["letters"]))
        asked = post.world.clock.now
        with post.world.database.write() as session:
            reopen(session, first)
        post.world.clock.now = asked + timedelta(seconds=36)
        await asyncio.sleep(0.6)
        assert post.channel.tries == 1
        post.world.clock.now = asked + timedelta(seconds=37.1)
        await until(lambda: post.channel.sent["a"] == ["one"], seconds=3)


async def test_faults_are_tried_again_after_growing_pauses_and_others_go_on(post: Post) -> None:
    post.begin("a", "one", "two")
    other = post.begin("b", "one")
    post.channel.faults["a"].extend([OSError("away")] * 4)
    pauses = []
    async with post.delivering():
        for tries in range(1, 5):
            await until(lambda tries=tries: len(post.channel.faults["a"]) == 4 - tries)
            failed = post.world.clock.now
            while len(post.channel.faults["a"]) == 4 - tries and not post.channel.sent["a"]:
                post.world.clock.now += timedelta(seconds=0.25)
                await asyncio.sleep(0.05)
            pauses.append((post.world.clock.now - failed).total_seconds())
        await until(lambda: post.channel.sent["a"] == ["one", "two"])
        assert post.row(other).delivered_seq == 1
    assert pauses[3] > pauses[0]


async def test_a_day_of_faults_is_given_up_visibly(post: Post) -> None:
    first = post.begin("a", "one")
    outbox = post.outbox()
    assert outbox.take(first)
    assert not outbox.put_off(first)
    post.world.clock.now += timedelta(hours=23)
    assert outbox.take(first)
    assert not outbox.put_off(first)
    post.world.clock.now += timedelta(hours=2)
    assert outbox.take(first)
    assert outbox.put_off(first)
    assert outbox.take(first) is None
    with post.world.database.read() as session:
        found = unreachable(session, first)
    assert found
    assert found.reason == "gave_up"


async def test_who_has_left_is_not_tried_until_they_write_again(post: Post) -> None:
    first = post.begin("a", "one", "two")
    post.channel.faults["a"].append(Undeliverable())
    async with post.delivering():
        await until(lambda: post.channel.tries == 1)
        await asyncio.sleep(0.6)
        post.say(first, "three")
        await asyncio.sleep(0.6)
        assert post.channel.tries == 1
        assert post.row(first).delivered_seq == 0
        with post.world.database.write() as session:
            reopen(session, first)
        await until(lambda: post.channel.sent["a"] == ["one", "two", "three"], seconds=3)
    with post.world.database.read() as session:
        assert unreachable(session, first) is None


async def test_the_desk_hears_at_once_that_nothing_gets_through(post: Post) -> None:
    first = post.begin("a", "one")
    post.channel.faults["a"].append(Undeliverable())
    with post.world.feed.subscribe(first) as case, post.world.feed.subscribe(DESK) as desk:
        async with post.delivering():
            assert ROWS in await case.wait(5)
            assert ROWS in await desk.wait(5)
    assert b'osaamo_sending_given_up_total{channel="letters",reason="left"} 1.0' in post.world.metrics.text()


async def test_an_erased_conversation_is_sent_no_further(post: Post) -> None:
    post.channel.seconds = 0.3
    first = post.begin("a", "one", "two")
    async with post.delivering():
        await until(lambda: post.channel.at_once)
        post.world.person.erase(first)
        await asyncio.sleep(1)
    assert post.channel.sent["a"] == ["one"]


async def test_what_is_on_its_way_when_the_process_ends_is_marked(post: Post) -> None:
    post.channel.seconds = 0.3
    first = post.begin("a", "one", "two")
    async with post.delivering():
        await until(lambda: post.channel.at_once)
    assert post.channel.sent["a"] == ["one"]
    assert post.row(first).delivered_seq == 1
    async with post.delivering("next"):
        await until(lambda: post.channel.sent["a"] == ["one", "two"], seconds=3)


async def test_a_code_is_shown_to_its_person_only(post: Post) -> None:
    first = post.begin("a")
    post.say(first, "Your code: [[code]].", author=Author.SYSTEM)
    async with post.delivering():
        await until(lambda: post.channel.sent["a"])
    assert "[[" not in post.channel.sent["a"][0]
    assert any(letter.isdigit() for letter in post.channel.sent["a"][0])


async def test_an_address_under_a_lost_secret_is_told_and_blocks_nobody(post: Post) -> None:
    lost, well = post.begin("a", "one"), post.begin("b", "one")
    with post.world.database.write() as session:
        row = session.get_one(type(post.row(lost)), lost)
        row.channel_address = type(PLACES).under(b"another secret").place("letters", "a").address
    async with post.delivering():
        await until(lambda: post.row(well).delivered_seq == 1)
    with post.world.database.read() as session:
        found = unreachable(session, lost)
    assert found
    assert found.reason == "address"


async def test_operators_see_what_was_sent_and_how_old_the_oldest_is(post: Post) -> None:
    post.begin("a", "one")
    post.world.clock.now += timedelta(seconds=90)
    assert 90 <= post.outbox().oldest("letters") < 91
    async with post.delivering():
        await until(lambda: post.channel.sent["a"])
    assert post.outbox().oldest("letters") == 0
    assert b'osaamo_messages_sent_total{channel="letters"} 1.0' in post.world.metrics.text()
