"""One column of a list, from cells to values: each different cell is read once, however often it occurs.

A cell's reading may depend on its row (the kind of its indicator) and on how Excel shows it (as a percentage):
cells that agree in all of that are read together. What is said of a value is then said of every row it stands in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from math import isfinite
from typing import Any, NamedTuple

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.layout import Column, Reads
from pc_workbook.tracker.reading import READERS, Desk, Measured, Unreadable
from pc_workbook.tracker.snapshot import ColumnCells

IN_UNITS = (Reads.MEASURED, Reads.TARGET)


class Said(NamedTuple):
    """One thing to say of a cell: the finding's code, whether its severity is set, and what fills its blanks."""

    code: str
    details: Mapping[str, Any]
    severity: Severity | None = None
    by_column: bool = False  # the column decides how much it matters


class ReadColumn(NamedTuple):
    """A column as it was read: `values[codes[i]]` is what the i-th row gives, `said` what there is to say of it.

    Only the numbers in `present` occur; the others stand for cells of other rows.
    """

    codes: Sequence[int]
    values: list[Any]
    raw: list[object]
    present: frozenset[int]
    said: dict[int, list[Said]]

    def at(self, n: int) -> Any:
        """The value of the n-th row."""
        return self.values[self.codes[n]]

    def rows_of(self, wanted: Iterable[int]) -> list[int]:
        """The rows whose value is one of these numbers."""
        found = self.present.intersection(wanted)
        return [n for n, code in enumerate(self.codes) if code in found] if found else []

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        return len(self.codes) - len(self.rows_of(code for code in self.present if self.raw[code] is None))


Context = tuple[IndicatorKind | None, bool, str | None]  # the row's kind, shown as a percentage, Excel's error
USUAL: Context = (None, False, None)


def read_column(
    column: Column,
    cells: ColumnCells,
    at: Sequence[int],
    kinds: Sequence[IndicatorKind | None] | None,
    errors: Mapping[int, str],
    percent: Set[int],
    desk: Desk,
) -> ReadColumn:
    """Read one column of the rows `at`. `errors` and `percent` are given by row of the sheet."""
    codes = _codes(cells, at)
    contexts = _contexts(column, at, kinds, errors, percent)
    told = list(dict.fromkeys(contexts)) if contexts is not None else [USUAL]
    if contexts is not None:
        number = {context: n for n, context in enumerate(told)}
        codes = [code * len(told) + number[context] for code, context in zip(codes, contexts, strict=True)]
    size = max(len(cells.values), 1) * len(told)
    read = ReadColumn(codes, [None] * size, [None] * size, frozenset(codes), {})
    as_it_is = [_taken_as_it_is(column, context) for context in told]
    for code in read.present:
        place, of = divmod(code, len(told))
        kind, shown_percent, error = told[of]
        raw = cells.values[place] if cells.values else None
        read.raw[code] = error or raw
        take, above = as_it_is[of]
        if take is not None and type(raw) is float and isfinite(raw) and (abs(raw) > above or not raw):
            read.values[code] = take(raw)
        else:
            read.values[code] = _read_one(column, code, raw, error, Desk(shown_percent, kind, desk.as_at), read)
    return read


AS_IT_IS = {Reads.NUMBER: float, Reads.PERCENT: float, Reads.MEASURED: Measured, Reads.TARGET: Measured}


def _taken_as_it_is(column: Column, context: Context) -> tuple[Callable[[float], Any] | None, float]:
    """What makes a value of a number that its reader would only hand on, and above which size that holds."""
    kind, shown_percent, error = context
    if error is not None or kind is IndicatorKind.ORDINAL:
        return None, 0
    in_percent = kind is IndicatorKind.PERCENTAGE or column.reads is Reads.PERCENT
    if in_percent and shown_percent:
        return None, 0
    return AS_IT_IS.get(column.reads), 1 if in_percent else 0


def _codes(cells: ColumnCells, at: Sequence[int]) -> Sequence[int]:
    if not cells.codes:
        return [0] * len(at)
    if at and at[-1] - at[0] + 1 == len(at):
        return cells.codes[at[0] - 1 : at[-1]]
    return [cells.codes[row - 1] for row in at]


def _contexts(
    column: Column,
    at: Sequence[int],
    kinds: Sequence[IndicatorKind | None] | None,
    errors: Mapping[int, str],
    percent: Set[int],
) -> list[Context] | None:
    """What a cell's reading depends on beside the cell, row by row; None where it is the usual for all."""
    of = kinds if column.reads in IN_UNITS else None
    if not errors and not percent:
        return None if of is None else _by_kind(of)
    every = of if of is not None else [None] * len(at)
    return [(kind, row in percent, errors.get(row)) for kind, row in zip(every, at, strict=True)]


def _by_kind(kinds: Sequence[IndicatorKind | None]) -> list[Context]:
    of: dict[IndicatorKind | None, Context] = {kind: (kind, False, None) for kind in (*IndicatorKind, None)}
    return [of[kind] for kind in kinds]


def _read_one(column: Column, n: int, raw: object, error: str | None, desk: Desk, read: ReadColumn) -> Any:
    if error is not None:
        read.said[n] = [Said("R12", {"needs": column.needs}, by_column=True)]
        return None
    if raw is None:
        return None
    said: list[Said] = []
    value = None
    try:
        value = READERS[column.reads](raw, desk, *((column.choices,) if column.choices else ()))
    except Unreadable as no:
        said.append(Said(no.code, {"needs": column.needs, **no.details}, by_column=True))
    for code, details in desk.remarks:
        severity = details.pop("severity", None)
        said.append(Said(code, details, Severity(severity) if severity else None))
    if said:
        read.said[n] = said
    return value
