"""The file of an installation's cities: read, checked, and refused with the line that is wrong."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.city import SERVICE, Cities, City, Theme
from bot.opening_hours import OpeningHours
from dialogues.errors import ProjectError
from dialogues.project.yaml_source import Place, read_yaml

KEYS: Final = (
    "name", "hosts", "languages", "municipalities", "opening_hours", "greeting", "allowed_origins",
    "leave_url", "controller", "contact", "theme",
)  # fmt: skip
LOGOS: Final = {".svg": "image/svg+xml", ".png": "image/png"}
LARGEST_LOGO: Final = 100_000
LONGEST_GREETING: Final = 300

_CODE = re.compile(r"[a-z][a-z0-9-]{1,31}")
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")

MunicipalityCode = Callable[[str], str | None]
"""Of a municipality's name or code; None for an unknown one."""


def read_cities(path: Path, common: City, code_of: MunicipalityCode) -> Cities:
    """What a city does not say is as in `common`. Raises dialogues.errors.ProjectError."""
    root = read_yaml(path)
    if root is None:
        raise ProjectError(path, 1, "There is no city in this file.")
    listed = root.mapping(("cities",)).get("cities")
    if listed is None:
        raise root.refuse("The cities stand below the key 'cities'.")
    read = [
        (place, _Reader(place, place.mapping(KEYS), common, code_of).city(code))
        for code, place in listed.mapping().items()
    ]
    for name in ("hosts", "municipalities"):
        _refuse_shared(read, name)
    return Cities(common, tuple(city for _, city in read))


def _refuse_shared(read: list[tuple[Place, City]], name: str) -> None:
    """An address or a municipality of two cities would leave open whose a conversation is."""
    counted = Counter(each for _, city in read for each in getattr(city, name))
    for place, city in read:
        shared = next((each for each in getattr(city, name) if counted[each] > 1), None)
        if shared:
            where = place.mapping()[name]
            raise where.refuse(f"'{shared}' is among the {name} of two cities.")


@dataclass(frozen=True, slots=True)
class _Reader:
    place: Place
    fields: Mapping[str, Place]
    common: City
    code_of: MunicipalityCode

    def city(self, code: str) -> City:
        if not _CODE.fullmatch(code):
            raise self.place.refuse(f"'{code}' is no code of a city: a-z, 0-9 and -, as its address has it.")
        return City(
            code=code,
            name=self._text("name", SERVICE),
            hosts=self._matching("hosts", _HOST, "a host, as in chat.city.fi"),
            languages=self._languages(),
            municipalities=self._municipalities(),
            hours=self._hours(),
            greetings=self._greetings(),
            allowed_origins=self._matching("allowed_origins", _ORIGIN, "as in https://www.city.fi"),
            leave_url=self._leave_url(),
            controller=self._text("controller", self.common.controller),
            contact=self._text("contact", self.common.contact),
            theme=self._theme(),
        )

    def _text(self, name: str, missing: str) -> str:
        place = self.fields.get(name)
        if place is None:
            return missing
        text = " ".join(place.text().split())
        if not text:
            raise place.refuse(f"'{name}' is empty.")
        return text

    def _matching(self, name: str, shape: re.Pattern[str], example: str) -> tuple[str, ...]:
        places = self._places(name)
        for place in places:
            if not shape.fullmatch(place.text()):
                raise place.refuse(f"'{place.text()}' is not {example}.")
        return tuple(place.text() for place in places)

    def _places(self, name: str) -> list[Place]:
        return self.fields[name].one_or_many() if name in self.fields else []

    def _languages(self) -> tuple[str, ...]:
        places, offered = self._places("languages"), self.common.languages
        for place in places:
            if place.text() not in offered:
                raise place.refuse(f"The language '{place.text()}' is not among {', '.join(offered)}.")
        return tuple(place.text() for place in places) or offered

    def _municipalities(self) -> tuple[str, ...]:
        places = self._places("municipalities")
        if not places:
            raise self.place.refuse("The city has no 'municipalities'.")
        return tuple(dict.fromkeys(self._municipality(place) for place in places))

    def _municipality(self, place: Place) -> str:
        code = self.code_of(place.text())
        if code is None:
            raise place.refuse(f"There is no municipality '{place.text()}'.")
        return code

    def _hours(self) -> OpeningHours:
        place, common = self.fields.get("opening_hours"), self.common.hours
        if place is None:
            return common
        try:
            return OpeningHours.parse(place.text(), common.zone.key)
        except ValueError as error:
            raise place.refuse(f"{error}.") from error

    def _greetings(self) -> dict[str, str]:
        place = self.fields.get("greeting")
        known = place.mapping(self.common.languages) if place else {}
        for each in known.values():
            if len(each.text()) > LONGEST_GREETING:
                raise each.refuse(f"A greeting has at most {LONGEST_GREETING} characters.")
        return {language: " ".join(each.text().split()) for language, each in known.items()}

    def _leave_url(self) -> str:
        place = self.fields.get("leave_url")
        if place and not place.text().startswith(("https://", "http://")):
            raise place.refuse("Write the whole address, as in https://www.ilmatieteenlaitos.fi/.")
        return place.text() if place else self.common.leave_url

    def _theme(self) -> Theme:
        place = self.fields.get("theme")
        known = place.mapping(("accent", "logo")) if place else {}
        accent, logo = known.get("accent"), known.get("logo")
        if accent and not _COLOUR.fullmatch(accent.text()):
            raise accent.refuse(f"'{accent.text()}' is not a colour as in '#0b3d82' (with quotation marks).")
        return Theme(accent.text() if accent else "", _logo(logo) if logo else None)


def _logo(place: Place) -> Path:
    """Beside the file of the cities."""
    path = place.path.parent / place.text()
    if path.suffix not in LOGOS:
        raise place.refuse("A logo is an .svg or a .png.")
    if not path.is_file():
        raise place.refuse(f"There is no file {path}.")
    if path.stat().st_size > LARGEST_LOGO:
        raise place.refuse(f"The logo is larger than {LARGEST_LOGO // 1000} kB.")
    return path
