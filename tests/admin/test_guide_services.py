"""A step's field takes a service by its name, as its list offers it, or by id."""

import re

import pytest

from admin.guide_services import offered, service_named
from knowledge.service import ServiceText
from tests.admin.guide_editors import guide_office
from tests.admin.panel import Panel
from tests.knowledge.make import catalogue, service

KNOWN = catalogue(
    service(
        "debts", texts={"fi": ServiceText("fi", "Velat", "Apua."), "en": ServiceText("en", "Debts", "Help.")}
    ),
    service("work", texts={"fi": ServiceText("fi", "Työpaja (nuoret)", "Apua.")}),
    service("twin-a", texts={"fi": ServiceText("fi", "Ohjaamo", "Apua.")}),
    service("twin-b", texts={"fi": ServiceText("fi", "Ohjaamo", "Apua.")}),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("debts", "debts"),
        ("velat", "debts"),
        ("  DEBTS ", "debts"),
        (offered("debts", "Velat"), "debts"),
        (offered("debts", "An earlier name"), "debts"),
        ("Työpaja (nuoret)", "work"),
        (offered("work", "Työpaja (nuoret)"), "work"),
        (offered("twin-b", "Ohjaamo"), "twin-b"),
        ("Ohjaamo", "Ohjaamo"),
        ("Pizzaa (no-such)", "Pizzaa (no-such)"),
        ("", ""),
    ],
)
def test_a_service_is_meant_only_where_there_is_no_doubt(typed: str, meant: str) -> None:
    assert service_named(KNOWN, typed) == meant


def test_the_page_takes_what_its_list_offers(small_panel: Panel) -> None:
    city = guide_office(small_panel)
    editor = city.editor()
    choices = re.findall(r'<option value="([^"]+ \(([^()"]+)\))">', editor.client.get(city.path).text)
    assert choices
    known = dict(city.panel.app.state.editing.catalogue().by_id)
    assert all(code in known for _, code in choices)
    refused = city.save(editor, city.form(editor), more__second="Ei mikään palvelu")
    assert refused.status_code == 422
    assert "Ei mikään palvelu" in refused.text
