"""The tables of events: the working copy whole, and every version."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime
from knowledge.models import RevisionColumns, one_of

STATES: Final = ("draft", "published", "withdrawn", "archived")


class EventRow(Base):
    """The working copy of an event; `content` is an `EventContent`, and the columns beside it say the same.

    `ends` is the end of its last time, None where it goes on without one. The chat sees the snapshot of
    `published_revision`. `digest` is of the working copy: another one than `published_digest` means changes
    that are not published. `catalogue_version` is the catalogue's version that first showed (or hid) what is
    published now. An imported one has a `source_system`; `source_record` is the newest `EventContent` of its
    source, `calendar` the file or address, `gone` that the source has it no more.
    """

    __tablename__ = "event"
    __table_args__ = (one_of("state", STATES), UniqueConstraint("source_system", "source_id"))

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("provider.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    municipality: Mapped[str | None] = mapped_column(String(3), index=True)
    starts: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    ends: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    revision: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    published_revision: Mapped[int | None]
    published_digest: Mapped[str | None] = mapped_column(String(64))
    catalogue_version: Mapped[int] = mapped_column(default=0, index=True)
    source_system: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(200))
    calendar: Mapped[str] = mapped_column(String(500), default="")
    licence: Mapped[str] = mapped_column(String(80), default="")
    source_modified: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source_record: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    gone: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EventRevisionRow(RevisionColumns, Base):
    """What an event was after one verb; `snapshot` is an `EventContent`."""

    __tablename__ = "event_revision"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="RESTRICT"), index=True)
