"""A tracker in memory, made of the rows that a test types."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from pc_workbook.tracker.lists.catalogue import BY_TABLE, SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from tests.support.columns import columns_of

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
SETTLED: Final = {"area_name": "Fictionshire", "area_code": "V9X", "as_at": date(2017, 3, 15), "baseline_year": 2016.0}


def tracker_of(rows: Rows, settings: Mapping[str, Any] = SETTLED) -> Snapshot:
    """Return the tracker as a snapshot: each list in a frame, its headings in row 1, its first row in row 2."""
    sheets: dict[str, SheetCells] = {}
    lists: dict[str, ListObject] = {}
    for table, typed in rows.items():
        entry = BY_TABLE[table]
        cells = [
            [c.heading for c in columns_of(table)],
            *([row.get(c.field) for c in columns_of(table)] for row in typed),
        ]
        sheets[entry.sheet] = SheetCells(entry.sheet, cells)
        lists[table] = ListObject(table, entry.sheet, 1, len(cells), 1, len(columns_of(table)))
    given = [[one.name, settings.get(one.field), one.needs] for one in SETTINGS]
    sheets[SETTINGS_SHEET] = SheetCells(SETTINGS_SHEET, [[*SETTINGS_HEADINGS], *given])
    lists[SETTINGS_TABLE] = ListObject(SETTINGS_TABLE, SETTINGS_SHEET, 1, len(given) + 1, 1, 3)
    return Snapshot("a tracker", sheets, lists)
