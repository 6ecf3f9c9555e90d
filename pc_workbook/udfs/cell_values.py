"""What a worksheet function is given and gives back, cell by cell, and the errors that Excel knows.

An empty cell is None, going in and coming out. An error that comes in goes out unchanged. What can't be read as
the thing a function needs is #VALUE!; what is missing is #N/A; a division by nothing is #DIV/0!. A function never
guesses, so it never gives a figure that only looks right.
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
Cell = Any  # what Excel holds in one cell
Given = Any  # one cell, or a block of cells as a list of rows


class ExcelError(StrEnum):
    """An error value of Excel, as it is written in a cell."""

    DIV0 = "#DIV/0!"
    NA = "#N/A"
    NAME = "#NAME?"
    NULL = "#NULL!"
    NUM = "#NUM!"
    REF = "#REF!"
    VALUE = "#VALUE!"


class NoValue(Exception):
    """A function has no value to give here; `error` is what the cell shows in its place."""

    def __init__(self, error: ExcelError) -> None:
        super().__init__(error)
        self.error = error


#: COM gives an error cell as a whole number, this much below nought, and any other number as a decimal one.
COM_ERRORS = range(-2146828288 + 2000, -2146828288 + 2100)


def held(cell: Cell) -> Cell:
    """What a cell holds; None where it is empty. Raises NoValue where it holds an error, or is a block of cells.

    >>> held("  ") is None, held(3.0)
    (True, 3.0)
    """
    if is_column(cell):
        raise NoValue(ExcelError.VALUE)
    if isinstance(cell, str):
        if cell in set(ExcelError):
            raise NoValue(ExcelError(cell))
        return cell if cell.strip() else None
    if isinstance(cell, int) and not isinstance(cell, bool) and cell in COM_ERRORS:
        raise NoValue(ExcelError.VALUE)  # a newer error, such as #SPILL!, for which Python has no name
    return float(cell) if isinstance(cell, Decimal) else cell


def number(cell: Cell) -> float | None:
    """A number. Text is none, even where it looks like one: Excel would leave it out of a sum as well."""
    found = held(cell)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not isfinite(found):
        raise NoValue(ExcelError.VALUE)
    return float(found)


def amount(cell: Cell) -> float | None:
    """How much of something there is: a number, and never below nought."""
    found = number(cell)
    if found is not None and found < 0:
        raise NoValue(ExcelError.VALUE)
    return found


def whole(cell: Cell) -> int | None:
    """A whole number, never below nought: a count of practices or of days, or a year."""
    found = amount(cell)
    if found is not None and not found.is_integer():
        raise NoValue(ExcelError.VALUE)
    return None if found is None else int(found)


def word(cell: Cell, choices: type[Word]) -> Word | None:
    """One of a list of words, spelled as the tracker's own cells may be."""
    found = held(cell)
    if found is None:
        return None
    if not isinstance(found, str):
        raise NoValue(ExcelError.VALUE)
    return _read(lambda: choices(choice(found, CellContext(), choices)))


def day_of(cell: Cell) -> date | None:
    """A day: a date, Excel's number of one, or words, day first."""
    found = held(cell)
    return None if found is None else _read(lambda: day(found, CellContext()))


def text(cell: Cell) -> str | None:
    """Words as they stand."""
    found = held(cell)
    if found is not None and not isinstance(found, str):
        raise NoValue(ExcelError.VALUE)
    return found


def as_date(cell: Cell) -> Cell:
    """A number that Excel may have meant as a day, as that day: Office.js gives every date as its number."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return day(cell, CellContext()) if is_number and 20000 < cell < 80000 else cell


def is_date(cell: Cell) -> bool:
    """Whether a host has given a date as a date."""
    return isinstance(cell, date | datetime)


R = TypeVar("R")


def _read(reader: Callable[[], R]) -> R:
    try:
        return reader()
    except Unreadable:
        raise NoValue(ExcelError.VALUE) from None


def needed(value: R | None) -> R:
    """An argument that a function can't do without; #N/A where it is missing."""
    if value is None:
        raise NoValue(ExcelError.NA)
    return value


Function = TypeVar("Function", bound=Callable[..., Any])


def whole_answer(function: Function) -> Function:
    """Let a function that has no value give the error in its place, for all of its cells together."""

    @wraps(function)
    def answer(*given: Given) -> Any:
        try:
            return function(*given)
        except NoValue as no:
            return no.error
        except ValueError:  # the measure behind it refuses these figures
            return ExcelError.VALUE

    return answer  # type: ignore[return-value]  # the same arguments, and an error more


def cell_by_cell(function: Function) -> Function:
    """Let a function of single cells take blocks of them, in which an error stays in its own cell.

    A single cell beside a block stands for every cell of it. Blocks of unequal shape are #VALUE!.

    >>> @cell_by_cell
    ... def doubled(cell):
    ...     return None if number(cell) is None else 2 * number(cell)
    >>> doubled(2), doubled([[2.0], [None], ["two"]])
    (4.0, [[4.0], [None], [<ExcelError.VALUE: '#VALUE!'>]])
    """
    for_each = on_columns(whole_answer(function))

    @wraps(function)
    def answer(*given: Given) -> Any:
        try:
            return for_each(*map(lone, given))
        except ValueError:
            return ExcelError.VALUE

    return answer  # type: ignore[return-value]  # blocks as well as cells


def lone(given: Given) -> Given:
    """The one cell of a block of one; a longer row or column stays a block, so that the two are never paired.

    >>> lone([[7.0]]), lone([[7.0, 8.0]])
    (7.0, [[7.0, 8.0]])
    """
    rows = given if is_column(given) else [given]
    cells = rows[0] if len(rows) == 1 and is_column(rows[0]) else rows
    return cells[0] if len(rows) == len(cells) == 1 else given


def is_block(given: Given) -> bool:
    """Whether something is more than one cell."""
    return is_column(lone(given))


def in_one_line(given: Given) -> list[Cell]:
    """The cells of a block, row by row."""
    rows = given if is_column(given) else [given]
    return [cell for row in rows for cell in (row if is_column(row) else [row])]
