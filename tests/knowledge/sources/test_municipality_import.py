"""Municipalities of a new year: renamed, new, merged; old or broken lists do no harm."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge.catalogue import LiveCatalogue, load_catalogue
from knowledge.catalogue_version import next_version
from knowledge.database import Database
from knowledge.editing.errors import Invalid
from knowledge.editing.writing import draft
from knowledge.municipalities import read_everything, read_municipalities
from knowledge.sources.municipality import import_municipalities
from knowledge.sources.source import SourceError
from knowledge.stored_municipalities import municipalities_of
from tests.conftest import no_real_data
from tests.knowledge.editing.make import EEVA, FACTS, FINNISH, NOW, providers

STATISTICS = Path(__file__).parents[4] / "shared" / "data" / "municipalities"
TODAY = date(2027, 1, 2)
NAMES = {place.code: place.fi for place in read_municipalities()}


def listed(path: Path, names: dict[str, str], **more: dict[str, str]) -> Path:
    codes = [
        {"codeValue": code, "prefLabel": {"fi": name, **more.get(code, {})}} for code, name in names.items()
    ]
    path.write_text(json.dumps({"results": codes}), encoding="utf-8")
    return path


def link(path: Path, kind: str, *rows: tuple[str, str, str, str]) -> Path:
    lines = [f";;{kind};;", "sourcecode;sourcename;targetcode;targetname", ""]
    lines += [";".join(f"\"'{cell}'\"" if cell.isdigit() else f'"{cell}"' for cell in row) for row in rows]
    path.write_text("\r\n".join(lines), encoding="cp1252")
    return path


def test_a_new_year_is_taken_without_a_change_of_code(database: Database, tmp_path: Path) -> None:
    names = {**NAMES, "564": "Iso-Oulu", "999": "Äänisalo"}
    del names["244"]  # Kempele
    files = [
        listed(tmp_path / "codes.json", names, **{"999": {"sv": "Änisalo"}}),
        link(
            tmp_path / "merged.csv",
            "kunta_1_20260101#kunta_1_20270101",
            ("244", "Kempele", "564", "Iso-Oulu"),
        ),
        link(
            tmp_path / "regions.csv", "kunta_1_20270101#maakunta_1_20270101", ("999", "Äänisalo", "17", "PP")
        ),
    ]
    with database.write() as session:
        report = import_municipalities(session, files)
    assert report.left == ()
    assert set(report.changed) == {
        "244 Kempele: merged into 564",
        "564 Iso-Oulu: fi Oulu -> Iso-Oulu",
        "999 Äänisalo: new",
    }
    with database.read() as session:
        places = load_catalogue(session, TODAY).municipalities
    new = places.get("999")
    assert new is not None
    assert (new.fi, new.sv, new.region_fi) == ("Äänisalo", "Änisalo", "Pohjois-Pohjanmaa")
    merged = places.get("244")
    assert merged is not None
    assert merged.fi == "Iso-Oulu"
    found = places.find("asun Äänisalossa")
    assert found is not None
    assert found.municipality == new
    with database.write() as session:
        assert import_municipalities(session, files).changed == ()


def test_without_an_import_the_shipped_ones_are_used(sqlite_database: Database) -> None:
    with sqlite_database.read() as session:
        assert list(municipalities_of(session)) == list(read_municipalities())


def test_a_dry_run_changes_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    file = listed(tmp_path / "codes.json", {**NAMES, "564": "Iso-Oulu"})
    with sqlite_database.write() as session:
        assert len(import_municipalities(session, [file], dry_run=True).changed) == 1
    with sqlite_database.read() as session:
        assert list(municipalities_of(session)) == list(read_municipalities())


def test_what_cannot_be_known_is_told_and_left(sqlite_database: Database, tmp_path: Path) -> None:
    names = {**NAMES, "999": "Uusi", "588": "Pertunmaa"}
    del names["244"]
    with sqlite_database.write() as session:
        report = import_municipalities(session, [listed(tmp_path / "codes.json", names)])
    assert report.changed == ()
    assert [line.split(" ")[0] for line in report.left] == ["244", "588", "999"]


@pytest.mark.parametrize(
    "files",
    [
        ["kunnat.json"],
        ["municipality_codes_2023.json", "municipality_to_region.csv", "region_codes.json"],
    ],
)
def test_the_real_files_change_nothing_that_is_right(sqlite_database: Database, files: list[str]) -> None:
    if not STATISTICS.is_dir():
        no_real_data("Statistics Finland's lists in ../shared/data/municipalities")
    with sqlite_database.write() as session:
        report = import_municipalities(session, [STATISTICS / name for name in files])
    assert report.changed == ()
    assert len(read_everything()) == 309


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.json", b"[]"),
        ("x.json", b"nonsense"),
        ("x.json", "[]".encode("utf-16")),
        ("x.json", b'[{"code": "5", "classificationName": "vain yksi"}]'),
        ("x.json", b'[{"code": "<b>", "classificationName": "x"}]'),
        ("x.json", b'{"results": 7}'),
        ("x.csv", b"a;b;c"),
        ("x.csv", b""),
    ],
)
def test_other_files_are_refused(sqlite_database: Database, name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError), sqlite_database.write() as session:
        import_municipalities(session, [tmp_path / name])


def test_a_file_that_is_not_there_is_told(sqlite_database: Database, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"), sqlite_database.write() as session:
        import_municipalities(session, [tmp_path / "none.json"])


def test_editors_may_name_the_places_of_a_new_year_at_once(sqlite_database: Database, tmp_path: Path) -> None:
    names = {**NAMES, "999": "Äänisalo"}
    del names["244"]
    files = [
        listed(tmp_path / "codes.json", names),
        link(tmp_path / "merged.csv", "kunta_1_20260101#kunta_1_20270101", ("244", "Kempele", "564", "Oulu")),
        link(
            tmp_path / "regions.csv", "kunta_1_20270101#maakunta_1_20270101", ("999", "Äänisalo", "17", "PP")
        ),
    ]
    new = replace(FACTS, municipalities=("999",))
    providers(sqlite_database)
    with sqlite_database.write() as session:
        live = LiveCatalogue(load_catalogue(session, TODAY))
        with pytest.raises(Invalid):
            draft(session, EEVA, new, {"fi": FINNISH}, NOW)
    before = live.current.municipalities
    assert before.get("999") is None
    with sqlite_database.write() as session:
        import_municipalities(session, files)
        draft(session, EEVA, new, {"fi": FINNISH}, NOW)
        with pytest.raises(Invalid, match="244"):
            draft(session, EEVA, replace(FACTS, municipalities=("244",)), {"fi": FINNISH}, NOW)
    after = live.refresh(sqlite_database, TODAY).municipalities
    assert after.get("999") is not None
    assert after.get("244") == after.get("564")
    with sqlite_database.write() as session:
        next_version(session)
    assert live.refresh(sqlite_database, TODAY).municipalities is after
