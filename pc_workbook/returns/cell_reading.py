"""One cell of a return: its value, or why it may not go in without a person."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from pc_workbook.cells.change import CellValue
from pc_workbook.model.row import Row
from pc_workbook.returns.return_data import plain
from pc_workbook.returns.return_findings import remark
from pc_workbook.returns.storable_values import fitting, is_too_early
from pc_workbook.tracker.findings import KINDS, Finding, Severity, finding
from pc_workbook.tracker.lists.layout import Column
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, parse_cell
from pc_workbook.tracker.snapshot import NO_RESULT, NO_TEXT, TOO_LONG
from pc_workbook.wording.findings import title

Remarks = tuple[tuple[str, dict[str, Any]], ...]


class ReadCell(NamedTuple):
    """What stands in a cell, and what it was read as. `said` are codes of tracker/findings.py with their details."""

    raw: object
    value: CellValue
    formula: str = ""
    said: Remarks = ()
    is_readable: bool = True

    @property
    def now(self) -> CellValue:
        """The value; what stands there where it can't be read."""
        return self.value if self.is_readable else fitting(plain(self.raw))

    @property
    def suspicious(self) -> str:
        """Why it may not go in by itself; "" where it may."""
        if self.formula:
            return "It came out of a formula."
        return "" if self.is_readable else f"{title(self.said[-1][0])}."

    def findings(self, sheet: str, cell: str, row: str, column: Column) -> Iterator[Finding]:
        """What is to be said about it."""
        if self.formula:
            yield remark("T12", sheet, cell, self.raw, row=row, heading=column.heading, formula=self.formula)
        for code, details in self.said:
            words = {"needs": column.needs, "heading": column.heading, **details}
            # Nothing is blocked by a return: the tracker keeps what it holds.
            severity = Severity.WARNING if KINDS[code].severity is Severity.ERROR else None
            yield finding(code, sheet, cell, self.raw, row=row, **({"severity": severity} | words))


def read_cell(
    column: Column, model: type[Row], raw: object, *, is_error: bool, formula: str, percent: bool
) -> ReadCell:
    """Read as the tracker reads it: by the column's reader, then judged by the rules of its field."""
    if raw == NO_RESULT:  # nothing came out of the formula, and the formula itself is told
        return ReadCell(None, None, formula or "=")
    if raw in (NO_TEXT, TOO_LONG):
        return ReadCell(raw, None, formula, (("R47", {}),), is_readable=False)
    if is_error:
        return ReadCell(raw, None, formula, (("R12", {}),), is_readable=False)
    if raw is None:
        return ReadCell(None, None, formula)
    context = CellContext(percent=percent)
    try:
        value = parse_cell(column, raw, context)
        if value is not None:
            value = _judge(model, column.field).validate_python(value)
        if is_too_early(value):
            raise Unreadable("R07")
    except Unreadable as no:
        return ReadCell(raw, None, formula, (*context.notes, (no.code, no.details)), is_readable=False)
    except ValidationError:
        return ReadCell(raw, None, formula, (*context.notes, ("R16", {})), is_readable=False)
    return ReadCell(raw, plain(value), formula, tuple(context.notes))


@cache
def _judge(model: type[Row], name: str) -> TypeAdapter[Any]:
    about = model.model_fields[name]
    kind: Any = Annotated[(about.annotation, *about.metadata)] if about.metadata else about.annotation
    return TypeAdapter(kind)
