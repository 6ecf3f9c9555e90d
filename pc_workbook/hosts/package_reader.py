"""Reads the cells of a workbook package.

Three readers share the work: python-calamine reads short sheets with an ordinary layout, long sheets are read column by
column, and sheets that either of them might misread are parsed as XML.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineSheet, CalamineWorkbook

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file_names import is_valid_text
from pc_workbook.model.text import folded
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.text import unescape
from pc_workbook.ooxml.package.workbook import Sheet, Workbook
from pc_workbook.ooxml.read.areas import Area
from pc_workbook.ooxml.read.list_objects import TablePart, table_parts
from pc_workbook.ooxml.read.plain_layout import ordinary_merges
from pc_workbook.ooxml.read.shared_parts import SharedParts, shared_parts
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import START_HERE, is_drawn
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

LONG_SHEET = 1 << 18  # bytes of XML from which a sheet is read column by column
LARGEST_COPY = 1 << 20  # bytes of XML up to which a sheet with another name is searched for a copy of a list


def read_lists(package: Package, source: Path | BinaryIO) -> Snapshot:
    """Return the cells of the sheets that contain a list or have a list's name, and of others that may contain a copy.

    `source`: what the package was opened from. Given a path, python-calamine needs less memory than given the content,
    which it copies twice. Raises WorkbookProblem, as read_sheets does.
    """
    snapshot = read_sheets(package, source, _may_contain_list)
    others = _other_sheets(package, snapshot.sheets.keys())
    return snapshot._replace(other_sheets=others, has_start_here=_has_start_here(package))


def _has_start_here(package: Package) -> bool:
    """Return whether there is a sheet Start here that this program made. A person's own sheet of that name is none."""
    workbook = Workbook(package)
    sheet = workbook.sheet(START_HERE)
    if sheet is None:
        return False
    from pc_workbook.ooxml.graft.generated_sheets import read_mark  # few trackers that are only checked have the sheet

    return read_mark(workbook, sheet) is not None


def read_sheets(
    package: Package,
    source: Path | BinaryIO,
    wanted: Callable[[str, Iterable[ListObject]], bool] = lambda name, lists: True,
) -> Snapshot:
    """Return the cells of the worksheets for which `wanted` is true of the name and the workbook's list objects.

    Raises WorkbookProblem, with the name of the sheet, if a sheet is damaged.
    """
    workbook = Workbook(package)
    worksheets = [sheet for sheet in workbook.sheets() if sheet.is_worksheet]
    names = {sheet.name for sheet in worksheets}
    tables = [table for table in table_parts(workbook) if table.sheet in names]  # other kinds of sheet have no cells
    lists = {place.name: place for place in _list_objects(tables)}
    chosen = [sheet for sheet in worksheets if wanted(sheet.name, lists.values())]
    shared = shared_parts(workbook)
    merges = _merges_of_ordinary_sheets(package, shared, chosen)
    ordinary = _read_by_calamine(source, merges) if merges else {}
    sheets = {sheet.name: ordinary.get(sheet.name) or _cells(package, sheet, shared) for sheet in chosen}
    return Snapshot(package.name, sheets, lists, workbook.counts_from_1904, tuple(_other_lists(tables)))


def _merges_of_ordinary_sheets(
    package: Package, shared: SharedParts, sheets: Iterable[Sheet]
) -> dict[str, tuple[Area, ...]]:
    """Return the merged ranges of short sheets with an ordinary layout: sheet name -> ranges.

    The result is empty if python-calamine might read another part than Excel does.
    """
    short = [sheet for sheet in sheets if package.size(sheet.part) < LONG_SHEET] if shared.has_ordinary_texts else []
    merges = {sheet.name: ordinary_merges(package.read(sheet.part), shared.formats) for sheet in short}
    return {name: merged for name, merged in merges.items() if merged is not None} if package.is_unambiguous else {}


def _cells(package: Package, sheet: Sheet, shared: SharedParts) -> SheetCells:
    """Return the cells of a sheet that python-calamine did not read."""
    from pc_workbook.ooxml.read.long_sheets.cell_columns import (
        cell_columns,  # imported late: for long or unusual sheets only
    )

    columns = cell_columns(package, sheet.part, shared)
    if columns is None:
        from pc_workbook.ooxml.read.sheet_parser import parse_sheet  # imported late: rarely needed

        columns = parse_sheet(package, sheet.part, shared, sheet.name)
    return SheetCells.of_columns(sheet.name, *columns)


def _read_by_calamine(source: Path | BinaryIO, merges: Mapping[str, tuple[Area, ...]]) -> dict[str, SheetCells]:
    """Return the sheets that python-calamine reads, up to the first that it rejects.

    An error of the library, even a panic, which is no Exception, only leaves the remaining sheets to the XML parser.
    """
    read: dict[str, SheetCells] = {}
    if isinstance(source, Path) and not is_valid_text(source):
        return read
    try:
        book = CalamineWorkbook.from_object(source)
        for name, merged in merges.items():
            read[name] = _from_calamine(book.get_sheet_by_name(name), merged)
    except BaseException as error:
        if not _is_calamine_error(error):
            raise
    return read


def _is_calamine_error(error: BaseException) -> bool:
    """Return whether an exception comes from python-calamine, or is a panic of the Rust library below it."""
    kind = type(error)
    return kind.__module__.startswith(("python_calamine", "pyo3")) or isinstance(error, OverflowError)


def _from_calamine(sheet: CalamineSheet, merged: tuple[Area, ...]) -> SheetCells:
    first_column = sheet.start[1] + 1 if sheet.start else 1
    return SheetCells(sheet.name, sheet.iter_rows(), merged=merged, first_column=first_column)


def _list_objects(tables: Iterable[TablePart]) -> Iterable[ListObject]:
    known = {table.casefold(): table for table in (*BY_TABLE, SETTINGS_TABLE)}
    for table in tables:
        name = known.get(table.name.casefold())
        if name is not None and table.heading_rows:
            yield _list_object(name, table)


def _list_object(name: str, table: TablePart) -> ListObject:
    area, totals = table.area, table.totals_rows
    return ListObject(name, table.sheet, area.top, area.bottom - totals, area.left, area.right, totals)


def _other_lists(tables: Iterable[TablePart]) -> Iterator[ListObject]:
    """Yield the list objects that are none of the tracker's lists and not on a generated sheet."""
    known = {name.casefold() for name in (*BY_TABLE, SETTINGS_TABLE)}
    for table in tables:
        if table.name.casefold() not in known and table.heading_rows and not is_drawn(table.sheet):
            yield _list_object(table.name, table)._replace(headings=tuple(map(unescape, table.column_ids)))


def _other_sheets(package: Package, read: Container[str]) -> dict[str, SheetCells]:
    """Return the cells of short sheets without a list's name, since somebody may have put rows of a list there.

    A damaged sheet of this kind is skipped: the tracker does not depend on it.
    """
    workbook = Workbook(package)
    worksheets = [sheet for sheet in workbook.sheets() if sheet.is_worksheet]
    unread = [sheet for sheet in worksheets if sheet.name not in read and not is_drawn(sheet.name)]
    if not unread:
        return {}
    shared = shared_parts(workbook)
    cells: dict[str, SheetCells] = {}
    for sheet in unread:
        with suppress(WorkbookProblem):
            if package.size(sheet.part) <= LARGEST_COPY:
                cells[sheet.name] = _cells(package, sheet, shared)
    return cells


def _may_contain_list(name: str, lists: Iterable[ListObject]) -> bool:
    """Return whether a sheet contains one of the tracker's list objects, or has the name of a list's sheet."""
    known = {folded(entry_list.sheet) for entry_list in LISTS} | {folded(SETTINGS_SHEET)}
    return folded(name) in known or any(place.sheet == name for place in lists)
