"""Records of what is handed out to a locality manager and of what is returned, and the tracker's rows in the same shape.

A cell is identified by the key of its row and its field, never by its position: managers sort, filter and insert rows.
Values are plain (str, float, date, bool or None). A cell of the tracker that can't be read has what is typed there.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from math import isclose
from typing import Final, NamedTuple

from pc_workbook.cells.change import CellValue
from pc_workbook.model.row import MarkedRow
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS, BY_TABLE, MILESTONES
from pc_workbook.tracker.lists.layout import Column, EntryList, Writer
from pc_workbook.tracker.snapshot import a1

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


def returned_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a list that a return has: all but its markings."""
    return tuple(column for column in BY_TABLE[table].columns if column.field not in MarkedRow.model_fields)


def manager_fields(table: str) -> frozenset[str]:
    """Return the fields of a list that a locality manager fills."""
    return frozenset(column.field for column in BY_TABLE[table].columns if column.writer is Writer.MANAGER)


def key_of(of: EntryList, values: Mapping[str, object]) -> tuple[str, ...]:
    """Return the key of a row, as text.

    >>> key_of(MILESTONES, {"action": "B", "milestone": "Plan \\n agreed"})
    ('B', '', 'Plan agreed')
    """
    return tuple(" ".join(str(values.get(name) or "").split()) for name in of.key)


def tracker_rows(intake: Intake, table: str) -> dict[RowName, TrackerRow]:
    """Return the readable rows of a list by table and key. A cell that can't be read contains what is typed there."""
    read = intake.lists[table]
    columns = returned_columns(table)
    rows: dict[RowName, TrackerRow] = {}
    for entry in read.entries:
        fields = {column.field: getattr(entry.row, column.field) for column in columns}
        for name, value in fields.items():
            if value is None and name in read.columns:
                fields[name] = intake.snapshot.sheets[read.sheet].value(entry.at, read.columns[name])
        values = {name: plain_value(value) for name, value in fields.items()}
        key = key_of(read.of, values)
        cells = {name: a1(entry.at, place) for name, place in read.columns.items()}
        rows.setdefault((table, key), TrackerRow(table, key, values, read.sheet, cells, entry.at))
    return rows


def plain_value(value: object) -> CellValue:
    """Return a value of the model as a cell contains it: a choice as its text, a time as its date."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, bool | int | float | date):
        return value
    return str(value) or None


def same_value(was: CellValue, now: CellValue) -> bool:
    """Return whether two cells have the same content.

    >>> same_value(40.0, 40), same_value("a\\r\\nb", "a\\nb"), same_value("", None), same_value(1, True)
    (True, True, True, False)
    """
    if isinstance(was, bool) or isinstance(now, bool):
        return was is now
    if isinstance(was, int | float) and isinstance(now, int | float):
        return isclose(was, now, rel_tol=1e-12)
    if isinstance(was, str) and isinstance(now, str):
        return was == now or _with_line_feeds(was) == _with_line_feeds(now)
    return (was or None) == (now or None)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def row_fingerprint(table: str, key: tuple[str, ...], values: Mapping[str, CellValue]) -> str:
    """Return a row's content as 16 characters: equal for rows with the same content, whatever made them."""
    fields = {name: _number_text(value) for name, value in values.items() if value not in (None, "")}
    text = json.dumps([table, key, fields], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _number_text(value: CellValue) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:.15g}"
    return _with_line_feeds(value) if isinstance(value, str) else str(value)
