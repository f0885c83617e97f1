"""The audit log: every action of the staff, added and never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from admin.models import AuditRow
from admin.staff import Staff

SYSTEM: Final = "osaamo"
_AT_ONCE: Final = 500
Row = TypeVar("Row", bound=Any)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Of the log: part of a name, an action, part of a subject, from a moment on, before a moment."""

    who: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    before: datetime | None = None


def record(session: Session, who: Staff | None, action: str, subject: str = "", **details: str) -> None:
    """Adds one row in the caller's transaction: the action and its trace stand or fall together.

    `details` never hold the text of a message or anything that identifies a person who chats.
    """
    session.add(
        AuditRow(
            staff_id=who.id if who else None,
            staff_name=who.name if who else SYSTEM,
            action=action,
            subject=subject,
            details=details,
        )
    )


def latest(
    session: Session, limit: int = 200, filters: Filters = Filters(), skipped: int = 0
) -> tuple[AuditRow, ...]:
    """The newest first."""
    rows = _matching(select(AuditRow), filters).order_by(AuditRow.id.desc())
    return tuple(session.scalars(rows.offset(skipped).limit(limit)))


def count(session: Session, filters: Filters) -> int:
    return session.scalar(_matching(select(func.count()).select_from(AuditRow), filters)) or 0


def actions(session: Session) -> tuple[str, ...]:
    """Those that have happened."""
    return tuple(session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def everything(session: Session, filters: Filters) -> Iterator[AuditRow]:
    """The oldest first, read in portions."""
    rows = _matching(select(AuditRow), filters).order_by(AuditRow.id)
    yield from session.scalars(rows.execution_options(yield_per=_AT_ONCE))


def _matching(rows: Select[Row], filters: Filters) -> Select[Row]:
    if filters.who:
        rows = rows.where(AuditRow.staff_name.icontains(filters.who, autoescape=True))
    if filters.action:
        rows = rows.where(AuditRow.action == filters.action)
    if filters.subject:
        rows = rows.where(AuditRow.subject.icontains(filters.subject, autoescape=True))
    if filters.since:
        rows = rows.where(AuditRow.at >= filters.since)
    if filters.before:
        rows = rows.where(AuditRow.at < filters.before)
    return rows
