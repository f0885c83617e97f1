"""`osaamo export`: files for others and for editors, and one sentence where that fails."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from admin import cli
from admin.first_start import prepare_database
from admin.settings import read_settings
from knowledge.sources.table_files import read_table
from knowledge.starter.entries import read_starter
from knowledge.starter.load import load_starter
from tests.knowledge.sources.table_make import NOW


def exported(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> None:
    monkeypatch.setattr("sys.argv", ["osaamo", "export", *map(str, arguments)])
    cli.main()


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OSAAMO_DATA", str(tmp_path))
    monkeypatch.delenv("OSAAMO_DATABASE_URL", raising=False)
    database = prepare_database(read_settings())
    with database.write() as session:
        load_starter(session, read_starter(), NOW)
    database.close()


@pytest.mark.usefixtures("starter")
def test_each_format_holds_the_whole_catalogue(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(monkeypatch, "hsds", "--language", "sv", "--out", tmp_path / "sv.zip")
    exported(monkeypatch, "csv", "--out", tmp_path / "all.csv")
    exported(monkeypatch, "xlsx", "--language", "fi", "--guide", "sv", "--out", tmp_path / "all.xlsx")
    with ZipFile(tmp_path / "sv.zip") as archive:
        records = json.loads(archive.read("services.json"))
    number = len(read_starter().services)
    terms = {each["taxonomy_term"]["name"] for record in records for each in record["attributes"]}
    assert any("jobb" in term for term in terms)
    assert [len(read_table(tmp_path / name).lines) for name in ("all.csv", "all.xlsx")] == [number, number]
    assert f"Wrote {len(records)} services to " in capsys.readouterr().out


@pytest.mark.usefixtures("starter")
def test_a_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for kind in ("csv", "xlsx", "template"):
        with pytest.raises(SystemExit, match="cannot be written"):
            exported(monkeypatch, kind, "--out", tmp_path / "none" / "x")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit, match="cannot be written"):
        exported(monkeypatch, "hsds", "--out", tmp_path / "file" / "set")


def test_the_template_needs_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OSAAMO_DATA", str(tmp_path / "unused"))
    exported(monkeypatch, "template", "--out", tmp_path / "t.xlsx")
    assert not (tmp_path / "unused").exists()
    assert "name:sv" in read_table(tmp_path / "t.xlsx").header
