"""Where the two lists stand in a return: found by their frame, else by their headings on whatever sheet they are.

Saving by another spreadsheet may lose the frames, and managers rename sheets and put columns in between.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pc_workbook.model.text import folded, nearest
from pc_workbook.returns.record import is_record
from pc_workbook.returns.return_data import TABLES, carried
from pc_workbook.returns.return_findings import remark
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.lists.catalogue import ACTIONS, BY_TABLE, SETTINGS_SHEET
from pc_workbook.tracker.lists.layout import EntryList
from pc_workbook.tracker.lists.location import by_headings
from pc_workbook.tracker.snapshot import SheetCells, Snapshot, a1


@dataclass(frozen=True, slots=True)
class Place:
    """One list in a return."""

    table: str
    sheet: str
    heading_row: int
    columns: Mapping[str, int] = field(default_factory=dict)  # field -> column


def find_places(snapshot: Snapshot, expected: Collection[str], findings: list[Finding]) -> dict[str, Place]:
    """Each list by its name; what is missing, though expected, or written otherwise goes to the findings."""
    places: dict[str, Place] = {}
    for table in TABLES:
        found = list(_candidates(table, snapshot))
        if not found and table not in expected:
            continue
        if not found:
            first = next(iter(snapshot.sheets), "")
            findings.append(remark("T03", first, "A1", None, row=table, wanted=BY_TABLE[table].sheet))
            continue
        sheet, row = found[0]
        places[table] = Place(table, sheet.name, row, _columns(table, sheet, row, findings))
        for copy, at in found[1:]:
            words = {"wanted": BY_TABLE[table].sheet, "kept": sheet.name}
            findings.append(remark("T18", copy.name, a1(at, 1), copy.name, **words))
    return places


def is_tracker(snapshot: Snapshot) -> bool:
    """Whether a workbook is a whole tracker: it has sheets that no return has."""
    sheets = {folded(name) for name in snapshot.sheets}
    return {folded(SETTINGS_SHEET), folded(ACTIONS.sheet)} <= sheets


def _candidates(table: str, snapshot: Snapshot) -> Iterator[tuple[SheetCells, int]]:
    """Sheets that hold the list, with its heading row: the framed one first, then the one of its name."""
    of = BY_TABLE[table]
    bare = of._replace(columns=carried(table))
    framed = snapshot.lists.get(table)
    ours = [sheet for sheet in snapshot.sheets.values() if not is_record(sheet)]
    ours.sort(key=lambda one: (framed is None or one.name != framed.sheet, folded(one.name) != folded(of.sheet)))
    for sheet in ours:
        place = _headings(bare, sheet)
        if place:
            yield sheet, place


def _headings(of: EntryList, sheet: SheetCells) -> int:
    found = by_headings(of, sheet)
    return found.heading_row if found else 0


def _columns(table: str, sheet: SheetCells, row: int, findings: list[Finding]) -> dict[str, int]:
    headings: dict[str, int] = {}
    for at in range(1, sheet.width + 1):
        headings.setdefault(str(sheet.value(row, at) or "").strip(), at)
    by_fold = {folded(heading): heading for heading in headings if heading}
    columns: dict[str, int] = {}
    for column in carried(table):
        heading = column.heading if column.heading in headings else by_fold.get(folded(column.heading))
        if heading is None:
            continue
        columns[column.field] = headings[heading]
        if heading != column.heading:
            findings.append(remark("T05", sheet.name, a1(row, headings[heading]), heading, heading=column.heading))
    spare = {heading: at for heading, at in headings.items() if heading and at not in columns.values()}
    for column in carried(table):
        if column.field not in columns:
            near = nearest(column.heading, spare, 0.6)
            hint = f" Is it the one headed “{near}”? It was not taken for it." if near else ""
            where = a1(row, spare[near] if near else min(columns.values(), default=1))
            findings.append(remark("T04", sheet.name, where, near, heading=column.heading, suggestion=hint))
    return columns
