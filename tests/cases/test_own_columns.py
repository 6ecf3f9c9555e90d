"""Rows of Own columns that name no column of one's own, or one that can't go where it is to, are errors at their cells."""

from typing import Any, Final

import pytest

from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.rules.all_rules import completeness, find_all
from pc_workbook.wording.findings import message
from tests.support.typed_tracker import tracker_of

ROW: Final = {"sheet": "Actions", "column": "Budget code"}
ACTIONS: Final = [{"letter": "A", "text": "Renew the policies."}]


def read(*rows: dict[str, Any], heading: str = "Budget code") -> Intake:
    """A tracker with a column of its own at the right end of Actions."""
    snapshot = tracker_of({"tblActions": ACTIONS, "tblOwnColumns": list(rows)})
    actions = snapshot.sheets["Actions"]
    width = actions.width
    place = snapshot.lists["tblActions"]
    framed = snapshot._replace(
        lists={**snapshot.lists, "tblActions": place._replace(last_column=place.last_column + 1)}
    )
    letter = _letters(place.last_column + 1)
    assert width <= place.last_column
    return read_tracker(framed.changed([("Actions", f"{letter}1", heading), ("Actions", f"{letter}2", "GP-17")]))


def _letters(number: int) -> str:
    from pc_workbook.cells.addresses import column_letters

    return column_letters(number)


def found(intake: Intake, sheet: str = "Own columns") -> list[tuple[str, str, str]]:
    findings = [one for one in find_all(intake) if one.sheet == sheet]
    assert all(message(one).text for one in findings)
    return [(one.code, str(one.severity), one.cell) for one in findings if one.severity != "Note" or one.code == "R04"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({**ROW, "column": "Budget"}, ("R120", "Error", "B2")),
        ({"sheet": "Programmes", "column": "Budget code"}, ("R120", "Error", "B2")),
        ({**ROW, "column": "Outcome"}, ("R121", "Error", "B2")),
        ({**ROW, "column": "what is  PROMISED"}, ("R121", "Error", "B2")),
        ({**ROW, "in_return": "Yes"}, ("R122", "Error", "D2")),
        ({**ROW, "sheet": "Workforce"}, ("R09", "Error", "A2")),
        ({"sheet": "Actions"}, ("R05", "Error", "B2")),
    ],
)
def test_a_row_that_can_not_be_used_is_an_error_at_its_cell(
    row: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert expected in found(read(row))


def test_an_exempt_column_is_never_handed_out() -> None:
    row = {
        "sheet": "Action progress",
        "column": "Risk",
        "in_return": "Yes",
        "marking": "Exempt",
        "exempt_paragraph": "3",
    }
    assert ("R122", "Error", "D2") in found(read(row))


def test_two_rows_about_one_column_are_an_error() -> None:
    assert ("R14", "Error") in [(code, severity) for code, severity, _ in found(read(ROW, ROW))]


@pytest.mark.parametrize("heading", ["Budget code", "budget  CODE", "Budget code "])
def test_a_listed_column_is_known_however_its_heading_is_typed(heading: str) -> None:
    intake = read(ROW, heading=heading)
    assert [one[0] for one in found(intake) if one[0].startswith("R12")] == []
    assert [one for one in found(intake, "Actions") if one[0] == "R04"] == []
    assert list(intake.tracker.own_values["tblActions"].rows.values()) == [["GP-17"]]


def test_a_column_that_is_not_listed_is_reported_and_not_shown_as_before() -> None:
    intake = read()
    assert [one[0] for one in found(intake, "Actions") if one[0] == "R04"] == ["R04"]
    assert intake.tracker.own_values == {}


def test_completeness_counts_the_columns_of_the_program_only() -> None:
    assert {one.heading for one in completeness(read(ROW)) if one.sheet == "Actions"} == {
        one.heading for one in completeness(read()) if one.sheet == "Actions"
    }
