"""Values that were given as counts: beside an empty value, or typed in its place ("20/33").

Extracts carry a numerator and a denominator and often no value. Where the counts and the indicator's unit leave one
reading, the value is worked out, with a note; where they do not, it is an error.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.scale import Scale
from pc_workbook.tracker.columns.column_reader import CellNote, ReadColumn, Scales
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.parsing.value_cells import ParsedValue

LISTED_SEPARATELY: Final = 20  # values that were worked out, of one list; more are counted in the last finding

#: The field of a value -> the fields of its counts.
COUNTS_OF: Final = {"value": ("numerator", "denominator"), "baseline": ("baseline_numerator", "baseline_denominator")}


class Counted(NamedTuple):
    """A value of the n-th row, worked out from its counts; None where they do not determine it."""

    n: int
    value: float | None
    numerator: float
    denominator: float
    scale: Scale


def fill_from_counts(
    columns: dict[str, ReadColumn], scales: Scales | None, add: Callable[[str, int, CellNote], None]
) -> None:
    """Put the values that counts give into the columns of a list, and counts that were typed as a value into theirs.

    `add` takes the field, the row's number and the note.
    """
    for name, (part, whole) in COUNTS_OF.items():
        if name in columns and part in columns and whole in columns and scales is not None:
            _spread_typed_counts(columns, name, part, whole)
            found = list(_counted(columns[name], columns[part], columns[whole], scales))
            columns[name] = _with_values(
                columns[name], {counted.n: ParsedValue(counted.value) for counted in found if counted.value is not None}
            )
            for n, note in _sentences(found):
                add(name, n, note)


def _spread_typed_counts(columns: dict[str, ReadColumn], name: str, part: str, whole: str) -> None:
    values = columns[name]
    typed = [
        n
        for n in values.present
        if isinstance(values.values[n], ParsedValue) and values.values[n].numerator is not None
    ]
    rows = [n for n in values.rows_of(typed) if columns[part].is_empty(n) and columns[whole].is_empty(n)]
    columns[part] = _with_values(columns[part], {n: values.at(n).numerator for n in rows})
    columns[whole] = _with_values(
        columns[whole], {n: values.at(n).denominator for n in rows if values.at(n).denominator is not None}
    )


def _counted(values: ReadColumn, parts: ReadColumn, wholes: ReadColumn, scales: Scales) -> Iterator[Counted]:
    if not any(parts.values[n] is not None for n in parts.present):
        return
    for n in values.rows_of(n for n in values.present if values.raw[n] is None):
        numerator, denominator = parts.at(n), wholes.at(n)
        if numerator is None or not denominator or denominator < 0:
            continue
        scale = scales.of[scales.codes[n]]
        if scale.per is None:
            if scale.kind is IndicatorKind.RATE:
                yield Counted(n, None, numerator, denominator, scale)
            continue
        value = scale.per * numerator / denominator
        if scale.contains(value):
            yield Counted(n, value, numerator, denominator, scale)


def _sentences(found: Sequence[Counted]) -> Iterator[tuple[int, CellNote]]:
    for item in found:
        if item.value is None:
            yield item.n, CellNote("R62", {"counts": _counts(item)})
    worked_out = [item for item in found if item.value is not None]
    for place, item in enumerate(worked_out[:LISTED_SEPARATELY], 1):
        left = len(worked_out) - place if place == LISTED_SEPARATELY else 0
        more = detail("more_worked_out", rows=left) if left else ""
        yield item.n, CellNote("R61", {"counts": _counts(item), "meant": _meant(item), "more": more})


def _counts(counted: Counted) -> Detail:
    return detail("quotient", numerator=counted.numerator, denominator=counted.denominator)


def _meant(counted: Counted) -> Detail:
    scale = counted.scale
    return detail("worked_out_value", value=counted.value, decimals=scale.decimals, is_share=scale.is_share)


def _with_values(read: ReadColumn, values: Mapping[int, Any]) -> ReadColumn:
    """Return the column with the values of some rows put in: the cells are empty and stay so."""
    if not values:
        return read
    codes = array("I", read.codes)
    for place, n in enumerate(values, len(read.values)):
        codes[n] = place
    return read._replace(
        codes=codes,
        values=[*read.values, *values.values()],
        raw=[*read.raw, *[None] * len(values)],
        present=frozenset(codes),
    )
