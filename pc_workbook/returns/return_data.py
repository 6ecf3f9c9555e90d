"""Records of what is handed out to a locality manager and of what is returned, and the tracker's rows in the same shape.

A cell is identified by the key of its row and its field, never by its position: managers sort, filter and insert rows.
Values are plain (str, float, date, bool or None). A cell of the tracker that can't be read has what is typed there.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from pc_workbook.cells.change import CellValue
from pc_workbook.cells.plain_values import plain_value, with_line_feeds
from pc_workbook.model.row import MarkedRow, MarkingLevel
from pc_workbook.model.text import folded
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS, BY_TABLE, MILESTONES
from pc_workbook.tracker.lists.layout import Column, EntryList, Writer, is_own
from pc_workbook.tracker.snapshot import SheetCells, a1

TABLES: Final = (ACTION_PROGRESS.table, MILESTONES.table)  # the lists that managers fill
RowName = tuple[str, tuple[str, ...]]  # list object's name and key


class CellKey(NamedTuple):
    """One cell: its list, the key of its row as text (white space made single, "" for an empty part) and its field."""

    table: str
    key: tuple[str, ...]
    field: str


class ReturnStamp(NamedTuple):
    """What a return states about itself."""

    return_id: str
    tracker_name: str
    area: str
    edition: date | None
    locality: str
    manager: str
    """The role, "" where the tracker names none."""
    handed_out_on: date
    version: str
    """Of this program."""


class TrackerRow(NamedTuple):
    """A row of a list that managers fill, as the tracker contains it."""

    table: str
    key: tuple[str, ...]
    values: Mapping[str, CellValue]
    sheet: str
    cells: Mapping[str, str]  # field -> address
    at: int  # its row of the sheet

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of its content."""
        return row_fingerprint(self.table, self.key, self.values)


class HandedRow(NamedTuple):
    """A row as it was handed out, without its markings.

    `in_tracker` is False for a row that was offered to be filled in: it is added when something was typed into it.
    """

    table: str
    key: tuple[str, ...]
    fingerprint: str
    values: Mapping[str, CellValue]
    in_tracker: bool = True


class ReturnedValue(NamedTuple):
    """One cell that the manager changed: what was handed out, what it contains now, and its address in the return.

    `suspicious` is the code of why it must not be merged without a person; `now` is then the content of the cell. The same cell
    may occur more than once where its row does.
    """

    cell_key: CellKey
    was: CellValue
    now: CellValue
    where: str  # 'Action progress'!C12
    suspicious: str = ""


class Return(NamedTuple):
    """A return as it was read.

    `stamp` is None for a workbook without a usable record; then every filled cell of a manager's column is an edit of
    an unknown value (None). Unchanged cells, removed columns and deleted rows are no edits.
    """

    name: str
    fingerprint: str  # of the file's bytes
    stamp: ReturnStamp | None
    handed: Mapping[RowName, HandedRow]
    edits: tuple[ReturnedValue, ...]
    findings: tuple[Finding, ...]


def returned_columns(table: str, own: Iterable[Column] = ()) -> tuple[Column, ...]:
    """Return the columns of a list that a return has: all but its markings, and those of the area's own."""
    usual = (column for column in BY_TABLE[table].columns if column.field not in MarkedRow.model_fields)
    return (*usual, *own)


def manager_fields(table: str, own: Iterable[Column] = ()) -> frozenset[str]:
    """Return the fields of a list that a locality manager fills."""
    columns = (*BY_TABLE[table].columns, *own)
    return frozenset(column.field for column in columns if column.writer is Writer.MANAGER)


def own_returned(intake: Intake, table: str) -> tuple[Column, ...]:
    """Return the columns that an area has added to a list and hands out; one that is exempt stays in."""
    if not intake.tracker.own_columns:
        return ()
    read = intake.lists[table]
    chosen = {
        folded(row.column)
        for row in intake.tracker.own_columns
        if row.sheet == read.of.sheet and row.in_return and row.marking is not MarkingLevel.EXEMPT
    }
    return tuple(column for column in read.of.columns if is_own(column.field) and folded(column.heading) in chosen)


def key_of(of: EntryList, values: Mapping[str, object]) -> tuple[str, ...]:
    """Return the key of a row, as text.

    >>> key_of(MILESTONES, {"action": "B", "milestone": "Plan \\n agreed"})
    ('B', '', 'Plan agreed')
    """
    return tuple(" ".join(str(values.get(name) or "").split()) for name in of.key)


def tracker_rows(intake: Intake, table: str) -> dict[RowName, TrackerRow]:
    """Return the readable rows of a list by table and key. A cell that can't be read contains what is typed there."""
    read = intake.lists[table]
    columns, own = returned_columns(table), own_returned(intake, table)
    places = _places(read.columns, own)
    rows: dict[RowName, TrackerRow] = {}
    for entry in read.entries:
        fields = {column.field: getattr(entry.row, column.field) for column in columns}
        for name, value in fields.items():
            if value is None and name in read.columns:
                fields[name] = intake.snapshot.sheets[read.sheet].value(entry.at, read.columns[name])
        for column in own:
            fields[column.field] = _shown(intake.snapshot.sheets[read.sheet], entry.at, read.columns[column.field])
        values = {name: plain_value(value) for name, value in fields.items()}
        key = key_of(read.of, values)
        cells = {name: a1(entry.at, place) for name, place in places.items()}
        rows.setdefault((table, key), TrackerRow(table, key, values, read.sheet, cells, entry.at))
    return rows


def _places(columns: Mapping[str, int], own: Iterable[Column]) -> dict[str, int]:
    """Return the columns of a list without those of the area's own that it does not hand out."""
    handed_out = {column.field for column in own}
    return {name: place for name, place in columns.items() if not is_own(name) or name in handed_out}


def _shown(sheet: SheetCells, row: int, column: int) -> object:
    return sheet.errors.get((row, column)) or sheet.value(row, column)


def row_fingerprint(table: str, key: tuple[str, ...], values: Mapping[str, CellValue]) -> str:
    """Return a row's content as 16 characters: equal for rows with the same content, whatever made them."""
    fields = {name: _number_text(value) for name, value in values.items() if value not in (None, "")}
    text = json.dumps([table, key, fields], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _number_text(value: CellValue) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:.15g}"
    return with_line_feeds(value) if isinstance(value, str) else str(value)
