"""One column of a list, from cells to values: each different cell is read once, however often it occurs.

A cell's reading may depend on its row (the scale of its indicator) and on how Excel shows it (as a percentage, as a
month): cells that agree in all of that are read together. What is said of a value is then said of every row it stands in.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from operator import add
from typing import Any, Final, NamedTuple

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.scale import ANY_SCALE, SHARE, Scale
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Severity
from pc_workbook.tracker.lists.layout import Column, Reads
from pc_workbook.tracker.parsing.cell_parsers import CLOSEST_TO_NOTHING, LARGEST, UNREADABLE_DELIVERY, Desk, Unreadable
from pc_workbook.tracker.parsing.parser_table import READERS
from pc_workbook.tracker.parsing.value_cells import Measured
from pc_workbook.tracker.snapshot import NOT_IN_THE_FILE, ColumnCells

IN_UNITS = (Reads.MEASURED, Reads.TARGET, Reads.DISTANCE)
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

    def is_empty(self, n: int) -> bool:
        """Whether nothing stands in the cell of the n-th row."""
        return self.raw[self.codes[n]] is None

    def rows_of(self, wanted: Iterable[int]) -> list[int]:
        """The rows whose value is one of these numbers."""
        found = self.present.intersection(wanted)
        return [n for n, code in enumerate(self.codes) if code in found] if found else []

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        empty = [code for code in self.present if self.raw[code] is None]
        return len(self.codes) - sum(map(self.codes.count, empty)) if len(empty) < len(self.present) else 0


class Scales(NamedTuple):
    """The scale of each row's indicator: `of[codes[i]]` is that of the i-th row."""

    codes: Sequence[int]
    of: Sequence[Scale]


class Shown(NamedTuple):
    """The rows of the sheet in which Excel shows a column's cell in its own way, and its errors by row."""

    errors: Mapping[int, str]
    percent: Set[int] = frozenset()
    months: Set[int] = frozenset()  # dates shown without their day


AS_USUAL: Final = Shown({})  # a column without any of these


class Context(NamedTuple):
    """What a cell's reading depends on beside its value."""

    scale: Scale = ANY_SCALE
    percent: bool = False
    month: bool = False
    error: str | None = None


def read_column(
    column: Column,
    cells: ColumnCells,
    at: Sequence[int],
    scales: Scales | None,
    shown: Shown,
    desk: Desk,
) -> ReadColumn:
    """Read one column of the rows `at`. `desk` says what is known about the whole workbook."""
    codes = _codes(cells, at)
    numbers, contexts = _contexts(at, scales if column.reads in IN_UNITS else None, shown)
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
        context = every_context[of]
        raw = cells.values[place] if cells.values else None
        read.raw[code] = context.error or raw
        take, above, low, high = as_it_is[of]
        if take and type(raw) is float and low <= raw <= high and (abs(raw) > above or not raw):
            read.values[code] = take(raw)
        else:
            read.values[code] = _read_one(column, code, raw, context, desk, read)
    return read


KEEP_NO_COUNTS: Final = frozenset({"comparator"})
AS_IT_IS = {Reads.NUMBER: float, Reads.PERCENT: float, Reads.MEASURED: Measured, Reads.TARGET: Measured}


class _AsItIs(NamedTuple):
    """What makes a value of a number that its reader would only hand on, and of which numbers that holds: those from low
    to high that are 0 or further from it than `above`."""

    take: Callable[[float], Any] | None = None
    above: float = 0
    low: float = 0
    high: float = 0


def _taken_as_it_is(column: Column, context: Context) -> _AsItIs:
    scale = context.scale
    take = AS_IT_IS.get(column.reads)
    if take is None or context.error is not None or context.percent or scale.kind is IndicatorKind.ORDINAL:
        return _AsItIs()
    in_percent = scale.is_share or column.reads is Reads.PERCENT
    if column.reads is Reads.PERCENT:
        scale = SHARE
    low = -LARGEST if scale.low is None else scale.low
    high = LARGEST if scale.high is None else scale.high
    return _AsItIs(take, 1 if in_percent else CLOSEST_TO_NOTHING, low, high)


def _codes(cells: ColumnCells, at: Sequence[int]) -> Sequence[int]:
    if not cells.codes:
        return [0] * len(at)
    if at and at[-1] - at[0] + 1 == len(at):
        return cells.codes[at[0] - 1 : at[-1]]
    return [cells.codes[row - 1] for row in at]


def _contexts(at: Sequence[int], scales: Scales | None, shown: Shown) -> tuple[Sequence[int], Sequence[Context]]:
    """The contexts of the cells: a number a row, and the contexts these numbers stand for."""
    codes, of = scales or ((), (ANY_SCALE,))
    if not any(shown):
        return codes, [Context(scale) for scale in of]
    every = [of[code] for code in codes] if scales else [ANY_SCALE] * len(at)
    contexts = [
        Context(scale, row in shown.percent, row in shown.months, shown.errors.get(row))
        for scale, row in zip(every, at, strict=True)
    ]
    return range(len(contexts)), contexts


def _refuse_counts(value: object, raw: object) -> None:
    """Counts of people that no column keeps could not be kept back where they are small."""
    if isinstance(value, Measured) and value.numerator is not None:
        raise Unreadable("R06", needs=detail("counts_of_a_comparator", cell=raw))


def _read_one(column: Column, n: int, raw: object, context: Context, whole: Desk, read: ReadColumn) -> Any:
    if context.error is not None:
        code = "R47" if context.error in NOT_IN_THE_FILE else "R12"
        read.said[n] = [Said(code, {"needs": column.needs}, by_column=True)]
        return UNREADABLE_DELIVERY if column.reads is Reads.DELIVERY else None
    if raw is None:
        return None
    desk = Desk(
        context.percent,
        context.scale,
        whole.as_at,
        month=context.month,
        date_1904=whole.date_1904,
        actions=whole.actions,
    )
    said: list[Said] = []
    value = None
    try:
        value = READERS[column.reads](raw, desk, *((column.choices,) if column.choices else ()))
        if column.field in KEEP_NO_COUNTS:
            _refuse_counts(value, raw)
    except Unreadable as no:
        said.append(Said(no.code, {"needs": column.needs, **no.details}, by_column=no.code not in ALWAYS_WRONG))
        value = UNREADABLE_DELIVERY if column.reads is Reads.DELIVERY else None
    for code, details in desk.remarks:
        severity = details.pop("severity", None)
        said.append(Said(code, details, Severity(severity) if severity else None))
    if said:
        read.said[n] = said
    return value
