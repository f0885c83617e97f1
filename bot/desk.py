"""The counsellors' work: each verb is one transaction, fenced by who holds the conversation."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from bot import duty, privacy, store
from bot.cases import Case, InboxRow, read_case, read_ended, read_rows
from bot.city import Cities, sees
from bot.contacts import forget_contact
from bot.conversation import Author, Draft, Holder, Message, Payloads
from bot.duty import Waiting
from bot.effects import open_handoff
from bot.feed import COUNSELLOR_TYPES, DESK, Feed
from bot.marks import Marks
from bot.models import Conversation
from bot.open_rows import OpenRows
from bot.store import Also, nothing_more
from bot.transfer import Colleague, Receiver, forget_due, may_take, mean_for, mean_for_nobody, record
from dialogues.conversation.texts import Texts
from dialogues.engine import Button, ServiceCard
from knowledge.database import Database


class DeskRefusal(Exception):  # noqa: N818
    """The desk may not do this now; nothing was changed."""


class HeldBy(DeskRefusal):
    """Somebody was first: `name` holds the conversation, under the staff id `staff_id`."""

    def __init__(self, name: str, staff_id: str) -> None:
        super().__init__(f"{name} holds the conversation")
        self.name = name
        self.staff_id = staff_id


class NotWaiting(DeskRefusal):
    """The person no longer waits for a human."""


class MeantFor(DeskRefusal):
    """It was passed on and waits for `name` first: nobody else may take it yet."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the conversation waits for {name}")
        self.name = name


class NotHolder(DeskRefusal):
    """Only who holds the conversation may do this; `name` is who does, None for nobody at the desk."""

    def __init__(self, name: str | None) -> None:
        super().__init__("only who holds the conversation may do this")
        self.name = name


@dataclass(frozen=True, slots=True)
class Desk:
    """All verbs raise store.NotFound for an unknown conversation.

    `scope` are the cities whose conversations are seen here (none: all): others are as good as unknown.
    `silent` is after how long without a word a counsellor is offered to end what they hold.
    """

    database: Database
    texts: Texts
    payloads: Payloads
    feed: Feed
    clock: Callable[[], datetime]
    cities: Cities
    silent: timedelta = timedelta(minutes=30)
    open_rows: OpenRows = field(default_factory=OpenRows)
    scope: frozenset[str] = frozenset()

    def inbox(self) -> tuple[InboxRow, ...]:
        """Who waits, the most urgent and then the longest waiting first; after them who is being served."""
        with self.database.read() as session:
            return self.open_rows.read(session, self.scope)

    def ended(self, limit: int = 100) -> tuple[InboxRow, ...]:
        """What counsellors have closed or handed back, the latest first."""
        with self.database.read() as session:
            return read_ended(session, limit, self.scope)

    def case(self, conversation_id: str) -> Case:
        """The whole picture of one conversation, without what the person left out."""
        with self.database.read() as session:
            store.row(session, conversation_id, self.scope)
            return read_case(session, conversation_id)

    def rows(self, conversations: Collection[str]) -> tuple[InboxRow, ...]:
        """Those of them that the desk may see, the latest first."""
        with self.database.read() as session:
            return tuple(row for row in read_rows(session, conversations) if sees(self.scope, row.city))

    def waiting_for(self, staff_id: str) -> tuple[Waiting, ...]:
        """Everybody whom this counsellor may see waiting, in the order in which they fit."""
        with self.database.read() as session:
            return duty.waiting_for(session, self.open_rows.read(session, self.scope), staff_id, self.clock())

    def next_for(self, staff_id: str) -> tuple[str, ...]:
        """The conversations that this counsellor might take now, the best first."""
        with self.database.read() as session:
            return duty.next_for(session, self.open_rows.read(session, self.scope), staff_id, self.clock())

    @property
    def marks(self) -> Marks:
        return Marks(self.database, self.texts, self.feed, self.clock, self.silent)

    def take_over(self, conversation_id: str, staff_id: str, name: str, also: Also = nothing_more) -> None:
        """Who waits, or what was closed with a follow-up of one's own.

        Raises HeldBy, MeantFor and NotWaiting. Taking what one holds already changes nothing.
        """
        with self.database.write() as session:
            store.row(session, conversation_id, self.scope)
            now = self.clock()
            conversation = store.claim(session, conversation_id, may_take(staff_id, now))
            if conversation is None:
                self._explain(session, conversation_id, staff_id)
                return
            self._give(session, conversation, Colleague(staff_id, name), now)
            record(session, conversation, "taken", Colleague(staff_id, name), now)
            also(session)
        self.wake(conversation_id)

    def assign(self, conversation_id: str, by: Colleague, to: Colleague, also: Also = nothing_more) -> None:
        """A coordinator gives what waits or is held to anybody, also to themself. Raises NotWaiting.

        Giving it to who holds it already changes nothing.
        """
        others = and_(Conversation.holder == Holder.COUNSELLOR, Conversation.holder_id != to.id)
        with self.database.write() as session:
            store.row(session, conversation_id, self.scope)
            takeable = or_(Conversation.holder == Holder.WAITING, others)
            conversation = store.claim(session, conversation_id, takeable)
            if conversation is None:
                if store.row(session, conversation_id).holder != Holder.COUNSELLOR:
                    raise NotWaiting(conversation_id)
                return
            now = self.clock()
            self._give(session, conversation, to, now)
            record(session, conversation, "assigned", by, now, to.name)
            also(session)
        self.wake(conversation_id)

    def transfer(
        self, conversation_id: str, by: Colleague, to: Receiver, reason: str, also: Also = nothing_more
    ) -> None:
        """It waits again, for its receiver first; the reason is for colleagues alone. Raises NotHolder."""
        with self.database.write() as session:
            conversation = self.held(session, conversation_id, by.id)
            now = self.clock()
            mean_for(conversation, to, by, now)
            masked = self.masked(reason, conversation.language)
            record(session, conversation, "transferred", by, now, to.name, masked)
            meanwhile = {"search": self.payloads.search, "cancel_handoff": self.payloads.cancel}
            self.tell(session, conversation, "desk.transferred", by.name, meanwhile, to.name)
            also(session)
        self.wake(conversation_id)

    def take_back(self, conversation_id: str, by: Colleague, also: Also = nothing_more) -> None:
        """What one has passed on, as long as nobody has taken it. Raises HeldBy and NotWaiting."""
        with self.database.write() as session:
            passed_on = (Conversation.holder == Holder.WAITING, Conversation.passed_by == by.id)
            conversation = store.claim(session, conversation_id, *passed_on)
            if conversation is None:
                self._explain(session, conversation_id, by.id)
                return
            now = self.clock()
            self._give(session, conversation, by, now)
            record(session, conversation, "taken_back", by, now)
            also(session)
        self.wake(conversation_id)

    def say(
        self,
        conversation_id: str,
        staff_id: str,
        text: str,
        client_id: str,
        also: Also = nothing_more,
        services: tuple[ServiceCard, ...] = (),
    ) -> Message:
        """The same `client_id` again: the same message. Raises NotHolder."""
        with self.database.write() as session:
            conversation = self.held(session, conversation_id, staff_id)
            earlier = store.said_before(session, conversation_id, client_id)
            if earlier is not None:
                return store.message(earlier)
            draft = Draft(
                author=Author.COUNSELLOR,
                name=conversation.holder_name,
                text=self.masked(text, conversation.language),
                language=conversation.language,
                services=services,
                client_id=client_id,
                staff_id=staff_id,
            )
            (message,) = store.append(session, conversation, [draft], self.clock())
            also(session)
        self.feed.wake(conversation_id)
        return message

    def typing(self, conversation_id: str) -> None:
        """Tells the person that the counsellor is writing."""
        self.feed.wake(conversation_id, COUNSELLOR_TYPES)

    def hand_back(self, conversation_id: str, staff_id: str, also: Also = nothing_more) -> None:
        """The bot speaks again. Raises NotHolder."""
        self._let_go(conversation_id, staff_id, Holder.BOT, "desk.handed_back", also)

    def close(self, conversation_id: str, staff_id: str, also: Also = nothing_more) -> None:
        """Ends it until the person writes again. Raises NotHolder."""
        self._let_go(conversation_id, staff_id, Holder.CLOSED, "desk.closed", also)

    def _give(self, session: Session, conversation: Conversation, to: Colleague, now: datetime) -> None:
        """A claimed conversation gets its speaker, and the person is told the name."""
        conversation.holder = Holder.COUNSELLOR
        conversation.holder_id, conversation.holder_name = to.id, to.name
        conversation.waiting_since = conversation.let_go_seq = None
        mean_for_nobody(conversation)
        forget_due(session, conversation.id, to.id, now)
        handoff = open_handoff(session, conversation.id)
        if handoff is not None:
            handoff.taken_at = handoff.taken_at or now
        self.tell(session, conversation, "desk.taken", to.name)

    def _let_go(self, conversation_id: str, staff_id: str, holder: Holder, key: str, also: Also) -> None:
        with self.database.write() as session:
            conversation = self.held(session, conversation_id, staff_id)
            by, now = Colleague(staff_id, conversation.holder_name or ""), self.clock()
            conversation.holder = holder
            conversation.holder_id = conversation.holder_name = None
            conversation.urgent = False
            forget_contact(session, conversation_id)
            handoff = open_handoff(session, conversation_id)
            if handoff is not None:
                handoff.closed_at = now
            record(session, conversation, "closed" if holder is Holder.CLOSED else "handed_back", by, now)
            ratings = {each: self.payloads.rating(each) for each in ("yes", "partly", "no")}
            self.tell(session, conversation, key, by.name, ratings)
            conversation.let_go_seq = conversation.last_seq
            also(session)
        self.wake(conversation_id)

    def held(self, session: Session, conversation_id: str, staff_id: str) -> Conversation:
        """Claimed for this transaction, if this counsellor holds it. Raises NotHolder."""
        mine = (Conversation.holder == Holder.COUNSELLOR, Conversation.holder_id == staff_id)
        conversation = store.claim(session, conversation_id, *mine)
        if conversation is None:
            raise NotHolder(store.row(session, conversation_id).holder_name)
        return conversation

    def _explain(self, session: Session, conversation_id: str, staff_id: str) -> None:
        """Why nobody could be taken."""
        conversation = store.row(session, conversation_id)
        if conversation.holder == Holder.WAITING and conversation.meant_for_name:
            raise MeantFor(conversation.meant_for_name)
        if conversation.holder != Holder.COUNSELLOR:
            raise NotWaiting(conversation_id)
        if conversation.holder_id != staff_id:
            raise HeldBy(conversation.holder_name or "", conversation.holder_id or "")

    def tell(
        self,
        session: Session,
        conversation: Conversation,
        key: str,
        name: str,
        buttons: Mapping[str, str] = MappingProxyType({}),
        to: str = "",
    ) -> None:
        """`buttons` are payloads by the name of their text."""
        say = partial(self.texts.get, language=conversation.language)
        told = Draft(
            author=Author.SYSTEM,
            name=name,
            text=say(key, name=name, to=to),
            language=conversation.language,
            buttons=tuple(Button(say(f"button.{text}"), payload) for text, payload in buttons.items()),
        )
        store.append(session, conversation, [told], self.clock())

    def masked(self, text: str, language: str) -> str:
        return privacy.mask_identity(text, privacy.markers(self.texts, language))

    def wake(self, conversation_id: str) -> None:
        self.feed.wake(conversation_id)
        self.feed.wake(DESK)
