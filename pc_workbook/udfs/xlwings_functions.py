"""The only file that joins the functions to Excel, by xlwings: on a desktop over COM, on the web over Office.js.

Both hosts are given the same cells. An error goes out as its name: Office.js makes an error value of it, and so does
the wrapper in macros/Functions.bas, for COM itself would leave it text.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from pc_workbook.udfs.catalogue import BY_NAME, Argument, Function
from pc_workbook.udfs.cell_values import Cell, ExcelError

CATEGORY = "Primary care"


@lru_cache
def exposed(name: str) -> Callable[..., Any]:
    """A worksheet function, ready for Excel, under its Excel name."""
    import xlwings

    of = BY_NAME[name]

    @wraps(of.pure)
    def call(*given: Any) -> Any:
        return for_excel(of.pure(*given))

    call.__name__ = call.__qualname__ = of.name
    call.__doc__ = of.does
    call.__annotations__ = {}  # on COM an annotation is a converter, and every cell is to come as it is
    found: Any = call
    for argument in of.arguments:
        found = xlwings.arg(_named(of, argument), doc=argument.help, ndim=2, err_to_str=True)(found)
    return xlwings.func(found, category=CATEGORY)


def _named(of: Function, argument: Argument) -> str:
    return f"*{argument.name}" if of.is_table else argument.name


def for_excel(answer: Any) -> Any:
    """An answer as plain cells: one of them, or rows.

    >>> for_excel([[ExcelError.NA, "#N/A", 2.5, None]])
    [['#N/A', '“#N/A”', 2.5, None]]
    """
    if isinstance(answer, list | tuple):
        return [for_excel(part) for part in answer]
    return _cell(answer)


def _cell(cell: Cell) -> Cell:
    """A cell; words that look like an error, such as those of a finding about one, are quoted to stay words."""
    if isinstance(cell, ExcelError):
        return cell.value
    if isinstance(cell, str):
        return f"“{cell}”" if cell in set(ExcelError) else str(cell)
    return cell
