"""`osaamo talk`, as it is used in a pipe."""

import io
from pathlib import Path

import pytest

from admin import cli
from tests.support.trained import lend


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lend(tmp_path)
    monkeypatch.setenv("OSAAMO_DATA", str(tmp_path))
    monkeypatch.setenv("OSAAMO_VECTORS", "false")
    return tmp_path


def talked(monkeypatch: pytest.MonkeyPatch, lines: list[str], *options: str) -> None:
    monkeypatch.setattr("sys.argv", ["osaamo", "talk", *options])
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    cli.main()


def test_each_turn_shows_what_was_understood(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talked(monkeypatch, ["asun Oulussa ja olen ollut työtön kaksi vuotta", "1 2", "/quit", "never read"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Hei, olen Osaamo")
    assert "> asun Oulussa ja olen ollut työtön kaksi vuotta" in lines
    assert any(line.startswith("  intent self_description ") for line in lines)
    assert any(line.startswith("  facts {") and "over_a_year" in line for line in lines)
    assert '  slot municipality = "564" (said)' in lines
    assert '  button /inform{"goals": ["job", "study"]}' in lines
    assert '  slot goals = ["job", "study"] (chosen)' in lines
    assert "> never read" not in lines
    assert "\x1b" not in "".join(lines)


def test_danger_and_another_language_are_shown(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talked(monkeypatch, ["I want to die", '/set_language{"language": "sv"}'], "--language", "en")
    lines = capsys.readouterr().out.splitlines()
    assert "  danger suicide" in lines
    assert "  language = sv" in lines


def test_nothing_that_is_said_is_kept(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talked(monkeypatch, ["hei"])
    assert not (data / "osaamo.db").exists()


def test_a_language_that_is_not_offered_is_refused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="OSAAMO_LANGUAGES"):
        talked(monkeypatch, ["hei"], "--language", "tlh")
