"""A table of which most cells are empty, kept row by row: scipy's would bring 15 MB for this."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Table:
    """The filled cells of row r are those from `starts[r]` to `starts[r + 1]`."""

    width: int
    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]

    @classmethod
    def of(cls, cells: Iterable[tuple[int, int, float]], height: int, width: int) -> "Table":
        """Of (row, column, value), each cell at most once, in any order."""
        filled = np.fromiter(cells, dtype=[("row", np.int32), ("column", np.int32), ("value", np.float32)])
        filled = filled[np.argsort(filled["row"], kind="stable")]
        starts = np.searchsorted(filled["row"], np.arange(height + 1))
        return cls(width, starts, filled["column"].copy(), filled["value"].copy())

    def total(self, rows: Places, weights: Numbers) -> Numbers:
        """Per column, the sum of some rows, each as much as its weight."""
        counts = self.starts[rows + 1] - self.starts[rows]
        before = np.cumsum(counts) - counts
        cells = np.repeat(self.starts[rows] - before, counts) + np.arange(counts.sum())
        values = self.values[cells] * np.repeat(weights, counts)
        return np.asarray(np.bincount(self.columns[cells], values, self.width), dtype=np.float64)
