"""What a service was after each change, kept whole so that it can be brought back."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.models import ServiceRevisionRow, ServiceRow, ServiceTextRow


def remember(session: Session, row: ServiceRow, now: datetime, made_by: str, change: str) -> None:
    """Adds the next revision of a service. Its texts must be loaded, its changes flushed."""
    numbers = select(func.max(ServiceRevisionRow.number)).where(ServiceRevisionRow.service_id == row.id)
    session.add(
        ServiceRevisionRow(
            service_id=row.id,
            number=(session.scalar(numbers) or 0) + 1,
            made_at=now,
            made_by=made_by,
            change=change,
            snapshot=snapshot(row),
        )
    )


def snapshot(row: ServiceRow) -> dict[str, Any]:
    """All of a service and its texts as JSON values."""
    return {**_columns(row), "texts": {text.language: _columns(text) for text in row.texts}}


def _columns(row: ServiceRow | ServiceTextRow) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in values.items()}
