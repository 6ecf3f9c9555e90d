"""Columns that an area adds to a list travel: to the summary, to the managers and back, and to a pack by their marking."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from pc_workbook.app import board_pack, check, draw_tracker, hand_out, merge_returns, refresh
from pc_workbook.hosts.file import FileHost
from pc_workbook.returns.reading import read_return
from tests.support.own_columns import add_columns

AS_AT: Final = date(2025, 10, 31)
NOW: Final = datetime(2025, 11, 3, 9, 0)
SETTINGS: Final[Mapping[str, Any]] = {"area_name": "Fictionshire", "area_code": "Z9Z", "as_at": AS_AT}
PROGRESS: Final = "Action progress"
ALL: Final = {"in_summary": "Yes", "in_return": "Yes", "in_pack": "Yes"}
OWN: Final[list[dict[str, Any]]] = [
    {"sheet": "Actions", "column": "Budget code", "in_summary": "Yes", "in_pack": "Yes", "marking": "Public"},
    {"sheet": "Actions", "column": "Cost estimate", "in_summary": "Yes", "in_pack": "Yes"},
    {"sheet": "Actions", "column": "Sponsor", "in_pack": "Yes", "marking": "Exempt", "exempt_paragraph": "3"},
    {"sheet": "Practices", "column": "Estate", "in_summary": "Yes"},
    {"sheet": "Indicators", "column": "Data owner", "in_summary": "Yes", "in_pack": "Yes", "marking": "Public"},
    {"sheet": PROGRESS, "column": "Risk", "filled_by": "Manager", **ALL, "marking": "Public"},
    {"sheet": PROGRESS, "column": "Checked", "filled_by": "Staff", "in_return": "Yes"},
    {"sheet": PROGRESS, "column": "Kept in", "filled_by": "Manager"},
    {"sheet": "Milestones", "column": "Hours spent", "filled_by": "Manager", **ALL},
]
ROWS: Final[Mapping[str, Any]] = {
    "tblLocalities": [{"name": "Hill", "manager": "Manager, Hill"}, {"name": "Vale"}],
    "tblPractices": [
        {"code": f"V9000{n}", "name": f"Fictional surgery {n}", "locality": place, "registered_patients": 5000}
        for n, place in enumerate(("Hill", "Vale"), start=1)
    ],
    "tblIndicators": [{"number": 1, "title": "Reviews done", "kind": "Percentage", "direction": "Higher is better"}],
    "tblActions": [{"letter": "A", "text": "Renew the policies."}, {"letter": "1.1", "text": "Prepare visits."}],
    "tblActionProgress": [{"action": "A", "locality": "Hill", "progress": "Half of them"},
                          {"action": "A", "locality": "Vale", "progress": "Begun"}],
    "tblMilestones": [{"action": "A", "practice": "V90001", "milestone": "Policies read"}],
    "tblRoles": [{"role": "Member 1", "audience": "Member"}],
    "tblMeetings": [{"held_on": date(2025, 11, 12), "body": "Fictionshire Primary Care Group"}],
    "tblOwnColumns": OWN,
}  # fmt: skip
TYPED: Final[Mapping[str, Mapping[str, list[Any]]]] = {
    "tblActions": {"Budget code": ["GP-17", 420017], "Cost estimate": [1250.5, "about 3,000"], "Sponsor": ["A trust", None]},
    "tblPractices": {"Estate": ["Leased until 2031", datetime(2031, 3, 31)]},
    "tblIndicators": {"Data owner": ["Data team"]},
    "tblActionProgress": {"Risk": ["Staff leave", None], "Checked": [datetime(2025, 10, 1), None], "Kept in": ["Inner", None]},
    "tblMilestones": {"Hours spent": [12]},
}  # fmt: skip


def tracker(folder: Path, own: list[dict[str, Any]] = OWN) -> Path:
    path = folder / "tracker.xlsx"
    draw_tracker(path, {**ROWS, "tblOwnColumns": own}, dict(SETTINGS), "A tracker of Fictionshire")
    return add_columns(path, TYPED)


def words_on(path: Path, sheet: str) -> list[Any]:
    book = load_workbook(path)
    return [value for row in book[sheet].values for value in row if value is not None]


def cell_of(path: Path, sheet: str, heading: str, *key: str) -> tuple[Any, Any]:
    """The workbook and the cell under a heading, in the row whose first entries are these."""
    book = load_workbook(path)
    rows = [list(row) for row in book[sheet].iter_rows()]
    heads = next(row for row in rows if any(cell.value == "Action" for cell in row))
    names = [cell.value for cell in heads]
    row = next(r for r in rows if [r[names.index(n)].value for n in ("Action", "Locality")[: len(key)]] == list(key))
    return book, row[names.index(heading)]


def typed(path: Path, sheet: str, heading: str, value: Any, *key: str) -> None:
    book, cell = cell_of(path, sheet, heading, *key)
    cell.value = value
    book.save(path)


def test_a_summary_shows_the_columns_marked_for_it_as_they_were_typed(tmp_path: Path) -> None:
    path = tracker(tmp_path)
    assert [one for one in check(FileHost(path)).findings if one.code == "R04"] == []
    refresh(FileHost(path))
    actions = words_on(path, "Action summary")
    assert {"Budget code", "GP-17", 420017, "Cost estimate", 1250.5, "about 3,000", "Risk", "Staff leave", 12} <= {
        *actions
    }
    assert not {"Sponsor", "Checked", "Kept in", "Inner"} & {*actions}
    assert {"Estate", "Leased until 2031", datetime(2031, 3, 31)} <= {*words_on(path, "Practice summary")}
    assert {"Data owner", "Data team"} <= {*words_on(path, "Indicator summary")}


@pytest.mark.parametrize(
    ("edition", "shown", "hidden"),
    [
        ("public", ("Budget code", "GP-17", "Data team"), ("about 3,000", 1250.5, "A trust", "Leased until 2031", "Inner")),
        ("group", ("Budget code", "GP-17", "A trust"), ("about 3,000", 1250.5, "Cost estimate", "Leased until 2031", "Inner")),
    ],
)  # fmt: skip
def test_a_pack_shows_what_the_marking_of_a_column_allows(
    tmp_path: Path, edition: str, shown: tuple[Any, ...], hidden: tuple[Any, ...]
) -> None:
    out = tmp_path / "pack.xlsx"
    board_pack(FileHost(tracker(tmp_path)), edition, out)
    words = [value for sheet in load_workbook(out).sheetnames for value in words_on(out, sheet)]
    assert [word for word in shown if word not in words] == []
    assert [word for word in hidden if word in words] == []


@pytest.fixture
def handed_out(tmp_path: Path) -> tuple[Path, Path]:
    path = tracker(tmp_path)
    return path, hand_out(FileHost(path), tmp_path / "out", "Hill", now=NOW).returns[0].path


def test_a_return_has_the_columns_marked_for_it_and_opens_those_of_managers(handed_out: tuple[Path, Path]) -> None:
    _, out = handed_out
    _, risk = cell_of(out, PROGRESS, "Risk", "A", "Hill")
    _, checked = cell_of(out, PROGRESS, "Checked", "A", "Hill")
    assert (risk.value, risk.protection.locked) == ("Staff leave", False)
    assert (checked.value, checked.protection.locked) == (datetime(2025, 10, 1), True)
    everything = [value for sheet in (PROGRESS, "Milestones") for value in words_on(out, sheet)]
    assert "Hours spent" in everything
    assert 12 in everything
    assert not {"Kept in", "Inner", "Budget code"} & {*everything}
    assert read_return(out).edits == ()
    assert read_return(out).findings == ()


@pytest.mark.parametrize("value", ["Two have left", 7, 2.5, datetime(2025, 12, 1), None, "=no formula", "  blanks "])
def test_what_a_manager_types_comes_back_as_typed(handed_out: tuple[Path, Path], value: Any) -> None:
    path, out = handed_out
    book, cell = cell_of(out, PROGRESS, "Risk", "A", "Hill")
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    book.save(out)
    done = merge_returns(FileHost(path), [out], now=NOW)
    assert done.plan.conflicts == ()
    assert cell_of(path, PROGRESS, "Risk", "A", "Hill")[1].value == value
    assert cell_of(path, PROGRESS, "Risk", "A", "Vale")[1].value is None


def test_a_row_that_was_offered_comes_back_with_its_own_columns(handed_out: tuple[Path, Path]) -> None:
    path, out = handed_out
    typed(out, PROGRESS, "Risk", "No rooms", "1.1", "Hill")
    merge_returns(FileHost(path), [out], now=NOW)
    assert cell_of(path, PROGRESS, "Risk", "1.1", "Hill")[1].value == "No rooms"


def test_a_cell_that_both_changed_waits_for_a_person_and_the_pick_is_carried_out(handed_out: tuple[Path, Path]) -> None:
    path, out = handed_out
    typed(path, PROGRESS, "Risk", "Changed by staff", "A", "Hill")
    typed(out, PROGRESS, "Risk", "Changed by the manager", "A", "Hill")
    merge_returns(FileHost(path), [out], now=NOW)
    assert cell_of(path, PROGRESS, "Risk", "A", "Hill")[1].value == "Changed by staff"
    assert {"Risk", "Staff leave", "Changed by staff", "Changed by the manager"} <= {*words_on(path, "Conflicts")}
    book = load_workbook(path)
    sheet = book["Conflicts"]
    heads = next(row for row in sheet.iter_rows() if row[0].value == "Sheet")
    pick = next(cell.column for cell in heads if cell.value == "Pick")
    sheet.cell(heads[0].row + 1, pick).value = "Take the return's"
    book.save(path)
    refresh(FileHost(path))
    assert cell_of(path, PROGRESS, "Risk", "A", "Hill")[1].value == "Changed by the manager"


def test_a_column_of_staff_that_a_manager_changes_waits_for_a_person(handed_out: tuple[Path, Path]) -> None:
    path, out = handed_out
    typed(out, PROGRESS, "Checked", "by me", "A", "Hill")
    assert [one.code for one in read_return(out).findings] == ["T07"]
    merge_returns(FileHost(path), [out], now=NOW)
    assert cell_of(path, PROGRESS, "Checked", "A", "Hill")[1].value == datetime(2025, 10, 1)
    assert {"Checked", "by me"} <= {*words_on(path, "Conflicts")}


@pytest.mark.parametrize("change", [{"in_return": "No"}, {"filled_by": "Staff"}, {"column": "Another"}])
def test_what_comes_back_for_a_column_that_is_closed_since_is_kept_among_the_conflicts(
    handed_out: tuple[Path, Path], change: dict[str, str]
) -> None:
    path, out = handed_out
    typed(out, PROGRESS, "Risk", "Worth keeping", "A", "Hill")
    book = load_workbook(path)
    sheet = book["Own columns"]
    heads = {cell.value: cell for cell in next(row for row in sheet.iter_rows() if row[0].value == "List")}
    row = next(row for row in sheet.iter_rows() if row[heads["Column"].column - 1].value == "Risk")
    names = {"in_return": "In return", "filled_by": "Filled by", "column": "Column"}
    for field, value in change.items():
        row[heads[names[field]].column - 1].value = value
    book.save(path)
    merge_returns(FileHost(path), [out], now=NOW)
    assert cell_of(path, PROGRESS, "Risk", "A", "Hill")[1].value == "Staff leave"
    assert {"Risk", "Worth keeping"} <= {*words_on(path, "Conflicts")}
