"""A row of an editor's table in our words: the values of its columns, or what is wrong in which cell."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from knowledge.editing.content import WORD_FIELDS, Content
from knowledge.editing.errors import FieldError
from knowledge.editing.validation import check_content
from knowledge.exports.cells import BadCell, text_of
from knowledge.exports.columns import EVERY, ID, STATE, VERSION, Column
from knowledge.municipalities import Municipalities
from knowledge.sources.source import Refused
from knowledge.sources.table_files import Line

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MARKUP: Final = re.compile(r"<[a-zA-Z!/][^>]*>")


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says. `version` is the revision it was exported from, None for one that somebody made."""

    number: int
    id: str
    version: int | None
    values: Mapping[Column, Any]


def read_row(line: Line, places: Municipalities) -> Row | Refused:
    """Every cell that cannot be read is named, not only the first."""
    if line.wrong:
        return Refused("wrong_shape", f"row {line.number}: {line.wrong}")
    values: dict[Column, Any] = {}
    wrong: list[str] = []
    known = text_of(line.cells[ID])
    if not known:
        return Refused("no_id", f"row {line.number}, column {ID}")
    if not _ID.fullmatch(known) or len(known) > 80:
        wrong.append(f"column {ID}: small letters, digits and hyphens, not {known[:40]!r}")
    version = _version(line, wrong)
    for name in line.cells:
        if column := EVERY.get(name):
            _read(column, line, places, values, wrong)
        elif name not in (ID, STATE, VERSION):
            wrong.append(f"column {name[:40]!r} is not known")
    if wrong:
        return Refused("wrong_value", f"row {line.number}, {'; '.join(wrong)}")
    return Row(line.number, known, version, values)


def told_errors(row: Row, content: Content, places: Container[str]) -> Refused | None:
    """What the rules of editing say about a version that a row would make, by row and column."""
    errors = [_told(error) for error in check_content(content, places)]
    errors += [f"column {name}: missing" for name in _unnamed(row, content)]
    return Refused("invalid", f"row {row.number}, {'; '.join(errors)}") if errors else None


def _version(line: Line, wrong: list[str]) -> int | None:
    text = text_of(line.cells.get(VERSION))
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        wrong.append(f"column {VERSION}: no revision {text[:20]!r}")
        return None
    return int(text) if text else None


def _read(
    column: Column, line: Line, places: Municipalities, values: dict[Column, Any], wrong: list[str]
) -> None:
    cell = line.cells[column.name]
    if column.kind.single and _MARKUP.search(text_of(cell)):
        wrong.append(f"column {column.name}: HTML is no text")
        return
    try:
        values[column] = column.kind.read(cell, places)
    except BadCell as error:
        wrong.append(f"column {column.name}: {error.code} {error}")
        return
    if column.field == "status" and values[column] not in ("", *column.codes):
        wrong.append(f"column {column.name}: unknown_code {values[column][:40]}")


def _unnamed(row: Row, content: Content) -> Iterator[str]:
    """Texts without a name that this row speaks of."""
    spoken = {column.language for column in row.values if column.field in WORD_FIELDS}
    return (
        f"name:{language}"
        for language, text in content.texts.items()
        if language in spoken and not text.words.name
    )


def _told(error: FieldError) -> str:
    column = f"{error.field}:{error.language}" if error.language else error.field
    return f"column {column}: {error.code} {error.detail}".rstrip()
