"""What a workbook changes in a tracker: rows to add, cells to fill, cells to bring up to date, and conflicts.

A cell of the tracker is filled where it is empty, and changed only where it still contains what was adopted earlier.
Anything else that differs is a conflict: the tracker keeps its entry, and both are listed.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from enum import StrEnum
from typing import Final, NamedTuple

from pc_workbook.adopt.adopt_findings import adopt_finding
from pc_workbook.adopt.source_cells import ReadCell, Reading, key_text, read_value
from pc_workbook.adopt.source_rows import RowKey, SourceRow
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cells.change import AppendRows, CellValue, Change, SetCell
from pc_workbook.cells.plain_values import as_text, plain_value
from pc_workbook.model.scale import ANY_SCALE, Scale
from pc_workbook.tracker.changed_tracker import first_free_row
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.layout import EntryList, Reads
from pc_workbook.tracker.lists.list_reader import ReadList
from pc_workbook.tracker.snapshot import a1

MARK_LENGTH: Final = 16


class Outcome(StrEnum):
    """What becomes of one cell of the workbook."""

    ADDED = "Added"  # with a new row
    FILLED = "Filled"  # in an empty cell
    UPDATED = "Updated"  # where what was adopted earlier has changed in the workbook
    SAME = "Already there"
    CONFLICT = "Conflict"
    EMPTIED = "Emptied"  # the workbook's cell is empty now, and the tracker keeps what was adopted
    ROW_GONE = "Row gone"  # the workbook no longer has the row, and the tracker keeps it


CHANGES: Final = (Outcome.ADDED, Outcome.FILLED, Outcome.UPDATED)


class CellOutcome(NamedTuple):
    """One cell: where it comes from, where it goes, and what was and is to be there."""

    outcome: Outcome
    table: str
    key: RowKey
    field: str
    source: ReadCell | None  # None for a row that the workbook no longer has
    row: int  # of the tracker's sheet
    cell: str  # of the tracker; "" where its list has no such column yet
    before: CellValue
    after: CellValue
    label: str = ""  # the key of its row, as people read it

    @property
    def of(self) -> EntryList:
        """Return the list."""
        return BY_TABLE[self.table]


class FillPlan(NamedTuple):
    """The cells to write, in the order of the lists, and those that stay."""

    cells: tuple[CellOutcome, ...]
    findings: tuple[Finding, ...]  # columns that the tracker lacks

    def of(self, *outcomes: Outcome) -> tuple[CellOutcome, ...]:
        """Return the cells with these outcomes."""
        return tuple(each for each in self.cells if each.outcome in outcomes)

    def without(self, places: Set[tuple[str, int, str]]) -> "FillPlan":
        """Return the plan without some of the cells to write, named by list, row and field."""
        left = (each for each in self.cells if (each.table, each.row, each.field) not in places)
        return self._replace(cells=tuple(left))


def fill_plan(
    intake: Intake, rows: Sequence[SourceRow], earlier: Mapping[str, Collection[str]], scales: Mapping[object, Scale]
) -> FillPlan:
    """Return what the rows of a workbook change in a tracker whose lists all exist.

    `earlier`: the marks of the values that each cell was given by adopting, by the mark of the cell.
    """
    by_table: dict[str, list[SourceRow]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    cells: list[CellOutcome] = []
    findings: list[Finding] = []
    for table, own in by_table.items():
        found = _ListPlan(intake, intake.lists[table], earlier, scales, findings)
        cells += found.cells(own)
    return FillPlan(tuple(cells), tuple(findings))


class _ListPlan:
    """Compares the rows of one list with those of the tracker."""

    def __init__(
        self,
        intake: Intake,
        read: ReadList,
        earlier: Mapping[str, Collection[str]],
        scales: Mapping[object, Scale],
        findings: list[Finding],
    ) -> None:
        self.read, self.earlier, self.scales, self.findings = read, earlier, scales, findings
        self.of: EntryList = read.of
        self.sheet = intake.snapshot.sheets[read.sheet]
        self.reading = Reading(intake.tracker.settings.as_at, intake.snapshot.date_1904)
        self.present = {row_key(self.of, entry.row): entry.at for entry in read.entries}

    def cells(self, rows: Sequence[SourceRow]) -> Iterator[CellOutcome]:
        """Yield what becomes of each cell."""
        lacking = self._lacking(rows)
        next_row = first_free_row(self.read, self.sheet)
        for row in rows:
            at = self.present.get(row.key)
            cells = {name: cell for name, cell in row.cells.items() if name not in lacking}
            if at is None:
                filled = {name: cell for name, cell in cells.items() if cell.value is not None}
                yield from (self._outcome(Outcome.ADDED, row, name, cell, next_row) for name, cell in filled.items())
                next_row += 1
            else:
                for name, cell in cells.items():
                    yield from self._compared(row, name, cell, at)
        yield from self._gone({row.key for row in rows})

    def _lacking(self, rows: Sequence[SourceRow]) -> set[str]:
        """Return the fields for which the tracker has no column; each is reported."""
        used = {name: cell for row in rows for name, cell in row.cells.items() if cell.value is not None}
        lacking = {name: cell for name, cell in used.items() if name not in self.read.columns}
        for name, cell in lacking.items():
            heading = self.of.by_field[name].heading
            self.findings.append(
                adopt_finding("A20", cell.sheet, cell.cell, cell.raw, heading=heading, wanted=self.read.sheet)
            )
        return set(lacking)

    def _outcome(
        self, outcome: Outcome, row: SourceRow, name: str, cell: ReadCell, at: int, before: CellValue = None
    ) -> CellOutcome:
        address = a1(at, self.read.columns[name])
        return CellOutcome(outcome, self.of.table, row.key, name, cell, at, address, before, cell.value, row.label)

    def _compared(self, row: SourceRow, name: str, cell: ReadCell, at: int) -> Iterator[CellOutcome]:
        if name not in self.read.columns:
            return
        if name in self.of.key:
            yield self._outcome(Outcome.SAME, row, name, cell, at, cell.value)
            return
        place = at, self.read.columns[name]
        error = self.sheet.errors.get(place)
        now = error or self.sheet.value(*place)
        is_free = now is None and place not in self.sheet.empty_results
        current = self._as_adopted(name, now, row, percent=place in self.sheet.percent)
        is_own = value_mark(current) in self.earlier.get(cell_mark(self.of.table, row.key, name), ())
        if cell.value is None:
            if is_own and not is_free:
                yield self._outcome(Outcome.EMPTIED, row, name, cell, at, current)
        elif is_free:
            yield self._outcome(Outcome.FILLED, row, name, cell, at)
        elif as_text(current) == as_text(cell.value):
            yield self._outcome(Outcome.SAME, row, name, cell, at, current)
        else:
            yield self._outcome(Outcome.UPDATED if is_own else Outcome.CONFLICT, row, name, cell, at, current)

    def _as_adopted(self, name: str, now: object, row: SourceRow, *, percent: bool) -> CellValue:
        """Return the tracker's entry as adopting would have written it, so that the two can be compared."""
        named = next((row.cells[field] for field in ("indicator", "number") if field in row.cells), None)
        scale = self.scales.get(named.value, ANY_SCALE) if named else ANY_SCALE
        column = self.of.by_field[name]
        read = (
            read_value(column, now, self.read.sheet, "A1", self.reading, scale, percent=percent)
            if now is not None
            else None
        )
        if read is None or read.problem or read.value is None:
            return as_text(now) if isinstance(now, str | int | float) else None
        return read.value

    def _typed(self, at: int, name: str) -> CellValue:
        return plain_value(self.sheet.value(at, self.read.columns[name])) if name in self.read.columns else None

    def _gone(self, seen: Collection[RowKey]) -> Iterator[CellOutcome]:
        """Yield the rows that were adopted earlier and that the workbook no longer has."""
        for key, at in self.present.items() if self.earlier else ():
            fields = [name for name in self.read.columns if cell_mark(self.of.table, key, name) in self.earlier]
            if key not in seen and fields:
                first = min(self.read.columns.values())
                label = " · ".join(filter(None, (as_text(self._typed(at, name)) for name in self.of.key)))
                yield CellOutcome(
                    Outcome.ROW_GONE, self.of.table, key, self.of.key[0], None, at, a1(at, first), None, None, label
                )


def row_key(of: EntryList, row: object) -> RowKey:
    """Return the key of a row of the tracker, the same as that of the workbook's row."""
    return tuple(key_text(getattr(row, name), of.by_field[name]) for name in of.key)


# --- marks


def cell_mark(table: str, key: RowKey, field: str) -> str:
    """Return what names a cell of the tracker, whatever its address."""
    return _digest("\n".join((table, *key, field)))


def value_mark(value: CellValue) -> str:
    """Return what names a value, without containing it: a text may be confidential."""
    return _digest(as_text(value))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:MARK_LENGTH]


# --- changes


def changes_of(plan: FillPlan, intake: Intake) -> tuple[Change, ...]:
    """Return the changes of cells and the rows to add."""
    return (*_set_cells(plan, intake), *(AppendRows(table, rows) for table, rows in new_rows(plan).items()))


def _set_cells(plan: FillPlan, intake: Intake) -> Iterator[SetCell]:
    for each in plan.of(Outcome.FILLED, Outcome.UPDATED):
        read = intake.lists[each.table]
        sheet = intake.snapshot.sheets[read.sheet]
        column = read.of.by_field[each.field]
        is_points = column.reads is Reads.PERCENT and (each.row, read.columns[each.field]) in sheet.percent
        number = each.after if isinstance(each.after, int | float) and not isinstance(each.after, bool) else None
        value = number / 100 if is_points and number is not None else each.after
        yield SetCell(read.sheet, each.cell, value)


def new_rows(plan: FillPlan) -> dict[str, tuple[Mapping[str, CellValue], ...]]:
    """Return the rows to add to each list, by heading."""
    rows: dict[tuple[str, int], dict[str, CellValue]] = defaultdict(dict)
    for each in plan.of(Outcome.ADDED):
        rows[each.table, each.row][BY_TABLE[each.table].by_field[each.field].heading] = each.after
    by_table: dict[str, list[Mapping[str, CellValue]]] = defaultdict(list)
    for (table, _), values in sorted(rows.items()):
        by_table[table].append(values)
    return {table: tuple(own) for table, own in by_table.items()}


def renumbered(plan: FillPlan, intake: Intake) -> FillPlan:
    """Return the plan with its new rows one below the other, after some were taken out."""
    cells: list[CellOutcome] = []
    rows: dict[tuple[str, int], int] = {}
    free: dict[str, int] = {}
    for each in plan.cells:
        if each.outcome is Outcome.ADDED:
            read, name = intake.lists[each.table], (each.table, each.row)
            if each.table not in free:
                free[each.table] = first_free_row(read, intake.snapshot.sheets[read.sheet])
            if name not in rows:
                rows[name] = free[each.table]
                free[each.table] += 1
            each = each._replace(row=rows[name], cell=a1(rows[name], read.columns[each.field]))
        cells.append(each)
    return plan._replace(cells=tuple(cells))


def marks_of(cells: Iterable[CellOutcome]) -> list[tuple[str, str, str]]:
    """Return for each cell to write where it comes from, its mark and that of its value."""
    return [
        (
            cell_reference(each.source.sheet, each.source.cell) if each.source else "",
            cell_mark(each.table, each.key, each.field),
            value_mark(each.after),
        )
        for each in cells
        if each.outcome in CHANGES
    ]
