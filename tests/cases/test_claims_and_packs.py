"""Rows of Claims and Packs that can't be used are errors at their cells; the rows that can are what is printed and made."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from pc_workbook.app import board_pack, refresh
from pc_workbook.boardpack.presets import presets
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.model.governance import Meeting
from pc_workbook.model.pack import PackKind, Section
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.wording.findings import message
from tests.cases.test_another_area import ROWS, SETTINGS, drawn, words_of
from tests.support.typed_tracker import tracker_of

Row = Mapping[str, Any]
CLAIM: Final[Row] = {
    "number": 1.0, "claim": "Half of the practices are worse", "test": "Count beyond a comparator", "measure": "patients_per_gp_fte",
    "value": "3", "comparator": "1700",
}  # fmt: skip
PACK: Final[Row] = {"pack": "full", "title": "Primary care pack", "body": "Fictionshire Primary Care Group"}
SHORT: Final[Row] = {
    **PACK,
    "pack": "short",
    "title": "Short report",
    "sections": "Summary; actions\nRisks",
    "every_months": 3.0,
}


def found(table: str, *rows: Row) -> list[tuple[str, str, str]]:
    """The code, severity and cell of what is found on one list."""
    intake = read_tracker(tracker_of({**ROWS, table: list(rows)}, SETTINGS))
    sheet = intake.lists[table].sheet
    findings = [one for one in find_all(intake) if one.sheet == sheet and one.severity != "Note"]
    assert all(message(one).text for one in findings)
    return [(one.code, str(one.severity), one.cell) for one in findings]


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"value": None}, "R90", "F"), ({"value": "many"}, "R90", "F"), ({"measure": "no_such"}, "R91", "D"),
        ({"comparator": None}, "R92", "G"), ({"test": "Correlation", "second_measure": None}, "R92", "H"),
        ({"test": "Correlation", "second_measure": "no_such"}, "R91", "H"), ({"test": "Guess"}, "R09", "C"),
        ({"test": "Rank from the worst"}, "R92", "E"), ({"claim": None}, "R05", "B"), ({"number": None}, "R05", "A"),
    ],
)  # fmt: skip
def test_a_claim_that_can_not_be_tested_is_an_error_at_its_cell(change: Row, code: str, column: str) -> None:
    assert (code, "Error", f"{column}2") in found("tblClaims", {**CLAIM, **change})


def test_a_sound_claim_and_two_sound_packs_are_not_questioned() -> None:
    assert found("tblClaims", CLAIM) == []
    assert found("tblPackKinds", PACK, SHORT) == []


@pytest.mark.parametrize(
    ("change", "code", "severity", "column"),
    [
        ({"sections": "Summary, Finances"}, "R93", "Error", "F"), ({"body": None}, "R05", "Error", "C"),
        ({"title": None}, "R05", "Error", "B"), ({"body": "A group that never meets"}, "P55", "Warning", "C"),
        ({"every_months": 0.0}, "R16", "Error", "D"), ({"audience": "Everybody"}, "R09", "Error", "E"),
    ],
)  # fmt: skip
def test_a_pack_that_can_not_be_made_is_an_error_at_its_cell(
    change: Row, code: str, severity: str, column: str
) -> None:
    assert (code, severity, f"{column}2") in found("tblPackKinds", {**PACK, **change})


@pytest.mark.parametrize(
    ("first", "second", "is_error"),
    [
        ({}, {"starts": date(2026, 1, 1)}, True),
        ({"ends": date(2025, 12, 31)}, {"starts": date(2026, 1, 1)}, False),
        ({"ends": date(2026, 1, 1)}, {"pack": "FULL", "starts": date(2026, 1, 1)}, True),
    ],
)
def test_two_packs_of_one_name_may_follow_each_other_and_not_overlap(first: Row, second: Row, is_error: bool) -> None:
    assert (("R94", "Error", "A3") in found("tblPackKinds", {**PACK, **first}, {**PACK, **second})) is is_error


def test_what_is_listed_is_printed_and_made(tmp_path: Path) -> None:
    tracker = drawn(tmp_path, rows={**ROWS, "tblClaims": [CLAIM], "tblPackKinds": [PACK, SHORT]})
    refresh(FileHost(tracker))
    dashboard = [str(value) for row in load_workbook(tracker)["Dashboard"].values for value in row if value]
    assert any(one.startswith("Half of the practices are worse: supported. 3 of 4 practices") for one in dashboard)
    made = board_pack(FileHost(tracker), "public", tmp_path / "short.xlsx", preset="Short")
    assert (made.issue.title, made.issue.cycle) == ("Short report", "every three months")
    assert load_workbook(tmp_path / "short.xlsx").sheetnames == ["Cover", "Contents", "Summary", "Actions", "Risks"]
    first = board_pack(FileHost(tracker), "public", tmp_path / "first.xlsx")
    assert first.issue.title == "Primary care pack"
    assert "half of the practices are worse: supported" in words_of(tmp_path / "first.xlsx")


@pytest.mark.parametrize(
    ("preset", "rows", "said"),
    [
        ("shrt", [PACK, SHORT], "There is no preset called “shrt”. Did you mean short? There are: full, short."),
        ("short", [PACK], "There is no preset called “short”. There are: full."),
        ("full", [{**PACK, "audience": "Group"}], "The pack full is for the group edition only"),
        (
            "full",
            [{**PACK, "ends": date(2025, 1, 1)}],
            "No kind of pack on the sheet Packs is in force on the as-at date.",
        ),
    ],
)
def test_a_pack_that_is_not_listed_is_refused(preset: str, rows: list[Row], said: str, tmp_path: Path) -> None:
    tracker = drawn(tmp_path, rows={**ROWS, "tblPackKinds": rows})
    with pytest.raises(WorkbookProblem) as refused:
        board_pack(FileHost(tracker), "public", tmp_path / "pack.xlsx", preset=preset)
    assert said in str(refused.value)
    assert not (tmp_path / "pack.xlsx").exists()


def kinds(
    *meetings: str, settings: Mapping[str, Any] = SETTINGS, **more: Any
) -> list[tuple[str, str, str, int | None]]:
    held = [Meeting(held_on=date(2025, 11, 12), body=body) for body in meetings]
    tracker = Tracker(settings=Settings.model_validate(settings), meetings=held, **more)
    return [(one.name, one.title, one.body, one.every_months) for one in presets(tracker)]


def test_without_the_list_there_is_one_pack_for_the_one_body_that_meets() -> None:
    assert kinds("A Board", "a board") == [("full", "Board pack", "a board", None)]
    assert kinds("A Board", "Another") == [("full", "Board pack", "", None)]
    assert kinds() == [("full", "Board pack", "", None)]
    assert kinds(settings={**SETTINGS, "months_between_reports": 6})[0][3] == 6


def test_a_pack_is_made_as_its_row_says_on_the_as_at_date() -> None:
    old = PackKind(pack="full", title="Old title", body="A Board", ends=date(2025, 10, 30))
    new = PackKind(pack="full", title="New title", body="A Board", starts=date(2025, 10, 31), every_months=6)
    assert kinds(pack_kinds=(old, new)) == [("full", "New title", "A Board", 6)]


def test_no_sections_are_all_sections_and_a_cover_is_in_every_pack() -> None:
    assert PackKind(pack="a", title="b", body="c").chosen_sections == tuple(Section)
    named = PackKind(pack="a", title="b", body="c", sections="risks ; CQC Ratings").chosen_sections
    assert named == (Section.COVER, Section.CONTENTS, Section.CQC, Section.RISKS)
