"""The tables of conversations; what statistics keep is detached from a conversation when that is erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime


class Conversation(Base):
    """One anonymous person and the service. `holder_id` is what the desk calls its staff: no key.

    `city` is a code of the installation's cities; None where there are none, or none is known yet.
    While one waits: `meant_for` is the counsellor, `meant_for_team` the team it was passed on to at
    `meant_since`, `meant_for_name` its name, `passed_by` who passed it on. `interpreter` is a language.
    `translates_replies`: what the counsellor writes is translated before it is sent, by their choice.
    `delivered_seq` and `seen_seq` are the last messages that reached the person's channel and screen,
    `here_at` is the last sign of the person themself. In an outside channel `channel_key` is a keyed hash of
    who it is there, and `channel_address` the same sealed, opened only to send.
    `code_number` counts the resume codes that were taken back.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("channel", "channel_key"),
        Index(None, "holder", "waiting_since"),
        Index(None, "last_message_at"),
        Index(
            "ix_conversations_undelivered",
            "channel",
            sqlite_where=text("delivered_seq < last_seq AND channel <> 'web'"),
            postgresql_where=text("delivered_seq < last_seq AND channel <> 'web'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), default="web")
    channel_key: Mapped[str | None] = mapped_column(String(64))
    channel_address: Mapped[str | None] = mapped_column(Text)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    resume_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_number: Mapped[int] = mapped_column(default=0, server_default="0")
    language: Mapped[str] = mapped_column(String(16))
    suggested_language: Mapped[str | None] = mapped_column(String(16))
    holder: Mapped[str] = mapped_column(String(16), default="bot")
    version: Mapped[int] = mapped_column(default=1)
    last_seq: Mapped[int] = mapped_column(default=0)
    state: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    holder_id: Mapped[str | None] = mapped_column(String(64))
    holder_name: Mapped[str | None] = mapped_column(String(120))
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meant_for: Mapped[str | None] = mapped_column(String(64))
    meant_for_team: Mapped[str | None] = mapped_column(String(64))
    meant_for_name: Mapped[str | None] = mapped_column(String(120))
    meant_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passed_by: Mapped[str | None] = mapped_column(String(64))
    interpreter: Mapped[str | None] = mapped_column(String(16))
    handoff_reason: Mapped[str | None] = mapped_column(String(32))
    handoff_seq: Mapped[int | None]
    let_go_seq: Mapped[int | None]
    delivered_seq: Mapped[int] = mapped_column(default=0, server_default="0")
    seen_seq: Mapped[int] = mapped_column(default=0, server_default="0")
    here_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_out: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    translates_replies: Mapped[bool] = mapped_column(default=False, server_default=false())
    municipality: Mapped[str | None] = mapped_column(String(16))
    city: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_message_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StoredMessage(Base):
    """One message. `answers_seq` is the person's message that a reply belongs to.

    A counsellor's that a machine translated has what was written as its original.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    author: Mapped[str] = mapped_column(String(16))
    name: Mapped[str | None] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue, default=list)
    services: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue, default=list)
    choice: Mapped[str | None] = mapped_column(String(8))
    progress: Mapped[list[int] | None] = mapped_column(JsonValue)
    client_id: Mapped[str | None] = mapped_column(String(64))
    staff_id: Mapped[str | None] = mapped_column(String(64))
    answers_seq: Mapped[int | None]
    original_text: Mapped[str | None] = mapped_column(Text)
    original_language: Mapped[str | None] = mapped_column(String(16))
    translated_by: Mapped[str | None] = mapped_column(String(80))


class Note(Base):
    """A counsellor's private note on a conversation."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class _Counted:
    """What statistics keep of a conversation; nothing in these columns identifies anyone."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="SET NULL"), index=True
    )
    language: Mapped[str] = mapped_column(String(16))
    municipality: Mapped[str | None] = mapped_column(String(16))
    city: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class StoredFeedback(_Counted, Base):
    """What a person thought of it. The comment goes when the conversation goes."""

    __tablename__ = "feedback"

    rating: Mapped[str | None] = mapped_column(String(8))
    comment: Mapped[str | None] = mapped_column(Text)


class StoredHandOff(_Counted, Base):
    """One wait for a human. `at` is when it was asked; `desk_open` whether the desk was open then.

    `person_told_at` is when the person was told that nobody has come yet, `desk_told_at` when the desk was
    written to.
    """

    __tablename__ = "handoffs"
    __table_args__ = (Index(None, "language", "at"),)

    reason: Mapped[str] = mapped_column(String(32))
    desk_open: Mapped[bool]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    desk_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StoredUnmetNeed(_Counted, Base):
    """Nothing fitted, or a search found nothing. The query goes when the conversation goes."""

    __tablename__ = "unmet_needs"

    query: Mapped[str | None] = mapped_column(Text)


class ShownService(_Counted, Base):
    """A service that somebody was shown: recommended, or else found by a search or shown again."""

    __tablename__ = "shown_services"

    service_id: Mapped[str] = mapped_column(String(120), index=True)
    recommended: Mapped[bool] = mapped_column(default=True, server_default=true())
