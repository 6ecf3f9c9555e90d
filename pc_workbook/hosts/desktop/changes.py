"""Changes of a tracker, carried out in the open workbook: the same ones that are made in a file, refused for the
same reasons with the same sentences, and each with its way back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cells.change import AppendRows, CellValue, Change, SetCell
from pc_workbook.errors import OurMistake, WorkbookProblem
from pc_workbook.hosts.desktop.read_sheets import area_of
from pc_workbook.hosts.desktop.references import as_it_stands, formulas_of, spills, values_of
from pc_workbook.hosts.desktop.undo import WayBack
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.ooxml.edit.cell_value import as_stored
from pc_workbook.ooxml.edit.cells import FILLS_OTHERS, HEADING, IS_FILLED, MERGED, NO_TABLE, PIVOT, TOTAL
from pc_workbook.ooxml.edit.table_rows import FULL, NO_COLUMN, OCCUPIED, QUERY, TOTALS
from pc_workbook.ooxml.read.areas import LAST_ROW, Area, cell_address, row_and_column

if TYPE_CHECKING:
    from xlwings.main import Table

FROM_CELLS: Final = 1  # xlSrcRange: a table that is filled from nowhere else
TYPED: Final = "typed"
CALCULATED: Final = "calculated"
LOCKED: Final = "{where} is protected; unprotect the sheet (Review, Unprotect Sheet), and try again."


def carry_out(book: "xw.Book", changes: Sequence[Change], back: WayBack) -> None:
    """Make the changes in their order. Raises WorkbookProblem where one can't be made; `back` undoes the others."""
    for change in changes:
        if isinstance(change, SetCell):
            _set_cell(book, change, back)
        else:
            _append_rows(book, change, back)


# -- one cell


def _set_cell(book: "xw.Book", change: SetCell, back: WayBack) -> None:
    sheet = _sheet(book, change.sheet)
    try:
        row, column = row_and_column(change.address)
    except ValueError as error:
        raise OurMistake(f"a value was to be set in {change.address!r}") from error
    cell = sheet.range(cell_address(row, column))
    where = cell_reference(sheet.name, cell_address(row, column))
    _refuse_untouchable(sheet, cell, row, column, where)
    as_stored(change.value, where, bool(book.api.Date1904))
    back.by(_what_it_holds(cell))
    _put(cell, change.value)


def _sheet(book: "xw.Book", name: str) -> "xw.Sheet":
    for sheet in book.sheets:
        if sheet.name.casefold() == name.casefold():
            return sheet
    raise WorkbookProblem(f"{book.name} has no sheet called '{name}'.")


def _refuse_untouchable(sheet: "xw.Sheet", cell: "xw.Range", row: int, column: int, where: str) -> None:
    if sheet.api.ProtectContents and cell.api.Locked:
        raise WorkbookProblem(LOCKED.format(where=where))
    _refuse_filled(cell, where)
    merged = area_of(cell.merge_area)
    if (row, column) != (merged.top, merged.left):
        raise WorkbookProblem(MERGED.format(where=where, area=cell_address(merged.top, merged.left)))
    if any(area.holds(row, column) for area in _pivots(sheet)):
        raise WorkbookProblem(PIVOT.format(where=where))
    for table in sheet.tables:
        _refuse_frame(table, row, column, where)


def _refuse_filled(cell: "xw.Range", where: str) -> None:
    by_spilling = spills(cell)
    if by_spilling or cell.has_array:
        first = cell.api.SpillParent if by_spilling else cell.api.CurrentArray.Cells(1, 1)
        raise WorkbookProblem((FILLS_OTHERS if first.Address == cell.api.Address else IS_FILLED).format(where=where))


def _pivots(sheet: "xw.Sheet") -> list[Area]:
    every = sheet.api.PivotTables()
    return [Area.parse(every.Item(number).TableRange2.Address) for number in range(1, every.Count + 1)]


def _refuse_frame(table: "Table", row: int, column: int, where: str) -> None:
    area = area_of(table.range)
    if area.holds(row, column):
        if row == area.top and table.show_headers:
            raise WorkbookProblem(HEADING.format(where=where, table=table.name))
        if row == area.bottom and table.show_totals:
            raise WorkbookProblem(TOTAL.format(where=where, table=table.name))


def _put(cell: "xw.Range", value: CellValue) -> None:
    """Text is text, whatever it begins with: Excel takes what follows an apostrophe as it stands."""
    if isinstance(value, str) and value:
        cell.value = f"'{value}"
    elif value is None or value == "":
        cell.clear_contents()
    elif isinstance(value, date) and not isinstance(value, datetime):
        cell.value = datetime(value.year, value.month, value.day)
    else:
        cell.value = value


def _what_it_holds(cell: "xw.Range") -> Callable[[], None]:
    """What puts a cell's content and number format back."""
    shown = cell.number_format
    put = as_it_stands(cell) if cell.api.HasFormula else _constant(cell)

    def put_back() -> None:
        put()
        cell.number_format = shown

    return put_back


def _constant(cell: "xw.Range") -> Callable[[], None]:
    raw: Any = cell.api.Value2  # dates as numbers, so nothing is read into them
    if isinstance(raw, str):
        return lambda: _put(cell, raw)
    if type(raw) is int:  # an error, of which the number would be put back as a number
        return as_it_stands(cell)
    return lambda: setattr(cell.api, "Value2", raw)


# -- rows of a table


def _append_rows(book: "xw.Book", change: AppendRows, back: WayBack) -> None:
    sheet, table = _table(book, change.table)
    if not change.rows:
        return
    _refuse_rows(book, sheet, table, change.rows)
    start = _first_free_row(sheet, table)
    _refuse_occupied(sheet, table, start, len(change.rows))
    for place, row in enumerate(change.rows):
        _append_row(sheet, table, start + place, row, back)


def _table(book: "xw.Book", name: str) -> "tuple[xw.Sheet, Table]":
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name.casefold() == name.casefold():
                return sheet, table
    raise WorkbookProblem(NO_TABLE.format(workbook=book.name, table=name))


def _headings(sheet: "xw.Sheet", table: "Table") -> dict[str, int]:
    """Heading -> column of the sheet."""
    area = area_of(table.range)
    row = sheet.range(str(Area(area.top, area.left, area.top, area.right))).options(ndim=1).value
    return {str(heading): at for at, heading in enumerate(row, area.left)}


def _refuse_rows(book: "xw.Book", sheet: "xw.Sheet", table: "Table", rows: Sequence[Mapping[str, CellValue]]) -> None:
    told = {"table": table.name, "sheet": sheet.name}
    headings = _headings(sheet, table)
    for row in rows:
        for heading, value in row.items():
            if heading not in headings:
                raise WorkbookProblem(NO_COLUMN.format(header=heading, **told))
            as_stored(value, f"'{heading}' of {table.name}", bool(book.api.Date1904))
    if table.show_totals:
        raise WorkbookProblem(TOTALS.format(**told))
    if table.api.SourceType != FROM_CELLS:
        raise WorkbookProblem(QUERY.format(**told))
    if sheet.api.ProtectContents:
        raise WorkbookProblem(LOCKED.format(where=f"'{sheet.name}'"))


def _first_free_row(sheet: "xw.Sheet", table: "Table") -> int:
    """Below the last row in which more than calculated columns stands: blank rows at the end are used first."""
    area = area_of(table.range)
    cells = sheet.range(str(Area(area.top + 1, area.left, area.bottom, area.right)))
    rows = [list(map(_kind, *row)) for row in zip(formulas_of(cells), values_of(cells), strict=True)]
    calculated = [TYPED not in column for column in zip(*rows, strict=True)]
    filled = [any(kind and not own for kind, own in zip(row, calculated, strict=True)) for row in rows]
    return area.top + 1 + max((at for at, is_filled in enumerate(filled, 1) if is_filled), default=0)


def _kind(formula: object, value: object) -> str | None:
    """What a cell holds: a text that begins with = is told from a formula by being its own value."""
    if formula in ("", None):
        return None
    return CALCULATED if str(formula).startswith("=") and formula != value else TYPED


def _refuse_occupied(sheet: "xw.Sheet", table: "Table", start: int, count: int) -> None:
    area = area_of(table.range)
    below = Area(area.bottom + 1, area.left, start + count - 1, area.right)
    told = {"table": table.name, "sheet": sheet.name, "count": "1 more row" if count == 1 else f"{count} more rows"}
    if below.bottom > LAST_ROW:
        raise WorkbookProblem(FULL.format(**told))
    if below.top > below.bottom:
        return
    cells = sheet.range(str(below))
    for at, row in enumerate(formulas_of(cells), below.top):
        for place, text in enumerate(row, below.left):
            if text not in ("", None):
                raise WorkbookProblem(OCCUPIED.format(address=cell_address(at, place), **told))
    others = [area_of(other.range) for other in sheet.tables if other.name != table.name] + _pivots(sheet)
    if cells.merge_cells is not False:
        others.append(below)
    for other in others:
        if other.overlaps(below):
            raise WorkbookProblem(OCCUPIED.format(address=other, **told))


def _append_row(sheet: "xw.Sheet", table: "Table", at: int, row: Mapping[str, CellValue], back: WayBack) -> None:
    before = table.range.address
    area = Area.parse(before)
    if at > area.bottom:
        table.api.ListRows.Add(AlwaysInsert=False)
        back.by(lambda: _shorten(sheet, table, before, str(Area(at, area.left, at, area.right))))
    for heading, column in _headings(sheet, table).items():
        cell = sheet.range(cell_address(at, column))
        if heading in row and not (row[heading] is None and _is_calculated(cell)):
            back.by(_what_it_holds(cell))
            _put(cell, row[heading])


def _is_calculated(cell: "xw.Range") -> bool:
    """Whether a formula stands in a cell: Excel has filled a calculated column, and nothing given is no value for it."""
    return _kind(formulas_of(cell)[0][0], values_of(cell)[0][0]) == CALCULATED


def _shorten(sheet: "xw.Sheet", table: "Table", before: str, row: str) -> None:
    """A row of the table deleted as such would pull up what stands below it."""
    table.resize(sheet.range(before))
    sheet.range(row).clear()
