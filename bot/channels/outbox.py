"""What is still to be sent to outside channels, and how sending stands: the rows are the truth."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

from sqlalchemy import CursorResult, Select, and_, bindparam, func, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import store
from bot.channels.delivery_models import DeliveryRow
from bot.channels.place import Places
from bot.channels.standing import OVER, fallen, stand
from bot.conversation import Author, Message
from bot.keys import ResumeCodes
from bot.models import Conversation, StoredMessage
from bot.receipts import note_delivered
from bot.sealing import SealBroken
from knowledge.database import Database

AT_ONCE: Final = 200
HOLD: Final = timedelta(seconds=10)
"""How long a process that has died keeps others from a chat; one that lives holds on to it."""
LONGEST_PAUSE: Final = timedelta(minutes=5)
GIVE_UP: Final = timedelta(days=1)
Reason = Literal["left", "gave_up", "address"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one chat gets now, in order. `key` is where; `last_seq` is reached with the last message.

    `answered` are earlier messages there whose buttons mean nothing any more.
    """

    conversation_id: str
    channel: str
    key: str
    messages: tuple[Message, ...]
    last_seq: int
    answered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing is sent there any more, until the person writes again."""

    since: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Outbox:
    """`holder` names this process and no other.

    After a loss of power the last marks may be missing: what they stand for is then sent once more.
    """

    database: Database
    codes: ResumeCodes
    places: Places
    clock: Callable[[], datetime]
    holder: str

    def due(self, channels: Collection[str], among: Collection[str] | None = None) -> tuple[str, ...]:
        """The conversations with something to send that nobody else is sending, the longest waiting first."""
        wanted = undelivered(channels).outerjoin(DeliveryRow).where(or_(_is_new(), self._is_free()))
        if among is not None:
            wanted = wanted.where(Conversation.id.in_(among))
        with self.database.read() as session:
            return tuple(session.scalars(wanted.order_by(Conversation.last_message_at).limit(AT_ONCE)))

    def take(self, conversation_id: str) -> Parcel | None:
        """For this process alone. None when it is another's, or nothing is to be sent."""
        try:
            with self.database.write(lasting=False) as session:
                return self._taken(session, conversation_id)
        except (IntegrityError, store.NotFound):
            return None

    def delivered(self, parcel: Parcel, message: Message, reference: str | None = None) -> bool:
        """Marks it. False when the chat is no longer this process's, or gone: nothing more is to be sent.

        `reference` is what the channel calls it there.
        """
        is_last = message is parcel.messages[-1]
        seq = parcel.last_seq if is_last else message.seq
        until = None if is_last else self.clock() + HOLD
        well = {"held_until": until, "failures": 0, "failing_since": None, "next_at": None}
        with self.database.write(lasting=False) as session:
            if not self._note(session, parcel.conversation_id, **well):
                return False
            note_delivered(session, parcel.conversation_id, seq)
            if reference and message.buttons:
                stand(session, parcel.conversation_id, reference, message.seq)
            return True

    def hold_on(self, conversations: Collection[str]) -> None:
        """To those that this process is still sending to."""
        mine = (DeliveryRow.conversation_id.in_(conversations), DeliveryRow.holder == self.holder)
        with self.database.write(lasting=False) as session:
            session.execute(
                update(DeliveryRow)
                .where(*mine, DeliveryRow.held_until.is_not(None))
                .values(held_until=self.clock() + HOLD)
                .execution_options(synchronize_session=False)
            )

    def let_go(self, conversation_id: str) -> None:
        """Another process may go on at once."""
        with self.database.write(lasting=False) as session:
            self._note(session, conversation_id, held_until=None)

    def put_off(self, conversation_id: str, seconds: float | None = None) -> bool:
        """Until so many seconds are over, or longer and longer. True: it failed for a day and is given up."""
        now = self.clock()
        with self.database.write(lasting=False) as session:
            row = session.get(DeliveryRow, conversation_id)
            if row is None:
                return False
            since = row.failing_since or now
            failures, pause = row.failures + 1, _pause(row.failures)
            if seconds is not None:  # it answers, and tells when
                failures, pause = 0, timedelta(seconds=seconds)
            tried = {"failures": failures, "failing_since": since, "held_until": None}
            if now - since < GIVE_UP:
                self._note(session, conversation_id, **tried, next_at=now + pause)
                return False
            given_up = {"undeliverable_since": now, "reason": "gave_up"}
            return self._note(session, conversation_id, **tried, **given_up)

    def close(self, conversation_id: str, reason: Reason) -> None:
        """Nothing reaches this person there any more."""
        with self.database.write(lasting=False) as session:
            if session.get(Conversation, conversation_id) is not None:
                mark_unreachable(session, conversation_id, reason, self.clock())

    def place_of(self, conversation_id: str, channels: Collection[str]) -> tuple[str, str] | None:
        """The channel and key of a conversation that is in one of these."""
        with self.database.read() as session:
            found = session.get(Conversation, conversation_id)
        if found is None or found.channel not in channels or not found.channel_address:
            return None
        try:
            return found.channel, self.places.opened(found.channel_address)
        except SealBroken:
            return None

    def oldest(self, channel: str) -> float:
        """For how many seconds the oldest message has waited to be sent; 0 when none waits."""
        waits = undelivered([channel]).outerjoin(DeliveryRow).where(DeliveryRow.undeliverable_since.is_(None))
        unsent = (StoredMessage.seq > Conversation.delivered_seq, StoredMessage.author != Author.PERSON.value)
        first = waits.join(StoredMessage).where(*unsent).with_only_columns(func.min(StoredMessage.at))
        with self.database.read() as session:
            at = session.scalar(first)
        return (self.clock() - at).total_seconds() if at else 0.0

    def _taken(self, session: Session, conversation_id: str) -> Parcel | None:
        conversation, now = store.row(session, conversation_id), self.clock()
        if session.get(DeliveryRow, conversation_id) is None:
            session.add(DeliveryRow(conversation_id=conversation_id))
            session.flush()
        if not self._note(
            session, conversation_id, self._is_free(), holder=self.holder, held_until=now + HOLD
        ):
            return None
        found = store.messages(session, conversation_id, conversation.delivered_seq)
        answered = max((each.seq for each in found if each.author == Author.PERSON), default=OVER + 1)
        told = tuple(self._told(each, conversation_id, answered) for each in found if _is_told(each))
        over = fallen(session, conversation_id, answered)
        if not told or not conversation.channel_address:
            self._note(session, conversation_id, held_until=None)
            note_delivered(session, conversation_id, conversation.last_seq)
        if not (told or over) or not conversation.channel_address:
            return None
        try:
            key = self.places.opened(conversation.channel_address)
        except SealBroken:
            mark_unreachable(session, conversation_id, "address", now)
            return None
        last = found[-1].seq if found else conversation.last_seq
        return Parcel(conversation_id, conversation.channel, key, told, last, over)

    def _told(self, message: Message, conversation_id: str, answered: int) -> Message:
        """Without buttons that the person has answered before they came to see them."""
        shown = self.codes.reveal(message, conversation_id)
        return replace(shown, buttons=()) if shown.seq < answered else shown

    def _is_free(self) -> Any:
        now = self.clock()
        unheld = or_(
            DeliveryRow.held_until.is_(None), DeliveryRow.held_until < now, DeliveryRow.holder == self.holder
        )
        ready = or_(DeliveryRow.next_at.is_(None), DeliveryRow.next_at <= now)
        return and_(DeliveryRow.undeliverable_since.is_(None), unheld, ready)

    def _note(self, session: Session, conversation_id: str, free: Any = None, **values: object) -> bool:
        """Only where it is this process's to note, or `free`."""
        mine = DeliveryRow.holder == self.holder if free is None else free
        done = session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.conversation_id == conversation_id, mine)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        return cast("CursorResult[Any]", done).rowcount > 0


def undelivered(channels: Collection[str]) -> Select[Any]:
    """Conversations with anything after what was delivered last."""
    return select(Conversation.id).where(
        text("conversations.channel <> 'web'"),  # as the index has it
        Conversation.delivered_seq < Conversation.last_seq,
        Conversation.channel.in_(channels),
        Conversation.channel_address.is_not(None),
    )


def mark_unreachable(session: Session, conversation_id: str, reason: Reason, now: datetime) -> None:
    """Nothing is tried any more, until `reopen`."""
    row = session.get(DeliveryRow, conversation_id) or DeliveryRow(conversation_id=conversation_id)
    row.undeliverable_since, row.reason = row.undeliverable_since or now, reason
    row.held_until = row.next_at = None
    session.add(row)


_REOPEN: Final = (
    update(DeliveryRow)
    .where(
        DeliveryRow.conversation_id == bindparam("known"),
        or_(DeliveryRow.failures > 0, DeliveryRow.undeliverable_since.is_not(None)),
    )
    .values(next_at=None, failures=0, failing_since=None, undeliverable_since=None, reason=None)
    .execution_options(synchronize_session=False)
)
"""Done with everything that comes in: put together once."""


def reopen(session: Session, conversation_id: str) -> None:
    """The person has written: what failed is tried at once. A pause that the channel asked for holds."""
    session.execute(_REOPEN, {"known": conversation_id})


def unreachable(session: Session, conversation_id: str) -> Unreachable | None:
    row = session.get(DeliveryRow, conversation_id)
    if row is None or row.undeliverable_since is None:
        return None
    return Unreachable(row.undeliverable_since, cast("Reason", row.reason))


def _is_told(message: Message) -> bool:
    return message.author != Author.PERSON


def _is_new() -> Any:
    return DeliveryRow.conversation_id.is_(None)


def _pause(failures: int) -> timedelta:
    """1, 2, 4 ... seconds, up to five minutes; not all at the same moment."""
    seconds = min(2.0 ** min(failures, 20), LONGEST_PAUSE.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))
