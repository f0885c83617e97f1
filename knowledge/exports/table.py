"""The services as an editor's table: every working copy, a row each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from knowledge.editing.working_copy import WorkingCopy, as_copy
from knowledge.exports.columns import ID, STATE, VERSION, columns, value
from knowledge.models import ServiceRow, ServiceTextRow
from knowledge.municipalities import Municipalities

TEMPLATE_LANGUAGES: Final = ("fi", "sv", "en")
"""Of the texts in a table that somebody begins."""


@dataclass(frozen=True, slots=True)
class Table:
    """`header` names the columns of all rows."""

    header: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def table(
    session: Session,
    languages: Sequence[str],
    places: Municipalities,
    providers: Iterable[str] | None = None,
    archived: bool = False,
) -> Table:
    """Of every provider, or of some; archived services only where they are asked for."""
    wanted = select(ServiceRow).options(selectinload(ServiceRow.texts)).order_by(ServiceRow.id)
    if providers is not None:
        wanted = wanted.where(ServiceRow.provider_id.in_(tuple(providers)))
    if not archived:
        wanted = wanted.where(ServiceRow.state != "archived")
    found = session.scalars(wanted.execution_options(yield_per=500))
    return Table(header(languages), tuple(_row(as_copy(row), languages, places) for row in found))


def header(languages: Sequence[str]) -> tuple[str, ...]:
    return (ID, STATE, VERSION, *(column.name for column in columns(languages)))


def told_languages(session: Session) -> tuple[str, ...]:
    """Every language that any service has a text in."""
    return tuple(
        session.scalars(select(ServiceTextRow.language).distinct().order_by(ServiceTextRow.language))
    )


def _row(copy: WorkingCopy, languages: Sequence[str], places: Municipalities) -> tuple[str | int, ...]:
    cells = (column.kind.write(value(copy.content, column), places) for column in columns(languages))
    return (copy.id, copy.state, copy.revision, *cells)
