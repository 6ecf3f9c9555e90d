"""Location of the two lists in a return: by their list objects, else by their headings on any sheet.

Another spreadsheet program may lose list objects, and managers rename sheets and insert columns.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pc_workbook.model.text import folded, nearest
from pc_workbook.returns.record import is_record
from pc_workbook.returns.return_data import TABLES, returned_columns
from pc_workbook.returns.return_findings import return_finding
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.lists.catalogue import ACTIONS, BY_TABLE, SETTINGS_SHEET
from pc_workbook.tracker.lists.layout import Column, EntryList
from pc_workbook.tracker.lists.location import by_headings
from pc_workbook.tracker.snapshot import SheetCells, Snapshot, a1


@dataclass(frozen=True, slots=True)
class ListPlace:
    """One list in a return."""

    table: str
    sheet: str
    heading_row: int
    columns: Mapping[str, int] = field(default_factory=dict)  # field -> column


def list_places(
    snapshot: Snapshot,
    expected: Collection[str],
    findings: list[Finding],
    own: Mapping[str, tuple[Column, ...]] = MappingProxyType({}),
) -> dict[str, ListPlace]:
    """Return the place of each list; a missing list or heading is added to the findings.

    `own`: the columns that the area has added to each list.
    """
    places: dict[str, ListPlace] = {}
    for table in TABLES:
        found = list(_candidates(table, snapshot))
        if not found and table not in expected:
            continue
        if not found:
            first = next(iter(snapshot.sheets), "")
            findings.append(return_finding("T03", first, "A1", None, row=table, wanted=BY_TABLE[table].sheet))
            continue
        sheet, row = found[0]
        places[table] = ListPlace(
            table, sheet.name, row, _columns(returned_columns(table, own.get(table, ())), sheet, row, findings)
        )
        for copy, at in found[1:]:
            words = {"wanted": BY_TABLE[table].sheet, "kept": sheet.name}
            findings.append(return_finding("T18", copy.name, a1(at, 1), copy.name, **words))
    return places


def is_tracker(snapshot: Snapshot) -> bool:
    """Return whether a workbook is a whole tracker: it has sheets that no return has."""
    sheets = {folded(name) for name in snapshot.sheets}
    return {folded(SETTINGS_SHEET), folded(ACTIONS.sheet)} <= sheets


def _candidates(table: str, snapshot: Snapshot) -> Iterator[tuple[SheetCells, int]]:
    """Yield the sheets that contain the list, with its heading row: that of its list object first, then that of its
    name.
    """
    of = BY_TABLE[table]
    bare = of._replace(columns=returned_columns(table))
    framed = snapshot.lists.get(table)
    sheets = [sheet for sheet in snapshot.sheets.values() if not is_record(sheet)]
    sheets.sort(
        key=lambda sheet: (framed is None or sheet.name != framed.sheet, folded(sheet.name) != folded(of.sheet))
    )
    for sheet in sheets:
        place = _headings(bare, sheet)
        if place:
            yield sheet, place


def _headings(of: EntryList, sheet: SheetCells) -> int:
    found = by_headings(of, sheet)
    return found.heading_row if found else 0


def _columns(returned: tuple[Column, ...], sheet: SheetCells, row: int, findings: list[Finding]) -> dict[str, int]:
    headings: dict[str, int] = {}
    for at in range(1, sheet.width + 1):
        headings.setdefault(str(sheet.value(row, at) or "").strip(), at)
    by_fold = {folded(heading): heading for heading in headings if heading}
    columns: dict[str, int] = {}
    for column in returned:
        heading = column.heading if column.heading in headings else by_fold.get(folded(column.heading))
        if heading is None:
            continue
        columns[column.field] = headings[heading]
        if heading != column.heading:
            findings.append(
                return_finding("T05", sheet.name, a1(row, headings[heading]), heading, heading=column.heading)
            )
    spare = {heading: at for heading, at in headings.items() if heading and at not in columns.values()}
    for column in returned:
        if column.field not in columns:
            near = nearest(column.heading, spare, 0.6)
            hint = detail("column_suggestion", near=near or "")
            where = a1(row, spare[near] if near else min(columns.values(), default=1))
            findings.append(return_finding("T04", sheet.name, where, near, heading=column.heading, suggestion=hint))
    return columns
