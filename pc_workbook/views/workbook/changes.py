"""Changes since the last issue, figure by figure, and what was reported since the last meeting."""

from collections.abc import Iterable
from datetime import date

from pc_workbook.measures.results import ActionResult, Figure, IndicatorResult, Results
from pc_workbook.model.governance import EditionFigure
from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.organisations import Level
from pc_workbook.model.tracker import Tracker
from pc_workbook.views.parts import Column, Heading, Paragraph, Part, Sheet, Style, Table, Value
from pc_workbook.views.units import shown_value, value_style
from pc_workbook.wording.indicators import undated_change_words
from pc_workbook.wording.numbers import counted, day_words, short_number
from pc_workbook.wording.terms import CONFIDENTIAL

NAME = "Changes"
COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Indicator", Style.TEXT, 43),
    Column("Then", Style.RATE, 22.5),
    Column("Now", Style.RATE, 22.5),
    Column("Change", Style.LONG_TEXT, 43),
)
THEN, NOW = 2, 3
SHOWN = (Level.AREA, Level.LOCALITY, Level.PROVIDER)
OTHER_COLUMNS = (
    Column("No.", Style.WHOLE),
    Column("Figure", Style.TEXT, 43),
    Column("Then", Style.TEXT, 22.5),
    Column("Now", Style.TEXT, 22.5),
    Column("Organisation", Style.TEXT, 43),
)
NONE_YET = "There is no earlier issue, so there are no changes to show. The next issue is compared with this one."

Row = tuple[Value, ...]


def changes_sheet(results: Results, tracker: Tracker, figures: Iterable[Figure], since_meeting: date | None) -> Sheet:
    """Return the sheet of changes since the last issue and the last meeting. `figures` are all those of this edition."""
    parts: tuple[Part, ...] = (
        Heading(_title(results.since), level=1),
        *_against_edition(results, tracker, figures),
        *_since_meeting(results.actions, since_meeting),
    )
    return Sheet(NAME, parts, "Changes since the last issue, and reports since the last meeting.")


def _title(since: date | None) -> str:
    return f"Changes since the issue of {day_words(since)}" if since else "Changes"


def _against_edition(results: Results, tracker: Tracker, figures: Iterable[Figure]) -> Iterable[Part]:
    if results.since is None:
        yield Paragraph(NONE_YET)
        return
    before = {(row.measure, row.organisation): row for row in tracker.edition_figures if row.edition == results.since}
    yield Paragraph(
        "Improved, sustained or deteriorated, by the direction of each indicator, or why the values can't be compared."
    )
    yield Heading("The indicators")
    yield _indicators(results, before)
    yield Heading("Other figures that changed")
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
    return Table("pc_changes", COLUMNS, rows, "No indicator is listed.", styles)


def _before(result: IndicatorResult, before: dict[tuple[str, str], EditionFigure]) -> EditionFigure | None:
    return before.get((result.indicator.key, result.organisation))


def _indicator_row(result: IndicatorResult, before: EditionFigure | None) -> Row:
    is_rating = result.indicator.kind is IndicatorKind.ORDINAL
    is_suppressed = before is not None and before.words == CONFIDENTIAL
    then: Value = None if before is None else before.words if is_rating or is_suppressed else before.value
    now = shown_value(result)
    why = "a value is suppressed" if CONFIDENTIAL in (then, now) else "a value is missing"
    missing = "not in that issue" if before is None else f"can't be compared: {why}"
    words = undated_change_words(result.indicator, result.change) or missing
    return result.indicator.number, result.indicator.title, then, now, words[:1].upper() + words[1:]


def _others(results: Results, tracker: Tracker, figures: Iterable[Figure]) -> Table:
    """Return the figures of the area and its localities, other than indicators', that differ from that edition."""
    before = {(f.measure, f.organisation): f for f in tracker.edition_figures if f.edition == results.since}
    changed = [
        (measure_words(now.measure), _then(then), _now(now), now.organisation)
        for now in figures
        if now.level in SHOWN and now.indicator is None
        and (then := before.get((now.measure, now.organisation))) is not None
        and _then(then) != _now(now)
    ]  # fmt: skip
    rows = tuple((n, *row) for n, row in enumerate(changed, 1))
    return Table("pc_other_changes", OTHER_COLUMNS, rows, "No other figure of that issue has changed.")


def _then(figure: EditionFigure) -> str:
    return figure.words or "" if figure.value is None else _shown(figure.value)


def _now(figure: Figure) -> str:
    return _shown(figure.value) if isinstance(figure.value, int | float) else figure.value or ""


def _shown(value: float) -> str:
    return short_number(value, 2)


def _since_meeting(actions: Iterable[ActionResult], meeting: date | None) -> Iterable[Part]:
    if meeting is None:
        return
    yield Heading(f"Reported since the meeting of {day_words(meeting)}")
    rows = tuple(
        (result.action.letter, line.text, line.on, line.locality or None, line.role or None)
        for result in actions
        for line in result.last_two
        if line.on and line.on > meeting
    )
    yield Paragraph(f"{counted(len(rows), 'report')} on actions. The two newest of each action are counted.")
    yield Table("pc_since_meeting", REPORT_COLUMNS, rows, "Nothing has been reported since that meeting.")


REPORT_COLUMNS = (
    Column("Action", Style.CODE),
    Column("What was reported", Style.LONG_TEXT, 43),
    Column("On", Style.DATE, 22.5),
    Column("Locality", Style.TEXT, 22.5),
    Column("By (role)", Style.TEXT, 43),
)

WORDS = {"gp": "GP", "fte": "FTE", "cqc": "CQC", "ri": "RI", "england": "England"}


def measure_words(measure: str) -> str:
    """Return a measure's short name in ordinary words.

    >>> measure_words("cqc_share_at_least_good_of_all"), measure_words("action_c_state")
    ('CQC share at least good of all', 'Action C state')
    """
    words = [WORDS.get(word, word) for word in measure.split("_")]
    if words[0] == "action" and len(words) > 1:
        words[1] = words[1].upper()
    name = " ".join(words)
    return name[:1].upper() + name[1:]
