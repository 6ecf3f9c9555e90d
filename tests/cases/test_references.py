"""Actions go by what their plan calls them: 1, 1.1, 4D-1, Action 12, iv; what Excel made of a reference is recognised."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from pc_workbook.app import check, figures, measure
from pc_workbook.figures.table import figures as table_of
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import ActionState
from pc_workbook.model.reference import parse_reference, same_reference
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import Snapshot
from pc_workbook.views.parts import Paragraph
from pc_workbook.views.workbook.actions import actions_sheet
from pc_workbook.wording.figures import figure_rows
from pc_workbook.wording.findings import message
from tests.support import shared
from tests.support.value_tracker import with_rows

READ = {
    "A": "A", "1": "1", "1.1": "1.1", "1.10": "1.10", "4D-1": "4D-1", "PC-01": "PC-01", "Action 12": "12", "ACTION 12": "12", "A1": "A1",
    "iv": "IV", "XVIII": "XVIII", "ⅳ": "IV", "1(a)": "1(A)", "(a)": "A", "1.": "1", "a)": "A", "#3": "3", "No. 3": "3", "Action no. 4": "4",
    "Action: 5": "5", "PC 01": "PC 01", "Priority 1": "PRIORITY 1", "2.3.1": "2.3.1", "4D – 1": "4D-1", "А": "A", "1/2": "1/2",
    " b\u00a0": "B", "WORK-A": "WORK-A", "Recommendation 5b": "RECOMMENDATION 5B",
}  # fmt: skip
NONE = ["Total", "Grand total", "All", "N/A", "TBC", "Action", "Actions", "1, 2", "A and B", "A & B", "1.1 Do it", "See below", "=B6",
        "Source: the plan", "-", "", "x" * 30, "1 1", "A" * 5, "1" * 21]  # fmt: skip


@pytest.mark.parametrize("typed", READ)
def test_a_short_reference_is_read_in_one_form(typed: str) -> None:
    assert parse_reference(typed) == READ[typed]


@pytest.mark.parametrize("typed", NONE)
def test_other_words_are_no_reference(typed: str) -> None:
    assert parse_reference(typed) is None


def test_references_that_digits_tell_apart_are_not_folded_into_one() -> None:
    told = ["1.1", "11", "1.10", "111", "A1", "A11", "4D-1", "4D-11", "1-1-1", "Total 11"]
    assert len({same_reference(one) for one in told}) == len(told)
    assert same_reference("Action PC-01") == same_reference("pc 01") == same_reference("PC01")
    assert same_reference(12.0) == same_reference("Action 12.") == same_reference("12")


def action(letter: object, **more: object) -> dict[str, object]:
    return {
        "letter": letter,
        "text": "Done at last.",
        "outcome": "Better",
        "lead": "Lead",
        "delivery": "December 2016",
    } | more


def progress(letter: object, **more: object) -> dict[str, object]:
    return {"action": letter, "locality": "North", "progress": f"Something of its own about {letter} was done."} | more


def tracker(actions: Sequence[Mapping[str, Any]], **lists: Sequence[Mapping[str, Any]]) -> Intake:
    snapshot = with_rows("tblActions", actions)
    for table, rows in lists.items():
        added = with_rows(table, rows)
        snapshot = Snapshot(snapshot.name, {**added.sheets, **snapshot.sheets}, {**added.lists, **snapshot.lists})
    return read_tracker(snapshot)


def said_at(intake: Intake, sheet: str, cell: str) -> list[Finding]:
    return [one for one in find_all(intake) if (one.sheet, one.cell) == (sheet, cell)]


def letters(intake: Intake) -> list[str]:
    return [one.letter for one in intake.tracker.actions]


# ---------------------------------------------------------------------------- the case


def test_the_actions_of_numbered_plans_are_read_and_judged() -> None:
    host = FileHost(Path(shared("cases", "b22-action-references-with-numbers", "input.xlsx")))
    checked = check(host)
    found = {one.action.letter: one.state for one in measure(checked).actions}
    assert found == dict.fromkeys(("1", "1.1", "4D-1", "PC-01", "A"), ActionState.OVERDUE)
    assert {one.measure: one.value for one in figures(host)}["actions_overdue"] == 5
    assert not [one for one in checked.findings if one.sheet == "Actions" and one.severity is Severity.ERROR]


# ---------------------------------------------------------------------------- what Excel makes of references


def test_whole_numbers_and_decimals_are_references() -> None:
    intake = tracker(
        [action(1.0), action(1.1), action(12.0)], tblActionProgress=[progress(1.0), progress("Action 1.1")]
    )
    assert letters(intake) == ["1", "1.1", "12"]
    assert [one.action for one in intake.tracker.progress] == ["1", "1.1"]
    assert not [
        one for one in find_all(intake) if one.code == "R16" or (one.code == "R15" and one.cell.startswith("A"))
    ]


def test_two_actions_that_excel_made_one_number_are_told_with_this_cause() -> None:
    intake = tracker([action(1.1), action(1.2), action(1.1)])
    (told,) = said_at(intake, "Actions", "A4")
    assert (told.code, told.severity, letters(intake)) == ("R68", Severity.ERROR, ["1.1", "1.2"])
    assert "Excel turns 1.10 into the number 1.1" in message(told).text
    (usual,) = said_at(tracker([action("B"), action("b")]), "Actions", "A3")
    assert usual.code == "R14"


def test_a_number_that_two_actions_may_have_become_is_asked_about() -> None:
    intake = tracker([action("1.1"), action("1.10")], tblActionProgress=[progress(1.1), progress("1.1")])
    assert len(intake.tracker.progress) == 1
    (told,) = said_at(intake, "Action progress", "A2")
    assert (told.code, told.severity) == ("R69", Severity.ERROR)
    assert message(told).text.startswith("This can be 1.1 or 1.10: Excel turns 1.10 into the number 1.1.")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (datetime(2017, 1, 1), "The cell holds the date 01/01/2017, which Excel makes of 1.1, 1-1 and 1/1"),
        (date(2017, 3, 4), "which Excel makes of 4.3, 4-3 and 4/3"),
        (time(1, 2), "The cell holds the time 01:02"),
        (-1.0, "The cell holds -1, which Excel makes of (1). Type 1"),
        (True, "TRUE is not an action's reference"),
        (1e-7, "1e-07 is not an action's reference"),
        (
            "See the annex",
            "“See the annex” is not an action's reference. Type a short reference of up to 20 letters and digits",
        ),
        (
            "1, 2 and 4D-1",
            "“1, 2 and 4D-1” names 3 actions. Type one reference, and copy the row for each of the others",
        ),
    ],
)
def test_what_is_no_reference_is_refused_with_what_to_type(cell: Any, said: str) -> None:
    intake = tracker([action("A"), action(cell)])
    (told,) = said_at(intake, "Actions", "A3")
    assert (told.code, told.severity) == ("R16", Severity.ERROR)
    assert said in message(told).text
    assert "letter, such as C" not in message(told).text


@pytest.mark.parametrize("typed", ["A-C", "A to C", "a – c"])
def test_a_range_of_actions_is_asked_about_where_a_row_is_about_one(typed: str) -> None:
    intake = tracker([action("A"), action("B"), action("C")], tblActionProgress=[progress(typed)])
    (told,) = said_at(intake, "Action progress", "A2")
    assert (told.code, intake.tracker.progress) == ("R16", ())
    assert "can mean every action from A to C" in message(told).text


def test_a_dash_inside_a_known_reference_is_no_range() -> None:
    intake = tracker([action("1"), action("3"), action("1-3")], tblActionProgress=[progress("1-3")])
    assert [one.action for one in intake.tracker.progress] == ["1-3"]


def test_a_reference_typed_a_little_differently_is_read_as_the_plans() -> None:
    rows = [progress("pc01"), progress("Action 12", locality="South"), progress("12.", locality="West")]
    intake = tracker([action("PC-01"), action(12.0)], tblActionProgress=rows)
    assert [one.action for one in intake.tracker.progress] == ["PC-01", "12", "12"]
    assert [one.code for one in said_at(intake, "Action progress", "A2")][:1] == ["R18"]


def test_milestones_and_history_take_the_same_references() -> None:
    milestones = [{"action": "4d-1", "milestone": "Plan written"}, {"action": 1.1, "milestone": "Plan agreed"}]
    history = [{"entered_on": date(2017, 1, 1), "action": "Action 4D-1", "text": "Said then."}]
    intake = tracker([action("4D-1"), action(1.1)], tblMilestones=milestones, tblProgressHistory=history)
    assert [one.action for one in intake.tracker.milestones] == ["4D-1", "1.1"]
    assert [one.action for one in intake.tracker.history] == ["4D-1"]
    found = measure_edition(intake.tracker, {}).actions[0]
    assert ([one.milestone for one in found.milestones], [one.text for one in found.last_two]) == (
        ["Plan written"],
        ["Said then."],
    )


# ---------------------------------------------------------------------------- rows that are left out


def test_the_number_of_actions_says_how_many_rows_it_leaves_out() -> None:
    intake = tracker([action("A"), action("See the annex"), action("B", text=None)])
    results = measure_edition(intake.tracker, {})
    words = "leaves out 2 rows of the list Actions that can't be read"
    told = {one.measure: (one.value, one.reason) for one in figure_rows(table_of(results))}
    assert (told["actions"], told["actions_overdue"]) == ((1, words), (1, words))
    (first, *_) = [part.words for part in actions_sheet(results).parts if isinstance(part, Paragraph)]
    assert "Leaves out 2 rows of the list Actions that can't be read." in first


# ---------------------------------------------------------------------------- markings follow the reference, however it is typed


def levels(intake: Intake, table: str) -> list[str]:
    return [str(one.marking) for one in intake.lists[table].valid_rows]  # type: ignore[attr-defined]


def test_an_exempt_action_hides_what_is_said_of_it_however_it_is_named() -> None:
    exempt = {"marking": "Exempt", "exempt_paragraph": "3"}
    rows = [
        progress("Action 12", marking="Public"),
        progress("12", locality="South"),
        progress("1.2", locality="West", marking="Public"),
    ]
    intake = tracker([action(12.0, **exempt), action("1.2", marking="Public")], tblActionProgress=rows)
    from pc_workbook.tracker.restricted_names import restricted_keys, rows_about

    keys = restricted_keys(intake, "tblActions")
    about = list(rows_about(intake, intake.lists["tblActionProgress"], "action", keys))
    assert about == [2, 3]
    assert levels(intake, "tblActions") == ["Exempt", "Public"]
    assert not [one for one in find_all(intake) if one.code == "R38" and one.cell.endswith("4")]


# ---------------------------------------------------------------------------- an action's indicators


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1-3", "“1-3” is a range. Type each number: 1, 2, 3"),
        ("1 to 4", "Type each number: 1, 2, 3, 4"),
        ("1 and two", "“1 and two” holds more than numbers"),
        (1.2, "1.2 holds more than numbers"),
        (
            datetime(2017, 2, 1),
            "The cell holds the date 01/02/2017, which Excel makes of 1/2 and 1-2. Format the cell as Text",
        ),
    ],
)
def test_a_list_of_indicators_is_read_whole_or_refused(cell: Any, said: str) -> None:
    intake = tracker([action("A", links=cell)])
    (told,) = said_at(intake, "Actions", "E2")
    assert (told.code, intake.tracker.actions[0].links) == ("R06", frozenset())
    assert said in message(told).text


def test_a_list_of_indicators_may_have_its_numbers_parted_in_any_way() -> None:
    intake = tracker([action("A", links="1, 2 and 5"), action("B", links="1;2 & 5"), action("C", links=5.0)])
    assert [sorted(one.links) for one in intake.tracker.actions] == [[1, 2, 5], [1, 2, 5], [5]]
