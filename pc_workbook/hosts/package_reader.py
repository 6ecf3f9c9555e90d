"""The cells of a workbook that is held as a package.

Three readers share the work: python-calamine reads short sheets that are written in the ordinary way, long sheets are
read as columns, and whatever either of them would have to guess at is parsed as XML, which says what a cell means.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineSheet, CalamineWorkbook

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file_names import is_text
from pc_workbook.model.text import folded
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.text import unescape
from pc_workbook.ooxml.package.workbook import Sheet, Workbook
from pc_workbook.ooxml.read.areas import Area
from pc_workbook.ooxml.read.list_objects import TablePart, table_parts
from pc_workbook.ooxml.read.plain_layout import ordinary_merges
from pc_workbook.ooxml.read.shared_parts import SharedParts, shared_parts
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import is_drawn
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

LONG_SHEET = 1 << 18  # bytes of text from which a sheet is read as columns
LARGEST_COPY = 1 << 20  # bytes of text up to which a sheet of another name is looked at for a copy of a list


def read_lists(package: Package, source: Path | BinaryIO) -> Snapshot:
    """The sheets of a tracker that hold its lists, or go by the name of one; of the others, those that may hold a copy.

    `source` is what the package was opened from. Of a path python-calamine holds no copy of its own; of content it does,
    twice over while it reads. Raises what read_sheets raises.
    """
    found = read_sheets(package, source, _may_hold_list)
    return found._replace(other_sheets=_other_sheets(package, found.sheets.keys()))


def read_sheets(
    package: Package,
    source: Path | BinaryIO,
    wanted: Callable[[str, Iterable[ListObject]], bool] = lambda name, lists: True,
) -> Snapshot:
    """The cells of a workbook's sheets, or of those wanted: judged by their name and the list objects.

    Raises WorkbookProblem, with the name of the sheet, where one is damaged.
    """
    workbook = Workbook(package)
    every = [sheet for sheet in workbook.sheets() if sheet.is_worksheet]
    names = {sheet.name for sheet in every}
    # no cells can be read of any other sheet
    tables = [table for table in table_parts(workbook) if table.sheet in names]
    lists = {place.name: place for place in _list_objects(tables)}
    chosen = [sheet for sheet in every if wanted(sheet.name, lists.values())]
    shared = shared_parts(workbook)
    merges = _merges_of_ordinary_sheets(package, shared, chosen)
    ordinary = _read_by_calamine(source, merges) if merges else {}
    sheets = {sheet.name: ordinary.get(sheet.name) or _cells(package, sheet, shared) for sheet in chosen}
    return Snapshot(package.name, sheets, lists, workbook.counts_from_1904, tuple(_other_lists(tables)))


def _merges_of_ordinary_sheets(
    package: Package, shared: SharedParts, sheets: Iterable[Sheet]
) -> dict[str, tuple[Area, ...]]:
    """The merged ranges of the short sheets that are ordinary; none where python-calamine might read another file."""
    short = [sheet for sheet in sheets if package.size(sheet.part) < LONG_SHEET] if shared.has_ordinary_texts else []
    found = {sheet.name: ordinary_merges(package.read(sheet.part), shared.formats) for sheet in short}
    return {name: merged for name, merged in found.items() if merged is not None} if package.is_unambiguous else {}


def _cells(package: Package, sheet: Sheet, shared: SharedParts) -> SheetCells:
    """The cells of a sheet that python-calamine did not read."""
    from pc_workbook.ooxml.read.long_sheets.cell_columns import cell_columns  # for long sheets, and unusual ones

    found = cell_columns(package, sheet.part, shared)
    if found is None:
        from pc_workbook.ooxml.read.sheet_parser import parse_sheet  # most trackers have no such sheet

        found = parse_sheet(package, sheet.part, shared, sheet.name)
    return SheetCells.of_columns(sheet.name, *found)


def _read_by_calamine(source: Path | BinaryIO, merges: Mapping[str, tuple[Area, ...]]) -> dict[str, SheetCells]:
    """The sheets that python-calamine reads; none where it can't open the workbook, as by a name that is no text, and
    none after a sheet it refuses.

    The one place that calls it: what it says, a panic too, which is no Exception, only leaves sheets to the parser.
    """
    read: dict[str, SheetCells] = {}
    if isinstance(source, Path) and not is_text(source):
        return read
    try:
        book = CalamineWorkbook.from_object(source)
        for name, merged in merges.items():
            read[name] = _of_calamine(book.get_sheet_by_name(name), merged)
    except BaseException as error:
        if not _is_calamines(error):
            raise
    return read


def _is_calamines(error: BaseException) -> bool:
    """Whether an exception was raised by python-calamine, or is the panic of the library it stands on."""
    kind = type(error)
    return kind.__module__.startswith(("python_calamine", "pyo3")) or isinstance(error, OverflowError)


def _of_calamine(sheet: CalamineSheet, merged: tuple[Area, ...]) -> SheetCells:
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
    """The list objects that go by another name than ours, but for those of the sheets that the program draws."""
    known = {name.casefold() for name in (*BY_TABLE, SETTINGS_TABLE)}
    for table in tables:
        if table.name.casefold() not in known and table.heading_rows and not is_drawn(table.sheet):
            yield _list_object(table.name, table)._replace(headings=tuple(map(unescape, table.column_ids)))


def _other_sheets(package: Package, read: Container[str]) -> dict[str, SheetCells]:
    """Short sheets that go by no list's name: somebody may have put rows there that belong in one. What is wrong with
    such a sheet is no concern of the tracker."""
    workbook = Workbook(package)
    wanted = [one for one in workbook.sheets() if one.is_worksheet and one.name not in read and not is_drawn(one.name)]
    if not wanted:
        return {}
    shared = shared_parts(workbook)
    found: dict[str, SheetCells] = {}
    for sheet in wanted:
        with suppress(WorkbookProblem):
            if package.size(sheet.part) <= LARGEST_COPY:
                found[sheet.name] = _cells(package, sheet, shared)
    return found


def _may_hold_list(name: str, lists: Iterable[ListObject]) -> bool:
    """Whether a sheet holds one of our lists, by its frame or by its name."""
    known = {folded(one.sheet) for one in LISTS} | {folded(SETTINGS_SHEET)}
    return folded(name) in known or any(place.sheet == name for place in lists)
