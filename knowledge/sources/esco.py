"""Brings in ESCO: its occupations, their groups and its skills, from the two JSON files of its labels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from knowledge.catalogue_version import ESCO, next_version
from knowledge.reference_models import EscoConceptRow
from knowledge.sources.json_input import Unreadable, read_json_file
from knowledge.sources.plain_text import plain
from knowledge.sources.source import SourceError

FILES: Final = {"occupations.json": "occupation", "skills.json": "skill"}
_GROUPS: Final = "/esco/isco/"
_ADDRESS: Final = "http://data.europa.eu/esco/"
_BATCH: Final = 1_000


class _Shape(BaseModel):
    """`broader` of an occupation names its group first."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    uri: str = Field(max_length=200, pattern=f"^{_ADDRESS}")
    labels: dict[str, str] = Field(alias="prefLabel", min_length=1)
    notation: str = Field("", max_length=20)
    broader: list[str] = []


@dataclass(frozen=True, slots=True)
class EscoReport:
    """Numbers of concepts; `refused` says what was wrong where."""

    new: int
    changed: int
    same: int
    gone: int
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EscoFiles:
    """What the files say: rows by their addresses, and what in them cannot be read."""

    rows: Mapping[str, Mapping[str, Any]]
    refused: tuple[str, ...]


def read_esco(folder: Path) -> EscoFiles:
    """Raises SourceError where a file is missing or cannot be read."""
    refused: list[str] = []
    found: dict[str, Mapping[str, Any]] = {}
    for name, kind in FILES.items():
        for row in _rows(folder / name, kind, refused):
            if row["uri"] in found:
                refused.append(f"{name}: {row['uri']} twice")
            found.setdefault(row["uri"], row)
    if not found:
        raise SourceError(f"{folder.name} holds no ESCO concepts")
    return EscoFiles(found, tuple(refused))


def import_esco(session: Session, files: EscoFiles, dry_run: bool = False) -> EscoReport:
    """The classification becomes what the files say, all in the caller's transaction; services that run
    take it in by themselves."""
    before = {row.uri: _columns(row) for row in session.scalars(select(EscoConceptRow))}
    changed = sum(1 for uri, row in files.rows.items() if uri in before and before[uri] != row)
    report = EscoReport(
        new=len(files.rows.keys() - before.keys()),
        changed=changed,
        same=len(files.rows.keys() & before.keys()) - changed,
        gone=len(before.keys() - files.rows.keys()),
        refused=files.refused,
    )
    if not dry_run and (report.new or report.changed or report.gone):
        _replace(session, list(files.rows.values()))
        next_version(session, ESCO)
    return report


def _rows(file: Path, kind: str, refused: list[str]) -> Iterator[Mapping[str, Any]]:
    try:
        content = read_json_file(file)
    except Unreadable as error:
        raise SourceError(f"{file.name} cannot be read: {error}") from error
    if not isinstance(content, list):
        raise SourceError(f"{file.name} is no list of concepts")
    for number, record in enumerate(content, 1):
        try:
            shape = _Shape.model_validate(record)
        except ValidationError as error:
            told = error.errors(include_url=False, include_input=False)[0]
            refused.append(f"{file.name}, {number}: {'.'.join(map(str, told['loc']))}: {told['msg']}")
            continue
        yield {
            "uri": shape.uri,
            "kind": "group" if _GROUPS in shape.uri else kind,
            "code": shape.notation,
            "labels": {language: plain(label) for language, label in shape.labels.items() if plain(label)},
            "broader": shape.broader[0] if shape.broader else None,
        }


def _columns(row: EscoConceptRow) -> Mapping[str, Any]:
    return {name: getattr(row, name) for name in ("uri", "kind", "code", "labels", "broader")}


def _replace(session: Session, rows: list[Mapping[str, Any]]) -> None:
    session.execute(delete(EscoConceptRow))
    for first in range(0, len(rows), _BATCH):
        session.execute(insert(EscoConceptRow), rows[first : first + _BATCH])
