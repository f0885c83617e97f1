"""An empty table with its columns explained, for editors who begin one."""

from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Final, Literal

from fastapi import APIRouter, Response

from admin.access import Overseer
from admin.code_names import code_names
from admin.service_side import Parts
from knowledge.exports.table import TEMPLATE_LANGUAGES, Table, header
from knowledge.exports.table_files import GUIDE_LANGUAGES, write_csv, write_xlsx

router = APIRouter(prefix="/admin/imports/template", include_in_schema=False)

TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@router.get("/{format}")
def send_template(session: Overseer, editing: Parts, format: Literal["xlsx", "csv"]) -> Response:
    """Explained in the panel's language, with the columns of three languages' texts."""
    table, spoken = Table(header(TEMPLATE_LANGUAGES), ()), session.staff.language
    with TemporaryDirectory() as folder:
        file = FilePath(folder, f"osaamo.{format}")
        if format == "csv":
            write_csv(table, file)
        else:
            guide = spoken if spoken in GUIDE_LANGUAGES else "fi"
            write_xlsx(table, file, code_names(editing.words), guide)
        content = file.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=TYPES[format], headers=headers)
