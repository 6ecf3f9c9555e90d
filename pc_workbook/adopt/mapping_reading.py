"""Read a mapping workbook back: each choice as a column of the tracker, and an error with its cell for what is none."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple, cast

from pc_workbook.adopt.adopt_findings import adopt_finding
from pc_workbook.adopt.mapping import (
    FixedValue,
    Form,
    MappedColumn,
    MappedTable,
    Target,
    WorkbookMapping,
    missing_fields,
    period_field,
)
from pc_workbook.adopt.mapping_lists import FIXED_VALUES, MAPPING, MAPPING_LISTS, MARKS, FixedRow, MappingRow, MarkRow
from pc_workbook.adopt.mapping_sheets import labels, target_label
from pc_workbook.adopt.old_tables import period_of
from pc_workbook.adopt.synonyms import lists_to_fill
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file_names import display_name
from pc_workbook.hosts.package_reader import read_sheets
from pc_workbook.model.period import PeriodKind
from pc_workbook.model.text import folded, nearest
from pc_workbook.ooxml.package.opening import content_of, open_content
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.list_reader import ListReader, ReadList, Units
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, parse_cell
from pc_workbook.tracker.snapshot import Snapshot
from pc_workbook.wording.adopt import LEAVE_OUT

NO_MAPPING: Final = (
    "{name} is no mapping: it has no sheet “{sheet}” with the list of its columns. To make one, run adopt with another name "
    "after --mapping, or without --mapping."
)
ALIKE: Final = 0.75


class ReadMapping(NamedTuple):
    """A mapping as read, and its findings. Where one is an error, nothing may be adopted by it."""

    mapping: WorkbookMapping
    findings: tuple[Finding, ...]


def workbook_snapshot(path: Path) -> Snapshot:
    """Return the cells of all sheets of a workbook. Raises WorkbookProblem where it can't be read."""
    content = content_of(path)
    return read_sheets(open_content(content, display_name(path)), BytesIO(content))


def read_mapping(path: Path) -> ReadMapping:
    """Return the mapping in a file. Raises WorkbookProblem where it can't be read or is no mapping."""
    snapshot = workbook_snapshot(path)
    own = {of.table: of for of in MAPPING_LISTS}
    snapshot = snapshot._replace(lists={place.name: place for place in snapshot.other_lists if place.name in own})
    findings: list[Finding] = []
    read = {table: ListReader(of, snapshot, CellContext(), Units(), findings).read() for table, of in own.items()}
    if not read[MAPPING.table].columns:
        raise WorkbookProblem(NO_MAPPING.format(name=snapshot.name, sheet=MAPPING.sheet))
    tables = _Tables(read, findings).tables()
    marks: dict[str, set[str]] = defaultdict(set)
    for row in cast(Sequence[MarkRow], read[MARKS.table].valid_rows):
        marks[row.cell_mark].add(row.value_mark)
    earlier = {cell: frozenset(values) for cell, values in marks.items()}
    return ReadMapping(WorkbookMapping(snapshot.name, tables, earlier), tuple(findings))


class _Tables:
    """Makes the tables of a mapping from its rows; what can't be taken goes to the findings."""

    def __init__(self, read: Mapping[str, ReadList], findings: list[Finding]) -> None:
        self.read, self.findings = read, findings
        self.labels = {folded(label): target for label, target in labels().items()}

    def tables(self) -> tuple[MappedTable, ...]:
        """Return the tables, in the order of the sheet Mapping."""
        fixed = self._fixed_values()
        rows: dict[tuple[str, str], list[tuple[MappingRow, str]]] = defaultdict(list)
        read = self.read[MAPPING.table]
        for entry in read.entries:
            row = cast(MappingRow, entry.row)
            rows[row.sheet, row.area].append((row, read.cell(entry, "choice")))
        tables = [self._table(own, fixed.get(name, ())) for name, own in rows.items()]
        self._report_unknown_tables(rows)
        return tuple(tables)

    def _table(self, rows: Sequence[tuple[MappingRow, str]], fixed: Sequence[FixedValue]) -> MappedTable:
        first = rows[0][0]
        columns = tuple(self._column(row, at) for row, at in rows)
        table = MappedTable(first.sheet, first.area, first.fingerprint, columns, tuple(fixed))
        self._report_twice(table)
        for name in table.tables:
            for column in missing_fields(table, BY_TABLE[name]):
                self._report_missing(table, Target(name, column.field))
        return table

    def _column(self, row: MappingRow, at: str) -> MappedColumn:
        target = self._target(row, at)
        if target and target.form is Form.OF_PERIOD and not self._has_period(row, target, at):
            target = None
        return MappedColumn(row.heading or "", row.cell, row.period or "", target, at)

    def _target(self, row: MappingRow, at: str) -> Target | None:
        if folded(row.choice) == folded(LEAVE_OUT):
            return None
        target = self.labels.get(folded(row.choice))
        if target is None:
            near = nearest(row.choice, labels(), ALIKE)
            hint = detail("did_you_mean", name=near) if near else ""
            self._add("A01", at, row.choice, suggestion=hint)
        return target

    def _has_period(self, row: MappingRow, target: Target, at: str) -> bool:
        found = period_of(row.period) if row.period else None
        if found is None:
            self._add("A04", at, row.choice)
            return False
        if period_field(target.of, found.kind is PeriodKind.CALENDAR_YEAR) is None:
            self._add("A15", at, row.choice, period=found.label)
            return False
        return True

    def _report_twice(self, table: MappedTable) -> None:
        seen: dict[tuple[str, str], MappedColumn] = {}
        for column in table.columns:
            target = column.target
            for name in target.fields if target and not target.takes_several else ():
                first = seen.setdefault((cast(Target, target).table, name), column)
                if first is not column:
                    chosen = Target(cast(Target, target).table, name)
                    self._add("A02", column.chosen_at, column.heading, choice=target_label(chosen), first=first.cell)

    def _report_missing(self, table: MappedTable, target: Target) -> None:
        used = next(column for column in table.columns if column.target and column.target.table == target.table)
        names_row = target.field == target.of.key[0] and not target.column.links_to
        fixed = "" if names_row else detail("or_fixed_value")
        self._add(
            "A03", used.chosen_at, used.heading, row=target.field, wanted=target.of.sheet,
            heading=target.column.heading, choice=target_label(target), fixed=fixed,
        )  # fmt: skip

    def _add(self, code: str, cell: str, entry: object, *, row: str = "", heading: str = "", **details: object) -> None:
        self.findings.append(adopt_finding(code, MAPPING.sheet, cell, entry, row=row, heading=heading, **details))

    # --- fixed values

    def _fixed_values(self) -> dict[tuple[str, str], list[FixedValue]]:
        found: dict[tuple[str, str], list[FixedValue]] = defaultdict(list)
        read = self.read[FIXED_VALUES.table]
        for entry in read.entries:
            row = cast(FixedRow, entry.row)
            target = self._fixed_target(row, read.cell(entry, "list_name"), read.cell(entry, "column"))
            at = read.cell(entry, "value")
            if target is not None and row.value is not None and self._is_readable(target, row.value, at):
                found[row.sheet, row.area].append(FixedValue(target, row.value, at))
        return found

    def _fixed_target(self, row: FixedRow, list_cell: str, column_cell: str) -> Target | None:
        of = next((each for each in lists_to_fill() if folded(each.sheet) == folded(row.list_name)), None)
        if of is None:
            self._unknown(list_cell, row.list_name, detail("list_of_tracker"), (each.sheet for each in lists_to_fill()))
            return None
        column = next((each for each in of.columns if folded(each.heading) == folded(row.column)), None)
        if column is None:
            self._unknown(
                column_cell,
                row.column,
                detail("column_of_list", wanted=of.sheet),
                (each.heading for each in of.columns),
            )
            return None
        return Target(of.table, column.field)

    def _unknown(self, cell: str, typed: str, what: Detail, among: Iterable[str]) -> None:
        near = nearest(typed, among, ALIKE)
        hint = detail("did_you_mean", name=near) if near else ""
        self.findings.append(adopt_finding("A05", FIXED_VALUES.sheet, cell, typed, what=what, suggestion=hint))

    def _is_readable(self, target: Target, value: str, at: str) -> bool:
        try:
            parse_cell(target.column, value, CellContext())
        except Unreadable as no:
            words = {"needs": target.column.needs, "heading": target.column.heading, **no.details}
            self.findings.append(finding(no.code, FIXED_VALUES.sheet, at, value, **words))
            return False
        return True

    def _report_unknown_tables(self, known: Mapping[tuple[str, str], object]) -> None:
        read = self.read[FIXED_VALUES.table]
        for entry in read.entries:
            row = cast(FixedRow, entry.row)
            if row.value is not None and (row.sheet, row.area) not in known:
                areas = (area for sheet, area in known if sheet == row.sheet)
                self._unknown(read.cell(entry, "area"), row.area, detail("table_of_mapping"), areas)
