"""The tables of translation: words of the glossary, files of translation offices, runs of the server."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime

TERM_STATUSES: Final = ("machine", "reviewed", "official")
"""From the least to the most trusted."""

RUN_STATES: Final = ("running", "done", "failed")


class GlossaryTermRow(Base):
    """A coordinator's word on a term in one language, in place of the shipped one.

    `forbidden` are variants that a translation must not use. `dropped`: the shipped term is not wanted here.
    """

    __tablename__ = "glossary_term"
    __table_args__ = (CheckConstraint(f"status IN {TERM_STATUSES!r}", name="status"),)

    source_language: Mapped[str] = mapped_column(String(20), primary_key=True)
    term: Mapped[str] = mapped_column(String(100), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    translation: Mapped[str] = mapped_column(String(100))
    forbidden: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    note: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[str] = mapped_column(String(12), default="reviewed")
    dropped: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_name: Mapped[str] = mapped_column(String(80))


class DeliveryRow(Base):
    """A file that came back from a translation office: what stands in it, and what was done with it."""

    __tablename__ = "translation_delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(20))
    texts: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(80))
    added_by_name: Mapped[str] = mapped_column(String(80))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    report: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)


class MachineRunRow(Base):
    """A batch of texts for the translation server. `refused` are pairs of service and reason."""

    __tablename__ = "machine_translation_run"
    __table_args__ = (CheckConstraint(f"state IN {RUN_STATES!r}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(20), index=True)
    state: Mapped[str] = mapped_column(String(12), default="running")
    total: Mapped[int]
    translated: Mapped[int] = mapped_column(default=0)
    refused: Mapped[list[list[str]]] = mapped_column(JsonValue, default=list)
    error: Mapped[str] = mapped_column(String(40), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_by: Mapped[str] = mapped_column(String(80))
    started_by_name: Mapped[str] = mapped_column(String(80))
