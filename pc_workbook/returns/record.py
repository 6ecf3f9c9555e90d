"""The record that a return carries: its stamp, and what was handed out, on a sheet that no menu shows.

Each line is JSON in plain ASCII, so that text survives character for character whichever spreadsheet saves the
workbook again, and a line too long for a cell goes on in the next. A checksum tells whether the record is whole;
it guards against accidents, not against intent.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from pc_workbook.returns.parcel import HandedRow, Stamp
from pc_workbook.tracker.change import CellValue
from pc_workbook.tracker.findings import told
from pc_workbook.tracker.snapshot import SheetCells
from pc_workbook.views.parts import RecordSheet

SHEET: Final = "pc_record"
TITLE: Final = "What was handed out, for pc-workbook to compare with. Please leave this sheet as it is."
STAMP, ROW, TEXTS, CHECK = "stamp", "row", "texts", "check"
LONGEST = 30_000  # characters a cell, below every spreadsheet's limit
DAY = "day"  # the name under which a date stands in JSON


class Record(NamedTuple):
    """What a return knows of its own beginning."""

    stamp: Stamp
    rows: tuple[HandedRow, ...]
    texts: Mapping[str, frozenset[str]]  # sheet -> a mark of each text that was drawn on it


def record_sheet(record: Record) -> RecordSheet:
    """The record as a sheet to be drawn."""
    lines = [
        (STAMP, _json(_plain_stamp(record.stamp))),
        *((ROW, _json(_plain_row(row))) for row in record.rows),
        *((TEXTS, _json([sheet, sorted(marks)])) for sheet, marks in record.texts.items()),
    ]
    rows = [(TITLE,), *((kind, *_pieces(text)) for kind, text in lines), (CHECK, _checksum(lines))]
    return RecordSheet(SHEET, tuple(rows))


def read_record(sheet: SheetCells) -> Record | None:
    """The record on a sheet; None where it is damaged."""
    lines = [(str(row[0]), "".join(str(piece) for piece in row[1:] if piece is not None)) for row in sheet.rows if row]
    lines = [(kind, text) for kind, text in lines if text]
    if not lines or lines[-1][0] != CHECK or lines[-1][1] != _checksum(lines[:-1]):
        return None
    held = [(kind, json.loads(text)) for kind, text in lines[:-1]]
    return Record(
        _stamp(next(value for kind, value in held if kind == STAMP)),
        tuple(_row(value) for kind, value in held if kind == ROW),
        {sheet: frozenset(marks) for kind, value in held if kind == TEXTS for sheet, marks in [value]},
    )


def is_record(sheet: SheetCells) -> bool:
    """Whether a sheet is, or was, the record, whatever it is called now."""
    return sheet.name == SHEET or sheet.value(1, 1) == TITLE


def filled_cells(sheet: SheetCells) -> Iterator[tuple[int, int, object]]:
    """Row, column and value of each filled cell, row by row."""
    for row, values in enumerate(sheet.rows, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                yield row, column, value


def mark_of_text(value: object) -> str:
    """Eight characters that stand for what a cell holds, wherever it stands."""
    return hashlib.sha256(told(value).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _pieces(text: str) -> Iterable[str]:
    return (text[start : start + LONGEST] for start in range(0, len(text), LONGEST))


def _json(value: object) -> str:
    """ASCII, and nothing that a workbook file could take for one of its own escapes."""
    return json.dumps(value, sort_keys=True).replace("_x", "\\u005fx")


def _checksum(lines: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256("\n".join(f"{kind} {text}" for kind, text in lines).encode()).hexdigest()[:32]


def _plain_stamp(stamp: Stamp) -> dict[str, Any]:
    return {name: _out(value) for name, value in stamp._asdict().items()}


def _stamp(held: Mapping[str, Any]) -> Stamp:
    """Of any version of this program: what it did not know of is left out, or empty."""
    return Stamp(**{name: _in(held.get(name)) for name in Stamp._fields})


def _plain_row(row: HandedRow) -> list[Any]:
    values = {name: _out(value) for name, value in row.values.items() if value is not None}
    return [row.table, row.key, row.fingerprint, values, row.in_tracker]


def _row(held: Sequence[Any]) -> HandedRow:
    table, key, fingerprint, values, in_tracker = held
    return HandedRow(table, tuple(key), fingerprint, {name: _in(value) for name, value in values.items()}, in_tracker)


def _out(value: CellValue) -> object:
    return {DAY: value.isoformat()} if isinstance(value, date) else value


def _in(value: Any) -> Any:
    return date.fromisoformat(value[DAY]) if isinstance(value, dict) else value
