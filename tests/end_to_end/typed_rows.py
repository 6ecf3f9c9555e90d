"""Rows that a person types into the lists of a tracker, by their headings; a row with the same key is completed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

Row = Mapping[str, object]
#: The headings by which a row is found, by sheet; rows of other sheets are added.
KEYS: Mapping[str, Sequence[str]] = {
    "Settings": ("Setting",),
    "Indicators": ("Number",),
    "Actions": ("Action",),
    "Action progress": ("Action", "Locality"),
    "Trajectory": ("Indicator", "Period"),
}


def type_rows(tracker: Path, rows: Mapping[str, Sequence[Row]]) -> None:
    """Type rows into the lists of some sheets, and save the tracker."""
    book = load_workbook(tracker)
    for sheet, typed in rows.items():
        _type_into(book[sheet], typed)
    book.save(tracker)


def _type_into(sheet: Worksheet, typed: Sequence[Row]) -> None:
    (table,) = sheet.tables.values()
    left, top, right, bottom = range_boundaries(table.ref)
    columns = {sheet.cell(top, at).value: at for at in range(left, right + 1)}
    there = {_key(sheet, at, columns): at for at in range(top + 1, bottom + 1)}
    last = max((at for key, at in there.items() if any(key)), default=top)
    for row in typed:
        key = tuple(str(row.get(heading)) for heading in KEYS.get(sheet.title, ()))
        at = there.get(key) if key else None
        if at is None:
            last = at = last + 1
        for heading, value in row.items():
            sheet.cell(at, columns[heading]).value = value  # type: ignore[assignment]
    table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{max(bottom, last)}"
    if table.autoFilter:
        table.autoFilter.ref = table.ref


def _key(sheet: Worksheet, at: int, columns: Mapping[object, int]) -> tuple[str, ...]:
    headings = KEYS.get(sheet.title) or [next(heading for heading, column in columns.items() if column)]
    cells = [sheet.cell(at, columns[heading]).value for heading in headings]
    return tuple("" if cell is None else str(cell) for cell in cells)
