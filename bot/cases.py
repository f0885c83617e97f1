"""What counsellors see of conversations: never what the person left out of the hand-off."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from bot import store
from bot.case_history import EarlierHandOff, PrivateNote, Step, read_history
from bot.channels.outbox import Unreachable, unreachable
from bot.contacts import Kind, contact_kind
from bot.conversation import Holder, Message
from bot.desk_models import FollowUp
from bot.keys import conceal
from bot.marks import tags_of
from bot.models import Conversation, StoredFeedback, StoredHandOff
from bot.transfer import RESERVED
from dialogues.engine import ServiceCard
from knowledge.profile import NeedsProfile

SERVICES = "services"
"""The name under which a person leaves out the services shown."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """`meant_for` is the counsellor and `meant_for_team` the team for whom it waits first, since then.

    `interpreter` is the language that one is needed for, `city` the code of whose conversation it is.
    """

    id: str
    channel: str
    language: str
    holder: Holder
    holder_id: str | None
    holder_name: str | None
    waiting_since: datetime | None
    last_message_at: datetime
    reason: str | None
    urgent: bool
    municipality: str | None
    profile: NeedsProfile
    tags: tuple[str, ...] = ()
    interpreter: str | None = None
    meant_for: str | None = None
    meant_for_team: str | None = None
    meant_for_name: str | None = None
    meant_since: datetime | None = None
    passed_by: str | None = None
    city: str | None = None

    def is_meant_for(self, staff_id: str, teams: Collection[str]) -> bool:
        return self.meant_for == staff_id or self.meant_for_team in teams

    def is_kept_from(self, staff_id: str, teams: Collection[str], now: datetime) -> bool:
        """Whether it still waits for somebody else alone."""
        if self.meant_since is None or self.urgent or self.is_meant_for(staff_id, teams):
            return False
        return now < self.meant_since + RESERVED


@dataclass(frozen=True, slots=True)
class Due:
    """When the conversation comes back to a counsellor's list."""

    staff_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rating:
    rating: str | None
    comment: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation as its counsellor sees it. `services` are the newest card of each service shown.

    `notes` and `steps` are those of the present hand-off, `earlier` those of the same conversation before it.
    `learned` tells of each answer whether it was said, chosen or guessed.

    Where something was left out, messages from before the hand-off and the services' reasons are left out
    too: they would tell it. `delivered` and `seen` are the last messages that reached channel and screen,
    `contact` is what kind of number or address the person has left. `unreachable`: nothing gets there now.
    """

    row: InboxRow
    learned: Mapping[str, str]
    left_out: tuple[str, ...]
    messages: tuple[Message, ...]
    services: tuple[ServiceCard, ...]
    notes: tuple[PrivateNote, ...]
    feedback: tuple[Rating, ...]
    steps: tuple[Step, ...] = ()
    earlier: tuple[EarlierHandOff, ...] = ()
    follow_ups: tuple[Due, ...] = ()
    delivered: int = 0
    seen: int = 0
    contact: Kind | None = None
    unreachable: Unreachable | None = None


def read_ended(session: Session, limit: int, cities: Collection[str] = ()) -> tuple[InboxRow, ...]:
    """What a counsellor once took and nobody at the desk holds now, the latest first. No `cities`: all."""
    ours = or_(Conversation.city.is_(None), Conversation.city.in_(cities)) if cities else true()
    taken = select(StoredHandOff.conversation_id).where(StoredHandOff.taken_at.is_not(None))
    found = session.scalars(
        select(Conversation)
        .where(Conversation.holder.in_([Holder.CLOSED, Holder.BOT]), Conversation.id.in_(taken), ours)
        .order_by(Conversation.last_message_at.desc(), Conversation.id)
        .limit(limit)
    )
    return inbox_rows(session, found)


def read_rows(session: Session, conversations: Collection[str]) -> tuple[InboxRow, ...]:
    """Those of them that were ever handed off, the latest first."""
    found = session.scalars(
        select(Conversation)
        .where(Conversation.id.in_(conversations), Conversation.handoff_reason.is_not(None))
        .order_by(Conversation.last_message_at.desc(), Conversation.id)
    )
    return inbox_rows(session, found)


def read_case(session: Session, conversation_id: str) -> Case:
    """Raises store.NotFound, also for a conversation that was never handed off."""
    conversation = store.row(session, conversation_id)
    if conversation.handoff_reason is None:
        raise store.NotFound(conversation_id)
    left_out = tuple(conversation.left_out)
    learned = {} if conversation.holder == Holder.BOT else store.load_state(conversation).learned
    messages = _at_the_desk(conversation, store.messages(session, conversation_id))
    since = (conversation.handoff_seq or 0) if left_out else 0
    (row,) = inbox_rows(session, [conversation])
    history = read_history(session, conversation)
    return Case(
        row=row,
        learned={slot: how for slot, how in learned.items() if slot not in left_out},
        left_out=left_out,
        messages=tuple(conceal(each) for each in messages if each.seq > since),
        services=_services(messages, left_out),
        notes=history.notes,
        feedback=_feedback(session, conversation_id),
        steps=history.steps,
        earlier=history.earlier,
        follow_ups=_follow_ups(session, conversation_id),
        delivered=conversation.delivered_seq,
        seen=conversation.seen_seq,
        contact=contact_kind(session, conversation_id),
        unreachable=unreachable(session, conversation_id),
    )


def _at_the_desk(conversation: Conversation, messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Nothing of what follows the moment when the desk let go: that is between person and bot again."""
    last = conversation.let_go_seq
    return messages if last is None else tuple(message for message in messages if message.seq <= last)


def inbox_rows(session: Session, found: Iterable[Conversation]) -> tuple[InboxRow, ...]:
    conversations = list(found)
    tags = tags_of(session, [each.id for each in conversations])
    return tuple(_row(each, tags.get(each.id, ())) for each in conversations)


def _row(conversation: Conversation, tags: tuple[str, ...]) -> InboxRow:
    """Without the needs once the person goes on with the bot: they may be new ones."""
    known = NeedsProfile() if conversation.holder == Holder.BOT else store.load_state(conversation).profile
    profile = without(known, conversation.left_out)
    return InboxRow(
        id=conversation.id,
        channel=conversation.channel,
        language=conversation.language,
        holder=Holder(conversation.holder),
        holder_id=conversation.holder_id,
        holder_name=conversation.holder_name,
        waiting_since=conversation.waiting_since,
        last_message_at=conversation.last_message_at,
        reason=conversation.handoff_reason,
        urgent=conversation.urgent,
        municipality=profile.municipality,
        profile=profile,
        tags=tags,
        interpreter=conversation.interpreter,
        meant_for=conversation.meant_for,
        meant_for_team=conversation.meant_for_team,
        meant_for_name=conversation.meant_for_name,
        meant_since=conversation.meant_since,
        passed_by=conversation.passed_by,
        city=conversation.city,
    )


def without(profile: NeedsProfile, left_out: list[str]) -> NeedsProfile:
    unknown = NeedsProfile()
    hidden = {field.name for field in fields(profile)} & set(left_out)
    return replace(profile, **{name: getattr(unknown, name) for name in hidden})


def _services(messages: tuple[Message, ...], left_out: tuple[str, ...]) -> tuple[ServiceCard, ...]:
    if SERVICES in left_out:
        return ()
    newest = {card.id: card for message in messages for card in message.services}
    return tuple(replace(card, reasons=()) if left_out else card for card in newest.values())


def _follow_ups(session: Session, conversation_id: str) -> tuple[Due, ...]:
    found = session.scalars(
        select(FollowUp).where(FollowUp.conversation_id == conversation_id).order_by(FollowUp.due_at)
    )
    return tuple(Due(each.staff_id, each.due_at) for each in found)


def _feedback(session: Session, conversation_id: str) -> tuple[Rating, ...]:
    found = session.scalars(
        select(StoredFeedback)
        .where(StoredFeedback.conversation_id == conversation_id)
        .order_by(StoredFeedback.id)
    )
    return tuple(Rating(each.rating, each.comment, each.at) for each in found)
