"""Whose conversations an account sees that the work account's sign-in makes or opens."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from admin.city_side import cities_of
from admin.errors import CannotRun
from admin.models import StaffRow
from admin.oidc import Client, Identity
from admin.oidc_people import Unwelcome, admit
from admin.settings import ServiceSettings
from admin.staff_side import StaffSide
from tests.admin.oidc import journey, signing_in_at
from tests.admin.panel import Panel
from tests.support.provider import RealProvider

ROLES = {"desk": "counsellor", "lead": "coordinator", "web": "editor", "it": "administrator"}
CITIES = {"kemi": "kemi", "oulu": "oulu", "all": "*"}


def client(**more: Any) -> Client:
    return Client(issuer="i", client_id="c", role_claim="groups", roles=ROLES, city_claim="groups", **more)


def identity(role: str, *cities: str) -> Identity:
    return Identity("1", "aino@example.fi", True, "Aino", frozenset((role,)), frozenset(cities), strong=False)


def cities_after(panel: Panel, at: Client, who: Identity) -> list[str] | str:
    """Or why they are refused."""
    try:
        with panel.database.write() as session:
            admit(session, at, who)
    except Unwelcome as refused:
        return refused.code
    with panel.database.read() as session:
        return session.scalars(select(StaffRow.cities).where(StaffRow.email == who.email)).one()


@pytest.mark.parametrize("role", ["counsellor", "coordinator"])
def test_where_cities_share_the_installation_silence_lets_nobody_in_to_all(
    small_panel: Panel, role: str
) -> None:
    assert cities_after(small_panel, client(several=True), identity(role)) == "oidc.no_city"
    assert cities_after(small_panel, client(several=True, cities=CITIES), identity(role)) == "oidc.no_city"
    with small_panel.database.read() as session:
        assert session.scalars(select(StaffRow)).all() == []


def test_an_editor_who_begins_at_the_desk_needs_a_city_and_who_was_invited_to_all_keeps_them(
    small_panel: Panel,
) -> None:
    small_panel.browser("aino", "editor")
    assert cities_after(small_panel, client(several=True), identity("counsellor")) == "oidc.no_city"
    with small_panel.database.write() as session:
        session.scalars(select(StaffRow)).one().role = "coordinator"
    assert cities_after(small_panel, client(several=True), identity("counsellor")) == []


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_who_needs_no_city_for_their_work_enters_without(small_panel: Panel, role: str) -> None:
    assert cities_after(small_panel, client(several=True, cities=CITIES), identity(role)) == []


def test_one_service_alone_asks_for_no_city(small_panel: Panel) -> None:
    assert cities_after(small_panel, client(), identity("counsellor")) == []


def test_the_providers_word_counts_at_each_sign_in(small_panel: Panel) -> None:
    at = client(several=True, cities=CITIES)
    assert cities_after(small_panel, at, identity("counsellor", "kemi")) == ["kemi"]
    assert cities_after(small_panel, at, identity("counsellor", "kemi", "oulu")) == ["kemi", "oulu"]
    assert cities_after(small_panel, at, identity("counsellor", "*")) == []
    assert cities_after(small_panel, at, identity("counsellor", "oulu")) == ["oulu"]
    assert cities_after(small_panel, at, identity("counsellor")) == "oidc.no_city"


def test_cities_ticked_in_the_panel_stay_where_the_provider_says_nothing(small_panel: Panel) -> None:
    small_panel.browser("aino", cities=("kemi",))
    assert cities_after(small_panel, client(several=True), identity("counsellor")) == ["kemi"]
    assert cities_after(small_panel, client(several=True, cities=CITIES), identity("editor")) == ["kemi"]


def test_the_groups_of_a_real_provider_name_the_cities_and_a_change_ends_the_sessions(
    small_panel: Panel, real: RealProvider
) -> None:
    more = {"role_claim": "groups", "roles": {"desk": "counsellor"}, "city_claim": "groups", "several": True}
    signing_in_at(small_panel, real.issuer, cities={"x": "kemi"}, **more)
    browser, answer = journey(small_panel, "1")
    assert answer.status_code == 303
    signing_in_at(small_panel, real.issuer, cities={"x": "oulu"}, **more)
    assert journey(small_panel, "1")[1].status_code == 303
    assert browser.get("/admin/api/inbox").status_code == 401
    signing_in_at(small_panel, real.issuer, cities={"y": "oulu"}, **more)
    refused = journey(small_panel, "1")[1]
    assert refused.status_code == 403
    assert "no city in Osaamo" in refused.text


def test_the_settings_say_which_words_are_which_city(small_panel: Panel, tmp_path: Path) -> None:
    given: dict[str, Any] = {"_env_file": None, "oidc_issuer": "https://login.example", "oidc_client_id": "o"}
    given |= {"oidc_role_claim": "groups", "oidc_cities": "kemi=desk=kemi, all-desks=*", "data": tmp_path}
    side = StaffSide.of(ServiceSettings(**given), small_panel.database, several=True)
    assert side.oidc is not None
    assert side.oidc.client.cities == {"kemi=desk": "kemi", "all-desks": "*"}
    assert (side.oidc.client.city_claim, side.oidc.client.several) == ("groups", True)


def test_a_city_that_there_is_not_stops_the_start() -> None:
    given: dict[str, Any] = {"_env_file": None, "oidc_cities": ("desk=kemi",)}
    with pytest.raises(CannotRun, match="OSAAMO_OIDC_CITIES is broken: desk means kemi"):
        cities_of(ServiceSettings(**given), lambda name: name)
