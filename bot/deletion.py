"""A conversation deleted by its person, with a proof of what was deleted that nothing is kept for."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from bot import privacy, store
from bot.contacts import contact_kind
from bot.models import Conversation
from dialogues.conversation.texts import Texts
from knowledge.database import Base

_NUMBER_DIGITS: Final = 8
_REFERENCE: Final = "conversation_id"


class NotAllGone(Exception):  # noqa: N818 - what has been found
    """A table still knows the conversation: nothing is deleted, and nothing is said to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What was deleted, and when. `answers` are to the questions, `contacts` what was left by choice."""

    at: datetime
    messages: int
    answers: int
    contacts: int
    notes: int

    def number(self, secret: bytes) -> str:
        """Follows from all of it: whoever shows all of it and the number has it from this service."""
        said = f"{self.at:%Y-%m-%dT%H:%M} {self.messages} {self.answers} {self.contacts} {self.notes}"
        mac = hmac.new(secret, f"deletion:{said}".encode(), "sha256").hexdigest()
        digits = f"{int(mac, 16) % 10**_NUMBER_DIGITS:0{_NUMBER_DIGITS}}"
        return f"{digits[:4]} {digits[4:]}"

    def told(self, texts: Texts, language: str, zone: ZoneInfo, secret: bytes) -> str:
        at = self.at.astimezone(zone)
        counts = texts.get(
            "receipt.counts",
            language,
            day=at.day,
            month=at.month,
            year=at.year,
            time=f"{at.hour}.{at.minute:02}",
            messages=self.messages,
            answers=self.answers,
            contacts=self.contacts,
            notes=self.notes,
        )
        number = texts.get("receipt.number", language, number=self.number(secret))
        return f"{counts}\n{texts.get('receipt.gone', language)}\n{number}"


def delete(session: Session, conversation_id: str, now: datetime) -> Deletion:
    """Counts, deletes, and looks in every table whether anything is left. Raises NotFound and NotAllGone."""
    session.flush()
    conversation = store.row(session, conversation_id)
    deletion = Deletion(
        at=now,
        messages=_count(session, _table("messages"), conversation_id),
        answers=len(_answers(conversation)),
        contacts=int(contact_kind(session, conversation_id) is not None),
        notes=_count(session, _table("notes"), conversation_id),
    )
    privacy.erase(session, conversation_id)
    session.flush()
    if left := _left(session, conversation_id):
        raise NotAllGone(", ".join(left))
    return deletion


def _answers(conversation: Conversation) -> set[str]:
    """To the questions; whether one asks as a person or a company, and in which language, is none."""
    return set(conversation.state.get("profile", {})) - {"audience", "language"}


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _left(session: Session, conversation_id: str) -> list[str]:
    """The tables that still know it; of later versions too."""
    return [each.name for each in Base.metadata.sorted_tables if _count(session, each, conversation_id)]


def _count(session: Session, table: Table, conversation_id: str) -> int:
    column = table.primary_key.columns["id"] if table.name == "conversations" else table.c.get(_REFERENCE)
    if column is None:
        return 0
    return session.scalar(select(func.count()).select_from(table).where(column == conversation_id)) or 0
