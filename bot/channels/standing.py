"""Buttons that stand in an outside channel: they go when the person has answered in another way."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.channels.delivery_models import StandingButtons

TakesAway = Callable[[str, str], None]
"""Takes the buttons away under what the channel calls so, at a key; returns at once, raises nothing."""
OVER: Final = 0
"""Before every message: what stands there is taken away at the next visit."""


def stand(session: Session, conversation_id: str, reference: str, seq: int) -> None:
    session.add(StandingButtons(conversation_id=conversation_id, reference=reference, seq=seq))


def pressed(session: Session, conversation_id: str, reference: str) -> None:
    """The channel itself shows what was chosen there."""
    row = (StandingButtons.conversation_id == conversation_id, StandingButtons.reference == reference)
    session.execute(delete(StandingButtons).where(*row))


def fallen(session: Session, conversation_id: str, before: int) -> tuple[str, ...]:
    """Those under messages before this one: given once, whether or not it works out."""
    gone = delete(StandingButtons).where(
        StandingButtons.conversation_id == conversation_id, StandingButtons.seq < before
    )
    return tuple(session.scalars(gone.returning(StandingButtons.reference)))


def standing(session: Session, conversation_id: str) -> tuple[str, ...]:
    mine = StandingButtons.conversation_id == conversation_id
    return tuple(session.scalars(select(StandingButtons.reference).where(mine)))


def leave_to(session: Session, conversation_id: str, next_id: str) -> None:
    """Another conversation goes on in this place: what stands there is its to take away."""
    session.execute(
        update(StandingButtons)
        .where(StandingButtons.conversation_id == conversation_id)
        .values(conversation_id=next_id, seq=OVER)
        .execution_options(synchronize_session=False)
    )
