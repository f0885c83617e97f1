"""`osaamo import esco` and `municipalities`: what is told, and one sentence where nothing can be read."""

import json
from pathlib import Path

import pytest

from admin import cli
from admin.first_start import prepare_database
from admin.settings import read_settings
from knowledge.municipalities import read_municipalities
from knowledge.occupations import ATTRIBUTION, Occupations
from knowledge.stored_municipalities import municipalities_of

SKILL = "http://data.europa.eu/esco/skill/1"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OSAAMO_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("OSAAMO_DATABASE_URL", raising=False)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> None:
    monkeypatch.setattr("sys.argv", ["osaamo", "import", *map(str, arguments)])
    cli.main()


def test_esco_is_taken_with_its_attribution(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "occupations.json").write_text("[]", encoding="utf-8")
    concepts = [{"uri": SKILL, "prefLabel": {"fi": "veistää lunta"}}, {"uri": "nonsense"}]
    (tmp_path / "skills.json").write_text(json.dumps(concepts), encoding="utf-8")
    for dry_run in (["--dry-run"], []):
        run(monkeypatch, "esco", tmp_path, *dry_run)
        told = capsys.readouterr().out
        assert "1 new, 0 changed, 0 same, 0 gone, 1 refused" in told
        assert "skills.json, 2: uri" in told
        assert ATTRIBUTION in told
        with prepare_database(read_settings()).read() as session:
            assert (Occupations.load(session).get(SKILL) is None) == bool(dry_run)


def test_municipalities_are_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {place.code: place.fi for place in read_municipalities()} | {"564": "Iso-Oulu"}
    codes = [{"code": code, "classificationName": name} for code, name in names.items()]
    (tmp_path / "kunnat.json").write_text(json.dumps(codes), encoding="utf-8")
    run(monkeypatch, "municipalities", tmp_path / "kunnat.json")
    assert "564 Iso-Oulu: fi Oulu -> Iso-Oulu" in capsys.readouterr().out
    with prepare_database(read_settings()).read() as session:
        place = municipalities_of(session).get("564")
    assert place is not None
    assert place.fi == "Iso-Oulu"


@pytest.mark.parametrize("arguments", [("esco", "none"), ("municipalities", "none.json")])
def test_what_cannot_be_read_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit, match=r"^osaamo: .*cannot be read"):
        run(monkeypatch, *arguments)


def test_a_record_set_without_its_language_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(monkeypatch, "hsds", "x.json", "--also", "y.json")
    assert "y.json is not LANGUAGE=PATH" in capsys.readouterr().err
