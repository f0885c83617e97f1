"""An editor's table as a file: CSV, or XLSX with its columns explained and its codes listed."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from xlsxwriter import Workbook

from knowledge.exports.columns import EVERY, CodeNames, Column
from knowledge.exports.formulas import guarded
from knowledge.exports.table import Table

GUIDES: Final = Path(__file__).parent / "guide"
GUIDE_LANGUAGES: Final = ("fi", "sv", "en")
DATA_SHEET: Final = "services"

_WIDTHS: Final = {"summary": 45, "first_step": 35, "condition": 35, "name": 30, "url": 30, "keywords": 30}
_LAST_ROW: Final = 1_048_575


def write_csv(table: Table, file: Path) -> None:
    """Semicolons and UTF-8 with its mark: what spreadsheets in Finland open as it is. Raises OSError."""
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened, delimiter=";")
        writer.writerow(table.header)
        for row in table.rows:
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])


def write_xlsx(table: Table, file: Path, names: CodeNames, language: str) -> None:
    """`language` is that of the explanations. Without rows it is the template. Raises OSError."""
    with Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        _data(book.add_worksheet(DATA_SHEET), table, bold, wrapped)
        guide = guides()[language]
        lines = [(name, guide[_field(name)], _limit(name)) for name in table.header]
        _sheet(book.add_worksheet("columns"), ("column", "", ""), lines, bold, wrapped)
        codes = list(_codes(table.header, names, language))
        _sheet(book.add_worksheet("codes"), ("column", "code", ""), codes, bold, wrapped)


@cache
def guides() -> Mapping[str, Mapping[str, str]]:
    """What each column is for, by language and field."""
    return {
        language: yaml.safe_load((GUIDES / f"{language}.yml").read_text(encoding="utf-8"))
        for language in GUIDE_LANGUAGES
    }


def _data(sheet: Any, table: Table, bold: Any, wrapped: Any) -> None:
    sheet.freeze_panes(1, 1)
    for place, name in enumerate(table.header):
        sheet.set_column(place, place, _WIDTHS.get(_field(name), 14), wrapped)
        column = EVERY.get(name)
        if column and column.codes and column.kind.single:
            sheet.data_validation(
                1, place, _LAST_ROW, place, {"validate": "list", "source": list(column.codes)}
            )
    _rows(sheet, 0, [table.header], bold)
    _rows(sheet, 1, table.rows, wrapped)


def _sheet(
    sheet: Any, header: Sequence[str], lines: Sequence[Sequence[str]], bold: Any, wrapped: Any
) -> None:
    sheet.set_column(0, 1, 28)
    sheet.set_column(1, 2, 60)
    _rows(sheet, 0, [header], bold)
    _rows(sheet, 1, lines, wrapped)


def _rows(sheet: Any, first: int, rows: Sequence[Sequence[str | int]], form: Any) -> None:
    for line, row in enumerate(rows, first):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, place, cell, form)
            elif cell:
                sheet.write_string(line, place, cell, form)


def _field(name: str) -> str:
    return name.split(":")[0]


def _limit(name: str) -> str:
    column = EVERY.get(name)
    return f"≤ {column.longest}" if column and column.longest else ""


def _codes(header: Sequence[str], names: CodeNames, language: str) -> Iterator[tuple[str, str, str]]:
    """Once for each field, not for each language of it."""
    shown: dict[str, Column] = {}
    for name in header:
        if (column := EVERY.get(name)) and column.codes:
            shown.setdefault(column.field, column)
    for field, column in shown.items():
        for code in column.codes:
            told = names(field, code, language)
            yield field, code, "" if told == code else told
