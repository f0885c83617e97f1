"""Municipalities as an editor writes them: names in Finnish or Swedish, codes, or a whole region."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from knowledge.municipalities import Municipalities


def codes_of(text: str, places: Municipalities) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of what is named, and the names that nobody knows."""
    known = _names(places)
    named = [name.strip() for name in text.replace("\n", ",").replace(";", ",").split(",") if name.strip()]
    codes = [code for name in named for code in known.get(name.casefold(), ())]
    unknown = tuple(name for name in named if name.casefold() not in known)
    return tuple(dict.fromkeys(codes)), unknown


def suggestions(places: Municipalities, language: str) -> Iterable[str]:
    """What can be named, for the field's list."""
    regions = {place.region_sv if language == "sv" else place.region_fi for place in places}
    return sorted({place.name(language) for place in places} | (regions - {""}))


@lru_cache(maxsize=4)
def _names(places: Municipalities) -> Mapping[str, tuple[str, ...]]:
    """Codes by name; a name that is both a town's and a region's is the town's."""
    regions: dict[str, list[str]] = {}
    for place in places:
        for region in {place.region_fi, place.region_sv, place.region_en} - {""}:
            regions.setdefault(region.casefold(), []).append(place.code)
    known = {name: tuple(codes) for name, codes in regions.items()}
    for place in places:
        known |= dict.fromkeys((place.code, place.fi.casefold(), place.sv.casefold()), (place.code,))
    return known
