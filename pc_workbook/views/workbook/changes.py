"""Changes since the last issue, figure by figure, and what was reported since the last meeting."""

from collections.abc import Iterable
from datetime import date

from pc_workbook.measures.results import ActionResult, Figure, IndicatorResult, Results
from pc_workbook.model.governance import EditionFigure
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.organisations import Level
from pc_workbook.model.tracker import Tracker
from pc_workbook.views.parts import Column, Heading, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.views.units import as_shown, shown_value, value_style
from pc_workbook.wording import action_sheets as action_texts
from pc_workbook.wording import headings
from pc_workbook.wording import indicator_sheets as texts
from pc_workbook.wording.indicators import undated_change_words
from pc_workbook.wording.numbers import short_number
from pc_workbook.wording.terms import CONFIDENTIAL

COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.INDICATOR, Style.TEXT, 43),
    Column(headings.THEN, Style.RATE, 22.5),
    Column(headings.NOW, Style.RATE, 22.5),
    Column(headings.CHANGE, Style.LONG_TEXT, 43),
)
THEN, NOW = 2, 3
SHOWN = (Level.AREA, Level.LOCALITY, Level.GROUP, Level.PROVIDER)
OTHER_COLUMNS = (
    Column(headings.NUMBER, Style.WHOLE),
    Column(headings.FIGURE, Style.TEXT, 43),
    Column(headings.THEN, Style.TEXT, 22.5),
    Column(headings.NOW, Style.TEXT, 22.5),
    Column(headings.ORGANISATION, Style.TEXT, 43),
)

Row = tuple[Value, ...]


def changes_sheet(results: Results, tracker: Tracker, figures: Iterable[Figure], since_meeting: date | None) -> Sheet:
    """Return the sheet of changes since the last issue and the last meeting. `figures` are all those of this edition."""
    parts: tuple[Part, ...] = (
        Heading(texts.changes_title(results.since), level=1),
        *_against_edition(results, tracker, figures),
        *_since_meeting(results.actions, since_meeting),
    )
    return Sheet(texts.CHANGES, parts, texts.CHANGES_DESCRIPTION)


def _against_edition(results: Results, tracker: Tracker, figures: Iterable[Figure]) -> Iterable[Part]:
    if results.since is None:
        yield Paragraph(texts.FIRST_ISSUE)
        return
    before = {(row.measure, row.organisation): row for row in tracker.edition_figures if row.edition == results.since}
    yield Paragraph(texts.HOW_CHANGES_ARE_JUDGED)
    yield Heading(headings.THE_INDICATORS)
    yield _indicators(results, before)
    yield Heading(texts.OTHER_CHANGES)
    yield _others(results, tracker, figures)


def _indicators(results: Results, before: dict[tuple[str, str], EditionFigure]) -> Table:
    ambiguous = results.indicators_sharing_a_name  # an earlier figure of that name may be either indicator's
    rows = tuple(
        _indicator_row(result, None if result.indicator.number in ambiguous else _before(result, before))
        for result in results.indicators
    )
    styles = {
        (row, column): value_style(result.indicator, value if isinstance(value, float) else None, result.source)
        for row, result in enumerate(results.indicators)
        for column in (THEN, NOW)
        for value in (rows[row][column],)
    }
    return Table("pc_changes", COLUMNS, rows, headings.NO_INDICATORS, styles)


def _before(result: IndicatorResult, before: dict[tuple[str, str], EditionFigure]) -> EditionFigure | None:
    return before.get((result.indicator.key, result.organisation))


def _indicator_row(result: IndicatorResult, before: EditionFigure | None) -> Row:
    is_rating = result.indicator.kind is IndicatorKind.ORDINAL
    is_suppressed = before is not None and before.words == CONFIDENTIAL
    then: Value = (
        None
        if before is None
        else before.words
        if is_rating or is_suppressed
        else as_shown(result.indicator, before.value)
    )
    now = shown_value(result)
    why = texts.NO_CHANGE_SUPPRESSED if CONFIDENTIAL in (then, now) else texts.NO_CHANGE_MISSING
    missing = texts.NOT_IN_THAT_ISSUE if before is None else why
    words = undated_change_words(result.indicator, result.change) or missing
    return result.indicator.number, result.indicator.title, then, now, words[:1].upper() + words[1:]


def _others(results: Results, tracker: Tracker, figures: Iterable[Figure]) -> Table:
    """Return the figures of the area and its localities, other than indicators', that differ from that edition."""
    before = {(f.measure, f.organisation): f for f in tracker.edition_figures if f.edition == results.since}
    changed = [
        (texts.measure_words(now.measure), _then(then), _now(now), now.organisation)
        for now in figures
        if now.level in SHOWN and now.indicator is None
        and (then := before.get((now.measure, now.organisation))) is not None
        and _then(then) != _now(now)
    ]  # fmt: skip
    rows = tuple((n, *row) for n, row in enumerate(changed, 1))
    return Table("pc_other_changes", OTHER_COLUMNS, rows, texts.NO_OTHER_CHANGES)


def _then(figure: EditionFigure) -> str:
    return figure.words or "" if figure.value is None else _shown(figure.value)


def _now(figure: Figure) -> str:
    return _shown(figure.value) if isinstance(figure.value, int | float) else figure.value or ""


def _shown(value: float) -> str:
    return short_number(value, 2)


def _since_meeting(actions: Iterable[ActionResult], meeting: date | None) -> Iterable[Part]:
    if meeting is None:
        return
    yield Heading(action_texts.reports_title(meeting))
    rows = tuple(
        (result.action.letter, line.text, line.on, line.locality or None, line.role or None)
        for result in actions
        for line in result.last_two
        if line.on and line.on > meeting
    )
    yield Paragraph(action_texts.reports_overview(len(rows)))
    yield Table("pc_since_meeting", REPORT_COLUMNS, rows, action_texts.NO_REPORTS_SINCE)


REPORT_COLUMNS = (
    Column(headings.ACTION, Style.CODE),
    Column(headings.WHAT_WAS_REPORTED, Style.LONG_TEXT, 43),
    Column(headings.REPORTED_ON, Style.DATE, 22.5),
    Column(headings.LOCALITY, Style.TEXT, 22.5),
    Column(headings.BY_ROLE, Style.TEXT, 43),
)
