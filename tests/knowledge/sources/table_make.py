"""Tables of editors for the tests: exported, changed cell by cell, brought back."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.exports.table import Table, table
from knowledge.municipalities import read_municipalities
from knowledge.sources.importer import Plan
from knowledge.sources.reports import RecordReport, records_of
from knowledge.sources.table import TableSource
from knowledge.sources.table_import import import_table

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PLACES = read_municipalities()
EDITOR = Actor("eeva", "Eeva", None)
LANGUAGES = ("fi", "sv", "en")


def exported(database: Database, languages: Sequence[str] = LANGUAGES) -> Table:
    with database.read() as session:
        return table(session, languages, PLACES)


def changed(before: Table, service_id: str, cells: Mapping[str, str | int]) -> Table:
    """The same table with some cells of one service written over."""

    def row(old: tuple[str | int, ...]) -> tuple[str | int, ...]:
        if old[0] != service_id:
            return old
        return tuple(cells.get(name, cell) for name, cell in zip(before.header, old, strict=True))

    return Table(before.header, tuple(map(row, before.rows)))


def brought(
    database: Database, file: Path, plan: Plan = Plan(), actor: Actor = EDITOR
) -> tuple[RecordReport, ...]:
    """Imports a file; the report of each row."""
    with database.read() as session:
        source = TableSource.open(session, file, PLACES)
    run = import_table(database, source, actor, plan, lambda: NOW)
    assert run.state == "done"
    with database.read() as session:
        return records_of(session, run.id)


def csv_of(path: Path, header: Sequence[str], *rows: Sequence[Any], delimiter: str = ";") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


def xlsx_of(path: Path, write: Callable[[Any, Any], None]) -> Path:
    """A workbook whose one sheet `write(sheet, book)` fills."""
    with Workbook(str(path)) as book:
        write(book.add_worksheet("services"), book)
    return path
