"""Tables of editors: out, changed, and back in; new rows; what is wrong is told by row and column."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge.database import Database
from knowledge.editing.importing import apply_source
from knowledge.editing.overrides import overrides_of
from knowledge.editing.writing import write_text
from knowledge.exports.columns import columns
from knowledge.exports.table import Table, header
from knowledge.exports.table_files import GUIDE_LANGUAGES, guides, write_csv, write_xlsx
from knowledge.published import published_since
from knowledge.sources.importer import Plan
from knowledge.sources.table_files import read_table
from tests.knowledge.editing import make
from tests.knowledge.sources.table_make import (
    EDITOR,
    LANGUAGES,
    NOW,
    brought,
    changed,
    csv_of,
    exported,
    xlsx_of,
)

HEADER = ("id", "provider", "category", "audience", "url", "municipalities", "name:fi", "summary:fi")
NEW = ("new-one", "city", "employment", "person", "https://example.org", "Oulu; 091", "Uusi", "Auttaa.")


def written(table: Table, file: Path) -> Path:
    if file.suffix == ".csv":
        write_csv(table, file)
    else:
        write_xlsx(table, file, lambda column, code, language: code, "fi")
    return file


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_comes_back_as_it_was(database: Database, kind: str, tmp_path: Path) -> None:
    make.published(database)
    before = exported(database)
    reports = brought(database, written(before, tmp_path / f"t.{kind}"))
    assert [each.outcome for each in reports] == ["same"]
    assert exported(database) == before


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("column", "cell", "field", "language", "value"),
    [
        ("summary:fi", '=SUMMA(A1)\n+ rivi; "lainaus"', "summary", "fi", '=SUMMA(A1)\n+ rivi; "lainaus"'),
        ("name:en", "'=1", "name", "en", "'=1"),
        ("name:en", "@home", "name", "en", "@home"),
        ("municipalities", "nationwide", "municipalities", "", None),
        ("municipalities", "Åbo; 564", "municipalities", "", ("564", "853")),
        ("goals", "study;job", "goals", "", ("job", "study")),
        ("min_age", "18", "min_age", "", 18),
        ("newcomers_only", "kyllä", "newcomers_only", "", True),
        ("valid_to", "24.12.2026", "valid_to", "", date(2026, 12, 24)),
        ("valid_to", "46380", "valid_to", "", date(2026, 12, 24)),
        ("keywords:fi", "cv; ansioluettelo", "keywords", "", {"fi": ("cv", "ansioluettelo")}),
        ("languages", "so; fi", "languages", "", ("so", "fi")),
    ],
)
def test_exactly_the_edited_cell_changes(
    sqlite_database: Database,
    kind: str,
    column: str,
    cell: str,
    field: str,
    language: str,
    value: object,
    tmp_path: Path,
) -> None:
    copy = make.published(sqlite_database)
    table = changed(exported(sqlite_database), copy.id, {column: cell})
    (report,) = brought(sqlite_database, written(table, tmp_path / f"t.{kind}"))
    assert [(each.field, each.language) for each in report.changes] == [(field, language)]
    after = make.now_is(sqlite_database, copy.id).content
    assert after.value(field, language) == value


def test_a_text_that_is_emptied_is_gone_and_one_that_is_filled_is_there(
    sqlite_database: Database, tmp_path: Path
) -> None:
    copy = make.published(sqlite_database)
    cells = {
        "name:en": "",
        "summary:en": "",
        "first_step:en": "",
        "name:sv": "Verkstad",
        "summary:sv": "Hjälp.",
    }
    table = changed(exported(sqlite_database), copy.id, cells)
    brought(sqlite_database, written(table, tmp_path / "t.xlsx"))
    after = make.now_is(sqlite_database, copy.id).content
    assert set(after.texts) == {"fi", "sv"}
    assert not after.stale("sv")


def test_a_dry_run_tells_and_changes_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    copy = make.published(sqlite_database)
    file = written(changed(exported(sqlite_database), copy.id, {"name:fi": "Toinen"}), tmp_path / "t.csv")
    (report,) = brought(sqlite_database, file, Plan(dry_run=True))
    assert report.outcome == "changed"
    assert make.now_is(sqlite_database, copy.id).content.texts["fi"].words.name == "Työpaja"


def test_what_another_wrote_meanwhile_is_never_overwritten(sqlite_database: Database, tmp_path: Path) -> None:
    copy = make.published(sqlite_database)
    table = changed(exported(sqlite_database), copy.id, {"summary:fi": "Taulukon teksti."})
    other = replace(make.FINNISH, summary="Toisen teksti.")
    base = copy.text_versions["fi"]
    make.do(sqlite_database, write_text, make.OTSO, copy.id, "fi", other, base, NOW)
    (report,) = brought(sqlite_database, written(table, tmp_path / "t.csv"))
    assert (report.outcome, report.reason) == ("refused", "edited_meanwhile")
    assert "column summary:fi" in report.detail
    assert make.now_is(sqlite_database, copy.id).content.texts["fi"].words.summary == "Toisen teksti."


def test_what_another_wrote_in_another_cell_stays(sqlite_database: Database, tmp_path: Path) -> None:
    copy = make.published(sqlite_database)
    table = changed(exported(sqlite_database), copy.id, {"summary:fi": "Taulukon teksti."})
    other = replace(make.FINNISH, name="Toisen nimi")
    make.do(sqlite_database, write_text, make.OTSO, copy.id, "fi", other, copy.text_versions["fi"], NOW)
    brought(sqlite_database, written(table, tmp_path / "t.csv"))
    words = make.now_is(sqlite_database, copy.id).content.texts["fi"].words
    assert (words.name, words.summary) == ("Toisen nimi", "Taulukon teksti.")


def test_a_change_of_an_imported_service_is_a_correction(sqlite_database: Database, tmp_path: Path) -> None:
    applied = make.do(sqlite_database, apply_source, make.record(), NOW)
    table = changed(exported(sqlite_database), applied.service_id, {"name:fi": "Korjattu"})
    brought(sqlite_database, written(table, tmp_path / "t.csv"))
    with sqlite_database.read() as session:
        (override,) = overrides_of(session, applied.service_id)
    assert (override.field, override.language, override.ours) == ("name", "fi", "Korjattu")


def test_only_own_services_are_changed(sqlite_database: Database, tmp_path: Path) -> None:
    copy = make.published(sqlite_database)
    file = written(changed(exported(sqlite_database), copy.id, {"name:fi": "Kelan"}), tmp_path / "t.csv")
    (report,) = brought(sqlite_database, file, actor=make.KELA)
    assert report.outcome == "refused"
    assert "belongs to city" in report.detail


def test_a_service_is_given_only_to_ones_own_organisation(sqlite_database: Database, tmp_path: Path) -> None:
    copy = make.published(sqlite_database)
    for provider, told in (("kela", "belongs to kela"), ("nobody", "no provider nobody")):
        file = written(
            changed(exported(sqlite_database), copy.id, {"provider": provider}), tmp_path / "t.csv"
        )
        (report,) = brought(sqlite_database, file, actor=make.EEVA)
        assert told in report.detail


def test_new_rows_are_new_services_and_the_same_file_again_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    make.providers(database)
    file = csv_of(tmp_path / "t.csv", HEADER, NEW)
    assert [each.outcome for each in brought(database, file)] == ["new"]
    assert [each.outcome for each in brought(database, file)] == ["same"]
    copy = make.now_is(database, "new-one")
    assert copy.content.facts.municipalities == ("091", "564")
    assert (copy.state, copy.content.texts["fi"].status) == ("draft", "reviewed")


def test_published_rows_are_in_the_chat(sqlite_database: Database, tmp_path: Path) -> None:
    copy = make.published(sqlite_database)
    table = changed(exported(sqlite_database), copy.id, {"name:fi": "Uusi nimi"})
    brought(sqlite_database, written(table, tmp_path / "t.csv"), Plan(publish=True))
    brought(sqlite_database, csv_of(tmp_path / "n.csv", HEADER, NEW), Plan(publish=True))
    with sqlite_database.read() as session:
        shown = {each.id: each.texts["fi"].name for each in published_since(session, -1).shown}
    assert shown == {copy.id: "Uusi nimi", "new-one": "Uusi"}


def test_columns_that_are_not_there_are_left_alone(sqlite_database: Database, tmp_path: Path) -> None:
    copy = make.published(sqlite_database)
    file = csv_of(
        tmp_path / "t.csv", ("id", "version", "min_age"), (copy.id, copy.revision, 30), delimiter=","
    )
    (report,) = brought(sqlite_database, file)
    assert [each.field for each in report.changes] == ["min_age"]


def test_bad_rows_are_told_by_row_and_column_and_stop_nobody(
    sqlite_database: Database, tmp_path: Path
) -> None:
    make.providers(sqlite_database)
    bad = [
        (("a", *NEW[1:2], "work", *NEW[3:]), "row 2, column category: unknown_code work"),
        (("b", *NEW[1:5], "Atlantis", *NEW[6:]), "row 3, column municipalities: unknown_code Atlantis"),
        (("c", "nobody", *NEW[2:]), "row 4, column provider: nobody"),
        (("", *NEW[1:]), "row 5, column id"),
        (("Iso ID", *NEW[1:]), "row 6, column id: small letters"),
        (("d", *NEW[1:7], "x" * 151), "row 7, column summary:fi: too_long 150"),
        (("e", *NEW[1:6], "<b>Nimi</b>", "Auttaa."), "row 8, column name:fi: HTML"),
        (("f", *NEW[1:6], "", "Auttaa."), "row 9, column name:fi: missing"),
        (("g", *NEW[1:6], "", ""), "row 10"),
        (NEW, ""),
        (NEW, "row 12"),
        (("h", *NEW[1:], "liikaa"), "row 13: more cells"),
    ]
    file = csv_of(tmp_path / "t.csv", HEADER, *(row for row, _ in bad))
    reports = brought(sqlite_database, file)
    assert [each.outcome for each in reports] == ["refused"] * 9 + ["new"] + ["refused"] * 2
    for report, (_, told) in zip(reports, bad, strict=True):
        assert told in report.detail
    assert [each.reason for each in reports[9:11]] == ["", "duplicate"]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("min_age", "1e999", "bad_number"),
        ("min_age", "9" * 400, "bad_number"),
        ("min_age", "18 v", "bad_number"),
        ("min_age", "-1", "bad_number"),
        ("min_age", "17.5", "bad_number"),
        ("valid_to", "31.2.2026", "bad_date"),
        ("valid_to", "12/24/2026", "bad_date"),
        ("newcomers_only", "perhaps", "unknown_code"),
        ("status:fi", "published", "unknown_code"),
        ("version", "seven", "no revision"),
        ("url", "javascript:alert(1)", "bad_link"),
        ("colour", "red", "not known"),
    ],
)
def test_bad_values_are_told(
    sqlite_database: Database, column: str, cell: str, told: str, tmp_path: Path
) -> None:
    make.providers(sqlite_database)
    values = dict(zip(HEADER, NEW, strict=True)) | {column: cell}
    (report,) = brought(sqlite_database, csv_of(tmp_path / "t.csv", tuple(values), tuple(values.values())))
    assert report.outcome == "refused"
    assert f"column {column!r}" in report.detail or f"column {column}: " in report.detail
    assert told in report.detail


def test_a_spreadsheets_own_numbers_dates_and_flags_are_read(
    sqlite_database: Database, tmp_path: Path
) -> None:
    make.providers(sqlite_database)

    def write(sheet: object, book: object) -> None:
        day = book.add_format({"num_format": "d.m.yyyy"})
        sheet.write_row(0, 0, (*HEADER, "min_age", "newcomers_only", "valid_from", "valid_to"))
        sheet.write_row(3, 0, ("numbers", *NEW[1:5], 91, 2026, "Auttaa."))
        sheet.write_number(3, 8, 18)
        sheet.write_boolean(3, 9, True)
        sheet.write_datetime(3, 10, date(2026, 12, 24), day)
        sheet.write_number(3, 11, 46381)

    (report,) = brought(sqlite_database, xlsx_of(tmp_path / "t.xlsx", write))
    assert (report.outcome, report.place) == ("new", "row 4")
    content = make.now_is(sqlite_database, "numbers").content
    facts = content.facts
    assert content.texts["fi"].words.name == "2026"
    assert (facts.municipalities, facts.min_age, facts.newcomers_only) == (("091",), 18, True)
    assert (facts.valid_from, facts.valid_to) == (date(2026, 12, 24), date(2026, 12, 25))


def test_merged_cells_and_formulas_are_told_by_row(sqlite_database: Database, tmp_path: Path) -> None:
    make.providers(sqlite_database)

    def write(sheet: object, book: object) -> None:
        sheet.write_row(0, 0, HEADER)
        for line in range(1, 6):
            sheet.write_row(line, 0, (f"row-{line}", *NEW[1:]))
        sheet.merge_range(1, 5, 2, 5, "Oulu")
        sheet.write_formula(3, 6, '="Ni"&"mi"', None, "Nimi")

    reports = brought(sqlite_database, xlsx_of(tmp_path / "t.xlsx", write))
    assert [each.outcome for each in reports] == ["refused", "refused", "refused", "new", "new"]
    assert "merged cells from F2" in reports[0].detail
    assert "G4 is a formula" in reports[2].detail


def test_the_template_explains_every_column_and_lists_the_codes(tmp_path: Path) -> None:
    names = {each.split(":")[0] for each in header(LANGUAGES)}
    for language in GUIDE_LANGUAGES:
        assert set(guides()[language]) == names
    write_xlsx(Table(header(LANGUAGES), ()), tmp_path / "t.xlsx", lambda *code: " ".join(code), "sv")
    sheet = read_table(tmp_path / "t.xlsx")
    assert sheet.header == header(LANGUAGES)
    assert sheet.lines == ()
    assert EDITOR.owns("anybody")
    assert len(sheet.header) == 3 + len(columns(LANGUAGES))
