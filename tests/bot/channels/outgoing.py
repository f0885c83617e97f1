"""Conversations in an outside channel, and a channel that does as it is told."""

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from bot import store
from bot.channels.delivery import Delivery
from bot.channels.outbox import Outbox
from bot.channels.place import Places, settle
from bot.conversation import Author, Draft, Message
from bot.keys import new_id
from bot.models import Conversation
from tests.bot.conftest import World

PLACES = Places.under(b"a secret of the tests")


@dataclass
class Letters:
    """A channel; `faults` are raised one by one, `accepted` ones after the message has got through."""

    name: str = "letters"
    seconds: float = 0
    sent: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tries: int = 0
    at_once: int = 0
    most_at_once: int = 0
    faults: dict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    accepted: bool = False

    async def send(self, key: str, message: Message) -> None:
        self.tries += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.seconds)
        self.at_once -= 1
        fault = self.faults[key].popleft() if self.faults[key] else None
        if fault is None or self.accepted:
            self.sent[key].append(message.text)
        if fault:
            raise fault


@dataclass
class Post:
    """A world whose conversations are in the channel `letters`."""

    world: World
    channel: Letters = field(default_factory=Letters)

    def outbox(self, holder: str = "one") -> Outbox:
        return Outbox(self.world.database, self.world.parts.codes, PLACES, self.world.clock, holder)

    def begin(self, key: str, *texts: str) -> str:
        """A conversation in which the bot has said these."""
        now = self.world.clock()
        row = Conversation(id=new_id(), language="en", state={}, created_at=now, last_message_at=now)
        settle(row, PLACES.place("letters", key))
        with self.world.database.write() as session:
            session.add(row)
        self.say(row.id, *texts)
        return row.id

    def say(self, conversation_id: str, *texts: str, author: Author = Author.BOT) -> None:
        drafts = [Draft(author=author, text=text, language="en") for text in texts]
        with self.world.database.write() as session:
            store.append(session, store.claimed(session, conversation_id), drafts, self.world.clock())
        self.world.feed.wake(conversation_id)

    def row(self, conversation_id: str) -> Conversation:
        with self.world.database.read() as session:
            return store.row(session, conversation_id)

    @contextlib.asynccontextmanager
    async def delivering(self, holder: str = "one") -> AsyncIterator[Delivery]:
        delivery = Delivery(self.outbox(holder), [self.channel], self.world.feed, self.world.metrics)
        task = asyncio.create_task(delivery.run())
        try:
            yield delivery
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def until(holds: Callable[[], object], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)
