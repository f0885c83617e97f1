"""Signing in, the one-time password, and what is said to those who guess."""

import pytest

from tests.admin.panel import PASSWORD, Panel

EMAIL = "aino@example.fi"


def guess(panel: Panel, email: str = EMAIL, password: str = "wrong") -> tuple[int, str, str]:
    answer = panel.visitor().client.post("/admin/sign-in", data={"email": email, "password": password})
    return answer.status_code, answer.text.replace(email, ""), answer.headers.get("retry-after", "")


def test_an_unknown_account_and_a_wrong_password_are_told_the_same(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    assert guess(small_panel) == guess(small_panel, "nobody@example.fi")
    assert guess(small_panel)[0] == 401


def test_after_five_failures_even_the_right_password_has_to_wait(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    for _ in range(5):
        assert guess(small_panel)[0] == 401
    status, _, retry_after = guess(small_panel, password=PASSWORD)
    assert status == 429
    assert 0 < int(retry_after) <= 15 * 60 + 1


def test_another_account_is_not_locked_by_these_failures(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    for _ in range(6):
        guess(small_panel, "pekka@example.fi")
    assert guess(small_panel, password=PASSWORD)[0] == 303


def test_a_one_time_password_opens_only_the_page_that_replaces_it(small_panel: Panel) -> None:
    secret = small_panel.add_staff("aino", password=None)
    browser = small_panel.visitor().client
    assert browser.post("/admin/sign-in", data={"email": EMAIL, "password": secret}).status_code == 303
    assert browser.get("/admin/").headers["location"] == "/admin/password"
    assert browser.get("/admin/desk").headers["location"] == "/admin/password"
    assert browser.get("/admin/api/inbox").status_code == 403
    page = browser.get("/admin/password").text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    for bad in ("short", "aaaaaaaaaaaaaaaa", secret[:4]):
        assert browser.post("/admin/password", data={"csrf_token": token, "password": bad}).status_code == 422
    chosen = {"csrf_token": token, "password": "ihan uusi salasana"}
    assert browser.post("/admin/password", data=chosen).status_code == 303
    assert browser.get("/admin/desk").status_code == 200


def test_an_own_password_is_only_replaced_by_who_knows_it(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    browser = small_panel.visitor().client
    browser.post("/admin/sign-in", data={"email": EMAIL, "password": PASSWORD})
    page = browser.get("/admin/password").text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    new = {"csrf_token": token, "password": "ihan uusi salasana"}
    before = browser.cookies["osaamo_staff"]
    refused = browser.post("/admin/password", data={**new, "current": "wrong"})
    assert refused.status_code == 422
    assert "The present password does not match." in refused.text
    assert browser.post("/admin/password", data={**new, "current": PASSWORD}).status_code == 303
    assert browser.cookies["osaamo_staff"] != before
    assert guess(small_panel, password=PASSWORD)[0] == 401
    assert guess(small_panel, password="ihan uusi salasana")[0] == 303


def test_signing_out_ends_the_session(small_panel: Panel) -> None:
    browser = small_panel.browser("aino")
    cookie = dict(browser.client.cookies)
    assert browser.client.post("/admin/sign-out", headers=browser.headers).status_code == 303
    browser.client.cookies.update(cookie)
    assert browser.client.get("/admin/api/inbox").status_code == 401


def test_the_cookie_is_for_the_panel_alone_and_out_of_reach_of_scripts(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    form = {"email": EMAIL, "password": PASSWORD}
    browser = small_panel.visitor().client
    cookie = browser.post("/admin/sign-in", data=form).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/admin" in cookie
    abroad = browser.post("/admin/sign-in", data=form, headers={"Host": "osaamo.example.fi"})
    assert "secure" in abroad.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/admin/desk?list=mine", "/admin/desk?list=mine"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("/admin/\\evil.example", "/admin/"),
        ("/admin//evil.example", "/admin/"),
        ("/elsewhere", "/admin/"),
        ("/admin/../elsewhere", "/admin/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_the_panel(small_panel: Panel, wanted: str, reached: str) -> None:
    small_panel.add_staff("aino")
    form = {"email": EMAIL, "password": PASSWORD, "next": wanted}
    answer = small_panel.visitor().client.post("/admin/sign-in", data=form)
    assert answer.headers["location"] == reached


def test_the_page_that_was_asked_for_is_shown_after_signing_in(small_panel: Panel) -> None:
    answer = small_panel.visitor().client.get("/admin/desk?list=open")
    assert answer.headers["location"] == "/admin/sign-in?next=%2Fadmin%2Fdesk%3Flist%3Dopen"


def test_another_site_cannot_sign_anybody_in(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        form = {"email": EMAIL, "password": PASSWORD}
        answer = small_panel.visitor().client.post("/admin/sign-in", data=form, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
