"""The command that lets the last administrator back in."""

from pathlib import Path

import pytest
from sqlalchemy import select

from admin import recovery, staff
from admin.cli import main
from admin.first_start import prepare_database
from admin.invitations import owner
from admin.models import AuditRow, RecoveryCodeRow, StaffRow
from admin.settings import read_settings
from knowledge.database import Database

EMAIL = "aino@example.fi"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("OSAAMO_DATA", str(tmp_path))
    monkeypatch.setenv("OSAAMO_PUBLIC_URL", "https://osaamo.example.fi/")
    database = prepare_database(read_settings())
    with database.write() as session:
        staff.add(session, EMAIL, "Aino", "administrator", password="kolme pientä porsasta")
        row = session.scalars(select(StaffRow)).one()
        row.totp_secret = "sealed"
        recovery.new_codes(session, row.id)
    return database


@pytest.mark.parametrize("forgotten", [False, True])
def test_the_link_opens_and_the_telephone_is_forgotten_only_when_asked(
    database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, forgotten: bool
) -> None:
    more = ["--without-second-step"] if forgotten else []
    monkeypatch.setattr("sys.argv", ["osaamo", "staff", "link", "Aino@example.fi", *more])
    main()
    printed = capsys.readouterr().out.strip()
    assert printed.startswith("https://osaamo.example.fi/admin/link/")
    with database.read() as session:
        person = owner(session, printed.rsplit("/", 1)[1])
        assert person
        assert (person.email, person.has_code) == (EMAIL, not forgotten)
        assert len(session.scalars(select(RecoveryCodeRow)).all()) == (0 if forgotten else 10)
        actions = session.scalars(select(AuditRow.action)).all()
    assert actions == ["new_link", *(["reset_second_step"] if forgotten else [])]


def test_an_unknown_account_is_told_in_a_sentence(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["osaamo", "staff", "link", "nobody@example.fi"])
    with pytest.raises(SystemExit, match="There is no open account"):
        main()
