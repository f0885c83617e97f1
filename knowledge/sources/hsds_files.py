"""HSDS records from files: JSON (a service, a list, a page) or a folder of the standard's CSV tables."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from knowledge.exports.hsds_files import SERVICES
from knowledge.exports.hsds_tables import FILES
from knowledge.sources.json_input import Unreadable, read_json_file
from knowledge.sources.source import LARGEST_FILE, Refused, SourceError

Raw: TypeAlias = Mapping[str, Any] | Refused

_LISTS: Final = ("contents", "items", "data", "services")
"""Where interfaces have the records of a page; `contents` is the standard's word."""

_PARTS: Final = ("schedule", "service_area", "language")


def read_services(path: Path) -> Iterator[tuple[str, Raw]]:
    """Each service with the place it stands at. Raises SourceError where there is nothing to read."""
    if path.is_dir():
        if (path / SERVICES).is_file():
            return _json(path / SERVICES)
        if (path / FILES["service"]).is_file():
            return _tables(path)
        files = sorted(path.glob("*.json"))
        if not files:
            raise SourceError(f"{path.name} holds neither {FILES['service']} nor JSON files")
        return (found for file in files for found in _json(file))
    if not path.is_file():
        raise SourceError(f"there is no {path.name}")
    return _json(path)


def _json(file: Path) -> Iterator[tuple[str, Raw]]:
    try:
        content = read_json_file(file)
    except Unreadable as error:
        yield file.name, error.why
        return
    if isinstance(content, dict):
        content = next((content[key] for key in _LISTS if isinstance(content.get(key), list)), [content])
    if not isinstance(content, list):
        yield file.name, Refused("wrong_shape", "neither a service nor a list of services")
        return
    for number, record in enumerate(content, 1):
        told = record if isinstance(record, dict) else Refused("wrong_shape", "no JSON object")
        yield f"{file.name}, {number}", told


def _tables(folder: Path) -> Iterator[tuple[str, Raw]]:
    """Joined as the API would give them."""
    rows = {table: list(_rows(folder / name)) for table, name in FILES.items()}
    organizations = {row.get("id"): row for row in rows["organization"]}
    terms = {row.get("id"): row for row in rows["taxonomy_term"]}
    for attribute in rows["attribute"]:
        attribute["taxonomy_term"] = terms.get(attribute.get("taxonomy_term_id"))
    of_service = {f"{table}s": _grouped(rows[table], "service_id") for table in _PARTS}
    of_service["attributes"] = _grouped(rows["attribute"], "link_id")
    for number, row in enumerate(rows["service"], 2):
        parts = {name: found.get(row.get("id"), []) for name, found in of_service.items()}
        yield (
            f"{FILES['service']}, row {number}",
            {**row, **parts, "organization": organizations.get(row.get("organization_id"))},
        )


def _grouped(rows: list[dict[str, Any]], key: str) -> Mapping[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.get(key), []).append(row)
    return found


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    """Of a table that is not there, none. Raises SourceError."""
    if not file.is_file():
        return
    if file.stat().st_size > LARGEST_FILE:
        raise SourceError(f"{file.name} is larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        text = file.read_bytes().decode("utf-8-sig")
        yield from csv.DictReader(io.StringIO(text, newline=""), strict=True, restval="")
    except UnicodeDecodeError as error:
        raise SourceError(f"{file.name} is not in UTF-8 (byte {error.start})") from error
    except csv.Error as error:
        raise SourceError(f"{file.name} is no CSV: {error}") from error
