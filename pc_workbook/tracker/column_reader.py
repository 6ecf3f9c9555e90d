"""One column of a list, from cells to values: each different cell is read once, however often it occurs.

A cell's reading may depend on its row (the kind of its indicator) and on how Excel shows it (as a percentage):
cells that agree in all of that are read together. What is said of a value is then said of every row it stands in.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from operator import add
from typing import Any, NamedTuple

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.layout import Column, Reads
from pc_workbook.tracker.measured import Measured
from pc_workbook.tracker.readers import READERS
from pc_workbook.tracker.reading import CLOSEST_TO_NOTHING, LARGEST, Desk, Unreadable
from pc_workbook.tracker.snapshot import NOT_IN_THE_FILE, ColumnCells

IN_UNITS = (Reads.MEASURED, Reads.TARGET)
ALWAYS_WRONG = frozenset({"R50"})  # whatever the column


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
        empty = [code for code in self.present if self.raw[code] is None]
        return len(self.codes) - sum(map(self.codes.count, empty)) if len(empty) < len(self.present) else 0


class Kinds(NamedTuple):
    """The kind of each row's indicator: `of[codes[i]]` is that of the i-th row."""

    codes: Sequence[int]
    of: Sequence[IndicatorKind | None]


Context = tuple[IndicatorKind | None, bool, str | None]  # the row's kind, shown as a percentage, Excel's error


def read_column(
    column: Column,
    cells: ColumnCells,
    at: Sequence[int],
    kinds: Kinds | None,
    errors: Mapping[int, str],
    percent: Set[int],
    desk: Desk,
) -> ReadColumn:
    """Read one column of the rows `at`. `errors` and `percent` are given by row of the sheet."""
    codes = _codes(cells, at)
    numbers, contexts = _contexts(at, kinds if column.reads in IN_UNITS else None, errors, percent)
    told = {context: n for n, context in enumerate(dict.fromkeys(contexts))}
    size = max(len(cells.values), 1) * len(told)
    if len(told) > 1:
        of_context = [told[context] for context in contexts]
        of_value = range(0, size, len(told))
        codes = array("I", map(add, map(of_value.__getitem__, codes), map(of_context.__getitem__, numbers)))
    read = ReadColumn(codes, [None] * size, [None] * size, frozenset(codes), {})
    every_context = list(told)
    as_it_is = [_taken_as_it_is(column, context) for context in told]
    for code in read.present:
        place, of = divmod(code, len(told))
        kind, shown_percent, error = every_context[of]
        raw = cells.values[place] if cells.values else None
        read.raw[code] = error or raw
        take, above = as_it_is[of]
        if (
            take is not None
            and type(raw) is float
            and (not raw or max(above, CLOSEST_TO_NOTHING) < abs(raw) <= LARGEST)
        ):
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
    at: Sequence[int], kinds: Kinds | None, errors: Mapping[int, str], percent: Set[int]
) -> tuple[Sequence[int], Sequence[Context]]:
    """What a cell's reading depends on beside the cell: a number a row, and the contexts these numbers stand for."""
    codes, of = kinds or ((), (None,))
    if not errors and not percent:
        return codes, [(kind, False, None) for kind in of]
    every = [of[code] for code in codes] if kinds else [None] * len(at)
    contexts = [(kind, row in percent, errors.get(row)) for kind, row in zip(every, at, strict=True)]
    return range(len(contexts)), contexts


def _read_one(column: Column, n: int, raw: object, error: str | None, desk: Desk, read: ReadColumn) -> Any:
    if error is not None:
        read.said[n] = [Said("R47" if error in NOT_IN_THE_FILE else "R12", {"needs": column.needs}, by_column=True)]
        return None
    if raw is None:
        return None
    said: list[Said] = []
    value = None
    try:
        value = READERS[column.reads](raw, desk, *((column.choices,) if column.choices else ()))
    except Unreadable as no:
        said.append(Said(no.code, {"needs": column.needs, **no.details}, by_column=no.code not in ALWAYS_WRONG))
    for code, details in desk.remarks:
        severity = details.pop("severity", None)
        said.append(Said(code, details, Severity(severity) if severity else None))
    if said:
        read.said[n] = said
    return value
