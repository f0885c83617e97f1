"""The audit log: every action of the staff, added and never changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.models import AuditRow
from admin.staff import Staff

SYSTEM = "osaamo"


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


def latest(session: Session, limit: int = 200) -> tuple[AuditRow, ...]:
    return tuple(session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)))
