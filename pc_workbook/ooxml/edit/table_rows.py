"""Add rows at the end of a user's list object, as Excel does when somebody types below it.

Formats and row height are carried down and calculated columns filled. What covers the list down to its last row grows
with it: its range and filter, validations and conditional formats. Charts and names with fixed ranges do not grow, and
a filter or sort order stays as it was set.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.cells.addresses import LAST_ROW, cell_address
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.edit.cell_value import Value
from pc_workbook.ooxml.edit.formula_text import moved
from pc_workbook.ooxml.edit.sheet_tree import SheetTree
from pc_workbook.ooxml.package.namespaces import EXCEL_MAIN, SHEET_ML
from pc_workbook.ooxml.package.text import unescape
from pc_workbook.ooxml.package.xml import Element, is_true, local_name, whole_number
from pc_workbook.ooxml.read.areas import Area, element_area, is_area

_CARRIED_DOWN = ("ht", "customHeight")
_CARRIED_TO_NEW_ROWS = ("s", "customFormat")
_GROWING = ("dataValidation", "conditionalFormatting")

TOTALS = (
    "The table {table} on '{sheet}' has a totals row, so rows can't be added below its last one. Switch the totals "
    "row off (Table Design, Total Row), and try again."
)
QUERY = (
    "The table {table} on '{sheet}' is filled from elsewhere and would lose rows added here. Add them at its source."
)
OCCUPIED = (
    "There is something in {address} on '{sheet}', where the table {table} needs room for {count}. Move it or clear "
    "it, and try again."
)
NO_COLUMN = "The table {table} on '{sheet}' has no column headed '{header}'. Give it that heading, and try again."
FULL = "The sheet '{sheet}' has no room for {count} below the table {table}."


class NewCell(NamedTuple):
    """The content of one cell of a new row: a value, or the formula of its column."""

    row: int
    column: int
    style: int
    value: Value = None
    formula: str | None = None
    is_array: bool = False


class TableRows:
    """A list object of a user's sheet that gets more rows."""

    def __init__(self, table: Element, sheet: SheetTree, sheet_name: str) -> None:
        self.tree = table
        self.name = table.get("displayName", "")
        self._sheet = sheet
        self._sheet_name = sheet_name
        self.area = element_area(table)

    @property
    def first(self) -> int:
        """The first row below the headings."""
        return self.area.top + whole_number(self.tree, "headerRowCount", 1)

    @property
    def last(self) -> int:
        """The last row above the totals."""
        return self.area.bottom - whole_number(self.tree, "totalsRowCount")

    @property
    def headers(self) -> list[str]:
        """The column headings as typed."""
        return [unescape(column.get("name", "")) for column in self._columns()]

    def _columns(self) -> list[Element]:
        return list(self.tree.iter(SHEET_ML + "tableColumn"))

    def append(self, rows: Sequence[Mapping[str, Value]], kept_clear: Sequence[Area]) -> list[NewCell]:
        """Extend the list object by the rows and return the content of each new cell.

        `kept_clear`: other list objects, merged ranges and pivot tables of the sheet. Raises WorkbookProblem, with
        nothing changed, where there is a totals row, a column is missing, or cells below are in use.
        """
        self._refuse_unknown_columns(rows)
        start = self.first_free
        last = start + len(rows) - 1
        self._refuse_other_kinds()
        self._refuse_occupied(start, last, kept_clear)
        new = [cell for n, row in enumerate(rows) for cell in self._new_cells(start + n, row)]
        self._carry_rows_down(start, last)
        self._grow(last)
        return new

    @property
    def first_free(self) -> int:
        """The row below the last filled one: blank rows at the end are used before any is added."""
        area = self.area
        calculated = {n for n, column in enumerate(self._columns()) if _calculated(column) is not None}
        columns = [area.left + n for n in range(len(self._columns())) if n not in calculated]
        rows = range(area.bottom, self.first - 1, -1)
        filled = (row for row in rows if any(self._sheet.is_filled(row, column) for column in columns))
        return next(filled, self.first - 1) + 1

    # -- refusals

    def _refuse_unknown_columns(self, rows: Sequence[Mapping[str, Value]]) -> None:
        known = set(self.headers)
        for header in (header for row in rows for header in row if header not in known):
            raise WorkbookProblem(NO_COLUMN.format(table=self.name, sheet=self._sheet_name, header=header))

    def _refuse_other_kinds(self) -> None:
        if whole_number(self.tree, "totalsRowCount"):
            raise WorkbookProblem(TOTALS.format(table=self.name, sheet=self._sheet_name))
        if self.tree.get("tableType", "worksheet") != "worksheet":
            raise WorkbookProblem(QUERY.format(table=self.name, sheet=self._sheet_name))

    def _refuse_occupied(self, start: int, last: int, kept_clear: Sequence[Area]) -> None:
        below = Area(self.area.bottom + 1, self.area.left, last, self.area.right)
        count = "1 more row" if last == start else f"{last - start + 1} more rows"
        details = {"sheet": self._sheet_name, "table": self.name, "count": count}
        if last > LAST_ROW:
            raise WorkbookProblem(FULL.format(**details))
        for row in range(below.top, below.bottom + 1):
            for column in range(below.left, below.right + 1):
                if self._sheet.is_filled(row, column):
                    raise WorkbookProblem(OCCUPIED.format(address=cell_address(row, column), **details))
        for area in kept_clear:
            if below.top <= below.bottom and area.overlaps(below):
                raise WorkbookProblem(OCCUPIED.format(address=area, **details))

    # -- the cells of new rows

    def _new_cells(self, row: int, values: Mapping[str, Value]) -> Iterator[NewCell]:
        above = self.area.bottom
        for number, column in enumerate(self._columns(), self.area.left):
            header = unescape(column.get("name", ""))
            model = self._sheet.cell(above, number)
            style = whole_number(model, "s") if model is not None else self._sheet.inherited_style(row, number)
            calculated = _calculated(column)
            value = values.get(header)
            # A calculated column without a given value gets its formula, as in Excel.
            if value is not None or (header in values and calculated is None):
                yield NewCell(row, number, style, value=value)
            elif calculated is not None:
                formula = self._filled_down(calculated, number, row)
                is_array = is_true(calculated.get("array"))
                yield NewCell(row, number, style, formula=formula, is_array=is_array)
            elif model is not None:
                yield NewCell(row, number, style)

    def _filled_down(self, calculated: Element, column: int, row: int) -> str:
        """Return the formula of the last row moved down to `row`; the column's own formula if the last row has a value."""
        last_formula = self._sheet.formula_text(self.area.bottom, column)
        text, from_row, from_column = last_formula or (calculated.text or "", self.first, column)
        return moved(text, row - from_row, column - from_column)

    def _carry_rows_down(self, start: int, last: int) -> None:
        model = self._sheet.row(self.area.bottom)
        for number in range(start, last + 1):
            is_new = self._sheet.row(number) is None
            row = self._sheet.made_row(number)
            is_fixed = model is not None and is_true(model.get("customHeight"))  # else the row grows with its text
            names = (_CARRIED_DOWN if is_fixed else ()) + (_CARRIED_TO_NEW_ROWS if is_new else ())
            for name in names if model is not None else ():
                value = model.get(name) if model is not None else None
                if value is not None and row.get(name) is None:
                    row.set(name, value)

    # -- ranges that grow

    def _grow(self, last: int) -> None:
        old = self.area
        if last <= old.bottom:
            return
        for element in self.tree.iter():
            if element.get("ref") is not None:
                element.set("ref", _grown(element.get("ref", ""), old, last))
        self.area = element_area(self.tree)
        for element in self._sheet.tree.iter():
            if isinstance(element.tag, str) and local_name(element) in _GROWING and element.get("sqref"):
                element.set("sqref", _grown(element.get("sqref", ""), old, last))
        for element in self._sheet.tree.iter(EXCEL_MAIN + "sqref"):
            owner = element.getparent()
            if owner is not None and local_name(owner) in _GROWING:
                element.text = _grown(element.text or "", old, last)


def _calculated(column: Element) -> Element | None:
    return column.find(SHEET_ML + "calculatedColumnFormula")


def _grown(references: str, table: Area, last: int) -> str:
    return " ".join(_grown_reference(reference, table, last) for reference in references.split())


def _grown_reference(reference: str, table: Area, last: int) -> str:
    if not is_area(reference):  # a whole column needs no growing
        return reference
    area = Area.parse(reference)
    inside = table.left <= area.left and area.right <= table.right and area.top >= table.top
    if inside and area.bottom == table.bottom:
        return str(Area(area.top, area.left, last, area.right))
    return reference
