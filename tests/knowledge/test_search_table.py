"""Tables of which most cells are empty."""

from knowledge.search_table import Table

CELLS = [(2, 0, 5.0), (0, 3, 1.0), (0, 1, 2.0), (2, 3, 0.5)]


def test_rows_are_added_up_column_by_column() -> None:
    table = Table.of(CELLS, height=3, width=4)
    assert table.total([0, 2]).tolist() == [5.0, 2.0, 0.0, 1.5]


def test_a_row_asked_for_twice_counts_twice() -> None:
    table = Table.of(CELLS, height=3, width=4)
    assert table.total([0, 0]).tolist() == [0.0, 4.0, 0.0, 2.0]


def test_an_empty_row_and_no_row_add_nothing() -> None:
    table = Table.of(CELLS, height=3, width=4)
    assert table.total([1]).tolist() == table.total([]).tolist() == [0.0] * 4


def test_a_table_without_cells_has_its_width() -> None:
    assert Table.of([], height=2, width=3).total([1]).tolist() == [0.0] * 3
