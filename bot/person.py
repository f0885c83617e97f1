"""What a person can do with their own conversation besides writing: each is one transaction."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot import privacy, store
from bot.before_asking import nobody_there
from bot.contacts import ContactDesk, Kind, contact_kind
from bot.conversation import Answer, Author, Draft, Holder, Message, Queue, Snapshot
from bot.deletion import delete
from bot.feed import DESK, PERSON_TYPES, RECEIPTS
from bot.glances import Glances, Mark, marks
from bot.here import note_here
from bot.keys import token_hash
from bot.models import Conversation
from bot.parts import Parts
from bot.pause import told
from bot.receipts import last_of_counsellor, note_delivered, note_seen
from bot.resuming import Resuming
from bot.store import Also, nothing_more
from bot.waiting import queue_of
from dialogues.engine import CancelHandOff, Feedback, HandOff

_OPENED = select(Conversation.id, Conversation.language).where(Conversation.token_hash == bindparam("token"))
"""Asked with every request: put together once."""


class HeldByCounsellor(Exception):  # noqa: N818
    """A counsellor speaks already; `name` is theirs, when known."""

    def __init__(self, name: str | None) -> None:
        super().__init__(name)
        self.name = name


class NotWaiting(Exception):  # noqa: N818
    """There is no request for a human to cancel."""


class Moved(Exception):  # noqa: N818
    """The conversation was opened by its code elsewhere: this token has ended."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a conversation stands now; `queue` while the person waits, `notice` while something is paused.

    `contact` is what kind the person has left.
    """

    conversation: Snapshot
    queue: Queue | None
    notice: str | None = None
    contact: Kind | None = None

    def mark(self, token: str) -> Mark | None:
        """What `PersonSide.glances` tell as long as it stands so, and `token` opens it."""
        known = self.conversation
        if known.holder is Holder.WAITING:
            return None
        return Mark(known.version, token_hash(token), self.contact, self.notice)


@dataclass(frozen=True, slots=True)
class Opened:
    id: str
    language: str


class PersonSide:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.glances = Glances(self.marks)

    @property
    def contacts(self) -> ContactDesk:
        return self._parts.contacts

    @property
    def resuming(self) -> Resuming:
        return Resuming(self._parts)

    def identify(self, token: str) -> Opened | None:
        """The conversation that a token opens."""
        with self._parts.database.read() as session:
            found = session.execute(_OPENED, {"token": token_hash(token)}).first()
        return Opened(found.id, found.language) if found else None

    def exists(self, conversation_id: str) -> bool:
        with self._parts.database.read() as session:
            return session.get(Conversation, conversation_id) is not None

    def standing(self, conversation_id: str) -> Standing:
        """Raises store.NotFound."""
        with self._parts.database.read() as session:
            conversation = store.row(session, conversation_id)
            return self._standing(session, conversation)

    def news(
        self, conversation_id: str, after: int = 0, token: str | None = None
    ) -> tuple[Standing, tuple[Message, ...]]:
        """How it stands, and the messages after a seq.

        Raises store.NotFound, and Moved when `token` is given and no longer opens it.
        """
        with self._parts.database.read() as session:
            conversation = store.row(session, conversation_id)
            if token is not None and conversation.token_hash != token_hash(token):
                raise Moved(conversation_id)
            messages = store.messages(session, conversation_id, after)
            standing = self._standing(session, conversation)
        return standing, tuple(self._parts.codes.reveal(each, conversation_id) for each in messages)

    def marks(self, conversation_ids: Collection[str]) -> dict[str, Mark]:
        with self._parts.database.read() as session:
            return marks(session, conversation_ids, self.notice)

    def notice(self, language: str, city: str | None) -> str | None:
        """What is to be known before one writes: that the bot or the hand-off is paused."""
        pauses = self._parts.pauses.told_in(city, self._parts.clock())
        zone = self._parts.cities.zone
        return " ".join(told(each, self._parts.texts, language, zone) for each in pauses) or None

    def nobody_there(self, language: str, municipality: str | None, city: str | None) -> str | None:
        """What is told before anybody asks for a person, where none would answer now."""
        return nobody_there(self._parts, language, municipality, city)

    def _standing(self, session: Session, conversation: Conversation) -> Standing:
        now = self._parts.clock()
        queue = queue_of(session, conversation, now, self._parts.cities.zone)
        if queue is not None and self._parts.pauses.of("handoff", conversation.city, now):
            queue = replace(queue, wait_seconds=None)
        notice = self.notice(conversation.language, conversation.city)
        left = contact_kind(session, conversation.id)
        return Standing(store.snapshot(conversation), queue, notice, left)

    def note_delivered(self, conversation_id: str, messages: Collection[Message]) -> None:
        """These have reached the person's channel. Raises store.NotFound."""
        self._note(conversation_id, last_of_counsellor(messages), note_delivered)

    def note_seen(self, conversation_id: str, seq: int) -> None:
        """The messages up to here have been on the person's screen. Raises store.NotFound."""
        self._note(conversation_id, seq, note_seen)

    def _note(self, conversation_id: str, seq: int, note: Callable[[Session, str, int], bool]) -> None:
        if seq == 0:
            return
        with self._parts.database.write(lasting=False) as session:
            is_news = note(session, conversation_id, seq)
        if is_news:
            self._parts.feed.wake(conversation_id, RECEIPTS)

    def note_here(self, conversation_id: str) -> None:
        """A sign that the person is still there."""
        with self._parts.database.write(lasting=False) as session:
            note_here(session, conversation_id, self._parts.clock())

    def typing(self, conversation_id: str) -> None:
        """Tells who looks at the conversation that the person is writing; nothing is stored."""
        self._parts.feed.wake(conversation_id, PERSON_TYPES)

    def ask_for_person(self, conversation_id: str, left_out: tuple[str, ...] = ()) -> Answer:
        """Joins the queue; asked again, nothing changes. Raises store.NotFound and HeldByCounsellor."""

        def join(session: Session, conversation: Conversation) -> tuple[Draft, ...]:
            if conversation.holder == Holder.COUNSELLOR:
                raise HeldByCounsellor(conversation.holder_name)
            asked = HandOff("asked", left_out)
            return self._parts.effects.carry_out(session, conversation, (asked,), self._parts.clock())

        return self._change(conversation_id, join)

    def cancel(self, conversation_id: str) -> Answer:
        """Leaves the queue. Raises store.NotFound, NotWaiting and HeldByCounsellor."""

        def leave(session: Session, conversation: Conversation) -> tuple[Draft, ...]:
            if conversation.holder == Holder.COUNSELLOR:
                raise HeldByCounsellor(conversation.holder_name)
            if conversation.holder != Holder.WAITING:
                raise NotWaiting(conversation_id)
            now = self._parts.clock()
            return self._parts.effects.carry_out(session, conversation, (CancelHandOff(),), now)

        return self._change(conversation_id, leave)

    def give_feedback(self, conversation_id: str, rating: str, comment: str | None) -> str | None:
        """Returns the comment as it was stored: without personal data. Raises store.NotFound."""
        with self._parts.database.write() as session:
            conversation = store.row(session, conversation_id)
            markers = privacy.markers(self._parts.texts, conversation.language)
            masked = privacy.mask(comment, markers) if comment else None
            given = Feedback(rating, masked)
            self._parts.effects.carry_out(session, conversation, (given,), self._parts.clock())
        return masked

    def erase(self, conversation_id: str, also: Also = nothing_more) -> str:
        """Everything gone. Returns what is told of it as a proof. Raises store.NotFound."""
        with self._parts.database.write() as session:
            language = store.row(session, conversation_id).language
            deletion = delete(session, conversation_id, self._parts.clock())
            also(session)
        self._wake(conversation_id)
        return self._parts.proof(deletion, language)

    def export(self, conversation_id: str, as_json: Callable[[Message], dict[str, Any]]) -> dict[str, Any]:
        """Everything stored. Raises store.NotFound."""
        with self._parts.database.read() as session:
            exported = privacy.export(session, conversation_id, as_json)
            contact = self._parts.contacts.safe.get(session, conversation_id)
        return {**exported, "contact": {contact.kind: contact.value} if contact else None}

    def code(self, conversation_id: str) -> str:
        """What opens the conversation elsewhere, from now on. Raises store.NotFound."""
        with self._parts.database.write() as session:
            conversation = store.row(session, conversation_id)
            self._parts.codes.give(session, conversation)
            return self._parts.codes.code(conversation_id, conversation.code_number)

    def give_code(self, conversation_id: str, also: Also = nothing_more) -> Answer:
        """A code that opens the conversation elsewhere; the one before opens it no more. Raises NotFound."""

        def give(session: Session, conversation: Conversation) -> tuple[Draft, ...]:
            had_one = conversation.resume_hash is not None
            give = self._parts.codes.renew if had_one else self._parts.codes.give
            say = partial(self._parts.texts.get, language=conversation.language)
            told = say("resumed.given", code=give(session, conversation))
            text = f"{told} {say('resumed.renewed')}" if had_one else told
            return (Draft(author=Author.SYSTEM, text=text, language=conversation.language),)

        return self._change(conversation_id, give, also)

    def _change(
        self,
        conversation_id: str,
        change: Callable[[Session, Conversation], tuple[Draft, ...]],
        also: Also = nothing_more,
    ) -> Answer:
        with self._parts.database.write() as session:
            conversation = store.claimed(session, conversation_id)
            told = change(session, conversation)
            messages = store.append(session, conversation, told, self._parts.clock())
            also(session)
            answer = Answer(Holder(conversation.holder), conversation.language, messages)
        self._wake(conversation_id)
        shown = tuple(self._parts.codes.reveal(each, conversation_id) for each in answer.messages)
        return Answer(answer.holder, answer.language, shown)

    def _wake(self, conversation_id: str) -> None:
        self._parts.feed.wake(conversation_id)
        self._parts.feed.wake(DESK)
