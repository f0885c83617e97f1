"""The file of an installation's cities: what it says, and the line that is named when it is wrong."""

from pathlib import Path

import pytest

from bot.city import Cities, City
from bot.city_file import LARGEST_LOGO, read_cities
from bot.opening_hours import OpeningHours
from dialogues.errors import ProjectError

DOCS = Path(__file__).parents[2] / "docs"
CODES = {"Oulu": "564", "Kempele": "244", "Kemi": "240", "Tornio": "851"}
COMMON = City(
    languages=("fi", "sv", "en", "so"),
    hours=OpeningHours.parse("Mon-Fri 9-15", "Europe/Helsinki"),
    leave_url="https://example.org/",
)


def read(tmp_path: Path, text: str) -> Cities:
    path = tmp_path / "cities.yml"
    path.write_text(text, "utf-8")
    return read_cities(path, COMMON, CODES.get)


def one(fields: str) -> str:
    return f"cities:\n  oulu:\n    municipalities: [Oulu]\n    {fields}\n"


def test_what_a_city_does_not_say_is_as_in_the_settings(tmp_path: Path) -> None:
    (city,) = read(tmp_path, "cities:\n  oulu:\n    municipalities: Oulu\n").several
    assert (city.code, city.name, city.municipalities, city.path) == ("oulu", "Osaamo", ("564",), "/c/oulu/")
    assert (city.languages, city.hours, city.leave_url) == (
        COMMON.languages,
        COMMON.hours,
        "https://example.org/",
    )


def test_the_example_of_the_docs_can_be_read(tmp_path: Path) -> None:
    for name in ("cities.yml", "kemi.svg"):
        (tmp_path / name).write_bytes((DOCS / "examples" / name).read_bytes())
    cities = read_cities(tmp_path / "cities.yml", COMMON, CODES.get)
    oulu, kemi = cities.several
    assert (DOCS / "examples" / "cities.yml").read_text("utf-8") in (DOCS / "cities.md").read_text("utf-8")
    assert (oulu.municipalities, kemi.municipalities) == (("564", "244"), ("240",))
    assert kemi.greeting("fi-x-selko") == kemi.greeting("fi") != ""
    assert kemi.greeting("so") == ""
    assert kemi.theme.logo == tmp_path / "kemi.svg"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "no city in this file"),
        ("oulu:\n  name: x\n", 1, "'oulu' is not supported"),
        ("cities:\n  Oulu!:\n    municipalities: [Oulu]\n", 3, "no code of a city"),
        ("cities:\n  oulu:\n    name: Oulu\n", 3, "no 'municipalities'"),
        ("cities:\n  oulu:\n    municipalities: [Oulu, Narnia]\n", 3, "no municipality 'Narnia'"),
        (one("languages: [fi, de]"), 4, "language 'de'"),
        (one("opening_hours: always"), 4, "not opening hours"),
        (one("hosts: [https://a.fi]"), 4, "not a host"),
        (one("allowed_origins: [www.oulu.fi]"), 4, "not as in https://"),
        (one("leave_url: javascript:alert(1)"), 4, "whole address"),
        (one("greeting: {de: Hallo}"), 4, "'de' is not supported"),
        (one(f"greeting: {{fi: {'a' * 301}}}"), 4, "at most 300"),
        (one("theme: {accent: blue}"), 4, "not a colour"),
        (one("theme: {logo: logo.gif}"), 4, ".svg or a .png"),
        (one("theme: {logo: logo.svg}"), 4, "There is no file"),
        (one("theme: {logo: large.png}"), 4, "larger than"),
        (one("colour: red"), 4, "'colour' is not supported"),
        (one("name: ''"), 4, "'name' is empty"),
        (one("name: Oulu") + "  kemi:\n    municipalities: [Oulu]\n", 3, "two cities"),
        (
            one("hosts: [a.fi]") + "  kemi:\n    municipalities: [Kemi]\n    hosts: [a.fi]\n",
            4,
            "hosts of two cities",
        ),
    ],
)
def test_a_broken_file_names_the_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    (tmp_path / "large.png").write_bytes(b"0" * (LARGEST_LOGO + 1))
    with pytest.raises(ProjectError) as refused:
        read(tmp_path, text)
    assert refused.value.line == line
    assert said in refused.value.sentence


def test_the_city_of_a_conversation_follows_from_its_municipality(tmp_path: Path) -> None:
    cities = read(
        tmp_path, "cities:\n  oulu:\n    municipalities: [Oulu]\n  kemi:\n    municipalities: [Kemi]\n"
    )
    assert [cities.home(code) for code in ("564", "240", "851", None)] == ["oulu", "kemi", None, None]
    alone = read(tmp_path, one("name: Oulu"))
    assert [alone.home(code) for code in ("851", None)] == ["oulu", "oulu"]
    assert Cities(COMMON).home("564") is None


def test_a_city_that_is_gone_is_as_none(tmp_path: Path) -> None:
    cities = read(tmp_path, one("name: Oulu"))
    assert cities.of("kemi") is cities.of(None) is COMMON
