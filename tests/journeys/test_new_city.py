"""docs/cities.md, followed word for word: a second city, its page, its counsellor, and nobody else's."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.actors import Counsellor, Person
from tests.journeys.conftest import DESKTOP, PHONE
from tests.support.service import environment, service

GUIDE = (Path(__file__).parents[2] / "docs" / "cities.md").read_text("utf-8")
CHOSEN = "kolme pientä porsasta"
OULU = ("city", "add", "oulu", "--name", "Oulun palvelut", "--municipality", "Oulu")
AINO = ("staff", "add", "aino@oulu.example", "--name", "Aino", "--language", "en", "--city", "oulu")
ALWAYS = {"OSAAMO_OPENING_HOURS": "Mon-Sun 0-24"}


def steps() -> Iterator[tuple[str, ...]]:
    """The commands of the guide, without the program's name."""
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL):
        yield tuple(shlex.split(block))[1:]


def osaamo(data: Path, settings: Mapping[str, str], *words: str) -> str:
    known = environment(data, 0, settings)
    done = subprocess.run(
        (sys.executable, "-m", "admin", *words), env=known, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def signed_in(chromium: Browser, url: str, email: str, told: str) -> Counsellor:
    """With the one-time password that the command printed, replaced at once."""
    counsellor = Counsellor(chromium.new_context(viewport=DESKTOP, reduced_motion="reduce").new_page())
    page = counsellor.page
    page.goto(f"{url}/admin/?")
    page.locator('input[name="email"]').fill(email)
    page.locator('input[name="password"]').fill(told.split()[-1])
    page.locator('input[name="password"]').press("Enter")
    page.locator('input[name="password"]').fill(CHOSEN)
    page.locator('input[name="password"]').press("Enter")
    page.wait_for_url(re.compile("/admin/desk"))
    return counsellor


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return {**ALWAYS, "OSAAMO_CITIES": str(tmp_path / "cities.yml")}


def test_a_new_city_talks_and_is_answered_by_its_own_counsellor(
    tmp_path: Path, settings: dict[str, str], chromium: Browser
) -> None:
    osaamo(tmp_path, settings, *OULU)
    with service(tmp_path, settings) as running:
        assert httpx.get(f"{running.url}/c/kemi/").status_code == 404
        aino = osaamo(tmp_path, settings, *AINO)
    new_city, new_counsellor = steps()
    assert "/c/kemi/" in osaamo(tmp_path, settings, *new_city)
    with service(tmp_path, settings) as running:
        kalle = osaamo(tmp_path, settings, *new_counsellor, "--language", "en")
        person = Person(chromium.new_context(viewport=PHONE, reduced_motion="reduce").new_page())
        person.opens(f"{running.url}/c/kemi", "fi")
        expect(person.page).to_have_title(re.compile("^Kemin työllisyyspalvelut"))
        person.sees("Kemin työllisyyspalvelut")
        person.presses("Selvitä, mikä minua auttaisi (noin 3 minuuttia)")
        expect(person.page.get_by_role("button", name="Kemi", exact=True)).to_be_visible()
        expect(person.page.get_by_role("button", name="Oulu", exact=True)).to_have_count(0)
        person.presses("Kemi")
        person.writes("haluan puhua ihmisen kanssa")
        person.presses("Lähetä neuvojalle")
        person.sees("Olet neuvojan jonossa")
        stranger = signed_in(chromium, running.url, "aino@oulu.example", aino)
        expect(stranger.page.get_by_text("Kemi", exact=True)).to_have_count(0)
        own = signed_in(chromium, running.url, "kalle@kemi.example", kalle)
        own.takes_over()
        own.replies("Hei, olen Kalle Kemistä.")
        person.sees("Hei, olen Kalle Kemistä.")
        for context in chromium.contexts:
            context.close()
