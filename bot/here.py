"""Whether a person who waits is still there: a stream that is open, a look at the page, a message."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from bot.channels.delivery_models import DeliveryRow
from bot.conversation import Holder
from bot.models import Conversation

GONE: Final = timedelta(minutes=10)
"""Without a sign for so long a waiting person has left: marked, never lost."""
NOTED_EVERY: Final = timedelta(seconds=60)


def note_here(session: Session, conversation_id: str, now: datetime) -> None:
    """Only of who waits, and no more often than is of use. No change of the conversation: `version` stays."""
    seldom = or_(Conversation.here_at.is_(None), Conversation.here_at <= now - NOTED_EVERY)
    waits = (Conversation.id == conversation_id, Conversation.holder == Holder.WAITING)
    session.execute(
        update(Conversation)
        .where(*waits, seldom)
        .values(here_at=now)
        .execution_options(synchronize_session=False)
    )


def who_has_left(session: Session, now: datetime) -> frozenset[str]:
    """From the page who waits and gives no sign; from an outside channel whom nothing reaches any more."""
    last = func.coalesce(Conversation.here_at, Conversation.waiting_since)
    silent = (Conversation.holder == Holder.WAITING, Conversation.channel == "web", last <= now - GONE)
    open_now = Conversation.holder.in_([Holder.WAITING, Holder.COUNSELLOR])
    closed = DeliveryRow.undeliverable_since.is_not(None)
    unreached = select(Conversation.id).join(DeliveryRow).where(open_now, closed)
    return frozenset(session.scalars(select(Conversation.id).where(*silent).union(unreached)))
