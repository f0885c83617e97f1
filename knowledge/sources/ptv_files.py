"""The Finnish Service Catalogue from files: one record, a list of them, or a folder of either."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from knowledge.sources.json_input import Unreadable, read_json_file
from knowledge.sources.ptv_parsing import id_of, name_of, parse_service
from knowledge.sources.ptv_record import SYSTEM, Around
from knowledge.sources.ptv_shapes import (
    Kind,
    Part,
    PtvChannel,
    PtvGeneralDescription,
    PtvOrganization,
    ShapeError,
    kind_of,
    read_part,
)
from knowledge.sources.source import Known, Parsed, RawRecord, Refused, SourceError

_LISTS: Final = ("itemList", "items")
"""Where the pages of v7-v11 and of v12 have their records."""


Shape = TypeVar("Shape", bound=Part)


class PtvFiles:
    """Channels, organisations and general descriptions among the files complete the services."""

    name = SYSTEM

    def __init__(self, path: Path, around: Around, called: str = "") -> None:
        """`called` is the name in the report, where the file has another one than when it was sent."""
        self.subject = called or str(path)
        self.expected: int | None = None
        self._path = path
        self._around = around

    def records(self, known: Known) -> Iterator[RawRecord]:
        """In the order of the files' names. Raises SourceError."""
        files = self._files()
        self.expected = self._read_around(files)
        if not self.expected:
            raise SourceError(f"{self.subject} holds no services of the Finnish Service Catalogue")
        for file in files:
            yield from (raw for raw in self._of_file(file) if raw.id not in known.done or not raw.id)

    def parse(self, raw: RawRecord) -> Parsed:
        return parse_service(raw, self._around)

    def _files(self) -> list[Path]:
        if not self._path.exists():
            raise SourceError(f"there is no {self.subject}")
        found = sorted(self._path.rglob("*.json")) if self._path.is_dir() else [self._path]
        if not found:
            raise SourceError(f"there is no JSON file in {self.subject}")
        return found

    def _read_around(self, files: list[Path]) -> int:
        """What is not a service is kept in memory; returns the number of everything else."""
        around: dict[Kind, dict[str, Part]] = {"channel": {}, "organization": {}, "general_description": {}}
        others = 0
        for file in files:
            for record in _records(file):
                kind = kind_of(record)
                part = _part(kind, record) if kind in around else None
                if part is None:
                    others += 1
                else:
                    around[kind][id_of(record)] = part
        self._around = replace(
            self._around,
            channels=_only(around["channel"], PtvChannel),
            organizations=_only(around["organization"], PtvOrganization),
            general=_only(around["general_description"], PtvGeneralDescription),
        )
        return others

    def _of_file(self, file: Path) -> Iterator[RawRecord]:
        place = Path(self.subject).name if file == self._path else str(file.relative_to(self._path))
        for number, record in enumerate(_records(file), start=1):
            kind = kind_of(record)
            if kind in ("channel", "organization", "general_description") and _part(kind, record):
                continue
            yield RawRecord(id_of(record), record, f"{place}, {number}", name_of(record))


def _records(file: Path) -> Iterator[object]:
    """Each record of a file; a `Refused` in place of what cannot be read."""
    try:
        content = read_json_file(file)
    except Unreadable as error:
        yield error.why
        return
    if isinstance(content, dict):
        listed = next((content[key] for key in _LISTS if key in content), [content])
        content = [] if listed is None else listed
    if not isinstance(content, list):
        yield Refused("wrong_shape", "neither a record nor a list of records")
        return
    yield from content


def _part(kind: Kind, record: object) -> Part | None:
    """None for one that cannot be read: it is told in the report as a record of its own."""
    try:
        return read_part(kind, record)
    except ShapeError:
        return None


def _only(parts: Mapping[str, Part], shape: type[Shape]) -> Mapping[str, Shape]:
    return {key: part for key, part in parts.items() if isinstance(part, shape)}
