"""Where a service of the Finnish Service Catalogue is given, as codes of today's municipalities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from knowledge.municipalities import Municipalities
from knowledge.sources.ptv_shapes import Area, PtvOrganization, PtvService

ALAND: Final = "21"
"""The region of Åland."""

NATIONWIDE: Final = ("Nationwide", "WholeCountry")
WITHOUT_ALAND: Final = (
    "NationwideExceptAlandIslands",
    "WholeCountryExceptAlandIslands",
    "WholeCountryExceptAland",
)
REGIONS: Final = ("Region", "Province")


@dataclass(frozen=True, slots=True)
class Places:
    """Municipalities, and the codes of those in each wellbeing services county, where the source told."""

    municipalities: Municipalities
    counties: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Reach:
    """Codes, None for the whole country; and the areas that nobody here knows."""

    codes: tuple[str, ...] | None
    unknown: tuple[str, ...] = ()


def reach_of(service: PtvService, organization: PtvOrganization | None, places: Places) -> Reach:
    """A service that says nothing of its area has its town's, where the provider is a town; else nothing."""
    if service.area_type in NATIONWIDE:
        return Reach(None)
    if service.area_type in WITHOUT_ALAND:
        return Reach(tuple(each.code for each in places.municipalities if each.region != ALAND))
    found: dict[str, None] = {}
    unknown: list[str] = []
    for area in service.areas:
        codes = tuple(_codes(area, places))
        known = [today.code for code in codes if (today := places.municipalities.get(code.zfill(3)))]
        found.update(dict.fromkeys(known))
        if len(known) < len(codes) or (area.code and not codes):
            unknown.append(area.code or ", ".join(codes))
    if not found and not unknown and organization is not None and organization.type == "Municipality":
        own = places.municipalities.get(organization.municipality)
        return Reach((own.code,) if own else ())
    return Reach(tuple(found), tuple(unknown))


def _codes(area: Area, places: Places) -> Iterator[str]:
    """Older records list the municipalities of every area, v12 only those given one by one."""
    if area.municipalities:
        yield from (each.code for each in area.municipalities)
    elif area.type in REGIONS:
        yield from _of_region(area.code or "", places.municipalities)
    elif area.code:
        yield from places.counties.get(area.code, ())


def _of_region(code: str, municipalities: Municipalities) -> Iterator[str]:
    yield from (each.code for each in municipalities if each.region == code.zfill(2))
