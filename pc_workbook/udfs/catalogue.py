"""The catalogue of worksheet functions, one row each.

It feeds the help that Excel shows while a formula is typed, the wrappers in macros/Functions.bas and docs/functions.md.
Its help texts are ASCII, as VBA source must be, and have at most 255 characters, Excel's limit.
"""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from pc_workbook.tracker.lists.catalogue import LISTS as TRACKER_LISTS
from pc_workbook.udfs import tables, values

COUNT = "The count, such as practices rated Good"
TOTAL = "The total, such as all inspected practices"
DIRECTION = "Which direction is better: Higher or Lower"
KIND = "Rate or Percentage"
AS_AT = "The as-at date"
FTE = "Full-time equivalents"
DELIVERED_BY = "The delivery date: a date, a month, a quarter, a year (By 2020), a range or Ongoing"
COMPLETED = "The date of completion; empty if it is not completed"
SOON = "The number of days within which an action is due soon; 31 if left out"
REVIEW_ON = "The review date of ongoing work; empty if there is none"
REFERENCE = "The value to compare it with, such as a target, in the same unit"
LISTS = (
    "The tracker's lists with their headings, such as tblPractices[#All], in any order; docs/functions.md names them"
)

NUMBERS = "#VALUE! for text, or for a number below 0"


class Argument(NamedTuple):
    """One argument of a function, with the help that Excel shows."""

    name: str
    help: str


class Function(NamedTuple):
    """One worksheet function.

    `function` is the Python function behind it, `gives` what it returns with the unit, `answer` the result of
    `example`, `required_lists` the list objects without which a whole table would be false.
    """

    name: str
    function: Callable[..., Any]
    does: str
    gives: str
    errors: str
    arguments: tuple[Argument, ...]
    example: str
    answer: str
    required_lists: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether it takes lists of the tracker and returns a table."""
        return bool(self.required_lists)

    def is_optional(self, argument: Argument) -> bool:
        """Return whether an argument may be left out."""
        return inspect.signature(self.function).parameters[argument.name].default is not inspect.Parameter.empty


A = Argument


def _table(
    name: str, function: Callable[..., Any], does: str, required: tuple[str, ...], others: tuple[str, ...] = ()
) -> Function:
    lists = ",".join(f"{table}[#All]" for table in (*required, *others))
    errors = "#N/A where a required list is missing; #VALUE! where a range is no list of a tracker, or is given twice"
    gives = "A table with headings: the cells of the refreshed sheet"
    return Function(name, function, does, gives, errors, (A("lists", LISTS),), f"={name}({lists})", "", required)


#: The other lists that every tracker has: findings are looked for in all of them.
OTHER_LISTS = tuple(
    entry_list.table
    for entry_list in TRACKER_LISTS
    if not entry_list.may_be_absent and entry_list.table not in tables.FINDING_LISTS
)

# fmt: off
FUNCTIONS: tuple[Function, ...] = (
    Function("PC_PER_1000", values.per_1000_patients,
        "Full-time equivalent staff for each 1,000 patients.",
        "FTE per 1,000 patients",
        f"{NUMBERS}; #DIV/0! for 0 patients; #N/A for 0 FTE, which usually means a missing return",
        (A("fte", FTE), A("patients", "Patients, registered or weighted")),
        "=PC_PER_1000(70.8316, 168094)", "0.4214"),
    Function("PC_PATIENTS_PER_FTE", values.patients_for_each_fte,
        "Patients for each full-time equivalent, such as a GP.",
        "Patients per FTE",
        f"{NUMBERS}; #DIV/0! for 0 FTE",
        (A("patients", "Patients, registered or weighted"), A("fte", FTE)),
        "=PC_PATIENTS_PER_FTE(168094, 70.8316)", "2373.15"),
    Function("PC_TIMES_COMPARATOR", values.times_the_comparator,
        "A value as a multiple of a comparator, such as England's patients per FTE GP.",
        "Times; 1 is the same",
        f"{NUMBERS}; #DIV/0! for a comparator of 0",
        (A("value", "The value to compare"), A("comparator", "The value to compare it with, in the same unit")),
        "=PC_TIMES_COMPARATOR(2072, 1321)", "1.5685"),
    Function("PC_SHARE", values.share_of,
        "A count as a share of a total. Format the cell as a percentage.",
        "A share: 0.303 is 30.3%",
        f"{NUMBERS}, or a count above the total; #DIV/0! for a total of 0",
        (A("count", COUNT), A("total", TOTAL)),
        "=PC_SHARE(10, 33)", "0.3030"),
    Function("PC_WILSON", values.wilson_limits,
        "The Wilson confidence interval of a share: lower and upper limit, side by side.",
        "Two shares side by side: 0.174 is 17.4%",
        f"{NUMBERS}, a count above the total, a level other than 0.95 or 0.998, or ranges wider than one column; #DIV/0! for a total of 0",
        (A("count", COUNT), A("total", TOTAL), A("level", "0.95 or 0.998; 0.95 if left out")),
        "=PC_WILSON(10, 33)", "0.1738 0.4734"),
    Function("PC_PRACTICES_SHORT", values.practices_still_short,
        "How many more practices are needed for a target share (how many too many, where lower is better); 0 where it is met.",
        "Practices",
        f"{NUMBERS}, a part of a practice, a count above the total, or a target of 1, which may mean 1% or 100%; #DIV/0! for a total of 0; #N/A without a direction",
        (A("count", COUNT), A("total", TOTAL), A("target", "The share to reach: 50 or 50%"), A("direction", DIRECTION)),
        '=PC_PRACTICES_SHORT(10, 33, 50, "Higher")', "7"),
    Function("PC_TARGET_GAP", values.gap_to_target,
        "How much better (+) or worse (-) a value is than its reference, whichever direction is better.",
        "The unit of the value; + is better",
        "#VALUE! for text; #N/A without a direction, or where it is Neutral",
        (A("value", "The value"), A("reference", REFERENCE), A("direction", DIRECTION)),
        '=PC_TARGET_GAP(91.11, 95, "Higher")', "-3.89"),
    Function("PC_GAP_WORDS", values.gap_in_words,
        "The gap between a value and its reference, in words.",
        "Text",
        "#VALUE! for text in place of a value, for a rating, or for a percentage of 1 or less: type 95, not 0.95; #N/A without a kind",
        (A("value", "The value; a percentage as 91.11"), A("reference", REFERENCE),
         A("kind", KIND), A("named", "The name of the reference; the target if left out")),
        '=PC_GAP_WORDS(91.11, 95, "Percentage", "the national standard")',
        "3.89 points below the national standard (95%)"),
    Function("PC_TRAJECTORY", values.straight_line,
        "The value of a year on the straight line between two other years. It is derived, not agreed: set no RAG by it.",
        "The unit of the two values; derived, not agreed",
        "#VALUE! for text or a part of a year; #N/A for a year outside the two, or where the last year is not after the first",
        (A("first_value", "The value the line starts from: the baseline"), A("first_year", "Its year"),
         A("last_value", "The value the line ends at: the target"), A("last_year", "Its year"),
         A("year", "The year whose value is wanted")),
        "=PC_TRAJECTORY(91.11, 2016, 95, 2021, 2017)", "91.888"),
    Function("PC_RAG", values.rag,
        "Red, Amber, Green or Not rated, for a value and its reference. Amber needs a tolerance.",
        "Text; Not rated where the value, the reference or the direction is missing",
        "#VALUE! for text in place of a number, a word that is no direction, or a tolerance below 0",
        (A("value", "The value"), A("reference", REFERENCE), A("direction", DIRECTION),
         A("tolerance", "How far below is still Amber, in the same unit; without one there is no Amber")),
        '=PC_RAG(80.5, 81, "Higher", 1)', "Amber"),
    Function("PC_RAG_REASON", values.rag_reason,
        "The RAG of a year's value with its reason: against that year's agreed value, or against the target once its year is reached.",
        "Text, as in the column RAG and why",
        "#VALUE! for text in place of a number, a percentage of 1 or less (type 80, not 0.8), or a rating; #N/A without a kind",
        (A("value", "The value; a percentage as 91.11"), A("agreed", "The agreed value of the same year; empty if there is none"),
         A("direction", DIRECTION), A("kind", KIND), A("year", "The year of the value"), A("as_at", AS_AT),
         A("tolerance", "How far below is still Amber; without one there is no Amber"),
         A("target", "The target"), A("target_year", "The year of the target")),
        '=PC_RAG_REASON(80.2, 82, "Higher", "Percentage", 2017, DATE(2017,3,15))',
        "Red \u2013 1.8 points below this year's trajectory (82%); no tolerance is set, so no Amber"),
    Function("PC_CQC_AT_LEAST", values.share_at_least,
        "The share of practices with at least this CQC rating. Choose the denominator: half of the inspected practices can be less than a third of all.",
        "A share: 0.5 is 50%",
        "#VALUE! for a word that is no rating, or the level Inadequate; #N/A without a level or a denominator; #DIV/0! where no practice is inspected",
        (A("ratings", "The rating of each practice, one a cell; Not inspected counts, an empty cell does not"),
         A("level", "Good, Requires improvement or Outstanding"), A("practices", "The denominator: Inspected or All")),
        '=PC_CQC_AT_LEAST({"Good";"Inadequate";"Not inspected";"Not inspected"}, "Good", "Inspected")', "0.5"),
    Function("PC_CQC_STEPS", values.rating_steps,
        "The number of steps a CQC rating went up (+) or down (-).",
        "Steps of the scale; 0 is unchanged",
        "#VALUE! for a word that is no rating; #N/A for Not inspected and similar entries, which are not on the scale",
        (A("earlier", "The earlier rating"), A("later", "The later rating")),
        '=PC_CQC_STEPS("Good", "Requires improvement")', "-1"),
    Function("PC_ACTION_STATE", values.state_of_action,
        "The state of an action on a date: Completed, Overdue, Due soon, Not yet due, Ongoing, No delivery date or Delivery date unclear. Use it for counting.",
        "One of eight states",
        "#VALUE! for what is no date; a missing delivery date is not an error but the state No delivery date",
        (A("delivered_by", DELIVERED_BY), A("completed_on", COMPLETED), A("review_on", REVIEW_ON), A("as_at", AS_AT),
         A("due_soon_days", SOON)),
        '=PC_ACTION_STATE("December 2016", "", "", DATE(2017,3,15))', "Overdue"),
    Function("PC_ACTION_REASON", values.reason_of_action,
        "The state of an action on a date with its reason, as on the Action summary.",
        "Text",
        "As PC_ACTION_STATE",
        (A("delivered_by", DELIVERED_BY), A("completed_on", COMPLETED), A("review_on", REVIEW_ON), A("as_at", AS_AT),
         A("due_soon_days", SOON)),
        '=PC_ACTION_REASON("December 2016", "", "", DATE(2017,3,15))', "Overdue since 31 December 2016 (74 days)"),
    Function("PC_DUE_WITHIN", values.due_within,
        "Whether an action falls due within a number of days. FALSE for one that is overdue or completed.",
        "TRUE or FALSE",
        "#VALUE! for what is no date, or fewer than 1 day; #N/A without an as-at date, without days, and for ongoing work, which has no last day",
        (A("delivered_by", DELIVERED_BY), A("as_at", AS_AT), A("days", "The number of days"), A("completed_on", COMPLETED)),
        '=PC_DUE_WITHIN("March 2017", DATE(2017,3,15), 31)', "TRUE"),
    _table("PC_INDICATOR_SUMMARY", tables.indicator_summary,
        "Every indicator with its newest value, its gaps, and its RAG with the reason: the first table of the Indicator summary.",
        tables.INDICATOR_LISTS),
    _table("PC_PRACTICE_SUMMARY", tables.practice_summary,
        "Every open practice, those with most patients per FTE GP first: the table of the Practice summary.",
        tables.PRACTICE_LISTS),
    _table("PC_LOCALITY_SUMMARY", tables.locality_summary,
        "Every locality and the whole area: the table of the Locality summary.",
        tables.LOCALITY_LISTS),
    _table("PC_CQC_SUMMARY", tables.cqc_summary,
        "Practices by CQC rating, as shares of inspected and of all practices, with intervals: the first table of the CQC summary.",
        tables.CQC_LISTS),
    _table("PC_ACTION_SUMMARY", tables.action_summary,
        "Every action with its state, next date, lead and notes: the first table of the Action summary.",
        tables.ACTION_LISTS),
    _table("PC_FINDINGS", tables.findings,
        "The errors, warnings and notes of the lists, each with its cell and what to do: the table of the Data quality sheet.",
        tables.FINDING_LISTS, OTHER_LISTS),
)
# fmt: on
BY_NAME = {function.name: function for function in FUNCTIONS}
