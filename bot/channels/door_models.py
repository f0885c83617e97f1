"""What has come in by the door, and which process does what only one may do."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class SeenArrival(Base):
    """That something has come in: a keyed hash, of which nobody is found. It outlives its conversation.

    `erased` is the language of the conversation that was erased by it.
    """

    __tablename__ = "seen_arrivals"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    erased: Mapped[str | None] = mapped_column(String(16))


class LeaseRow(Base):
    """A work that one process does at a time, and until when it is that process's."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
