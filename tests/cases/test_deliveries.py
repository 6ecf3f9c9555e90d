"""Delivery dates as people type them: a last day, a state, or a question that quotes the cell; never a false Overdue.

The situations are those of ../shared/cases that concern dates, and more of their kinds. The as-at date is 15 March 2017.
"""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from pc_workbook.app import check, measure
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import ActionResult, ActionState, Results
from pc_workbook.model.action import DeliveryKind
from pc_workbook.tracker.detail import detail
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.parsing.cell_parsers import CellContext, Unreadable, day, delivery
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import SheetCells, Snapshot
from pc_workbook.views.parts import Paragraph, Table
from pc_workbook.views.workbook.actions import actions_sheet
from pc_workbook.wording.actions import flags_words
from pc_workbook.wording.findings import current_entry, message
from tests.support import shared
from tests.support.messages import needs_of
from tests.support.value_tracker import with_actions, with_rows

OVERDUE, SOON, LATER, UNCLEAR = ActionState.OVERDUE, ActionState.DUE_SOON, ActionState.ON_COURSE, ActionState.UNCLEAR
ONGOING, NO_DATE = ActionState.ONGOING_NO_REVIEW, ActionState.NO_DATE


def of_case(name: str, workbook: str) -> tuple[list[ActionResult], tuple[Finding, ...]]:
    checked = check(FileHost(Path(shared("cases", name, workbook))))
    return list(measure(checked).actions), checked.findings


def judged(*typed: Any) -> tuple[Results, tuple[Finding, ...]]:
    intake = read_tracker(with_actions(typed))
    return measure_edition(intake.tracker, {}), find_all(intake)


def at_delivery(findings: tuple[Finding, ...], row: int = 0) -> list[Finding]:
    return [one for one in findings if (one.sheet, one.cell) == ("Actions", f"G{row + 2}")]


# ---------------------------------------------------------------------------- the cases


@pytest.mark.parametrize(
    ("workbook", "last"),
    [("input_0.xlsx", date(2017, 6, 30)), ("input_1.xlsx", date(2018, 3, 31)), ("input_2.xlsx", date(2017, 12, 31))],
)
def test_of_two_dates_in_a_cell_the_one_that_holds_now_is_judged(workbook: str, last: date) -> None:
    results, _ = of_case("a15-two-dates-in-delivery", workbook)
    (found,) = [one for one in results if one.action.letter == "C"]
    assert (found.state, found.last_day) == (LATER, last)


BOARD_PLANS = {
    "A0": (LATER, date(2018, 3, 31)), "A1": (LATER, date(2018, 3, 31)), "A2": (LATER, date(2018, 3, 31)), "A3": (SOON, date(2017, 3, 31)),
    "A4": (SOON, date(2017, 3, 31)), "A5": (SOON, date(2017, 3, 31)), "A6": (SOON, date(2017, 3, 31)), "A7": (ONGOING, None),
    "A8": (ONGOING, None), "A9": (UNCLEAR, None), "A10": (LATER, date(2018, 3, 31)), "A11": (SOON, date(2017, 3, 31)),
    "A12": (SOON, date(2017, 3, 31)), "A13": (NO_DATE, None), "A14": (UNCLEAR, None),
}  # fmt: skip


def test_the_dates_of_board_plans_have_their_last_days() -> None:
    results, findings = of_case("b07-delivery-dates", "input.xlsx")
    assert {one.action.letter: (one.state, one.last_day) for one in results} == BOARD_PLANS
    asked = {one.cell: one.code for one in findings if one.sheet == "Actions" and one.cell.startswith("G")}
    assert asked == {"G15": "P35", "G19": "P34", "G20": "R07"}


# ---------------------------------------------------------------------------- each kind

READ = {
    "31/12/2016": OVERDUE, "December 2016": OVERDUE, "by 2016": OVERDUE, "Q3 2016/17": OVERDUE, "before 1 March 2017": OVERDUE,
    "31/03/2017": SOON, "FRI 31ST MARCH 2017": SOON, "the 31st of March 2017": SOON, "2017-03-31": SOON, "31.3.17": SOON,
    "31\u00a0March\u00a02017": SOON, "1 April 2016 – 31 March 2017": SOON, "Mar-17": SOON, "by end of Q4 2016/17": SOON,
    "April/May 2017": LATER, "1-30 April 2017": LATER, "between April and June 2017": LATER, "Nov 2016 - Feb 2018": LATER,
    "2016-2018": LATER, "Q3 2016/17 to Q1 2017/18": LATER, "FY 2017/18": LATER, "17/18": LATER, "w/c 17 April 2017": LATER,
    "Dec 2016, revised to Mar 2017, now June 2017": LATER, "was 31/12/2016 now 30/06/2017": LATER, "30/06/2017 (was 31/12/2016)": LATER,
    "Ongoing until March 2018": LATER, "Monthly to March 2018": LATER, "Started April 2016, due March 2018": LATER,
    "Original: 31/12/2016 Revised: 30/06/2017": LATER, "Deadline extended from Dec 2016 to June 2017": LATER,
    "December 2016, extended to 2017/18": LATER, "June 2017 at the latest": LATER,
    "April 2016 onwards": ONGOING, "ongoing from 1/4/16": ONGOING, "Rolling programme": ONGOING, "every 6 months": ONGOING,
    "Quarterly (from April 2016)": ONGOING, "Ongoing - review December 2016": ONGOING, "Continuous": ONGOING,
}  # fmt: skip


def test_what_can_be_read_is_judged_by_its_last_day() -> None:
    results, findings = judged(*READ)
    assert {typed: one.state for typed, one in zip(READ, results.actions, strict=True)} == READ
    assert not [one for one in findings if one.code == "R07"]


ASKED = {
    "TBC": ("P34", NO_DATE), "To be agreed": ("P34", NO_DATE), "n/a": ("P34", NO_DATE), "31/12/2016, now TBC": ("P34", NO_DATE),
    "Complete - December 2016": ("P35", UNCLEAR), "Done": ("P35", UNCLEAR), "December 2016 (completed)": ("P35", UNCLEAR),
    "From April 2016": ("P36", UNCLEAR), "Started 01/04/2016": ("P36", UNCLEAR), "not before June 2017": ("P36", UNCLEAR),
    "within 6 months": ("P18", UNCLEAR), "end of year": ("P18", UNCLEAR), "12-18 months": ("P18", UNCLEAR), "ASAP": ("P18", UNCLEAR),
    "December 2016 and ongoing": ("P16", UNCLEAR), "December 2016 / ongoing": ("P16", UNCLEAR), "By 2020, ongoing": ("P16", LATER),
}  # fmt: skip


@pytest.mark.parametrize("typed", ASKED)
def test_what_leaves_the_last_day_open_is_asked_about(typed: str) -> None:
    results, findings = judged(typed)
    code, state = ASKED[typed]
    assert results.actions[0].state is state
    (asked,) = at_delivery(findings)
    assert (asked.code, current_entry(asked.entry)) == (code, typed)


REFUSED = {
    "31/11/2016": "November 2016 has 30 days", "29/02/2017": "February 2017 has 28 days", "12/13/2016": "there is no month 13",
    "31/12/2016 revised to 31/11/2017": "November 2017 has 30", "Monday 31 March 2017": "31 March 2017 is a Friday",
    "31/12/2016 and 31/03/2017": "holds more than one date", "Dec 2016; Mar 2017": "holds more than one date",
    "Phase 1 Dec 2016, Phase 2 Mar 2018": "holds more than one date", "30/06/2017 revised to 31/12/2016": "later date before an earlier one",
    "March 2018 - April 2016": "later date before an earlier one", "Spring 2016": "no exact last day", "early 2016": "no exact date",
    "c. December 2016": "no exact date", "December 2016?": "no exact date", "31 March": "names no year", "Q3": "names no year",
    "Q3 2016": "a calendar or of a financial year", "Mar 17": "can be a month or a day", "2016-18": "2016 is followed by 2017",
    "On hold": "the state of the action", "20/10/2016 – completed 12/11/2016": "under Completed on", "31/03": "names no year", "Cancelled December 2016": "the state of the action", "31/12/2016 17:00": "a time of day",
    "December 2016 unless extended": "more than a date", "soon": "is not a date", "not ongoing": "is not a date",
}  # fmt: skip


@pytest.mark.parametrize("typed", REFUSED)
def test_what_can_not_be_read_is_refused_in_its_own_words_and_never_overdue(typed: str) -> None:
    results, findings = judged(typed)
    assert (results.actions[0].state, results.actions[0].last_day) == (UNCLEAR, None)
    (refused,) = at_delivery(findings)
    assert (refused.code, refused.severity) == ("R07", Severity.WARNING)
    assert REFUSED[typed] in message(refused).text
    assert f"“{typed}”" in message(refused).text


def test_an_unreadable_date_is_nowhere_told_as_none() -> None:
    results, _ = judged("31/11/2016", None)
    texts = [part.words for part in actions_sheet(results).parts if isinstance(part, Paragraph)]
    states = [
        row[2]
        for part in actions_sheet(results).parts
        if isinstance(part, Table) and part.name == "pc_actions"
        for row in part.rows
    ]
    assert states == ["Delivery date can't be read", "No delivery date"]
    assert "Delivery date unclear: A0. No delivery date: A1." in texts[0]


def test_a_cell_with_an_excel_error_is_not_without_a_date() -> None:
    snapshot = with_actions(["31/12/2017"])
    sheet = snapshot.sheets["Actions"]
    cells = [[sheet.value(row, column) for column in range(1, sheet.width + 1)] for row in (1, 2)]
    wrong = SheetCells("Actions", cells, {(2, 7): "#REF!"})
    intake = read_tracker(Snapshot(snapshot.name, {**snapshot.sheets, "Actions": wrong}, snapshot.lists))
    assert measure_edition(intake.tracker, {}).actions[0].state is UNCLEAR


def test_completed_on_answers_what_is_asked_of_a_done_action() -> None:
    row = {"letter": "A", "text": "Done.", "delivery": "Complete - December 2016", "completed_on": date(2016, 12, 20)}
    intake = read_tracker(with_rows("tblActions", [row]))
    assert measure_edition(intake.tracker, {}).actions[0].state is ActionState.COMPLETED
    assert not at_delivery(find_all(intake))


def test_a_revised_date_is_told_as_slipped() -> None:
    results, _ = judged("30/09/2016 revised to 30/06/2017", "30/06/2017")
    slips = [[flag for flag in flags_words(one.flags) if "slipped" in flag] for one in results.actions]
    assert slips == [["slipped once, first date 30 September 2016"], []]


# ---------------------------------------------------------------------------- cells that Excel holds as dates and numbers


def test_a_month_that_excel_keeps_as_its_first_day_has_the_months_last() -> None:
    found = delivery(datetime(2017, 3, 1), CellContext(month=True))
    assert (found.kinds, found.last_day, found.words) == ((DeliveryKind.MONTH,), date(2017, 3, 31), "March 2017")
    assert delivery(datetime(2017, 3, 1), CellContext()).last_day == date(2017, 3, 1)


@pytest.mark.parametrize(
    ("cell", "last"),
    [(42825.0, date(2017, 3, 31)), (2017.0, date(2017, 12, 31)), (datetime(2017, 3, 31, 12), date(2017, 3, 31))],
)
def test_a_number_is_the_day_that_excel_counts_or_a_year(cell: Any, last: date) -> None:
    assert delivery(cell, CellContext()).last_day == last


@pytest.mark.parametrize("cell", [42.5, 0.0, True, time(12, 30), datetime(1900, 1, 1), datetime(2217, 3, 31), 201617.0])
def test_other_numbers_and_days_of_no_plan_are_refused(cell: Any) -> None:
    with pytest.raises(Unreadable) as no:
        delivery(cell, CellContext())
    assert no.value.code == "R07"


@pytest.mark.parametrize(
    "typed",
    ["31/03/2017", "31/3/17", "31 Mar 17", "31-Mar-17", "2017-03-31", "2017/03/31", "31st March 2017", "Fri 31 March 2017",
     "FRIDAY, 31ST OF MARCH, 2017", "March 31, 2017", "31\u00a0March\u00a02017", "31–03–2017", "2017-03-31 00:00:00", "31/03/2017."],
)  # fmt: skip
def test_a_day_is_read_in_each_style(typed: str) -> None:
    assert day(typed, CellContext()) == date(2017, 3, 31)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("31/11/2016", "November 2016 has 30"), ("12/31/2016", "there is no month 31"), ("Mon 31/03/2017", "is a Friday"),
     ("1/3/2017 and 2/3/2017", "more than one date"), ("1/3/2017 (tbc)", "more than a date"), ("March 2017", "no single day"),
     ("31 March", "names no year"), ("soon", "is not a date")],
)  # fmt: skip
def test_a_text_that_is_no_day_is_refused_in_its_own_words(typed: str, said: str) -> None:
    with pytest.raises(Unreadable) as no:
        day(typed, CellContext())
    assert said in needs_of(no.value)
    assert f"“{typed}”" in needs_of(no.value)


def test_a_month_in_a_column_of_days_is_told_to_be_read_as_its_first() -> None:
    context = CellContext(month=True)
    assert day(datetime(2017, 3, 1), context) == date(2017, 3, 1)
    assert context.notes == [("R18", {"meant": detail("first_of_month", day=date(2017, 3, 1))})]
