"""A pause of one city: who may begin and end it, and who is told of it."""

from datetime import UTC, datetime

import pytest
from httpx import Response

from tests.admin.panel import Browser, Panel
from tests.admin.test_cities import two as two

PAGE = "/admin/supervision"
BANNER = "Kemi: The hand-off is paused"


def pauses(browser: Browser, path: str, **data: str) -> int:
    answer: Response = browser.client.post(f"{PAGE}/pauses/{path}", headers=browser.headers, data=data)
    return answer.status_code


def in_force(panel: Panel) -> list[tuple[str, str]]:
    return [(each.what, each.city) for each in panel.app.state.pauses.now(datetime.now(UTC))]


@pytest.mark.parametrize("city", ["", "oulu", "nowhere"])
def test_the_coordinator_of_one_city_pauses_neither_all_nor_another(two: Panel, city: str) -> None:
    lead = two.browser("kalle", "coordinator", cities=("kemi",))
    assert pauses(lead, "bot", city=city) == 403
    assert pauses(lead, "bot/removal", city=city) == 403
    assert in_force(two) == []


def test_a_city_that_there_is_not_is_not_paused(two: Panel) -> None:
    assert pauses(two.browser("ylli", "coordinator"), "bot", city="nowhere") == 403


def test_the_coordinator_of_one_city_begins_and_ends_its_pause(two: Panel) -> None:
    lead = two.browser("kalle", "coordinator", cities=("kemi",))
    assert '<input type="hidden" name="city" value="kemi">' in lead.client.get(PAGE).text
    assert pauses(lead, "handoff", city="kemi") == 303
    assert in_force(two) == [("handoff", "kemi")]
    assert "End the pause of the hand-off" in lead.client.get(PAGE).text
    assert pauses(lead, "handoff/removal", city="kemi") == 303
    assert in_force(two) == []


def test_only_who_works_for_the_city_and_who_works_for_all_read_of_it(two: Panel) -> None:
    chief = two.browser("ylli", "coordinator")
    pauses(chief, "handoff", city="kemi")
    assert BANNER in two.browser("kalle", cities=("kemi",)).client.get("/admin/desk").text
    assert BANNER in chief.client.get("/admin/desk").text
    assert BANNER not in two.browser("aino", cities=("oulu",)).client.get("/admin/desk").text
    pauses(chief, "bot")
    assert "The bot is paused" in two.browser("olli", cities=("oulu",)).client.get("/admin/desk").text


def test_who_leads_several_cities_chooses_one_first(two: Panel) -> None:
    lead = two.browser("kaisa", "coordinator", cities=("oulu", "kemi"))
    assert "Choose a city above" in lead.client.get(PAGE).text
    assert f"{PAGE}/pauses" not in lead.client.get(PAGE).text
    assert f"{PAGE}/pauses" in lead.client.get(f"{PAGE}?city=oulu").text


def test_the_pause_of_another_place_is_told_and_is_not_ended_by_mistake(two: Panel) -> None:
    chief = two.browser("ylli", "coordinator")
    pauses(chief, "handoff", city="kemi")
    page = chief.client.get(PAGE).text
    assert f"<li>{BANNER}" in page
    assert "End the pause of the hand-off" not in page
    assert "End the pause of the hand-off" in chief.client.get(f"{PAGE}?city=kemi").text
    assert pauses(chief, "handoff/removal") == 303
    assert in_force(two) == [("handoff", "kemi")]


def test_a_wrong_end_leaves_the_chosen_city_chosen(two: Panel) -> None:
    chief = two.browser("ylli", "coordinator")
    data = {"city": "kemi", "until": "2020-01-01T10:00"}
    answer = chief.client.post(f"{PAGE}/pauses/bot", headers=chief.headers, data=data)
    assert answer.status_code == 422
    assert '<input type="hidden" name="city" value="kemi">' in answer.text
