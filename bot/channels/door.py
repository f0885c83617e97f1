"""The door by which every outside channel comes in: each arrival has its effect once, whatever happens."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from anyio import to_thread
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import store
from bot.channels import entry
from bot.channels.channel import Arrival, Channel, Undeliverable
from bot.channels.door_models import SeenArrival
from bot.channels.entry import Entered, There
from bot.channels.place import Places
from bot.channels.standing import TakesAway, standing
from bot.chat import Chat
from bot.conversation import Answer, Author, Draft, Holder, Message
from bot.languages import preferred
from bot.limits import RateLimit
from bot.parts import Parts
from bot.problems import Problem
from bot.runtime import Busy
from bot.store import Also, NotFound
from dialogues.engine import Button

ATTEMPTS: Final = 20
T = TypeVar("T")
Act = Callable[[There, Also], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Door:
    """`channels` say a last word where a conversation was erased: there is no row that could carry it.

    Raises Busy, SQLAlchemyError and TryLater; then the same is to be handed in again.
    """

    parts: Parts
    chat: Chat
    places: Places
    channels: Mapping[str, Channel] = field(default_factory=dict)
    takes_away: Mapping[str, TakesAway] = field(default_factory=dict)
    told_off: RateLimit = field(default_factory=lambda: RateLimit(2))

    async def enter(self, arrival: Arrival) -> Entered:
        """What is known of it, before it has its effect."""
        return await to_thread.run_sync(self._read, entry.enter, arrival)

    async def receive(self, arrival: Arrival, entered: Entered | None = None) -> Answer | None:
        """One turn of the conversation there, which begins when there is none.

        Without text and payload it only begins. None when nothing new came of it. `entered` is what was
        just known of it.
        """
        act = self._turn(arrival) if _says_something(arrival) else None
        try:
            return await self._once(arrival, act, entered=entered)
        except Problem as problem:
            await self._refuse(arrival, problem)
            return None

    async def tell(self, arrival: Arrival, text: str, *buttons: Button, **values: object) -> Answer | None:
        """Answers with a text of the service; what came in is not stored. `text` is its key."""

        async def told(there: There, also: Also) -> Answer:
            words = self.parts.texts.get(text, there.language, **values)
            said = Draft(author=Author.SYSTEM, text=words, language=there.language, buttons=buttons)
            return await to_thread.run_sync(self._append, there, said, also)

        return await self._once(arrival, told)

    async def tell_stranger(self, arrival: Arrival, text: str, **values: object) -> None:
        """As `tell`, but where no conversation is open: none begins, and nothing is stored."""
        language = preferred(arrival.language, self.chat.languages)
        told = self.parts.texts.get(text, language, **values)
        await self._say_apart(arrival, self._apart(told, language))

    async def switch(self, arrival: Arrival, language: str) -> Answer | None:
        """By choice, also while a counsellor speaks."""
        return await self._once(
            arrival, lambda there, also: self.chat.runtime.switch_language(there.id, language, also)
        )

    async def erase(self, arrival: Arrival) -> Answer | None:
        """Everything gone, whoever speaks in it; where there is nothing, nothing begins."""

        async def erased(there: There, also: Also) -> Answer:
            shown = await to_thread.run_sync(self._read, _buttons, there.id)
            proof = await to_thread.run_sync(self.chat.person.erase, there.id, also)
            for reference in shown:
                if reference != arrival.pressed:
                    self.takes_away[arrival.channel](arrival.key, reference)
            return Answer(Holder.CLOSED, there.language, (self._apart(proof, there.language),))

        return await self._once(arrival, erased, begins=False)

    async def give_code(self, arrival: Arrival) -> Answer | None:
        """By which the conversation is opened elsewhere; one that was given before opens it no more."""

        async def given(there: There, also: Also) -> Answer:
            return await to_thread.run_sync(self.chat.person.give_code, there.id, also)

        return await self._once(arrival, given)

    async def note_presence(self, arrival: Arrival, *, is_there: bool) -> None:
        """The person has closed the channel, or opened it again: what waits to be sent waits, or is sent."""

        async def noted(there: There, also: Also) -> Answer:
            await to_thread.run_sync(self._write, entry.present(there.id, self.parts.clock(), also, is_there))
            return Answer(there.holder, there.language, ())

        await self._once(arrival, noted, begins=False)

    async def repeats(self, arrival: Arrival) -> bool:
        """Whether the same has had its effect before; what it may have left unsaid is said now."""
        entered = await self.enter(arrival)
        if entered.seen:
            await self._again(arrival, entered.seen)
        return entered.seen is not None

    async def there(self, arrival: Arrival) -> There | None:
        """The conversation that is open where this comes from."""
        return await to_thread.run_sync(self._read, entry.there, arrival)

    async def offered(self, arrival: Arrival, seq: int) -> Message | None:
        """A message whose buttons are still to be answered, None when the person has written since."""
        return await to_thread.run_sync(self._read, entry.offered, arrival, seq)

    async def _once(
        self, arrival: Arrival, act: Act | None, *, begins: bool = True, entered: Entered | None = None
    ) -> Answer | None:
        for _ in range(ATTEMPTS):
            entered = entered or await self.enter(arrival)
            if entered.seen:
                await self._again(arrival, entered.seen)
                return None
            try:
                return await self._entered(arrival, entered, act, begins=begins)
            except (IntegrityError, NotFound):
                entered = None  # another was first: the conversation has begun or ended meanwhile
        raise Busy(arrival.update_id)

    async def _entered(
        self, arrival: Arrival, entered: Entered, act: Act | None, *, begins: bool
    ) -> Answer | None:
        there = entered.there
        if there is None and begins:
            there, first = await self._begin(arrival, alone=act is None)
            if act is None:
                return first
        if there is None or act is None:
            return None
        answer = await act(there, self._noted(arrival, there))
        if answer.holder is Holder.CLOSED:
            await self._say_apart(arrival, answer.messages[-1])
        else:
            self.parts.feed.wake(there.id)
        return answer

    async def _begin(self, arrival: Arrival, *, alone: bool) -> tuple[There, Answer]:
        """`alone`: this is all that the arrival does. Raises IntegrityError when another was first."""
        place = self.places.place(arrival.channel, arrival.key)
        language = preferred(arrival.language, self.chat.languages)
        also = self._noted(arrival, None) if alone else store.nothing_more
        started = await self.chat.runtime.start(language, place=place, also=also)
        return There(started.id, language, Holder.BOT), started.answer

    def _turn(self, arrival: Arrival) -> Act:
        """Raises Problem."""

        async def turn(there: There, also: Also) -> Answer:
            self.chat.limits.messages.take(there.id)
            text = arrival.text if arrival.payload is None else None
            client_id = self.places.marks(arrival.channel, arrival.key, arrival.update_id)[0]
            inbound = self.chat.inbound(there.id, client_id, text, arrival.payload)
            return await self.chat.runtime.receive(inbound, also)

        return turn

    async def _refuse(self, arrival: Arrival, problem: Problem) -> None:
        """Who writes without end is told so now and then, and the rest is let fall."""
        if problem.status_code == 429:
            try:
                self.told_off.take(self.places.keys(arrival.channel, arrival.key)[0])
            except Problem:
                return
        await self.tell(arrival, f"error.{problem.code}", **problem.values)

    async def _again(self, arrival: Arrival, seen: SeenArrival) -> None:
        """What erased a conversation comes again when the last word may not have been said."""
        if seen.erased:
            text = self.parts.texts.get("erased", seen.erased)
            await self._say_apart(arrival, self._apart(text, seen.erased))

    def _apart(self, text: str, language: str) -> Message:
        return Message(author=Author.SYSTEM, text=text, language=language, seq=0, at=self.parts.clock())

    async def _say_apart(self, arrival: Arrival, said: Message) -> None:
        channel = self.channels.get(arrival.channel)
        if channel is None:
            return
        try:
            await channel.send(arrival.key, said)
        except Undeliverable:
            return  # nobody is there to hear it

    def _read(self, read: Callable[..., T], *about: Any) -> T:
        with self.parts.database.read() as session:
            return read(session, self.places, *about)

    def _noted(self, arrival: Arrival, there: There | None) -> Also:
        """In the transaction of what it does: it stands or falls with it."""
        mark = self.places.marks(arrival.channel, arrival.key, arrival.update_id)[0]
        return entry.noting(mark, self.parts.clock(), there, arrival.pressed)

    def _append(self, there: There, said: Draft, also: Also) -> Answer:
        now = self.parts.clock()
        with self.parts.database.write() as session:
            conversation = store.claimed(session, there.id)
            messages = store.append(session, conversation, [said], now)
            also(session)
        return Answer(there.holder, there.language, messages)

    def _write(self, change: Callable[[Session], None]) -> None:
        with self.parts.database.write() as session:
            change(session)


def _buttons(session: Session, _places: Places, conversation_id: str) -> tuple[str, ...]:
    return standing(session, conversation_id)


def _says_something(arrival: Arrival) -> bool:
    return arrival.payload is not None or arrival.text != ""
