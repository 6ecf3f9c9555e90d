"""An open workbook as values, unsaved edits included: each sheet that may hold a list in one read of its range.

Errors come in that read. Which numbers show as a percentage, which dates as a month, and what is merged, costs a question each, so it is
asked of whole columns first and of their halves where they differ. Merged cells above a list's headings say
nothing about the list and are not asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from pc_workbook.hosts.desktop.used_range import near_cells
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.model.text import folded
from pc_workbook.ooxml.read.areas import Area
from pc_workbook.ooxml.read.number_formats import shows_month, shows_percentage
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import is_drawn
from pc_workbook.tracker.lists.location import LOOKED_AT_FOR_HEADINGS
from pc_workbook.tracker.snapshot import LAST_READ_COLUMN, ListObject, SheetCells, Snapshot, is_first_of_month

T = TypeVar("T")
Rows = list[list[object]]

KNOWN: Final = {name.casefold(): name for name in (*BY_TABLE, SETTINGS_TABLE)}
SHEETS: Final = {folded(one.sheet) for one in LISTS} | {folded(SETTINGS_SHEET)}
ERRORS: Final = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
ANOTHER_ERROR: Final = "#ERROR!"  # one of Excel's newer kinds, which come as numbers that xlwings does not know


def snapshot_of(book: "xw.Book") -> Snapshot:
    """Every list of the workbook with its frame, and the cells of each sheet that may hold one."""
    sheets: dict[str, SheetCells] = {}
    lists: dict[str, ListObject] = {}
    others: list[ListObject] = []
    tops: dict[str, SheetCells] = {}
    for sheet in book.sheets:
        name = sheet.name
        if is_drawn(name):
            continue
        every = list(_list_objects(sheet, name))
        found = [place for place in every if not place.headings]
        others += (place for place in every if place.headings)
        if found or folded(name) in SHEETS:
            sheets[name] = _cells(sheet, name, min((place.heading_row for place in found), default=0))
            lists |= {place.name: place for place in found}
        else:
            tops[name] = _top(sheet, name)
    return Snapshot(book.name, sheets, lists, bool(book.api.Date1904), tuple(others), tops)


def _list_objects(sheet: "xw.Sheet", sheet_name: str) -> Iterator[ListObject]:
    """The list objects of a sheet: those of other names than ours with their headings."""
    for table in sheet.tables:
        if not table.show_headers:
            continue
        name, area, totals = KNOWN.get(table.name.casefold()), area_of(table.range), int(bool(table.show_totals))
        place = ListObject(
            name or table.name, sheet_name, area.top, area.bottom - totals, area.left, area.right, totals
        )
        yield place if name else place._replace(headings=_headings(sheet, place))


def _headings(sheet: "xw.Sheet", place: ListObject) -> tuple[str, ...]:
    row = Area(place.heading_row, place.first_column, place.heading_row, place.last_column)
    return tuple(str(cell or "") for cell in sheet.range(str(row)).options(ndim=1).value)


def area_of(cells: "xw.Range") -> Area:
    """Where a range lies, in one question."""
    return Area.parse(cells.address)


def _cells(sheet: "xw.Sheet", name: str, heading_row: int) -> SheetCells:
    area, far_away = near_cells(sheet, area_of(sheet.used_range))
    rows = sheet.range(str(area)).options(ndim=2, err_to_str=True, dates=_day_or_moment).value
    rows, errors = _without_errors(sheet, rows, area)
    rows = _trimmed(rows, max((row for row, _ in errors), default=0) - area.top + 1)
    if not rows:
        return SheetCells(name, (), errors, far_away=far_away)
    area = Area(area.top, area.left, area.top + len(rows) - 1, area.left + len(rows[0]) - 1)
    percent = frozenset(_shown_so(sheet, rows, area, _is_number, shows_percentage))
    merged = tuple(_merged(sheet, area, heading_row))
    above: Rows = [[None] * len(rows[0])] * (area.top - 1)
    cells = SheetCells(name, [*above, *rows], errors, percent, merged, area.left, far_away=far_away)
    cells.months = frozenset(_shown_so(sheet, rows, area, is_first_of_month, shows_month))
    return cells


def _top(sheet: "xw.Sheet", name: str) -> SheetCells:
    """The first rows of a sheet that goes by no list's name: there a copy of one would have its headings."""
    area = area_of(sheet.used_range)
    if area.top > LOOKED_AT_FOR_HEADINGS or area.left > LAST_READ_COLUMN:
        return SheetCells(name, ())
    near = Area(area.top, area.left, min(area.bottom, LOOKED_AT_FOR_HEADINGS), min(area.right, LAST_READ_COLUMN))
    rows: Rows = sheet.range(str(near)).options(ndim=2).value
    above: Rows = [[None] * len(rows[0])] * (near.top - 1)
    return SheetCells(name, [*above, *rows], first_column=near.left)


def _day_or_moment(**given: Any) -> date:
    """A cell's date as a date, unless it has a time of day."""
    moment = datetime(**given)
    return moment if moment.time() != datetime.min.time() else moment.date()


def _without_errors(sheet: "xw.Sheet", rows: Rows, area: Area) -> tuple[Rows, dict[tuple[int, int], str]]:
    """The rows as the model takes them, and the errors in them; looked for by columns, since few hold any."""
    odd = [place for place, column in enumerate(zip(*rows, strict=True)) if _is_odd(column)]
    if not odd:
        return rows, {}
    errors: dict[tuple[int, int], str] = {}
    plain = [list(row) for row in rows]
    for at, row in enumerate(plain, area.top):
        for place in odd:
            row[place], error = _plain(sheet, row[place], at, area.left + place)
            if error is not None:
                errors[at, area.left + place] = error
    return plain, errors


def _is_odd(column: Sequence[object]) -> bool:
    kinds = set(map(type, column))
    return not kinds.isdisjoint((int, Decimal)) or (str in kinds and not ERRORS.isdisjoint(column))


def _plain(sheet: "xw.Sheet", value: object, row: int, column: int) -> tuple[object, str | None]:
    """A value as the model takes it, and the error where it is one."""
    if isinstance(value, Decimal):  # cells in a currency format
        return float(value), None
    if type(value) is int:  # Excel's numbers come as floats
        return None, ANOTHER_ERROR
    if value in ERRORS and sheet.range((row, column)).value is None:  # else somebody typed those words
        return None, str(value)
    return value, None


def _trimmed(rows: Rows, last_error: int) -> Rows:
    """Without empty rows and columns at the end: what Excel counts as used may only be coloured. `last_error`: the
    row, counted from the first of these, of the last cell that shows an error."""
    ends = [_end(column) for column in zip(*rows, strict=True)]
    height, width = max(last_error, *ends, 0), _end([end or None for end in ends])
    return rows[:height] if width == len(ends) else [row[:width] for row in rows[:height]]


def _end(things: Sequence[object]) -> int:
    """How many things there are up to the last that is something."""
    return next((place for place in range(len(things), 0, -1) if things[place - 1] is not None), 0)


def _shown_so(
    sheet: "xw.Sheet", rows: Rows, area: Area, asked: Callable[[object], bool], shows: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """The cells that are asked about and have a number format that shows them so, by row and column."""
    for place, column in enumerate(zip(*rows, strict=True)):
        found = [area.top + at for at, value in enumerate(column) if asked(value)]
        if found:
            stretch = Area(found[0], area.left + place, found[-1], area.left + place)
            shown = {part.top: part.bottom for part in _where(sheet, stretch, _number_format, shows)}
            for row in found:
                if any(top <= row <= bottom for top, bottom in shown.items()):
                    yield row, stretch.left


def _number_format(cells: "xw.Range") -> str | None:
    return cells.number_format


def _is_number(value: object) -> bool:
    return type(value) is float


def _merged(sheet: "xw.Sheet", area: Area, heading_row: int) -> Iterator[tuple[int, int, int, int]]:
    below = Area(max(area.top, heading_row), area.left, area.bottom, area.right)
    if below.top > below.bottom:
        return
    found: set[Area] = set()
    for part in _where(sheet, below, lambda cells: cells.merge_cells, bool):
        for row in range(part.top, part.bottom + 1):
            for column in range(part.left, part.right + 1):
                if not any(known.contains(row, column) for known in found):
                    found.add(area_of(sheet.range((row, column)).merge_area))
    yield from (
        (one.top, one.left, one.bottom, one.right) for one in sorted(found, key=lambda one: (one.top, one.left))
    )


def _where(
    sheet: "xw.Sheet", area: Area, ask: "Callable[[xw.Range], T | None]", wanted: Callable[[T], bool]
) -> Iterator[Area]:
    """The parts of an area of which something holds: Excel answers for the whole, or None where cells differ."""
    answer = ask(sheet.range(str(area)))
    if answer is not None:
        if wanted(answer):
            yield area
        return
    if area.top == area.bottom and area.left == area.right:
        return
    for half in _halves(area):
        yield from _where(sheet, half, ask, wanted)


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
