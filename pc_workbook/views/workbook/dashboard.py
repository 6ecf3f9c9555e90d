"""The dashboard: key figures, every indicator in one row, what needs action, what changed, and the tested claims.

It has one or two pages. The time of the refresh is in one cell of it and nowhere else, so that two refreshes of the same
tracker differ only there.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from pc_workbook.measures.cqc.share import ALL, AT_LEAST_GOOD, INSPECTED
from pc_workbook.measures.results import ActionState, GapTo, IndicatorResult, Ratio, Results, Share
from pc_workbook.model.indicator import IndicatorKind, Rag
from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake
from pc_workbook.views.parts import Column, Heading, KeyFigure, KeyFigures, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.views.units import measured_gaps, period_words, reference_level, shown_value, value_style
from pc_workbook.views.workbook.needs_action import needs_action_table
from pc_workbook.views.workbook.practices import claim_parts
from pc_workbook.wording.actions import actions_left_out, dates_unclear
from pc_workbook.wording.indicators import change_words, gap_words
from pc_workbook.wording.numbers import counted, day_words, exact, listed, number, percent
from pc_workbook.wording.rag import rag_words
from pc_workbook.wording.reasons import reason_words
from pc_workbook.wording.sentences import numbered, paragraph, sentence
from pc_workbook.wording.staff import staff_note_words
from pc_workbook.wording.terms import CQC, FTE, NOT_RATED

NAME = "Dashboard"
ERRORS = "Errors in the tracker"


def dashboard_sheet(results: Results, intake: Intake, findings: Sequence[Finding], refreshed: str) -> Sheet:
    """Return the first sheet. `refreshed` is the sentence with the time and version of the refresh."""
    settings = intake.tracker.settings
    parts: tuple[Part, ...] = (
        Heading(_title(results), level=1),
        Paragraph(f"Summary of the tracker: {results.area.practices:,} open practices, "
              f"{counted(len(results.indicators), 'indicator')}, {counted(len(results.actions), 'action')}. {_no_issue(results.since)}{refreshed}"),
        key_figures(results, settings, findings),
        Paragraph(f"{FTE} {CQC} {NOT_RATED}", quiet=True),
        Heading("The indicators"),
        indicator_table(results),
        Heading("Needs action"),
        needs_action_table(results, intake, findings),
        *_changes_and_claims(results),
    )  # fmt: skip
    return Sheet(NAME, parts, "Key figures, the indicators, and what needs action.")


def _title(results: Results) -> str:
    when = f"as at {day_words(results.as_at)}" if results.as_at else "no as-at date is set"
    return f"{results.area.name}: primary care improvement, {when}"


def key_figures(results: Results, settings: Settings, findings: Sequence[Finding]) -> KeyFigures:
    """Return the six tiles."""
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


def _patients_tile(results: Results, settings: Settings) -> KeyFigure:
    ratio, times = results.area.staff.patients_per_gp_fte, results.area.staff.times_england
    england = _england_words(times, settings)
    period = f"of {results.area.staff.period}" if results.area.staff.period else ""
    words = paragraph((period, england, reason_words(ratio.why), staff_note_words(results.staff_note)))
    return KeyFigure("Patients per FTE GP", ratio.value, Style.RATIO, words)


def _england_words(times: Ratio, settings: Settings) -> str:
    if settings.england_patients_per_gp_fte is None:
        return "no England figure is set to compare with"
    period = settings.england_patients_per_gp_fte_period
    figure = f"{exact(settings.england_patients_per_gp_fte)}{f', {period.label}' if period else ''}"
    return f"{number(times.value, 2)} times England ({figure})" if times.value else f"England: {figure}"


def _weighted_tile(results: Results) -> KeyFigure:
    area = results.area
    staff = f"{number(area.staff.gp_fte, 2)} FTE GPs in all" if area.staff.gp_fte is not None else ""
    without = area.practices_without_return
    missing = f"{without} of {counted(area.practices, 'practice')} without a return" if without else ""
    period = f"of {area.staff.period}" if area.staff.period else ""
    words = paragraph((period, staff, missing, reason_words(area.staff.gp_per_1000_weighted.why)))
    return KeyFigure("FTE GPs per 1,000 weighted patients", area.staff.gp_per_1000_weighted.value, Style.RATE, words)


def _good_tile(results: Results) -> KeyFigure:
    cqc = results.cqc
    inspected = cqc.share(AT_LEAST_GOOD, INSPECTED)
    everyone = cqc.share(AT_LEAST_GOOD, ALL)
    words = "; ".join(filter(None, (_share(inspected, "inspected"), _share(everyone, "practices"))))
    count = everyone.numerator if everyone and cqc.inspected else None
    waiting = cqc.practices - cqc.inspected - cqc.unread
    unread = f"; {cqc.unread} left out, whose rating can't be read" if cqc.unread else ""
    description = (
        f"{words}; {waiting} without a rating{unread}"
        if cqc.inspected
        else f"none of {counted(cqc.practices, 'practice')} has a rating"
        if cqc.recorded
        else "no ratings are recorded in this tracker"
    )
    return KeyFigure("Practices rated at least Good by the CQC", count, Style.WHOLE, sentence(description))


def _share(share: Share | None, basis: str) -> str:
    if share is None or share.percent is None:
        return ""
    return f"{share.numerator} of {share.denominator} {basis} ({percent(share.percent)})"


def _indicators_tile(indicators: Sequence[IndicatorResult]) -> KeyFigure:
    counts = Counter(result.rag.rag for result in indicators)
    green = f"{counts[Rag.GREEN]} of {len(indicators)}" if indicators else None
    others = listed([f"{counts[rag]} {rag}" for rag in (Rag.RED, Rag.AMBER, Rag.NOT_RATED)])
    words = others if indicators else "no indicator is listed"
    return KeyFigure("Indicators that are Green", green, Style.TEXT, sentence(words))


def _overdue_tile(results: Results) -> KeyFigure:
    overdue = [result.action.letter for result in results.actions if result.state is ActionState.OVERDUE]
    waiting = sum(result.state is ActionState.ONGOING_NO_REVIEW for result in results.actions)
    which = numbered("action", overdue) if overdue else _none_overdue(results)
    verb = "is" if waiting == 1 else "are"
    no_review = f"{waiting} of {len(results.actions)} {verb} ongoing without a review date" if waiting else ""
    count = len(overdue) if results.actions and results.as_at else None
    words = (which, no_review, dates_unclear(results), actions_left_out(results))
    return KeyFigure("Actions overdue", count, Style.WHOLE, paragraph(words))


def _none_overdue(results: Results) -> str:
    if not results.actions:
        return "no action is listed"
    return f"none of {counted(len(results.actions), 'action')}" if results.as_at else "not judged without an as-at date"


def _errors_tile(findings: Sequence[Finding]) -> KeyFigure:
    counts = Counter(finding.severity for finding in findings)
    accepted = sum(finding.accepted is not None for finding in findings)
    warnings = f"{counted(counts[Severity.WARNING], 'warning')}{f' ({accepted} accepted)' if accepted else ''}"
    words = f"{warnings} and {counted(counts[Severity.NOTE], 'note')}"
    return KeyFigure(ERRORS, counts[Severity.ERROR], Style.WHOLE, sentence(words))


INDICATOR_COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Indicator", Style.LONG_TEXT, 27),
    Column("Value", Style.RATE, 13),
    Column("Period", Style.TEXT, 14),
    Column("Target", Style.RATE, 17.5),
    Column("Trajectory this year", Style.RATE, 17.5),
    Column("Gap", Style.LONG_TEXT, 35),
    Column("RAG and why", Style.RAG, 45),
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
    return Table("pc_dashboard_indicators", INDICATOR_COLUMNS, tuple(rows), "No indicator is listed.", styles)


def _indicator_row(result: IndicatorResult, as_at: date | None) -> tuple[Value, ...]:
    return (
        result.indicator.number,
        result.indicator.title,
        shown_value(result),
        period_words(result),
        _target(result),
        _plan(result, as_at),
        _gaps(result),
        rag_words(result.rag),
    )


def _indicator_styles(row: int, result: IndicatorResult, values: Sequence[Value]) -> dict[tuple[int, int], Style]:
    if result.indicator.kind is IndicatorKind.ORDINAL:
        return {(row, VALUE): Style.RATING, (row, TARGET): Style.TEXT, (row, PLAN): Style.TEXT}
    sources = {VALUE: result.source, TARGET: "", PLAN: ""}
    return {
        (row, column): value_style(result.indicator, value if isinstance(value, float) else None, source)
        for column, source in sources.items()
        for value in (values[column],)
    }


def _target(result: IndicatorResult) -> Value:
    goal = result.indicator.goal
    return goal.words if goal else reference_level(result, GapTo.TARGET)


def _plan(result: IndicatorResult, as_at: date | None) -> Value:
    """Return the agreed value of this year: the one a value of this year is compared with, else the as-at year's."""
    level = reference_level(result, GapTo.TRAJECTORY)
    if level is not None and as_at and result.period and result.period.end.year == as_at.year:
        return level
    years = (year for year in result.yearly_values if as_at and year.year == as_at.year and not year.is_further)
    year = next(years, None)
    if year is None:
        return None
    return (year.goal or None) if result.indicator.kind is IndicatorKind.ORDINAL else year.plan


def _gaps(result: IndicatorResult) -> str:
    if result.state:
        return str(result.state)
    return paragraph(measured_gaps(result)) or sentence(next(map(gap_words, result.gaps), ""))


def _no_issue(since: date | None) -> str:
    return "" if since else "There is no earlier issue. "


def _changes_and_claims(results: Results) -> Iterable[Part]:
    """Yield the changes since the last issued edition, and the tested claims of the papers."""
    if results.since:
        yield Heading(f"Since the issue of {day_words(results.since)}")
        yield Paragraph(
            paragraph(map(_change, results.indicators)) or "No figure of that issue can be compared with this one."
        )
    yield from claim_parts(results)


def _change(result: IndicatorResult) -> str:
    words = change_words(result.indicator, result.change)
    return f"Indicator {result.indicator.number}, {result.indicator.title}: {words}" if words else ""
