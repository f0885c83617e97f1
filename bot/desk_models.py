"""Tables of the desk's work on a conversation: its steps, tags, mentions of colleagues and follow-ups."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class DeskStep(Base):
    """One thing that happened at the desk; the person never sees it.

    `seq` is the last message before it, `name` who did it, `to_name` who or which language it names.
    """

    __tablename__ = "desk_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    to_name: Mapped[str | None] = mapped_column(String(120))
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Tag(Base):
    """A word that the desk put on a conversation."""

    __tablename__ = "tags"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mention(Base):
    """A colleague named in a note; `seen_at` is when they opened the conversation after it."""

    __tablename__ = "mentions"

    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FollowUp(Base):
    """When a conversation comes back to a counsellor's list."""

    __tablename__ = "follow_ups"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
