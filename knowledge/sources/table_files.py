"""Reads an editor's table from a CSV or XLSX file, cell by cell; what is wrong is told by row and column."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from knowledge.exports.cells import Cell, text_of
from knowledge.exports.formulas import unguarded
from knowledge.exports.table_files import DATA_SHEET
from knowledge.sources.source import LARGEST_FILE, SourceError

LARGEST_UNPACKED: Final = 100_000_000
"""Bytes of a workbook when it is unpacked: a small file can hold a very large one."""

MOST_COLUMNS: Final = 500
MOST_ROWS: Final = 100_000
LONGEST_CELL: Final = 20_000

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_FORMULA: Final = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f[\s>/]')


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file. `number` is the one that the spreadsheet shows. `wrong` says what its cells are.

    `cells` goes by the names of the columns; one that is not in the file is not in it.
    """

    number: int
    cells: Mapping[str, Cell]
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every row with anything in it, in the order of the file."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Cells as they stand, and by row what makes them unreadable."""

    rows: Sequence[Sequence[Cell]]
    wrong: Mapping[int, str] = field(default_factory=dict)


def read_table(file: Path) -> Sheet:
    """Raises SourceError where nothing can be read: no table, another encoding, too large, a bad header."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise SourceError(f"{file.name} is larger than {LARGEST_FILE // 1_000_000} MB")
        data = file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file.name} cannot be read: {error.strerror}") from error
    grid = _workbook(data, file.name) if data.startswith(b"PK") else _csv(data, file.name)
    return _sheet(grid, file.name)


def _sheet(grid: _Grid, name: str) -> Sheet:
    rows = iter(enumerate(grid.rows, 1))
    header = next((tuple(map(text_of, row)) for _, row in rows if any(map(text_of, row))), ())
    columns = tuple(column for column in header if column)
    if "id" not in columns:
        raise SourceError(f"{name} has no column 'id': its first row has to name the columns")
    if twice := {column for column in columns if columns.count(column) > 1}:
        raise SourceError(f"{name} has the column {min(twice)!r} twice")
    return Sheet(columns, tuple(_lines(rows, header, grid.wrong)))


def _lines(
    rows: Iterator[tuple[int, Sequence[Cell]]], header: Sequence[str], wrong: Mapping[int, str]
) -> Iterator[Line]:
    for number, row in rows:
        if not any(map(text_of, row)):
            continue
        cells = dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=False))
        told = wrong.get(number) or _unreadable(row, header)
        yield Line(number, {name: cell for name, cell in cells.items() if name}, told)


def _unreadable(row: Sequence[Cell], header: Sequence[str]) -> str:
    if any(map(text_of, row[len(header) :])):
        return "more cells than the first row names"
    long = [place for place, cell in enumerate(row) if isinstance(cell, str) and len(cell) > LONGEST_CELL]
    return f"column {header[long[0]]}: longer than {LONGEST_CELL} signs" if long else ""


def _csv(data: bytes, name: str) -> _Grid:
    text = _decoded(data, name)
    delimiter = max(";,\t", key=text.split("\n", 1)[0].count)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [[unguarded(cell) for cell in row] for row in read]
    except csv.Error as error:
        raise SourceError(f"{name} is no CSV from line {read.line_num} on: {error}") from error
    _require_size(len(rows), max(map(len, rows), default=0), name)
    return _Grid(rows)


def _decoded(data: bytes, name: str) -> str:
    """UTF-8 only: another encoding is told by its name, since a guess would spoil letters unseen."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked is None and b"\x00" in data[:1000]:
        marked = "UTF-16 or is no text"
    if marked:
        raise SourceError(f"{name} is in {marked}; save it as CSV UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{name} is not in UTF-8 (line {line}), probably in Windows-1252 (latin-1); save it as CSV UTF-8"
        ) from error


def _workbook(data: bytes, name: str) -> _Grid:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise SourceError(f"{name} is larger than {LARGEST_UNPACKED // 1_000_000} MB when unpacked")
            formulas = _formulas(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        wanted = DATA_SHEET if DATA_SHEET in book.sheet_names else book.sheet_names[0]
        sheet = book.get_sheet_by_name(wanted)
        _require_size(sheet.total_height, sheet.total_width, name)
        rows = sheet.to_python(skip_empty_area=False)
    except (BadZipFile, CalamineError, IndexError, NotImplementedError) as error:
        raise SourceError(f"{name} is no workbook that can be read: {error}") from error
    wrong = {**dict(_merged(sheet)), **formulas.get(book.sheet_names.index(wanted), {})}
    return _Grid(rows, wrong)


def _require_size(height: int, width: int, name: str) -> None:
    if height > MOST_ROWS or width > MOST_COLUMNS:
        raise SourceError(f"{name} has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns")


def _merged(sheet: CalamineSheet) -> Iterator[tuple[int, str]]:
    """Merged cells hide which row a value belongs to: each row they touch is told."""
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom, sheet.total_height) + 1):
            yield row + 1, f"merged cells from {_letters(left)}{top + 1}"


def _formulas(archive: ZipFile) -> Mapping[int, Mapping[int, str]]:
    """By sheet and row: what a formula gives is known only to the spreadsheet that made the file."""
    parts = sorted(
        (part for part in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part)),
        key=lambda part: int(re.sub(r"\D", "", part)),
    )
    return {place: _formula_rows(archive.read(part)) for place, part in enumerate(parts)}


def _formula_rows(sheet: bytes) -> Mapping[int, str]:
    cells = ((int(row), column.decode()) for column, row in _FORMULA.findall(sheet))
    return {row: f"{column}{row} is a formula: write what it gives" for row, column in cells}


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters
