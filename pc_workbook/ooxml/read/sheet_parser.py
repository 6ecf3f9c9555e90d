"""Read every cell of a sheet from its XML, whatever program wrote it.

This reader defines what a cell means. The fast ones (long_sheets/, and python-calamine for short ordinary sheets) take
only the usual layout, leave any other to this one, and are held equal to it by tests.
"""

import math
import re
from array import array
from collections import defaultdict
from datetime import date, datetime, time
from typing import Final, NamedTuple

from pc_workbook.cells.addresses import LAST_COLUMN, LAST_ROW, cell_address, row_and_column
from pc_workbook.cells.limits import is_too_long
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.xml import Element
from pc_workbook.ooxml.read.areas import Area, is_area
from pc_workbook.ooxml.read.cell_values import MOST_CELLS, Plain, Position, ReadCells, elapsed, moment
from pc_workbook.ooxml.read.shared_parts import SharedParts
from pc_workbook.ooxml.read.shared_strings import as_typed, plain_text, text_of_runs
from pc_workbook.ooxml.read.sheet_rows import DamagedSheetError, SheetRows
from pc_workbook.tracker.snapshot import (
    LAST_READ_COLUMN,
    NO_RESULT,
    NO_TEXT,
    TOO_LONG,
    is_first_of_month,
    last_near_row,
)

MOST_NAMED: Final = 100  # cells far away
_LONGEST_NUMBER: Final = 7  # digits of a row
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_ERROR_AS_TEXT = re.compile(
    r"#[A-Z0-9_/]+[!?]?|Err:\d{3}|Loading\.\.\."
)  # what other programs store as the result of a formula
_BOOLEANS: Final = {"1": True, "true": True, "0": False, "false": False}
_CELL, _VALUE, _FORMULA, _INLINE = (SHEET_ML + name for name in ("c", "v", "f", "is"))
_MERGE: Final = SHEET_ML + "mergeCell"

DAMAGED_SHEET = (
    "The sheet '{sheet}' of {name} is damaged {near} and can't be read. Open it in Excel, let Excel repair it, save it, "
    "and try again, or go back to an earlier copy."
)
TWICE = (
    "The sheet '{sheet}' of {name} has the cell {cell} twice, so it can't be read. Open it in Excel, let Excel repair "
    "it, save it, and try again, or go back to an earlier copy."
)
TOO_WIDE = (
    "The filled cells of the sheet '{sheet}' of {name} lie so far apart that the range has {count:,} cells, the last of "
    "them {cell}. Delete the cells far from the list, save it, and try again."
)


def parse_sheet(package: Package, part: str, shared: SharedParts, name: str) -> ReadCells:
    """Return the cells of a sheet, named in messages as `name`.

    Raises WorkbookProblem where the part is damaged, has a cell twice, or its cells lie too far apart.
    """
    return _SheetParser(package, part, shared, name).read()


class _Codes(dict[object, int]):
    """The code of each distinct value, in order of first occurrence; 0 is an empty cell."""

    def __missing__(self, value: object) -> int:
        number = self[value] = len(self)
        return number


class _Column:
    """The filled cells of a column, in stored order."""

    __slots__ = ("codes", "numbers", "rows")

    def __init__(self) -> None:
        self.rows, self.codes = array("I"), array("I")
        self.numbers = _Codes({None: 0})

    def put(self, row: int, value: Plain) -> None:
        # a tuple, since TRUE equals 1 in Python and must not share its code
        self.codes.append(self.numbers[(value,) if value.__class__ is bool else value])
        self.rows.append(row)

    def sort(self) -> int:
        """Sort by row; return a row that occurs twice, or 0."""
        order = sorted(range(len(self.rows)), key=self.rows.__getitem__)
        self.rows = array("I", [self.rows[n] for n in order])
        self.codes = array("I", [self.codes[n] for n in order])
        twice = (row for row, following in zip(self.rows, self.rows[1:], strict=False) if row == following)
        return next(twice, 0)

    def as_dense(self, last: int) -> "tuple[array[int], list[Plain]]":
        """Return a code for each row up to `last`, and the values."""
        dense = array("I", bytes(4 * last))
        for row, code in zip(self.rows, self.codes, strict=True):
            if row > last:
                break
            dense[row - 1] = code
        return dense, [key[0] if key.__class__ is tuple else key for key in self.numbers]  # type: ignore[misc]


class _SheetParser:
    def __init__(self, package: Package, part: str, shared: SharedParts, name: str) -> None:
        self.package, self.part, self.name = package, part, name
        self.values = _Values(shared)
        self.columns: dict[int, _Column] = defaultdict(_Column)
        self.letters: dict[str, int] = {}
        self.errors: dict[Position, str] = {}
        self.percent: set[Position] = set()
        self.months: set[Position] = set()
        self.empty_results: set[Position] = set()
        self.merged: list[Area] = []
        self.far_right: list[Position] = []
        self.last_row = 0  # in stored order
        self.in_order = True

    def read(self) -> ReadCells:
        rows = SheetRows(self.package, self.part)
        try:
            for row in rows:
                self._take_row(row)
        except DamagedSheetError as error:
            raise self._damaged() from error
        for merge in rows.rest.iter(_MERGE):
            self._take_merge(merge.get("ref", ""))
        return self._result()

    def _take_merge(self, reference: str) -> None:
        if not is_area(reference.strip()):
            raise self._damaged(f"at the merged range “{reference}”")
        self.merged.append(Area.parse(reference.strip()))

    def _take_row(self, row: Element) -> None:
        number = self._row_number(row.get("r"))
        column = 0
        for cell in row:
            if cell.tag == _CELL:
                row_of_cell, column = self._position(cell.get("r"), number, column)
                self._take_cell(cell, row_of_cell, column)

    def _row_number(self, written: str | None) -> int:
        """Return the number of a row; a row without one follows the last. 0 where it is not a row number: its cells must
        then have addresses."""
        if written is None:
            number = self.last_row + 1
        else:
            is_plain = written.isascii() and written.isdecimal() and len(written) <= _LONGEST_NUMBER
            number = int(written) if is_plain else 0
        if not 0 < number <= LAST_ROW:
            return 0
        self.in_order = self.in_order and number > self.last_row
        self.last_row = number
        return number

    def _position(self, address: str | None, row: int, before: int) -> Position:
        """Return row and column of a cell; a cell without an address follows the one before."""
        if address is None:
            if before == LAST_COLUMN or not row:
                raise self._damaged()
            return row, before + 1
        letters = address.rstrip("0123456789")
        column = self.letters.get(letters)
        if column is None or address[len(letters) :] != str(row):
            try:
                own_row, column = row_and_column(address)
            except ValueError as error:
                raise self._damaged(f"at the cell “{address[:20]}” in row {row}") from error
            if own_row == row and letters.isalpha():
                self.letters[letters] = column
            self.in_order = self.in_order and own_row == row
            row = self.last_row = own_row
        self.in_order = self.in_order and column > before
        return row, column

    def _take_cell(self, cell: Element, row: int, column: int) -> None:
        value = formula = inline = None
        for child in reversed(cell):  # the first of each kind; cell.find takes ten times as long
            tag = child.tag
            if tag == _VALUE:
                value = child
            elif tag == _FORMULA:
                formula = child
            elif tag == _INLINE:
                inline = child
        kind = cell.get("t", "n")
        raw = text_of_runs(inline) if inline is not None else ((value.text or "") if value is not None else "")
        if not raw.strip():
            if formula is not None:
                self._without_result(kind, row, column)
            elif kind == "e":
                self._put_error(row, column, "an error")
            return
        kind = "str" if inline is not None and kind != "e" else kind
        style = cell.get("s", "0").encode("ascii", "replace")
        content = self.values.content(kind, style, raw, is_result=formula is not None)
        if content.error:
            self._put_error(row, column, content.error)
        elif content.value != "":
            self._put(row, column, content.value)
            if content.is_percent and column <= LAST_READ_COLUMN:
                self.percent.add((row, column))
            if content.is_month and column <= LAST_READ_COLUMN:
                self.months.add((row, column))

    def _without_result(self, kind: str, row: int, column: int) -> None:
        if kind not in ("str", "inlineStr"):
            self._put_error(row, column, NO_RESULT)
        elif column <= LAST_READ_COLUMN:
            self.empty_results.add((row, column))

    def _put_error(self, row: int, column: int, error: str) -> None:
        if column <= LAST_READ_COLUMN:
            self.errors[row, column] = error
        self._put(row, column, None)

    def _put(self, row: int, column: int, value: Plain) -> None:
        if column <= LAST_READ_COLUMN:
            self.columns[column].put(row, value)
        elif value.__class__ is not str or value.strip():
            self.far_right.append((row, column))

    # -- the result

    def _result(self) -> ReadCells:
        if not self.in_order:
            self._sort()
        last, below = self._last_row_read()
        columns = {column: cells for column, cells in sorted(self.columns.items()) if cells.rows[0] <= last}
        if last * len(columns) > MOST_CELLS:
            corner = cell_address(last, max(columns))
            raise WorkbookProblem(
                TOO_WIDE.format(sheet=self.name, name=self.package.name, count=last * max(columns), cell=corner)
            )
        return ReadCells(
            {column: cells.as_dense(last) for column, cells in columns.items()},
            last,
            {position: error for position, error in self.errors.items() if position[0] <= last},
            frozenset(position for position in self.percent if position[0] <= last),
            tuple(self.merged),
            frozenset(position for position in self.empty_results if position[0] <= last),
            tuple(sorted((*below, *self.far_right))[:MOST_NAMED]),
            frozenset(position for position in self.months if position[0] <= last),
        )

    def _sort(self) -> None:
        for column, cells in self.columns.items():
            if repeated := cells.sort():
                where = cell_address(repeated, column)
                raise WorkbookProblem(TWICE.format(sheet=self.name, name=self.package.name, cell=where))

    def _last_row_read(self) -> tuple[int, list[Position]]:
        """Return the last row that is near enough to the others, and the filled cells below it.

        Cells with only blanks don't count: somebody formatted them, or emptied them with the space bar.
        """
        filled = sorted({row for row, _ in self.errors}.union(*map(_filled_rows, self.columns.values())))
        last = last_near_row(filled)
        return last, self._filled_below(last) if filled and filled[-1] > last else []

    def _filled_below(self, last: int) -> list[Position]:
        errors = [position for position in self.errors if position[0] > last]
        filled = [(row, column) for column, cells in self.columns.items() for row in _filled_rows(cells) if row > last]
        return sorted({*errors, *filled})[:MOST_NAMED]

    def _damaged(self, near: str = "") -> WorkbookProblem:
        near = near or (f"near row {self.last_row}" if self.last_row else "before its first row")
        return WorkbookProblem(DAMAGED_SHEET.format(sheet=self.name, name=self.package.name, near=near))


def _filled_rows(cells: _Column) -> set[int]:
    """Return the rows in which a column has more than blanks."""
    blank = {n for value, n in cells.numbers.items() if isinstance(value, str) and not value.strip()} | {0}
    if blank.isdisjoint(cells.codes):
        return set(cells.rows)
    return {row for row, code in zip(cells.rows, cells.codes, strict=True) if code not in blank}


class _CellContent(NamedTuple):
    """The value of a cell, or the error it shows."""

    value: Plain
    error: str = ""
    is_percent: bool = False
    is_month: bool = False


class _Values:
    """Turns the text of cells into values, for one workbook."""

    def __init__(self, shared: SharedParts) -> None:
        self.formats, self.first_day, self.items = shared.formats, shared.first_day, shared.texts
        self.texts: dict[int, str] = {}

    def content(self, kind: str, style: bytes, raw: str, *, is_result: bool) -> _CellContent:
        """Return the content of a cell by its type, format and text; `is_result`: the result of a formula."""
        match kind:
            case "n":
                return self._number(raw.strip(), style)
            case "s":
                return self._shared(raw.strip())
            case "b":
                return _CellContent(_BOOLEANS.get(raw.strip(), raw))
            case "e":
                return _CellContent(None, as_typed(raw).strip() or "an error")
            case "d":
                return _CellContent(_from_iso(raw.strip()))
        text = as_typed(raw)
        if is_too_long(text):
            return _CellContent(None, TOO_LONG)
        if is_result and _ERROR_AS_TEXT.fullmatch(text.strip()):
            return _CellContent(None, text.strip())
        return _CellContent(text)

    def _number(self, raw: str, style: bytes) -> _CellContent:
        if not _NUMBER.fullmatch(raw):
            return _CellContent(raw)
        number = float(raw)
        if not math.isfinite(number):
            return _CellContent(raw)  # larger than any number of Excel: read as text
        if style in self.formats.dates:
            day = moment(number, self.first_day)
            return _CellContent(day, is_month=style in self.formats.months and is_first_of_month(day))
        if style in self.formats.elapsed:
            return _CellContent(elapsed(number))
        return _CellContent(number, is_percent=style in self.formats.percent)

    def _shared(self, raw: str) -> _CellContent:
        index = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= _LONGEST_NUMBER else len(self.items)
        if index >= len(self.items):
            return _CellContent(None, NO_TEXT)
        if index not in self.texts:
            self.texts[index] = plain_text(self.items[index])
        text = self.texts[index]
        return _CellContent(None, TOO_LONG) if is_too_long(text) else _CellContent(text)


def _from_iso(raw: str) -> Plain:
    """Return the date, time or both in ISO 8601; the text itself where it is none of these."""
    for parse in (date.fromisoformat, datetime.fromisoformat, time.fromisoformat):
        try:
            return parse(raw)
        except ValueError:
            continue
    return raw
