"""The record that a return carries on a very hidden sheet: its stamp, and what was handed out.

Each line is JSON in plain ASCII, so that text survives character for character whichever spreadsheet program saves
the workbook, and a line too long for a cell continues in the next. A checksum shows whether the record is complete;
it guards against accidents, not against intent.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from pc_workbook.cells.change import CellValue
from pc_workbook.cells.limits import is_too_long
from pc_workbook.returns.return_data import (
    TABLES,
    HandedRow,
    ReturnStamp,
    RowName,
    key_of,
    returned_columns,
    row_fingerprint,
)
from pc_workbook.tracker.findings import cell_text
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.lists.layout import Column, Writer, is_own, own_column
from pc_workbook.tracker.snapshot import SheetCells
from pc_workbook.views.parts import RecordSheet
from pc_workbook.wording.returns import RECORD_TITLE

SHEET: Final = "pc_record"
STAMP, ROW, TEXTS, OWN_COLUMN, CHECK = "stamp", "row", "texts", "own column", "check"
LONGEST = 30_000  # characters a cell, below every spreadsheet's limit
DAY = "day"  # the name of a date in JSON
FIRST_DAY: Final = date(1900, 1, 1)  # the first that a workbook counts
LAST_STAMPED: Final = date(9990, 12, 31)  # room for the days until a return is due
LARGEST_WHOLE: Final = 10**15  # above it a cell no longer holds a whole number exactly


class Record(NamedTuple):
    """The stamp, the rows and the texts that were handed out."""

    stamp: ReturnStamp
    rows: tuple[HandedRow, ...]
    texts: Mapping[str, frozenset[str]]  # sheet -> a mark of each text that was drawn on it
    own: Mapping[str, tuple[Column, ...]] = {}  # list object -> the columns that the area has added to it


def record_sheet(record: Record) -> RecordSheet:
    """Return the record as a sheet to be drawn."""
    lines = [
        (STAMP, _json(_plain_stamp(record.stamp))),
        *((OWN_COLUMN, _json(_plain_own(table, column))) for table, own in record.own.items() for column in own),
        *((ROW, _json(_plain_row(row))) for row in record.rows),
        *((TEXTS, _json([sheet, sorted(marks)])) for sheet, marks in record.texts.items()),
    ]
    rows = [(RECORD_TITLE,), *((kind, *_pieces(text)) for kind, text in lines), (CHECK, _checksum(lines))]
    return RecordSheet(SHEET, tuple(rows))


class DamagedRecord(Exception):
    """The checksum is wrong: the record was changed after it was written."""


class ForeignRecord(Exception):
    """The checksum is right, but the record is not one that this program writes. `line` is a row of the sheet."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_record(sheet: SheetCells) -> Record:
    """Return the record on a sheet. Raises DamagedRecord, or ForeignRecord with the line that can't be used."""
    lines = [(at, *_line(row)) for at, row in enumerate(sheet.rows, 1) if row]
    lines = [(at, kind, text) for at, kind, text in lines if text]
    typed_lines = [(kind, text) for _, kind, text in lines]
    if not typed_lines or typed_lines[-1] != (CHECK, _checksum(typed_lines[:-1])):
        raise DamagedRecord
    return _checked(lines[:-1])


def _line(row: Sequence[object]) -> tuple[str, str]:
    return str(row[0]), "".join(str(piece) for piece in row[1:] if piece is not None)


def _checked(lines: Iterable[tuple[int, str, str]]) -> Record:
    """Return the record that the lines give: one stamp, each row once."""
    stamps: list[ReturnStamp] = []
    rows: dict[RowName, HandedRow] = {}
    texts: dict[str, frozenset[str]] = {}
    own: dict[str, tuple[Column, ...]] = {}
    for at, kind, text in lines:
        try:
            value = _LINES[kind].validate_json(text, strict=True)
        except (KeyError, ValidationError) as error:
            raise ForeignRecord(at) from error
        if isinstance(value, _StampLine) and not stamps:
            stamps.append(value.stamp)
        elif isinstance(value, HandedRow) and (value.table, value.key) not in rows:
            rows[value.table, value.key] = value
        elif isinstance(value, tuple) and kind == TEXTS:
            texts[value[0]] = texts.get(value[0], frozenset()) | frozenset(value[1])
        elif isinstance(value, _OwnLine):
            own[value.table] = (*own.get(value.table, ()), value.column)
        else:
            raise ForeignRecord(at)
    if not stamps:
        raise ForeignRecord(1)
    return Record(stamps[0], tuple(rows.values()), texts, own)


def is_record(sheet: SheetCells) -> bool:
    """Return whether a sheet is the record, whatever it is called now."""
    return sheet.name == SHEET or sheet.value(1, 1) == RECORD_TITLE


def filled_cells(sheet: SheetCells) -> Iterator[tuple[int, int, object]]:
    """Yield row, column and value of each filled cell, row by row."""
    for row, values in enumerate(sheet.rows, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                yield row, column, value


def mark_of_text(value: object) -> str:
    """Return eight characters that identify the content of a cell, wherever it is."""
    return hashlib.sha256(cell_text(value).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _pieces(text: str) -> Iterable[str]:
    return (text[start : start + LONGEST] for start in range(0, len(text), LONGEST))


def _json(value: object) -> str:
    """Return a value as JSON in ASCII, without anything that a workbook file reads as an escape of its own."""
    return json.dumps(value, sort_keys=True).replace("_x", "\\u005fx")


def _checksum(lines: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256("\n".join(f"{kind} {text}" for kind, text in lines).encode()).hexdigest()[:32]


def _plain_stamp(stamp: ReturnStamp) -> dict[str, Any]:
    return {name: _out(value) for name, value in stamp._asdict().items()}


def _plain_row(row: HandedRow) -> list[Any]:
    values = {name: _out(value) for name, value in row.values.items() if value is not None}
    return [row.table, row.key, row.fingerprint, values, row.in_tracker]


def _plain_own(table: str, column: Column) -> dict[str, object]:
    return {"table": table, "heading": column.heading, "is_for_manager": column.writer is Writer.MANAGER}


def _out(value: CellValue) -> object:
    return {DAY: value.isoformat()} if isinstance(value, date) else value


# -- what each line may contain


def _fits_a_cell(text: str) -> str:
    if is_too_long(text):
        raise ValueError("longer than a cell")
    return text


_Words = Annotated[str, AfterValidator(_fits_a_cell)]


class _Day(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    day: Annotated[date, Field(ge=FIRST_DAY)]


class _StampDay(_Day):
    day: Annotated[date, Field(ge=FIRST_DAY, le=LAST_STAMPED)]


class _StampLine(BaseModel):
    """The stamp of any version of this program: unknown fields are ignored, missing ones are empty."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    return_id: Annotated[str, Field(pattern=r"^[0-9A-F]{1,32}$")]
    tracker_name: _Words = ""
    area: _Words = ""
    edition: _StampDay | None = None
    locality: _Words
    manager: _Words = ""
    handed_out_on: _StampDay
    version: _Words = ""

    @property
    def stamp(self) -> ReturnStamp:
        """Return the stamp."""
        edition = self.edition.day if self.edition else None
        return ReturnStamp(**(dict(self) | {"edition": edition, "handed_out_on": self.handed_out_on.day}))


class _OwnLine(BaseModel):
    """A column that the area has added to a list."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    table: Literal["tblActionProgress", "tblMilestones"]
    heading: Annotated[_Words, Field(min_length=1)]
    is_for_manager: bool

    @property
    def column(self) -> Column:
        """Return the column."""
        return own_column(self.heading, Writer.MANAGER if self.is_for_manager else Writer.STAFF)


_Value = (
    bool
    | Annotated[int, Field(ge=-LARGEST_WHOLE, le=LARGEST_WHOLE)]
    | Annotated[float, Field(allow_inf_nan=False)]
    | _Day
    | _Words
    | None
)


def _handed_row(stored: tuple[str, tuple[str, ...], str, dict[str, _Value], bool]) -> HandedRow:
    """Return a row of a list that managers fill. Raises ValueError for fields or a key that the list does not have."""
    table, key, fingerprint, given, in_tracker = stored
    values = {name: value.day if isinstance(value, _Day) else value for name, value in given.items()}
    if table not in TABLES or not {name for name in values if not is_own(name)} <= {
        column.field for column in returned_columns(table)
    }:
        raise ValueError("not a list, or not a column, that managers are given")
    if key != key_of(BY_TABLE[table], values) or fingerprint != row_fingerprint(table, key, values):
        raise ValueError("the row is not what it is called")
    return HandedRow(table, key, fingerprint, values, in_tracker)


_LINES: Final[Mapping[str, TypeAdapter[Any]]] = {
    STAMP: TypeAdapter(_StampLine),
    OWN_COLUMN: TypeAdapter(_OwnLine),
    ROW: TypeAdapter(Annotated[tuple[str, tuple[str, ...], str, dict[str, _Value], bool], AfterValidator(_handed_row)]),
    TEXTS: TypeAdapter(tuple[_Words, list[Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]]]),
}
