"""`osaamo explain` as an operator types it, over the shipped services."""

import argparse
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from admin.errors import CannotRun
from admin.explain_command import add_explain
from admin.first_start import prepare_catalogue, prepare_database
from admin.settings import read_settings

DOCS = Path(__file__).parents[2] / "docs"
NEEDS = DOCS / "examples" / "needs.yml"

Explain = Callable[..., str]


@pytest.fixture
def explain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Explain:
    """Runs a command line and returns what it printed."""
    monkeypatch.setenv("OSAAMO_DATA", str(tmp_path))
    parser = argparse.ArgumentParser()
    add_explain(parser.add_subparsers())

    def run(*words: str) -> str:
        arguments = parser.parse_args(["explain", "--profile", *words])
        arguments.command(arguments)
        return capsys.readouterr().out

    return run


@pytest.fixture
def shipped(explain: Explain) -> Explain:
    database = prepare_database(read_settings())
    prepare_catalogue(database, datetime.now(UTC))
    database.close()
    return explain


def test_the_example_of_the_docs_is_explained_as_they_say(shipped: Explain) -> None:
    told = shipped(str(NEEDS), "--language", "en")
    docs = (DOCS / "matching.md").read_text("utf-8")
    assert NEEDS.read_text("utf-8") in docs
    rows = [line for line in docs.splitlines() if re.match(r" +[+-]?\d+  ", line)]
    assert len(rows) > 5
    assert set(rows) <= set(told.splitlines())
    assert "Not shown (1): The town has a service of its own for this.\n   find-own-employment" in told
    assert max(len(line) for line in told.splitlines()) < 80
    assert told.endswith("not shown.\n")


def test_one_service_and_the_first_few(shipped: Explain) -> None:
    left_out = shipped(str(NEEDS), "--service", "talousapu")
    assert left_out.splitlines()[-1] == "0 shown, 1 not shown."
    assert "asks for another situation. The service helps" in left_out
    assert shipped(str(NEEDS), "--service", "oulu-employment-services").startswith("2. Oulun seudun")
    first = shipped(str(NEEDS), "--top", "1").split("Not shown")[0]
    assert first.startswith("1. ")
    assert "\n2. " not in first


def test_for_programs_and_from_standard_input(shipped: Explain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "sys.stdin", io.StringIO('{"goals": ["job"], "municipality": "Åbo", "language": "sv"}')
    )
    told = json.loads(shipped("-", "--json", "--top", "2"))
    assert told["profile"] == {
        "audience": "person",
        "goals": ["job"],
        "municipality": "853",
        "language": "sv",
    }
    first = told["shown"][0]
    assert first["points"] == sum(one["points"] for one in first["counted"])
    assert "Åbo" in first["said"]
    assert len(told["shown"]) == 2
    assert {"id", "name", "against"} == told["not_shown"][0].keys()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("no-such-file.yml",), "no-such-file.yml cannot be read: No such file"),
        ((str(NEEDS), "--service", "talousap"), r"talousap is not the id .* There is talousapu"),
        ((str(DOCS / "images" / "results-desktop.png"),), "is not UTF-8"),
        ((str(DOCS / "upkeep.md"),), "neither YAML nor JSON|made of fields"),
    ],
)
def test_what_is_wrong_is_one_sentence(shipped: Explain, words: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(CannotRun, match=complaint):
        shipped(*words)


def test_an_empty_catalogue_is_told(explain: Explain) -> None:
    with pytest.raises(CannotRun, match="No service is published yet"):
        explain(str(NEEDS))


def test_a_number_of_services_is_one(explain: Explain, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        explain(str(NEEDS), "--top", "-1")
    assert "-1 is not a number of services" in capsys.readouterr().err
