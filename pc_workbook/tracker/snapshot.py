"""A workbook as values: the cells of each sheet, and the position of its list objects.

Rows and columns count from 1. A column stores each different value once and a code per cell, so that a national tracker
fits in memory and each value is parsed once. Error values, cells shown as percentages and merged ranges are recorded
beside the values.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from pc_workbook.cells.addresses import cell_address, row_and_column

ROWS_AT_ONCE = 4096
a1 = cell_address  # as people call it
# In SheetCells.errors, beside the errors that Excel shows:
NO_RESULT: Final = "a formula without a result"  # what the formula comes to is not in the file
NO_TEXT: Final = "a text that is missing"  # the cell points beyond the file's table of texts
TOO_LONG: Final = "a text of more than 32,767 characters"  # more than Excel takes
NOT_IN_THE_FILE: Final = (NO_RESULT, NO_TEXT, TOO_LONG)
BLANK_ROWS: Final = 1_000  # and so many for each filled one: a cell further away is not part of a list
BLANK_ROWS_EACH: Final = 10
LAST_READ_COLUMN: Final = 512


class ListObject(NamedTuple):
    """The position of a list object: its heading row, its last row of entries, its first and last column.

    `totals` is how many rows of totals Excel keeps below the last one; `headings` are given of lists of other names.
    """

    name: str
    sheet: str
    heading_row: int
    last_row: int
    first_column: int
    last_column: int
    totals: int = 0
    headings: tuple[str, ...] = ()

    def contains(self, row: int, column: int) -> bool:
        """Return whether a cell is in the list, headings and totals included."""
        in_rows = self.heading_row <= row <= self.last_row + self.totals
        return in_rows and self.first_column <= column <= self.last_column


class _Codes(dict[object, int]):
    """The code of each different value, in the order in which they occur."""

    def __missing__(self, value: object) -> int:
        number = self[value] = len(self)
        return number


class ColumnCells(NamedTuple):
    """One column of a sheet: `values[codes[r - 1]]` is the value in row r. Blank text counts as None."""

    codes: Sequence[int]
    values: Sequence[object]

    def at(self, row: int) -> object:
        """Return the value in a row; None for an empty cell."""
        return self.values[self.codes[row - 1]] if row <= len(self.codes) else None

    def has_value_below(self, row: int) -> bool:
        """Return whether a cell below a row has a value."""
        return any(self.values[code] is not None for code in set(self.codes[row:]))


NOTHING = ColumnCells((), ())


class SheetCells:
    """The cells of one sheet, given as rows from row 1 on, beginning in `first_column`.

    `errors` are the cells that have no value to read: Excel's error, NO_RESULT, NO_TEXT or TOO_LONG. `empty_results` are
    formulas whose stored result is an empty text: the cell is empty, but not because nobody typed anything. `months`
    are first days of a month that are shown as the month alone. `far_away` are filled cells that were not read, since
    they lie far from all others.
    """

    __slots__ = (
        "columns", "empty_results", "errors", "far_away", "first_column", "height", "merged", "months", "name", "percent",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        rows: Iterable[Sequence[object]],
        errors: Mapping[tuple[int, int], str] | None = None,
        percent: frozenset[tuple[int, int]] = frozenset(),
        merged: tuple[tuple[int, int, int, int], ...] = (),
        first_column: int = 1,
        empty_results: frozenset[tuple[int, int]] = frozenset(),
        far_away: tuple[tuple[int, int], ...] = (),
    ) -> None:
        self.name, self.percent, self.merged, self.first_column = name, percent, merged, first_column
        self.errors: Mapping[tuple[int, int], str] = errors or {}
        self.empty_results = empty_results
        self.months: frozenset[tuple[int, int]] = frozenset()
        self.far_away = far_away
        self.columns, self.height = _as_columns(rows)

    @classmethod
    def of_columns(
        cls,
        name: str,
        columns: Mapping[int, tuple[Sequence[int], Sequence[object]]],
        height: int,
        errors: Mapping[tuple[int, int], str],
        percent: frozenset[tuple[int, int]],
        merged: tuple[tuple[int, int, int, int], ...],
        empty_results: frozenset[tuple[int, int]] = frozenset(),
        far_away: tuple[tuple[int, int], ...] = (),
        months: frozenset[tuple[int, int]] = frozenset(),
    ) -> "SheetCells":
        """Return a sheet from its columns: for each, a code per row and the values of the codes."""
        cells = cls(name, (), errors, percent, merged, empty_results=empty_results, far_away=far_away)
        column_numbers = range(1, max(columns, default=0) + 1)
        given = (columns.get(column_number) for column_number in column_numbers)
        cells.columns = tuple(
            ColumnCells(column[0], [_as_value(v) if v.__class__ is str else v for v in column[1]])
            if column
            else NOTHING
            for column in given
        )
        cells.height, cells.months = height, months
        return cells

    def column(self, column: int) -> ColumnCells:
        """Return a column; an empty one beyond the last."""
        place = column - self.first_column
        return self.columns[place] if 0 <= place < len(self.columns) else NOTHING

    def value(self, row: int, column: int) -> object:
        """Return the value of a cell; None where it is empty."""
        return self.column(column).at(row)

    @property
    def width(self) -> int:
        """The number of the last column with a value."""
        return self.first_column + len(self.columns) - 1

    @property
    def rows(self) -> list[list[object]]:
        """The rows from row 1 on, each from column A on."""
        column_numbers = range(1, self.width + 1)
        return [
            [self.value(row, column_number) for column_number in column_numbers] for row in range(1, self.height + 1)
        ]


def last_near_row(filled: Iterable[int]) -> int:
    """Return the last of the filled rows, given in order, that is near enough to those above it to be read with them.

    >>> last_near_row([1, 2, 3, 900, 1_048_576])
    900
    """
    last = 0
    for count, row in enumerate(filled):
        if row - 1 - count > BLANK_ROWS + BLANK_ROWS_EACH * count:
            break
        last = row
    return last


def _as_columns(rows: Iterable[Sequence[object]]) -> tuple[tuple[ColumnCells, ...], int]:
    memos: list[_Codes] = []
    codes: list[array[int]] = []
    height = 0
    waiting = iter(rows)
    while block := list(islice(waiting, ROWS_AT_ONCE)):
        width = max(map(len, block))
        while len(memos) < width:
            memos.append(_Codes())
            codes.append(array("I", [memos[-1][None]] * height))
        if any(len(row) < len(memos) for row in block):
            block = [[*row, *[None] * (len(memos) - len(row))] for row in block]
        for memo, column, cells in zip(memos, codes, zip(*block, strict=True), strict=True):
            column.extend(map(memo.__getitem__, _distinct(cells)))
        height += len(block)
    return tuple(ColumnCells(c, tuple(map(_as_value, memo))) for c, memo in zip(codes, memos, strict=True)), height


def _distinct(cells: Sequence[object]) -> Iterable[object]:
    """Return the cells with each boolean in a tuple, since True and 1 are equal to Python and must have different codes."""
    return [(cell,) if type(cell) is bool else cell for cell in cells] if bool in set(map(type, cells)) else cells


def _as_value(key: object) -> object:
    if isinstance(key, tuple):
        return key[0]
    return None if isinstance(key, str) and not key.strip() else key


def is_first_of_month(value: object) -> bool:
    """Return whether a value is the first day of a month, which means the month where Excel shows no day."""
    return isinstance(value, date) and value.day == 1


class Snapshot(NamedTuple):
    """A whole workbook, as values."""

    name: str
    sheets: Mapping[str, SheetCells]
    lists: Mapping[str, ListObject]
    date_1904: bool = False  # days are counted from 1 January 1904
    other_lists: tuple[ListObject, ...] = ()  # list objects of other names, on any sheet
    other_sheets: Mapping[str, SheetCells] = MappingProxyType({})  # looked at for a second copy of a list only
    has_start_here: bool = False  # whether there is a sheet Start here that this program made

    def changed(self, cells: Iterable[tuple[str, str, object]]) -> "Snapshot":
        """Return the workbook with other values in some cells (sheet, address, value); a list grows over a row put below it."""
        by_sheet: dict[str, dict[tuple[int, int], object]] = {}
        for sheet, address, value in cells:
            by_sheet.setdefault(sheet, {})[row_and_column(address)] = value
        fresh = {name: _with_values(self.sheets[name], values) for name, values in by_sheet.items()}
        lists = {name: _grown(place, by_sheet.get(place.sheet, {})) for name, place in self.lists.items()}
        return self._replace(sheets={**self.sheets, **fresh}, lists=lists)


def _grown(place: ListObject, values: Iterable[tuple[int, int]]) -> ListObject:
    last = max((row for row, _ in values), default=0)
    return place._replace(last_row=max(place.last_row, last))


def _with_values(sheet: SheetCells, values: Mapping[tuple[int, int], object]) -> SheetCells:
    height = max(sheet.height, *(row for row, _ in values))
    width = max(sheet.width, *(column for _, column in values))
    rows = [[sheet.value(row, column) for column in range(1, width + 1)] for row in range(1, height + 1)]
    for (row, column), value in values.items():
        rows[row - 1][column - 1] = value
    errors = {cell: text for cell, text in sheet.errors.items() if cell not in values}
    empty_results = sheet.empty_results - values.keys()
    changed = SheetCells(sheet.name, rows, errors, sheet.percent, sheet.merged, empty_results=empty_results)
    changed.months = sheet.months - values.keys()
    return changed
