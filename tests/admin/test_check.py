"""`osaamo check` says what is wrong and fails."""

import pytest

from admin import cli


def test_the_shipped_installation_is_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["osaamo", "check"])
    cli.main()
    assert "in order" in capsys.readouterr().out


def test_every_problem_is_told_and_the_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("admin.check.validate", lambda: ("services.yml: one", "services.yml: two"))
    monkeypatch.setattr("sys.argv", ["osaamo", "check"])
    with pytest.raises(SystemExit, match=r"2 problems:\nservices.yml: one\nservices.yml: two"):
        cli.main()
