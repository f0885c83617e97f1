"""What the desk wrote and did in a conversation, now and in its earlier hand-offs."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk_models import DeskStep
from bot.models import Conversation, Note, StoredHandOff


@dataclass(frozen=True, slots=True)
class PrivateNote:
    staff_id: str
    name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """What happened at the desk after message `seq`; `kind` is one of bot.transfer.StepKind."""

    kind: str
    seq: int
    name: str
    to_name: str | None
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class EarlierHandOff:
    """A hand-off before the present one, of the same conversation."""

    asked_at: datetime
    taken_at: datetime | None
    closed_at: datetime | None
    reason: str
    notes: tuple[PrivateNote, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class History:
    """`notes` and `steps` are those of the present hand-off."""

    notes: tuple[PrivateNote, ...]
    steps: tuple[Step, ...]
    earlier: tuple[EarlierHandOff, ...]


def read_history(session: Session, conversation: Conversation) -> History:
    """Earlier notes and steps are withheld where the person has left something out since: they may tell it.

    Two conversations are never linked: whoever comes back by a resume code comes back to the same one.
    """
    of_it = StoredHandOff.conversation_id == conversation.id
    handoffs = list(session.scalars(select(StoredHandOff).where(of_it).order_by(StoredHandOff.id)))
    notes, steps = _notes(session, conversation.id), _steps(session, conversation.id)
    if not handoffs:
        return History(tuple(notes), tuple(steps), ())
    hidden, present = bool(conversation.left_out), handoffs[-1].at
    earlier = tuple(
        EarlierHandOff(
            asked_at=handoff.at,
            taken_at=handoff.taken_at,
            closed_at=handoff.closed_at,
            reason=handoff.reason,
            notes=() if hidden else tuple(each for each in notes if handoff.at <= each.at < end),
            steps=() if hidden else tuple(each for each in steps if handoff.at <= each.at < end),
        )
        for handoff, end in ((one, following.at) for one, following in pairwise(handoffs))
    )
    return History(
        notes=tuple(each for each in notes if each.at >= present),
        steps=tuple(each for each in steps if each.at >= present),
        earlier=earlier,
    )


def _notes(session: Session, conversation_id: str) -> list[PrivateNote]:
    found = session.scalars(select(Note).where(Note.conversation_id == conversation_id).order_by(Note.id))
    return [PrivateNote(note.staff_id, note.name, note.text, note.at) for note in found]


def _steps(session: Session, conversation_id: str) -> list[Step]:
    found = session.scalars(
        select(DeskStep).where(DeskStep.conversation_id == conversation_id).order_by(DeskStep.id)
    )
    return [Step(each.kind, each.seq, each.name, each.to_name, each.reason, each.at) for each in found]
