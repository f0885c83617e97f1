"""Finland's municipalities and how people name them in a sentence."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.place_names import PlaceNames

SHIPPED = Path(__file__).parent / "starter" / "municipalities.csv"


@dataclass(frozen=True, slots=True)
class Municipality:
    """`code` is Statistics Finland's ("564"). `successor` is the code of the one it has merged into."""

    code: str
    fi: str
    sv: str
    region: str
    region_fi: str = ""
    region_sv: str = ""
    region_en: str = ""
    employment_area: str | None = None
    successor: str | None = None

    def name(self, language: str) -> str:
        """Its name for readers of a language: Swedish has its own, all others read the Finnish one."""
        return self.sv if language == "sv" else self.fi


@dataclass(frozen=True, slots=True)
class Found:
    """A municipality named in a text. `certainty` is 0-1; under 0.8 it is worth asking "did you mean ..."."""

    municipality: Municipality
    certainty: float
    words: str


class Municipalities:
    """All municipalities of today, by code and by what people call them. Immutable."""

    def __init__(self, all_of_them: Iterable[Municipality]) -> None:
        everything = tuple(all_of_them)
        self._by_code = {place.code: place for place in everything}
        self._names = PlaceNames({place.code: (place.fi, place.sv) for place in everything})

    def __iter__(self) -> Iterator[Municipality]:
        return (place for place in self._by_code.values() if place.successor is None)

    @property
    def everything(self) -> tuple[Municipality, ...]:
        """Those that have merged into others too."""
        return tuple(self._by_code.values())

    def get(self, code: str | None) -> Municipality | None:
        """Today's municipality of a code; one that has merged gives its successor."""
        place = self._by_code.get(code or "")
        return self.get(place.successor) if place and place.successor else place

    def find(self, text: str, language: str = "fi") -> Found | None:
        """The municipality a text most likely names, in any form, or None."""
        return next(iter(self.find_all(text, language)), None)

    def find_all(self, text: str, language: str = "fi") -> tuple[Found, ...]:
        """Every municipality that a text names, surest first, then in the order of the text."""
        found: dict[str, Found] = {}
        for mention in sorted(self._names.mentions(text, language), key=lambda m: -m.certainty):
            place = self.get(mention.code)
            if place and place.code not in found:
                found[place.code] = Found(place, mention.certainty, mention.words)
        return tuple(found.values())


def read_municipalities(path: Path = SHIPPED) -> Municipalities:
    """Those of a CSV file in the form of the shipped one. Raises OSError, KeyError."""
    return Municipalities(read_everything(path))


def read_everything(path: Path = SHIPPED) -> tuple[Municipality, ...]:
    """With those that have merged into others. Raises OSError, KeyError."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_from_row(row) for row in csv.DictReader(file))


def _from_row(row: dict[str, str]) -> Municipality:
    return Municipality(
        code=row["code"],
        fi=row["fi"],
        sv=row["sv"],
        region=row["region"],
        region_fi=row["region_fi"],
        region_sv=row["region_sv"],
        region_en=row["region_en"],
        employment_area=row["employment_area"] or None,
        successor=row["merged_into"] or None,
    )
