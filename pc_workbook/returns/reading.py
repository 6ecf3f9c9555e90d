"""Reading of a return: what its manager changed, cell by cell, and findings about it.

Rows are found by their key and columns by their heading, wherever they are. What can be read safely is an edit; what
would have to be guessed is an edit that waits for a person, or a finding with its cell. What is not read is reported.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cells.plain_values import plain_value, same_value
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.disk.saving import Stamp
from pc_workbook.hosts.file_names import display_name
from pc_workbook.hosts.package_reader import read_sheets
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.return_codes import ConflictReason
from pc_workbook.ooxml.package.opening import content_of, open_content
from pc_workbook.ooxml.package.package import Package
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.read.sheet_objects import sheet_formulas
from pc_workbook.returns.cell_locations import ListPlace, is_tracker, list_places
from pc_workbook.returns.cell_reading import ReadCell, read_cell
from pc_workbook.returns.record import DamagedRecord, ForeignRecord, Record, is_record, read_record
from pc_workbook.returns.return_data import (
    TABLES,
    CellKey,
    HandedRow,
    Return,
    ReturnedValue,
    RowName,
    key_of,
    manager_fields,
    returned_columns,
)
from pc_workbook.returns.return_findings import return_finding
from pc_workbook.returns.unread_content import unread_content
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.layout import Column, EntryList, Reads
from pc_workbook.tracker.snapshot import Snapshot, a1

UNNAMED_WORKBOOK = "The workbook"  # as a fault deep in a file calls it
MOST_OF_A_KIND = 100  # findings of one kind that are named one by one on one sheet


class Opened(NamedTuple):
    """A return as it is in its file."""

    package: Package
    fingerprint: str  # of the file's bytes
    snapshot: Snapshot
    record: Record | None
    record_fault: Finding | None  # why it has none, or none that can be used
    sheet_formulas: Mapping[str, Mapping[str, str]]  # sheet -> cell -> formula


class ReadRow(NamedTuple):
    """One row of a list in the return: its key as it is there, and the cells of its columns."""

    key: tuple[str, ...]
    at: int
    cells: Mapping[str, ReadCell]


def read_return(path: Path) -> Return:
    """Return what a manager sent back. Raises WorkbookProblem, a sentence that names the file, where it can't be
    read.
    """
    path = Path(path)
    try:
        return _read(path)
    except WorkbookProblem as problem:
        words, name = str(problem), display_name(path)
        if not name or name in words or str(path) in words:
            raise
        raise WorkbookProblem(
            words.replace(UNNAMED_WORKBOOK, name, 1) if UNNAMED_WORKBOOK in words else f"{name}: {words}"
        ) from problem


def _read(path: Path) -> Return:
    opened = _opened(path)
    findings = [opened.record_fault] if opened.record_fault else []
    handed = {(row.table, row.key): row for row in (opened.record.rows if opened.record else ())}
    expected = {row.table for row in handed.values()} or {TABLES[0]}
    own = opened.record.own if opened.record else {}
    places = list_places(opened.snapshot, expected, findings, own)
    edits: list[ReturnedValue] = []
    for place in places.values():
        edits += _ListReader(opened, place, handed, findings, own.get(place.table, ())).edits()
    copies = {found.sheet for found in findings if found.code == "T18"}
    findings += unread_content(opened.package, opened.snapshot, opened.record, places, copies)
    stamp = opened.record.stamp if opened.record else None
    return Return(
        display_name(path), opened.fingerprint, stamp, handed, tuple(edits), _in_order(findings, opened.snapshot)
    )


def _opened(path: Path) -> Opened:
    content = content_of(path)
    package = open_content(content, display_name(path))
    snapshot = read_sheets(package, BytesIO(content))
    record, fault = _record_in(snapshot)
    worksheets = [sheet for sheet in Workbook(package).sheets() if sheet.is_worksheet]
    formulas = {sheet.name: sheet_formulas(package, sheet) for sheet in worksheets}
    return Opened(package, Stamp.of_content(content).sha256, snapshot, record, fault, formulas)


def _record_in(snapshot: Snapshot) -> tuple[Record | None, Finding | None]:
    """Return the first record that can be used, or why there is none."""
    fault: Finding | None = None
    for sheet in snapshot.sheets.values():
        if not is_record(sheet):
            continue
        try:
            return read_record(sheet), None
        except DamagedRecord:
            fault = fault or return_finding("T02", sheet.name, "A1", None)
        except ForeignRecord as foreign:
            fault = fault or return_finding("T40", sheet.name, a1(foreign.line, 1), None)
    first = next(iter(snapshot.sheets), "")
    return None, fault or return_finding("T19" if is_tracker(snapshot) else "T01", first, "A1", None)


def _in_order(findings: Iterable[Finding], snapshot: Snapshot) -> tuple[Finding, ...]:
    """Return the findings in the order of tabs and rows, each once, and of many alike the first ones."""
    order = {name: n for n, name in enumerate(snapshot.sheets)}

    def place(finding: Finding) -> tuple[int, int, int, str, str]:
        letters = finding.cell.rstrip("0123456789")
        row = int(finding.cell[len(letters) :] or 0)
        return order.get(finding.sheet, -1), row, len(letters), letters, finding.code

    unique = {(finding.code, finding.sheet, finding.cell, repr(finding)): finding for finding in findings}
    return tuple(_shortened(sorted(unique.values(), key=place)))


def _shortened(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings; of one kind on one sheet, those beyond the first hundred become one with their number.

    Each is a row that the merge adds to the tracker, and pasting a list into a return makes thousands.
    """
    often = Counter((finding.code, finding.sheet) for finding in findings)
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        kind = finding.code, finding.sheet
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_KIND:
            yield finding
        elif seen[kind] == MOST_OF_A_KIND + 1:
            yield return_finding(
                "T41",
                finding.sheet,
                finding.cell,
                None,
                count=detail("findings_beyond", count=often[kind] - MOST_OF_A_KIND),
                listed=MOST_OF_A_KIND,
                what=detail("kind_of_finding", kind=finding.code),
            )


class _ListReader:
    """Reads one list of a return and compares it with what was handed out."""

    def __init__(
        self,
        opened: Opened,
        place: ListPlace,
        handed: Mapping[RowName, HandedRow],
        findings: list[Finding],
        own: Sequence[Column] = (),
    ) -> None:
        self.opened, self.place, self.findings = opened, place, findings
        self.of = BY_TABLE[place.table]
        self.columns = returned_columns(place.table, own)
        self.by_field = {column.field: column for column in self.columns}
        self.manager_fields = manager_fields(place.table, own)
        self.handed = {row.key: row for row in handed.values() if row.table == place.table}
        self.keys = {_same(self.of, key): key for key in self.handed}  # of however a manager types a name
        self.sheet = opened.snapshot.sheets[place.sheet]
        self.sheet_formulas = opened.sheet_formulas.get(place.sheet, {})
        self.covered = self._covered()

    def edits(self) -> list[ReturnedValue]:
        """Return every edit of the list; problems go to the findings."""
        if any(name not in self.place.columns for name in self.of.key):
            return [edit for row in self._rows() for edit in self._nameless(row)]
        rows: dict[tuple[str, ...], list[ReadRow]] = defaultdict(list)
        for row in self._rows():
            rows[row.key].append(row)
        self._report_missing(rows)
        return [edit for key, same in rows.items() for edit in self._edits_of(key, same)]

    # --- rows

    def _rows(self) -> Iterator[ReadRow]:
        for at in range(self.place.heading_row + 1, self.sheet.height + 1):
            if any(self._has_entry(at, column) for column in self.place.columns.values()):
                yield self._row(at)

    def _has_entry(self, at: int, column: int) -> bool:
        """Return whether a cell that no merge hides contains anything."""
        if self.covered[column][at]:
            return False
        return self.sheet.value(at, column) is not None or (at, column) in self.sheet.errors

    def _row(self, at: int) -> ReadRow:
        cells = {
            column.field: self._cell(column, at, number)
            for column in self.columns
            if (number := self.place.columns.get(column.field)) is not None and not self.covered[number][at]
        }
        naming = {name: cells[name] for name in self.of.key if name in cells}
        for name, cell in naming.items():
            if cell.formula:  # what a formula comes to is no name for a row
                where = a1(at, self.place.columns[name])
                self.findings += cell.findings(self.place.sheet, where, "", self.of.by_field[name])
        key = key_of(self.of, {n: None if c.formula else c.value for n, c in naming.items()})
        return ReadRow(key if key in self.handed else self.keys.get(_same(self.of, key), key), at, cells)

    def _cell(self, column: Column, at: int, place: int) -> ReadCell:
        where = (at, place)
        return read_cell(
            column,
            self.of.rows,
            self.sheet.errors.get(where) or self.sheet.value(at, place),
            is_error=where in self.sheet.errors,
            formula=self.sheet_formulas.get(a1(at, place), ""),
            percent=where in self.sheet.percent,
        )

    def _covered(self) -> dict[int, bytearray]:
        """Return for each column of the list, by row, whether a merge hides the cell.

        What was in a hidden cell can't be distinguished from what was removed. A merge may reach to the end of the sheet; only
        rows with content are kept.
        """
        height = self.sheet.height
        covered = {number: bytearray(height + 1) for number in self.place.columns.values()}
        for top, left, bottom, right in self.sheet.merged:
            inside = (
                [number for number in covered if left <= number <= right] if bottom > self.place.heading_row else []
            )
            for number in inside:
                first, end = top + (number == left), min(bottom, height) + 1
                covered[number][first:end] = b"\1" * max(0, end - first)
            if inside:
                words = f"{a1(top, left)}:{a1(bottom, right)}"
                self._add_finding("T13", top, left, self.sheet.value(top, left), area=words)
        return covered

    def _report_missing(self, rows: Mapping[tuple[str, ...], Sequence[ReadRow]]) -> None:
        for key, row in self.handed.items():
            if key not in rows and row.in_tracker:
                first = min(self.place.columns.values())
                self._add_finding(
                    "T08", self.place.heading_row, first, _row_name(key), row=_row_name(key), key=_row_name(key)
                )

    # --- edits

    def _edits_of(self, key: tuple[str, ...], rows: Sequence[ReadRow]) -> Iterator[ReturnedValue]:
        handed = self.handed.get(key)
        known = bool(self.opened.record)
        if known and handed is None:
            yield from (edit for row in rows for edit in self._foreign(row))
            return
        if not known and not any(key):
            yield from (edit for row in rows for edit in self._foreign(row))
            return
        found = [list(self._changed(row, handed)) for row in rows]
        if len(rows) == 1:
            yield from found[0]
            return
        for row in rows[1:]:
            others = ", ".join(str(other.at) for other in rows if other is not row)
            self._add_finding(
                "T10", row.at, self._first_key(), _row_name(key), row=_row_name(key), key=_row_name(key), others=others
            )
        yield from _agreed(found)

    def _foreign(self, row: ReadRow) -> Iterator[ReturnedValue]:
        """Yield edits that wait for a person: all content of a row that was not handed out."""
        if any(row.key):
            self._add_finding(
                "T09", row.at, self._first_key(), _row_name(row.key), row=_row_name(row.key), key=_row_name(row.key)
            )
        else:
            what = self.of.by_field[self.of.key[0]].heading.lower()
            first = next(number for number in self.place.columns.values() if self._has_entry(row.at, number))
            self._add_finding(
                "T11",
                row.at,
                first,
                self.sheet.errors.get((row.at, first)) or self.sheet.value(row.at, first),
                what=what,
            )
        yield from self._new_in(row)

    def _nameless(self, row: ReadRow) -> Iterator[ReturnedValue]:
        """Return edits that wait for a person: what is new in a row of a list whose key column is missing."""
        new = list(self._new_in(row._replace(key=tuple("" for _ in self.of.key))))
        if new:
            missing = next(name for name in self.of.key if name not in self.place.columns)
            at = self.place.columns[new[0].cell_key.field]
            self._add_finding("T11", row.at, at, new[0].now, what=self.of.by_field[missing].heading.lower())
        return iter(new)

    def _new_in(self, row: ReadRow) -> Iterator[ReturnedValue]:
        """Yield all content of a row, unless a row with the same content was handed out."""
        filled = {n: row.cells[n].now for n in sorted(self.manager_fields & row.cells.keys())}
        if any(
            all(same_value(handed.values.get(n), now) for n, now in filled.items()) for handed in self.handed.values()
        ):
            return
        for name, now in filled.items():
            if now is not None:
                yield self._edit(row, name, None, now, ConflictReason.ROW_NOT_HANDED_OUT)

    def _changed(self, row: ReadRow, handed: HandedRow | None) -> Iterator[ReturnedValue]:
        for name, cell in row.cells.items():
            if name in self.of.key or (handed is None and name not in self.manager_fields):
                continue
            was = handed.values.get(name) if handed else None
            if not cell.formula and (same_value(was, plain_value(cell.raw)) or same_value(was, cell.now)):
                continue
            yield from self._cell_edit(row, name, was, cell)

    def _cell_edit(self, row: ReadRow, name: str, was: object, cell: ReadCell) -> Iterator[ReturnedValue]:
        column, at = self.by_field[name], self.place.columns[name]
        before = plain_value(was)
        if name not in self.manager_fields:
            handed_out = detail("entry_handed_out", entry=was)
            self._add_finding(
                "T07", row.at, at, cell.raw, row=_row_name(row.key), heading=column.heading, was=handed_out
            )
            yield self._edit(row, name, before, cell.now, ConflictReason.LOCKED_CELL)
            return
        for found in cell.findings(self.place.sheet, a1(row.at, at), _row_name(row.key), column):
            self.findings.append(found)
        yield self._edit(row, name, before, cell.now, cell.suspicious)

    def _edit(self, row: ReadRow, name: str, was: object, now: object, suspicious: str) -> ReturnedValue:
        where = cell_reference(self.place.sheet, a1(row.at, self.place.columns[name]))
        return ReturnedValue(
            CellKey(self.of.table, row.key, name), plain_value(was), plain_value(now), where, suspicious
        )

    def _first_key(self) -> int:
        return self.place.columns[self.of.key[0]]

    def _add_finding(
        self, code: str, at: int, column: int, entry: object, *, row: str = "", heading: str = "", **details: object
    ) -> None:
        self.findings.append(
            return_finding(code, self.place.sheet, a1(at, column), entry, row=row, heading=heading, **details)
        )


def _agreed(found: Sequence[Sequence[ReturnedValue]]) -> Iterator[ReturnedValue]:
    """Yield what rows of one key say: an edit that all of them make is one; others wait for a person."""
    by_cell_key: dict[CellKey, list[ReturnedValue]] = defaultdict(list)
    for edits in found:
        for edit in edits:
            by_cell_key[edit.cell_key].append(edit)
    for edits in by_cell_key.values():
        first = edits[0]
        if len(edits) == len(found) and all(same_value(first.now, other.now) for other in edits):
            yield first
        else:
            yield from (edit._replace(suspicious=edit.suspicious or ConflictReason.DUPLICATE_ROW) for edit in edits)


def _same(of: EntryList, key: Sequence[str]) -> tuple[str, ...]:
    """Return the key with its names in one spelling."""
    return tuple(
        name_key(part) if of.by_field[field].reads is Reads.NAME else part
        for field, part in zip(of.key, key, strict=True)
    )


def _row_name(key: Sequence[str]) -> str:
    return ", ".join(part for part in key if part)
