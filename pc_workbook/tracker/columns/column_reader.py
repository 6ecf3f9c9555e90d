"""Parse one column of a list: each different cell once, however often it occurs.

The value of a cell may depend on its row (the scale of its indicator) and on how Excel shows it (as a percentage, as a
month): cells with the same state are parsed together, and a note on a value applies to every row that has it.
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
from pc_workbook.tracker.parsing.cell_parsers import (
    CLOSEST_TO_NOTHING,
    LARGEST,
    UNREADABLE_DELIVERY,
    CellContext,
    Unreadable,
    parse_cell,
)
from pc_workbook.tracker.parsing.value_cells import ParsedValue
from pc_workbook.tracker.snapshot import NOT_IN_THE_FILE, ColumnCells

IN_UNITS = (Reads.MEASURED, Reads.TARGET, Reads.DISTANCE)
ALWAYS_WRONG = frozenset({"R50", "R99"})  # whatever the column


class CellNote(NamedTuple):
    """A note on a cell: the finding's code and details, and its severity where that is not the usual one."""

    code: str
    details: Mapping[str, Any]
    severity: Severity | None = None
    by_column: bool = False  # the column decides how much it matters


class ReadColumn(NamedTuple):
    """A parsed column: `values[codes[i]]` is the value of the i-th row, `notes` has the notes by code.

    Only the numbers in `present` occur; the others stand for cells of other rows.
    """

    codes: Sequence[int]
    values: list[Any]
    raw: list[object]
    present: frozenset[int]
    notes: dict[int, list[CellNote]]

    def at(self, n: int) -> Any:
        """Return the value of the n-th row."""
        return self.values[self.codes[n]]

    def is_empty(self, n: int) -> bool:
        """Return whether the cell of the n-th row is empty."""
        return self.raw[self.codes[n]] is None

    def rows_of(self, wanted: Iterable[int]) -> list[int]:
        """Return the rows whose code is one of these."""
        found = self.present.intersection(wanted)
        return [n for n, code in enumerate(self.codes) if code in found] if found else []

    @property
    def filled(self) -> int:
        """The number of filled cells."""
        empty = [code for code in self.present if self.raw[code] is None]
        return len(self.codes) - sum(map(self.codes.count, empty)) if len(empty) < len(self.present) else 0


class Scales(NamedTuple):
    """The scale of each row's indicator: `of[codes[i]]` is that of the i-th row."""

    codes: Sequence[int]
    of: Sequence[Scale]


class Shown(NamedTuple):
    """The rows in which Excel shows a column's cell as a percentage or as a month, and its errors by row."""

    errors: Mapping[int, str]
    percent: Set[int] = frozenset()
    months: Set[int] = frozenset()  # dates shown without their day


AS_USUAL: Final = Shown({})  # a column without any of these


class CellState(NamedTuple):
    """What the value of a cell depends on beside its content."""

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
    context: CellContext,
) -> ReadColumn:
    """Return one column of the rows `at`, parsed. `context` is that of the whole workbook."""
    codes = _codes(cells, at)
    numbers, states = _states(at, scales if column.reads in IN_UNITS else None, shown)
    numbers_of_states = {state: n for n, state in enumerate(dict.fromkeys(states))}
    size = max(len(cells.values), 1) * len(numbers_of_states)
    if len(numbers_of_states) > 1:
        of_state = [numbers_of_states[state] for state in states]
        of_value = range(0, size, len(numbers_of_states))
        codes = array("I", map(add, map(of_value.__getitem__, codes), map(of_state.__getitem__, numbers)))
    read = ReadColumn(codes, [None] * size, [None] * size, frozenset(codes), {})
    every_state = list(numbers_of_states)
    as_it_is = [_taken_as_it_is(column, state) for state in numbers_of_states]
    for code in read.present:
        place, of = divmod(code, len(numbers_of_states))
        state = every_state[of]
        raw = cells.values[place] if cells.values else None
        read.raw[code] = state.error or raw
        take, above, low, high = as_it_is[of]
        if take and type(raw) is float and low <= raw <= high and (abs(raw) > above or not raw):
            read.values[code] = take(raw)
        else:
            read.values[code] = _read_value(column, code, raw, state, context, read)
    return read


KEEP_NO_COUNTS: Final = frozenset({"comparator", "range_from", "range_to"})
#: Kinds of which a number is no value.
READ_ONE_BY_ONE: Final = (IndicatorKind.ORDINAL, IndicatorKind.YES_NO)
AS_IT_IS = {Reads.NUMBER: float, Reads.PERCENT: float, Reads.MEASURED: ParsedValue, Reads.TARGET: ParsedValue}


class _AsItIs(NamedTuple):
    """How to make a value of a number without its parser, which would return it unchanged: for numbers from low to high
    that are 0 or further from it than `above`."""

    take: Callable[[float], Any] | None = None
    above: float = 0
    low: float = 0
    high: float = 0


def _taken_as_it_is(column: Column, state: CellState) -> _AsItIs:
    scale = state.scale
    take = AS_IT_IS.get(column.reads)
    if take is None or state.error is not None or state.percent or scale.kind in READ_ONE_BY_ONE or scale.is_whole:
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


def _states(at: Sequence[int], scales: Scales | None, shown: Shown) -> tuple[Sequence[int], Sequence[CellState]]:
    """Return the states of the cells: a number per row, and the states by number."""
    codes, of = scales or ((), (ANY_SCALE,))
    if not any(shown):
        return codes, [CellState(scale) for scale in of]
    every = [of[code] for code in codes] if scales else [ANY_SCALE] * len(at)
    states = [
        CellState(scale, row in shown.percent, row in shown.months, shown.errors.get(row))
        for scale, row in zip(every, at, strict=True)
    ]
    return range(len(states)), states


def _refuse_counts(value: object, raw: object) -> None:
    """Raise Unreadable for counts of people in a column that keeps none: they could not be suppressed where they are small."""
    if isinstance(value, ParsedValue) and value.numerator is not None:
        raise Unreadable("R06", needs=detail("counts_of_a_comparator", cell=raw))


def _read_value(column: Column, n: int, raw: object, state: CellState, whole: CellContext, read: ReadColumn) -> Any:
    if state.error is not None:
        code = "R47" if state.error in NOT_IN_THE_FILE else "R12"
        read.notes[n] = [CellNote(code, {"needs": column.needs}, by_column=True)]
        return UNREADABLE_DELIVERY if column.reads is Reads.DELIVERY else None
    if raw is None:
        return None
    context = CellContext(
        state.percent,
        state.scale,
        whole.as_at,
        month=state.month,
        date_1904=whole.date_1904,
        actions=whole.actions,
        first_month=whole.first_month,
        words=whole.words,
    )
    notes: list[CellNote] = []
    value = None
    try:
        value = parse_cell(column, raw, context)
        if column.field in KEEP_NO_COUNTS:
            _refuse_counts(value, raw)
    except Unreadable as no:
        notes.append(CellNote(no.code, {"needs": column.needs, **no.details}, by_column=no.code not in ALWAYS_WRONG))
        value = UNREADABLE_DELIVERY if column.reads is Reads.DELIVERY else None
    for code, details in context.notes:
        severity = details.pop("severity", None)
        notes.append(CellNote(code, details, Severity(severity) if severity else None))
    if notes:
        read.notes[n] = notes
    return value
