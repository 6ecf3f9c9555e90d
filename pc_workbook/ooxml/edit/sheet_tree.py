"""A user's sheet as a tree, in which cells are found and made by row and column, both from 1.

The format lets rows and cells leave out their addresses; here they are added, so that cells can be inserted between
them. Row heights for wrapped text are estimates: one line too many does no harm, one too few cuts the text.
"""

from bisect import bisect_left, insort
from math import ceil
from typing import Final

from pc_workbook.cells.addresses import cell_address, row_and_column
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.xml import Element, children, is_true, remove_attribute, whole_number
from pc_workbook.ooxml.read.areas import Area, element_area
from pc_workbook.ooxml.read.sheet_cells import column_of

CACHED_ROWS = 64  # the cells of all rows would take as much memory as the tree again
_CONTENT = frozenset(SHEET_ML + tag for tag in ("v", "f", "is"))


class SheetTree:
    """The tree of one sheet. Raises WorkbookProblem on creation where it is damaged."""

    def __init__(self, package: Package, part: str) -> None:
        self.tree = package.tree(part)
        data = self.tree.find(SHEET_ML + "sheetData")
        if data is None:
            raise package.damaged()
        self._data = data
        self._rows = _addressed_rows(data)
        self._numbers = list(self._rows)
        self._cells: dict[int, dict[int, Element]] = {}
        self._widths: dict[int, float] = {}
        self._dimension = self.tree.find(SHEET_ML + "dimension")
        self._dimension_area = Area(1, 1, 1, 1) if self._dimension is None else element_area(self._dimension)

    def row(self, number: int) -> Element | None:
        """Return a row, None where there is none."""
        return self._rows.get(number)

    def made_row(self, number: int) -> Element:
        """Return a row, which is inserted where there is none."""
        row_element = self._rows.get(number)
        if row_element is None:
            row_element = self._data.makeelement(SHEET_ML + "row", nsmap=None)
            row_element.set("r", str(number))
            place = bisect_left(self._numbers, number)
            if place < len(self._numbers):
                self._rows[self._numbers[place]].addprevious(row_element)
            else:
                self._data.append(row_element)
            self._rows[number] = row_element
            insort(self._numbers, number)
        return row_element

    def cells(self, row: int) -> dict[int, Element]:
        """Return the cells of a row by column, in order."""
        if row not in self._cells:
            if len(self._cells) >= CACHED_ROWS:
                self._cells.clear()
            self._cells[row] = _addressed_cells(self._rows.get(row), row)
        return self._cells[row]

    def cell(self, row: int, column: int) -> Element | None:
        """Return a cell, None where there is none."""
        return self.cells(row).get(column)

    def made_cell(self, row: int, column: int) -> Element:
        """Return a cell, which is inserted where there is none."""
        cells = self.cells(row)
        if column not in cells:
            owner = self.made_row(row)
            cell = owner.makeelement(SHEET_ML + "c", nsmap=None)
            cell.set("r", cell_address(row, column))
            following = next((other for other in cells if other > column), None)
            cells[column] = cell
            if following is None:
                owner.append(cell)
            else:
                cells[following].addprevious(cell)
                self._cells[row] = dict(sorted(cells.items()))
            remove_attribute(owner, "spans")  # a hint for readers that may be wrong now
            self._grow_dimension(row, column)
        return self._cells[row][column]

    def is_filled(self, row: int, column: int) -> bool:
        """Return whether a cell has a value or a formula."""
        cell = self.cell(row, column)
        return cell is not None and any(child.tag in _CONTENT for child in cell)

    def width(self, column: int) -> float:
        """Return the width of a column in characters."""
        if column not in self._widths:
            settings = (setting for setting in self.tree.iter(SHEET_ML + "col")
                    if whole_number(setting, "min") <= column <= whole_number(setting, "max"))  # fmt: skip
            self._widths[column] = float(next((setting.get("width") for setting in settings), None) or DEFAULT_WIDTH)
        return self._widths[column]

    def raise_row_height(self, row: int, height: float) -> None:
        """Raise the height of a row to `height` points, unless a person fixed it. Excel can still grow the row."""
        owner = self._rows.get(row)
        if owner is None or is_true(owner.get("customHeight")):
            return
        if height > float(owner.get("ht") or ONE_LINE):
            owner.set("ht", f"{height:g}")

    def inherited_style(self, row: int, column: int) -> int:
        """Return the format that a new cell gets: its row's, else its column's."""
        owner = self._rows.get(row)
        if owner is not None and is_true(owner.get("customFormat")):
            return whole_number(owner, "s")
        for setting in self.tree.iter(SHEET_ML + "col"):
            if whole_number(setting, "min") <= column <= whole_number(setting, "max"):
                return whole_number(setting, "style")
        return 0

    def formula_text(self, row: int, column: int) -> tuple[str, int, int] | None:
        """Return the formula of a cell, and the row and column it is written for: a shared formula is stored in one cell."""
        cell = self.cell(row, column)
        formula = None if cell is None else cell.find(SHEET_ML + "f")
        if formula is None:
            return None
        if formula.text:
            return formula.text, row, column
        return self._shared_formula(formula.get("si"))

    def _shared_formula(self, group: str | None) -> tuple[str, int, int] | None:
        for formula in self._data.iter(SHEET_ML + "f"):
            owner = formula.getparent()
            if formula.get("t") == "shared" and formula.get("si") == group and formula.text and owner is not None:
                row, column = row_and_column(self.address_of(owner))
                return formula.text, row, column
        return None

    def address_of(self, cell: Element) -> str:
        """Return the address of a cell, also in a row that was not read yet."""
        if cell.get("r") is None:
            owner = cell.getparent()
            self.cells(int((owner.get("r") if owner is not None else None) or "1"))
        return cell.get("r", "A1")

    def _grow_dimension(self, row: int, column: int) -> None:
        if self._dimension is not None and not self._dimension_area.contains(row, column):
            self._dimension_area = self._dimension_area.spanning(Area(row, column, row, column))
            self._dimension.set("ref", str(self._dimension_area))


def _addressed_rows(data: Element) -> dict[int, Element]:
    rows: dict[int, Element] = {}
    number = 0
    for row in children(data):
        number = whole_number(row, "r", number + 1)
        if row.get("r") is None:
            row.set("r", str(number))
        rows[number] = row
    return rows


def _addressed_cells(row: Element | None, number: int) -> dict[int, Element]:
    cells: dict[int, Element] = {}
    column = 0
    for cell in children(row) if row is not None else ():
        if cell.tag == SHEET_ML + "c":
            column = column_of(cell, column)
            if cell.get("r") is None:
                cell.set("r", cell_address(number, column))
            cells[column] = cell
    return cells


ONE_LINE: Final = 15.0  # points
DEFAULT_WIDTH: Final = 8.43  # characters
TALLEST: Final = 409.0
LINE: Final = 13.0
WRAP_ALLOWANCE: Final = 1.1  # words are not split, so lines end early


def text_height(text: str, width: float) -> float:
    """Return the points that wrapped text takes in a column of `width` characters.

    >>> text_height("Done", 60), text_height("word " * 40, 36), text_height("two\\nlines", 60)
    (15.0, 93.0, 28.0)
    """
    room = max(width - 1, 1)
    lines = sum(max(1, ceil(len(line) * WRAP_ALLOWANCE / room)) for line in text.split("\n"))
    return min(TALLEST, ONE_LINE + LINE * (lines - 1))
