"""Change cells of a user's workbook in place: set some, or add rows to a table.

Only the sheet, the table, and where needed the workbook's order of calculation and its cell formats are
written; every other part is byte for byte what it was. All changes are made or, when one of them can't be,
none. What can't be changed safely (part of an array formula, a table's heading, a cell under a merged one) is
refused with a sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pc_workbook.errors import OurMistake, WorkbookProblem
from pc_workbook.ooxml.address import Area, area_of, cell_address, row_and_column
from pc_workbook.ooxml.cell_formats import CellFormats
from pc_workbook.ooxml.cell_value import put_formula, put_value
from pc_workbook.ooxml.namespaces import SHEET_ML
from pc_workbook.ooxml.opening import open_workbook
from pc_workbook.ooxml.package import Package
from pc_workbook.ooxml.row_heights import height_of
from pc_workbook.ooxml.sheet_cells import has_formulas
from pc_workbook.ooxml.sheet_tree import SheetTree
from pc_workbook.ooxml.styles import StyleTable
from pc_workbook.ooxml.table_rows import NewCell, TableRows
from pc_workbook.ooxml.workbook import Sheet, Workbook, require_worksheet
from pc_workbook.ooxml.xml import Element, dump, whole_number
from pc_workbook.tracker.change import AppendRows, Change, SetCell

FILLS_OTHERS = "{where} holds a formula that fills other cells as well; change it in Excel."
IS_FILLED = "{where} is filled by a formula in another cell; change that formula in Excel."
HEADING = "{where} is a heading of the table {table}; change it in Excel."
TOTAL = "{where} is in the totals row of the table {table}; change it in Excel."
MERGED = "{where} is hidden under the merged cell {area}; unmerge it in Excel, or change its first cell."
PIVOT = "{where} is part of a pivot table, which would overwrite it; change what the pivot table is made from."
NO_TABLE = "{workbook} has no table called '{table}'; give the table that name (Table Design), and try again."


@dataclass(frozen=True)
class EditReport:
    touched: tuple[str, ...]
    """Parts that were there and now read differently."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    appended: Mapping[str, str]
    """Table -> the range of its new rows, such as "A8:F9"."""


def edit(workbook: str | Path, changes: Sequence[Change], out: str | Path) -> EditReport:
    """Make the changes, in order, and write the result to `out`, which may be `workbook`.

    Raises WorkbookProblem, with nothing written, when one of them can't be made.
    """
    work = _Edit(open_workbook(workbook))
    for change in changes:
        if isinstance(change, SetCell):
            work.set_cell(change)
        else:
            work.append_rows(change)
    return work.finish(Path(out))


@dataclass
class _OpenSheet:
    sheet: Sheet
    cells: SheetTree
    tables: dict[str, TableRows] = field(default_factory=dict)
    """Part -> table."""
    filled: dict[Area, Area] = field(default_factory=dict)
    """What a formula fills -> the cell it stands in."""
    merged: list[Area] = field(default_factory=list)
    pivots: list[Area] = field(default_factory=list)
    is_changed: bool = False

    def where(self, row: int, column: int) -> str:
        return f"'{self.sheet.name}'!{cell_address(row, column)}"


class _Edit:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.workbook = Workbook(package)
        self.styles_part = self.workbook.related("styles") or ""
        self.formats = CellFormats(StyleTable(package.tree(self.styles_part), package.name))
        self.counts_from_1904 = self.workbook.counts_from_1904
        self.open: dict[str, _OpenSheet] = {}
        self.named: dict[str, _OpenSheet] = {}
        self.appended: dict[str, str] = {}
        self.formulas_moved = False

    # -- the two kinds of change

    def set_cell(self, change: SetCell) -> None:
        sheet = self._named(change.sheet)
        try:
            row, column = row_and_column(change.address)
        except ValueError as error:
            raise OurMistake(f"a value was to be set in {change.address!r}") from error
        _refuse_untouchable(sheet, row, column)
        present = sheet.cells.cell(row, column)
        if present is None and change.value is None:
            return
        style = _style_here(sheet, row, column) if present is None else whole_number(present, "s")
        self._put(sheet, NewCell(row, column, style, value=change.value))

    def append_rows(self, change: AppendRows) -> None:
        sheet, table = self._table(change.table)
        if not change.rows:
            return
        others = [other.area for other in sheet.tables.values() if other is not table]
        new = table.append(change.rows, [*others, *sheet.merged, *sheet.pivots])
        for cell in new:
            self._put(sheet, cell)
        area = table.area
        fresh = Area(area.bottom - len(change.rows) + 1, area.left, area.bottom, area.right)
        before = self.appended.get(table.name)
        self.appended[table.name] = str(fresh if before is None else fresh.spanning(Area.parse(before)))

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
            sheet.cells.let_row_grow(new.row, height_of(new.value, sheet.cells.width(new.column)))

    # -- sheets and tables as they are needed

    def _table(self, name: str) -> tuple[_OpenSheet, TableRows]:
        for sheet in self.workbook.sheets():
            if sheet.is_worksheet and any(one.kind == "table" for one in self.package.relations(sheet.part)):
                opened = self._opened(sheet)
                for table in opened.tables.values():
                    if table.name.casefold() == name.casefold():
                        return opened, table
        raise WorkbookProblem(NO_TABLE.format(workbook=self.package.name, table=name))

    def _named(self, name: str) -> _OpenSheet:
        if name not in self.named:
            self.named[name] = self._opened(require_worksheet(self.workbook, name))
        return self.named[name]

    def _opened(self, sheet: Sheet) -> _OpenSheet:
        if sheet.part not in self.open:
            self.open[sheet.part] = _open_sheet(self.package, sheet)
        return self.open[sheet.part]

    def _changed(self) -> dict[str, _OpenSheet]:
        return {part: sheet for part, sheet in self.open.items() if sheet.is_changed}

    # -- out

    def finish(self, out: Path) -> EditReport:
        for part, sheet in self._changed().items():
            self.package.put(part, dump(sheet.cells.tree))
            for table_part, table in sheet.tables.items():
                self.package.put_tree(table_part, table.tree)
        self.package.put_tree(self.styles_part, self.formats.styles.tree)
        self._see_to_formulas()
        self.workbook.store()
        changes = self.package.save(out)
        appended = MappingProxyType(self.appended)
        return EditReport(changes.touched, changes.added, changes.removed, appended)

    def _see_to_formulas(self) -> None:
        """Formulas that read a changed cell are calculated on opening; a workbook without any is spared it."""
        if self.formulas_moved:
            self.workbook.forget_calculation_order()
        if self._changed() and (self.formulas_moved or self._any_formula()):
            self.workbook.recalculate_on_opening()

    def _any_formula(self) -> bool:
        parts = (sheet.part for sheet in self.workbook.sheets() if sheet.is_worksheet)
        return any(has_formulas(self.package.read(part)) for part in parts)


def _open_sheet(package: Package, sheet: Sheet) -> _OpenSheet:
    opened = _OpenSheet(sheet, SheetTree(package, sheet.part))
    tree = opened.cells.tree
    opened.merged = [area_of(one) for one in tree.iter(SHEET_ML + "mergeCell")]
    for formula in tree.iter(SHEET_ML + "f"):
        _note_what_it_fills(opened, formula)
    for relation in package.relations(sheet.part):
        if relation.part is not None and package.has(relation.part):
            if relation.kind == "table":
                table = TableRows(package.tree(relation.part), opened.cells, sheet.name)
                opened.tables[relation.part] = table
            elif relation.kind == "pivotTable":
                places = package.tree(relation.part).iter(SHEET_ML + "location")
                opened.pivots += [area_of(place) for place in places]
    return opened


def _note_what_it_fills(opened: _OpenSheet, formula: Element) -> None:
    """A shared formula is only told by its first cell; the others may be overwritten."""
    kind, reference, cell = formula.get("t"), formula.get("ref"), formula.getparent()
    if kind is None or reference is None or cell is None:
        return
    area, anchor = area_of(formula), Area.parse(opened.cells.address_of(cell))
    if kind in ("array", "dataTable"):
        opened.filled[area] = anchor
    elif kind == "shared" and area != anchor:
        opened.filled[anchor] = anchor


def _refuse_untouchable(sheet: _OpenSheet, row: int, column: int) -> None:
    where = sheet.where(row, column)
    for area, anchor in sheet.filled.items():
        if (row, column) in area:
            if (row, column) == (anchor.top, anchor.left):
                raise WorkbookProblem(FILLS_OTHERS.format(where=where))
            raise WorkbookProblem(IS_FILLED.format(where=where))
    for area in sheet.merged:
        if (row, column) in area and (row, column) != (area.top, area.left):
            raise WorkbookProblem(MERGED.format(where=where, area=cell_address(area.top, area.left)))
    if any((row, column) in area for area in sheet.pivots):
        raise WorkbookProblem(PIVOT.format(where=where))
    for table in sheet.tables.values():
        _refuse_frame(table, row, column, where)


def _refuse_frame(table: TableRows, row: int, column: int, where: str) -> None:
    if (row, column) in table.area:
        if row < table.first:
            raise WorkbookProblem(HEADING.format(where=where, table=table.name))
        if row > table.last:
            raise WorkbookProblem(TOTAL.format(where=where, table=table.name))


def _style_here(sheet: _OpenSheet, row: int, column: int) -> int:
    """A new cell in a table looks like the one above it or below it in its column."""
    for table in sheet.tables.values():
        if (row, column) in table.area:
            for near in (row - 1, row + 1):
                model = sheet.cells.cell(near, column) if table.first <= near <= table.last else None
                if model is not None:
                    return whole_number(model, "s")
    return sheet.cells.inherited_style(row, column)
