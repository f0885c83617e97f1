"""An editor's table as a source: rows that somebody has made, each a record of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.content import FACT_FIELDS, WORD_FIELDS, Content, Facts
from knowledge.editing.sources import SourceProvider, SourceRecord
from knowledge.exports.columns import Column, with_values
from knowledge.models import TEXT_STATUSES, ProviderRow
from knowledge.municipalities import Municipalities
from knowledge.sources.source import Known, Parsed, RawRecord, Refused
from knowledge.sources.table_files import Line, Sheet, read_table
from knowledge.sources.table_rows import Row, read_row, told_errors

SYSTEM: Final = "table"


@dataclass(frozen=True, slots=True)
class TableSource:
    """A file of rows. Rows that were exported (with a version) are changes, see `table_edits`."""

    subject: str
    sheet: Sheet
    places: Municipalities
    providers: Mapping[str, SourceProvider] = field(repr=False)
    name: str = SYSTEM

    @classmethod
    def open(cls, session: Session, file: Path, places: Municipalities) -> "TableSource":
        """Raises SourceError."""
        return cls(file.name, read_table(file), places, _providers(session))

    @property
    def expected(self) -> int | None:
        return len(self.sheet.lines)

    def records(self, known: Known) -> Iterator[RawRecord]:
        for line in self.sheet.lines:
            yield self._raw(line)

    def parse(self, raw: RawRecord) -> Parsed:
        row = raw.payload
        if not isinstance(row, Row):
            return Refused("wrong_shape", raw.place)
        content = with_values(Content(Facts(), {}), row.values)
        provider = self.providers.get(content.facts.provider)
        if provider is None:
            return Refused("no_provider", f"row {row.number}, column provider: {content.facts.provider[:80]}")
        if not content.texts:
            return Refused("no_text", f"row {row.number}")
        codes = {place.code for place in self.places}
        return told_errors(row, content, codes) or _record(row, content, provider)

    def _raw(self, line: Line) -> RawRecord:
        row = read_row(line, self.places)
        place = f"row {line.number}"
        if isinstance(row, Refused):
            return RawRecord(str(line.cells["id"] or "")[:80].strip(), row, place)
        return RawRecord(row.id, row, place, _name(row.values))


def _record(row: Row, content: Content, provider: SourceProvider) -> SourceRecord:
    return SourceRecord(
        system=SYSTEM,
        source_id=row.id,
        service_id=row.id,
        provider=provider,
        facts=content.facts,
        texts={language: text.words for language, text in content.texts.items()},
        gives=frozenset(
            column.field for column in row.values if column.field in (*FACT_FIELDS, *WORD_FIELDS)
        ),
        status=_status(row.values),
    )


def _status(values: Mapping[Column, Any]) -> str:
    """The lowest that is named; without any, people of the provider wrote it."""
    named = [each for column, each in values.items() if column.field == "status" and each]
    return min(named, key=TEXT_STATUSES.index, default="reviewed")


def _name(values: Mapping[Column, Any]) -> str:
    return next((each for column, each in values.items() if column.field == "name" and each), "")


def _providers(session: Session) -> Mapping[str, SourceProvider]:
    """With the names that they have: a table of services renames nobody."""
    return {
        row.id: SourceProvider(row.id, row.names, row.url, row.id)
        for row in session.scalars(select(ProviderRow))
    }
