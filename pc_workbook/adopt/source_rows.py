"""The rows of the tracker's lists that a workbook gives by its mapping, each cell with its place in the workbook."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pc_workbook.adopt.adopt_findings import adopt_finding
from pc_workbook.adopt.evidence import split_reference
from pc_workbook.adopt.mapping import (
    NOTE,
    REFERENCE,
    TEXT_OF_ACTION,
    FixedValue,
    Form,
    MappedColumn,
    Target,
    implied_fields,
    period_field,
)
from pc_workbook.adopt.matching import MatchedTable
from pc_workbook.adopt.old_tables import content, period_of
from pc_workbook.adopt.source_cells import Note, ReadCell, Reading, read_cell, read_value
from pc_workbook.cells.plain_values import as_text
from pc_workbook.model.period import PeriodKind
from pc_workbook.model.scale import ANY_SCALE, Scale
from pc_workbook.tracker.findings import KINDS, Finding, Severity, finding
from pc_workbook.tracker.lists.catalogue import ACTIONS, BY_TABLE
from pc_workbook.tracker.lists.layout import Column, EntryList
from pc_workbook.tracker.snapshot import SheetCells, Snapshot
from pc_workbook.wording.adopt import FIXED_SHEET

INDICATOR_FIELDS: Final = ("indicator", "number")

RowKey = tuple[str, ...]


class SourceRow(NamedTuple):
    """One row of a list as the workbook gives it: the value of each field, with its cell. Fixed values have no cell."""

    table: str
    key: RowKey
    cells: Mapping[str, ReadCell]
    at: ReadCell  # the first of its cells, to name its place

    @property
    def label(self) -> str:
        """Return the row's key as people read it."""
        parts = (as_text(self.cells[name].value) for name in BY_TABLE[self.table].key if name in self.cells)
        return " · ".join(part for part in parts if part)


class SourceRows(NamedTuple):
    """All rows that a workbook gives, and what in it can't be read."""

    rows: tuple[SourceRow, ...]
    findings: tuple[Finding, ...]


def source_rows(
    snapshot: Snapshot, tables: Sequence[MatchedTable], reading: Reading, scales: Mapping[object, Scale]
) -> SourceRows:
    """Return the rows of all lists, those of the plan first, so that others can refer to its actions.

    `scales`: that of each indicator of the tracker, by its number.
    """
    findings: list[Finding] = []
    merged: dict[tuple[str, RowKey], SourceRow] = {}
    wanted = {name for table in tables for name in table.mapped.tables}
    for of in sorted((BY_TABLE[name] for name in wanted), key=lambda each: each.table != ACTIONS.table):
        reader = _ListRows(of, snapshot, reading, scales, findings)
        for table in tables:
            for row in reader.rows(table) if of.table in table.mapped.tables else ():
                name = row.table, row.key
                merged[name] = _merged(merged[name], row, findings) if name in merged else row
        if of.table == ACTIONS.table:
            references = {row.key[0] for row in merged.values() if row.table == of.table}
            reading = reading._replace(actions=reading.actions | references)
    return SourceRows(tuple(merged.values()), tuple(findings))


def _merged(first: SourceRow, second: SourceRow, findings: list[Finding]) -> SourceRow:
    """Return one row of two with the same key; an entry that differs is reported."""
    cells = dict(first.cells)
    for field, cell in second.cells.items():
        before = cells.get(field)
        if before is None or before.value is None:
            cells[field] = cell
        elif cell.value is not None and as_text(before.value) != as_text(cell.value):
            words = {"key": first.label, "first": as_text(before.value)}
            heading = BY_TABLE[first.table].by_field[field].heading
            findings.append(adopt_finding("A18", cell.sheet, cell.cell, cell.raw, heading=heading, **words))
    return first._replace(cells=cells)


class _ListRows:
    """Reads the rows of one list."""

    def __init__(
        self,
        of: EntryList,
        snapshot: Snapshot,
        reading: Reading,
        scales: Mapping[object, Scale],
        findings: list[Finding],
    ) -> None:
        self.of, self.snapshot, self.reading, self.scales, self.findings = of, snapshot, reading, scales, findings

    def rows(self, table: MatchedTable) -> Iterator[SourceRow]:
        """Yield the rows that one table gives: one for each of its rows, or one for each period of each row."""
        sheet = self.snapshot.sheets[table.table.sheet]
        own = [
            (column, number)
            for column, number in table.columns.items()
            if column.target and column.target.table == self.of.table
        ]
        single = [each for each in own if _form(each[0]) is not Form.OF_PERIOD]
        by_period = [each for each in own if _form(each[0]) is Form.OF_PERIOD]
        for row in table.table.rows:
            shared = self._cells(table, sheet, row, single)
            if not by_period:
                yield from self._row(shared, [column.target for column, _ in single if column.target])
            for column, number in by_period:
                yield from self._of_period(shared, sheet, row, column, number)

    def _row(self, cells: Mapping[str, ReadCell], targets: Iterable[Target]) -> Iterator[SourceRow]:
        """Yield a row, unless nothing is in its own cells, or nothing names it."""
        own = [name for target in targets for name in target.fields if name in cells]
        if all(cells[name].is_empty for name in own):
            return
        self._report(cells, own)
        unnamed = [name for name in self.of.key if self.of.by_field[name].required and not _names(cells.get(name))]
        if unnamed:
            self._report_unnamed(cells, own, unnamed[0])
            return
        key = tuple(cells[name].key if name in cells else "" for name in self.of.key)
        first = next(cells[name] for name in own if not cells[name].is_empty)
        yield SourceRow(self.of.table, key, {name: cell for name, cell in cells.items() if not cell.problem}, first)

    def _report_unnamed(self, cells: Mapping[str, ReadCell], own: Sequence[str], field: str) -> None:
        """Report a row that nothing names, and each of its entries."""
        named = cells.get(field)
        filled = [name for name in own if not cells[name].is_empty and not cells[name].problem]
        if named is None or not named.problem:  # else why it can't be read is reported
            cell, heading = cells[filled.pop(0)], self.of.by_field[field].heading
            self.findings.append(adopt_finding("A19", cell.sheet, cell.cell, cell.raw, heading=heading))
        for name in filled:
            cell, heading = cells[name], self.of.by_field[name].heading
            self.findings.append(adopt_finding("A21", cell.sheet, cell.cell, cell.raw, heading=heading))

    def _of_period(
        self, shared: Mapping[str, ReadCell], sheet: SheetCells, row: int, column: MappedColumn, number: int
    ) -> Iterator[SourceRow]:
        period, target = period_of(column.period), column.target
        if period is None or target is None:
            return
        field = period_field(self.of, period.kind is PeriodKind.CALENDAR_YEAR)
        value = read_cell(target.column, sheet, row, number, self.reading, self._scale(shared))
        if field is None or value.is_empty:
            return
        typed: object = period.year if field == "year" else period.label
        named = read_value(self.of.by_field[field], typed, value.sheet, column.cell, self.reading)
        yield from self._row({**shared, target.field: value, field: named}, [target])

    # --- cells

    def _cells(
        self, table: MatchedTable, sheet: SheetCells, row: int, own: Sequence[tuple[MappedColumn, int]]
    ) -> dict[str, ReadCell]:
        """Return the cells of one row by field: those of the list's columns, of columns that imply one, and fixed ones."""
        cells: dict[str, ReadCell] = {}
        for name, target in implied_fields(self.of.table, frozenset(table.mapped.targets)).items():
            number = next((number for column, number in table.columns.items() if column.target == target), None)
            if number is not None:
                cells[name] = self._naming(self.of.by_field[name], target, sheet, row, number)
        for fixed in table.mapped.fixed:
            if fixed.target.table == self.of.table:
                cells[fixed.target.field] = self._fixed(fixed)
        notes = [(column, number) for column, number in own if column.target and column.target.field == NOTE]
        for column, number in own:
            if column.target and column.target.field != NOTE:
                cells |= self._of_column(column.target, sheet, row, number, cells)
        if notes:
            cells[NOTE] = self._note(notes, sheet, row)
        return cells

    def _fixed(self, fixed: FixedValue) -> ReadCell:
        """Return a fixed value; its place is in the mapping."""
        return read_value(fixed.target.column, fixed.value, FIXED_SHEET, fixed.typed_at, self.reading)

    def _naming(self, column: Column, target: Target, sheet: SheetCells, row: int, number: int) -> ReadCell:
        """Return a cell that names a row of another list. Merged over several rows it names each of them."""
        row = _first_of_merged(sheet, row, number)
        if target.form is Form.REFERENCE_FIRST:
            return self._split(column, sheet, row, number)[0]
        return read_cell(column, sheet, row, number, self.reading)

    def _of_column(
        self, target: Target, sheet: SheetCells, row: int, number: int, others: Mapping[str, ReadCell]
    ) -> Mapping[str, ReadCell]:
        if target.form is Form.REFERENCE_FIRST:
            reference, text = self._split(target.column, sheet, row, number)
            return {REFERENCE: reference, TEXT_OF_ACTION: text}
        if target.field in self.of.key and target.column.required:
            row = _first_of_merged(sheet, row, number)
        return {target.field: read_cell(target.column, sheet, row, number, self.reading, self._scale(others))}

    def _split(self, column: Column, sheet: SheetCells, row: int, number: int) -> tuple[ReadCell, ReadCell]:
        whole = read_cell(ACTIONS.by_field[TEXT_OF_ACTION], sheet, row, number, self.reading)
        parts = split_reference(whole.raw)
        if whole.is_empty or parts is None:
            problem: Note | None = None if whole.is_empty else ("A17", {})
            return whole._replace(value=None, problem=problem), whole
        reference = read_value(column, parts[0], whole.sheet, whole.cell, self.reading)
        return reference._replace(raw=whole.raw), whole._replace(value=parts[1])

    def _note(self, notes: Sequence[tuple[MappedColumn, int]], sheet: SheetCells, row: int) -> ReadCell:
        """Return the note of a row. Several columns are put one below the other, each after its heading."""
        column = self.of.by_field[NOTE]
        cells = [(each.heading, read_cell(column, sheet, row, number, self.reading)) for each, number in notes]
        filled = [(heading, cell) for heading, cell in cells if cell.value is not None]
        if len(notes) == 1 or not filled:
            return cells[0][1]
        text = "\n".join(f"{heading}: {as_text(cell.value)}" for heading, cell in filled)
        return filled[0][1]._replace(value=text, raw=text)

    def _scale(self, cells: Mapping[str, ReadCell]) -> Scale:
        """Return the scale of the indicator that a row names."""
        named = next((cells[name] for name in INDICATOR_FIELDS if name in cells), None)
        number = named.value if named else None
        return self.scales.get(number, ANY_SCALE) if isinstance(number, int | float) else ANY_SCALE

    # --- findings

    def _report(self, cells: Mapping[str, ReadCell], own: Iterable[str]) -> None:
        naming = [name for name in self.of.key if name in cells]
        fixed = [name for name, cell in cells.items() if cell.sheet == FIXED_SHEET]
        for name in dict.fromkeys((*naming, *own, *fixed)):
            cell, column = cells[name], self.of.by_field[name]
            for code, details in (*cell.notes, *([cell.problem] if cell.problem else [])):
                self.findings.append(_finding(code, details, cell, column))


def _finding(code: str, details: Mapping[str, object], cell: ReadCell, column: Column) -> Finding:
    """Return a finding on a cell of the workbook. It stops nothing: the cell is left out."""
    if code not in KINDS:
        return adopt_finding(code, cell.sheet, cell.cell, cell.raw, heading=column.heading)
    words = {"needs": column.needs, "heading": column.heading, **details}
    given = words.pop("severity", None)
    severity = Severity.WARNING if KINDS[code].severity is Severity.ERROR else None
    if severity is None and isinstance(given, str):
        severity = Severity(given)
    return finding(code, cell.sheet, cell.cell, cell.raw, severity=severity, **words)  # type: ignore[arg-type]


def _names(cell: ReadCell | None) -> bool:
    return cell is not None and not cell.problem and bool(cell.key)


def _form(column: MappedColumn) -> Form:
    return column.target.form if column.target else Form.WHOLE_CELL


def _first_of_merged(sheet: SheetCells, row: int, number: int) -> int:
    """Return the row that has the value of a cell: the first of the cells that it is merged with."""
    if content(sheet, row, number) is not None:
        return row
    over = (area for area in sheet.merged if area[1] <= number <= area[3] and area[0] < row <= area[2])
    return next((top for top, left, _, _ in over if left == number), row)
