"""The trajectory of each numeric indicator from baseline to target: one table of years, or of the periods that a plan has
steps for, and the charts that read it.

A value is drawn where its own period ends, a plan where its year or period does.
"""

from collections.abc import Iterable, Sequence

from pc_workbook.measures.indicators.current_value import COMPUTED
from pc_workbook.measures.results import GapTo, IndicatorResult, YearlyValue
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.views.parts import Chart, ChartKind, Column, Series, SeriesRole, Style, Table, Value
from pc_workbook.views.units import as_shown, reference_level, value_style
from pc_workbook.wording import headings
from pc_workbook.wording import indicator_sheets as texts
from pc_workbook.wording.indicators import line_words, value_words
from pc_workbook.wording.sentences import paragraph
from pc_workbook.wording.terms import CONFIDENTIAL

TABLE = "pc_trajectories"
COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.INDICATOR, Style.LONG_TEXT, 34),
    Column(headings.YEAR, Style.YEAR),
    Column(headings.BASELINE, Style.RATE),
    Column(headings.ACTUAL, Style.RATE),
    Column(headings.AGREED_PLAN, Style.RATE),
    Column(headings.DERIVED, Style.RATE),
    Column(headings.TARGET, Style.RATE),
    Column(headings.COMPARATOR, Style.RATE),
    Column(headings.NATIONAL_STANDARD, Style.RATE),
    Column(headings.NOTE, Style.LONG_TEXT, 40),
    Column(headings.ENDS_ON, Style.DATE, 12),
    Column(headings.VALUE_ENDS_ON, Style.DATE, 12),
)
YEAR, PERIOD = 2, Column(headings.PERIOD, Style.YEAR, 22)
FIRST_VALUE, LAST_VALUE = 3, 9
BASELINE, ACTUAL, COMPARATOR = 3, 4, 8
ROLES = {
    headings.AGREED_PLAN: SeriesRole.PLAN,
    headings.DERIVED: SeriesRole.DERIVED,
    headings.TARGET: SeriesRole.TARGET,
    headings.COMPARATOR: SeriesRole.COMPARATOR,
    headings.NATIONAL_STANDARD: SeriesRole.STANDARD,
    headings.BASELINE: SeriesRole.BASELINE,
    headings.ACTUAL: SeriesRole.ACTUAL,
}
HEIGHT = 15
MOST_PERIODS = 36  # of one indicator in the table and on its chart: three years of months

Row = tuple[Value, ...]


def shown_years(result: IndicatorResult) -> tuple[YearlyValue, ...]:
    """Return the years of an indicator with a value of their own: actual, suppressed, agreed or derived."""
    years = _with_values(result)
    left_out = earlier_periods(result)
    return years[left_out:] if left_out else years


def earlier_periods(result: IndicatorResult) -> int:
    """Return how many of the first periods of a plan by period are neither in the table nor on the chart."""
    by_period = any(year.period is not None for year in result.yearly_values)
    return max(0, len(_with_values(result)) - MOST_PERIODS) if by_period else 0


def _with_values(result: IndicatorResult) -> tuple[YearlyValue, ...]:
    return tuple(year for year in result.yearly_values if year.suppressed or _is_drawn(year))


def drawn_years(result: IndicatorResult) -> tuple[YearlyValue, ...]:
    """Return the years in which an indicator has a point on its chart."""
    return tuple(filter(_is_drawn, shown_years(result)))


def _is_drawn(year: YearlyValue) -> bool:
    return not (year.actual is None and year.plan is None and year.derived is None)


def yearly_table(numeric: Sequence[IndicatorResult]) -> Table:
    """Return the table of every year of every numeric indicator, sorted by indicator."""
    marks: dict[tuple[int, int], str] = {}
    rows: list[Row] = []
    for result in numeric:
        own = [list(row) for row in _rows(result)]
        for row, column in _suppressed_cells(result):
            if _is_charted(result, own, column):
                marks[len(rows) + row, column] = CONFIDENTIAL
            else:
                own[row][column] = CONFIDENTIAL
        rows += map(tuple, own)
    indicators = [result.indicator for result in numeric for _ in shown_years(result)]
    styles = {
        (row, column): value_style(indicators[row], _number(values[column]))
        for row, values in enumerate(rows)
        for column in range(FIRST_VALUE, LAST_VALUE + 1)
    }
    return Table(TABLE, columns_for(numeric), tuple(rows), texts.NO_TRAJECTORIES, styles, marks=marks)


def columns_for(numeric: Sequence[IndicatorResult]) -> tuple[Column, ...]:
    """Return the columns of the table: it is one of periods as soon as one plan has steps by period."""
    by_period = any(year.period is not None for result in numeric for year in result.yearly_values)
    return (*COLUMNS[:YEAR], PERIOD, *COLUMNS[YEAR + 1 :]) if by_period else COLUMNS


def _is_charted(result: IndicatorResult, rows: Sequence[Sequence[Value]], column: int) -> bool:
    """Return whether a chart reads a column of some rows: it would draw a mark as 0, so the cell must stay empty."""
    return len(drawn_years(result)) > 1 and any(isinstance(row[column], float) for row in rows)


def _suppressed_cells(result: IndicatorResult) -> Iterable[tuple[int, int]]:
    """Yield the cells of an indicator's rows whose value is suppressed, as row and column."""
    for row, year in enumerate(shown_years(result)):
        if year.suppressed:
            yield row, BASELINE if year is _baseline_year(result) else ACTUAL
        if result.indicator.comparator_suppressed:
            yield row, COMPARATOR


def _number(value: Value) -> float | None:
    return value if isinstance(value, float) else None


def _rows(result: IndicatorResult) -> Iterable[Row]:
    indicator = result.indicator
    compared = (GapTo.TARGET, GapTo.COMPARATOR, GapTo.STANDARD)
    references = [_cell(indicator, reference_level(result, to)) for to in compared]
    if indicator.is_within_range:
        references[0] = None  # of the two ends of a range one line would show the nearer alone
    baseline = _baseline_year(result)
    for year in shown_years(result):
        is_baseline = year is baseline
        yield (
            indicator.number,
            indicator.title,
            time_shown(year),
            _cell(indicator, year.actual) if is_baseline else None,
            None if is_baseline else _cell(indicator, year.actual),
            _cell(indicator, year.plan),
            year.derived,
            *references,
            paragraph(
                (texts.other_period_words(year, time_shown(year)), texts.suppressed_words(year), line_words(year.line))
            )
            or None,
            year.ends or year.actual_ends,
            year.actual_ends or year.ends,
        )


def _cell(indicator: Indicator, value: float | None) -> Value:
    """Return the content of a cell behind a chart: a number; an answer, which no chart shows, in words."""
    return as_shown(indicator, value) if indicator.kind is IndicatorKind.YES_NO else value


def time_shown(year: YearlyValue) -> str | int:
    """Return the year or the period that a record is of, as it is shown."""
    if year.is_further:
        return year.actual_period
    return year.year if year.period is None else year.period.label


def _baseline_year(result: IndicatorResult) -> YearlyValue | None:
    return next((year for year in result.yearly_values if year.is_baseline), None)


def trajectory_charts(pair: Sequence[IndicatorResult], numeric: Sequence[IndicatorResult]) -> tuple[Chart, ...]:
    """Return a chart for each indicator of a pair that has two points or more."""
    drawn = (result for result in pair if result.indicator.kind is not IndicatorKind.YES_NO)
    return tuple(_chart(result, _row_range(result, numeric)) for result in drawn if len(drawn_years(result)) > 1)


def _row_range(result: IndicatorResult, numeric: Sequence[IndicatorResult]) -> tuple[int, int]:
    """Return the first and last row of an indicator in the table of years."""
    before = sum(len(shown_years(other)) for other in numeric[: numeric.index(result)])
    return before, before + len(shown_years(result)) - 1


def _chart(result: IndicatorResult, row_range: tuple[int, int]) -> Chart:
    rows = tuple(_rows(result))
    present = {
        heading.header
        for column, heading in enumerate(COLUMNS)
        if heading.header in ROLES and any(row[column] is not None for row in rows)
    }
    in_units = result.indicator.kind is not IndicatorKind.PERCENTAGE
    return Chart(
        kind=ChartKind.TIME,
        title=texts.indicator_name(result.indicator),
        alt=_alternative_text(result, rows),
        table=TABLE,
        series=tuple(
            Series(_series_name(result, header), _days(header), header, ROLES[header])
            for header in ROLES
            if header in present
        ),
        value_axis=result.indicator.unit or "" if in_units else "",
        style=value_style(result.indicator, result.value) if in_units else Style.PERCENT_1,
        rows=row_range,
        height=HEIGHT,
    )


def _series_name(result: IndicatorResult, header: str) -> str:
    """Return the name of a series: its column's heading, or whose value the comparator is."""
    return (result.indicator.comparator_name or header) if header == headings.COMPARATOR else header


def _days(header: str) -> str:
    """Return the column with the days at which a series is drawn."""
    return headings.VALUE_ENDS_ON if header in (headings.BASELINE, headings.ACTUAL) else headings.ENDS_ON


def _alternative_text(result: IndicatorResult, rows: Sequence[Row]) -> str:
    """Return what a chart shows and what follows from it, in figures."""
    columns = range(FIRST_VALUE, LAST_VALUE + 1)
    times = {year.period or year.year for year in shown_years(result)}
    by_period = not all(isinstance(time, int) for time in times)
    series = (_series_words(result, rows, column) for column in columns)
    return texts.chart_alternative(result, len(times), series, by_period=by_period)


def _series_words(result: IndicatorResult, rows: Sequence[Row], column: int) -> str:
    points = [(row[YEAR], row[column]) for row in rows if row[column] is not None]
    if not points:
        return ""
    (first, start), (last, end) = points[0], points[-1]
    name = _series_name(result, COLUMNS[column].header)
    begins = _value_words(result, start)
    if len(points) == 1:
        return texts.point_words(name, begins, first)
    if start == end:
        return texts.level_words(name, begins)
    return texts.course_words(name, begins, first, _value_words(result, end), last)


def _value_words(result: IndicatorResult, value: Value) -> str:
    source = COMPUTED if result.source == COMPUTED and value == result.value else ""
    return value_words(result.indicator, value, source) if isinstance(value, float) else str(value)
