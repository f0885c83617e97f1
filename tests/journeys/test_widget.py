"""The same chat in the corner of a city's own page (docs/widget.md shows the picture)."""

from tests.journeys.actors import picture
from tests.journeys.conftest import City

PAGE = """<!doctype html><html lang="fi"><meta charset="utf-8"><title>Työ ja yrittäminen</title>
<body style="margin: 3rem 4rem; font: 18px/1.5 Georgia, serif; color: #1d1d1d; background: #fbf8f2">
<h1>Työ ja yrittäminen</h1><p style="max-width: 36rem">Kaupungin työllisyyspalvelut auttavat, kun
etsit työtä, haluat oppia uutta tai perustat yrityksen. Voit kysyä neuvoa myös chatissa, nimettömänä.</p>
<script type="module" src="/widget.js"></script>
<osaamo-chat floating language="fi" municipality="Oulu" name="Kysy työstä" style="--osaamo-accent: #7a1f4b">
</osaamo-chat></body></html>"""


def test_somebody_on_a_citys_page_begins_the_questions_in_its_corner(city: City) -> None:
    person = city.person(desktop=True)
    address = f"{city.url}/the-citys-own-page"
    person.page.route(address, lambda route: route.fulfill(content_type="text/html", body=PAGE))
    person.page.goto(address)
    person.page.get_by_role("button", name="Kysy työstä").click()
    person.presses("Selvitä, mikä minua auttaisi (noin 3 minuuttia)")
    person.writes("asun Oulussa ja jäin työttömäksi")
    person.sees("Mihin haluat eniten apua?")
    person.page.mouse.move(0, 0)
    picture(person.page, "widget-floating")
