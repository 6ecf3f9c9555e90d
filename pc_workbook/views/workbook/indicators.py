"""The indicator summary: all indicators in one table, then each with its chart and a paragraph.

Rates, percentages and ratings never share a scale: each numeric indicator has a chart of its own, ratings have
a table of goals. Every chart reads the table of yearly values at the end of the sheet, where its numbers can be checked.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.results import GapTo, IndicatorResult, OrdinalState, Results, YearlyValue
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.views.parts import ChartGrid, Column, Heading, PageBreak, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.views.units import (
    gap_style,
    gap_to,
    measured_gaps,
    period_words,
    shown_gap,
    shown_value,
    target_words,
    value_style,
)
from pc_workbook.views.workbook.trajectory_charts import drawn_years, trajectory_charts, yearly_table
from pc_workbook.wording.indicators import change_words, gap_words, notes_words, state_words
from pc_workbook.wording.numbers import day_words, listed
from pc_workbook.wording.rag import rag_words
from pc_workbook.wording.sentences import paragraph, sentence
from pc_workbook.wording.terms import FTE, GAPS, RAG

NAME = "Indicator summary"
COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Indicator", Style.LONG_TEXT, 34),
    Column("Value", Style.RATE, 13),
    Column("Period", Style.TEXT, 14),
    Column("Gap to target", Style.GAP_POINTS),
    Column("Gap to trajectory", Style.GAP_POINTS),
    Column("Gap to comparator", Style.GAP_POINTS),
    Column("Gap to national standard", Style.GAP_POINTS),
    Column("Actions", Style.CODE, 10),
    Column("Change since last issue", Style.TEXT, 18),
    Column("RAG and why", Style.RAG, 46),
)
GAP_COLUMNS = {GapTo.TARGET: 4, GapTo.TRAJECTORY: 5, GapTo.COMPARATOR: 6, GapTo.STANDARD: 7}
VALUE = 2


def indicators_sheet(results: Results) -> Sheet:
    """Return the sheet with all indicators, then each on its own."""
    parts: tuple[Part, ...] = (
        Heading(_title(results), level=1),
        Paragraph(f"Each indicator with its newest value, its gaps and its RAG. {FTE}"),
        Paragraph(f"{GAPS} {RAG}", quiet=True),
        _summary(results),
        *_numeric_sections(results.indicators),
        *_rating_section(results.indicators),
        *_yearly_values(results.indicators),
    )
    return Sheet(NAME, parts, "Value, gaps, trajectory and RAG of each indicator.")


def _title(results: Results) -> str:
    return f"Indicators{f', as at {day_words(results.as_at)}' if results.as_at else ''}"


def _summary(results: Results) -> Table:
    styles = {
        cell: style for row, result in enumerate(results.indicators) for cell, style in _styles(row, result).items()
    }
    unchanged = "no figure to compare" if results.since else "no earlier issue"
    rows = tuple(_row(result, unchanged) for result in results.indicators)
    return Table("pc_indicators", COLUMNS, rows, "No indicator is listed.", styles)


def _row(result: IndicatorResult, unchanged: str) -> tuple[Value, ...]:
    return (
        result.indicator.number,
        result.indicator.title,
        shown_value(result),
        period_words(result),
        *(shown_gap(result, to) for to in GAP_COLUMNS),
        ", ".join(result.actions) or "none",
        change_words(result.indicator, result.change) or unchanged,
        rag_words(result.rag),
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
    yield Heading("; ".join(f"{result.indicator.number}. {result.indicator.title}" for result in pair))
    charts = trajectory_charts(pair, numeric)
    if charts:
        yield ChartGrid(charts)  # directly below the heading, so that no page break separates them
    for result in pair:
        yield Paragraph(f"Indicator {result.indicator.number}. {_description(result)}")


def _description(result: IndicatorResult) -> str:
    """Return what an indicator counts and for whom, who can act, its gaps and the notes on it."""
    return paragraph(
        (*_definition(result), *measured_gaps(result), _no_trajectory(result), *notes_words(result), _no_chart(result))
    )


def _definition(result: IndicatorResult) -> tuple[str, ...]:
    indicator = result.indicator
    newest = "the value shown is the baseline; nothing newer was observed" if result.is_baseline else ""
    return (
        indicator.definition or "",
        f"weighting: {indicator.weighting}" if indicator.weighting else "",
        f"staff counted: {indicator.staff_groups}" if indicator.staff_groups else "",
        f"measured for {indicator.organisation}" if indicator.organisation else "",
        f"power to act: {indicator.power_to_act}" if indicator.power_to_act else "",
        target_words(result),
        newest if result.value is not None or result.rating is not None else "",
    )


def _no_trajectory(result: IndicatorResult) -> str:
    """Return why there is no gap to the trajectory; where the indicator is blocked, a note says so."""
    gap = gap_to(result, GapTo.TRAJECTORY)
    if gap is None or gap.value is not None or any(why.code is Why.NOT_JUDGED for why in gap.reasons):
        return ""
    return gap_words(gap)


def _no_chart(result: IndicatorResult) -> str:
    if result.indicator.kind is IndicatorKind.ORDINAL or len(drawn_years(result)) > 1:
        return ""
    return "no chart: there are fewer than two points to draw"


GOAL_COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Indicator", Style.LONG_TEXT, 34),
    Column("Rating", Style.RATING, 13),
    Column("Of", Style.TEXT, 14),
    Column("State", Style.STATE),
    Column("Years", Style.TEXT),
    Column("Goal", Style.TEXT, 22),
)  # fmt: skip


def _rating_section(indicators: Sequence[IndicatorResult]) -> Iterable[Part]:
    ratings = [result for result in indicators if result.indicator.kind is IndicatorKind.ORDINAL]
    if not ratings:
        return
    yield Heading("Indicators that are ratings")
    yield Paragraph("A goal is met, not met, or worked towards with evidence. Ratings have no gaps, and so no charts.")
    for result in ratings:
        yield Paragraph(_rating_description(result))
    rows = tuple(row for result in ratings for row in _goal_rows(result))
    yield Table("pc_rating_goals", GOAL_COLUMNS, rows)


def _rating_description(result: IndicatorResult) -> str:
    ratings = result.ordinal.service_ratings if result.ordinal else ()
    services = listed([f"{service} {rating}" for service, rating in ratings])
    state = f"{result.state}: {state_words(result)}" if result.state else ""
    apart = f"services rated separately: {services}" if services else ""
    pieces = (*_definition(result), state, apart, *notes_words(result))
    return f"{result.indicator.number}. {sentence(result.indicator.title)} {paragraph(pieces)}"


def _goal_rows(result: IndicatorResult) -> Iterable[tuple[Value, ...]]:
    """Yield one row for each run of years with the same goal; one without years where no goal is set."""
    rating, period = str(result.rating) if result.rating else None, period_words(result)
    state = str(result.state or OrdinalState.UNKNOWN)
    head = (result.indicator.number, result.indicator.title, rating, period, state)
    goal = result.indicator.goal
    runs = [(words, list(years)) for words, years in groupby(result.yearly_values, key=lambda year: year.goal)]
    if not runs:
        yield (*head, None, goal.words if goal else "No goal is set")
    for words, years in runs:
        yield (*head, _years(years), words or "No goal is set")


def _years(years: Sequence[YearlyValue]) -> str:
    first, last = years[0].year, years[-1].year
    return str(first) if first == last else f"{first} to {last}"


def _yearly_values(indicators: Sequence[IndicatorResult]) -> Iterable[Part]:
    numeric = [result for result in indicators if result.indicator.kind is not IndicatorKind.ORDINAL]
    if not numeric:
        return
    yield PageBreak()
    yield Heading("The figures behind the charts")
    yield Paragraph(
        "Agreed values are shown for the years that have one. Derived values are on the straight line to the target; nobody "
        "agreed them, and nothing is judged against them."
    )
    yield yearly_table(numeric)
