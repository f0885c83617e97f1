"""The table of codes: as shipped, inherited, changed by an editor, and taken back."""

import csv
from pathlib import Path

import pytest

from knowledge.database import Database
from knowledge.editing.errors import Invalid, NotFound
from knowledge.sources.code_table import LISTS, SCOPES, Meaning, with_changes, write_meaning
from knowledge.sources.ptv_codes import ptv_codes
from knowledge.vocabulary import CATEGORIES
from tests.knowledge.sources.ptv_make import NOW, folder, key, report, run_files, service

CODES = Path(__file__).parents[4] / "shared" / "data" / "ptv" / "codes"


def test_the_shipped_table_speaks_our_codes_only() -> None:
    for code in ptv_codes().codes.values():
        meaning = code.meaning
        assert meaning.scope in SCOPES, code.code
        assert not meaning.category or meaning.category in CATEGORIES, code.code
        for name, known in LISTS.items():
            assert set(getattr(meaning, name)) <= set(known), code.code
        assert all(code.names.values()), code.code


def test_every_class_in_scope_has_a_category_and_an_audience() -> None:
    table = ptv_codes()
    for code in table.codes.values():
        meaning = table.meaning(code.code)
        if meaning.scope == "in":
            assert meaning.category, code.code
            assert meaning.audience, code.code


def test_every_class_is_decided() -> None:
    table = ptv_codes()
    classes = [code for code in table.codes.values() if code.kind == "service_class"]
    assert {table.meaning(code.code).scope for code in classes} == {"in", "out"}


def test_a_code_without_a_meaning_has_its_parents() -> None:
    table = ptv_codes()
    assert table.meaning("P16.4") == table.meaning("P16") == Meaning(scope="out")
    assert table.meaning("P99.1.2") == Meaning()


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("P10.1", "P10.1"),
        ("http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P10.1", "P10.1"),
        ("http://urn.fi/URN:NBN:fi:au:ptvl:v1097", "P10.1"),
        ("", None),
        ("P99", None),
    ],
)
def test_spellings_of_a_code(spelling: str, code: str | None) -> None:
    assert ptv_codes().find(spelling) == code


def test_what_an_editor_says_counts_from_the_next_import_on(database: Database, tmp_path: Path) -> None:
    meaning = Meaning(scope="in", category="everyday_life", audience=("person",), goals=("money",))
    with database.write() as session:
        write_meaning(session, ptv_codes(), "P16", meaning, "Kaisa", NOW)
    with database.read() as session:
        table = with_changes(session, ptv_codes())
    assert table.meaning("P16.4") == meaning
    assert (table.codes["P16"].changed_by, table.codes["P16"].changed_at) == ("Kaisa", NOW)
    assert ptv_codes().meaning("P16.4") == Meaning(scope="out")
    with database.write() as session:
        write_meaning(session, ptv_codes(), "P16", Meaning(scope="out"), "Kaisa", NOW)
    with database.read() as session:
        assert with_changes(session, ptv_codes()) == ptv_codes()


def test_unknown_codes_are_refused(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        with pytest.raises(Invalid, match="goals: unknown_code gold"):
            write_meaning(session, ptv_codes(), "P16", Meaning(goals=("gold",)), "Kaisa", NOW)
        with pytest.raises(NotFound):
            write_meaning(session, ptv_codes(), "P99", Meaning(), "Kaisa", NOW)


def test_the_report_names_the_codes_that_put_a_service_out_of_scope(
    sqlite_database: Database, tmp_path: Path
) -> None:
    run = run_files(sqlite_database, folder(tmp_path, a=service(1, serviceClasses=[{"code": "P99"}])))
    line = report(sqlite_database, run)[key(1)]
    assert (line.reason, line.detail) == ("out_of_scope", "service classes P99, target groups KR1")


@pytest.mark.skipif(not CODES.exists(), reason="the code lists of ../shared/data/ptv are not here")
@pytest.mark.parametrize("name", ["ptv_service_classes", "ptv_target_groups", "ptv_life_events"])
def test_every_code_of_the_real_lists_is_in_the_table(name: str) -> None:
    with (CODES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["code"] for row in rows} <= set(ptv_codes().codes)
    differing = [row["code"] for row in rows if ptv_codes().codes[row["code"]].names["sv"] != row["sv"]]
    assert set(differing) <= {"KE4.3", "P7.12"}, "the source's known errors"
