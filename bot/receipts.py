"""How far the person has got the counsellor's messages: to their channel, and onto their screen."""

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import CursorResult, case, update
from sqlalchemy.orm import Session

from bot import store
from bot.conversation import Author, Message
from bot.models import Conversation


def last_of_counsellor(messages: Iterable[Message]) -> int:
    """The seq of a counsellor's last message among these, 0 without one."""
    return max((each.seq for each in messages if each.author is Author.COUNSELLOR), default=0)


def note_delivered(session: Session, conversation_id: str, seq: int) -> bool:
    """The channel has taken the messages up to `seq`. True when that is news. Raises store.NotFound."""
    return _raise(session, conversation_id, delivered_seq=seq)


def note_seen(session: Session, conversation_id: str, seq: int) -> bool:
    """They have been on the person's screen, so they were delivered too. Raises store.NotFound."""
    _raise(session, conversation_id, delivered_seq=seq)
    return _raise(session, conversation_id, seen_seq=seq)


def reached(session: Session, conversation_id: str) -> tuple[int, int]:
    """Up to which message they were delivered, and seen. Raises store.NotFound."""
    conversation = store.row(session, conversation_id)
    return conversation.delivered_seq, conversation.seen_seq


def _raise(session: Session, conversation_id: str, **mark: int) -> bool:
    """A mark only ever rises, to the last message at most. It is no change: `version` stays."""
    ((name, seq),) = mark.items()
    last = case((Conversation.last_seq < seq, Conversation.last_seq), else_=seq)
    done = session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, getattr(Conversation, name) < last)
        .values({name: last})
        .execution_options(synchronize_session=False)
    )
    is_news = cast("CursorResult[Any]", done).rowcount > 0
    if not is_news:
        store.row(session, conversation_id)
    return is_news
