"""Titles, notes and sentences of the sheets that only packs have: Cover, Contents, Summary, Risks, Sources, Methods and
Terms, and of their accessible edition."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from pc_workbook.disclosure.edition import Edition
from pc_workbook.measures.results import ActionState, IndicatorResult, Results
from pc_workbook.model.indicator import Indicator, Rag, Revision
from pc_workbook.model.pack import Section
from pc_workbook.model.tracker import Settings
from pc_workbook.wording.actions import actions_left_out, dates_unclear
from pc_workbook.wording.claims import comparator_counts
from pc_workbook.wording.indicator_sheets import indicator_name
from pc_workbook.wording.indicators import why_words
from pc_workbook.wording.numbers import (
    as_at_words,
    count_words,
    counted,
    day_words,
    exact,
    is_or_are,
    listed,
    number,
    typed_value,
)
from pc_workbook.wording.overview_sheets import REGULATOR
from pc_workbook.wording.practice_sheets import NO_VALUE, patients_to_gps
from pc_workbook.wording.rag import rag_reason
from pc_workbook.wording.reasons import reason_words
from pc_workbook.wording.sentences import capital, label, numbered, paragraph, possessive, sentence
from pc_workbook.wording.terms import FTE, NOT_RATED, SHORTHAND

# --- every pack

BOARD_PACK = "Board pack"  # the category among its document properties
EDITION_ENDING = " edition"


def document_subject(edition: str) -> str:
    """Return the subject among a pack's document properties: "Board pack, public edition"."""
    return f"{BOARD_PACK}, {edition}{EDITION_ENDING}"


def edition_of_subject(subject: str) -> str | None:
    """Return the edition that the subject of a document names; None where it is not that of a pack."""
    is_pack = subject.startswith(f"{BOARD_PACK}, ")
    return subject.removeprefix(f"{BOARD_PACK}, ").removesuffix(EDITION_ENDING) if is_pack else None


# --- Cover

COVER = Section.COVER.value
COVER_DESCRIPTION = "The pack's meeting, date, edition and state."
#: The labels of its lines.
AREA, DOCUMENT, FOR, MEETING, FIGURES_AS_AT = "Area", "Document", "For", "Meeting", "Figures as at"
EDITION, STATUS, REPORTED, CHANGES_SINCE, MADE = "Edition", "Status", "Reported", "Changes since", "Made"
NO_MEETING, NO_MEETING_DATE, NO_CYCLE = "No meeting is listed for this pack", "No date is set", "Not set"
NO_EARLIER_ISSUE = "There is no earlier issue"
EDITION_WORDS: Mapping[Edition, str] = {
    Edition.PUBLIC: "Public edition: nothing in it is exempt",
    Edition.GROUP: "Group edition: not for publication",
    Edition.GUEST: "Guest edition: not for publication",
}


def document_title(area: str, title: str, as_at: date) -> str:
    """Return the title that distinguishes a pack from every other."""
    return f"{capital(area)}: {title[:1].lower()}{title[1:]}{as_at_words(as_at)}"


def cover_title(area: str, title: str) -> str:
    """Return the title of the cover."""
    return f"{capital(area)}: {title}"


def status_and_edition(status: str, edition: str) -> str:
    """Return the sentences with the status and the edition."""
    return f"{status}. {edition}."


def edition_and_status(edition: str, status: str) -> str:
    """Return the line of each accessible sheet that headers of the pack have."""
    return f"{edition}. {status}."


def since_words(since: date | None) -> str:
    """Return the issue that changes are measured from."""
    return f"The issue of {day_words(since)}" if since else NO_EARLIER_ISSUE


def cycle_label(cycle: str) -> str:
    """Return how often the pack is reported; `cycle` is "" where no months are set."""
    return capital(cycle) if cycle else NO_CYCLE


def made_words(run_date: date, version: str, tracker: str) -> str:
    """Return when a pack was made, by which version and from which tracker, where these are given."""
    by = f" by pc_workbook {version}" if version else ""
    return f"{day_words(run_date)}{by}{f' from {tracker}' if tracker else ''}"


# --- Contents

CONTENTS = Section.CONTENTS.value
CONTENTS_DESCRIPTION = "Every section of this pack, with a link to it."


def left_out_sections(names: list[str]) -> str:
    """Return which sections of a pack are left out because they would be empty."""
    return f"Left out, because there is nothing to show in {'it' if len(names) == 1 else 'them'}: {listed(names)}."


def contents_overview(sections: int, status: str) -> str:
    """Return how many sections there are, and the status of the pack."""
    return f"{counted(sections, 'section')}. {status}. Select a section's name to go to it."


# --- the names of the other sections, and what those are for that are parts of a tracker's sheet

CQC_RATINGS, CQC_BY_PRACTICE = Section.CQC.value, Section.CQC_BY_PRACTICE.value
ACTIONS, PROGRAMMES = Section.ACTIONS.value, Section.PROGRAMMES.value

CQC_BY_PRACTICE_DESCRIPTION = "The latest rating of each practice, by domain."
CQC_HISTORY_DESCRIPTION = "Every published rating, newest first."
ACTIONS_DESCRIPTION = "State, due dates, latest progress and power to act of each action."
EMPTY_CELLS_NOTE = "An empty cell means that there is no value, or that the column does not apply; it is never zero."
CONTINUED_BELOW = " … (continued below the table)"
THIS_ROW = "this row"


def continued_label(heading: str, row: str) -> str:
    """Return the beginning of a text that continues below its table."""
    return f"{heading}, {row}, continued: "


# --- Summary

SUMMARY = Section.SUMMARY.value
SUMMARY_DESCRIPTION = "Key figures and the RAG of every indicator, on one page."


def summary_note(has_practices: bool) -> str:
    """Return what the terms of the summary mean; FTE only where there are figures of practices' staff."""
    return f"{FTE} {NOT_RATED}" if has_practices else NOT_RATED


def summary_title(area: str, as_at: date | None, has_practices: bool = True) -> str:
    """Return the title of the summary."""
    subject = "primary care summary" if has_practices else "summary"
    return f"{capital(area)}: {subject}{as_at_words(as_at)}"


def staff_paragraph(results: Results, settings: Settings) -> str:
    """Return the patients per FTE GP of the area, and how practices compare with England."""
    return paragraph((*_staffing(results, settings), *comparator_counts(results.claims)))


def _staffing(results: Results, settings: Settings) -> Iterator[str]:
    ratio, times = results.area.staff.patients_per_gp_fte, results.area.staff.times_england.value
    if ratio.value is None or ratio.numerator is None or ratio.denominator is None:
        yield f"patients per FTE GP: {reason_words(ratio.why) or NO_VALUE}"
        return
    of = f" ({results.area.staff.period})" if results.area.staff.period else ""
    sums = patients_to_gps(ratio.numerator, ratio.denominator)
    yield f"{results.area.name} has {number(ratio.value, 0)} registered patients per FTE GP{of}: {sums}"
    if times is not None and settings.staff_comparator_value is not None:
        yield f"that is {number(times, 2)} times {possessive(settings.staff_comparator)} {exact(settings.staff_comparator_value)}"


def plan_paragraph(results: Results) -> str:
    """Return how many indicators have each RAG, which actions are overdue, and which functions nothing serves."""
    return paragraph((_rags(results.indicators), *_actions(results), _unserved(results)))


def _rags(indicators: Sequence[IndicatorResult]) -> str:
    if not indicators:
        return "no indicator is listed"
    counts = Counter(result.rag.rag for result in indicators)
    shown = [_rag_words(rag, counts[rag], indicators) for rag in Rag if counts[rag]]
    return f"of {counted(len(indicators), 'indicator')}, {listed(shown)}"


def _rag_words(rag: Rag, count: int, indicators: Sequence[IndicatorResult]) -> str:
    which = [str(result.indicator.number) for result in indicators if result.rag.rag is rag]
    return f"{count} {is_or_are(count)} {rag} ({', '.join(which)})"


def _actions(results: Results) -> Iterator[str]:
    if not results.actions:
        yield "no action is listed"
        yield actions_left_out(results)
        return
    overdue = [r.action.letter for r in results.actions if r.state is ActionState.OVERDUE]
    leads = sum(bool(r.action.lead) for r in results.actions)
    yield f"of {counted(len(results.actions), 'action')}, {_which(overdue)}"
    yield dates_unclear(results)
    yield actions_left_out(results)
    yield f"{leads} of {len(results.actions)} name a lead"


def _which(overdue: Sequence[str]) -> str:
    if not overdue:
        return "none is overdue"
    return f"{len(overdue)} {is_or_are(len(overdue))} overdue ({', '.join(overdue)})"


def _unserved(results: Results) -> str:
    alone = [str(function.number) for function in results.functions if not function.is_served]
    if not results.functions:
        return ""
    all_served = f"each of the {len(results.functions)} functions is served by an action or a programme"
    return f"nothing serves {numbered('function', alone)}" if alone else all_served


def indicator_row_label(indicator: Indicator) -> str:
    """Return an indicator's number and title as the summary's rows show them."""
    return f"{indicator.number}. {label(indicator.title)}"


# --- Risks

RISKS = Section.RISKS.value
RISKS_DESCRIPTION = "Risks, who has the power to act, and missing material."
RISKS_AND_MISSING = "Risks and missing material"
RISKS_NOTE = "Listed automatically from the figures and dates of this edition; not ranked."
NO_RISKS = "No risk was found."
MISSING_MATERIAL = "Missing material"
INFLUENCE = "Influence only"
RISK_OVERDUE = "An action is overdue"
RISK_NO_REVIEW = "Ongoing work has no review date"
WHY_NO_REVIEW = "ongoing work without a review date is never overdue, so nothing prompts a review"
RISK_OLD_PROGRESS = "Progress is old or missing"
WHY_OLD_PROGRESS = "see the last two reports on each action"
RISK_GOAL_MISSED = "A rating misses its goal"
RISK_RED = "An indicator is Red"
RISK_SPECIAL_MEASURES = "Practices are in special measures"
RISK_NOT_JUDGED = "Progress can't be judged"
RISK_NO_LEAD = "An action has no lead"
RISK_UNSERVED_INDICATORS = "Indicators without an action"
WHY_UNSERVED_INDICATORS = "no action in this edition is linked to them"
RISK_UNSERVED_FUNCTIONS = "Functions without an action or programme"
WHY_UNSERVED_FUNCTIONS = "no action or programme in this edition serves them"
RISK_STAFF_INCOMPLETE = "Staff figures are incomplete"


def in_special_measures(practices: int) -> str:
    """Return how many practices are in special measures."""
    return f"{counted(practices, 'practice')} in special measures on the as-at date"


def without_own_lead(count: int, actions: int) -> str:
    """Return how many of the actions have no lead."""
    return f"{count} of {actions} actions have no lead of their own"


def without_gp_return(count: int, practices: int) -> str:
    """Return how many of the practices returned no GP FTE."""
    return sentence(f"{count_words(count)} of {counted(practices, 'practice')} returned no GP FTE")


def actions_concerned(letters: Iterable[str]) -> str:
    """Return the actions that a risk concerns: "Actions C and E"."""
    return capital(numbered("action", letters))


def indicators_concerned(numbers: Iterable[int]) -> str:
    """Return the indicators that a risk concerns: "Indicators 3 and 4"."""
    return capital(numbered("indicator", numbers))


def functions_concerned(numbers: Iterable[int]) -> str:
    """Return the functions that a risk concerns: "Function 2"."""
    return capital(numbered("function", numbers))


def practices_concerned(count: int) -> str:
    """Return how many practices a risk concerns: "7 practices"."""
    return counted(count, "practice")


def subject_on_sheet(sheet: str, subject: str) -> str:
    """Return the sheet of a finding with what its row is about: on paper nobody can look a cell up."""
    return sheet if subject == sheet else f"{sheet}: {subject[0].lower()}{subject[1:]}"


# --- Sources

SOURCES = Section.SOURCES.value
SOURCES_DESCRIPTION = "Source, period and extraction date of each figure."
SOURCES_OF_FIGURES = "Sources of the figures"
PUBLICATIONS = "Publications"
SOURCE_OF_EVERY_FIGURE = "Source of every figure"
BASELINES_NOTE = "Baselines are taken from the plan, which does not record when they were extracted."
NO_FIGURES = "No figure is shown."
NONE_REVISED = "No figure shown here is marked as revised or provisional."
SEE_BELOW = "see below"
COMPARATOR = "comparator"

SETTINGS_OF_TRACKER = "Settings of the tracker"
LIST_OF_COMPARATORS = "Comparators of the tracker"
LIST_SIZE_COLUMN = "Practices (list size as at)"
CALCULATED_FROM_RATINGS = f"Calculated from {REGULATOR}: practices' ratings"
CALCULATED_FROM_STAFF = "Calculated from the workforce returns of the practices"
REVISIONS: Mapping[Revision, str] = {
    Revision.REVISED: "revised since first published",
    Revision.PROVISIONAL: "provisional",
}


def revised_words(marked: Mapping[Revision, Sequence[int]]) -> str:
    """Return which indicators are marked as revised or provisional, by their numbers."""
    sentences = [
        sentence(f"{numbered('indicator', marked[mark])}: {words}") for mark, words in REVISIONS.items() if marked[mark]
    ]
    return " ".join(sentences) or NONE_REVISED


def computed_from(indicator: Indicator) -> str:
    """Return what a computed value is calculated from."""
    return CALCULATED_FROM_RATINGS if indicator.is_cqc_share else CALCULATED_FROM_STAFF


def missing_value_words(result: IndicatorResult) -> str:
    """Return why an indicator has no value."""
    return why_words(result) or rag_reason(result.rag) or NO_VALUE


def staff_comparator_label(name: str) -> str:
    """Return the label of what patients per FTE GP are compared with."""
    return f"{name}: patients per FTE GP"


def comparator_label(indicator: Indicator) -> str:
    """Return the label of an indicator's comparator."""
    return f"{indicator_name(indicator)}: {indicator.comparator_name or COMPARATOR}"


def standard_label(indicator: Indicator) -> str:
    """Return the label of an indicator's national standard."""
    return f"{indicator_name(indicator)}: national standard"


def standard_period(indicator: Indicator, standard: float) -> str:
    """Return the years in which a national standard applies."""
    return f"{typed_value(standard, indicator.shown_in)} in every year"


def list_sizes(practices: int) -> str:
    """Return the label of the practices' list sizes."""
    return f"List sizes of {counted(practices, 'practice')}"


def deprivation_scores(practices: int) -> str:
    """Return the label of the practices' deprivation scores."""
    return f"Deprivation scores of {counted(practices, 'practice')}"


def staff_rows(rows: int) -> str:
    """Return the label of the practices' staff."""
    return f"Staff of practices: {counted(rows, 'row')}"


def latest_ratings(practices: int) -> str:
    """Return the label of the practices' ratings."""
    return f"Latest ratings of {counted(practices, 'practice')}"


# --- Methods, Terms and symbols

METHODS = Section.METHODS.value
METHODS_DESCRIPTION = "How each figure is calculated, and the settings in force."
HOW_CALCULATED = (
    "How the figures of this pack are calculated. The sheets named here are those of the tracker behind the pack."
)
TERMS_AND_SYMBOLS = "Terms and symbols"
TERMS_DESCRIPTION = "Meaning of the terms and symbols of this pack."
TERMS_NOTE = "The terms of this pack, and the symbols shown in place of a figure."
SYMBOLS, TERMS = "Symbols", "Terms"

# --- the accessible edition

NOTES = "Notes"
NOTES_TITLE = "Notes: the marks used in place of a figure"
NOTES_LINE = "No cell of a table is empty in this workbook: where there is no figure, one of these marks says why."
MARKS: tuple[tuple[str, str], ...] = tuple((mark, words) for mark, words in SHORTHAND if mark.startswith("["))


def chart_in_words(title: str, alternative: str) -> str:
    """Return a chart as text."""
    return f"Chart, {title}: {alternative}"


def section_title(title: str, heading: str, number: int) -> str:
    """Return the title of a sheet: that of the pack's sheet, its section, and the number of its table after the first."""
    section = f"{title}: {heading}" if heading else title
    return f"{section}, table {number}" if number > 1 else section


def sheet_in_words(sheet: str) -> str:
    """Return the heading of the texts of a sheet's sections that have no table."""
    return f"{sheet} in words"


def title_in_words(title: str) -> str:
    """Return the title of the texts of a sheet's sections that have no table."""
    return f"{title}: in words"


def table_size(rows: int, columns: int) -> str:
    """Return the size of the only table of a sheet."""
    return f"This sheet has one table, with {counted(rows, 'row')} and {counted(columns, 'column')}."


def marks_used(found: Container[str]) -> str:
    """Return the meaning of those marks that were found among the texts of a sheet; "" where there are none."""
    explanations = [f"{mark} {_meaning(words)}" for mark, words in MARKS if mark in found]
    return f"Marks: {'; '.join(explanations)}." if explanations else ""


def _meaning(words: str) -> str:
    first = words.split(":")[0].rstrip(".")
    return first[:1].lower() + first[1:]
