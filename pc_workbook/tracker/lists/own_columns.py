"""The columns that an area has added to the program's lists, as far as its list Own columns names them.

They become columns of the lists as read, so that what holds for any cell holds for theirs: a name of a restricted
practice in one, personal data, and what a return or a pack may show. They are no fields of a row's model.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from pc_workbook.model.own_column import FilledBy, OwnColumn, OwnValues
from pc_workbook.model.text import folded
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.lists.catalogue import LISTS, OWN_COLUMNS
from pc_workbook.tracker.lists.layout import OWN, Writer, is_own, own_column
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.lists.location import heading_at
from pc_workbook.tracker.snapshot import SheetCells, Snapshot, a1

TABLES: Mapping[str, str] = {entry_list.sheet: entry_list.table for entry_list in LISTS}
UNKNOWN_HEADING = "R04"


def with_own_columns(lists: Mapping[str, ReadList], snapshot: Snapshot, findings: list[Finding]) -> dict[str, ReadList]:
    """Return the lists with their own columns; the notes that their headings are unknown are taken back."""
    extended = dict(lists)
    known: set[tuple[str, str]] = set()
    for table, rows in _by_table(lists[OWN_COLUMNS.table]).items():
        read = _without_own(extended[table])
        sheet = snapshot.sheets.get(read.sheet)
        if sheet is None or not read.columns:
            continue
        found = own_headings(read, sheet, _last_column(read, snapshot), [row.column for row in rows])
        known.update((read.sheet, a1(read.heading_row, number)) for number in found.values())
        extended[table] = _extended(read, found, rows)
    findings[:] = [one for one in findings if one.code != UNKNOWN_HEADING or (one.sheet, one.cell) not in known]
    return extended


def _by_table(read: ReadList) -> dict[str, list[OwnColumn]]:
    by_table: dict[str, list[OwnColumn]] = {}
    for row in cast(Sequence[OwnColumn], read.valid_rows):
        by_table.setdefault(TABLES[row.sheet], []).append(row)
    return by_table


def _without_own(read: ReadList) -> ReadList:
    of = read.of._replace(columns=tuple(column for column in read.of.columns if not is_own(column.field)))
    return read._replace(of=of, columns={name: at for name, at in read.columns.items() if not is_own(name)})


def own_headings(read: ReadList, sheet: SheetCells, last: int, wanted: Iterable[str]) -> dict[str, int]:
    """Return the headings of a list that are wanted, as they are on the sheet, with their columns.

    A column of the program is never one of an area's own.
    """
    names = {folded(name) for name in wanted}
    taken = set(read.columns.values())
    found: dict[str, int] = {}
    for number in range(1, last + 1):
        heading = str(heading_at(sheet, read.heading_row, number) or "").strip()
        if number not in taken and folded(heading) in names:
            found.setdefault(heading, number)
    return found


def _last_column(read: ReadList, snapshot: Snapshot) -> int:
    """Return the last column of a list: that of its list object, or else the last one with a heading beside it."""
    number = max(read.columns.values())
    place, sheet = snapshot.lists.get(read.of.table), snapshot.sheets[read.sheet]
    if place is not None and (place.sheet, place.heading_row) == (read.sheet, read.heading_row):
        return max(number, place.last_column)
    while number < sheet.width and sheet.value(read.heading_row, number + 1) is not None:
        number += 1
    return number


def _extended(read: ReadList, found: Mapping[str, int], rows: Iterable[OwnColumn]) -> ReadList:
    managers = {folded(row.column) for row in rows if row.filled_by is FilledBy.MANAGER}
    own = [own_column(name, Writer.MANAGER if folded(name) in managers else Writer.STAFF) for name in found]
    columns = {**read.columns, **{OWN + name: number for name, number in found.items()}}
    return read._replace(of=read.of._replace(columns=(*read.of.columns, *own)), columns=columns)


def own_values(lists: Mapping[str, ReadList], snapshot: Snapshot) -> Mapping[str, OwnValues]:
    """Return what is in the own columns of each list that has any."""
    rows = _by_table(lists[OWN_COLUMNS.table])
    return {table: _values(lists[table], snapshot.sheets[lists[table].sheet], given)
            for table, given in rows.items() if any(map(is_own, lists[table].columns))}  # fmt: skip


def _values(read: ReadList, sheet: SheetCells, given: Sequence[OwnColumn]) -> OwnValues:
    places = {name.removeprefix(OWN): at for name, at in read.columns.items() if is_own(name)}
    values = {
        tuple(getattr(row, name) for name in read.of.key): [own_value(sheet, at, number) for number in places.values()]
        for row, at in zip(read.valid_rows, read.row_numbers, strict=True)
    }
    return OwnValues(
        tuple(places),
        in_pack=_chosen(places, (row.column for row in given if row.in_pack)),
        in_summary=_chosen(places, (row.column for row in given if row.in_summary)),
        rows=values,
    )


def own_value(sheet: SheetCells, row: int, column: int) -> object:
    """Return what a cell shows: its value, its percentage, or the error of its formula."""
    value = sheet.errors.get((row, column)) or sheet.value(row, column)
    if isinstance(value, int | float) and not isinstance(value, bool) and (row, column) in sheet.percent:
        return f"{100 * value:.12g}%"
    return value


def _chosen(headings: Iterable[str], wanted: Iterable[str]) -> frozenset[str]:
    names = {folded(name) for name in wanted}
    return frozenset(heading for heading in headings if folded(heading) in names)
