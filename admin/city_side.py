"""The cities of an installation: those of its file, or the settings alone."""

from collections.abc import Collection
from pathlib import Path

from admin.errors import CannotRun
from admin.oidc import EVERY_CITY
from admin.settings import ServiceSettings
from bot.city import Cities, City
from bot.city_file import MunicipalityCode, read_cities
from dialogues.errors import ProjectError
from knowledge.municipalities import Municipalities, read_municipalities


def cities_of(settings: ServiceSettings, code_of: MunicipalityCode) -> Cities:
    """Raises CannotRun with the line of the file that is wrong, and for a sign-in that means no city."""
    common = City(
        languages=settings.languages,
        municipalities=tuple(_code(name, code_of) for name in settings.municipalities),
        hours=settings.hours,
        allowed_origins=settings.allowed_origins,
        leave_url=settings.leave_url,
    )
    cities = _read(settings.cities, common, code_of) if settings.cities else Cities(common)
    for word, _, code in (each.rpartition("=") for each in settings.oidc_cities):
        if code not in (EVERY_CITY, *cities.codes):
            raise CannotRun(
                f"The setting OSAAMO_OIDC_CITIES is broken: {word} means {code}, and there is no such city."
            )
    return cities


def _read(path: Path, common: City, code_of: MunicipalityCode) -> Cities:
    try:
        return read_cities(path, common, code_of)
    except ProjectError as error:
        raise CannotRun(f"The file of the cities is broken: {error}") from error


def require_cities(settings: ServiceSettings, codes: Collection[str]) -> None:
    """Raises CannotRun for a code of no city."""
    places = read_municipalities()
    known = cities_of(settings, lambda name: municipality_code(places, name)).codes
    for code in codes:
        if code not in known:
            raise CannotRun(f"There is no city {code}; there are: {', '.join(known) or 'none'}.")


def municipality_code(places: Municipalities, text: str) -> str | None:
    """Of a municipality's code or name, None for an unknown one."""
    mention = None if places.get(text) else places.find(text)
    found = mention.municipality if mention else places.get(text)
    return found.code if found else None


def _code(municipality: str, code_of: MunicipalityCode) -> str:
    code = code_of(municipality)
    if code is None:
        raise CannotRun(
            f"The setting OSAAMO_MUNICIPALITIES is broken: there is no municipality {municipality}."
        )
    return code
