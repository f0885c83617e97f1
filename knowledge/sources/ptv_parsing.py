"""One raw record of the Finnish Service Catalogue, whatever way it came."""

from collections.abc import Mapping
from typing import Any

from knowledge.sources.ptv_record import Around, record_of
from knowledge.sources.ptv_shapes import PtvService, ShapeError, kind_of, read_part
from knowledge.sources.source import Parsed, RawRecord, Refused, Skipped

_IDS = ("id", "contentId", "Id", "sourceId")


def parse_service(raw: RawRecord, around: Around, page: str = "") -> Parsed:
    """`page` is the record's own address. Never raises for a bad record."""
    kind = kind_of(raw.payload)
    if kind == "unknown":
        listed = isinstance(raw.payload, dict)
        return Skipped("not_a_service") if listed else Refused("wrong_shape", "not a record")
    try:
        part = read_part(kind, raw.payload)
    except ShapeError as error:
        return Refused("wrong_shape", str(error))
    if not isinstance(part, PtvService):
        return Refused("wrong_shape", f"a {kind} in place of a service")
    return record_of(part, around, page)


def id_of(record: object) -> str:
    """Empty where there is none."""
    if not isinstance(record, dict):
        return ""
    return next((record[key] for key in _IDS if isinstance(record.get(key), str) and record[key]), "")


def name_of(record: object) -> str:
    """For the report, where a record cannot be read: its first name, if that is where it should be."""
    if not isinstance(record, dict):
        return ""
    found = record.get("serviceNames") or record.get("names") or _names_of_v12(record)
    names = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    own = [each.get("value") for each in names if each.get("type") in (None, "Name")]
    return next((each for each in own if isinstance(each, str)), "")


def _names_of_v12(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    versions = record.get("languageVersions")
    found = versions.values() if isinstance(versions, dict) else ()
    return [{"value": each.get("name")} for each in found if isinstance(each, dict)]
