"""The worksheet functions, one a row: read down the page to know what Excel offers.

One table feeds the help that Excel shows while a formula is typed, the wrappers in macros/Functions.bas and
docs/functions.md. Its words are plain ASCII, for VBA knows no other, and at most 255 characters, for Excel shows no more.
"""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from pc_workbook.tracker.lists.catalogue import LISTS as TRACKER_LISTS
from pc_workbook.udfs import tables, values

COUNT = "How many are counted, such as practices rated Good"
TOTAL = "How many there are in all"
DIRECTION = "Which way is better: Higher or Lower"
KIND = "Rate or Percentage"
AS_AT = "The day it is judged on: the as-at date"
FTE = "Full-time equivalents"
DELIVERED_BY = "The delivery date: a date, a month, a quarter, a year (By 2020), a span or Ongoing"
COMPLETED = "The day it was completed; empty if it was not"
SOON = "Due soon means within so many days; 31 if left out"
STATES = "The review date of ongoing work; empty if there is none"
LISTS = (
    "The tracker's lists with their headings, such as tblPractices[#All], in any order; docs/functions.md names them"
)

NUMBERS = "#VALUE! for text, or for a number below 0"


class Argument(NamedTuple):
    """One argument of a function, as Excel explains it."""

    name: str
    help: str


class Function(NamedTuple):
    """One worksheet function: what it does, what it gives and in which unit, and what it is made of."""

    name: str
    pure: Callable[..., Any]
    does: str
    gives: str
    errors: str
    arguments: tuple[Argument, ...]
    example: str
    answer: str
    rests_on: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether it takes lists of the tracker and gives a table."""
        return bool(self.rests_on)

    def is_optional(self, argument: Argument) -> bool:
        """Whether an argument may be left out."""
        return inspect.signature(self.pure).parameters[argument.name].default is not inspect.Parameter.empty


A = Argument


def _table(
    name: str, pure: Callable[..., Any], does: str, rests_on: tuple[str, ...], also: tuple[str, ...] = ()
) -> Function:
    given = ",".join(f"{table}[#All]" for table in (*rests_on, *also))
    errors = (
        "#N/A where a list it rests on is missing; #VALUE! where a range is no list of a tracker, or is given twice"
    )
    gives = "A table with headings: the cells of the refreshed sheet"
    return Function(name, pure, does, gives, errors, (A("lists", LISTS),), f"={name}({given})", "", rests_on)


#: Lists that a tracker has from the start: a list of findings looks into all of them.
EVERY_OTHER = tuple(
    one.table for one in TRACKER_LISTS if not one.comes_later and one.table not in tables.FINDINGS_REST_ON
)

# fmt: off
FUNCTIONS: tuple[Function, ...] = (
    Function("PC_PER_1000", values.per_1000_patients,
        "Full-time equivalent staff for each 1,000 patients.",
        "FTE per 1,000 patients",
        f"{NUMBERS}; #DIV/0! for 0 patients; #N/A for 0 FTE, which is what a missing return looks like",
        (A("fte", FTE), A("patients", "Patients, registered or weighted")),
        "=PC_PER_1000(70.8316, 168094)", "0.4214"),
    Function("PC_PATIENTS_PER_FTE", values.patients_for_each_fte,
        "Patients for each full-time equivalent, such as a GP.",
        "Patients per FTE",
        f"{NUMBERS}; #DIV/0! for 0 FTE, which is never shown as 0 or as endless",
        (A("patients", "Patients, registered or weighted"), A("fte", FTE)),
        "=PC_PATIENTS_PER_FTE(168094, 70.8316)", "2373.15"),
    Function("PC_TIMES_COMPARATOR", values.times_the_comparator,
        "How many times the comparator a value is, such as England's patients per FTE GP.",
        "Times; 1 is level",
        f"{NUMBERS}; #DIV/0! for a comparator of 0",
        (A("value", "The value to compare"), A("comparator", "What it is compared with, in the same unit")),
        "=PC_TIMES_COMPARATOR(2072, 1321)", "1.5685"),
    Function("PC_SHARE", values.share_of,
        "A count as a share of a total. Format the cell as a percentage.",
        "A share: 0.303 is 30.3%",
        f"{NUMBERS}, or a count above the total; #DIV/0! for a total of 0",
        (A("count", COUNT), A("total", TOTAL)),
        "=PC_SHARE(10, 33)", "0.3030"),
    Function("PC_WILSON", values.wilson_limits,
        "The limits within which the true share may well lie (Wilson's interval), lower and upper side by side.",
        "Two shares side by side: 0.174 is 17.4%",
        f"{NUMBERS}, a count above the total, a level other than 0.95 or 0.998, or ranges wider than one column; #DIV/0! for a total of 0",
        (A("count", COUNT), A("total", TOTAL), A("level", "0.95 or 0.998; 0.95 if left out")),
        "=PC_WILSON(10, 33)", "0.1738 0.4734"),
    Function("PC_PRACTICES_SHORT", values.practices_still_short,
        "How many more practices a target share needs (how many too many, where lower is better); 0 where it is met.",
        "Practices",
        f"{NUMBERS}, a part of a practice, a count above the total, or a target of 1, which may mean 1% or 100%; #DIV/0! for a total of 0; #N/A without a direction",
        (A("count", COUNT), A("total", TOTAL), A("target", "The share to reach: 50 or 50%"), A("direction", DIRECTION)),
        '=PC_PRACTICES_SHORT(10, 33, 50, "Higher")', "7"),
    Function("PC_TARGET_GAP", values.gap_to_target,
        "How much better (+) or worse (-) a value is than what it is held to, whichever way is better.",
        "The unit of the value; + is better",
        "#VALUE! for text; #N/A without a direction, or where it is Neutral",
        (A("value", "The value"), A("reference", "What it is held to, in the same unit"), A("direction", DIRECTION)),
        '=PC_TARGET_GAP(91.11, 95, "Higher")', "-3.89"),
    Function("PC_GAP_WORDS", values.gap_in_words,
        "Where a value lies by what it is held to, in words.",
        "Words",
        "#VALUE! for text in place of a value, for a rating, or for a percentage of 1 or less: type 95, not 0.95; #N/A without a kind",
        (A("value", "The value; a percentage as 91.11"), A("reference", "What it is held to, in the same unit"),
         A("kind", KIND), A("named", "What the reference is called; the target if left out")),
        '=PC_GAP_WORDS(91.11, 95, "Percentage", "the national standard")',
        "3.89 points below the national standard (95%)"),
    Function("PC_TRAJECTORY", values.straight_line,
        "The value of a year on the straight line between two others. Nobody agreed it: never judge against it.",
        "The unit of the two values; derived, not agreed",
        "#VALUE! for text or a part of a year; #N/A for a year outside the two, or for two years that are the same or the wrong way round",
        (A("first_value", "The value the line starts from: the baseline"), A("first_year", "Its year"),
         A("last_value", "The value the line ends at: the target"), A("last_year", "Its year"),
         A("year", "The year whose value is wanted")),
        "=PC_TRAJECTORY(91.11, 2016, 95, 2021, 2017)", "91.888"),
    Function("PC_RAG", values.rag,
        "Red, Amber, Green or Not rated: a value against what it is held to. Amber needs a tolerance.",
        "A word; Not rated where the value, the reference or the direction is missing",
        "#VALUE! for text in place of a number, a word that is no direction, or a tolerance below 0",
        (A("value", "The value"), A("reference", "What it is held to, in the same unit"), A("direction", DIRECTION),
         A("tolerance", "How far below is still Amber, in the same unit; without one there is no Amber")),
        '=PC_RAG(80.5, 81, "Higher", 1)', "Amber"),
    Function("PC_RAG_REASON", values.rag_reason,
        "The RAG of a year's value with the rule that fired: against that year's agreed value, else against the target once its year is reached.",
        "Words, as under RAG and why",
        "#VALUE! for text in place of a number, a percentage of 1 or less (type 80, not 0.8), or a rating; #N/A without a kind",
        (A("value", "The value; a percentage as 91.11"), A("agreed", "The agreed value of the same year; empty if there is none"),
         A("direction", DIRECTION), A("kind", KIND), A("year", "The year the value is of"), A("as_at", AS_AT),
         A("tolerance", "How far below is still Amber; without one there is no Amber"),
         A("target", "The value to end at"), A("target_year", "The year of the target")),
        '=PC_RAG_REASON(80.2, 82, "Higher", "Percentage", 2017, DATE(2017,3,15))',
        "Red \u2013 1.8 points below this year's trajectory (82%); no tolerance is set, so no Amber"),
    Function("PC_CQC_AT_LEAST", values.share_at_least,
        "The share of practices with a CQC rating of at least this level. Say on which practices: half of the inspected can be less than a third of all.",
        "A share: 0.5 is 50%",
        "#VALUE! for a word that is no rating, or the level Inadequate; #N/A without a level, or where Inspected or All is not said; #DIV/0! where no practice is inspected",
        (A("ratings", "The rating of each practice, one a cell; Not inspected counts, an empty cell does not"),
         A("level", "Good, Requires improvement or Outstanding"), A("practices", "Inspected or All: which practices it is a share of")),
        '=PC_CQC_AT_LEAST({"Good";"Inadequate";"Not inspected";"Not inspected"}, "Good", "Inspected")', "0.5"),
    Function("PC_CQC_STEPS", values.rating_steps,
        "How many steps a CQC rating went up (+) or down (-).",
        "Steps of the scale; 0 is unchanged",
        "#VALUE! for a word that is no rating; #N/A for Not inspected and the like, which are no step of the scale",
        (A("earlier", "The earlier rating"), A("later", "The later rating")),
        '=PC_CQC_STEPS("Good", "Requires improvement")', "-1"),
    Function("PC_ACTION_STATE", values.state_of_action,
        "Where an action stands on a day: Completed, Overdue, Due soon, Not yet due, Ongoing, No delivery date or Delivery date unclear. It can be counted.",
        "One of eight states",
        "#VALUE! for what is no date; a delivery date that is missing is no error but the state No delivery date",
        (A("delivered_by", DELIVERED_BY), A("completed_on", COMPLETED), A("review_on", STATES), A("as_at", AS_AT),
         A("due_soon_days", SOON)),
        '=PC_ACTION_STATE("December 2016", "", "", DATE(2017,3,15))', "Overdue"),
    Function("PC_ACTION_REASON", values.reason_of_action,
        "Where an action stands on a day, with since when or until when, as on the Action summary.",
        "Words",
        "As PC_ACTION_STATE",
        (A("delivered_by", DELIVERED_BY), A("completed_on", COMPLETED), A("review_on", STATES), A("as_at", AS_AT),
         A("due_soon_days", SOON)),
        '=PC_ACTION_REASON("December 2016", "", "", DATE(2017,3,15))', "Overdue since 31 December 2016 (74 days)"),
    Function("PC_DUE_WITHIN", values.due_within,
        "Whether an action falls due within so many days from a day on. Overdue or completed is FALSE.",
        "TRUE or FALSE",
        "#VALUE! for what is no date, or fewer than 1 day; #N/A without a day to judge on, without days, and for ongoing work, which has no last day",
        (A("delivered_by", DELIVERED_BY), A("as_at", AS_AT), A("days", "How many days"), A("completed_on", COMPLETED)),
        '=PC_DUE_WITHIN("March 2017", DATE(2017,3,15), 31)', "TRUE"),
    _table("PC_INDICATOR_SUMMARY", tables.indicator_summary,
        "Every indicator with its newest value, its gaps, and its RAG with the reason: the first table of the Indicator summary.",
        tables.INDICATORS_REST_ON),
    _table("PC_PRACTICE_SUMMARY", tables.practice_summary,
        "Every open practice, most patients per FTE GP first: the table of the Practice summary.",
        tables.PRACTICES_REST_ON),
    _table("PC_LOCALITY_SUMMARY", tables.locality_summary,
        "Every locality beside the area as a whole: the table of the Locality summary.",
        tables.LOCALITIES_REST_ON),
    _table("PC_CQC_SUMMARY", tables.cqc_summary,
        "Practices by CQC rating, on inspected and on all practices, with intervals: the first table of the CQC summary.",
        tables.CQC_RESTS_ON),
    _table("PC_ACTION_SUMMARY", tables.action_summary,
        "Every action with its state, next date, lead and what to look at: the first table of the Action summary.",
        tables.ACTIONS_REST_ON),
    _table("PC_FINDINGS", tables.findings,
        "What is wrong in the lists, each with its cell and what it needs: the table of the Data quality sheet.",
        tables.FINDINGS_REST_ON, EVERY_OTHER),
)
# fmt: on
BY_NAME = {one.name: one for one in FUNCTIONS}
