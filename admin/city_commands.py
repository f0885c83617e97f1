"""`osaamo city`: a city added to the file of an installation's cities, and the file checked."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from admin.city_side import cities_of, municipality_code
from admin.errors import CannotRun
from admin.settings import ServiceSettings, read_settings
from bot.city import Cities, City
from knowledge.municipalities import Municipalities, read_municipalities

FILE: Final = "cities.yml"
RESTART: Final = "The service reads the file when it starts: end it and start it again."


def add_city(commands: Any) -> None:
    text = "the cities that share this installation"
    of_cities = commands.add_parser("city", help=text, description=text).add_subparsers(
        required=True, metavar="command"
    )
    check = of_cities.add_parser("check", help="check the file of OSAAMO_CITIES and tell what is in it")
    check.set_defaults(command=_check)
    adding = of_cities.add_parser("add", help="add a city to the file of OSAAMO_CITIES")
    adding.add_argument("code", help="a-z, 0-9 and -; its page is /c/<code>/")
    adding.add_argument("--name", required=True, help="what the service is called there")
    adding.add_argument("--municipality", required=True, action="append", help="one or more, by name or code")
    adding.add_argument("--host", action="append", default=[], help="its own host, as in chat.city.fi")
    adding.set_defaults(command=_add)


def _check(_: argparse.Namespace) -> None:
    """Raises CannotRun with the line that is wrong."""
    settings = read_settings()
    if settings.cities is None:
        raise CannotRun(f"OSAAMO_CITIES is not set: write e.g. OSAAMO_CITIES={FILE} into .env.")
    places = read_municipalities()
    _tell(_described(_read(settings, places), places))


def _add(asked: argparse.Namespace) -> None:
    """The file stays as it was when it would be broken afterwards. Raises CannotRun."""
    settings = read_settings()
    path = settings.cities or Path(FILE)
    before = path.read_text("utf-8") if path.exists() else "cities:\n"
    settings, places = settings.model_copy(update={"cities": path}), read_municipalities()
    path.write_text(f"{before.rstrip()}\n{_block(asked)}", "utf-8")
    try:
        cities = _read(settings, places)
    except CannotRun:
        _put_back(path, before)
        raise
    _tell((*_described(cities, places), RESTART))


def _put_back(path: Path, before: str) -> None:
    if before == "cities:\n":
        path.unlink()
    else:
        path.write_text(before, "utf-8")


def _read(settings: ServiceSettings, places: Municipalities) -> Cities:
    return cities_of(settings, lambda name: municipality_code(places, name))


def _block(asked: argparse.Namespace) -> str:
    """What is quoted as JSON is quoted as YAML."""
    lines = [f"  {asked.code}:", f"    name: {_quoted(asked.name)}"]
    lines += [f"    hosts: {_quoted(asked.host)}"] if asked.host else []
    return "\n".join((*lines, f"    municipalities: {_quoted(asked.municipality)}", ""))


def _quoted(value: str | Sequence[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _described(cities: Cities, places: Municipalities) -> Iterable[str]:
    for city in cities.several:
        yield f"{city.code}: {city.name}"
        yield f"  address         {', '.join(_addresses(city))}"
        yield f"  municipalities  {', '.join(_named(city, places))}"
        yield f"  languages       {', '.join(city.languages)}"


def _addresses(city: City) -> tuple[str, ...]:
    return (city.path, *(f"https://{host}/" for host in city.hosts))


def _named(city: City, places: Municipalities) -> Iterable[str]:
    found = map(places.get, city.municipalities)
    return (place.fi for place in found if place)


def _tell(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
