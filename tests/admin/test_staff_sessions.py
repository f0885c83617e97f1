"""Sessions: how long they last, who sees them, who ends them."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from admin import staff
from admin.access import COOKIE
from admin.events import happenings
from admin.models import StaffSessionRow
from admin.staff import Limits
from knowledge.database import Database
from tests.admin.panel import PASSWORD, Browser, Panel
from tests.admin.test_desk_events import listener

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def age(database: Database, **by: timedelta) -> None:
    """All sessions are older by so much."""
    columns = {name: getattr(StaffSessionRow, name) for name in by}
    with database.write() as session:
        for row in session.query(StaffSessionRow):
            for name, much in by.items():
                setattr(row, columns[name].key, getattr(row, name) - much)


def signed_in(panel: Panel, agent: str = "") -> Browser:
    client = panel.visitor().client
    client.headers["User-Agent"] = agent
    form = {"email": "aino@example.fi", "password": PASSWORD}
    assert client.post("/admin/sign-in", data=form).status_code == 303
    page = client.get("/admin/account").text
    return Browser(client, csrf=page.split('name="csrf-token" content="')[1].split('"')[0])


def is_in(browser: Browser) -> bool:
    return bool(browser.client.get("/admin/api/inbox").status_code == 200)


def test_a_session_that_is_not_used_ends(database: Database) -> None:
    with database.write() as session:
        staff.add(session, "aino@example.fi", "Aino", "counsellor", password=PASSWORD)
    with database.write() as session:
        person = staff.check_password(session, "aino@example.fi", PASSWORD)
        assert person
        opened = staff.open_session(session, person, limits=Limits(idle=timedelta(hours=2)))
    age(database, idle_until=timedelta(minutes=119))
    with database.read() as session:
        assert staff.signed_in(session, opened.token)
    age(database, idle_until=timedelta(minutes=2))
    with database.read() as session:
        assert staff.signed_in(session, opened.token) is None


def test_use_prolongs_a_session_but_not_beyond_its_whole_time(small_panel: Panel) -> None:
    browser, database = small_panel.browser("aino"), small_panel.database
    for _ in range(4):
        age(database, idle_until=timedelta(hours=7), last_used_at=timedelta(hours=7))
        assert is_in(browser)
    age(database, expires_at=timedelta(days=30))
    assert not is_in(browser)


def test_a_use_is_written_down_once_a_minute(small_panel: Panel) -> None:
    browser, database = small_panel.browser("aino"), small_panel.database
    age(database, last_used_at=timedelta(seconds=30))
    with database.read() as session:
        before = session.query(StaffSessionRow).one().last_used_at
    assert is_in(browser)
    with database.read() as session:
        assert session.query(StaffSessionRow).one().last_used_at == before
    age(database, last_used_at=timedelta(seconds=31))
    assert is_in(browser)
    with database.read() as session:
        assert datetime.now(UTC) - session.query(StaffSessionRow).one().last_used_at < timedelta(seconds=20)


def test_signing_in_always_gives_a_new_cookie(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    client = small_panel.visitor().client
    client.cookies.set(COOKIE, "chosen by somebody else", path="/admin")
    form = {"email": "aino@example.fi", "password": PASSWORD}
    answer = client.post("/admin/sign-in", data=form)
    assert "chosen" not in answer.headers["set-cookie"]


def test_my_account_shows_my_browsers_and_ends_one_or_all_others(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    mine, other, third = (signed_in(small_panel, agent) for agent in (FIREFOX, EDGE, ""))
    page = mine.client.get("/admin/account").text
    for browser in ("Firefox, Linux", "Edge, Windows", "Unknown browser", "this browser"):
        assert browser in page
    removal = page.split('action="/admin/account/sessions/')[1].split('"')[0]
    assert mine.client.post(f"/admin/account/sessions/{removal}", headers=mine.headers).status_code == 303
    assert [is_in(each) for each in (mine, other, third)].count(True) == 2
    assert mine.client.post("/admin/account/sessions/removal", headers=mine.headers).status_code == 303
    assert [is_in(each) for each in (mine, other, third)] == [True, False, False]


def test_nobody_ends_the_session_of_somebody_else(small_panel: Panel) -> None:
    aino, pekka = small_panel.browser("aino"), small_panel.browser("pekka")
    with small_panel.database.read() as session:
        of_pekka = session.query(StaffSessionRow).filter_by(staff_id=pekka.staff_id).one().token_hash
    aino.client.post(f"/admin/account/sessions/{of_pekka}/removal", headers=aino.headers)
    assert is_in(pekka)
    aino.client.cookies.set(COOKIE, of_pekka)
    assert not is_in(aino)


def test_an_administrator_ends_all_sessions_of_somebody(small_panel: Panel) -> None:
    chief, aino = small_panel.browser("ylli", "administrator"), small_panel.browser("aino")
    removal = f"/admin/staff/{aino.staff_id}/sessions/removal"
    assert chief.client.post(removal, headers=chief.headers).status_code == 303
    assert not is_in(aino)
    assert is_in(chief)
    assert "Ended sessions" in chief.client.get("/admin/audit").text


def test_a_new_password_ends_the_other_sessions(small_panel: Panel) -> None:
    small_panel.add_staff("aino")
    mine, other = signed_in(small_panel), signed_in(small_panel)
    form = {"current": PASSWORD, "password": "ihan uusi salasana"}
    assert mine.client.post("/admin/password", data=form, headers=mine.headers).status_code == 303
    assert [is_in(mine), is_in(other)] == [True, False]


def test_languages_spoken_are_kept_in_our_order_and_known_ones_only(small_panel: Panel) -> None:
    aino = small_panel.browser("aino")
    form = {"languages": ["so", "fi", "tlh"], "csrf_token": aino.csrf}
    assert aino.client.post("/admin/account", data=form).status_code == 303
    with small_panel.database.read() as session:
        found = staff.signed_in(session, aino.client.cookies[COOKIE])
    assert found
    assert found.staff.languages == ("fi", "so")


def test_what_has_ended_is_swept_away_when_somebody_signs_in(small_panel: Panel) -> None:
    small_panel.browser("aino")
    with small_panel.database.write() as session:
        session.execute(update(StaffSessionRow).values(expires_at=datetime.now(UTC) - timedelta(days=1)))
    small_panel.browser("pekka")
    with small_panel.database.read() as session:
        assert session.query(StaffSessionRow).count() == 1


@pytest.mark.parametrize(
    ("agent", "family"), [(FIREFOX, "Firefox, Linux"), (EDGE, "Edge, Windows"), ("curl/8", "")]
)
def test_families_of_browsers(small_panel: Panel, agent: str, family: str) -> None:
    small_panel.add_staff("aino")
    signed_in(small_panel, agent)
    with small_panel.database.read() as session:
        assert session.query(StaffSessionRow).one().browser == family


def test_an_open_page_of_an_ended_session_hears_nothing_more_however_busy_the_desk_is(
    small_panel: Panel,
) -> None:
    aino = small_panel.browser("aino")

    async def scenario() -> None:
        stream = happenings(listener(small_panel, aino), heartbeat=0.5)
        await anext(stream)
        with small_panel.database.write() as session:
            staff.end_sessions(session, aino.staff_id)
        async with asyncio.timeout(5):
            while True:
                small_panel.desk.feed.wake("desk")
                if await anext(stream, None) is None:
                    return

    asyncio.run(scenario())
