"""The cells of a workbook that is held as a package: short sheets by python-calamine, long ones as columns."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from pc_workbook.errors import WorkbookProblem
from pc_workbook.model.wording import folded
from pc_workbook.ooxml.cell_columns import cell_columns
from pc_workbook.ooxml.frames import frames_of
from pc_workbook.ooxml.marks import SheetMarks, cell_marks
from pc_workbook.ooxml.package import Package
from pc_workbook.ooxml.workbook import Sheet, Workbook
from pc_workbook.tracker.lists import BY_TABLE, LISTS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

LONG_SHEET = 1 << 18  # bytes of text from which a sheet is read as columns
DAMAGED = "{name} is damaged and can't be read. Open the newest copy in its snapshots folder, or repair it in Excel."


def read_lists(package: Package, source: Path | BinaryIO) -> Snapshot:
    """The sheets of a tracker that hold its lists, or go by the name of one.

    `source` is what the package was opened from. Of a path python-calamine holds no copy of its own; of content it does,
    twice over while it reads.
    """
    return read_sheets(package, source, _may_hold_list)


def read_sheets(
    package: Package,
    source: Path | BinaryIO,
    wanted: Callable[[str, Iterable[ListObject]], bool] = lambda name, lists: True,
) -> Snapshot:
    """The cells of a workbook's sheets, or of those wanted: judged by their name and the list objects."""
    workbook = Workbook(package)
    lists = {place.name: place for place in _list_objects(workbook)}
    chosen = [sheet for sheet in workbook.sheets() if sheet.is_worksheet and wanted(sheet.name, lists.values())]
    sheets = {sheet.name: cells for sheet in chosen if (cells := _long_cells(workbook, sheet)) is not None}
    others = [sheet.name for sheet in chosen if sheet.name not in sheets]
    marks = cell_marks(workbook, others)
    book = _opened(source, package.name)
    sheets |= {name: _cells(book.get_sheet_by_name(name), marks[name]) for name in others}
    return Snapshot(package.name, sheets, lists)


def _opened(source: Path | BinaryIO, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_object(source)
    except CalamineError as error:
        raise WorkbookProblem(DAMAGED.format(name=name)) from error
    except BaseException as error:  # the reader's own panic is no Exception; anything else goes on up
        if type(error).__name__ == "PanicException":
            raise WorkbookProblem(DAMAGED.format(name=name)) from error
        raise


def _long_cells(workbook: Workbook, sheet: Sheet) -> SheetCells | None:
    """A long sheet's cells, read as columns; None for a short one, and for one that the usual reader must read."""
    if workbook.package.size(sheet.part) < LONG_SHEET:
        return None
    found = cell_columns(workbook, sheet.part)
    if found is None:
        return None
    return SheetCells.of_columns(sheet.name, found.columns, found.height, found.errors, found.percent, found.merged)


def _cells(sheet: CalamineSheet, marks: SheetMarks) -> SheetCells:
    first_column = sheet.start[1] + 1 if sheet.start else 1
    return SheetCells(
        sheet.name, sheet.iter_rows(), marks.errors, marks.percent, marks.merged, first_column, marks.empty_results
    )


def _list_objects(workbook: Workbook) -> Iterable[ListObject]:
    known = {table.casefold(): table for table in (*BY_TABLE, SETTINGS_TABLE)}
    for frame, _, sheet in frames_of(workbook):
        table, area = known.get(frame.name.casefold()), frame.area
        if table is not None and frame.heading_rows:
            yield ListObject(table, sheet, area.top, area.bottom - frame.totals_rows, area.left, area.right)


def _may_hold_list(name: str, lists: Iterable[ListObject]) -> bool:
    """Whether a sheet holds one of our lists, by its frame or by its name."""
    known = {folded(one.sheet) for one in LISTS} | {folded(SETTINGS_SHEET)}
    return folded(name) in known or any(place.sheet == name for place in lists)
