"""Applies changes of cells and rows to the open workbook.

The changes, the refusals and their messages are the same as for a file (ooxml/edit); each step can be undone.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cells.change import AppendRows, CellValue, Change, SetCell
from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.hosts.desktop.read_sheets import area_of
from pc_workbook.hosts.desktop.references import formula_restorer, formulas_of, spills, values_of
from pc_workbook.hosts.desktop.undo import UndoStack
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.ooxml.edit.cell_value import as_stored
from pc_workbook.ooxml.edit.cells import FILLS_OTHERS, HEADING, IS_FILLED, MERGED, NO_TABLE, PIVOT, TOTAL
from pc_workbook.ooxml.edit.table_rows import FULL, NO_COLUMN, OCCUPIED, QUERY, TOTALS
from pc_workbook.ooxml.read.areas import LAST_ROW, Area, cell_address, row_and_column
from pc_workbook.wording.numbers import counted

if TYPE_CHECKING:
    from xlwings.main import Table

FROM_CELLS: Final = 1  # xlSrcRange: a table without an external data source
TYPED: Final = "typed"
CALCULATED: Final = "calculated"
LOCKED: Final = "{where} is protected. Unprotect the sheet (Review, Unprotect Sheet), and try again."
NO_SHEET: Final = "{workbook} has no sheet called '{sheet}'. Give the sheet that name again, and try again."


def carry_out(book: "xw.Book", changes: Sequence[Change], undo: UndoStack) -> None:
    """Apply the changes in order. Raises WorkbookProblem if one can't be applied; `undo` then reverts the others."""
    for change in changes:
        if isinstance(change, SetCell):
            _set_cell(book, change, undo)
        elif isinstance(change, AppendRows):
            _append_rows(book, change, undo)
        else:
            raise InternalError(f"columns were to be added to {change.table} in an open workbook")


# -- one cell


def _set_cell(book: "xw.Book", change: SetCell, undo: UndoStack) -> None:
    sheet = _sheet(book, change.sheet)
    try:
        row, column = row_and_column(change.address)
    except ValueError as error:
        raise InternalError(f"a value was to be set in {change.address!r}") from error
    cell = sheet.range(cell_address(row, column))
    where = cell_reference(sheet.name, cell_address(row, column))
    _refuse_unwritable(sheet, cell, row, column, where)
    as_stored(change.value, where, bool(book.api.Date1904))
    undo.add(_content_restorer(cell))
    _write(cell, change.value)


def _sheet(book: "xw.Book", name: str) -> "xw.Sheet":
    for sheet in book.sheets:
        if sheet.name.casefold() == name.casefold():
            return sheet
    raise WorkbookProblem(NO_SHEET.format(workbook=book.name, sheet=name))


def _refuse_unwritable(sheet: "xw.Sheet", cell: "xw.Range", row: int, column: int, where: str) -> None:
    if sheet.api.ProtectContents and cell.api.Locked:
        raise WorkbookProblem(LOCKED.format(where=where))
    _refuse_filled(cell, where)
    merged = area_of(cell.merge_area)
    if (row, column) != (merged.top, merged.left):
        raise WorkbookProblem(MERGED.format(where=where, area=cell_address(merged.top, merged.left)))
    if any(area.contains(row, column) for area in _pivots(sheet)):
        raise WorkbookProblem(PIVOT.format(where=where))
    for table in sheet.tables:
        _refuse_heading_or_total(table, row, column, where)


def _refuse_filled(cell: "xw.Range", where: str) -> None:
    is_spilled = spills(cell)
    if is_spilled or cell.has_array:
        first = cell.api.SpillParent if is_spilled else cell.api.CurrentArray.Cells(1, 1)
        raise WorkbookProblem((FILLS_OTHERS if first.Address == cell.api.Address else IS_FILLED).format(where=where))


def _pivots(sheet: "xw.Sheet") -> list[Area]:
    pivots = sheet.api.PivotTables()
    return [Area.parse(pivots.Item(number).TableRange2.Address) for number in range(1, pivots.Count + 1)]


def _refuse_heading_or_total(table: "Table", row: int, column: int, where: str) -> None:
    area = area_of(table.range)
    if area.contains(row, column):
        if row == area.top and table.show_headers:
            raise WorkbookProblem(HEADING.format(where=where, table=table.name))
        if row == area.bottom and table.show_totals:
            raise WorkbookProblem(TOTAL.format(where=where, table=table.name))


def _write(cell: "xw.Range", value: CellValue) -> None:
    """Write a value to a cell. Text is written after an apostrophe, so that Excel never parses it."""
    if isinstance(value, str) and value:
        cell.value = f"'{value}"
    elif value is None or value == "":
        cell.clear_contents()
    elif isinstance(value, date) and not isinstance(value, datetime):
        cell.value = datetime(value.year, value.month, value.day)
    else:
        cell.value = value


def _content_restorer(cell: "xw.Range") -> Callable[[], None]:
    """Return a function that restores a cell's present content and number format."""
    number_format = cell.number_format
    restore_value = formula_restorer(cell) if cell.api.HasFormula else _constant_restorer(cell)

    def restore() -> None:
        restore_value()
        cell.number_format = number_format

    return restore


def _constant_restorer(cell: "xw.Range") -> Callable[[], None]:
    raw: Any = cell.api.Value2  # dates as numbers, so that they are not converted
    if isinstance(raw, str):
        return lambda: _write(cell, raw)
    if type(raw) is int:  # an error value, whose number would be restored as a number
        return formula_restorer(cell)
    return lambda: setattr(cell.api, "Value2", raw)


# -- rows of a table


def _append_rows(book: "xw.Book", change: AppendRows, undo: UndoStack) -> None:
    sheet, table = _table(book, change.table)
    if not change.rows:
        return
    _refuse_rows(book, sheet, table, change.rows)
    start = _first_free_row(sheet, table)
    _refuse_occupied(sheet, table, start, len(change.rows))
    for number, row in enumerate(change.rows, start):
        _append_row(sheet, table, number, row, undo)


def _table(book: "xw.Book", name: str) -> "tuple[xw.Sheet, Table]":
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name.casefold() == name.casefold():
                return sheet, table
    raise WorkbookProblem(NO_TABLE.format(workbook=book.name, table=name))


def _headings(sheet: "xw.Sheet", table: "Table") -> dict[str, int]:
    """Return the columns of a table: heading -> column number in the sheet."""
    area = area_of(table.range)
    row = sheet.range(str(Area(area.top, area.left, area.top, area.right))).options(ndim=1).value
    return {str(heading): column for column, heading in enumerate(row, area.left)}


def _refuse_rows(book: "xw.Book", sheet: "xw.Sheet", table: "Table", rows: Sequence[Mapping[str, CellValue]]) -> None:
    names = {"table": table.name, "sheet": sheet.name}
    headings = _headings(sheet, table)
    for row in rows:
        for heading, value in row.items():
            if heading not in headings:
                raise WorkbookProblem(NO_COLUMN.format(header=heading, **names))
            as_stored(value, f"'{heading}' of {table.name}", bool(book.api.Date1904))
    if table.show_totals:
        raise WorkbookProblem(TOTALS.format(**names))
    if table.api.SourceType != FROM_CELLS:
        raise WorkbookProblem(QUERY.format(**names))
    if sheet.api.ProtectContents:
        raise WorkbookProblem(LOCKED.format(where=f"'{sheet.name}'"))


def _first_free_row(sheet: "xw.Sheet", table: "Table") -> int:
    """Return the row below the last one that has content other than calculated columns, so that blank rows are used first."""
    area = area_of(table.range)
    cells = sheet.range(str(Area(area.top + 1, area.left, area.bottom, area.right)))
    rows = [list(map(_kind, *row)) for row in zip(formulas_of(cells), values_of(cells), strict=True)]
    calculated = [TYPED not in column for column in zip(*rows, strict=True)]
    filled = [any(kind and not formula for kind, formula in zip(row, calculated, strict=True)) for row in rows]
    return area.top + 1 + max((count for count, is_filled in enumerate(filled, 1) if is_filled), default=0)


def _kind(formula: object, value: object) -> str | None:
    """Return TYPED or CALCULATED, or None for an empty cell; a typed text that begins with = equals its own value."""
    if formula in ("", None):
        return None
    return CALCULATED if str(formula).startswith("=") and formula != value else TYPED


def _refuse_occupied(sheet: "xw.Sheet", table: "Table", start: int, count: int) -> None:
    area = area_of(table.range)
    below = Area(area.bottom + 1, area.left, start + count - 1, area.right)
    details = {"table": table.name, "sheet": sheet.name, "count": counted(count, "more row")}
    if below.bottom > LAST_ROW:
        raise WorkbookProblem(FULL.format(**details))
    if below.top > below.bottom:
        return
    cells = sheet.range(str(below))
    for row_number, row in enumerate(formulas_of(cells), below.top):
        for column, text in enumerate(row, below.left):
            if text not in ("", None):
                raise WorkbookProblem(OCCUPIED.format(address=cell_address(row_number, column), **details))
    others = [area_of(other.range) for other in sheet.tables if other.name != table.name] + _pivots(sheet)
    if cells.merge_cells is not False:
        others.append(below)
    for other in others:
        if other.overlaps(below):
            raise WorkbookProblem(OCCUPIED.format(address=other, **details))


def _append_row(sheet: "xw.Sheet", table: "Table", number: int, row: Mapping[str, CellValue], undo: UndoStack) -> None:
    before = table.range.address
    area = Area.parse(before)
    if number > area.bottom:
        table.api.ListRows.Add(AlwaysInsert=False)
        undo.add(lambda: _shorten(sheet, table, before, str(Area(number, area.left, number, area.right))))
    for heading, column in _headings(sheet, table).items():
        cell = sheet.range(cell_address(number, column))
        if heading in row and not (row[heading] is None and _is_calculated(cell)):
            undo.add(_content_restorer(cell))
            _write(cell, row[heading])


def _is_calculated(cell: "xw.Range") -> bool:
    """Return whether Excel has filled a cell with the formula of a calculated column."""
    return _kind(formulas_of(cell)[0][0], values_of(cell)[0][0]) == CALCULATED


def _shorten(sheet: "xw.Sheet", table: "Table", before: str, row: str) -> None:
    """Shrink a table again and clear its last row; deleting the row would move up the cells below the table."""
    table.resize(sheet.range(before))
    sheet.range(row).clear()
