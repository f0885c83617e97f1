"""The cities of an installation: those of its file, or the settings alone."""

from admin.errors import CannotRun
from admin.settings import ServiceSettings
from bot.city import Cities, City
from bot.city_file import MunicipalityCode, read_cities
from dialogues.errors import ProjectError


def cities_of(settings: ServiceSettings, code_of: MunicipalityCode) -> Cities:
    """Raises CannotRun with the line of the file that is wrong."""
    common = City(
        languages=settings.languages,
        municipalities=tuple(_code(name, code_of) for name in settings.municipalities),
        hours=settings.hours,
        allowed_origins=settings.allowed_origins,
        leave_url=settings.leave_url,
    )
    if settings.cities is None:
        return Cities(common)
    try:
        return read_cities(settings.cities, common, code_of)
    except ProjectError as error:
        raise CannotRun(f"The file of the cities is broken: {error}") from error


def _code(municipality: str, code_of: MunicipalityCode) -> str:
    code = code_of(municipality)
    if code is None:
        raise CannotRun(
            f"The setting OSAAMO_MUNICIPALITIES is broken: there is no municipality {municipality}."
        )
    return code
