"""Keeps the files of translation offices between the look at them and their taking, and what came of them."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.translation.deliveries import Report
from knowledge.translation.models import DeliveryRow
from knowledge.translation.office import Delivery

_DELIVERY = TypeAdapter(Delivery)
_REPORT = TypeAdapter(Report)


@dataclass(frozen=True, slots=True)
class KeptDelivery:
    """`report` is None until it has been taken."""

    id: int
    file_name: str
    delivery: Delivery
    added_at: datetime
    added_by_name: str
    taken_at: datetime | None
    report: Report | None


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One file in the list."""

    id: int
    file_name: str
    language: str
    added_at: datetime
    added_by_name: str
    taken_at: datetime | None


def keep(session: Session, actor: Actor, delivery: Delivery, file_name: str, now: datetime) -> int:
    """Returns its id."""
    row = DeliveryRow(file_name=file_name[:200], language=delivery.language, added_at=now)
    row.added_by, row.added_by_name = actor.id, actor.name
    row.texts = _DELIVERY.dump_python(delivery, mode="json")
    session.add(row)
    session.flush()
    return row.id


def kept(session: Session, delivery_id: int) -> KeptDelivery | None:
    """None for one that never was."""
    row = session.get(DeliveryRow, delivery_id)
    if row is None:
        return None
    return KeptDelivery(
        row.id,
        row.file_name,
        _DELIVERY.validate_python(row.texts),
        row.added_at,
        row.added_by_name,
        row.taken_at,
        _REPORT.validate_python(row.report) if row.report else None,
    )


def note_taken(session: Session, delivery_id: int, report: Report, now: datetime) -> None:
    row = session.get_one(DeliveryRow, delivery_id)
    row.taken_at, row.report = now, _REPORT.dump_python(report, mode="json")


def delivery_lines(session: Session, limit: int = 20) -> tuple[DeliveryLine, ...]:
    """Newest first."""
    found = select(*(getattr(DeliveryRow, name) for name in DeliveryLine.__slots__))
    rows = session.execute(found.order_by(DeliveryRow.id.desc()).limit(limit))
    return tuple(DeliveryLine(*row) for row in rows)
