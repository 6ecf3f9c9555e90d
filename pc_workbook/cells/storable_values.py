"""Values changed to what a cell of any workbook can contain: a return may contain longer, earlier or larger values."""

from collections.abc import Mapping
from datetime import date, datetime
from math import isfinite
from typing import Final

from pc_workbook.cells.change import CellValue
from pc_workbook.cells.limits import cut
from pc_workbook.cells.plain_values import as_text

FIRST_DAY: Final = date(1904, 1, 2)  # the first that every workbook can contain, whichever day it counts from


def fitting(value: CellValue) -> CellValue:
    """Return the value, or the nearest to it that a cell can contain.

    >>> fitting(date(1902, 3, 15)), fitting(float("inf")), fitting("words")
    ('15/03/1902', 'inf', 'words')
    """
    if is_too_early(value) or (isinstance(value, float) and not isfinite(value)):
        return as_text(value)
    return cut(value) if isinstance(value, str) else value


def fitting_row(row: Mapping[str, CellValue]) -> Mapping[str, CellValue]:
    """Return a row with values that cells can contain."""
    return {heading: fitting(value) for heading, value in row.items()}


def is_too_early(value: object) -> bool:
    """Return whether a value is a day that only some workbooks can contain."""
    day = value.date() if isinstance(value, datetime) else value
    return isinstance(day, date) and day < FIRST_DAY
