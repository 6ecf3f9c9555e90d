"""Reads the cells of an open workbook, including unsaved edits: each sheet that may contain a list in one call.

Values and errors come in that call. Percentage formats, month formats and merged cells need a call each, so they are
queried for whole columns first, and for their halves where cells differ. Merged cells above a list's headings are not
queried. One stray cell makes Excel report the whole sheet as used, so a very large used range is read in part.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.model.text import folded
from pc_workbook.ooxml.read.areas import LAST_COLUMN, Area
from pc_workbook.ooxml.read.number_formats import shows_month, shows_percentage
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import START_HERE, is_drawn
from pc_workbook.tracker.lists.location import LOOKED_AT_FOR_HEADINGS
from pc_workbook.tracker.snapshot import (
    BLANK_ROWS,
    LAST_READ_COLUMN,
    ListObject,
    SheetCells,
    Snapshot,
    is_first_of_month,
)

T = TypeVar("T")
Rows = list[list[object]]
Cell = tuple[int, int]  # row and column

KNOWN: Final = {name.casefold(): name for name in (*BY_TABLE, SETTINGS_TABLE)}
SHEETS: Final = {folded(entry_list.sheet) for entry_list in LISTS} | {folded(SETTINGS_SHEET)}
ERRORS: Final = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
ANOTHER_ERROR: Final = "#ERROR!"  # stands for Excel's newer errors, which xlwings returns as numbers
MOST_CELLS: Final = 2_000_000  # of a used range that is read completely


def read_workbook(book: "xw.Book") -> Snapshot:
    """Return the list objects of the workbook, and the cells of each sheet that may contain a list."""
    sheets: dict[str, SheetCells] = {}
    lists: dict[str, ListObject] = {}
    others: list[ListObject] = []
    tops: dict[str, SheetCells] = {}
    for sheet in book.sheets:
        name = sheet.name
        if is_drawn(name):
            continue
        list_objects = list(_list_objects(sheet, name))
        known = [item for item in list_objects if not item.headings]
        others += (item for item in list_objects if item.headings)
        if known or folded(name) in SHEETS:
            sheets[name] = _cells(sheet, name, min((item.heading_row for item in known), default=0))
            lists |= {item.name: item for item in known}
        else:
            tops[name] = _top(sheet, name)
    return Snapshot(
        book.name, sheets, lists, bool(book.api.Date1904), tuple(others), tops, has_start_here=_has_start_here(book)
    )


def _has_start_here(book: "xw.Book") -> bool:
    """Return whether there is a sheet Start here that this program made."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == START_HERE), None)
    if sheet is None:
        return False
    from pc_workbook.hosts.desktop.insert_sheets import mark_of

    return mark_of(sheet) is not None


def _list_objects(sheet: "xw.Sheet", sheet_name: str) -> Iterator[ListObject]:
    """Yield the list objects of a sheet; those that are none of the tracker's lists have their headings filled in."""
    for table in sheet.tables:
        if not table.show_headers:
            continue
        name, area, totals = KNOWN.get(table.name.casefold()), area_of(table.range), int(bool(table.show_totals))
        item = ListObject(name or table.name, sheet_name, area.top, area.bottom - totals, area.left, area.right, totals)
        yield item if name else item._replace(headings=_headings(sheet, item))


def _headings(sheet: "xw.Sheet", item: ListObject) -> tuple[str, ...]:
    row = Area(item.heading_row, item.first_column, item.heading_row, item.last_column)
    return tuple(str(cell or "") for cell in sheet.range(str(row)).options(ndim=1).value)


def area_of(cells: "xw.Range") -> Area:
    """Return the area of a range, in one call."""
    return Area.parse(cells.address)


def _cells(sheet: "xw.Sheet", name: str, heading_row: int) -> SheetCells:
    area, far_away = _near_cells(sheet, area_of(sheet.used_range))
    rows = sheet.range(str(area)).options(ndim=2, err_to_str=True, dates=_day_or_moment).value
    rows, errors = _without_errors(sheet, rows, area)
    rows = _trimmed(rows, max((row for row, _ in errors), default=0) - area.top + 1)
    if not rows:
        return SheetCells(name, (), errors, far_away=far_away)
    area = Area(area.top, area.left, area.top + len(rows) - 1, area.left + len(rows[0]) - 1)
    percent = frozenset(_cells_with_format(sheet, rows, area, _is_number, shows_percentage))
    merged = tuple(_merged(sheet, area, heading_row))
    above: Rows = [[None] * len(rows[0])] * (area.top - 1)
    cells = SheetCells(name, [*above, *rows], errors, percent, merged, area.left, far_away=far_away)
    cells.months = frozenset(_cells_with_format(sheet, rows, area, is_first_of_month, shows_month))
    return cells


def _top(sheet: "xw.Sheet", name: str) -> SheetCells:
    """Return the first rows of a sheet without a list's name, where a copy of a list would have its headings."""
    area = area_of(sheet.used_range)
    if area.top > LOOKED_AT_FOR_HEADINGS or area.left > LAST_READ_COLUMN:
        return SheetCells(name, ())
    near = Area(area.top, area.left, min(area.bottom, LOOKED_AT_FOR_HEADINGS), min(area.right, LAST_READ_COLUMN))
    rows: Rows = sheet.range(str(near)).options(ndim=2).value
    above: Rows = [[None] * len(rows[0])] * (near.top - 1)
    return SheetCells(name, [*above, *rows], first_column=near.left)


def _day_or_moment(**parts: Any) -> date:
    """Return a cell's date as a date, or as a datetime if it has a time of day."""
    moment = datetime(**parts)
    return moment if moment.time() != datetime.min.time() else moment.date()


def _without_errors(sheet: "xw.Sheet", rows: Rows, area: Area) -> tuple[Rows, dict[tuple[int, int], str]]:
    """Return the rows without errors, and the errors by cell. Only columns that may contain an error are searched."""
    columns = [index for index, column in enumerate(zip(*rows, strict=True)) if _needs_conversion(column)]
    if not columns:
        return rows, {}
    errors: dict[tuple[int, int], str] = {}
    converted = [list(row) for row in rows]
    for number, row in enumerate(converted, area.top):
        for index in columns:
            row[index], error = _converted(sheet, row[index], number, area.left + index)
            if error is not None:
                errors[number, area.left + index] = error
    return converted, errors


def _needs_conversion(column: Sequence[object]) -> bool:
    types = set(map(type, column))
    return not types.isdisjoint((int, Decimal)) or (str in types and not ERRORS.isdisjoint(column))


def _converted(sheet: "xw.Sheet", value: object, row: int, column: int) -> tuple[object, str | None]:
    """Return a cell's value as the model expects it, and its error if it has one."""
    if isinstance(value, Decimal):  # cells in a currency format
        return float(value), None
    if type(value) is int:  # Excel's numbers come as floats
        return None, ANOTHER_ERROR
    if value in ERRORS and sheet.range((row, column)).value is None:  # otherwise the text was typed
        return None, str(value)
    return value, None


def _trimmed(rows: Rows, last_error: int) -> Rows:
    """Return the rows without empty rows and columns at the end: Excel counts coloured cells as used.

    `last_error`: the number of the last row with an error, counted from 1 for the first of these rows.
    """
    ends = [_end(column) for column in zip(*rows, strict=True)]
    height, width = max(last_error, *ends, 0), _end([end or None for end in ends])
    return rows[:height] if width == len(ends) else [row[:width] for row in rows[:height]]


def _end(values: Sequence[object]) -> int:
    """Return the number of values up to the last that is not None."""
    return next((count for count in range(len(values), 0, -1) if values[count - 1] is not None), 0)


def _cells_with_format(
    sheet: "xw.Sheet", rows: Rows, area: Area, applies: Callable[[object], bool], has_format: Callable[[str], bool]
) -> Iterator[Cell]:
    """Yield the cells to whose value `applies` and to whose number format `has_format` is true."""
    for number, column in enumerate(zip(*rows, strict=True), area.left):
        matches = [row for row, value in enumerate(column, area.top) if applies(value)]
        if matches:
            stretch = Area(matches[0], number, matches[-1], number)
            parts = list(_parts_where(sheet, stretch, _number_format, has_format))
            for row in matches:
                if any(part.top <= row <= part.bottom for part in parts):
                    yield row, number


def _number_format(cells: "xw.Range") -> str | None:
    return cells.number_format


def _is_number(value: object) -> bool:
    return type(value) is float


def _merged(sheet: "xw.Sheet", area: Area, heading_row: int) -> Iterator[tuple[int, int, int, int]]:
    below = Area(max(area.top, heading_row), area.left, area.bottom, area.right)
    if below.top > below.bottom:
        return
    merges: set[Area] = set()
    for part in _parts_where(sheet, below, lambda cells: cells.merge_cells, bool):
        for row in range(part.top, part.bottom + 1):
            for column in range(part.left, part.right + 1):
                if not any(merge.contains(row, column) for merge in merges):
                    merges.add(area_of(sheet.range((row, column)).merge_area))
    yield from sorted((merge.top, merge.left, merge.bottom, merge.right) for merge in merges)


def _parts_where(
    sheet: "xw.Sheet", area: Area, query: "Callable[[xw.Range], T | None]", wanted: Callable[[T], bool]
) -> Iterator[Area]:
    """Yield the parts of an area for which `wanted` is true of the queried property, which is None if cells differ."""
    answer = query(sheet.range(str(area)))
    if answer is not None:
        if wanted(answer):
            yield area
        return
    if area.top == area.bottom and area.left == area.right:
        return
    for half in _halves(area):
        yield from _parts_where(sheet, half, query, wanted)


def _halves(area: Area) -> tuple[Area, Area]:
    if area.bottom > area.top:
        middle = (area.top + area.bottom) // 2
        return (
            Area(area.top, area.left, middle, area.right),
            Area(middle + 1, area.left, area.bottom, area.right),
        )
    middle = (area.left + area.right) // 2
    return (
        Area(area.top, area.left, area.bottom, middle),
        Area(area.top, middle + 1, area.bottom, area.right),
    )


# -- the part of a used range that is read


def _near_cells(sheet: "xw.Sheet", used: Area) -> tuple[Area, tuple[Cell, ...]]:
    """Return the range to read, and the first filled cells below and beside it, if there are any.

    A range of usual size is read completely. A larger one is read down to the first 1,000 empty rows, and across to
    column 512.
    """
    if (used.bottom - used.top + 1) * (used.right - used.left + 1) <= MOST_CELLS and used.right <= LAST_READ_COLUMN:
        return used, ()
    right = max(used.left, min(used.right, LAST_READ_COLUMN))
    bottom = used.top
    while bottom < used.bottom and _count(sheet, Area(bottom, used.left, min(bottom + BLANK_ROWS, used.bottom), right)):
        bottom = min(bottom + BLANK_ROWS, used.bottom)
    beside = Area(used.top, right + 1, used.bottom, LAST_COLUMN) if right < used.right else None
    below = Area(bottom + 1, used.left, used.bottom, right) if bottom < used.bottom else None
    beyond = [_first_filled(sheet, area) for area in (below, beside) if area is not None]
    return Area(used.top, used.left, bottom, right), tuple(sorted(cell for cell in beyond if cell is not None))


def _first_filled(sheet: "xw.Sheet", area: Area) -> Cell | None:
    """Return the first cell of an area with content, found by halving the area."""
    if not _count(sheet, area):
        return None
    while area.top < area.bottom:
        middle = (area.top + area.bottom) // 2
        upper = area._replace(bottom=middle)
        area = upper if _count(sheet, upper) else area._replace(top=middle + 1)
    while area.left < area.right:
        middle = (area.left + area.right) // 2
        left = area._replace(right=middle)
        area = left if _count(sheet, left) else area._replace(left=middle + 1)
    return area.top, area.left


def _count(sheet: "xw.Sheet", area: Area) -> int:
    """Return the number of cells with content in an area."""
    return int(sheet.book.app.api.WorksheetFunction.CountA(sheet.range(str(area)).api))
