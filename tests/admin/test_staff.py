"""Accounts, sessions and passwords of the staff."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from admin import accounts, staff
from admin.models import StaffSessionRow
from admin.passwords import hash_password, matches, one_time_password, weakness
from knowledge.database import Database

EMAIL, PASSWORD = "aino@example.fi", "kolme pientä porsasta"


def add_aino(database: Database, role: str = "counsellor") -> None:
    with database.write() as session:
        staff.add(session, EMAIL, "Aino", role, password=PASSWORD)


def sign_in(database: Database) -> staff.SignedIn:
    with database.write() as session:
        person = staff.check_password(session, EMAIL, PASSWORD)
        assert person is not None
        return staff.open_session(session, person)


def test_a_password_is_stored_as_argon2id_and_never_as_itself() -> None:
    stored = hash_password(PASSWORD)
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
    assert matches(stored, PASSWORD)
    assert not matches(stored, PASSWORD + " ")


def test_an_unknown_account_matches_no_password() -> None:
    assert not matches(None, "anything")


def test_one_time_passwords_differ_and_pass_our_own_rules() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert all(weakness(password, EMAIL) is None for password in made)


@pytest.mark.parametrize("bad", ["short", "aaaaaaaaaaaaaaaa", "aino-on-paras-1"])
def test_weak_passwords_are_named(bad: str) -> None:
    assert weakness(bad, EMAIL)


def test_an_account_without_a_password_gets_a_one_time_one(database: Database) -> None:
    with database.write() as session:
        secret = staff.add(session, "Paavo@Example.FI", "Paavo", "administrator")
    with database.read() as session:
        person = staff.check_password(session, "paavo@example.fi", secret)
    assert person is not None
    assert person.must_choose_password


@pytest.mark.parametrize(("email", "role"), [("no address", "counsellor"), (EMAIL, "king")])
def test_a_broken_account_is_refused(database: Database, email: str, role: str) -> None:
    with pytest.raises(staff.StaffError), database.write() as session:
        staff.add(session, email, "X", role)


def test_an_address_has_one_account(database: Database) -> None:
    add_aino(database)
    with pytest.raises(staff.StaffError, match="already"), database.write() as session:
        staff.add(session, EMAIL.upper(), "Other", "editor")


def test_a_session_is_found_by_its_cookie_and_by_nothing_else(database: Database) -> None:
    add_aino(database)
    opened = sign_in(database)
    with database.read() as session:
        found = staff.signed_in(session, opened.token)
        assert found is not None
        assert found.staff.email == EMAIL
        assert staff.signed_in(session, opened.csrf_token) is None


def test_an_expired_session_is_no_session(database: Database) -> None:
    add_aino(database)
    opened = sign_in(database)
    with database.write() as session:
        session.execute(update(StaffSessionRow).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    with database.read() as session:
        assert staff.signed_in(session, opened.token) is None


def test_a_new_password_ends_every_session(database: Database) -> None:
    add_aino(database)
    opened = sign_in(database)
    with database.write() as session:
        staff.choose_password(session, opened.staff.id, "ihan uusi salasana")
    with database.read() as session:
        assert staff.signed_in(session, opened.token) is None
        assert staff.check_password(session, EMAIL, PASSWORD) is None


def test_a_closed_account_is_out_at_once(database: Database) -> None:
    add_aino(database)
    opened = sign_in(database)
    with database.write() as session:
        accounts.set_active(session, opened.staff.id, False)
    with database.read() as session:
        assert staff.signed_in(session, opened.token) is None
        assert staff.check_password(session, EMAIL, PASSWORD) is None


def test_the_last_administrator_stays(database: Database) -> None:
    add_aino(database, "administrator")
    opened = sign_in(database)
    with pytest.raises(staff.StaffError, match="last administrator"), database.write() as session:
        accounts.set_active(session, opened.staff.id, False)
