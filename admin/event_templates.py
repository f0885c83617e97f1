"""An empty table of events with one example row, for editors who begin one."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from fastapi import APIRouter, Response
from xlsxwriter import Workbook

from admin.access import Overseer
from admin.import_templates import TYPES
from knowledge.exports.table import Table
from knowledge.exports.table_files import write_csv
from knowledge.sources.event_table import COLUMNS, TEMPLATE_LANGUAGES, WORDS

router = APIRouter(prefix="/admin/imports/event-template", include_in_schema=False)

HEADER: Final = (*COLUMNS, *(f"{word}:{code}" for code in TEMPLATE_LANGUAGES for word in WORDS))
EXAMPLE: Final = {
    "id": "rekry-2026-12",
    "provider": "oulu",
    "kind": "recruiting",
    "audience": "person",
    "municipality": "Oulu",
    "place": "Pääkirjasto",
    "online": "no",
    "url": "https://example.org/rekry",
    "languages": "fi, en",
    "date": "2026-12-01",
    "start": "9:00",
    "end": "11:30",
    "repeat": "weekly",
    "until": "2026-12-31",
    "left_out": "2026-12-24",
    "name:fi": "Rekrytointipäivä",
    "summary:fi": "Tapaa työnantajia.",
}


@router.get("/{format}")
def send_template(session: Overseer, format: Literal["xlsx", "csv"]) -> Response:
    """The example is to be written over; docs/events.md explains each column."""
    table = Table(HEADER, (tuple(EXAMPLE.get(name, "") for name in HEADER),))
    with TemporaryDirectory() as folder:
        file = Path(folder, f"osaamo-events.{format}")
        if format == "csv":
            write_csv(table, file)
        else:
            _write_xlsx(table, file)
        content = file.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=TYPES[format], headers=headers)


def _write_xlsx(table: Table, file: Path) -> None:
    with Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("events")
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, table.header, book.add_format({"bold": True}))
        for place, row in enumerate(table.rows, 1):
            sheet.write_row(place, 0, row)
