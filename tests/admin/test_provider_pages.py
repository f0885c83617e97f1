"""The administrator's pages of organisations."""

import pytest

from knowledge.editing.providers import provider
from knowledge.models import ProviderRow
from tests.admin.editors import office
from tests.admin.panel import Browser, Panel


@pytest.fixture
def browser(small_panel: Panel) -> Browser:
    office(small_panel, shown=True)
    return small_panel.browser("ylli", "administrator")


def stored(panel: Panel, provider_id: str) -> ProviderRow:
    with panel.database.read() as session:
        return provider(session, provider_id)


def send(browser: Browser, path: str, **fields: str) -> int:
    answer = browser.client.post(f"/admin/providers{path}", data=fields, headers=browser.headers)
    return int(answer.status_code)


def test_organisations_are_listed_with_their_services_and_searched(browser: Browser) -> None:
    page = browser.client.get("/admin/providers").text
    assert "Kaupunki" in page
    assert "Kela" in page
    assert 'href="/admin/services?provider=city"' in page
    found = browser.client.get("/admin/providers?q=KAUP").text
    assert "Kaupunki" in found
    assert ">Kela<" not in found


def test_one_is_added_and_its_names_are_changed(small_panel: Panel, browser: Browser) -> None:
    new = {"name-fi": "Oulun yliopisto", "name-sv": " ", "url": "https://www.oulu.fi"}
    assert send(browser, "/new", **new) == 303
    row = stored(small_panel, "oulun-yliopisto")
    assert (row.names, row.url, row.four_eyes) == ({"fi": "Oulun yliopisto"}, "https://www.oulu.fi", False)
    page = browser.client.get("/admin/providers/oulun-yliopisto").text
    assert 'value="Oulun yliopisto"' in page
    changed = {"name-fi": "Oulun yliopisto", "name-sv": "Uleåborgs universitet", "four_eyes": "on"}
    opened = browser.seen("/admin/providers/oulun-yliopisto")
    assert send(browser, "/oulun-yliopisto", seen=opened, **changed) == 303
    row = stored(small_panel, "oulun-yliopisto")
    assert (row.names["sv"], row.four_eyes) == ("Uleåborgs universitet", True)


def test_four_eyes_are_switched_and_that_stands_in_the_log(small_panel: Panel, browser: Browser) -> None:
    assert send(browser, "/kela/four-eyes", asked="yes") == 303
    assert stored(small_panel, "kela").four_eyes
    assert send(browser, "/kela/four-eyes", asked="no") == 303
    row = stored(small_panel, "kela")
    assert (row.four_eyes, row.names) == (False, {"fi": "Kela"})
    log = browser.client.get("/admin/audit").text
    assert log.count("Changed an organisation") == 2 + 1, "twice in the log, once in its filter"


def test_what_cannot_be_is_told_with_what_was_typed(browser: Browser) -> None:
    for fields, told in (
        ({"name-fi": " "}, "Give a name in at least one language"),
        ({"name-fi": "Oulu", "url": "javascript:1"}, "begins with https://"),
        ({"name-fi": "x" * 201}, "The name is too long"),
    ):
        answer = browser.client.post("/admin/providers/new", data=fields, headers=browser.headers)
        assert answer.status_code == 422
        assert told in answer.text
        assert fields["name-fi"].strip() in answer.text
    assert browser.client.get("/admin/providers/nobody").status_code == 404


def test_only_administrators_enter(small_panel: Panel) -> None:
    for role in ("editor", "coordinator", "counsellor"):
        client = small_panel.browser(role, role).client
        assert client.get("/admin/providers").status_code == 403


def test_a_second_save_shows_the_first_ones_name_and_overwrites_nothing(
    small_panel: Panel, browser: Browser
) -> None:
    opened = browser.seen("/admin/providers/kela")
    assert send(browser, "/kela", seen=opened, **{"name-fi": "Kansaneläkelaitos"}) == 303
    form = {"seen": opened, "name-fi": "KELA"}
    answer = browser.client.post("/admin/providers/kela", data=form, headers=browser.headers)
    assert answer.status_code == 409
    assert '<td dir="auto">Kansaneläkelaitos</td><td dir="auto">KELA</td>' in answer.text
    assert stored(small_panel, "kela").names == {"fi": "Kansaneläkelaitos"}
    assert send(browser, "/kela", **{"name-fi": "KELA"}) == 409, "a form that was never opened"
