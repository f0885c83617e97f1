"""The second step: codes of an authenticator, recovery codes, roles that need them."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from admin import recovery, staff, totp
from admin.models import AuditRow, RecoveryCodeRow, StaffRow, StaffSessionRow
from bot.sealing import Seal, SealBroken
from bot.throttle import CODE
from knowledge.database import Database
from tests.admin.panel import PASSWORD, Browser, Panel

SEAL = Seal(b"a secret of the tests")
EMAIL = "aino@example.fi"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Clock:
    """Codes are used once: each test moves on by itself."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.stands = False

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=0 if self.stands else 30)
        return self.now


@pytest.fixture
def clock(small_panel: Panel) -> Clock:
    clock = Clock()
    small_panel.app.state.staff_side = replace(small_panel.app.state.staff_side, now=clock)
    return clock


def csrf_of(page: str) -> str:
    return page.split('name="csrf-token" content="')[1].split('"')[0]


def by_password(panel: Panel) -> Browser:
    client = panel.visitor().client
    answer = client.post("/admin/sign-in", data={"email": EMAIL, "password": PASSWORD, "next": "/admin/desk"})
    assert answer.status_code == 303
    page = client.get(answer.headers["location"])
    while page.status_code == 303:
        page = client.get(page.headers["location"])
    return Browser(client, csrf=csrf_of(page.text))


def set_up(browser: Browser, clock: Clock) -> tuple[pyotp.TOTP, list[str]]:
    """The person's authenticator and their recovery codes."""
    page = browser.client.get("/admin/account/second-step").text
    secret = re.findall(r'class="secret">([A-Z2-7 ]+)<', page)[0].replace(" ", "")
    device = pyotp.TOTP(secret)
    form = {"code": device.at(clock.now + timedelta(seconds=30)), "csrf_token": browser.csrf}
    answer = browser.client.post("/admin/account/second-step", data=form)
    assert answer.status_code == 200, answer.text
    return device, re.findall(r"<code>([a-z0-9-]+)</code>", answer.text)


def give(browser: Browser, code: str) -> int:
    form = {"code": code, "next": "/admin/desk", "csrf_token": browser.csrf}
    return int(browser.client.post("/admin/second-step", data=form).status_code)


def next_code(device: pyotp.TOTP, clock: Clock) -> str:
    return device.at(clock.now + timedelta(seconds=30))


def test_the_picture_tells_what_the_key_tells(small_panel: Panel, clock: Clock) -> None:
    aino = small_panel.browser("aino")
    page = aino.client.get("/admin/account/second-step").text
    assert "<svg" in page
    assert page == aino.client.get("/admin/account/second-step").text, "loading again changes nothing"


def test_with_a_second_step_the_password_alone_opens_nothing(small_panel: Panel, clock: Clock) -> None:
    small_panel.add_staff("aino")
    device, codes = set_up(by_password(small_panel), clock)
    assert len(set(codes)) == 10
    half = by_password(small_panel)
    for path in ("/admin/desk", "/admin/", "/admin/account", "/admin/password", "/admin/account/second-step"):
        assert half.client.get(path).headers["location"] == "/admin/second-step"
    assert half.client.get("/admin/api/inbox").status_code == 403
    assert give(half, "000000") == 401
    before = half.client.cookies["osaamo_staff"]
    assert give(half, next_code(device, clock)) == 303
    assert half.client.get("/admin/desk").status_code == 200
    assert half.client.cookies["osaamo_staff"] != before


def test_a_code_is_taken_once(small_panel: Panel, clock: Clock) -> None:
    small_panel.add_staff("aino")
    device, _ = set_up(by_password(small_panel), clock)
    first, second = by_password(small_panel), by_password(small_panel)
    code = next_code(device, clock)
    assert give(first, code) == 303
    clock.now -= timedelta(seconds=30)
    assert give(second, code) == 401


def test_many_processes_take_a_code_once(database: Database) -> None:
    with database.write() as session:
        person = staff.new_account(session, EMAIL, "Aino", "counsellor").id
        secret = totp.begin(session, person, SEAL).secret
        assert totp.confirm(session, person, SEAL, pyotp.TOTP(secret).at(NOW), NOW)
    later = NOW + timedelta(minutes=5)
    code = pyotp.TOTP(secret).at(later)

    def take(_: int) -> bool:
        with database.write() as session:
            return totp.takes(session, person, SEAL, code, later)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(take, range(4))).count(True) == 1


@pytest.mark.parametrize(
    ("seconds", "right"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)]
)
def test_the_clock_of_a_telephone_may_be_half_a_minute_wrong(
    sqlite_database: Database, seconds: int, right: bool
) -> None:
    with sqlite_database.write() as session:
        person = staff.new_account(session, EMAIL, "Aino", "counsellor").id
        secret = totp.begin(session, person, SEAL).secret
        assert totp.confirm(session, person, SEAL, pyotp.TOTP(secret).at(NOW), NOW)
        then = NOW + timedelta(hours=1)
        code = pyotp.TOTP(secret).at(then + timedelta(seconds=seconds))
        assert totp.takes(session, person, SEAL, code, then) is right


def test_the_secret_is_sealed_and_codes_are_hashed_in_the_database(small_panel: Panel, clock: Clock) -> None:
    small_panel.add_staff("aino")
    device, codes = set_up(by_password(small_panel), clock)
    with small_panel.database.read() as session:
        row = session.scalars(select(StaffRow)).one()
        stored = [row.totp_secret or "", *session.scalars(select(RecoveryCodeRow.code_hash))]
    assert len(stored) == 11
    for secret in (device.secret, *codes, *(code.replace("-", "") for code in codes)):
        assert all(secret not in each for each in stored)


def test_another_secret_of_the_installation_opens_no_seal() -> None:
    sealed = SEAL.close("text", "purpose")
    assert SEAL.open(sealed, "purpose") == "text"
    for seal, purpose in ((Seal(b"another secret"), "purpose"), (SEAL, "another purpose")):
        with pytest.raises(SealBroken):
            seal.open(sealed, purpose)


def test_a_recovery_code_stands_in_once(small_panel: Panel, clock: Clock) -> None:
    small_panel.add_staff("aino")
    _, codes = set_up(by_password(small_panel), clock)
    half = by_password(small_panel)
    assert give(half, codes[3].upper().replace("-", " ")) == 303
    assert "Recovery codes left: 9" in half.client.get("/admin/account/second-step").text
    assert give(by_password(small_panel), codes[3]) == 401
    assert give(by_password(small_panel), codes[4]) == 303


def test_nobodys_recovery_code_opens_the_account_of_another(database: Database) -> None:
    with database.write() as session:
        people = [
            staff.new_account(session, f"{name}@example.fi", name, "counsellor").id
            for name in ("aino", "eero")
        ]
        codes = recovery.new_codes(session, people[0])
        assert not recovery.takes(session, people[1], codes[0])
        assert recovery.takes(session, people[0], codes[0])


def test_guessing_codes_is_throttled_and_a_recovery_code_still_opens(
    small_panel: Panel, clock: Clock
) -> None:
    small_panel.add_staff("aino")
    device, codes = set_up(by_password(small_panel), clock)
    half = by_password(small_panel)
    clock.stands = True
    assert [give(half, "000000") for _ in range(CODE.times + 1)] == [401] * CODE.times + [429]
    assert give(half, device.at(clock.now)) == 429
    assert give(half, codes[0]) == 303


def test_new_recovery_codes_make_the_earlier_ones_worthless(small_panel: Panel, clock: Clock) -> None:
    small_panel.add_staff("aino")
    browser = by_password(small_panel)
    device, codes = set_up(browser, clock)
    browser = replace(browser, csrf=csrf_of(browser.client.get("/admin/account").text))
    wrong = {"code": "123456", "csrf_token": browser.csrf}
    assert browser.client.post("/admin/account/recovery-codes", data=wrong).status_code == 422
    right = {"code": next_code(device, clock), "csrf_token": browser.csrf}
    answer = browser.client.post("/admin/account/recovery-codes", data=right)
    new = re.findall(r"<code>([a-z0-9-]+)</code>", answer.text)
    assert len(new) == 10
    assert give(by_password(small_panel), codes[0]) == 401
    assert give(by_password(small_panel), new[0]) == 303


def test_setting_up_ends_the_other_sessions_and_renews_this_one(small_panel: Panel, clock: Clock) -> None:
    small_panel.add_staff("aino")
    mine, other = by_password(small_panel), by_password(small_panel)
    before = mine.client.cookies["osaamo_staff"]
    set_up(mine, clock)
    assert mine.client.cookies["osaamo_staff"] != before
    assert mine.client.get("/admin/desk").status_code == 200
    assert other.client.get("/admin/api/inbox").status_code == 401


def test_a_wrong_code_sets_nothing_up(small_panel: Panel, clock: Clock) -> None:
    aino = small_panel.browser("aino")
    aino.client.get("/admin/account/second-step")
    form = {"code": "000000", "csrf_token": aino.csrf}
    assert aino.client.post("/admin/account/second-step", data=form).status_code == 422
    assert "Not in use" in aino.client.get("/admin/account").text


def test_giving_it_up_takes_a_code(small_panel: Panel, clock: Clock) -> None:
    small_panel.add_staff("aino")
    browser = by_password(small_panel)
    device, _ = set_up(browser, clock)
    csrf = csrf_of(browser.client.get("/admin/account").text)
    removal = "/admin/account/second-step/removal"
    assert browser.client.post(removal, data={"code": "1", "csrf_token": csrf}).status_code == 422
    form = {"code": next_code(device, clock), "csrf_token": csrf}
    assert browser.client.post(removal, data=form).status_code == 303
    assert by_password(small_panel).client.get("/admin/desk").status_code == 200


def test_a_role_that_needs_it_is_led_to_setting_it_up(small_panel: Panel, clock: Clock) -> None:
    small_panel.add_staff("aino")
    chief, aino = small_panel.browser("ylli", "administrator"), by_password(small_panel)
    opened = chief.seen("/admin/staff")
    form = {"roles": ["counsellor"], "csrf_token": chief.csrf, "seen": opened}
    assert chief.client.post("/admin/second-step-roles", data=form).status_code == 303
    assert aino.client.get("/admin/desk").headers["location"] == "/admin/account/second-step"
    assert aino.client.get("/admin/api/inbox").status_code == 403
    assert chief.client.get("/admin/staff").status_code == 200
    device, _ = set_up(aino, clock)
    assert aino.client.get("/admin/desk").status_code == 200
    csrf = csrf_of(aino.client.get("/admin/account").text)
    form = {"code": next_code(device, clock), "csrf_token": csrf}
    refused = aino.client.post("/admin/account/second-step/removal", data=form)
    assert refused.status_code == 409
    assert "cannot be turned off" in refused.text


def test_an_administrator_resets_it_for_who_lost_everything(small_panel: Panel, clock: Clock) -> None:
    small_panel.add_staff("aino")
    aino, chief = by_password(small_panel), small_panel.browser("ylli", "administrator")
    set_up(aino, clock)
    with small_panel.database.read() as session:
        person = session.scalars(select(StaffRow.id).where(StaffRow.email == EMAIL)).one()
    removal = f"/admin/staff/{person}/second-step/removal"
    assert chief.client.post(removal, headers=chief.headers).status_code == 303
    assert aino.client.get("/admin/api/inbox").status_code == 401
    assert by_password(small_panel).client.get("/admin/desk").status_code == 200
    with small_panel.database.read() as session:
        assert session.scalars(select(RecoveryCodeRow)).all() == []
        actions = session.scalars(select(AuditRow.action)).all()
    assert {"set_up_second_step", "reset_second_step"} <= set(actions)


def test_the_address_of_the_key_names_the_service_and_the_account(small_panel: Panel, clock: Clock) -> None:
    aino = small_panel.browser("aino")
    key = re.findall(r'class="secret">([^<]+)<', aino.client.get("/admin/account/second-step").text)[0]
    assert re.fullmatch(r"([A-Z2-7]{4} ?){8}", html.unescape(key))


def test_a_password_waits_ten_minutes_for_its_second_step_and_is_no_session_yet(
    small_panel: Panel, clock: Clock
) -> None:
    small_panel.add_staff("aino")
    whole = by_password(small_panel)
    device, _ = set_up(whole, clock)
    half = by_password(small_panel)
    assert "End all others" not in whole.client.get("/admin/account").text
    for minutes, status in ((9, 200), (1, 303)):
        with small_panel.database.write() as session:
            halves = select(StaffSessionRow).where(StaffSessionRow.second_step == "asked")
            session.scalars(halves).one().expires_at -= timedelta(minutes=minutes)
        assert half.client.get("/admin/second-step").status_code == status
    assert give(half, next_code(device, clock)) == 303
    assert half.client.get("/admin/desk").headers["location"].startswith("/admin/sign-in")
