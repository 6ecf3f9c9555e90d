"""Values with a period in brackets that contradicts a column of the same row: nothing says which is right."""

from array import array
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from pc_workbook.model.period import Period, PeriodKind, financial_year_of
from pc_workbook.tracker.columns.column_reader import CellNote, ReadColumn
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.lists.catalogue import INDICATORS, OBSERVATIONS, TRAJECTORY
from pc_workbook.tracker.parsing.value_cells import ParsedValue

#: By list: the column of a value, and the column that says its time.
TIME_OF: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    INDICATORS.table: (
        ("baseline", "baseline_period"),
        ("target", "target_year"),
        ("comparator", "comparator_period"),
    ),
    TRAJECTORY.table: (("value", "year"),),
    OBSERVATIONS.table: (("value", "period"),),
}


class _Contradiction(NamedTuple):
    n: int  # the number of the row
    needs: Detail


def refuse_other_periods(
    table: str,
    columns: dict[str, ReadColumn],
    heading_of: Callable[[str], str],
    add_note: Callable[[str, int, CellNote], None],
) -> None:
    """Remove the values whose brackets contradict their row from the columns of a list, with a finding for each (R16)."""
    for name, time in TIME_OF.get(table, ()):
        if name not in columns or time not in columns:
            continue
        found = list(_contradictions(columns[name], columns[time], heading_of(time)))
        if found:
            columns[name] = _without(columns[name], [bracketed.n for bracketed in found])
        for bracketed in found:
            add_note(name, bracketed.n, CellNote("R16", {"needs": bracketed.needs}))


def _contradictions(values: ReadColumn, times: ReadColumn, heading: str) -> Iterator[_Contradiction]:
    # A rating applies until the next one, so its own date may well be earlier.
    dated = [n for n in values.present if isinstance(values.values[n], ParsedValue) and _own_time(values.values[n])]
    for n in values.rows_of(dated) if dated else ():
        own, other = _own_time(values.at(n)), times.at(n)
        if own is not None and other is not None and not _fit(own, other):
            period = other.label if isinstance(other, Period) else other
            entry = str(values.raw[values.codes[n]])
            needs = detail("other_period_in_brackets", typed=entry, own=own.label, heading=heading, period=period)
            yield _Contradiction(n, needs)


def _own_time(value: ParsedValue) -> Period | None:
    return value.period if value.number is not None else None


def _fit(own: Period, other: Period | int) -> bool:
    """Return whether two times overlap; a year in a column of years is the year in which a financial year ends."""
    if isinstance(other, Period):
        return own.start <= other.end and other.start <= own.end
    whole_year = own.kind in (PeriodKind.CALENDAR_YEAR, PeriodKind.FINANCIAL_YEAR)
    return other == own.end.year or (not whole_year and other == financial_year_of(own.end))


def _without(read: ReadColumn, rows: list[int]) -> ReadColumn:
    """Return the column with no value in some rows, whose cells are not empty."""
    codes = array("I", read.codes)
    for place, n in enumerate(rows, len(read.values)):
        codes[n] = place
    return read._replace(
        codes=codes,
        values=[*read.values, *[None] * len(rows)],
        raw=[*read.raw, *(read.raw[read.codes[n]] for n in rows)],
        present=frozenset(codes),
    )
