"""Writes a record set of HSDS to a folder or a zip file: whole services as JSON, and the tables as CSV."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from knowledge.exports.hsds import VERSION, RecordSet
from knowledge.exports.hsds_tables import FILES, columns, tables

SERVICES: Final = "services.json"


def write_record_set(records: RecordSet, target: Path) -> None:
    """`target` is a zip file where its name ends so, and a folder otherwise. Raises OSError."""
    if target.suffix == ".zip":
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for name, text in _files(records):
                archive.writestr(name, text)
        return
    target.mkdir(parents=True, exist_ok=True)
    for name, text in _files(records):
        (target / name).write_text(text, encoding="utf-8", newline="")


def _files(records: RecordSet) -> Iterator[tuple[str, str]]:
    whole = [service.model_dump(mode="json", exclude_none=True) for service in records.services]
    yield SERVICES, json.dumps(whole, ensure_ascii=False, indent=1)
    yield "datapackage.json", _datapackage(records)
    for table, rows in tables(records.services).items():
        written = io.StringIO()
        writer = csv.DictWriter(written, columns(table))
        writer.writeheader()
        writer.writerows(rows)
        yield FILES[table], written.getvalue()


def _datapackage(records: RecordSet) -> str:
    resources = [
        {
            "name": table,
            "path": FILES[table],
            "profile": "tabular-data-resource",
            "schema": {"fields": [{"name": name, "type": "string"} for name in columns(table)]},
        }
        for table in FILES
    ]
    package = {
        "name": f"osaamo-{records.language}",
        "profile": "tabular-data-package",
        "version": VERSION,
        "language": records.language,
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1)
