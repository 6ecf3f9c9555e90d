"""The way of each numeric indicator from baseline to target: one table of years, and the charts that read it."""

from collections.abc import Iterable, Sequence

from pc_workbook.measures.indicators.trajectory import DERIVED
from pc_workbook.measures.results import IndicatorResult, Step
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.views.parts import Chart, ChartKind, Column, Series, SeriesRole, Style, Table, Value
from pc_workbook.views.sentences import paragraph, sentence
from pc_workbook.views.units import rate_style, value_style, value_words
from pc_workbook.wording.numbers import counted
from pc_workbook.wording.terms import CONFIDENTIAL

WAYS_TABLE = "pc_trajectories"
COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Indicator", Style.LONG_TEXT, 34),
    Column("Year", Style.YEAR),
    Column("Baseline", Style.RATE),
    Column("Actual", Style.RATE),
    Column("Agreed plan", Style.RATE),
    Column("Derived, not agreed", Style.RATE),
    Column("Target", Style.RATE),
    Column("Comparator", Style.RATE),
    Column("National standard", Style.RATE),
    Column("Note", Style.LONG_TEXT, 40),
)
FIRST_VALUE, LAST_VALUE = 3, 9
BASELINE, ACTUAL, COMPARATOR = 3, 4, 8
ROLES = {
    "Agreed plan": SeriesRole.PLAN,
    "Derived, not agreed": SeriesRole.DERIVED,
    "Target": SeriesRole.TARGET,
    "Comparator": SeriesRole.COMPARATOR,
    "National standard": SeriesRole.STANDARD,
    "Baseline": SeriesRole.BASELINE,
    "Actual": SeriesRole.ACTUAL,
}
HEIGHT = 15

Row = tuple[Value, ...]


def way_points(result: IndicatorResult) -> tuple[Step, ...]:
    """The years of an indicator that have something of their own: seen, agreed, derived, or seen and kept back."""
    return tuple(step for step in result.steps if step.suppressed or _is_drawn(step))


def drawn_points(result: IndicatorResult) -> tuple[Step, ...]:
    """The years in which an indicator has a point on its chart."""
    return tuple(filter(_is_drawn, result.steps))


def _is_drawn(step: Step) -> bool:
    return not (step.actual is None and step.plan is None and step.derived is None)


def ways_table(numeric: Sequence[IndicatorResult]) -> Table:
    """Every year of every numeric indicator, sorted by indicator."""
    marks: dict[tuple[int, int], str] = {}
    rows: list[Row] = []
    for result in numeric:
        of_one = [list(row) for row in _rows(result)]
        for at, place in _kept_back(result):
            if _is_charted(result, of_one, place):
                marks[len(rows) + at, place] = CONFIDENTIAL
            else:
                of_one[at][place] = CONFIDENTIAL
        rows += map(tuple, of_one)
    whose = [result for result in numeric for _ in way_points(result)]
    styles = {
        (at, place): value_style(whose[at].indicator, _number(row[place]))
        for at, row in enumerate(rows)
        for place in range(FIRST_VALUE, LAST_VALUE + 1)
    }
    return Table(WAYS_TABLE, COLUMNS, tuple(rows), "No indicator has a value or a trajectory yet.", styles, marks=marks)


def _is_charted(result: IndicatorResult, rows: Sequence[Sequence[Value]], place: int) -> bool:
    """Whether a chart reads a column of some rows: it would draw a mark as nought, so the cell must stay empty."""
    return len(drawn_points(result)) > 1 and any(isinstance(row[place], float) for row in rows)


def _kept_back(result: IndicatorResult) -> Iterable[tuple[int, int]]:
    """The cells of an indicator's rows whose value is kept back."""
    for at, step in enumerate(way_points(result)):
        if step.suppressed:
            yield at, BASELINE if step is _baseline_step(result) else ACTUAL
        if result.indicator.comparator_suppressed:
            yield at, COMPARATOR


def _number(value: Value) -> float | None:
    return value if isinstance(value, float) else None


def _rows(result: IndicatorResult) -> Iterable[Row]:
    one = result.indicator
    references = {gap.to: gap.reference for gap in result.gaps}
    start = _baseline_step(result)
    for step in way_points(result):
        begins = step is start
        yield (
            one.number,
            one.title,
            step.actual_period if step.is_further else step.year,
            step.actual if begins else None,
            None if begins else step.actual,
            step.plan,
            step.derived,
            references.get("target"),
            references.get("comparator"),
            references.get("national standard"),
            paragraph((_of_period(step), _kept_back_words(step), _remark(step))) or None,
        )


def _baseline_step(result: IndicatorResult) -> Step | None:
    """The year in which the baseline stands."""
    return next((step for step in result.steps if step.is_baseline), None)


def _remark(step: Step) -> str:
    """What there is to say of a year, less what its column says already."""
    return step.words.removeprefix(DERIVED).removeprefix("; ")


def _kept_back_words(step: Step) -> str:
    return f"the value is kept back ({CONFIDENTIAL})" if step.suppressed else ""


def _of_period(step: Step) -> str:
    """The period of a value, where it is not the year of its column."""
    names_itself = step.is_further or step.actual_period in ("", str(step.year))
    return "" if names_itself else f"value of {step.actual_period}"


def way_charts(pair: Sequence[IndicatorResult], numeric: Sequence[IndicatorResult]) -> tuple[Chart, ...]:
    """A chart for each indicator of a pair that has two points or more."""
    return tuple(_chart(result, _place(result, numeric)) for result in pair if len(drawn_points(result)) > 1)


def _place(result: IndicatorResult, numeric: Sequence[IndicatorResult]) -> tuple[int, int]:
    before = sum(len(way_points(other)) for other in numeric[: numeric.index(result)])
    return before, before + len(way_points(result)) - 1


def _chart(result: IndicatorResult, rows: tuple[int, int]) -> Chart:
    drawn = tuple(_rows(result))
    present = [
        c.header
        for place, c in enumerate(COLUMNS)
        if c.header in ROLES and any(row[place] is not None for row in drawn)
    ]
    rate = result.indicator.kind is IndicatorKind.RATE
    return Chart(
        kind=ChartKind.LINE,
        title=f"{result.indicator.number}. {result.indicator.title}",
        alt=_alt(result, drawn),
        table=WAYS_TABLE,
        series=tuple(Series(header, "Year", header, ROLES[header]) for header in ROLES if header in present),
        value_axis=result.indicator.unit or "" if rate else "",
        style=rate_style(result.indicator) if rate else Style.PERCENT_1,
        rows=rows,
        height=HEIGHT,
    )  # fmt: skip


def _alt(result: IndicatorResult, rows: Sequence[Row]) -> str:
    """What the chart shows, then what it says, in figures."""
    seen = [told for place in range(FIRST_VALUE, LAST_VALUE + 1) if (told := _series_words(result, rows, place))]
    far = [gap.words for gap in result.gaps if gap.value is not None]
    return paragraph(
        (
            f"line chart of indicator {result.indicator.number}, {sentence(result.indicator.title).rstrip('.')}, "
            f"over {counted(len({step.year for step in way_points(result)}), 'year')}",
            *seen,
            *far,
            f"RAG: {result.rag.words}",
        )
    )


def _series_words(result: IndicatorResult, rows: Sequence[Row], place: int) -> str:
    points = [(row[2], row[place]) for row in rows if row[place] is not None]
    if not points:
        return ""
    (first, start), (last, end) = points[0], points[-1]
    name = COLUMNS[place].header
    begins = _words(result, start)
    if len(points) == 1:
        return f"{name} {begins} in {first}"
    return f"{name} {begins}" if start == end else f"{name} from {begins} in {first} to {_words(result, end)} in {last}"


def _words(result: IndicatorResult, value: Value) -> str:
    computed = "computed" if result.source == "computed" and value == result.value else ""
    return value_words(result.indicator, value, computed) if isinstance(value, float) else str(value)
