"""Signing in with OpenID Connect, at a real provider and with what a false one could send."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from admin.models import AuditRow, StaffRow
from tests.admin.oidc import ACCOUNTS, BACK, journey, signing_in_at
from tests.admin.panel import PASSWORD, Panel
from tests.support.postgres import free_port
from tests.support.provider import RealProvider, provider, sign_in


@pytest.fixture
def at(small_panel: Panel, real: RealProvider) -> Panel:
    return signing_in_at(small_panel, real.issuer)


def test_who_has_been_invited_enters_with_the_verified_address(at: Panel) -> None:
    at.add_staff("aino")
    browser, answer = journey(at, "1", "/admin/desk?list=mine")
    assert answer.headers["location"] == "/admin/desk?list=mine"
    assert browser.get("/admin/desk").status_code == 200
    with at.database.read() as session:
        row = session.scalars(select(StaffRow)).one()
        log = session.scalars(select(AuditRow)).one()
    assert row.oidc_subject == f"{at.app.state.staff_side.oidc.client.issuer} 1"
    assert (log.action, log.details) == ("sign_in", {"by": "oidc"})


def test_the_button_is_only_there_where_a_provider_is(at: Panel) -> None:
    assert 'href="/admin/oidc"' in at.visitor().client.get("/admin/sign-in").text
    at.app.state.staff_side = replace(at.app.state.staff_side, oidc=None)
    assert 'href="/admin/oidc"' not in at.visitor().client.get("/admin/sign-in").text


@pytest.mark.parametrize(
    ("login", "told"),
    [("3", "Nobody has invited you yet."), ("2", "has not verified"), ("5", "has not verified")],
)
def test_who_is_unknown_or_not_verified_is_refused_and_gets_no_account(
    at: Panel, login: str, told: str
) -> None:
    at.add_staff("aino")
    browser, answer = journey(at, login)
    assert answer.status_code == 403
    assert told in answer.text
    assert browser.get("/admin/api/inbox").status_code == 401
    with at.database.read() as session:
        assert len(session.scalars(select(StaffRow)).all()) == 1


def test_an_address_of_a_trusted_provider_counts_unless_it_says_otherwise(
    small_panel: Panel, real: RealProvider
) -> None:
    small_panel.add_staff("aino")
    signing_in_at(small_panel, real.issuer, trust_email=True)
    assert journey(small_panel, "2")[1].status_code == 403
    assert journey(small_panel, "5")[1].status_code == 303


def test_an_address_that_passed_on_to_another_person_does_not_pass_the_account_on(at: Panel) -> None:
    at.add_staff("aino")
    assert journey(at, "1")[1].status_code == 303
    assert journey(at, "4")[1].status_code == 403
    assert journey(at, "1")[1].status_code == 303


def test_a_closed_account_stays_closed(at: Panel) -> None:
    at.add_staff("aino")
    journey(at, "1")
    with at.database.write() as session:
        session.scalars(select(StaffRow)).one().active = False
    answer = journey(at, "1")[1]
    assert answer.status_code == 403
    assert "The account is closed." in answer.text


def test_roles_come_from_the_provider_where_the_installation_says_which(
    small_panel: Panel, real: RealProvider
) -> None:
    roles = {"desk": "coordinator", "web": "editor"}
    signing_in_at(small_panel, real.issuer, role_claim="groups", roles=roles)
    browser, answer = journey(small_panel, "1")
    assert answer.status_code == 303
    with small_panel.database.write() as session:
        row = session.scalars(select(StaffRow)).one()
        assert (row.email, row.name, row.role) == ("aino@example.fi", "Aino Aalto", "coordinator")
        row.role = "administrator"
    assert journey(small_panel, "1")[1].status_code == 303
    with small_panel.database.read() as session:
        assert session.scalars(select(StaffRow.role)).one() == "administrator", "the last one stays"
    answer = journey(small_panel, "3")[1]
    assert answer.status_code == 403
    assert "no role in Osaamo" in answer.text
    small_panel.browser("ylli", "administrator")
    journey(small_panel, "1")
    with small_panel.database.read() as session:
        roles_now = dict(session.execute(select(StaffRow.email, StaffRow.role)).tuples().all())
    assert roles_now["aino@example.fi"] == "coordinator"
    assert browser.get("/admin/api/inbox").status_code == 401, "a new role ends the sessions"


def test_an_own_second_step_is_still_asked_for(at: Panel) -> None:
    at.add_staff("aino")
    with at.database.write() as session:
        session.scalars(select(StaffRow)).one().totp_secret = "set up"
    assert journey(at, "1", "/admin/desk")[1].headers["location"].startswith("/admin/second-step?next=")


def test_another_state_another_browser_and_a_second_time_are_refused(at: Panel) -> None:
    at.add_staff("aino")
    browser = at.visitor().client
    there = browser.get("/admin/oidc").headers["location"]
    cookie = dict(browser.cookies)
    answer = sign_in(there, "1", BACK)
    state = parse_qs(urlsplit(answer).query)["state"][0]
    assert at.visitor().client.get(answer).status_code == 401, "another browser has no journey"
    assert browser.get(answer.replace(state, "x" * len(state))).status_code == 401
    browser.cookies.update(cookie)
    assert browser.get(answer.replace("iss=http", "iss=https")).status_code == 401
    browser.cookies.update(cookie)
    assert browser.get(answer).status_code == 303
    browser.cookies.update(cookie)
    assert browser.get(answer).status_code == 401, "the provider takes a code once"


def test_a_no_of_the_provider_is_told(at: Panel) -> None:
    browser = at.visitor().client
    there = parse_qs(urlsplit(browser.get("/admin/oidc").headers["location"]).query)
    answer = browser.get("/admin/oidc/answer", params={"state": there["state"][0], "error": "access_denied"})
    assert answer.status_code == 401
    assert 'action="/admin/sign-in"' in answer.text


def test_the_request_to_the_provider_says_what_it_must(at: Panel) -> None:
    first, second = (
        parse_qs(urlsplit(at.visitor().client.get("/admin/oidc").headers["location"]).query) for _ in range(2)
    )
    assert first["response_type"] == ["code"]
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == [BACK]
    for fresh in ("state", "nonce", "code_challenge"):
        assert first[fresh] != second[fresh]
        assert len(first[fresh][0]) >= 43


def test_where_the_provider_is_away_the_password_still_opens(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    signing_in_at(small_panel, f"http://127.0.0.1:{free_port()}")
    browser = small_panel.visitor().client
    browser.headers["Accept-Language"] = "en"
    answer = browser.get("/admin/oidc")
    assert answer.status_code == 503
    assert "You can sign in with your password." in answer.text
    form = {"email": "aino@example.fi", "password": PASSWORD}
    assert browser.post("/admin/sign-in", data=form).status_code == 303


def test_new_keys_of_the_provider_are_asked_for(small_panel: Panel, real: RealProvider) -> None:
    port = free_port()
    small_panel.add_staff("aino")
    signing_in_at(small_panel, f"http://127.0.0.1:{port}")
    for _ in range(2):
        with provider(port, BACK, ACCOUNTS):
            assert journey(small_panel, "1")[1].status_code == 303


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
def test_both_ways_of_showing_the_secret(small_panel: Panel, real: RealProvider, method: str) -> None:
    port = free_port()
    small_panel.add_staff("aino")
    side = signing_in_at(small_panel, f"http://127.0.0.1:{port}").app.state.staff_side
    with provider(port, BACK, ACCOUNTS, {"token_endpoint_auth_method": method}):
        known = side.oidc.provider.metadata()
        side.oidc.provider._metadata = replace(known, takes_basic=method == "client_secret_basic")
        assert journey(small_panel, "1")[1].status_code == 303
