"""A tracker to adopt into, a mapping corrected by hand, and what a run prints."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from pc_workbook import api
from pc_workbook.adopt.mapping_lists import FIXED_VALUES, MAPPING
from pc_workbook.adopt.mapping_reading import workbook_snapshot
from pc_workbook.app import Adopted, draw_tracker
from pc_workbook.cells.change import CellValue, SetCell
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.location import by_headings
from pc_workbook.tracker.snapshot import a1

NOW: Final = datetime(2017, 3, 15, 9)
SETTINGS: Final = {"area_name": "Fictionshire", "area_code": "V9X", "as_at": date(2017, 3, 15)}
ROWS: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "tblLocalities": [{"name": "North"}, {"name": "South"}],
    "tblPractices": [{"code": "V90001", "name": "Mill Lane", "locality": "North"}],
    "tblRoles": [{"role": f"{each} lead"} for each in ("Programme", "Workforce", "Quality")],
}


def tracker(folder: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]] = ROWS) -> Path:
    """Return a new tracker with a few rows."""
    path = folder / "tracker.xlsx"
    draw_tracker(path, rows, SETTINGS)
    return path


def propose(tracker_path: Path, old: Path) -> Path:
    """Return the mapping that is proposed for a workbook."""
    mapping = old.with_name(f"{old.stem}-mapping.xlsx")
    api.propose_mapping(tracker_path, old, mapping, now=NOW)
    return mapping


def correct(
    mapping: Path, choices: Mapping[str, str | None] | None = None, fixed: Mapping[str, str] | None = None
) -> None:
    """Type other choices, by the heading of the column, and fixed values, by the name of the column."""
    snapshot = workbook_snapshot(mapping)
    changes: list[SetCell] = []
    for of, named, filled, typed in (
        (MAPPING, "heading", "choice", choices or {}),
        (FIXED_VALUES, "column", "value", fixed or {}),
    ):
        sheet = snapshot.sheets[of.sheet]
        place = by_headings(of, sheet)
        assert place is not None
        numbers = {column.field: n for n, column in enumerate(of.columns, place.first_column)}
        known = {sheet.value(row, numbers[named]): row for row in range(place.heading_row + 1, sheet.height + 1)}
        changes += [SetCell(of.sheet, a1(known[name], numbers[filled]), value) for name, value in typed.items()]
    edit(mapping, changes, mapping)


def adopt(tracker_path: Path, old: Path, mapping: Path, **options: bool) -> Adopted:
    """Fill the tracker."""
    return api.adopt(tracker_path, old, mapping, now=NOW, **options)


def errors(path: Path) -> list[Finding]:
    """Return the errors that a check of a tracker finds."""
    return [found for found in api.check(path).findings if found.severity is Severity.ERROR]


def entries(path: Path, table: str) -> list[dict[str, object]]:
    """Return the rows of a list as they are typed, by field, without empty cells."""
    checked = api.check(path)
    read = checked.intake.lists[table]
    if not read.columns:
        return []
    sheet = checked.intake.snapshot.sheets[read.sheet]
    return [
        {name: value for name, number in read.columns.items() if (value := sheet.value(at, number)) is not None}
        for at in read.filled_row_numbers
    ]


def typed(path: Path, table: str, key: str, field: str, value: CellValue) -> None:
    """Type a value into a tracker, in the row with this key."""
    read = api.check(path).intake.lists[table]
    at = next(entry.at for entry in read.entries if str(getattr(entry.row, BY_TABLE[table].key[0])) == key)
    edit(path, [SetCell(read.sheet, a1(at, read.columns[field]), value)], path)
