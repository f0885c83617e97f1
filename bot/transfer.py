"""Passing a conversation on: for whom it waits first, and who may take it now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select
from sqlalchemy.orm import Session

from bot.conversation import Holder
from bot.desk_models import DeskStep, FollowUp
from bot.models import Conversation
from bot.team_models import TeamMemberRow

RESERVED: Final = timedelta(minutes=10)
"""How long a conversation that was passed on waits for its receiver alone."""

StepKind = Literal[
    "taken", "transferred", "taken_back", "assigned", "handed_back", "closed", "interpreter", "returned"
]


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the staff, as the desk knows one."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom a conversation is passed on."""

    kind: Literal["counsellor", "team"]
    id: str
    name: str


def may_take(staff_id: str, now: datetime) -> ColumnElement[bool]:
    """Who waits for this counsellor or for anybody, and what was closed with a follow-up of theirs."""
    waits = and_(Conversation.holder == Holder.WAITING, _open_to(staff_id, now))
    mine = FollowUp.__table__.select().where(
        FollowUp.conversation_id == Conversation.id, FollowUp.staff_id == staff_id
    )
    return or_(waits, and_(Conversation.holder == Holder.CLOSED, mine.exists()))


def _open_to(staff_id: str, now: datetime) -> ColumnElement[bool]:
    """Danger never waits for one person."""
    return or_(
        Conversation.meant_since.is_(None),
        Conversation.meant_since <= now - RESERVED,
        Conversation.urgent.is_(True),
        Conversation.meant_for == staff_id,
        Conversation.meant_for_team.in_(teams_of(staff_id)),
    )


def forget_due(session: Session, conversation_id: str, staff_id: str, now: datetime) -> None:
    """A follow-up whose time has come is done with once its conversation is taken."""
    due = FollowUp.conversation_id == conversation_id, FollowUp.staff_id == staff_id, FollowUp.due_at <= now
    session.execute(delete(FollowUp).where(*due))


def teams_of(staff_id: str) -> Select[str]:
    return select(TeamMemberRow.team_id).where(TeamMemberRow.staff_id == staff_id)


def mean_for(conversation: Conversation, to: Receiver, by: Colleague, now: datetime) -> None:
    """The conversation waits again, first for its receiver."""
    conversation.holder = Holder.WAITING
    conversation.holder_id = conversation.holder_name = None
    conversation.waiting_since = conversation.meant_since = now
    conversation.meant_for = to.id if to.kind == "counsellor" else None
    conversation.meant_for_team = to.id if to.kind == "team" else None
    conversation.meant_for_name = to.name
    conversation.passed_by = by.id


def mean_for_nobody(conversation: Conversation) -> None:
    conversation.meant_for = conversation.meant_for_team = conversation.meant_for_name = None
    conversation.meant_since = conversation.passed_by = None


def record(
    session: Session,
    conversation: Conversation,
    kind: StepKind,
    by: Colleague,
    now: datetime,
    to_name: str | None = None,
    reason: str | None = None,
) -> None:
    """Remembers a step of the desk, after the last message there is."""
    session.add(
        DeskStep(
            conversation_id=conversation.id,
            seq=conversation.last_seq,
            kind=kind,
            staff_id=by.id,
            name=by.name,
            to_name=to_name,
            reason=reason,
            at=now,
        )
    )
