"""Cells and rows of a table, and the limits within which they are held."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

MAX_ROWS: Final = 200_000
"""Rows that are read; of the others only the number is said."""
MAX_COLUMNS: Final = 400
MAX_TEXT: Final = 100_000
"""Characters of one cell."""
MAX_ALL: Final = 64 << 20
"""Characters of one sheet."""
MAX_CELLS: Final = 2_000_000
"""Cells of one sheet that hold something."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: As stored; of a date or time, `2024-03-05`, `2024-03-05 21:30` or `21:30`.
        is_time: The file itself says that it is a date or a time.
        is_number: It is a number that nothing says more of.
        formula: It is the last result of a formula.
        merged: It stands in another cell, with which this one is merged.
    """

    text: str = field(default="", repr=False)
    is_time: bool = False
    is_number: bool = False
    formula: bool = False
    merged: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row that is not empty: its number, its cells, and the problem code that keeps it from being read, or None."""

    number: int
    cells: tuple[Cell, ...]
    fault: str | None = None
    cautions: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """Gathers the cells of one sheet while they come by, within the limits.

    Attributes:
        name: As the workbook states it.
        rows: Its rows by number.
        merges: First row, first column, last row, last column of each merge, from 1.
        over: Rows that were not empty and beyond a limit.
        faulty: The sheet breaks off, or is not as its format has it.
    """

    name: str = field(repr=False)
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict, repr=False)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    over: set[int] = field(default_factory=set)
    faulty: bool = False
    _size: int = 0
    _cells: int = 0

    @property
    def full(self) -> bool:
        """Whether it holds so much that nothing more is looked at."""
        return self._size > MAX_ALL or self._cells > MAX_CELLS or len(self.over) > 10 * MAX_ROWS

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Take a cell in; one with nothing in it is none."""
        if not cell.text.strip() or column > MAX_COLUMNS:
            return
        self._size += len(cell.text)
        self._cells += 1
        if self._size > MAX_ALL or len(cell.text) > MAX_TEXT or (row not in self.rows and len(self.rows) >= MAX_ROWS):
            self.over.add(row)
            return
        self.rows.setdefault(row, {})[column] = cell

    def listed(self) -> Iterator[GridRow]:
        """The rows that are not empty, in order."""
        self._fill()
        for number in sorted(self.rows.keys() | self.over):
            if number in self.over:
                yield GridRow(number, (), "limit-reached")
                continue
            cells = self.rows[number]
            yield GridRow(number, tuple(cells.get(at, Cell()) for at in range(1, max(cells) + 1)))

    def _fill(self) -> None:
        """What stands in merged cells stands for every row of the merge that holds something else too."""
        for top, left, bottom, right in self.merges:
            held = self.rows.get(top, {}).get(left)
            if held is None or right - left > MAX_COLUMNS:
                continue
            for number in [row for row in self.rows if top < row <= bottom] if bottom > top else ():
                self.rows[number].setdefault(left, replace(held, merged=True))
