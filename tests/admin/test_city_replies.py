"""Canned replies of one city: who writes them, who sees them, and in which conversations they are offered."""

import pytest
from httpx import Response

from bot.canned import read_replies
from tests.admin.panel import Browser, Panel
from tests.admin.test_canned_insert import stocked as stocked
from tests.admin.test_canned_pages import HELLO, HOME, post, replies
from tests.admin.test_cities import two as two

YAML = "- {shortcut: tuotu, source_language: fi, texts: {fi: Hei.}}\n"


def written(browser: Browser, **fields: str) -> str:
    answer = post(browser, HOME, **HELLO | fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def offered(browser: Browser, conversation: str) -> set[str]:
    answer: Response = browser.client.get(f"/admin/api/conversations/{conversation}/canned-replies")
    return {each["shortcut"] for each in answer.json()}


@pytest.fixture
def served_two(stocked: Panel, two: Panel) -> Panel:
    """With two cities, services and the canned replies that come with the product."""
    return two


def test_it_is_offered_in_its_citys_conversations_and_in_no_others(served_two: Panel) -> None:
    chief = served_two.browser("ylli", "coordinator")
    written(chief, city="kemi", **{"status.fi": "reviewed"})
    talks = {city: served_two.waiting(city=city) for city in ("kemi", "oulu", None)}
    for name, cities in (("aino", ("oulu",)), ("kalle", ("kemi",)), ("olli", ("oulu", "kemi")), ("eeva", ())):
        own = served_two.browser(name, cities=cities)
        for city, conversation in talks.items():
            if city is None or not cities or city in cities:
                near = city == "kemi" or (city is None and "kemi" in cities)
                assert ("moi" in offered(own, conversation), name, city) == (near, name, city)
                assert "hei" in offered(own, conversation)


def test_who_works_for_one_city_writes_for_it_whatever_they_send(two: Panel) -> None:
    for name, role in (("aino", "counsellor"), ("kaisa", "coordinator")):
        own = two.browser(name, role, cities=("oulu",))
        for city in ("kemi", "", "nowhere"):
            written(own, city=city, shortcut=f"{name}-{city or 'all'}")
    assert {each.city for each in replies(two).values()} == {"oulu"}


def test_who_works_for_all_chooses_and_the_list_says_whose_it_is(two: Panel) -> None:
    chief = two.browser("ylli", "coordinator")
    path = written(chief)
    assert replies(two)["moi"].city == ""
    assert "<td>All cities</td>" in chief.client.get(HOME).text
    assert post(chief, path, seen="1", **HELLO | {"city": "kemi"}).status_code == 303
    assert replies(two)["moi"].city == "kemi"
    assert '<option value="kemi" selected>Kemi</option>' in chief.client.get(path).text
    assert "<td>Kemi</td>" in chief.client.get(HOME).text


def test_another_citys_is_as_good_as_unknown(two: Panel) -> None:
    path = written(two.browser("ylli", "coordinator"), city="kemi")
    stranger = two.browser("kaisa", "coordinator", cities=("oulu",))
    assert "/moi" not in stranger.client.get(HOME).text
    assert stranger.client.get(path).status_code == 404
    assert post(stranger, path, seen="1", **HELLO).status_code == 404
    assert post(stranger, f"{path}/removal", seen="1").status_code == 404
    assert replies(two)["moi"].state == "published"


def test_those_of_all_cities_are_read_by_the_coordinator_of_one_and_changed_by_none(two: Panel) -> None:
    path = written(two.browser("ylli", "coordinator"))
    lead = two.browser("kaisa", "coordinator", cities=("oulu",))
    assert "disabled" in lead.client.get(path).text
    assert post(lead, path, seen="1", **HELLO).status_code == 403
    assert post(lead, f"{path}/removal", seen="1").status_code == 403


def test_two_cities_may_use_the_same_shortcut_and_nobody_sees_two_of_one_name(two: Panel) -> None:
    chief = two.browser("ylli", "coordinator")
    written(chief, city="kemi")
    written(chief, city="oulu")
    assert post(chief, HOME, **HELLO).status_code == 422
    assert post(chief, HOME, **HELLO | {"city": "kemi"}).status_code == 422
    written(chief, shortcut="yhteinen")
    assert post(chief, HOME, **HELLO | {"shortcut": "yhteinen", "city": "kemi"}).status_code == 422


def test_a_file_goes_out_and_in_within_ones_own_city(two: Panel) -> None:
    chief, lead = two.browser("ylli", "coordinator"), two.browser("kaisa", "coordinator", cities=("oulu",))
    written(chief)
    written(chief, city="kemi", shortcut="kemiin")
    written(lead, shortcut="ouluun")
    exported = lead.client.get(f"{HOME}/export").text
    assert ("ouluun" in exported, "kemiin" in exported, "moi" in exported) == (True, False, False)
    assert post(lead, f"{HOME}/import", text=exported).status_code == 303
    assert post(lead, f"{HOME}/import", text=YAML).status_code == 303
    assert replies(two)["tuotu"].city == "oulu"
    refused = post(lead, f"{HOME}/import", text=YAML.replace("{short", "{city: kemi, short"))
    assert refused.status_code == 422
    assert "tuotu names no city" in refused.text
    whole = chief.client.get(f"{HOME}/export").text
    assert post(chief, f"{HOME}/import", text=whole).status_code == 303
    with two.database.read() as session:
        cities = {each.shortcut: each.city for each in read_replies(session)}
    assert (cities["moi"], cities["kemiin"], cities["ouluun"]) == ("", "kemi", "oulu")


def test_one_service_alone_knows_no_cities(small_panel: Panel) -> None:
    chief = small_panel.browser("ylli", "coordinator", cities=("gone",))
    path = written(chief, city="gone")
    assert replies(small_panel)["moi"].city == ""
    assert 'id="city"' not in chief.client.get(path).text
    assert post(chief, path, seen="1", **HELLO).status_code == 303
