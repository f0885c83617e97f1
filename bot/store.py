"""Reading and writing conversations within a transaction that the caller opened."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, CursorResult, bindparam, select, update
from sqlalchemy.orm import Session

from bot.city import sees
from bot.conversation import Answer, Author, Draft, Holder, Message, Original, Snapshot
from bot.models import Conversation, StoredMessage
from dialogues.engine import Button, DialogueState, ServiceCard
from knowledge.profile import NeedsProfile

_STILL_IN_SIGHT = 8
"""Messages whose buttons a person may still press."""

_AFTER = (
    select(StoredMessage)
    .where(StoredMessage.conversation_id == bindparam("conversation"), StoredMessage.seq > bindparam("after"))
    .order_by(StoredMessage.seq)
)
"""Asked for every message on every stream: put together once, as are those of every turn."""

_SAID_BEFORE = select(StoredMessage).where(
    StoredMessage.conversation_id == bindparam("conversation"),
    StoredMessage.client_id == bindparam("client_id"),
)
_BUTTONS = (
    select(StoredMessage.buttons)
    .where(StoredMessage.conversation_id == bindparam("conversation"), StoredMessage.seq > bindparam("after"))
    .order_by(StoredMessage.seq)
)

_REMEMBERED = 4
"""Texts that still tell which language a person writes in."""

Also = Callable[[Session], None]
"""What the caller stores in the transaction of a verb: its trace stands or falls with the action."""


def nothing_more(session: Session) -> None:
    """The default of every verb."""


class NotFound(Exception):  # noqa: N818
    """There is no such conversation (any more)."""


def row(session: Session, conversation_id: str, scope: frozenset[str] = frozenset()) -> Conversation:
    """Raises NotFound, also for a conversation of none of the cities in `scope` (empty: all)."""
    found = session.get(Conversation, conversation_id)
    if found is None or not sees(scope, found.city):
        raise NotFound(conversation_id)
    return found


def claim(session: Session, conversation_id: str, *conditions: ColumnElement[bool]) -> Conversation | None:
    """The one fence of all changes: takes the row for this transaction if the conditions still hold.

    None when somebody was first. Raises NotFound.
    """
    taken = session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, *conditions)
        .values(version=Conversation.version + 1)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", taken).rowcount == 0:
        row(session, conversation_id)
        return None
    return session.get(Conversation, conversation_id, populate_existing=True)


def claimed(session: Session, conversation_id: str) -> Conversation:
    """The row, held for this transaction whatever its state is. Raises NotFound."""
    conversation = claim(session, conversation_id)
    if conversation is None:
        raise NotFound(conversation_id)
    return conversation


def snapshot(conversation: Conversation) -> Snapshot:
    return Snapshot(
        id=conversation.id,
        language=conversation.language,
        holder=Holder(conversation.holder),
        version=conversation.version,
        last_seq=conversation.last_seq,
        state=load_state(conversation),
        urgent=conversation.urgent,
        counsellor=conversation.holder_name,
        counsellor_id=conversation.holder_id,
        suggested_language=conversation.suggested_language,
        city=conversation.city,
    )


def load_state(conversation: Conversation) -> DialogueState:
    stored = conversation.state
    progress = stored.get("progress")
    return DialogueState(
        language=conversation.language,
        profile=NeedsProfile.from_json(stored.get("profile", {})),
        progress=(progress[0], progress[1]) if progress else None,
        tracker=stored.get("tracker", {}),
        learned=stored.get("learned", {}),
    )


def save_state(conversation: Conversation, state: DialogueState) -> None:
    conversation.language = state.language
    conversation.municipality = state.profile.municipality
    conversation.state = {
        "profile": state.profile.to_json(),
        "progress": list(state.progress) if state.progress else None,
        "tracker": dict(state.tracker),
        "learned": dict(state.learned),
    }


def append(
    session: Session,
    conversation: Conversation,
    drafts: Iterable[Draft],
    now: datetime,
    answers_seq: int | None = None,
) -> tuple[Message, ...]:
    """Stores messages at the end of a claimed conversation, in this order."""
    stored = []
    for draft in drafts:
        conversation.last_seq += 1
        stored.append(_row(draft, conversation.id, conversation.last_seq, now, answers_seq))
    session.add_all(stored)
    conversation.last_message_at = now
    return tuple(message(each) for each in stored)


def _row(
    draft: Draft, conversation_id: str, seq: int, now: datetime, answers_seq: int | None
) -> StoredMessage:
    return StoredMessage(
        conversation_id=conversation_id,
        seq=seq,
        at=now,
        author=draft.author.value,
        name=draft.name,
        text=draft.text,
        payload=draft.payload,
        language=draft.language,
        buttons=[asdict(button) for button in draft.buttons],
        services=[asdict(card) for card in draft.services],
        choice=draft.choice,
        progress=list(draft.progress) if draft.progress else None,
        client_id=draft.client_id,
        staff_id=draft.staff_id,
        answers_seq=answers_seq,
        original_text=draft.original.text if draft.original else None,
        original_language=draft.original.language if draft.original else None,
        translated_by=draft.original.translated_by if draft.original else None,
    )


def message(stored: StoredMessage) -> Message:
    return Message(
        seq=stored.seq,
        at=stored.at,
        author=Author(stored.author),
        name=stored.name,
        text=stored.text,
        payload=stored.payload,
        language=stored.language,
        buttons=tuple(Button(**button) for button in stored.buttons),
        services=tuple(_card(card) for card in stored.services),
        choice=cast('Literal["one", "many"] | None', stored.choice),
        progress=(stored.progress[0], stored.progress[1]) if stored.progress else None,
        client_id=stored.client_id,
        staff_id=stored.staff_id,
        original=_original(stored),
    )


def _original(stored: StoredMessage) -> Original | None:
    if stored.original_text is None:
        return None
    return Original(stored.original_text, stored.original_language or "", stored.translated_by or "")


def _card(stored: dict[str, Any]) -> ServiceCard:
    areas = stored["municipalities"]
    return ServiceCard(
        **{
            **stored,
            "languages": tuple(stored["languages"]),
            "reasons": tuple(stored["reasons"]),
            "municipalities": None if areas is None else tuple(areas),
        }
    )


def messages(session: Session, conversation_id: str, after: int = 0) -> tuple[Message, ...]:
    """The messages whose seq is greater than `after`, in order."""
    found = session.scalars(_AFTER, {"conversation": conversation_id, "after": after})
    return tuple(message(each) for each in found)


def offered(session: Session, conversation: Conversation) -> dict[str, str]:
    """The buttons of the last messages, payload -> title."""
    after = conversation.last_seq - _STILL_IN_SIGHT
    last = session.scalars(_BUTTONS, {"conversation": conversation.id, "after": after})
    return {button["payload"]: button["title"] for buttons in last for button in buttons}


def typed_before(session: Session, conversation: Conversation) -> tuple[str, ...]:
    """The last texts of the person's own words, oldest first."""
    newest_first = session.scalars(
        select(StoredMessage.text)
        .where(
            StoredMessage.conversation_id == conversation.id,
            StoredMessage.author == Author.PERSON.value,
            StoredMessage.payload.is_(None),
        )
        .order_by(StoredMessage.seq.desc())
        .limit(_REMEMBERED)
    )
    return tuple(newest_first)[::-1]


def said_before(session: Session, conversation_id: str, client_id: str) -> StoredMessage | None:
    return session.scalar(_SAID_BEFORE, {"conversation": conversation_id, "client_id": client_id})


def earlier_answer(session: Session, conversation: Conversation, client_id: str) -> Answer | None:
    """What was answered to this message when it came the first time."""
    first = said_before(session, conversation.id, client_id)
    if first is None:
        return None
    replies = session.scalars(
        select(StoredMessage)
        .where(StoredMessage.conversation_id == conversation.id, StoredMessage.answers_seq == first.seq)
        .order_by(StoredMessage.seq)
    )
    return Answer(
        holder=Holder(conversation.holder),
        language=conversation.language,
        messages=(message(first), *(message(each) for each in replies)),
    )
