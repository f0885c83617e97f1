"""`osaamo check` says what is wrong and fails."""

import pytest

from admin import cli


def test_the_shipped_installation_is_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["osaamo", "check"])
    cli.main()
    assert "in order" in capsys.readouterr().out


@pytest.mark.parametrize("said", [True, False])
def test_it_names_the_settings_that_people_miss_on_the_page_about_the_service(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], said: bool
) -> None:
    names = ("OSAAMO_CONTROLLER", "OSAAMO_CONTROLLER_CONTACT", "OSAAMO_HOSTING")
    for name in names:
        monkeypatch.setenv(name, "City of Oulu" if said else "")
    monkeypatch.setattr("sys.argv", ["osaamo", "check"])
    cli.main()
    told = capsys.readouterr().out
    assert (", ".join(names) in told) == (not said)


def test_every_problem_is_told_and_the_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("admin.check.validate", lambda: ("services.yml: one", "services.yml: two"))
    monkeypatch.setattr("sys.argv", ["osaamo", "check"])
    with pytest.raises(SystemExit, match=r"2 problems:\nservices.yml: one\nservices.yml: two"):
        cli.main()
