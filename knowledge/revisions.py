"""What a service was after each verb, kept whole: listed, compared field by field, brought back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.content import CONTENT, FACT_FIELDS, WORD_FIELDS, Content, Value, digest
from knowledge.editing.errors import NotFound
from knowledge.models import RevisionColumns, ServiceRevisionRow, ServiceRow


@dataclass(frozen=True, slots=True)
class Revision:
    """One line of a service's history. `change` is the verb."""

    number: int
    change: str
    made_at: datetime
    made_by: str
    made_by_name: str
    comment: str
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of two versions. `language` is empty for facts; None stands for a text that is not there."""

    field: str
    language: str
    before: Value
    after: Value


def remember(
    session: Session,
    row: ServiceRow,
    content: Content,
    actor: Actor,
    change: str,
    now: datetime,
    comment: str,
) -> None:
    """Adds the next revision of a service that the caller has locked."""
    row.revision += 1
    row.digest = digest(content)
    row.updated_at = now
    session.flush()  # the service itself before what points to it
    snapshot = CONTENT.dump_python(content, mode="json")
    made = ServiceRevisionRow(service_id=row.id, number=row.revision, digest=row.digest, snapshot=snapshot)
    sign(made, actor, change, now, comment)
    session.add(made)
    session.flush()


def sign(made: RevisionColumns, actor: Actor, change: str, now: datetime, comment: str) -> None:
    """Who made a revision, when, by which verb and why."""
    made.made_by, made.made_by_name, made.made_at = actor.id, actor.name, now
    made.change, made.comment = change, comment


def history(session: Session, service_id: str) -> tuple[Revision, ...]:
    """Newest first."""
    return lines(session, ServiceRevisionRow, ServiceRevisionRow.service_id == service_id)


def lines(session: Session, kind: type[RevisionColumns], of: ColumnElement[bool]) -> tuple[Revision, ...]:
    """The revisions of one service or one guide, newest first."""
    columns = (getattr(kind, name) for name in Revision.__slots__)
    found = select(*columns).where(of).order_by(kind.number.desc())
    return tuple(Revision(*row) for row in session.execute(found))


def revision(session: Session, service_id: str, number: int) -> Revision:
    """Raises NotFound."""
    found = next((each for each in history(session, service_id) if each.number == number), None)
    if found is None:
        raise NotFound(f"{service_id} has no revision {number}")
    return found


def content_at(session: Session, service_id: str, number: int) -> Content:
    """What the service was after this revision. Raises NotFound."""
    snapshot: dict[str, Any] | None = session.scalar(
        select(ServiceRevisionRow.snapshot).where(
            ServiceRevisionRow.service_id == service_id, ServiceRevisionRow.number == number
        )
    )
    if snapshot is None:
        raise NotFound(f"{service_id} has no revision {number}")
    return CONTENT.validate_python(snapshot)


def compare(before: Content, after: Content) -> tuple[Change, ...]:
    """Every field that differs: facts, then each language's words, then the texts' states."""
    languages = sorted({*before.texts, *after.texts})
    places = [(name, "") for name in FACT_FIELDS]
    places += [(name, language) for language in languages for name in WORD_FIELDS]
    fields = [Change(*place, before.value(*place), after.value(*place)) for place in places]
    states = [Change("status", each, _status(before, each), _status(after, each)) for each in languages]
    return tuple(change for change in (*fields, *states) if change.before != change.after)


def _status(content: Content, language: str) -> str | None:
    text = content.texts.get(language)
    return None if text is None else text.status
