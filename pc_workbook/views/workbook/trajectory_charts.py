"""The trajectory of each numeric indicator from baseline to target: one table of years, and the charts that read it."""

from collections.abc import Iterable, Sequence

from pc_workbook.measures.indicators.current_value import COMPUTED
from pc_workbook.measures.results import GapTo, IndicatorResult, YearlyValue
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.views.parts import Chart, ChartKind, Column, Series, SeriesRole, Style, Table, Value
from pc_workbook.views.units import rate_style, reference_level, value_style
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
)
YEAR = 2
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

Row = tuple[Value, ...]


def shown_years(result: IndicatorResult) -> tuple[YearlyValue, ...]:
    """Return the years of an indicator with a value of their own: actual, suppressed, agreed or derived."""
    return tuple(year for year in result.yearly_values if year.suppressed or _is_drawn(year))


def drawn_years(result: IndicatorResult) -> tuple[YearlyValue, ...]:
    """Return the years in which an indicator has a point on its chart."""
    return tuple(filter(_is_drawn, result.yearly_values))


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
    return Table(TABLE, COLUMNS, tuple(rows), texts.NO_TRAJECTORIES, styles, marks=marks)


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
    references = tuple(reference_level(result, to) for to in (GapTo.TARGET, GapTo.COMPARATOR, GapTo.STANDARD))
    baseline = _baseline_year(result)
    for year in shown_years(result):
        is_baseline = year is baseline
        yield (
            indicator.number,
            indicator.title,
            year.actual_period if year.is_further else year.year,
            year.actual if is_baseline else None,
            None if is_baseline else year.actual,
            year.plan,
            year.derived,
            *references,
            paragraph((texts.other_period_words(year), texts.suppressed_words(year), line_words(year.line))) or None,
        )


def _baseline_year(result: IndicatorResult) -> YearlyValue | None:
    return next((year for year in result.yearly_values if year.is_baseline), None)


def trajectory_charts(pair: Sequence[IndicatorResult], numeric: Sequence[IndicatorResult]) -> tuple[Chart, ...]:
    """Return a chart for each indicator of a pair that has two points or more."""
    return tuple(_chart(result, _row_range(result, numeric)) for result in pair if len(drawn_years(result)) > 1)


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
    is_rate = result.indicator.kind is IndicatorKind.RATE
    return Chart(
        kind=ChartKind.LINE,
        title=texts.indicator_name(result.indicator),
        alt=_alternative_text(result, rows),
        table=TABLE,
        series=tuple(Series(header, headings.YEAR, header, ROLES[header]) for header in ROLES if header in present),
        value_axis=result.indicator.unit or "" if is_rate else "",
        style=rate_style(result.indicator) if is_rate else Style.PERCENT_1,
        rows=row_range,
        height=HEIGHT,
    )


def _alternative_text(result: IndicatorResult, rows: Sequence[Row]) -> str:
    """Return what a chart shows and what follows from it, in figures."""
    columns = range(FIRST_VALUE, LAST_VALUE + 1)
    years = len({year.year for year in shown_years(result)})
    return texts.chart_alternative(result, years, (_series_words(result, rows, column) for column in columns))


def _series_words(result: IndicatorResult, rows: Sequence[Row], column: int) -> str:
    points = [(row[YEAR], row[column]) for row in rows if row[column] is not None]
    if not points:
        return ""
    (first, start), (last, end) = points[0], points[-1]
    name = COLUMNS[column].header
    begins = _value_words(result, start)
    if len(points) == 1:
        return texts.point_words(name, begins, first)
    if start == end:
        return texts.level_words(name, begins)
    return texts.course_words(name, begins, first, _value_words(result, end), last)


def _value_words(result: IndicatorResult, value: Value) -> str:
    source = COMPUTED if result.source == COMPUTED and value == result.value else ""
    return value_words(result.indicator, value, source) if isinstance(value, float) else str(value)
