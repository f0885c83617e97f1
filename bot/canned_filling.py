"""The places of canned replies, filled for one conversation; a person's name is never known."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

PLACES: Final = ("desk", "counsellor", "opening", "municipality")
_PLACE = re.compile(r"\{([^{}]*)\}")
_SERVICE: Final = "service:"


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in the places, in one language; `service` gives a service's words, None for no such one."""

    desk: str
    counsellor: str
    opening: str
    municipality: str
    service: Callable[[str], str | None]


def unknown_places(text: str) -> tuple[str, ...]:
    """Places that nothing fills: among them {name}, for nobody's name is known."""
    return tuple(
        found
        for found in _PLACE.findall(text)
        if found not in PLACES and not (found.startswith(_SERVICE) and len(found) > len(_SERVICE))
    )


def filled(text: str, filling: Filling) -> str:
    """A service that is no longer shown leaves its place to be seen and written over."""

    def word(found: re.Match[str]) -> str:
        place = found[1]
        if place.startswith(_SERVICE):
            return filling.service(place.removeprefix(_SERVICE)) or found[0]
        return str(getattr(filling, place)) if place in PLACES else found[0]

    return _PLACE.sub(word, text)
