"""Two times in one row that contradict each other: in brackets after a value and in a column, or as a year and as a period.
Nothing says which is right.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from pc_workbook.model.period import FIRST_MONTH, Period, PeriodKind, financial_year_of
from pc_workbook.tracker.columns.column_reader import CellNote, ReadColumn
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.lists.catalogue import COMPARATORS, INDICATORS, OBSERVATIONS, TRAJECTORY
from pc_workbook.tracker.parsing.value_cells import ParsedValue

#: By list: the column of a value, and the column that says its time.
TIME_OF: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    INDICATORS.table: (
        ("baseline", "baseline_period"),
        ("target", "target_year"),
        ("target", "target_period"),
        ("comparator", "comparator_period"),
    ),
    TRAJECTORY.table: (("value", "year"), ("value", "period")),
    OBSERVATIONS.table: (("value", "period"),),
    COMPARATORS.table: (("value", "period"),),
}


#: By list: the columns of a year and of a period, of which a row needs one.
YEAR_OR_PERIOD: Final[Mapping[str, tuple[str, str]]] = {
    INDICATORS.table: ("target_year", "target_period"),
    TRAJECTORY.table: ("year", "period"),
}


class _Contradiction(NamedTuple):
    n: int  # the number of the row
    needs: Detail


def refuse_other_periods(
    table: str,
    columns: dict[str, ReadColumn],
    heading_of: Callable[[str], str],
    add_note: Callable[[str, int, CellNote], None],
    first_month: int = FIRST_MONTH,
) -> None:
    """Remove the values whose brackets contradict their row from the columns of a list, with a finding for each (R16), and
    the years and periods that contradict each other (R86). Financial years begin in `first_month`.
    """
    _refuse_years_and_periods(table, columns, heading_of, add_note, first_month)
    for name, time in TIME_OF.get(table, ()):
        if name not in columns or time not in columns:
            continue
        found = list(_contradictions(columns[name], columns[time], heading_of(time), first_month))
        if found:
            columns[name] = _without(columns[name], [bracketed.n for bracketed in found])
        for bracketed in found:
            add_note(name, bracketed.n, CellNote("R16", {"needs": bracketed.needs}))


def _refuse_years_and_periods(
    table: str,
    columns: dict[str, ReadColumn],
    heading_of: Callable[[str], str],
    add_note: Callable[[str, int, CellNote], None],
    first_month: int,
) -> None:
    year, period = YEAR_OR_PERIOD.get(table, ("", ""))
    if year not in columns or period not in columns:
        return
    years, periods = columns[year], columns[period]
    both = [n for n in periods.rows_of(periods.present) if years.at(n) is not None and periods.at(n) is not None]
    wrong = [n for n in both if not _fit(periods.at(n), years.at(n), first_month)]
    if not wrong:
        return
    columns[year], columns[period] = _without(years, wrong), _without(periods, wrong)
    for n in wrong:
        names = {"year_heading": heading_of(year), "period_heading": heading_of(period)}
        needs = detail("year_and_period_differ", year=years.at(n), period=periods.at(n).label, **names)
        add_note(period, n, CellNote("R86", {"needs": needs}))


def _contradictions(values: ReadColumn, times: ReadColumn, heading: str, first_month: int) -> Iterator[_Contradiction]:
    # A rating applies until the next one, so its own date may well be earlier.
    dated = [n for n in values.present if isinstance(values.values[n], ParsedValue) and _own_time(values.values[n])]
    for n in values.rows_of(dated) if dated else ():
        own, other = _own_time(values.at(n)), times.at(n)
        if own is not None and other is not None and not _fit(own, other, first_month):
            period = other.label if isinstance(other, Period) else other
            entry = str(values.raw[values.codes[n]])
            needs = detail("other_period_in_brackets", typed=entry, own=own.label, heading=heading, period=period)
            yield _Contradiction(n, needs)


def _own_time(value: ParsedValue) -> Period | None:
    return value.period if value.number is not None else None


def _fit(own: Period, other: Period | int, first_month: int) -> bool:
    """Return whether two times overlap; a year in a column of years is the year in which a financial year ends."""
    if isinstance(other, Period):
        return own.start <= other.end and other.start <= own.end
    whole_year = own.kind in (PeriodKind.CALENDAR_YEAR, PeriodKind.FINANCIAL_YEAR)
    return other == own.end.year or (not whole_year and other == financial_year_of(own.end, first_month))


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
