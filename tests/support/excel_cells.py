"""The cells of a workbook as Excel hands them to a worksheet function, read by openpyxl, which the program does not
use for it. Over COM numbers are decimal and days are dates; on the web days are numbers and an empty cell is a text."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

Block = list[list[Any]]


def over_com(cell: Any) -> Any:
    """A cell as COM gives it; an error is already the text that xlwings makes of it."""
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def on_the_web(cell: Any) -> Any:
    """A cell as Office.js gives it, whole numbers whole."""
    if isinstance(cell, datetime):
        return to_excel(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return "" if cell is None else cell


HOSTS: dict[str, Callable[[Any], Any]] = {"COM": over_com, "web": on_the_web}


@cache
def _opened(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path, data_only=True)


class Cells:
    """Every list object of a workbook, by name, as blocks of cells with their headings."""

    def __init__(self, path: Path, host: Callable[[Any], Any] = over_com) -> None:
        self.book = _opened(path)
        self.host = host
        self._blocks: dict[str, Block] = {}

    def block(self, sheet: Worksheet, address: str) -> Block:
        """The cells of one range."""
        return [[self.host(cell.value) for cell in row] for row in sheet[address]]

    def tables(self, starting: str) -> dict[str, Block]:
        """The list objects whose name starts so."""
        return {name: self.block(sheet, at) for name, sheet, at in self._framed() if name.startswith(starting)}

    def table(self, name: str) -> Block:
        """One list object."""
        if name not in self._blocks:
            self._blocks |= self.tables(name)
        return self._blocks[name]

    def column(self, name: str, heading: str) -> list[Any]:
        """One column of a list object, without its heading."""
        heads, *rows = self.table(name)
        return [row[heads.index(heading)] for row in rows]

    def _framed(self) -> Iterator[tuple[str, Worksheet, str]]:
        for sheet in self.book.worksheets:
            for frame in sheet.tables.values():
                yield frame.displayName, sheet, frame.ref

    def words(self, sheet: str) -> str:
        """Everything a sheet says in words."""
        cells = (cell for row in self.book[sheet].iter_rows(values_only=True) for cell in row)
        return "\n".join(cell for cell in cells if isinstance(cell, str))
