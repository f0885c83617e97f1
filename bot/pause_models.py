"""The table of what is paused; staff is known here by id and name alone."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime


class PauseRow(Base):
    """The hand-off or the bot, paused until somebody ends it or `until` comes.

    `city` "" is everywhere; `texts` are what people are told, by language.
    """

    __tablename__ = "pauses"

    what: Mapped[str] = mapped_column(String(8), primary_key=True)
    city: Mapped[str] = mapped_column(String(32), primary_key=True, default="", server_default="")
    texts: Mapped[dict[str, str]] = mapped_column(JsonValue, default=dict)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    staff_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
