"""`osaamo import` as an operator types it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from admin.cli import main
from tests.knowledge.events.calendars import calendar, event
from tests.knowledge.sources.ptv_make import channel, folder, key, service

Osaamo = Callable[..., tuple[int, str, str]]


@pytest.fixture
def osaamo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Osaamo:
    """Runs a command line; returns its exit code, what it said, and what it complained of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OSAAMO_DATA", str(tmp_path / "var"))

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["osaamo", *words])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
            complaint = "" if isinstance(end.code, int) else str(end.code)
        else:
            complaint = ""
        said = capsys.readouterr()
        return code, said.out, said.err + complaint

    return run


def test_a_dry_run_then_the_import_then_its_report(osaamo: Osaamo, tmp_path: Path) -> None:
    files = folder(tmp_path / "in", a=[service(1), service(2, serviceNames=5)], b=channel())
    code, said, progress = osaamo("import", "ptv", str(files), "--dry-run")
    assert (code, "(dry run)  done  1 new, 1 refused" in said) == (0, True)
    assert "2 of 2 records" in progress
    code, said, _ = osaamo("import", "ptv", str(files), "--publish")
    assert "  done  1 new, 1 refused" in said
    code, said, _ = osaamo("import", "report", "2", "--outcome", "refused")
    assert f"refused  {key(2)}  wrong_shape  serviceNames: Input should be a list" in said
    code, said, _ = osaamo("import", "list")
    assert len(said.splitlines()) == 2
    assert "1 same, 1 refused" in osaamo("import", "ptv", str(files))[1]


def test_without_publish_an_editor_is_waited_for(osaamo: Osaamo, tmp_path: Path) -> None:
    files = folder(tmp_path / "in", a=service(1), b=channel())
    assert "an editor has published" in osaamo("import", "ptv", str(files))[1]


def test_a_calendar_is_read_event_by_event(osaamo: Osaamo, tmp_path: Path) -> None:
    file = tmp_path / "city.ics"
    file.write_bytes(calendar(event("u1"), event("u2", DTSTART="")))
    code, said, _ = osaamo("import", "ical", str(file), "--provider", "nobody", "--dry-run")
    assert (code, "ical city.ics (dry run)  done  2 refused" in said) == (0, True)
    said = osaamo("import", "report", "1")[1]
    assert "refused  u1  Rekrytointipäivä  no_provider  nobody" in said
    assert "refused  u2  Rekrytointipäivä  wrong_value  line 12: DTSTART: missing" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ptv", "nowhere"), "there is no nowhere"),
        (("ptv",), "either a file"),
        (("ptv", "in", "--url", "https://ptv.example/api/v11/"), "either a file"),
        (("ptv", "in", "--since", "2026-11-01"), "--since goes with --url"),
        (("ptv", "--url", "https://ptv.example/"), "no address of an interface"),
        (("hsds", "nowhere"), "nowhere"),
        (("table", "nowhere.csv"), "nowhere.csv"),
        (("ical", "--provider", "city"), "either a file"),
        (("ical", "nowhere.ics", "--provider", "city"), "nowhere.ics cannot be read"),
        (
            ("ical", "--provider", "city", "--url", "http://127.0.0.1/"),
            "no address that begins with https://",
        ),
        (("ical", "x", "--provider", "city", "--municipality", "Atlantis"), "no municipality Atlantis"),
        (("event-table", "nowhere.csv"), "nowhere.csv"),
        (("report", "99"), "There is no import 99."),
    ],
)
def test_failures_are_one_sentence_and_a_code(osaamo: Osaamo, words: tuple[str, ...], told: str) -> None:
    code, _, complaint = osaamo("import", *words)
    assert code == 1
    assert told in complaint
    assert "Traceback" not in complaint
