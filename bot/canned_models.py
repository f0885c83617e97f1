"""Tables of canned replies, of their changes, and of what a machine translated for the desk to read."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime


class CannedReplyRow(Base):
    """A reply that counsellors share. `state`: suggested, published or removed.

    `topics` are goals, employers' needs and categories of knowledge.vocabulary; `team` None is for all,
    `city` "" for every city. The texts of other languages are translations of the one in `source_language`.
    """

    __tablename__ = "canned_replies"
    __table_args__ = (UniqueConstraint("shortcut", "city"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    shortcut: Mapped[str] = mapped_column(String(40))
    city: Mapped[str] = mapped_column(String(32), default="", server_default="")
    topics: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    team: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    source_language: Mapped[str] = mapped_column(String(16))
    suggested_by: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=1)


class CannedTextRow(Base):
    """`status`: draft, machine or reviewed. `source_hash` is of the source text that it was made from."""

    __tablename__ = "canned_texts"

    reply_id: Mapped[str] = mapped_column(
        ForeignKey("canned_replies.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    source_hash: Mapped[str] = mapped_column(String(64))


class CannedChange(Base):
    """A canned reply as it was after a change, for good."""

    __tablename__ = "canned_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[str] = mapped_column(ForeignKey("canned_replies.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JsonValue)


class ReadTranslation(Base):
    """A message in a language of the desk, translated by the server `translated_by` on demand."""

    __tablename__ = "read_translations"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    translated_by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
