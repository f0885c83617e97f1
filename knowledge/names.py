"""What others have named for everybody: Finland's municipalities, ESCO's occupations and skills."""

from dataclasses import dataclass
from typing import Final

from knowledge.municipalities import Municipalities
from knowledge.occupations import Occupations

_ESCO: Final = "http://data.europa.eu/esco/"


@dataclass(frozen=True, slots=True)
class Names:
    places: Municipalities
    occupations: Occupations


def is_concept(value: str) -> bool:
    """Whether it is the address of an occupation or a skill, and not somebody's own words."""
    return value.startswith(_ESCO)
