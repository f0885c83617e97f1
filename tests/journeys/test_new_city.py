"""docs/cities.md, followed word for word: a second city, its page, its counsellor, and nobody else's."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from admin import staff
from admin.first_start import prepare_database
from admin.settings import ServiceSettings
from tests.journeys.actors import Counsellor, Person
from tests.journeys.conftest import DESKTOP, PHONE
from tests.support.service import environment, service

GUIDE = (Path(__file__).parents[2] / "docs" / "cities.md").read_text("utf-8")
OULU = "cities:\n  oulu:\n    name: Oulun palvelut\n    municipalities: [Oulu]\n"
AINO, PASSWORD = "aino@oulu.example", "kolme pientä porsasta"


def commands() -> Iterator[tuple[str, ...]]:
    """Those of the guide, without the program's name."""
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL):
        yield tuple(shlex.split(block))[1:]


def osaamo(data: Path, settings: Mapping[str, str], *words: str) -> str:
    command, known = (sys.executable, "-m", "admin", *words), environment(data, 8000, settings)
    done = subprocess.run(command, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def desk(chromium: Browser, url: str, email: str, password: str) -> Counsellor:
    counsellor = Counsellor(chromium.new_context(viewport=DESKTOP, reduced_motion="reduce").new_page())
    counsellor.page.goto(f"{url}/admin/")
    counsellor.page.locator('input[name="email"]').fill(email)
    _enters(counsellor, password)
    return counsellor


def _enters(counsellor: Counsellor, password: str) -> None:
    field = counsellor.page.locator('input[name="password"]')
    field.fill(password)
    field.press("Enter")


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Of an installation that serves Oulu, with Aino at the desk."""
    (tmp_path / "cities.yml").write_text(OULU, "utf-8")
    database = prepare_database(ServiceSettings(_env_file=None, data=tmp_path))
    with database.write() as session:
        staff.add(session, AINO, "Aino", "counsellor", "en", PASSWORD, cities=("oulu",))
    database.close()
    return {"OSAAMO_OPENING_HOURS": "Mon-Sun 0-24", "OSAAMO_CITIES": str(tmp_path / "cities.yml")}


@pytest.mark.timeout(300)
def test_a_new_city_talks_and_is_answered_by_its_own_counsellor(
    tmp_path: Path, settings: dict[str, str], chromium: Browser
) -> None:
    new_city, new_counsellor = commands()
    assert "/c/kemi/" in osaamo(tmp_path, settings, *new_city)
    with service(tmp_path, settings) as running:
        told = osaamo(tmp_path, settings, *new_counsellor, "--language", "en")
        person = Person(chromium.new_context(viewport=PHONE, reduced_motion="reduce").new_page())
        person.opens(f"{running.url}/c/kemi", "fi")
        expect(person.page).to_have_title(re.compile("^Kemin työllisyyspalvelut"))
        person.sees("Kemin työllisyyspalvelut")
        person.presses("Selvitä, mikä minua auttaisi (noin 3 minuuttia)")
        expect(person.page.get_by_role("button", name="Oulu", exact=True)).to_have_count(0)
        person.presses("Kemi")
        person.writes("haluan puhua ihmisen kanssa")
        person.presses("Lähetä neuvojalle")
        person.sees("Olet neuvojan jonossa")
        stranger = desk(chromium, running.url, AINO, PASSWORD)
        expect(stranger.page.locator("#rows")).to_be_attached()
        expect(stranger.page.locator("#rows a")).to_have_count(0)
        own = desk(chromium, running.url, "kalle@kemi.example", told.split()[-1])
        own.page.wait_for_url("**/admin/password")
        _enters(own, PASSWORD)
        own.takes_over()
        own.replies("Hei, olen Kalle Kemistä.")
        person.sees("Hei, olen Kalle Kemistä.")
        for context in chromium.contexts:
            context.close()
