"""The table of what the desk has told the editors."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime


class DeskReportRow(Base):
    """A message that the desk told the editors of, `count` times.

    `words` are the message and `before` the person's one that it answers, both masked. They and
    `conversation_id` are emptied when the conversation is erased. `provider_id` is who has to see to it, None
    for the city; `reporters` are the ids of those who told and read the answer.
    """

    __tablename__ = "desk_reports"
    __table_args__ = (UniqueConstraint("conversation_id", "seq", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    conversation_id: Mapped[str | None] = mapped_column(String(64))
    seq: Mapped[int]
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"))
    provider_id: Mapped[str | None] = mapped_column(ForeignKey("provider.id", ondelete="RESTRICT"))
    language: Mapped[str] = mapped_column(String(16))
    municipality: Mapped[str | None] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(String(500))
    count: Mapped[int] = mapped_column(default=1)
    reporters: Mapped[list[str]] = mapped_column(JsonValue)
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reported_by_name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(8), default="open", index=True)
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_name: Mapped[str] = mapped_column(String(120), default="")
