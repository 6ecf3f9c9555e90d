"""The dashboard: key figures, every indicator in one row, what needs action, what changed, and the tested claims.

It has one or two pages. The time of the refresh is in one cell of it and nowhere else, so that two refreshes of the same
tracker differ only there.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from pc_workbook.measures.actions.reason_codes import Flag
from pc_workbook.measures.cqc.share import ALL, AT_LEAST_GOOD
from pc_workbook.measures.results import ActionState, GapTo, IndicatorResult, Results, YearlyValue
from pc_workbook.model.indicator import IndicatorKind, Rag
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, KeyFigure, KeyFigures, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.views.units import as_shown, rag_label, reference_level, shown_target, shown_value, value_style
from pc_workbook.views.workbook.needs_action import needs_action_table
from pc_workbook.views.workbook.practices import claim_parts
from pc_workbook.wording import headings
from pc_workbook.wording import overview_sheets as texts
from pc_workbook.wording.indicators import gap_words, measured_gaps, period_words
from pc_workbook.wording.sentences import paragraph, sentence

OLD_PROGRESS = frozenset({Flag.STALE, Flag.NO_PROGRESS})


def dashboard_sheet(results: Results, intake: Intake, findings: Sequence[Finding], refreshed: str) -> Sheet:
    """Return the first sheet. `refreshed` is the sentence with the time and version of the refresh."""
    tracker = intake.tracker
    parts: tuple[Part, ...] = (
        Heading(texts.dashboard_title(results.area.name, results.as_at, tracker.has_practices), level=1),
        Paragraph(texts.dashboard_overview(results, refreshed, tracker.has_practices)),
        key_figures(results, tracker, findings),
        Paragraph(texts.terms_note(tracker.has_practices, tracker.has_ratings), quiet=True),
        Heading(headings.THE_INDICATORS),
        indicator_table(results),
        Heading(headings.NEEDS_ACTION),
        needs_action_table(results, intake, findings),
        *_changes_and_claims(results),
    )  # fmt: skip
    return Sheet(texts.DASHBOARD, parts, texts.DASHBOARD_DESCRIPTION)


def key_figures(results: Results, tracker: Tracker, findings: Sequence[Finding]) -> KeyFigures:
    """Return the six tiles: of a plan about practices with their staff and ratings, else with more about its actions."""
    if not tracker.has_practices:
        return _plan_figures(results, findings)
    settings = tracker.settings
    return KeyFigures(
        (
            _patients_tile(results, settings),
            _weighted_tile(results),
            _indicators_tile(results.indicators),
            _errors_tile(findings),
            _overdue_tile(results),
            _good_tile(results),
        )
    )


def _plan_figures(results: Results, findings: Sequence[Finding]) -> KeyFigures:
    return KeyFigures(
        (
            _indicators_tile(results.indicators),
            _red_tile(results.indicators),
            _completed_tile(results),
            _overdue_tile(results),
            _old_progress_tile(results),
            _errors_tile(findings),
        )
    )


def _patients_tile(results: Results, settings: Settings) -> KeyFigure:
    ratio = results.area.staff.patients_per_gp_fte
    return KeyFigure(headings.PATIENTS_PER_FTE_GP, ratio.value, Style.RATIO, texts.patients_caption(results, settings))


def _weighted_tile(results: Results) -> KeyFigure:
    ratio = results.area.staff.gp_per_1000_weighted
    return KeyFigure(texts.WEIGHTED_TILE, ratio.value, Style.RATE, texts.weighted_caption(results.area))


def _good_tile(results: Results) -> KeyFigure:
    everyone = results.cqc.share(AT_LEAST_GOOD, ALL)
    count = everyone.numerator if everyone and results.cqc.inspected else None
    return KeyFigure(texts.GOOD_TILE, count, Style.WHOLE, texts.good_caption(results.cqc))


def _indicators_tile(indicators: Sequence[IndicatorResult]) -> KeyFigure:
    return KeyFigure(texts.GREEN_TILE, texts.green_count(indicators), Style.TEXT, texts.green_caption(indicators))


def _red_tile(indicators: Sequence[IndicatorResult]) -> KeyFigure:
    red = [result.indicator.number for result in indicators if result.rag.rag is Rag.RED]
    count = len(red) if indicators else None
    return KeyFigure(texts.RED_TILE, count, Style.WHOLE, texts.red_caption(red, len(indicators)))


def _completed_tile(results: Results) -> KeyFigure:
    completed = [result.action.letter for result in results.actions if result.state is ActionState.COMPLETED]
    count = len(completed) if results.actions else None
    return KeyFigure(
        texts.COMPLETED_TILE, count, Style.WHOLE, texts.of_actions_caption(completed, len(results.actions))
    )


def _old_progress_tile(results: Results) -> KeyFigure:
    old = [
        result.action.letter for result in results.actions if any(flag.code in OLD_PROGRESS for flag in result.flags)
    ]
    count = len(old) if results.actions and results.as_at else None
    return KeyFigure(texts.OLD_PROGRESS_TILE, count, Style.WHOLE, texts.of_actions_caption(old, len(results.actions)))


def _overdue_tile(results: Results) -> KeyFigure:
    overdue = sum(result.state is ActionState.OVERDUE for result in results.actions)
    count = overdue if results.actions and results.as_at else None
    return KeyFigure(texts.OVERDUE_TILE, count, Style.WHOLE, texts.overdue_caption(results))


def _errors_tile(findings: Sequence[Finding]) -> KeyFigure:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    return KeyFigure(texts.ERRORS_TILE, errors, Style.WHOLE, texts.errors_caption(findings))


INDICATOR_COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.INDICATOR, Style.LONG_TEXT, 27),
    Column(headings.VALUE, Style.RATE, 13),
    Column(headings.PERIOD, Style.TEXT, 14),
    Column(headings.TARGET, Style.RATE, 17.5),
    Column(headings.TRAJECTORY_THIS_YEAR, Style.RATE, 17.5),
    Column(headings.GAP, Style.LONG_TEXT, 35),
    Column(headings.RAG_AND_WHY, Style.RAG, 45),
)  # fmt: skip
VALUE, TARGET, PLAN = 2, 4, 5


def indicator_table(results: Results) -> Table:
    """Return the table with every indicator in one row."""
    rows = [_indicator_row(result, results.as_at) for result in results.indicators]
    styles = {
        cell: style
        for row, result in enumerate(results.indicators)
        for cell, style in _indicator_styles(row, result, rows[row]).items()
    }
    return Table("pc_dashboard_indicators", INDICATOR_COLUMNS, tuple(rows), headings.NO_INDICATORS, styles)


def _indicator_row(result: IndicatorResult, as_at: date | None) -> tuple[Value, ...]:
    return (
        result.indicator.number,
        result.indicator.title,
        shown_value(result),
        period_words(result),
        _target(result),
        _plan(result, as_at),
        _gaps(result),
        rag_label(result.rag),
    )


def _indicator_styles(row: int, result: IndicatorResult, values: Sequence[Value]) -> dict[tuple[int, int], Style]:
    if result.indicator.kind is IndicatorKind.ORDINAL:
        return {(row, VALUE): value_style(result.indicator, None), (row, TARGET): Style.TEXT, (row, PLAN): Style.TEXT}
    sources = {VALUE: result.source, TARGET: "", PLAN: ""}
    return {
        (row, column): value_style(result.indicator, value if isinstance(value, float) else None, source)
        for column, source in sources.items()
        for value in (values[column],)
    }


def _target(result: IndicatorResult) -> Value:
    return shown_target(result)


def _plan(result: IndicatorResult, as_at: date | None) -> Value:
    """Return the agreed value of this year: the one a value of this year is compared with, else the as-at year's."""
    level = reference_level(result, GapTo.TRAJECTORY)
    if level is not None and as_at and result.period and result.period.end.year == as_at.year:
        return as_shown(result.indicator, level)
    year = _this_year(result, as_at)
    if year is None:
        return None
    return (
        (year.goal or None) if result.indicator.kind is IndicatorKind.ORDINAL else as_shown(result.indicator, year.plan)
    )


def _this_year(result: IndicatorResult, as_at: date | None) -> YearlyValue | None:
    """Return the as-at year of a plan, or the newest step by period that has come in that year."""
    years = [year for year in result.yearly_values if as_at and year.year == as_at.year and not year.is_further]
    come = [year for year in years if year.plan is not None and year.period and as_at and year.period.end <= as_at]
    return come[-1] if come else next((year for year in years if year.period is None), None)


def _gaps(result: IndicatorResult) -> str:
    if result.state:
        return str(result.state)
    return paragraph(measured_gaps(result)) or sentence(next(map(gap_words, result.gaps), ""))


def _changes_and_claims(results: Results) -> Iterable[Part]:
    """Yield the changes since the last issued edition, and the tested claims."""
    if results.since:
        yield Heading(texts.since_title(results.since))
        yield Paragraph(texts.changes_paragraph(results.indicators))
    yield from claim_parts(results)
