"""Add columns at the right end of a user's list object, as Excel does when somebody types beside its last heading.

Each new column gets a heading, the formats of a column like it, a width, and help with a drop-down. Nothing is moved: where
cells to the right of the list are in use, the columns are refused.
"""

import copy
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pc_workbook.cells.addresses import LAST_COLUMN, cell_address
from pc_workbook.cells.change import NewColumn
from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.edit.cell_formats import CellFormats
from pc_workbook.ooxml.edit.sheet_tree import DEFAULT_WIDTH, SheetTree
from pc_workbook.ooxml.edit.table_rows import QUERY, NewCell, TableRows
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.text import escape
from pc_workbook.ooxml.package.xml import Element, insert_in_order, whole_number
from pc_workbook.ooxml.read.areas import Area, column_letters, element_area, is_area

NO_ROOM: Final = (
    "There is something in {address} on '{sheet}', where the table {table} needs room for the column '{heading}'. Move it "
    "or clear it, and try again."
)
NO_HEADINGS: Final = (
    "The table {table} on '{sheet}' has no header row, so no column can be added. Switch it on (Table Design, Header Row), "
    "and try again."
)
LONGEST_LITERAL: Final = 255  # characters of a drop-down, Excel's limit
ROWS_READY: Final = 500  # rows with help below the list, where no other column says how many
#: The order of the elements of a sheet after its cells (ECMA-376, CT_Worksheet).
_ORDER: Final = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
)  # fmt: skip


class _Place(NamedTuple):
    """A new column, its number on the sheet, and the number of the column whose formats it gets."""

    column: NewColumn
    number: int
    like: int


class TableColumns:
    """A list object of a user's sheet that gets more columns."""

    def __init__(self, table: TableRows, sheet: SheetTree, sheet_name: str, formats: CellFormats) -> None:
        self._table, self._sheet, self._sheet_name, self._formats = table, sheet, sheet_name, formats

    def add(self, columns: Sequence[NewColumn], kept_clear: Sequence[Area]) -> list[NewCell]:
        """Widen the list object and return the new cells: headings, the texts above them, and the cells of each row.

        `kept_clear`: other list objects, merged ranges and pivot tables of the sheet. Raises WorkbookProblem, with
        nothing changed, where cells to the right are in use.
        """
        right = self._table.area.right
        headers = self._table.headers
        places = [
            _Place(
                column,
                right + n,
                self._table.area.left + headers.index(column.like) if column.like in headers else right,
            )
            for n, column in enumerate(columns, 1)
        ]
        self._refuse(places, kept_clear)
        cells = [cell for place in places for cell in self._new_cells(place, right)]
        for place in places:
            self._set_width(place)
            self._add_help(place)
        self._widen(places)
        return cells

    # -- refusals

    def _refuse(self, places: Sequence[_Place], kept_clear: Sequence[Area]) -> None:
        table, details = self._table, {"table": self._table.name, "sheet": self._sheet_name}
        if not whole_number(table.tree, "headerRowCount", 1):
            raise WorkbookProblem(NO_HEADINGS.format(**details))
        if table.tree.get("tableType", "worksheet") != "worksheet":
            raise WorkbookProblem(QUERY.format(**details))
        for place in places:
            area = Area(table.area.top, place.number, table.area.bottom, place.number)
            taken = next(self._taken(area, kept_clear), None)
            if taken is not None:
                raise WorkbookProblem(NO_ROOM.format(address=taken, heading=place.column.heading, **details))

    def _taken(self, area: Area, kept_clear: Sequence[Area]) -> Iterator[str]:
        """Yield what is in a column that the list needs."""
        if area.left > LAST_COLUMN:
            yield f"column {column_letters(LAST_COLUMN)}"
        yield from (str(other) for other in kept_clear if other.overlaps(area))
        rows = range(area.top, area.bottom + 1)
        yield from (cell_address(row, area.left) for row in rows if self._sheet.is_filled(row, area.left))

    # -- the cells

    def _new_cells(self, place: _Place, right: int) -> Iterator[NewCell]:
        heading_row = self._table.first - 1
        for row in range(1, heading_row):  # the bands of colour above the list go on, and one says who fills the column
            model = self._sheet.cell(row, right)
            if model is not None and not self._sheet.is_filled(row, place.number):
                above = place.column.above if row == heading_row - 1 and self._sheet.is_filled(row, right) else None
                yield NewCell(row, place.number, whole_number(model, "s"), value=above or None)
        heading = self._sheet.cell(heading_row, right)
        style = whole_number(heading, "s") if heading is not None else 0
        yield NewCell(heading_row, place.number, style, value=place.column.heading)
        for row in range(self._table.first, self._table.last + 1):
            model = self._sheet.cell(row, place.like)
            if model is not None and whole_number(model, "s"):
                yield NewCell(row, place.number, self._format(place, whole_number(model, "s")))

    def _format(self, place: _Place, style: int) -> int:
        return self._formats.with_number_format(style, place.column.number_format)

    # -- the list object

    def _widen(self, places: Sequence[_Place]) -> None:
        tree, old = self._table.tree, self._table.area
        columns = next(tree.iter(SHEET_ML + "tableColumns"))
        number = max((whole_number(column, "id") for column in columns), default=0)
        for place in places:
            number += 1
            column = columns.makeelement(SHEET_ML + "tableColumn", nsmap=None)
            column.set("id", str(number))
            column.set("name", escape(place.column.heading))
            columns.append(column)
        columns.set("count", str(len(columns)))
        for element in (tree, *tree.iter(SHEET_ML + "autoFilter")):
            reference = element.get("ref", "")
            if is_area(reference) and (area := Area.parse(reference)).right == old.right:
                element.set("ref", str(Area(area.top, area.left, area.bottom, places[-1].number)))
        self._table.area = element_area(tree)

    # -- width and help

    def _set_width(self, place: _Place) -> None:
        """Give the column its width and the format of the column like it, for cells typed below the list."""
        columns = self._sheet.tree.find(SHEET_ML + "cols")
        if columns is None:
            columns = insert_in_order(self._sheet.tree, self._element("cols"), _ORDER)
        model = _setting_of(columns, place.like)
        if self._sheet.width(place.number) != DEFAULT_WIDTH and _setting_of(columns, place.number) is not None:
            return  # a person has set it
        _split_off(columns, place.number)
        new = self._element("col")
        new.set("min", str(place.number))
        new.set("max", str(place.number))
        new.set("width", f"{place.column.width + 0.71:g}")
        if model is not None and model.get("style"):
            new.set("style", str(self._format(place, whole_number(model, "style"))))
        new.set("customWidth", "1")
        following = next((setting for setting in columns if whole_number(setting, "min") > place.number), None)
        if following is None:
            columns.append(new)
        else:
            following.addprevious(new)

    def _add_help(self, place: _Place) -> None:
        """Add the help of the column, and its drop-down where it has choices that Excel can hold in one text."""
        if not place.column.help:
            return
        rules = self._sheet.tree.find(SHEET_ML + "dataValidations")
        if rules is None:
            rules = insert_in_order(self._sheet.tree, self._element("dataValidations"), _ORDER)
        rule = self._element("dataValidation")
        literal = ",".join(place.column.choices)
        has_list = (
            bool(literal) and len(literal) <= LONGEST_LITERAL and not any("," in each for each in place.column.choices)
        )
        if has_list:
            rule.set("type", "list")
        rule.set("errorStyle", "warning")
        rule.set("allowBlank", "1")
        rule.set("showInputMessage", "1")
        rule.set("showErrorMessage", "1")
        rule.set("promptTitle", place.column.heading[:32])
        rule.set("prompt", place.column.help[:255])
        rule.set("sqref", str(Area(self._table.first, place.number, self._last_row_with_help(rules), place.number)))
        if has_list:
            formula = self._element("formula1")
            formula.text = f'"{literal}"'
            rule.append(formula)
        rules.append(rule)
        rules.set("count", str(len(rules)))

    def _last_row_with_help(self, rules: Element) -> int:
        """Return the last row that the help of the other columns reaches."""
        areas = [Area.parse(text) for rule in rules for text in rule.get("sqref", "").split() if is_area(text)]
        own = [area.bottom for area in areas if area.top == self._table.first]
        return max(own, default=self._table.last + ROWS_READY)

    def _element(self, tag: str) -> Element:
        return self._sheet.tree.makeelement(SHEET_ML + tag, nsmap=None)


def _setting_of(columns: Element, number: int) -> Element | None:
    """Return the setting of a column of the sheet, which may be that of several columns."""
    return next((one for one in columns if whole_number(one, "min") <= number <= whole_number(one, "max")), None)


def _split_off(columns: Element, number: int) -> None:
    """Take one column out of a setting of several columns."""
    setting = _setting_of(columns, number)
    if setting is None:
        return
    first, last = whole_number(setting, "min"), whole_number(setting, "max")
    for start, end in ((first, number - 1), (number + 1, last)):
        if start <= end:
            part = copy.deepcopy(setting)
            part.set("min", str(start))
            part.set("max", str(end))
            setting.addprevious(part)
    columns.remove(setting)
