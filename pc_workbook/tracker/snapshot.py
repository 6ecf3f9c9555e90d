"""A workbook as it was read: the cells of each sheet with their addresses, and where its list objects lie.

Rows and columns count from 1, as people do. What a host could not turn into a value stands here as well:
Excel's error values, cells shown as a percentage, merged ranges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class ListObject:
    """Where a list object lies: its heading row, its last row, its first and last column."""

    name: str
    sheet: str
    heading_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The cells of one sheet; `rows[0][0]` is A1."""

    name: str
    rows: Sequence[Sequence[object]]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    percent: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column

    def value(self, row: int, column: int) -> object:
        """What stands in a cell; None where nothing does."""
        if row > len(self.rows) or column > len(self.rows[row - 1]):
            return None
        found = self.rows[row - 1][column - 1]
        return None if isinstance(found, str) and not found.strip() else found


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole workbook, as values."""

    name: str
    sheets: Mapping[str, SheetCells]
    lists: Mapping[str, ListObject]


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA.

    >>> column_letters(1), column_letters(27), column_letters(703)
    ('A', 'AA', 'AAA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The address of a cell: (17, 6) -> F17."""
    return f"{column_letters(column)}{row}"
