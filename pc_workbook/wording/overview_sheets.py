"""Titles, notes and sentences of the sheets about the tracker as a whole: Dashboard, Data quality and Method notes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from pc_workbook.measures.cqc.share import ALL, AT_LEAST_GOOD, INSPECTED
from pc_workbook.measures.results import ActionState, CqcResult, IndicatorResult, PlaceResult, Ratio, Results, Share
from pc_workbook.model.governance import Acceptance
from pc_workbook.model.indicator import Rag
from pc_workbook.model.period import Period
from pc_workbook.model.tracker import Settings
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.wording.actions import actions_left_out, dates_unclear
from pc_workbook.wording.findings import summary
from pc_workbook.wording.headings import NO_INDICATORS
from pc_workbook.wording.indicators import change_words
from pc_workbook.wording.numbers import (
    NO,
    YES,
    counted,
    day_range,
    day_words,
    exact,
    is_or_are,
    listed,
    number,
    percent,
)
from pc_workbook.wording.reasons import reason_words
from pc_workbook.wording.sentences import capital, numbered, paragraph, sentence
from pc_workbook.wording.staff import staff_note_words
from pc_workbook.wording.terms import CQC, FTE, NOT_RATED

# --- Dashboard

DASHBOARD = "Dashboard"
DASHBOARD_DESCRIPTION = "Key figures, the indicators, and what needs action."
NO_COMPARABLE_FIGURE = "No figure of that issue can be compared with this one."
NO_EARLIER_ISSUE = "There is no earlier issue."
#: The labels of the tiles.
WEIGHTED_TILE = "FTE GPs per 1,000 weighted patients"
GOOD_TILE = "Practices rated at least Good by the CQC"
GREEN_TILE = "Indicators that are Green"
RED_TILE = "Indicators that are Red"
COMPLETED_TILE = "Actions completed"
OLD_PROGRESS_TILE = "Actions with old or no progress"
OVERDUE_TILE = "Actions overdue"
ERRORS_TILE = "Errors in the tracker"


def refreshed_words(at: datetime, tracker: str, version: str) -> str:
    """Return when and by which version a tracker was refreshed."""
    return f"Refreshed on {day_words(at.date())} at {at:%H:%M} from {tracker} (pc_workbook {version})."


def dashboard_title(area: str, as_at: date | None, has_practices: bool = True) -> str:
    """Return the title of the sheet."""
    when = f"as at {day_words(as_at)}" if as_at else "no as-at date is set"
    plan = "primary care improvement" if has_practices else "plan and performance"
    return f"{capital(area)}: {plan}, {when}"


def terms_note(has_practices: bool, has_ratings: bool) -> str:
    """Return what the abbreviations of the dashboard mean; those of practices only where there are any."""
    return " ".join((*((FTE,) if has_practices else ()), *((CQC,) if has_ratings else ()), NOT_RATED))


def dashboard_overview(results: Results, refreshed: str, has_practices: bool = True) -> str:
    """Return what the tracker has, and when it was refreshed (`refreshed_words`)."""
    indicators, actions = counted(len(results.indicators), "indicator"), counted(len(results.actions), "action")
    no_issue = "" if results.since else f"{NO_EARLIER_ISSUE} "
    practices = f"{results.area.practices:,} open practices, " if has_practices else ""
    return f"Summary of the tracker: {practices}{indicators}, {actions}. {no_issue}{refreshed}"


def patients_caption(results: Results, settings: Settings) -> str:
    """Return the caption of the tile with the patients per FTE GP."""
    staff = results.area.staff
    england = _england_words(staff.times_england, settings)
    why, note = reason_words(staff.patients_per_gp_fte.why), staff_note_words(results.staff_note)
    return paragraph((_of_period(staff.period), england, why, note))


def _of_period(period: str) -> str:
    return f"of {period}" if period else ""


def _england_words(times: Ratio, settings: Settings) -> str:
    if settings.staff_comparator_value is None:
        return f"no {settings.staff_comparator} figure is set to compare with"
    period = settings.staff_comparator_period
    figure = f"{exact(settings.staff_comparator_value)}{f', {period.label}' if period else ''}"
    name = settings.staff_comparator
    return f"{number(times.value, 2)} times {name} ({figure})" if times.value else f"{name}: {figure}"


def weighted_caption(area: PlaceResult) -> str:
    """Return the caption of the tile with the FTE GPs per 1,000 weighted patients."""
    staff = f"{number(area.staff.gp_fte, 2)} FTE GPs in all" if area.staff.gp_fte is not None else ""
    without = area.practices_without_return
    missing = f"{without} of {counted(area.practices, 'practice')} without a return" if without else ""
    return paragraph((_of_period(area.staff.period), staff, missing, reason_words(area.staff.gp_per_1000_weighted.why)))


def good_caption(cqc: CqcResult) -> str:
    """Return the caption of the tile with the practices rated at least Good."""
    if not cqc.recorded and not cqc.inspected:
        return "No ratings are recorded in this tracker."
    if not cqc.inspected:
        return sentence(f"none of {counted(cqc.practices, 'practice')} has a rating")
    inspected = _share(cqc.share(AT_LEAST_GOOD, INSPECTED), "inspected")
    everyone = _share(cqc.share(AT_LEAST_GOOD, ALL), "practices")
    waiting = cqc.practices - cqc.inspected - cqc.unread
    unread = f"; {cqc.unread} left out, whose rating can't be read" if cqc.unread else ""
    words = "; ".join(filter(None, (inspected, everyone)))
    return sentence(f"{words}; {waiting} without a rating{unread}")


def _share(share: Share | None, basis: str) -> str:
    if share is None or share.percent is None:
        return ""
    return f"{share.numerator} of {share.denominator} {basis} ({percent(share.percent)})"


def green_count(indicators: Sequence[IndicatorResult]) -> str | None:
    """Return how many of the indicators are Green; None where there are no indicators."""
    green = sum(result.rag.rag is Rag.GREEN for result in indicators)
    return f"{green} of {len(indicators)}" if indicators else None


def green_caption(indicators: Sequence[IndicatorResult]) -> str:
    """Return how many indicators are Red, Amber and Not rated."""
    counts = Counter(result.rag.rag for result in indicators)
    others = listed([f"{counts[rag]} {rag}" for rag in (Rag.RED, Rag.AMBER, Rag.NOT_RATED)])
    return sentence(others) if indicators else NO_INDICATORS


def red_caption(red: Sequence[int], indicators: int) -> str:
    """Return which indicators are Red."""
    if not indicators:
        return NO_INDICATORS
    return sentence(numbered("indicator", red) if red else f"none of {counted(indicators, 'indicator')}")


def of_actions_caption(letters: Sequence[str], actions: int) -> str:
    """Return which of the actions are meant."""
    if not actions:
        return sentence("no action is listed")
    return sentence(numbered("action", letters) if letters else f"none of {counted(actions, 'action')}")


def overdue_caption(results: Results) -> str:
    """Return which actions are overdue, and which can't be."""
    overdue = [result.action.letter for result in results.actions if result.state is ActionState.OVERDUE]
    waiting = sum(result.state is ActionState.ONGOING_NO_REVIEW for result in results.actions)
    which = numbered("action", overdue) if overdue else _none_overdue(results)
    of_all = f"{waiting} of {len(results.actions)}"
    no_review = f"{of_all} {is_or_are(waiting)} ongoing without a review date" if waiting else ""
    return paragraph((which, no_review, dates_unclear(results), actions_left_out(results)))


def _none_overdue(results: Results) -> str:
    if not results.actions:
        return "no action is listed"
    return f"none of {counted(len(results.actions), 'action')}" if results.as_at else "not judged without an as-at date"


def errors_caption(findings: Sequence[Finding]) -> str:
    """Return how many warnings and notes there are beside the errors."""
    counts = Counter(finding.severity for finding in findings)
    accepted = sum(finding.accepted is not None for finding in findings)
    warnings = f"{counted(counts[Severity.WARNING], 'warning')}{f' ({accepted} accepted)' if accepted else ''}"
    return sentence(f"{warnings} and {counted(counts[Severity.NOTE], 'note')}")


def since_title(since: date) -> str:
    """Return the heading of the changes since the last issue."""
    return f"Since the issue of {day_words(since)}"


def changes_paragraph(indicators: Sequence[IndicatorResult]) -> str:
    """Return the changes of all indicators since the last issue."""
    return paragraph(map(_change, indicators)) or NO_COMPARABLE_FIGURE


def _change(result: IndicatorResult) -> str:
    words = change_words(result.indicator, result.change)
    return f"Indicator {result.indicator.number}, {result.indicator.title}: {words}" if words else ""


# --- Data quality

DATA_QUALITY = "Data quality"
DATA_QUALITY_DESCRIPTION = "Errors, warnings and notes, with the cell of each."
NOTHING_FOUND = "No errors, warnings or notes. Every cell could be read."
LABELS: Mapping[Severity, str] = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}
MEANINGS: Mapping[Severity, str] = {
    Severity.ERROR: "A figure can't be calculated, or would be false. It is left out until the cell is corrected.",
    Severity.WARNING: "A person should check the cell: correct it, or accept it with a reason.",
    Severity.NOTE: "Understood. Tidy up when convenient; no figure waits for it.",
}
HOW_TO_ACCEPT = (
    "To accept a warning, copy its mark to the Accepted warnings sheet, with a role, the date and the reason, and refresh. "
    "It stays accepted until the cell changes. An error can't be accepted: correct its cell."
)
SAME_CAUSE = "Findings with the same cause"
SAME_CAUSE_NOTE = "Each of their cells has a row of its own under “Findings”, with its mark."
FINDINGS = "Findings"
COMPLETENESS = "How full each column is"
COMPLETENESS_NOTE = "Only lists that have rows are shown. An empty cell is a missing value, never zero."
NO_ROWS = "No list has any rows."
#: The section of a pack.
QUALITY_IN_BRIEF_DESCRIPTION = "How complete and reliable the tracker behind the figures is."
PLAN_COMPLETENESS = "Columns of the plan that are not full"
PLAN_COMPLETENESS_NOTE = (
    "Every other column of the plan is filled in each row. An empty cell is a missing value, never zero."
)
FINDINGS_BY_KIND = "Findings by kind"
FINDINGS_BY_KIND_NOTE = "The Data quality sheet of the tracker lists each finding with its cell."


def findings_overview(findings: Sequence[Finding]) -> str:
    """Return how many findings there are, and how to get to their cells."""
    if not findings:
        return NOTHING_FOUND
    return f"{summary(findings)}. Select a link under “Where” to go to the cell; correct it, and refresh."


def findings_in_brief(findings: Sequence[Finding]) -> str:
    """Return how many warnings and notes the tracker behind a pack has."""
    if not findings:
        return NOTHING_FOUND
    counts = Counter(finding.severity for finding in findings)
    warnings, notes = counted(counts[Severity.WARNING], "warning"), counted(counts[Severity.NOTE], "note")
    return f"The tracker behind this pack has {warnings} and {notes}, and no error that affects a figure."


def severity_caption(severity: Severity, accepted: int) -> str:
    """Return what a severity means, and how many of its findings are accepted."""
    return f"{MEANINGS[severity]}{f' {accepted:,} accepted.' if accepted else ''}"


def severity_meaning(severity: Severity) -> str:
    """Return a severity with what it means."""
    return f"{LABELS[severity]}: {MEANINGS[severity]}"


def acceptance_words(accepted: Acceptance | None) -> str | None:
    """Return who accepted a warning, when and why; None where nobody has."""
    if accepted is None:
        return None
    return f"{accepted.accepted_by}, {day_words(accepted.accepted_on)}: {accepted.reason}"


def findings_left_out(shown: int, left: int) -> str:
    """Return how many findings are not shown."""
    return f"The first {shown} are shown. Correct these and refresh to see {left:,} more."


# --- Method notes, also in the sections Sources and Methods of a pack

METHOD_NOTES = "Method notes"
METHOD_NOTES_DESCRIPTION = "How each figure is calculated, settings, sources and terms."
HOW_CALCULATED = "How the figures of this workbook are calculated. You can check every number against the entry lists."
CALCULATION_OF_FIGURES = "How each figure is calculated"
MEANING_OF_NOT_RATED = "Meaning of Not rated"
SETTINGS_IN_FORCE = "Settings in force"
SOURCES, MISSING_MATERIAL, TERMS = "Sources", "Missing material", "Terms"
SYMBOLS_IN_COPIES = "Symbols in published copies"
NOTHING_MISSING = "Nothing is listed as missing. A note that begins with “Missing:” lists it here."
NO_SOURCES = "No row names its source."
WHY_NOT_RATED = (
    "Not rated means that the indicator can't be judged yet. The reason is in the same cell: no value; no agreed trajectory for "
    "the period, before the target year; no direction that says which way is better; a definition in conflict; a share without "
    "a declared denominator; a suppressed value. Not rated is never Red, and an unknown state is never Green."
)
DECISIONS_OF_METHOD = (
    "Where the Board paper and the outcome framework don't say how to calculate a figure, a choice was made. These choices are "
    "marked (decision). You can change some of them on the sheet Settings or in the columns of an indicator."
)
NOT_SET, NOT_RECORDED = "not set", "not recorded"
DEPRIVATION_LIST = "Practices (deprivation)"
REGULATOR = "Care Quality Commission"
NO_ISSUE_RECORDED = "No earlier issue is recorded, so no change is shown."


def setting_words(given: object, is_default: bool) -> str:
    """Return the value of a setting in force; "not set" for None."""
    return NOT_SET if given is None else f"{_plain(given)}{' (default)' if is_default else ''}"


def _plain(given: object) -> str:
    match given:
        case bool():
            return YES if given else NO
        case Period():
            return given.label
        case date():
            return day_words(given)
        case float():
            return exact(given)
        case _:
            return str(given)


def no_source_on(sheet: str) -> str:
    """Return the name of the source of rows that name none."""
    return f"(no source named on {sheet})"


def data_of_source(lists: Sequence[str], rows: int, periods: str) -> str:
    """Return the lists, rows and periods (`period_range`) that one publication provides."""
    return f"{', '.join(lists)}: {counted(rows, 'row')}. {periods}".strip()


def period_range(periods: Collection[Period]) -> str:
    """Return the first and last of some periods; "" for none."""
    ordered = sorted(periods, key=lambda period: (period.end, period.start))
    if not ordered:
        return ""
    first, last = ordered[0].label, ordered[-1].label
    return f"Period: {first}." if first == last else f"Periods: {first} to {last}."


def extraction_range(days: Collection[date]) -> str:
    """Return the first and last day on which a publication was extracted."""
    return day_range(min(days), max(days)) if days else NOT_RECORDED


def missing_words(note: str) -> str:
    """Return a note as a sentence, without the prefix "Missing:"."""
    return sentence(note.partition(":")[2] or note)


def change_basis(since: date | None) -> str:
    """Return the issue that changes are measured from."""
    return f"Changes are measured from the issue of {day_words(since)}." if since else NO_ISSUE_RECORDED
