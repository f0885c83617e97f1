"""Reads what imports have done: each run, and each of its records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from knowledge.sources.models import ImportRecordRow, ImportRunRow

PAGE = 100


@dataclass(frozen=True, slots=True)
class Run:
    """One import. `counts` maps an outcome to its number of records."""

    id: int
    source: str
    subject: str
    dry_run: bool
    publish: bool
    state: str
    started_at: datetime
    active_at: datetime
    ended_at: datetime | None
    started_by_name: str
    expected: int | None
    error: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def handled(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that a record changes. No language for facts; None where there was no text before."""

    field: str
    language: str = ""
    before: object = None
    after: object = None


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What became of one record. `kept`: pairs of language and field that editors have corrected."""

    source_id: str
    outcome: str
    name: str = ""
    place: str = ""
    reason: str = ""
    detail: str = ""
    service_id: str | None = None
    changes: tuple[FieldChange, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()


CHANGES = TypeAdapter(tuple[FieldChange, ...])


def runs(session: Session, limit: int = 50) -> tuple[Run, ...]:
    """Newest first."""
    rows = session.scalars(select(ImportRunRow).order_by(ImportRunRow.id.desc()).limit(limit)).all()
    counts = _counts(session, ImportRecordRow.run_id.in_([row.id for row in rows]))
    return tuple(_run(row, counts.get(row.id, {})) for row in rows)


def run_of(session: Session, run_id: int) -> Run | None:
    """None for one that never was."""
    row = session.get(ImportRunRow, run_id, populate_existing=True)
    if row is None:
        return None
    return _run(row, _counts(session, ImportRecordRow.run_id == run_id).get(run_id, {}))


def records_of(
    session: Session, run_id: int, outcome: str = "", reason: str = "", words: str = "", page: int = 0
) -> tuple[RecordReport, ...]:
    """`PAGE` in the order of the import: those with the outcome, the reason and the words in their name."""
    found = select(ImportRecordRow).where(ImportRecordRow.run_id == run_id)
    if outcome:
        found = found.where(ImportRecordRow.outcome == outcome)
    if reason:
        found = found.where(ImportRecordRow.reason == reason)
    if words:
        found = found.where(
            ImportRecordRow.name.icontains(words, autoescape=True)
            | ImportRecordRow.source_id.icontains(words, autoescape=True)
        )
    rows = session.scalars(found.order_by(ImportRecordRow.id).offset(page * PAGE).limit(PAGE))
    return tuple(_record(row) for row in rows)


def reasons_of(session: Session, run_id: int) -> Mapping[str, int]:
    """How many records were skipped or refused for each reason, the most frequent first."""
    number = func.count()
    found = (
        select(ImportRecordRow.reason, number)
        .where(ImportRecordRow.run_id == run_id, ImportRecordRow.reason != "")
        .group_by(ImportRecordRow.reason)
        .order_by(number.desc(), ImportRecordRow.reason)
    )
    return dict(session.execute(found).all())


def _counts(session: Session, condition: ColumnElement[bool]) -> Mapping[int, Mapping[str, int]]:
    found = select(ImportRecordRow.run_id, ImportRecordRow.outcome, func.count())
    counts: dict[int, dict[str, int]] = {}
    grouped = found.where(condition).group_by(ImportRecordRow.run_id, ImportRecordRow.outcome)
    for run_id, outcome, number in session.execute(grouped):
        counts.setdefault(run_id, {})[outcome] = number
    return counts


def _run(row: ImportRunRow, counts: Mapping[str, int]) -> Run:
    names = [name for name in Run.__slots__ if name != "counts"]
    return Run(**{name: getattr(row, name) for name in names}, counts=counts)


def _record(row: ImportRecordRow) -> RecordReport:
    return RecordReport(
        row.source_id,
        row.outcome,
        row.name,
        row.place,
        row.reason,
        row.detail,
        row.service_id,
        CHANGES.validate_python(row.changes),
        tuple((language, name) for language, name in row.kept),
    )
