"""An editor's table of events as a source: a row is an event, what is wrong is told by row and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from knowledge.editing.errors import FieldError
from knowledge.events.content import EventContent, EventFacts, EventTongue, EventWords
from knowledge.events.record import TABLE, EventRecord
from knowledge.events.rules import wrong
from knowledge.exports.cells import text_of
from knowledge.municipalities import Municipalities
from knowledge.sources.event_cells import Row, read_row
from knowledge.sources.source import Known, Parsed, RawRecord, Refused
from knowledge.sources.table_files import Line, Sheet, read_table

COLUMNS: Final = (
    *("id", "provider", "kind", "audience", "municipality", "place", "address", "online", "url"),
    *("languages", "date", "start", "end_date", "end", "repeat", "until", "left_out"),
)
WORDS: Final = ("name", "summary")
TEMPLATE_LANGUAGES: Final = ("fi", "sv", "en")

_ID: Final = re.compile(r"[\w.@-]{1,80}")


@dataclass(frozen=True, slots=True)
class EventTableSource:
    """A CSV or XLSX file; the first language of the texts is the one the others are translated from."""

    subject: str
    sheet: Sheet
    places: Municipalities
    name: str = TABLE

    @classmethod
    def open(cls, file: Path, places: Municipalities, called: str = "") -> "EventTableSource":
        """Raises SourceError."""
        return cls(called or file.name, read_table(file), places)

    @property
    def expected(self) -> int | None:
        return len(self.sheet.lines)

    def records(self, known: Known) -> Iterator[RawRecord]:
        for line in self.sheet.lines:
            name = next((text_of(cell) for key, cell in line.cells.items() if key.startswith("name:")), "")
            yield RawRecord(text_of(line.cells["id"])[:80], line, f"row {line.number}", name[:200])

    def parse(self, raw: RawRecord) -> Parsed:
        line = raw.payload
        if not isinstance(line, Line) or line.wrong:
            return Refused("wrong_shape", f"{raw.place}: {line.wrong if isinstance(line, Line) else ''}")
        if not raw.id:
            return Refused("no_id", f"{raw.place}, column id")
        known = {*COLUMNS, *(f"{word}:{code}" for word in WORDS for code in _languages(line))}
        told = [f"column {name[:40]!r} is not known" for name in line.cells if name not in known]
        if not _ID.fullmatch(raw.id):
            told.append(f"column id: letters, digits and hyphens, not {raw.id[:40]!r}")
        row = Row(line.cells, self.places, told)
        facts = read_row(row)
        if told:
            return Refused("wrong_value", f"{raw.place}, {'; '.join(told)}")
        return self._record(raw, line, facts)

    def _record(self, raw: RawRecord, line: Line, facts: EventFacts) -> Parsed:
        texts = {code: text for code in _languages(line) if (text := _text(line, code))}
        if not texts:
            return Refused("no_text", raw.place)
        content = EventContent(replace(facts, source_language=next(iter(texts))), texts)
        if errors := wrong(content, {place.code for place in self.places}):
            return Refused("invalid", f"{raw.place}, {'; '.join(map(_told, errors))}")
        return EventRecord(raw.id, content)


def _languages(line: Line) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name[5:] for name in line.cells if name.startswith("name:")))


def _text(line: Line, language: str) -> EventTongue | None:
    """People of the provider wrote it."""
    words = EventWords(*(text_of(line.cells.get(f"{word}:{language}")) for word in WORDS))
    return EventTongue(words, "reviewed") if words.name else None


def _told(error: FieldError) -> str:
    column = f"{error.field}:{error.language}" if error.language else error.field
    named = {"starts": "start", "ends": "end", "rule": "repeat"}.get(column, column)
    return f"column {named}: {error.code} {error.detail}".rstrip()
