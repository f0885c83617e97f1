"""Areas of local services agree with the municipalities' table; no employer need goes without an answer."""

import csv
from collections import defaultdict

import pytest

from knowledge.municipalities import SHIPPED
from knowledge.starter.entries import ServiceEntry, read_starter
from knowledge.vocabulary import EMPLOYER_NEEDS

CITIES = ("564", "091", "049", "092", "853", "837", "272", "905", "743")
"""Oulu, Helsinki, Espoo, Vantaa, Turku, Tampere, Kokkola, Vaasa, Seinäjoki."""


def _entries() -> list[ServiceEntry]:
    return [entry for _, entry in read_starter().services]


def _employment_areas() -> dict[str, set[str]]:
    areas: dict[str, set[str]] = defaultdict(set)
    with SHIPPED.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            areas[row["employment_area"]].add(row["code"])
    return areas


@pytest.mark.parametrize("role", ["employment_services", "employer_services"])
def test_an_offices_area_is_its_employment_area(role: str) -> None:
    known = _employment_areas()
    areas = [set(entry.area) for entry in _entries() if entry.role == role and entry.area != "nationwide"]
    assert len(areas) >= len(CITIES)
    assert all(area in known.values() for area in areas)


@pytest.mark.parametrize("code", CITIES)
@pytest.mark.parametrize("role", ["employment_services", "employer_services"])
def test_each_city_has_one_office_of_its_own(code: str, role: str) -> None:
    local = [entry for entry in _entries() if entry.role == role and code in entry.area]
    assert len(local) == 1


@pytest.mark.parametrize("need", EMPLOYER_NEEDS)
def test_each_employer_need_has_a_national_service(need: str) -> None:
    national = [entry for entry in _entries() if entry.area == "nationwide" and "employer" in entry.audience]
    assert any(need in entry.employer_needs and not entry.stand_in for entry in national)


def test_a_service_only_for_newcomers_is_never_an_employers() -> None:
    assert not [entry.id for entry in _entries() if entry.newcomers_only and "employer" in entry.audience]
