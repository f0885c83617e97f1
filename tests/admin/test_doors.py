"""Every route of the panel: who it opens for. A route that the table does not name fails the test."""

import pytest

from admin.staff import ROLES
from tests.admin.doors import (
    ACCOUNT,
    DOORS,
    FOR_A_PROVIDER,
    LINK,
    NO_CANNED_REPLY,
    OF_SERVICES,
    OIDC,
    PASSED_ON_TO_NOBODY,
    WITH_CODE,
)
from tests.admin.knocking import NEEDS_HOLDER, NOBODYS_ACCOUNT, STREAM, WITHOUT_SESSION, knock, routes
from tests.admin.panel import Panel


def test_every_route_of_the_panel_is_in_the_table_and_no_other(small_panel: Panel) -> None:
    assert set(routes(small_panel)) == set(DOORS)


@pytest.mark.parametrize(("method", "path"), [door for door in DOORS if door not in WITHOUT_SESSION])
def test_who_is_not_signed_in_is_led_to_the_sign_in(small_panel: Panel, method: str, path: str) -> None:
    answer = knock(small_panel.visitor(), method, path, small_panel.waiting())
    if path.startswith("/admin/api/"):
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "not_signed_in"
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/admin/sign-in")


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_a_role_without_the_right_is_refused(small_panel: Panel, method: str, path: str) -> None:
    conversation = small_panel.waiting()
    for role in set(ROLES) - set(DOORS[method, path]):
        answer = knock(small_panel.browser(role, role), method, path, conversation)
        assert answer.status_code == 403, role
    assert small_panel.desk.case(conversation).row.holder == "waiting"


@pytest.mark.parametrize(("method", "path"), [door for door in DOORS if door != STREAM])
def test_a_role_with_the_right_comes_in(small_panel: Panel, method: str, path: str) -> None:
    for role in set(ROLES) & set(DOORS[method, path]):
        browser, conversation = small_panel.browser(role, role), small_panel.waiting()
        if (method, path) in NEEDS_HOLDER:
            small_panel.desk.take_over(conversation, browser.staff_id, role)
        answer = knock(browser, method, path, conversation)
        if path.startswith(OF_SERVICES):
            for_nobody = role == "editor" and path in FOR_A_PROVIDER
            assert answer.status_code in (200, 404, 422) or for_nobody, (role, answer.text)
            continue
        expected = {"/admin/sign-in": 401, "/admin/{path:path}": 404}
        expected |= dict.fromkeys(NOBODYS_ACCOUNT, 409) | {"/admin/imports": 422}
        expected |= dict.fromkeys((*WITH_CODE, "/admin/password", "/admin/supervision/holders"), 422) | {
            LINK: 404
        }
        wanted = expected.get(path) if method == "POST" or path.startswith("/admin/{") else None
        if path in ("/admin/imports/{run_id}", LINK, ACCOUNT, *OIDC) and method == "GET":
            wanted = 404
        if (method, path) == ("POST", "/admin/codes/{code}"):
            assert answer.status_code in (200, 303, 409), role  # 409: the role before has just saved it
            continue
        wanted = (PASSED_ON_TO_NOBODY | NO_CANNED_REPLY).get((method, path), wanted)
        assert answer.status_code == wanted if wanted else answer.status_code < 400, (role, answer.text)


@pytest.mark.parametrize(
    ("method", "path"), [door for door in DOORS if door[0] != "GET" and door not in WITHOUT_SESSION]
)
@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_request_without_the_token_of_our_pages_changes_nothing(
    small_panel: Panel, method: str, path: str, token: str
) -> None:
    browser, conversation = small_panel.browser("ylli", "administrator"), small_panel.waiting()
    if (method, path) in NEEDS_HOLDER:
        small_panel.desk.take_over(conversation, browser.staff_id, "Ylli")
    before = small_panel.desk.case(conversation)
    answer = knock(browser, method, path, conversation, csrf=token)
    assert answer.status_code == 403
    assert small_panel.desk.case(conversation) == before
    assert browser.client.get("/admin/desk").status_code == 200
