"""Read one cell of the workbook as its column of the tracker would: by the tracker's own parsers."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from pc_workbook.cells.change import CellValue
from pc_workbook.cells.plain_values import plain_value
from pc_workbook.cells.storable_values import fitting, is_too_early
from pc_workbook.model.action import Delivery
from pc_workbook.model.period import Period
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.scale import ANY_SCALE, Scale
from pc_workbook.tracker.lists.layout import Column, Reads
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, parse_cell
from pc_workbook.tracker.snapshot import NOT_IN_THE_FILE, SheetCells, a1, is_first_of_month

#: What stays as it was typed, since the tracker reads more out of it than one value.
AS_TYPED: Final = frozenset({Reads.MEASURED, Reads.TARGET, Reads.DISTANCE, Reads.DELIVERY})
IN_UNITS: Final = AS_TYPED - {Reads.DELIVERY}

Note = tuple[str, Mapping[str, Any]]


class ReadCell(NamedTuple):
    """A cell of the workbook: its content, what the tracker's cell is to contain, and what names a row by it.

    `problem` is why it can't be read (code and details of tracker/findings.py); `notes` is what was read in another form.
    """

    sheet: str
    cell: str
    raw: object
    value: CellValue = None
    key: str = ""
    problem: Note | None = None
    notes: tuple[Note, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is in the cell."""
        return self.raw is None


class Reading(NamedTuple):
    """What the reading of cells depends on: how the workbook counts days, and the plan's references."""

    as_at: date | None = None
    date_1904: bool = False
    actions: frozenset[str] = frozenset()


def read_cell(
    column: Column, sheet: SheetCells, row: int, number: int, reading: Reading, scale: Scale = ANY_SCALE
) -> ReadCell:
    """Return a cell of the workbook as a column of the tracker reads it."""
    where, address = (row, number), a1(row, number)
    error = sheet.errors.get(where)
    if error is not None:
        code = "R47" if error in NOT_IN_THE_FILE else "R12"
        return ReadCell(sheet.name, address, error, problem=(code, {}))
    raw = sheet.value(row, number)
    if raw is None:
        return ReadCell(sheet.name, address, None)
    is_month = where in sheet.months and is_first_of_month(raw)
    return read_value(column, raw, sheet.name, address, reading, scale, percent=where in sheet.percent, month=is_month)


def read_value(
    column: Column,
    raw: object,
    sheet: str,
    address: str,
    reading: Reading,
    scale: Scale = ANY_SCALE,
    *,
    percent: bool = False,
    month: bool = False,
) -> ReadCell:
    """Return a value as a column of the tracker reads it.

    A value in the unit of an indicator that is not known yet stays as it is typed: the trial of the plan reads it.
    """
    if column.reads in IN_UNITS and scale is ANY_SCALE:
        return ReadCell(sheet, address, raw, fitting(_written(column, raw, raw, percent, month)))
    context = CellContext(
        percent, scale, reading.as_at, month=month, date_1904=reading.date_1904, actions=reading.actions
    )
    try:
        parsed = parse_cell(column, raw, context)
        value = fitting(_written(column, raw, parsed, percent, month))
        if is_too_early(parsed):
            raise Unreadable("R07")
    except Unreadable as no:
        return ReadCell(sheet, address, raw, problem=(no.code, no.details), notes=tuple(context.notes))
    return ReadCell(sheet, address, raw, value, key_text(parsed, column), notes=tuple(context.notes))


def _written(column: Column, raw: object, parsed: object, percent: bool, month: bool) -> CellValue:
    """Return what the tracker's cell is to contain, so that it reads the same there."""
    if parsed is None:  # a mark for missing data, which the tracker understands as well
        return None
    if column.reads is Reads.DELIVERY and (month or not isinstance(raw, str | date)):
        return parsed.words if isinstance(parsed, Delivery) else plain_value(parsed)
    if column.reads in AS_TYPED:
        is_points = percent and isinstance(raw, int | float) and not isinstance(raw, bool)
        return f"{float(raw) * 100:.15g}%" if is_points else plain_value(raw)  # type: ignore[arg-type]  # a number
    if isinstance(parsed, Period):
        return parsed.label
    if isinstance(parsed, frozenset):
        return ", ".join(map(str, sorted(parsed)))
    if isinstance(parsed, bool):
        return "Yes" if parsed else "No"
    return plain_value(parsed)


def key_text(parsed: object, column: Column) -> str:
    """Return a value as part of what names a row, the same however it is typed."""
    if parsed is None:
        return ""
    if isinstance(parsed, Period):
        return parsed.label
    if isinstance(parsed, date):
        return parsed.isoformat()
    if isinstance(parsed, int | float):
        return f"{parsed:.15g}"
    words = " ".join(str(parsed).split())
    return name_key(words) if column.reads is Reads.NAME else words
