"""Brings in the municipalities of a new year: names, regions, and which of them have merged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.municipalities import Municipality, read_everything
from knowledge.sources.municipality_files import Statistics, read_statistics
from knowledge.sources.source import SourceError
from knowledge.stored_municipalities import every_municipality, store_municipalities

FEWEST: Final = 200
"""A list of fewer is not all of Finland: nobody may disappear because a file was cut short."""


@dataclass(frozen=True, slots=True)
class MunicipalityReport:
    """One line for each municipality that changes, or that could not be changed and why."""

    changed: tuple[str, ...]
    left: tuple[str, ...]


def import_municipalities(session: Session, files: list[Path], dry_run: bool = False) -> MunicipalityReport:
    """What files say replaces what we know; what they are silent about stays. Raises SourceError.

    Every process takes them up as it takes up a publication.
    """
    told = read_statistics(files)
    if told.names and len(told.names) < FEWEST:
        raise SourceError(f"the list has only {len(told.names)} municipalities; all of Finland is needed")
    before = {place.code: place for place in every_municipality(session) or read_everything()}
    left: list[str] = []
    after = {place.code: place for place in _after(before, told, left)}
    changed = tuple(
        _told(before.get(code), place) for code, place in after.items() if before.get(code) != place
    )
    if changed and not dry_run:
        next_version(session)
        store_municipalities(session, tuple(after[code] for code in sorted(after)))
    return MunicipalityReport(changed, tuple(left))


def _after(before: Mapping[str, Municipality], told: Statistics, left: list[str]) -> Iterator[Municipality]:
    region_names = {place.region: place for place in before.values()}
    for code in sorted(before.keys() | told.names.keys()):
        old, names = before.get(code), told.names.get(code, {})
        region = told.regions.get(code) or (old.region if old else "")
        if old is None and not (region and names.get("fi")):
            left.append(f"{code} {names.get('fi', '')}: new, and no file tells its region")
            continue
        place = old or Municipality(code, names["fi"], names.get("sv", names["fi"]), region)
        yield _told_anew(place, names, region, told, region_names, left)


def _told_anew(
    place: Municipality,
    names: Mapping[str, str],
    region: str,
    told: Statistics,
    known: Mapping[str, Municipality],
    left: list[str],
) -> Municipality:
    like = known.get(region, place)
    shown = told.region_names.get(region, {})
    successor = place.successor
    if successor and place.code in told.names:
        left.append(f"{place.code} {place.fi}: has merged into {successor} already; the list is an older one")
    elif successor is None and told.names and place.code not in told.names:
        successor = told.successors.get(place.code)
        if successor not in told.names:
            left.append(
                f"{place.code} {place.fi}: not in the list any more, and no file tells what it became"
            )
            successor = None
    return replace(
        place,
        fi=_finnish(names.get("fi", place.fi), names.get("sv", place.sv)),
        sv=names.get("sv", place.sv),
        region=region,
        region_fi=shown.get("fi", like.region_fi),
        region_sv=shown.get("sv", like.region_sv),
        region_en=shown.get("en", like.region_en),
        successor=successor,
    )


def _finnish(name: str, swedish: str) -> str:
    """Lists of codes call a town with two names by both: "Maarianhamina - Mariehamn"."""
    return name.removesuffix(f" - {swedish.rpartition(' - ')[2]}")


def _told(before: Municipality | None, after: Municipality) -> str:
    if before is None:
        return f"{after.code} {after.fi}: new"
    if after.successor and not before.successor:
        return f"{after.code} {after.fi}: merged into {after.successor}"
    changes = (
        f"{name} {getattr(before, name)} -> {getattr(after, name)}"
        for name in Municipality.__slots__
        if getattr(before, name) != getattr(after, name)
    )
    return f"{after.code} {after.fi}: {', '.join(changes)}"
