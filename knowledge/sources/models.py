"""The tables of imports: each run, and what became of each of its records."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime

RUN_STATES: Final = ("running", "done", "failed")
OUTCOMES: Final = ("new", "changed", "same", "archived", "skipped", "refused")


class ImportRunRow(Base):
    """One import. `holder` is the process that works on it: whoever resumes a run takes it over.

    `expected` is the number of records where the source tells it. `error` says why a run has failed.
    """

    __tablename__ = "import_run"
    __table_args__ = (CheckConstraint(f"state IN {RUN_STATES!r}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(500))
    dry_run: Mapped[bool]
    publish: Mapped[bool]
    state: Mapped[str] = mapped_column(String(12), default="running")
    holder: Mapped[str] = mapped_column(String(32))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_by: Mapped[str] = mapped_column(String(80))
    started_by_name: Mapped[str] = mapped_column(String(80))
    expected: Mapped[int | None]
    error: Mapped[str] = mapped_column(default="")


class ImportRecordRow(Base):
    """What became of one record. `changes` are the fields with their values before and after.

    `kept` are pairs of language (empty for facts) and field that editors have corrected. `awaiting` is the
    revision that is to be published when all records are in, None where nothing is.
    """

    __tablename__ = "import_record"
    __table_args__ = (CheckConstraint(f"outcome IN {OUTCOMES!r}", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(40), default="")
    detail: Mapped[str] = mapped_column(default="")
    service_id: Mapped[str | None] = mapped_column(String(80))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue, default=list)
    kept: Mapped[list[list[str]]] = mapped_column(JsonValue, default=list)
    awaiting: Mapped[int | None]


class CalendarRow(Base):
    """A calendar's address that is asked every day. `run_id` is its latest import.

    `asked_at` is when it was asked last, `failed_since` since when it cannot be read and `problem` why.
    """

    __tablename__ = "calendar_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(500), unique=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("provider.id", ondelete="RESTRICT"), index=True)
    language: Mapped[str] = mapped_column(String(20))
    municipality: Mapped[str | None] = mapped_column(String(3))
    added_by: Mapped[str] = mapped_column(String(80))
    added_by_name: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str] = mapped_column(String(400), default="")
    run_id: Mapped[int | None]


class CodeMappingRow(Base):
    """An editor's word on what a code of an outside catalogue means here, in place of the shipped one."""

    __tablename__ = "code_mapping"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    meaning: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_name: Mapped[str] = mapped_column(String(80))
