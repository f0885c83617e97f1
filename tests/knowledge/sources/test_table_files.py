"""Files that are no tables, or bad ones: one sentence that says what is wrong, and never a crash."""

import zipfile
from pathlib import Path

import pytest

from knowledge.exports.formulas import guarded, unguarded
from knowledge.sources.source import LARGEST_FILE, SourceError
from knowledge.sources.table_files import LARGEST_UNPACKED, read_table

TABLE = "id;name:fi\na;Työpaja\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (TABLE.encode("utf-16"), "is in UTF-16"),
        (TABLE.encode("utf-16-be"), "is in UTF-16"),
        (TABLE.encode("utf-32"), "is in UTF-32"),
        (TABLE.encode("latin-1"), "line 2), probably in Windows-1252 (latin-1)"),
        (b"", "no column 'id'"),
        (b"\n\n\n", "no column 'id'"),
        (b"name:fi;summary:fi\nx;y\n", "no column 'id'"),
        (b"id;url;url\n", "the column 'url' twice"),
        (b'id;url\na;"never ends', "is no CSV from line 2"),
        (b"PK\x03\x04nonsense", "is no workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "is in UTF-16 or is no text"),
        (b"x" * (LARGEST_FILE + 1), "larger than 10 MB"),
        (b"id\n" + b"a\n" * 100_001, "more than 100000 rows"),
        (b"id" + b";" * 501, "columns"),
    ],
)
def test_a_file_that_is_no_table_is_told_in_a_sentence(data: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(data)
    with pytest.raises(SourceError, match=r"^t\.csv ") as error:
        read_table(file)
    assert told in str(error.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_table(tmp_path / "none.csv")


def test_a_small_file_with_a_very_large_one_inside_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (LARGEST_UNPACKED + 1))
    with pytest.raises(SourceError, match="when unpacked"):
        read_table(file)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_usual_kind_of_csv_is_read(separator: str, end: str, mark: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    rows = ("id;name:fi", "", 'a;"Työ\npaja"', ";;", "b;Äänekoski")
    file.write_bytes((mark + end.join(row.replace(";", separator) for row in rows)).encode())
    lines = read_table(file).lines
    assert [(line.number, line.cells["id"]) for line in lines] == [(3, "a"), (5, "b")]
    assert lines[0].cells["name:fi"] == "Työ\npaja"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1", "''=1", "'tis", "plain", "", "a=b", "'", "\r=1"]
)
def test_a_formula_stays_text_and_comes_back(text: str) -> None:
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert unguarded(guarded(text)) == text
