"""The worksheet functions as xlwings offers them to Excel: on a desktop over COM, on the web over Office.js.

Both get the same cells. An error is returned as its name: Office.js makes it an error value, and so does the wrapper in
macros/Functions.bas, since COM would leave it as text.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from pc_workbook.udfs.catalogue import BY_NAME, Argument, Function
from pc_workbook.udfs.cell_values import Cell, ExcelError

CATEGORY = "Primary care"


@lru_cache
def xlwings_function(name: str) -> Callable[..., Any]:
    """Return a worksheet function as xlwings needs it, under its Excel name. Raises KeyError for an unknown name."""
    import xlwings

    entry = BY_NAME[name]

    @wraps(entry.function)
    def call(*arguments: Any) -> Any:
        return for_excel(entry.function(*arguments))

    call.__name__ = call.__qualname__ = entry.name
    call.__doc__ = entry.does
    call.__annotations__ = {}  # xlwings would use an annotation as a converter, and cells must arrive unchanged
    declared: Any = call
    for argument in entry.arguments:
        name_for_xlwings = _parameter_name(entry, argument)
        declared = xlwings.arg(name_for_xlwings, doc=argument.help, ndim=2, err_to_str=True)(declared)
    return xlwings.func(declared, category=CATEGORY)


def _parameter_name(entry: Function, argument: Argument) -> str:
    return f"*{argument.name}" if entry.is_table else argument.name


def for_excel(answer: Any) -> Any:
    """Return a result as plain cells: one of them, or rows.

    >>> for_excel([[ExcelError.NA, "#N/A", 2.5, None]])
    [['#N/A', '“#N/A”', 2.5, None]]
    """
    if isinstance(answer, list | tuple):
        return [for_excel(part) for part in answer]
    return _cell(answer)


def _cell(cell: Cell) -> Cell:
    """Return a cell; text that looks like an error, as in a finding about one, is put in quotation marks."""
    if isinstance(cell, ExcelError):
        return cell.value
    if isinstance(cell, str):
        return f"“{cell}”" if cell in set(ExcelError) else str(cell)
    return cell
