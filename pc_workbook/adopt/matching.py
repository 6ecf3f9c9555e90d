"""Find the tables and columns of a mapping in the workbook as it is now.

A table whose headings are the same as when the mapping was made, by their fingerprint, is read by position. In any other
its columns are found by their headings; each that moved, went or was added is reported.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.adopt.adopt_findings import adopt_finding
from pc_workbook.adopt.mapping import MappedColumn, MappedTable, WorkbookMapping, fingerprint
from pc_workbook.adopt.mapping_lists import MAPPING
from pc_workbook.adopt.old_tables import OldColumn, OldTable
from pc_workbook.cells.addresses import row_and_column
from pc_workbook.model.text import folded, nearest
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding

ENOUGH_HEADINGS = 0.5  # of a table's headings, by which it is known after a change
ALIKE = 0.6


class MatchedTable(NamedTuple):
    """A table of the mapping, its place in the workbook, and the number of each column that was found there."""

    mapped: MappedTable
    table: OldTable
    columns: Mapping[MappedColumn, int]


def matched_tables(
    mapping: WorkbookMapping, tables: Sequence[OldTable], findings: list[Finding]
) -> tuple[MatchedTable, ...]:
    """Return the tables of a mapping that are in the workbook; changes since the mapping was made go to the findings."""
    free = list(tables)
    places: list[tuple[MappedTable, OldTable]] = []
    for mapped in sorted(mapping.tables, key=lambda each: not _has_same(each, tables)):
        table = _place(mapped, free)
        if table is not None:
            free.remove(table)
            places.append((mapped, table))
        elif mapped.targets:
            findings.append(_table_gone(mapped))
    findings += [
        adopt_finding(
            "A16", table.sheet, table.heading_cell(table.columns[0]), table.columns[0].heading, area=table.area
        )
        for table in free
    ]
    places.sort(key=lambda place: mapping.tables.index(place[0]))
    return tuple(_matched(mapped, table, findings) for mapped, table in places)


def _has_same(mapped: MappedTable, tables: Sequence[OldTable]) -> bool:
    return any(_fingerprint(table) == mapped.fingerprint for table in tables)


def _fingerprint(table: OldTable) -> str:
    return fingerprint(column.heading for column in table.columns)


def _place(mapped: MappedTable, tables: Sequence[OldTable]) -> OldTable | None:
    """Return the table with the same headings, on its own sheet first; else the one on its sheet with most of them."""
    same = [table for table in tables if _fingerprint(table) == mapped.fingerprint]
    own = [table for table in tables if table.sheet == mapped.sheet]
    first = mapped.columns[0].cell
    for table in (*(each for each in same if each in own), *same):
        if table.heading_cell(table.columns[0]) == first or len(same) == 1:
            return table
    if same:
        return next((each for each in same if each in own), same[0])
    best = max(own, key=lambda table: _shared(mapped, table), default=None)
    return best if best is not None and _shared(mapped, best) >= ENOUGH_HEADINGS else None


def _shared(mapped: MappedTable, table: OldTable) -> float:
    headings = {folded(column.heading) for column in table.columns}
    return sum(folded(column.heading) in headings for column in mapped.columns) / len(mapped.columns)


def _matched(mapped: MappedTable, table: OldTable, findings: list[Finding]) -> MatchedTable:
    if table.sheet != mapped.sheet:
        cell = table.heading_cell(table.columns[0])
        findings.append(adopt_finding("A12", table.sheet, cell, table.columns[0].heading, tab=mapped.sheet))
    if _fingerprint(table) == mapped.fingerprint and len(mapped.columns) == len(table.columns):
        by_place = dict(zip(_in_order(mapped), table.columns, strict=True))
        findings += [found for column, own in by_place.items() for found in _moved(column, own, table)]
        return MatchedTable(mapped, table, {column: own.number for column, own in by_place.items()})
    return MatchedTable(mapped, table, dict(_by_heading(mapped, table, findings)))


def _in_order(mapped: MappedTable) -> list[MappedColumn]:
    """Return the columns from left to right, however a person sorted the mapping."""
    return sorted(mapped.columns, key=lambda column: row_and_column(column.cell)[1])


def _by_heading(mapped: MappedTable, table: OldTable, findings: list[Finding]) -> Iterator[tuple[MappedColumn, int]]:
    by_heading: dict[str, list[OldColumn]] = {}
    for own in table.columns:
        by_heading.setdefault(folded(own.heading), []).append(own)
    known = {folded(column.heading) for column in mapped.columns}
    new = [own for own in table.columns if folded(own.heading) not in known]
    for column in mapped.columns:
        found = by_heading.get(folded(column.heading), [])
        if len(found) == 1:
            yield column, found[0].number
            findings += _moved(column, found[0], table)
        elif column.target is not None:
            findings.append(_two(found, table) if found else _gone(mapped, column, table, new))
    findings += [
        adopt_finding("A10", table.sheet, table.heading_cell(own), own.heading, heading=own.heading) for own in new
    ]


def _moved(column: MappedColumn, found: OldColumn, table: OldTable) -> Iterator[Finding]:
    now = table.heading_cell(found)
    if row_and_column(now)[1] != row_and_column(column.cell)[1]:
        yield adopt_finding("A09", table.sheet, now, found.heading, heading=found.heading, was=column.cell)


def _two(found: Sequence[OldColumn], table: OldTable) -> Finding:
    last = found[-1]
    return adopt_finding("A13", table.sheet, table.heading_cell(last), last.heading, heading=last.heading)


def _gone(mapped: MappedTable, column: MappedColumn, table: OldTable, new: Sequence[OldColumn]) -> Finding:
    """Return the finding on a column that went, with the new one that it may have become."""
    target = column.target
    is_key = target is not None and any(
        field in target.of.key and target.of.by_field[field].required for field in target.fields
    )
    return adopt_finding(
        "A07" if is_key else "A08", MAPPING.sheet, column.chosen_at, column.heading, heading=column.heading,
        tab=mapped.sheet, wanted=target.of.sheet if target else "", suggestion=_suggestion(column, table, new),
    )  # fmt: skip


def _suggestion(column: MappedColumn, table: OldTable, new: Sequence[OldColumn]) -> Detail | str:
    here = next((own for own in new if table.heading_cell(own) == column.cell), None)
    near = nearest(column.heading, (own.heading for own in new), ALIKE)
    likely = here or next((own for own in new if own.heading == near), None)
    if likely is None:
        return ""
    return detail("now_headed", near=likely.heading, cell=table.heading_cell(likely))


def _table_gone(mapped: MappedTable) -> Finding:
    first = mapped.columns[0]
    return adopt_finding(
        "A11", MAPPING.sheet, first.chosen_at or "A1", first.heading, area=mapped.area, tab=mapped.sheet
    )
