"""Titles, notes and sentences of the sheets about indicators: Indicator summary with its charts, and Changes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pc_workbook.measures.results import IndicatorResult, YearlyValue
from pc_workbook.model.indicator import Indicator
from pc_workbook.wording.indicators import gap_words, measured_gaps, notes_words, state_words
from pc_workbook.wording.numbers import as_at_words, counted, day_words, listed
from pc_workbook.wording.rag import rag_words
from pc_workbook.wording.sentences import label, paragraph, sentence
from pc_workbook.wording.terms import CONFIDENTIAL, FTE, GAPS, RAG

# --- every sheet


def indicator_name(indicator: Indicator) -> str:
    """Return an indicator's number and title: '3. Patients seen within two weeks'."""
    return f"{indicator.number}. {indicator.title}"


def indicator_label(number: int) -> str:
    """Return an indicator by its number."""
    return f"Indicator {number}"


# --- Indicator summary

INDICATOR_SUMMARY = "Indicator summary"
INDICATOR_SUMMARY_DESCRIPTION = "Value, gaps, trajectory and RAG of each indicator."
HOW_INDICATORS_ARE_SHOWN = f"Each indicator with its newest value, its gaps and its RAG. {FTE}"
GAPS_AND_RAG = f"{GAPS} {RAG}"
NO_EARLIER_FIGURE, NO_EARLIER_ISSUE = "no figure to compare", "no earlier issue"
SERVED_BY_NONE = "none"
RATING_INDICATORS = "Indicators that are ratings"
HOW_GOALS_ARE_JUDGED = (
    "A goal is met, not met, or worked towards with evidence. Ratings have no gaps, and so no charts."
)
NO_GOAL = "No goal is set"
FIGURES_BEHIND_CHARTS = "The figures behind the charts"
AGREED_AND_DERIVED = (
    "Agreed values are shown for the years that have one. Derived values are on the straight line to the target; nobody "
    "agreed them, and nothing is judged against them."
)
NO_TRAJECTORIES = "No indicator has a value or a trajectory yet."
BASELINE_SHOWN = "the value shown is the baseline; nothing newer was observed"
TOO_FEW_POINTS = "no chart: there are fewer than two points to draw"


def indicators_title(as_at: date | None) -> str:
    """Return the title of the sheet."""
    return f"Indicators{as_at_words(as_at)}"


def pair_heading(pair: Sequence[IndicatorResult]) -> str:
    """Return the heading of the charts side by side."""
    return "; ".join(indicator_name(result.indicator) for result in pair)


def indicator_paragraph(result: IndicatorResult, definition: Sequence[str], no_trajectory: str, no_chart: str) -> str:
    """Return what an indicator counts and for whom, who can act, its gaps and the notes on it."""
    pieces = (*definition, *measured_gaps(result), no_trajectory, *notes_words(result), no_chart)
    return f"{indicator_label(result.indicator.number)}. {paragraph(pieces)}"


def definition_words(result: IndicatorResult, target: str) -> tuple[str, ...]:
    """Return what an indicator counts and for whom, who can act, and its target (`target_with_year`)."""
    indicator = result.indicator
    has_value = result.value is not None or result.rating is not None
    return (
        indicator.definition or "",
        f"weighting: {indicator.weighting}" if indicator.weighting else "",
        f"staff counted: {indicator.staff_groups}" if indicator.staff_groups else "",
        f"measured for {indicator.organisation}" if indicator.organisation else "",
        f"power to act: {indicator.power_to_act}" if indicator.power_to_act else "",
        target,
        BASELINE_SHOWN if result.is_baseline and has_value else "",
    )


def rating_paragraph(result: IndicatorResult, definition: Sequence[str]) -> str:
    """Return what is rated, the state of its goal, and the ratings of its services."""
    ratings = result.ordinal.service_ratings if result.ordinal else ()
    services = listed([f"{service} {rating}" for service, rating in ratings])
    state = f"{result.state}: {state_words(result)}" if result.state else ""
    apart = f"services rated separately: {services}" if services else ""
    pieces = (*definition, state, apart, *notes_words(result))
    return f"{result.indicator.number}. {sentence(result.indicator.title)} {paragraph(pieces)}"


def years_words(first: int, last: int) -> str:
    """Return a run of years: "2018", "2018 to 2020"."""
    return str(first) if first == last else f"{first} to {last}"


# --- trajectory charts


def suppressed_words(year: YearlyValue) -> str:
    """Return that the value of a year is suppressed; "" where it is not."""
    return f"the value is suppressed ({CONFIDENTIAL})" if year.suppressed else ""


def other_period_words(year: YearlyValue) -> str:
    """Return the period of a value, where it is not the year of its row."""
    is_named = year.is_further or year.actual_period in ("", str(year.year))
    return "" if is_named else f"value of {year.actual_period}"


def chart_alternative(result: IndicatorResult, years: int, series: Iterable[str]) -> str:
    """Return what a chart shows and what follows from it, in figures. `series` describes each of its lines."""
    return paragraph(
        (
            f"line chart of indicator {result.indicator.number}, {label(result.indicator.title)}, over {counted(years, 'year')}",
            *series,
            *(gap_words(gap) for gap in result.gaps if gap.value is not None),
            f"RAG: {rag_words(result.rag)}",
        )
    )


def point_words(series: str, value: str, year: object) -> str:
    """Return the only point of a line of a chart: "Actual 0.47 in 2016"."""
    return f"{series} {value} in {year}"


def level_words(series: str, value: str) -> str:
    """Return a line of a chart that stays at one level: "Target 95%"."""
    return f"{series} {value}"


def course_words(series: str, start: str, first: object, end: str, last: object) -> str:
    """Return a line of a chart from its first point to its last: "Actual from 0.47 in 2016 to 0.61 in 2019"."""
    return f"{series} from {start} in {first} to {end} in {last}"


# --- Changes

CHANGES = "Changes"
CHANGES_DESCRIPTION = "Changes since the last issue, and reports since the last meeting."
FIRST_ISSUE = "There is no earlier issue, so there are no changes to show. The next issue is compared with this one."
HOW_CHANGES_ARE_JUDGED = (
    "Improved, sustained or deteriorated, by the direction of each indicator, or why the values can't be compared."
)
OTHER_CHANGES = "Other figures that changed"
NO_OTHER_CHANGES = "No other figure of that issue has changed."
NOT_IN_THAT_ISSUE = "not in that issue"
NO_CHANGE_SUPPRESSED = "can't be compared: a value is suppressed"
NO_CHANGE_MISSING = "can't be compared: a value is missing"
SPELLINGS: Mapping[str, str] = {"gp": "GP", "fte": "FTE", "cqc": "CQC", "ri": "RI", "england": "England"}


def changes_title(since: date | None) -> str:
    """Return the title of the sheet."""
    return f"Changes since the issue of {day_words(since)}" if since else CHANGES


def measure_words(measure: str) -> str:
    """Return a measure's short name in ordinary words.

    >>> measure_words("cqc_share_at_least_good_of_all"), measure_words("action_c_state")
    ('CQC share at least good of all', 'Action C state')
    """
    words = [SPELLINGS.get(word, word) for word in measure.split("_")]
    if words[0] == "action" and len(words) > 1:
        words[1] = words[1].upper()
    name = " ".join(words)
    return name[:1].upper() + name[1:]
