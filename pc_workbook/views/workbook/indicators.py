"""The indicator summary: all in one table, then each with its chart, where it has a way to show, and its words.

Rates, percentages and ratings never share a scale: each numeric indicator has a chart of its own, ratings have
a table of goals. Every chart reads the table of ways at the end of the sheet, where its numbers can be checked.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pc_workbook.measures.results import Gap, IndicatorResult, Results, Step
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.views.parts import ChartGrid, Column, Heading, PageBreak, Part, Sheet, Style, Table, Value, Words
from pc_workbook.views.sentences import paragraph, sentence
from pc_workbook.views.units import aim_words, gap_style, gaps_told, shown_gap, shown_value, value_style
from pc_workbook.views.workbook.trajectory_charts import drawn_points, way_charts, ways_table
from pc_workbook.wording.numbers import day_words, listed
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
    Column("Change since last edition", Style.TEXT, 18),
    Column("RAG and why", Style.RAG, 46),
)
GAP_PLACES = {"target": 4, "trajectory": 5, "comparator": 6, "national standard": 7}
VALUE = 2


def indicators_sheet(results: Results) -> Sheet:
    """All indicators, then each on its own."""
    parts: tuple[Part, ...] = (
        Heading(_title(results), level=1),
        Words(f"Each indicator with its newest value, how far that is from what it is held to, and why it is rated as it is. {FTE}"),
        Words(f"{GAPS} {RAG}", quiet=True),
        _summary(results),
        *_numeric_sections(results.indicators),
        *_rating_section(results.indicators),
        *_ways(results.indicators),
    )  # fmt: skip
    return Sheet(NAME, parts, "For who answers for an indicator: where it stands and on which way.")


def _title(results: Results) -> str:
    return f"Indicators{f', as at {day_words(results.as_at)}' if results.as_at else ''}"


def _summary(results: Results) -> Table:
    styles = {spot: style for at, one in enumerate(results.indicators) for spot, style in _styles(at, one).items()}
    unchanged = "no figure to compare" if results.since else "no earlier edition"
    rows = tuple(_row(result, unchanged) for result in results.indicators)
    return Table("pc_indicators", COLUMNS, rows, "No indicator is listed.", styles)


def _row(result: IndicatorResult, unchanged: str) -> tuple[Value, ...]:
    return (
        result.indicator.number,
        result.indicator.title,
        shown_value(result),
        _period(result),
        *(shown_gap(result, to) for to in GAP_PLACES),
        ", ".join(result.actions) or "none",
        result.change or unchanged,
        result.rag.words,
    )


def _styles(at: int, result: IndicatorResult) -> dict[tuple[int, int], Style]:
    gap = gap_style(result.indicator)
    styles = {(at, place): gap for place in GAP_PLACES.values()}
    return styles | {(at, VALUE): value_style(result.indicator, result.value, result.source)}


def _period(result: IndicatorResult) -> str | None:
    label = result.period.label if result.period else None
    return f"{label} (baseline)" if label and result.is_baseline else label


def _numeric_sections(indicators: Sequence[IndicatorResult]) -> Iterable[Part]:
    """Indicators of one kind two at a time: a heading that names both, their charts side by side, then their words."""
    numeric = [result for result in indicators if result.indicator.kind is not IndicatorKind.ORDINAL]
    for _, alike in groupby(numeric, key=lambda result: result.indicator.kind):
        group = list(alike)
        for start in range(0, len(group), 2):
            yield from _section(group[start : start + 2], numeric)


def _section(pair: Sequence[IndicatorResult], numeric: Sequence[IndicatorResult]) -> Iterable[Part]:
    yield Heading("; ".join(f"{result.indicator.number}. {result.indicator.title}" for result in pair))
    charts = way_charts(pair, numeric)
    if charts:
        yield ChartGrid(charts)  # straight under the heading: no page comes between them
    for result in pair:
        yield Words(f"Indicator {result.indicator.number}. {_told(result)}")


def _told(result: IndicatorResult) -> str:
    """What an indicator counts, whose it is, who can act, how it stands, and what a reader must know."""
    return paragraph((*_what(result), *gaps_told(result), _trajectory(result.gaps), *result.notes, _no_chart(result)))


def _what(result: IndicatorResult) -> tuple[str, ...]:
    one = result.indicator
    newest = "the value shown is the baseline; nothing newer was observed" if result.is_baseline else ""
    return (
        one.definition or "",
        f"weighting: {one.weighting}" if one.weighting else "",
        f"staff counted: {one.staff_groups}" if one.staff_groups else "",
        f"measured for {one.organisation}" if one.organisation else "",
        f"power to act: {one.power_to_act}" if one.power_to_act else "",
        aim_words(result),
        newest if result.value is not None or result.rating is not None else "",
    )


def _trajectory(gaps: Iterable[Gap]) -> str:
    """Why there is no distance to the trajectory; a note tells it where the indicator is blocked."""
    gap = next((gap for gap in gaps if gap.to == "trajectory"), None)
    return "" if gap is None or gap.value is not None or gap.words.startswith("not judged") else gap.words


def _no_chart(result: IndicatorResult) -> str:
    if result.indicator.kind is IndicatorKind.ORDINAL or len(drawn_points(result)) > 1:
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
    yield Words(
        "A rating is met, not met, or worked towards with evidence; it has steps but no distance, so it has no chart."
    )
    for result in ratings:
        yield Words(_told_rating(result))
    rows = tuple(row for result in ratings for row in _goal_rows(result))
    yield Table("pc_rating_goals", GOAL_COLUMNS, rows)


def _told_rating(result: IndicatorResult) -> str:
    services = listed([f"{service} {rating}" for service, rating in result.service_ratings])
    apart = f"rated apart: {services}" if services else ""
    pieces = (*_what(result), f"{result.state}: {result.state_words}" if result.state else "", apart, *result.notes)
    return f"{result.indicator.number}. {sentence(result.indicator.title)} {paragraph(pieces)}"


def _goal_rows(result: IndicatorResult) -> Iterable[tuple[Value, ...]]:
    """One row for each run of years with the same goal; one without years where no goal is set."""
    rating, period = str(result.rating) if result.rating else None, _period(result)
    head = (result.indicator.number, result.indicator.title, rating, period, str(result.state or "Unknown"))
    goal = result.indicator.goal
    runs = [(words, list(steps)) for words, steps in groupby(result.steps, key=lambda step: step.words)]
    if not runs:
        yield (*head, None, goal.words if goal else "No goal is set")
    for words, steps in runs:
        yield (*head, _years(steps), words or "No goal is set")


def _years(steps: Sequence[Step]) -> str:
    first, last = steps[0].year, steps[-1].year
    return str(first) if first == last else f"{first} to {last}"


def _ways(indicators: Sequence[IndicatorResult]) -> Iterable[Part]:
    numeric = [result for result in indicators if result.indicator.kind is not IndicatorKind.ORDINAL]
    if not numeric:
        return
    yield PageBreak()
    yield Heading("The figures behind the charts")
    yield Words("A year without an agreed value has none. Derived values lie on the straight line to the target; "
                "nobody agreed them, and nothing is judged against them.")  # fmt: skip
    yield ways_table(numeric)
