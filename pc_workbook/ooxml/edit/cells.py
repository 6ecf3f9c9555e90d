"""Change cells of a user's workbook in place: set cells, or add rows or columns to a list object.

Only the sheet, the list object and, where needed, the calculation order and the cell formats are written; every other part
stays byte for byte the same. Either all changes are made or none. A cell that can't be changed safely (part of an array
formula, a heading of a list object, a cell hidden in a merged range) is refused.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pc_workbook.cells.addresses import cell_address, cell_reference, row_and_column
from pc_workbook.cells.change import AddColumns, AppendRows, Change, SetCell
from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.model.text import folded
from pc_workbook.ooxml.edit.cell_formats import CellFormats
from pc_workbook.ooxml.edit.cell_value import put_formula, put_value, remove_result
from pc_workbook.ooxml.edit.sheet_tree import SheetTree, text_height
from pc_workbook.ooxml.edit.table_rows import NewCell, TableRows
from pc_workbook.ooxml.package.namespaces import SHEET_ML
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.styles import StyleTable
from pc_workbook.ooxml.package.workbook import Sheet, Workbook, require_worksheet
from pc_workbook.ooxml.package.xml import Element, dump, whole_number
from pc_workbook.ooxml.read.areas import Area, element_area
from pc_workbook.ooxml.read.sheet_cells import has_formulas

FILLS_OTHERS = "{where} holds a formula that fills other cells as well. Change it in Excel."
IS_FILLED = "{where} is filled by a formula in another cell. Change that formula in Excel."
HEADING = "{where} is a heading of the table {table}. Change it in Excel."
TOTAL = "{where} is in the totals row of the table {table}. Change it in Excel."
MERGED = "{where} is hidden under the merged cell {area}. Unmerge it in Excel, or change its first cell."
PIVOT = "{where} is part of a pivot table, which would overwrite it. Change what the pivot table is made from."
NO_TABLE = (
    "{workbook} has no table called '{table}'. Give its list that name (Table Design > Table Name. Where it is no table, "
    "Insert > Table first), and try again."
)


@dataclass(frozen=True)
class EditReport:
    """The parts that a set of changes touched."""

    touched: tuple[str, ...]
    """Parts that existed before and now differ."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    appended: Mapping[str, str]
    """List object -> the range of its new rows, such as "A8:F9"."""


def edit(workbook: str | Path, changes: Sequence[Change], out: str | Path) -> EditReport:
    """Make the changes, those of each sheet in order, and write the result to `out`, which may be `workbook`.

    Raises WorkbookProblem, with nothing written, where a change can't be made.
    """
    package = open_workbook(workbook)
    report = apply_changes(package, changes)
    package.save(Path(out))
    return report


def apply_changes(package: Package, changes: Sequence[Change], stale_headings: Collection[str] = ()) -> EditReport:
    """Make the changes in an open workbook, which must not be used any more where this raises.

    `stale_headings`: columns, by folded heading, whose formulas decide what may be shown. In a row that is changed their
    stored results are removed, so that none is used before Excel has calculated it again. Raises WorkbookProblem where a
    change can't be made.
    """
    work = _Edit(package, stale_headings)
    by_sheet: dict[Sheet, list[Change]] = defaultdict(list)
    for change in changes:
        by_sheet[work.sheet_of(change)].append(change)
    for sheet, sheet_changes in by_sheet.items():  # one sheet at a time: a tree takes 100 times the size of its file
        work.change_sheet(sheet, sheet_changes)
    return work.finish()


@dataclass
class _OpenSheet:
    sheet: Sheet
    cells: SheetTree
    tables: dict[str, TableRows] = field(default_factory=dict)
    """Part -> list object."""
    filled: dict[Area, Area] = field(default_factory=dict)
    """Range that a formula fills -> the cell that stores the formula."""
    merged: list[Area] = field(default_factory=list)
    pivots: list[Area] = field(default_factory=list)
    is_changed: bool = False

    def table(self, name: str) -> TableRows:
        """Return the list object of a name, in whatever case."""
        return next(table for table in self.tables.values() if table.name.casefold() == name.casefold())

    def where(self, row: int, column: int) -> str:
        return cell_reference(self.sheet.name, cell_address(row, column))


class _Edit:
    def __init__(self, package: Package, stale_headings: Collection[str]) -> None:
        self.package = package
        self.stale_headings = stale_headings
        self.workbook = Workbook(package)
        self.styles_part = self.workbook.related("styles") or ""
        self.formats = CellFormats(StyleTable(package.tree(self.styles_part), package.name))
        self.counts_from_1904 = self.workbook.counts_from_1904
        self.sheets: dict[tuple[type[Change], str], Sheet] = {}
        self.appended: dict[str, str] = {}
        self.is_changed = False
        self.formulas_moved = False

    # -- the sheet of a change

    def sheet_of(self, change: Change) -> Sheet:
        """Return the sheet that a change is made on. Raises WorkbookProblem where there is none."""
        name = change.sheet if isinstance(change, SetCell) else change.table
        sheet = self.sheets.get((type(change), name))
        if sheet is None:
            is_cell = isinstance(change, SetCell)
            sheet = require_worksheet(self.workbook, name) if is_cell else self._with_table(name)
            self.sheets[type(change), name] = sheet
        return sheet

    def _with_table(self, name: str) -> Sheet:
        for sheet in self.workbook.sheets():
            for part in self.package.related_parts(sheet.part, "table") if sheet.is_worksheet else ():
                if self.package.tree(part).get("displayName", "").casefold() == name.casefold():
                    return sheet
        raise WorkbookProblem(NO_TABLE.format(workbook=self.package.name, table=name))

    # -- the two kinds of change

    def change_sheet(self, sheet: Sheet, changes: Iterable[Change]) -> None:
        """Make the changes of one sheet."""
        opened = _open_sheet(self.package, sheet)
        for change in changes:
            if isinstance(change, SetCell):
                self._set_cell(opened, change)
            elif isinstance(change, AppendRows):
                self._append_rows(opened, change)
            else:
                self._add_columns(opened, change)
        if opened.is_changed:
            self.is_changed = True
            self.package.put(sheet.part, dump(opened.cells.tree))
            for part, table in opened.tables.items():
                self.package.put_tree(part, table.tree)

    def _set_cell(self, sheet: _OpenSheet, change: SetCell) -> None:
        try:
            row, column = row_and_column(change.address)
        except ValueError as error:
            raise InternalError(f"a value was to be set in {change.address!r}") from error
        _refuse_untouchable(sheet, row, column)
        present = sheet.cells.cell(row, column)
        if present is None and change.value is None:
            return
        style = _style_here(sheet, row, column) if present is None else whole_number(present, "s")
        self._put(sheet, NewCell(row, column, style, value=change.value))
        _remove_stale_results(sheet, row, self.stale_headings)

    def _append_rows(self, sheet: _OpenSheet, change: AppendRows) -> None:
        if not change.rows:
            return
        table = sheet.table(change.table)
        others = [other.area for other in sheet.tables.values() if other is not table]
        start, area = table.first_free, table.area
        for cell in table.append(change.rows, [*others, *sheet.merged, *sheet.pivots]):
            self._put(sheet, cell)
        fresh = Area(start, area.left, start + len(change.rows) - 1, area.right)
        before = self.appended.get(table.name)
        self.appended[table.name] = str(fresh if before is None else fresh.spanning(Area.parse(before)))

    def _add_columns(self, sheet: _OpenSheet, change: AddColumns) -> None:
        from pc_workbook.ooxml.edit.table_columns import TableColumns  # only an upgrade adds columns

        table = sheet.table(change.table)
        others = [other.area for other in sheet.tables.values() if other is not table]
        columns = TableColumns(table, sheet.cells, sheet.sheet.name, self.formats)
        for cell in columns.add(change.columns, [*others, *sheet.merged, *sheet.pivots]):
            self._put(sheet, cell)

    def _put(self, sheet: _OpenSheet, new: NewCell) -> None:
        style = self.formats.fitting(new.value, new.style)
        cell = sheet.cells.made_cell(new.row, new.column)
        sheet.is_changed = True
        self.formulas_moved |= new.formula is not None or cell.find(SHEET_ML + "f") is not None
        if new.formula is not None:
            put_formula(cell, new.formula, cell_address(new.row, new.column) if new.is_array else None)
        else:
            put_value(cell, new.value, sheet.where(new.row, new.column), self.counts_from_1904)
        if style or cell.get("s") is not None:
            cell.set("s", str(style))
        if isinstance(new.value, str) and self.formats.wraps(style):
            sheet.cells.raise_row_height(new.row, text_height(new.value, sheet.cells.width(new.column)))

    # -- finishing

    def finish(self) -> EditReport:
        self.package.put_tree(self.styles_part, self.formats.styles.tree)
        self._update_calculation()
        self.workbook.store()
        changes = self.package.changes()
        appended = MappingProxyType(self.appended)
        return EditReport(changes.touched, changes.added, changes.removed, appended)

    def _update_calculation(self) -> None:
        """Have formulas calculated on opening, where there are any: they may read a changed cell."""
        if self.formulas_moved:
            self.workbook.remove_calculation_chain()
        if self.is_changed and (self.formulas_moved or self._any_formula()):
            self.workbook.recalculate_on_opening()

    def _any_formula(self) -> bool:
        parts = (sheet.part for sheet in self.workbook.sheets() if sheet.is_worksheet)
        return any(has_formulas(self.package.read(part)) for part in parts)


def _open_sheet(package: Package, sheet: Sheet) -> _OpenSheet:
    opened = _OpenSheet(sheet, SheetTree(package, sheet.part))
    tree = opened.cells.tree
    opened.merged = [element_area(merge) for merge in tree.iter(SHEET_ML + "mergeCell")]
    for formula in tree.iter(SHEET_ML + "f"):
        _note_filled_range(opened, formula)
    for part in package.related_parts(sheet.part, "table"):
        opened.tables[part] = TableRows(package.tree(part), opened.cells, sheet.name)
    for part in package.related_parts(sheet.part, "pivotTable"):
        opened.pivots += [element_area(location) for location in package.tree(part).iter(SHEET_ML + "location")]
    return opened


def _note_filled_range(opened: _OpenSheet, formula: Element) -> None:
    """Note the cells that a formula fills. Only the first cell of a shared formula matters; the others may be overwritten."""
    kind, reference, cell = formula.get("t"), formula.get("ref"), formula.getparent()
    if kind is None or reference is None or cell is None:
        return
    area, anchor = element_area(formula), Area.parse(opened.cells.address_of(cell))
    if kind in ("array", "dataTable"):
        opened.filled[area] = anchor
    elif kind == "shared" and area != anchor:
        opened.filled[anchor] = anchor


def _refuse_untouchable(sheet: _OpenSheet, row: int, column: int) -> None:
    where = sheet.where(row, column)
    for area, anchor in sheet.filled.items():
        if area.contains(row, column):
            if (row, column) == (anchor.top, anchor.left):
                raise WorkbookProblem(FILLS_OTHERS.format(where=where))
            raise WorkbookProblem(IS_FILLED.format(where=where))
    for area in sheet.merged:
        if area.contains(row, column) and (row, column) != (area.top, area.left):
            raise WorkbookProblem(MERGED.format(where=where, area=cell_address(area.top, area.left)))
    if any(area.contains(row, column) for area in sheet.pivots):
        raise WorkbookProblem(PIVOT.format(where=where))
    for table in sheet.tables.values():
        _refuse_headings_and_totals(table, row, column, where)


def _refuse_headings_and_totals(table: TableRows, row: int, column: int, where: str) -> None:
    if table.area.contains(row, column):
        if row < table.first:
            raise WorkbookProblem(HEADING.format(where=where, table=table.name))
        if row > table.last:
            raise WorkbookProblem(TOTAL.format(where=where, table=table.name))


def _remove_stale_results(sheet: _OpenSheet, row: int, headings: Collection[str]) -> None:
    """Remove the stored results of formulas in a changed row, in the columns with these headings."""
    for table in sheet.tables.values():
        if table.first <= row <= table.last:
            for column, header in enumerate(table.headers, table.area.left):
                cell = sheet.cells.cell(row, column) if folded(header) in headings else None
                if cell is not None:
                    remove_result(cell)


def _style_here(sheet: _OpenSheet, row: int, column: int) -> int:
    """Return the format of a new cell: in a list object, that of the cell above or below it."""
    for table in sheet.tables.values():
        if table.area.contains(row, column):
            for near in (row - 1, row + 1):
                model = sheet.cells.cell(near, column) if table.first <= near <= table.last else None
                if model is not None:
                    return whole_number(model, "s")
    return sheet.cells.inherited_style(row, column)
