"""What files of Statistics Finland say of municipalities: code lists as JSON, links between lists as CSV."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from knowledge.sources.json_input import Unreadable, read_json
from knowledge.sources.source import LARGEST_FILE, SourceError

_LINK: Final = re.compile(r"(kunta|maakunta)_\w+#(kunta|maakunta)_\w+")
_MUNICIPALITY: Final = re.compile(r"\d{1,3}")
_REGION: Final = re.compile(r"\d{2}")


@dataclass(frozen=True, slots=True)
class Statistics:
    """By codes. `names` are in fi, sv and en as far as told; `successors` lead to another municipality."""

    names: dict[str, Mapping[str, str]] = field(default_factory=dict)
    region_names: dict[str, Mapping[str, str]] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    successors: dict[str, str] = field(default_factory=dict)


def read_statistics(files: list[Path]) -> Statistics:
    """Raises SourceError, naming the file, for one that is none of theirs."""
    found = Statistics()
    for file in files:
        data = _data(file)
        if file.suffix.casefold() == ".csv":
            _links(data, file.name, found)
        else:
            _codes(data, file.name, found)
    return found


def _data(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise SourceError(f"{file.name} is larger than {LARGEST_FILE // 1_000_000} MB")
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file.name} cannot be read: {error.strerror}") from error


def _codes(data: bytes, name: str, found: Statistics) -> None:
    """A list of codes with names: of municipalities, or of regions."""
    try:
        content = read_json(data)
    except Unreadable as error:
        raise SourceError(f"{name} cannot be read: {error}") from error
    told = list(_records(content))
    if not told:
        raise SourceError(f"{name} holds no codes of municipalities or regions")
    regions = isinstance(content, dict) and str(content.get("codeValue", "")).startswith("maakunta")
    for code, names in told:
        if regions and _REGION.fullmatch(code):
            found.region_names[code] = names
        elif not regions and _MUNICIPALITY.fullmatch(code):
            key = code.rjust(3, "0")
            found.names[key] = {**found.names.get(key, {}), **names}
        else:
            raise SourceError(f"{name} has the code {code[:20]!r}, which is none of a municipality or region")


def _records(content: object) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Codes with their names in the three shapes that there are."""
    listed: Any = content
    if isinstance(content, dict):
        listed = content.get("results") or content.get("codes")
    for record in listed if isinstance(listed, list) else ():
        if not isinstance(record, dict):
            continue
        code = record.get("codeValue", record.get("code"))
        names = record.get("prefLabel", {"fi": record.get("classificationName")})
        if isinstance(code, str | int) and isinstance(names, dict):
            texts = {key: each.strip()[:80] for key, each in names.items() if isinstance(each, str)}
            yield str(code), {key: each for key, each in texts.items() if each}


def _links(data: bytes, name: str, found: Statistics) -> None:
    """A link of two lists: of municipalities to regions, or of old municipalities to new ones."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what Statistics Finland writes, and says in the first line
    link = _LINK.search(text)
    if link is None or link.group(1) != "kunta":
        raise SourceError(f"{name} is no link from municipalities to regions or to municipalities")
    to_regions = link.group(2) == "maakunta"
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        cells = [cell.strip(" '\"") for cell in row]
        if len(cells) < 3 or not _MUNICIPALITY.fullmatch(cells[0]):
            continue
        if to_regions and _REGION.fullmatch(cells[2]):
            found.regions[cells[0].rjust(3, "0")] = cells[2]
        elif not to_regions and cells[0] != cells[2]:
            found.successors[cells[0].rjust(3, "0")] = cells[2].rjust(3, "0")
