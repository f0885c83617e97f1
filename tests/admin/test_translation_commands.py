"""`osaamo export xliff` and `osaamo import xliff`: an order goes out, a delivery comes back."""

from pathlib import Path

import pytest

from admin import cli
from admin.first_start import prepare_database
from admin.settings import read_settings
from knowledge.database import Database
from knowledge.editing.writing import draft
from tests.knowledge.editing.make import EEVA, FACTS, FINNISH, NOW, do, now_is, providers
from tests.knowledge.translation.office import fill


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Database:
    monkeypatch.setenv("OSAAMO_DATA", str(tmp_path))
    monkeypatch.delenv("OSAAMO_DATABASE_URL", raising=False)
    database = prepare_database(read_settings())
    providers(database)
    do(database, draft, EEVA, FACTS, {"fi": FINNISH}, NOW, service_id="shop")
    return database


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> None:
    monkeypatch.setattr("sys.argv", ["osaamo", *map(str, arguments)])
    cli.main()


def test_an_order_goes_out_and_its_delivery_comes_back(
    shop: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sv.xlf"
    run(monkeypatch, "export", "xliff", "--language", "sv", "--provider", "city", "--out", file)
    assert "Wrote 1 texts" in capsys.readouterr().out
    file.write_bytes(fill(file.read_bytes(), lambda _, source: f"{source} sv"))
    run(monkeypatch, "import", "xliff", file, "--dry-run")
    assert "1 of 1 texts would be taken." in capsys.readouterr().out
    assert "sv" not in now_is(shop, "shop").content.texts
    run(monkeypatch, "import", "xliff", file, "--as", "reviewed")
    assert "shop.name: taken" in capsys.readouterr().out
    assert now_is(shop, "shop").content.texts["sv"].status == "reviewed"


@pytest.mark.usefixtures("shop")
def test_what_cannot_be_done_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlf"
    broken.write_bytes(b"<xliff")
    with pytest.raises(SystemExit, match="cannot be taken"):
        run(monkeypatch, "import", "xliff", broken)
    with pytest.raises(SystemExit, match="cannot be read"):
        run(monkeypatch, "import", "xliff", tmp_path / "none.xlf")
    with pytest.raises(SystemExit, match="cannot be written"):
        run(monkeypatch, "export", "xliff", "--language", "sv", "--out", tmp_path / "none" / "x.xlf")
