"""Everything in a return that is in none of the lists' cells: own columns and sheets, words typed beside them,
comments, pictures. None of it is read, and each is named with its cell."""

from collections.abc import Collection, Iterator, Mapping

from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.read.sheet_objects import sheet_objects
from pc_workbook.returns.cell_locations import ListPlace, is_tracker
from pc_workbook.returns.record import Record, filled_cells, is_record, mark_of_text
from pc_workbook.returns.return_findings import return_finding
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.snapshot import SheetCells, Snapshot, a1
from pc_workbook.views.returns.return_sheets import SHOWN
from pc_workbook.wording.entry_sheets import START_HERE, YOUR_PRACTICES

DRAWN = (START_HERE, YOUR_PRACTICES)
MOST_NAMED = 12  # cells of one column
CODES = {"comment": "T14", "drawing": "T15"}


def unread_content(
    package: Package,
    snapshot: Snapshot,
    record: Record | None,
    places: Mapping[str, ListPlace],
    copies: Collection[str],
) -> Iterator[Finding]:
    """Yield a finding for each. `copies` are sheets named already, as second copies of a list.

    Without a record, what was handed out beside the lists can't be distinguished from what was typed there; of a whole tracker
    nothing beside them is named.
    """
    whole = record is None and is_tracker(snapshot)
    known = frozenset().union(*record.texts.values()) if record else frozenset()
    at = {place.sheet: place for place in places.values()}
    for sheet in snapshot.sheets.values():
        if is_record(sheet):
            continue
        if sheet.name in at:
            yield from _beside_list(sheet, at[sheet.name], known, _trackers_own(at[sheet.name]) if whole else ())
        elif whole:
            continue
        elif record is not None and _was_drawn(sheet, known):
            yield from (return_finding("T17", sheet.name, cell, value) for cell, value in _unknown(sheet, known))
        elif sheet.name not in {*copies, *(() if record else DRAWN)}:
            yield from _own_sheet(sheet)
    for part in Workbook(package).sheets():
        if whole and part.name not in at:
            continue
        if part.is_worksheet:
            for sheet_object in sheet_objects(package, part):
                yield return_finding(
                    CODES[sheet_object.kind], part.name, sheet_object.cell, sheet_object.words, row=sheet_object.words
                )
        else:
            yield return_finding("T16", part.name, "A1", part.name, cells=detail("cells_filled", count=0))


def _was_drawn(sheet: SheetCells, known: frozenset[str]) -> bool:
    """Return whether a sheet was handed out, whatever its name is now."""
    marks = [mark_of_text(value) for _, _, value in filled_cells(sheet)]
    return bool(marks) and sum(mark in known for mark in marks) * 2 >= len(marks)


def _unknown(sheet: SheetCells, known: frozenset[str]) -> Iterator[tuple[str, object]]:
    return ((a1(row, column), value) for row, column, value in filled_cells(sheet) if mark_of_text(value) not in known)


def _own_sheet(sheet: SheetCells) -> Iterator[Finding]:
    filled = [(row, column) for row, column, _ in filled_cells(sheet)]
    if filled:
        cell = a1(*filled[0])
        yield return_finding(
            "T16", sheet.name, cell, sheet.value(*filled[0]), cells=detail("cells_filled", count=len(filled))
        )


def _trackers_own(place: ListPlace) -> frozenset[str]:
    """Return the headings of a list in the tracker, among them those that a return does not carry."""
    return frozenset(column.heading for column in BY_TABLE[place.table].columns)


def _beside_list(
    sheet: SheetCells, place: ListPlace, known: frozenset[str], expected: Collection[object]
) -> Iterator[Finding]:
    """Yield findings of own columns by their heading, and of other cells one by one, where the record shows that they are new."""
    read = set(place.columns.values())
    drawn = {SHOWN[place.table].header, *expected}
    own: dict[int, list[int]] = {}
    for row, column, value in filled_cells(sheet):
        if column in read and row >= place.heading_row:
            continue
        heading = sheet.value(place.heading_row, column)
        if row >= place.heading_row and heading not in drawn:
            own.setdefault(column, []).append(row)
        elif known and mark_of_text(value) not in known:
            yield return_finding("T17", sheet.name, a1(row, column), value)
    for column, rows in own.items():
        below = [a1(row, column) for row in rows if row > place.heading_row]
        cells = detail("cells_below", cells=tuple(below[:MOST_NAMED]), more=max(0, len(below) - MOST_NAMED))
        yield return_finding("T06", sheet.name, a1(rows[0], column), sheet.value(rows[0], column), cells=cells)
