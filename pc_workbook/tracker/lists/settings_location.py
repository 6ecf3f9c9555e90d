"""Find the settings on their sheet: the columns of names and of values, by heading."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pc_workbook.model.text import folded
from pc_workbook.tracker.lists.catalogue import SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.lists.location import first_cell, heading_at
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot

NAME, VALUE = folded(SETTINGS_HEADINGS[0]), folded(SETTINGS_HEADINGS[1])
FEWEST = 3  # names of settings that tell their column where its heading does not


class SettingsPlace(NamedTuple):
    """The position of the settings. `names` or `values` is None where the column is not found."""

    sheet: SheetCells
    heading_row: int = 0
    names: int | None = None
    values: int | None = None
    rows_below: Sequence[int] = ()
    column_numbers: range = range(0)  # the columns of the list
    is_headed: bool = True  # the column of names goes by its heading
    value_columns: tuple[int, ...] = ()  # all that are headed so

    def rows(self) -> Iterator[int]:
        """Yield the rows below the headings with an entry under the names or the values."""
        column_numbers = [column_number for column_number in (self.names, self.values) if column_number is not None]
        for row in self.rows_below:
            if any(
                self.sheet.value(row, column_number) is not None or (row, column_number) in self.sheet.errors
                for column_number in column_numbers
            ):
                yield row


def settings_sheet(snapshot: Snapshot) -> SheetCells | None:
    """Return the sheet of the settings: that of their list object, or else the sheet of that name."""
    framed = snapshot.lists.get(SETTINGS_TABLE)
    if framed is not None:
        return snapshot.sheets.get(framed.sheet)
    return next((sheet for sheet in snapshot.sheets.values() if folded(sheet.name) == folded(SETTINGS_SHEET)), None)


def settings_sheet_name(snapshot: Snapshot) -> str:
    """Return the name of the settings sheet; the usual name where there is none."""
    sheet = settings_sheet(snapshot)
    return sheet.name if sheet else SETTINGS_SHEET


def settings_place(snapshot: Snapshot) -> SettingsPlace | None:
    """Return the position of the settings; None without a settings sheet. A column of names without a heading is found by
    the names in it."""
    sheet = settings_sheet(snapshot)
    if sheet is None:
        return None
    frame = _frame(snapshot, sheet)
    headed = _headed(sheet, frame)
    row, names = headed or _by_names(sheet, frame)
    if names is None:
        return SettingsPlace(sheet)
    column_numbers = range(frame.first_column, frame.last_column + 1) if frame else _run(sheet, row, names)
    valued = tuple(
        column_number
        for column_number in column_numbers
        if column_number != names and _is(heading_at(sheet, row, column_number), VALUE)
    )
    totals = range(frame.last_row + 1, frame.last_row + frame.totals + 1) if frame else ()
    rows = [number for number in range(row + 1, sheet.height + 1) if number not in totals]
    return SettingsPlace(
        sheet, row, names, valued[0] if valued else None, rows, column_numbers, headed is not None, valued
    )


def _frame(snapshot: Snapshot, sheet: SheetCells) -> ListObject | None:
    """Return the list object of the settings, under any name."""
    named = snapshot.lists.get(SETTINGS_TABLE)
    renamed = (place for place in snapshot.other_lists if place.sheet == sheet.name)
    return named or next((place for place in renamed if VALUE in map(folded, place.headings)), None)


def _headed(sheet: SheetCells, frame: ListObject | None) -> tuple[int, int] | None:
    if frame is None:
        return first_cell(sheet, lambda value: _is(value, NAME))
    column_numbers = range(frame.first_column, frame.last_column + 1)
    column_number = next(
        (
            column_number
            for column_number in column_numbers
            if _is(heading_at(sheet, frame.heading_row, column_number), NAME)
        ),
        None,
    )
    return None if column_number is None else (frame.heading_row, column_number)


def _by_names(sheet: SheetCells, frame: ListObject | None) -> tuple[int, int | None]:
    """Return the heading row and the column with most names of settings; None where no column has enough."""
    known = known_settings()
    found: dict[int, list[int]] = {}
    for column_number in range(1, sheet.width + 1):
        rows = [row for row in range(1, sheet.height + 1) if _name_in(sheet.value(row, column_number)) in known]
        if len(rows) >= FEWEST:
            found[column_number] = rows
    if not found:
        return 0, None
    column_number = max(found, key=lambda number: len(found[number]))
    return frame.heading_row if frame else max(found[column_number][0] - 1, 1), column_number


def _run(sheet: SheetCells, row: int, names: int) -> range:
    """Return the columns from that of the names to the last with a heading."""
    last = names
    while last < sheet.width and sheet.value(row, last + 1) is not None:
        last += 1
    return range(names, last + 1)


@cache
def known_settings() -> Mapping[str, str]:
    """Return the fields of the settings by their folded names."""
    return {folded(setting.name): setting.field for setting in SETTINGS}


def _is(value: object, wanted: str) -> bool:
    return isinstance(value, str) and folded(value) == wanted


def _name_in(value: object) -> str:
    return folded(value) if isinstance(value, str) else ""
