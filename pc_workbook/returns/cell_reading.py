"""One cell of a return: its value, or why it must not be merged without a person."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from pc_workbook.cells.change import CellValue
from pc_workbook.cells.plain_values import plain_value
from pc_workbook.cells.storable_values import fitting, is_too_early
from pc_workbook.model.return_codes import ConflictReason
from pc_workbook.model.row import Row
from pc_workbook.returns.return_findings import return_finding
from pc_workbook.tracker.findings import KINDS, Finding, Severity, finding
from pc_workbook.tracker.lists.layout import Column, is_own
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, parse_cell
from pc_workbook.tracker.snapshot import NO_RESULT, NO_TEXT, TOO_LONG

Remarks = tuple[tuple[str, dict[str, Any]], ...]


class ReadCell(NamedTuple):
    """A cell's content and its value. `said` are codes of tracker/findings.py with their details."""

    raw: object
    value: CellValue
    formula: str = ""
    notes: Remarks = ()
    is_readable: bool = True

    @property
    def now(self) -> CellValue:
        """Return the value; the content where it can't be read."""
        return self.value if self.is_readable else fitting(plain_value(self.raw))

    @property
    def suspicious(self) -> str:
        """Return the code of why it must not be merged without a person; "" where it may be."""
        if self.formula:
            return ConflictReason.FORMULA
        return "" if self.is_readable else self.notes[-1][0]

    def findings(self, sheet: str, cell: str, row: str, column: Column) -> Iterator[Finding]:
        """Yield the findings about the cell."""
        if self.formula:
            yield return_finding("T12", sheet, cell, self.raw, row=row, heading=column.heading, formula=self.formula)
        for code, details in self.notes:
            words = {"needs": column.needs, "heading": column.heading, **details}
            # Nothing is blocked by a return: the tracker keeps what it holds.
            severity = Severity.WARNING if KINDS[code].severity is Severity.ERROR else None
            yield finding(code, sheet, cell, self.raw, row=row, **({"severity": severity} | words))


def read_cell(
    column: Column, model: type[Row], raw: object, *, is_error: bool, formula: str, percent: bool
) -> ReadCell:
    """Read as the tracker reads it: by the column's reader, then judged by the rules of its field."""
    if raw == NO_RESULT:  # the formula has no result, so the formula itself is reported
        return ReadCell(None, None, formula or "=")
    if raw in (NO_TEXT, TOO_LONG):
        return ReadCell(raw, None, formula, (("R47", {}),), is_readable=False)
    if is_error:
        return ReadCell(raw, None, formula, (("R12", {}),), is_readable=False)
    if raw is None:
        return ReadCell(None, None, formula)
    if is_own(column.field):
        return _as_typed(raw, formula)
    context = CellContext(percent=percent)
    try:
        value = parse_cell(column, raw, context)
        if value is not None:
            value = _field_validator(model, column.field).validate_python(value)
        if is_too_early(value):
            raise Unreadable("R07")
    except Unreadable as no:
        return ReadCell(raw, None, formula, (*context.notes, (no.code, no.details)), is_readable=False)
    except ValidationError:
        return ReadCell(raw, None, formula, (*context.notes, ("R16", {})), is_readable=False)
    return ReadCell(raw, plain_value(value), formula, tuple(context.notes))


def _as_typed(raw: object, formula: str) -> ReadCell:
    """Return a cell of a column that an area has added: whatever was typed."""
    is_readable = not is_too_early(raw)
    return ReadCell(raw, plain_value(raw), formula, () if is_readable else (("R07", {}),), is_readable)


@cache
def _field_validator(model: type[Row], name: str) -> TypeAdapter[Any]:
    about = model.model_fields[name]
    kind: Any = Annotated[(about.annotation, *about.metadata)] if about.metadata else about.annotation
    return TypeAdapter(kind)
