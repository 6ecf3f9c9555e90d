"""The cells that a worksheet function takes and returns, and Excel's error values.

An empty cell is None, in and out. An error in an argument is returned unchanged. An entry that can't be read as what the
function needs is #VALUE!; a missing one is #N/A; a division by 0 is #DIV/0!. A function never guesses.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import wraps
from math import isfinite
from typing import Any, TypeVar

from pc_workbook.stats.columns import is_column, on_columns
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, choice, day

Word = TypeVar("Word", bound=StrEnum)
Cell = Any  # the value of one cell
Given = Any  # one cell, or a block of cells as a list of rows


class ExcelError(StrEnum):
    """An error value of Excel, as a cell shows it."""

    DIV0 = "#DIV/0!"
    NA = "#N/A"
    NAME = "#NAME?"
    NULL = "#NULL!"
    NUM = "#NUM!"
    REF = "#REF!"
    VALUE = "#VALUE!"


class NoValue(Exception):
    """A function has no value; the cell shows `error` instead."""

    def __init__(self, error: ExcelError) -> None:
        super().__init__(error)
        self.error = error


#: COM returns an error cell as an integer in this range, and any number as a float.
COM_ERRORS = range(-2146828288 + 2000, -2146828288 + 2100)


def cell_value(cell: Cell) -> Cell:
    """Return the value of a cell; None where it is empty.

    Raises NoValue for an error value and for a block of cells.

    >>> cell_value("  ") is None, cell_value(3.0)
    (True, 3.0)
    """
    if is_column(cell):
        raise NoValue(ExcelError.VALUE)
    if isinstance(cell, str):
        if cell in set(ExcelError):
            raise NoValue(ExcelError(cell))
        return cell if cell.strip() else None
    if isinstance(cell, int) and not isinstance(cell, bool) and cell in COM_ERRORS:
        raise NoValue(ExcelError.VALUE)  # a newer error value, such as #SPILL!
    return float(cell) if isinstance(cell, Decimal) else cell


def number(cell: Cell) -> float | None:
    """Return a number; None for an empty cell.

    Raises NoValue for text, even where it looks like a number, as Excel leaves it out of a sum as well.
    """
    value = cell_value(cell)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise NoValue(ExcelError.VALUE)
    return float(value)


def amount(cell: Cell) -> float | None:
    """Return a number of at least 0; None for an empty cell. Raises NoValue for any other value."""
    value = number(cell)
    if value is not None and value < 0:
        raise NoValue(ExcelError.VALUE)
    return value


def whole_number(cell: Cell) -> int | None:
    """Return a whole number of at least 0, such as a count or a year; None for an empty cell.

    Raises NoValue for any other value.
    """
    value = amount(cell)
    if value is not None and not value.is_integer():
        raise NoValue(ExcelError.VALUE)
    return None if value is None else int(value)


def choice_named(cell: Cell, choices: type[Word]) -> Word | None:
    """Return the member of an enum that a cell names, in any spelling that the tracker accepts; None for an empty cell.

    Raises NoValue for any other value.
    """
    value = cell_value(cell)
    if value is None:
        return None
    if not isinstance(value, str):
        raise NoValue(ExcelError.VALUE)
    return _read(lambda: choices(choice(value, CellContext(), choices)))


def day_of(cell: Cell) -> date | None:
    """Return a date; None for an empty cell.

    A cell may have a date, Excel's serial number or text with the day first. Raises NoValue for any other value.
    """
    value = cell_value(cell)
    return None if value is None else _read(lambda: day(value, CellContext()))


def text(cell: Cell) -> str | None:
    """Return text unchanged; None for an empty cell. Raises NoValue for any other value."""
    value = cell_value(cell)
    if value is not None and not isinstance(value, str):
        raise NoValue(ExcelError.VALUE)
    return value


def as_date(cell: Cell) -> Cell:
    """Return a number in the range of dates as a date, any other value unchanged.

    Office.js gives every date as its serial number.
    """
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return day(cell, CellContext()) if is_number and 20000 < cell < 80000 else cell


def is_date(cell: Cell) -> bool:
    """Return whether a cell arrived as a date rather than a serial number."""
    return isinstance(cell, date | datetime)


R = TypeVar("R")


def _read(reader: Callable[[], R]) -> R:
    try:
        return reader()
    except Unreadable:
        raise NoValue(ExcelError.VALUE) from None


def required(value: R | None) -> R:
    """Return an argument that must be there. Raises NoValue (#N/A) where it is missing."""
    if value is None:
        raise NoValue(ExcelError.NA)
    return value


Function = TypeVar("Function", bound=Callable[..., Any])


def returns_error(function: Function) -> Function:
    """Decorate a function to return the error value where it raises NoValue or ValueError."""

    @wraps(function)
    def answer(*given: Given) -> Any:
        try:
            return function(*given)
        except NoValue as no_value:
            return no_value.error
        except ValueError:  # the measure refuses these figures
            return ExcelError.VALUE

    return answer  # type: ignore[return-value]  # same arguments; may return an error


def cell_by_cell(function: Function) -> Function:
    """Decorate a function of single cells to take blocks of cells; an error stays in its own cell.

    A single cell beside a block is used for every cell of the block. Blocks of unequal shape give #VALUE!.

    >>> @cell_by_cell
    ... def doubled(cell):
    ...     return None if number(cell) is None else 2 * number(cell)
    >>> doubled(2), doubled([[2.0], [None], ["two"]])
    (4.0, [[4.0], [None], [<ExcelError.VALUE: '#VALUE!'>]])
    """
    for_each = on_columns(returns_error(function))

    @wraps(function)
    def answer(*given: Given) -> Any:
        try:
            return for_each(*map(single_cell, given))
        except ValueError:
            return ExcelError.VALUE

    return answer  # type: ignore[return-value]  # blocks as well as cells


def single_cell(given: Given) -> Given:
    """Return the cell of a block of one cell, and any other block unchanged.

    A row and a column stay blocks, so that they are never paired.

    >>> single_cell([[7.0]]), single_cell([[7.0, 8.0]])
    (7.0, [[7.0, 8.0]])
    """
    rows = given if is_column(given) else [given]
    cells = rows[0] if len(rows) == 1 and is_column(rows[0]) else rows
    return cells[0] if len(rows) == len(cells) == 1 else given


def is_block(given: Given) -> bool:
    """Return whether an argument is more than one cell."""
    return is_column(single_cell(given))


def flattened(given: Given) -> list[Cell]:
    """Return the cells of a block, row by row."""
    rows = given if is_column(given) else [given]
    return [cell for row in rows for cell in (row if is_column(row) else [row])]
