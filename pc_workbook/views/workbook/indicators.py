"""The indicator summary: all indicators in one table, then each with its chart and a paragraph.

Rates, percentages and ratings never share a scale: each numeric indicator has a chart of its own, ratings have
a table of goals. Every chart reads the table of yearly values at the end of the sheet, where its numbers can be checked.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.results import GapTo, IndicatorResult, OrdinalState, Results
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.views.parts import ChartGrid, Column, Heading, PageBreak, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.views.units import gap_style, gap_to, rag_label, reference_level, shown_gap, shown_value, value_style
from pc_workbook.views.workbook.trajectory_charts import (
    MOST_PERIODS,
    drawn_years,
    earlier_periods,
    time_shown,
    trajectory_charts,
    yearly_table,
)
from pc_workbook.wording import headings
from pc_workbook.wording import indicator_sheets as texts
from pc_workbook.wording.indicators import (
    change_words,
    earlier_periods_words,
    gap_words,
    period_words,
    target_with_year,
)

COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.INDICATOR, Style.LONG_TEXT, 34),
    Column(headings.VALUE, Style.RATE, 13),
    Column(headings.PERIOD, Style.TEXT, 14),
    Column(headings.GAP_TO_TARGET, Style.GAP_POINTS),
    Column(headings.GAP_TO_TRAJECTORY, Style.GAP_POINTS),
    Column(headings.GAP_TO_COMPARATOR, Style.GAP_POINTS),
    Column(headings.GAP_TO_NATIONAL_STANDARD, Style.GAP_POINTS),
    Column(headings.ACTIONS, Style.CODE, 10),
    Column(headings.CHANGE_SINCE_LAST_ISSUE, Style.TEXT, 18),
    Column(headings.RAG_AND_WHY, Style.RAG, 46),
)
GAP_COLUMNS = {GapTo.TARGET: 4, GapTo.TRAJECTORY: 5, GapTo.COMPARATOR: 6, GapTo.STANDARD: 7}
VALUE = 2


def indicators_sheet(results: Results) -> Sheet:
    """Return the sheet with all indicators, then each on its own."""
    parts: tuple[Part, ...] = (
        Heading(texts.indicators_title(results.as_at), level=1),
        Paragraph(texts.HOW_INDICATORS_ARE_SHOWN),
        Paragraph(texts.GAPS_AND_RAG, quiet=True),
        _summary(results),
        *_numeric_sections(results.indicators),
        *_rating_section(results.indicators),
        *_yearly_values(results.indicators),
    )
    return Sheet(texts.INDICATOR_SUMMARY, parts, texts.INDICATOR_SUMMARY_DESCRIPTION)


def _summary(results: Results) -> Table:
    styles = {
        cell: style for row, result in enumerate(results.indicators) for cell, style in _styles(row, result).items()
    }
    unchanged = texts.NO_EARLIER_FIGURE if results.since else texts.NO_EARLIER_ISSUE
    rows = tuple(_row(result, unchanged) for result in results.indicators)
    return Table("pc_indicators", COLUMNS, rows, headings.NO_INDICATORS, styles)


def _row(result: IndicatorResult, unchanged: str) -> tuple[Value, ...]:
    return (
        result.indicator.number,
        result.indicator.title,
        shown_value(result),
        period_words(result),
        *(shown_gap(result, to) for to in GAP_COLUMNS),
        ", ".join(result.actions) or texts.SERVED_BY_NONE,
        change_words(result.indicator, result.change) or unchanged,
        rag_label(result.rag),
    )


def _styles(row: int, result: IndicatorResult) -> dict[tuple[int, int], Style]:
    gap = gap_style(result.indicator)
    styles = {(row, column): gap for column in GAP_COLUMNS.values()}
    return styles | {(row, VALUE): value_style(result.indicator, result.value, result.source)}


def _numeric_sections(indicators: Sequence[IndicatorResult]) -> Iterable[Part]:
    """Yield indicators of one kind in pairs: a heading that names both, their charts side by side, then a paragraph each."""
    numeric = [result for result in indicators if result.indicator.kind is not IndicatorKind.ORDINAL]
    for _, results in groupby(numeric, key=lambda result: result.indicator.kind):
        group = list(results)
        for start in range(0, len(group), 2):
            yield from _section(group[start : start + 2], numeric)


def _section(pair: Sequence[IndicatorResult], numeric: Sequence[IndicatorResult]) -> Iterable[Part]:
    yield Heading(texts.pair_heading(pair))
    charts = trajectory_charts(pair, numeric)
    if charts:
        yield ChartGrid(charts)  # directly below the heading, so that no page break separates them
    for result in pair:
        yield Paragraph(
            texts.indicator_paragraph(result, _definition(result), _no_trajectory(result), _no_chart(result))
        )


def _definition(result: IndicatorResult) -> tuple[str, ...]:
    return texts.definition_words(result, target_with_year(result.indicator, reference_level(result, GapTo.TARGET)))


def _no_trajectory(result: IndicatorResult) -> str:
    """Return why there is no gap to the trajectory; where the indicator is blocked, a note says so."""
    gap = gap_to(result, GapTo.TRAJECTORY)
    if gap is None or gap.value is not None or any(why.code is Why.NOT_JUDGED for why in gap.reasons):
        return ""
    return gap_words(gap)


def _no_chart(result: IndicatorResult) -> str:
    if result.indicator.kind in (IndicatorKind.ORDINAL, IndicatorKind.YES_NO) or len(drawn_years(result)) > 1:
        return ""
    return texts.TOO_FEW_POINTS


RATING = 2  # among the columns of goals
GOAL_COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.INDICATOR, Style.LONG_TEXT, 34),
    Column(headings.RATING, Style.RATING, 13),
    Column(headings.OF, Style.TEXT, 14),
    Column(headings.STATE, Style.STATE),
    Column(headings.YEARS, Style.TEXT),
    Column(headings.GOAL, Style.TEXT, 22),
)  # fmt: skip


def _rating_section(indicators: Sequence[IndicatorResult]) -> Iterable[Part]:
    ratings = [result for result in indicators if result.indicator.kind is IndicatorKind.ORDINAL]
    if not ratings:
        return
    yield Heading(texts.RATING_INDICATORS)
    yield Paragraph(texts.HOW_GOALS_ARE_JUDGED)
    for result in ratings:
        yield Paragraph(texts.rating_paragraph(result, _definition(result)))
    rows = tuple(row for result in ratings for row in _goal_rows(result))
    own = {result.indicator.number for result in ratings if not result.indicator.is_regulators_rating}
    styles = {(at, RATING): Style.TEXT for at, row in enumerate(rows) if row[0] in own}
    yield Table("pc_rating_goals", GOAL_COLUMNS, rows, cell_styles=styles)


def _goal_rows(result: IndicatorResult) -> Iterable[tuple[Value, ...]]:
    """Yield one row for each run of years with the same goal; one without years where no goal is set."""
    rating, period = str(result.rating) if result.rating else None, period_words(result)
    state = str(result.state or OrdinalState.UNKNOWN)
    head = (result.indicator.number, result.indicator.title, rating, period, state)
    goal = result.indicator.goal
    runs = [(words, list(years)) for words, years in groupby(result.yearly_values, key=lambda year: year.goal)]
    if not runs:
        yield (*head, None, goal.words if goal else texts.NO_GOAL)
    for words, years in runs:
        yield (*head, texts.years_words(*map(time_shown, (years[0], years[-1]))), words or texts.NO_GOAL)


def _yearly_values(indicators: Sequence[IndicatorResult]) -> Iterable[Part]:
    numeric = [result for result in indicators if result.indicator.kind is not IndicatorKind.ORDINAL]
    if not numeric:
        return
    yield PageBreak()
    yield Heading(texts.FIGURES_BEHIND_CHARTS)
    yield Paragraph(texts.AGREED_AND_DERIVED)
    if left_out := {result.indicator.number: n for result in numeric if (n := earlier_periods(result))}:
        yield Paragraph(earlier_periods_words(left_out, MOST_PERIODS))
    yield yearly_table(numeric)
