"""A tracker of an area that no code knows: its name, its members and its words are its own, and a missing name is an error."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from pc_workbook.app import board_pack, check, refresh
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.model.tracker import Settings, Tracker
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.wording.findings import message
from tests.support import PROJECT
from tests.support.typed_tracker import SETTLED, tracker_of

OF_ANOTHER_AREA: Final = ("thurrock", "07g", "seven", "all but four", "five times")
AS_AT: Final = date(2025, 10, 31)
SETTINGS: Final[Mapping[str, Any]] = {"area_name": "Fictionshire", "area_code": "Z9Z", "as_at": AS_AT}
ROWS: Final[Mapping[str, Any]] = {
    "tblLocalities": [{"name": "Hill"}, {"name": "Vale"}],
    "tblPractices": [
        {"code": f"V9000{n}", "name": f"Fictional surgery {n}", "locality": place, "registered_patients": 5000.0 + 100 * n}
        for n, place in enumerate(("Hill", "Hill", "Vale", "Vale"), start=1)
    ],
    "tblWorkforce": [
        {"practice": f"V9000{n}", "period": "Sept 2025", "staff_group": "All GPs", "fte": 3.0} for n in range(1, 5)
    ],
    "tblRoles": [{"role": f"Member {n}", "audience": "Member"} for n in range(1, 6)],
    "tblMeetings": [{"held_on": date(2025, 11, 12), "body": "Fictionshire Primary Care Group"}],
    "tblApprovals": [{"edition": AS_AT, "role": f"Member {n}", "approved_on": date(2025, 10, 30)} for n in range(1, 6)],
}  # fmt: skip


def found(settings: Mapping[str, Any], rows: Mapping[str, Any] = ROWS) -> list[Finding]:
    findings = find_all(read_tracker(tracker_of(rows, settings)))
    return [one for one in findings if one.sheet in ("Settings", "People and roles")]


def words_of(path: Path) -> str:
    """Every text of a workbook's generated sheets or pack, in lower case."""
    book = load_workbook(path)
    return "\n".join(
        str(value).casefold() for sheet in book for row in sheet.values for value in row if value is not None
    )


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("area_name", "The tracker does not say which area it is about. Enter the area's name."),
        ("area_code", "The area has no code. Enter its code, as in published data."),
        ("as_at", "There is no as-at date, so nothing that depends on time can be judged. Enter the day this issue is about, such as 15/03/2017."),
    ],
)  # fmt: skip
def test_a_missing_setting_is_an_error_at_its_cell(left_out: str, said: str) -> None:
    (one,) = found({**SETTINGS, left_out: None})
    assert (one.code, one.severity, one.sheet) == ("R27", Severity.ERROR, "Settings")
    assert one.cell.startswith("B")
    assert message(one).text == said


def test_no_area_has_a_name_by_default() -> None:
    assert (Settings().area_name, Settings().area_code, Settings().area_names) == ("", "", ())
    assert measure_edition(Tracker(), {}).area.name == "the area"


def test_other_names_of_the_area_mean_the_area() -> None:
    settings = Settings(area_name="Fictionshire", area_code="Z9Z", area_also_written="Fictionshire and Vale; FV")
    assert {"Fictionshire", "Z9Z", "Fictionshire and Vale", "FV"} <= {*settings.area_names}


@pytest.mark.parametrize("members", [1, 5, 9])
def test_a_register_of_any_length_has_somebody_who_approves(members: int) -> None:
    roles = [{"role": f"Member {n}", "audience": "Member"} for n in range(members)]
    assert not found(SETTLED, {**ROWS, "tblRoles": roles, "tblApprovals": []})


@pytest.mark.parametrize(
    "roles",
    [[], [{"role": "Guest", "audience": "Guest"}], [{"role": "Old", "audience": "Member", "ends": date(2025, 1, 1)}]],
)
def test_a_register_without_members_is_reported(roles: list[dict[str, Any]]) -> None:
    (one,) = found(SETTINGS, {**ROWS, "tblRoles": roles, "tblApprovals": []})
    assert (one.code, one.severity) == ("P54", Severity.WARNING)
    assert "every pack stays a draft" in message(one).text


def drawn(tmp_path: Path, settings: Mapping[str, Any] = SETTINGS, rows: Mapping[str, Any] = ROWS) -> Path:
    from pc_workbook.app import draw_tracker

    path = tmp_path / "tracker.xlsx"
    draw_tracker(path, {table: list(one) for table, one in rows.items()}, dict(settings), "A tracker of Fictionshire")
    return path


def test_a_pack_of_five_members_is_approved_and_has_no_words_of_another_area(tmp_path: Path) -> None:
    tracker, out = drawn(tmp_path), tmp_path / "pack.xlsx"
    made = board_pack(FileHost(tracker), "public", out)
    assert made.issue.status_words == "Approved by all five members"
    assert made.issue.body == "Fictionshire Primary Care Group"
    words = words_of(out)
    assert "fictionshire" in words
    assert [word for word in OF_ANOTHER_AREA if word in words] == []


def test_a_tracker_without_an_area_is_refreshed_with_the_error_and_makes_no_pack(tmp_path: Path) -> None:
    tracker = drawn(tmp_path, {"as_at": AS_AT, "area_code": "Z9Z"})
    refresh(FileHost(tracker))
    book = load_workbook(tracker)
    dashboard = "\n".join(str(value) for row in book["Dashboard"].values for value in row if value is not None)
    assert "The area: primary care improvement" in dashboard
    assert "does not say which area" in "\n".join(str(v) for row in book["Data quality"].values for v in row if v)
    with pytest.raises(WorkbookProblem, match="does not say which area"):
        board_pack(FileHost(tracker), "public", tmp_path / "pack.xlsx")
    assert not (tmp_path / "pack.xlsx").exists()


# ---------------------------------------------------------------------------- files of another area as they came in

CASE: Final = PROJECT.parent / "shared" / "cases" / "b27-another-area"
needs_the_case = pytest.mark.skipif(not CASE.is_dir(), reason="the case's files are not here")


@needs_the_case
def test_the_file_of_five_members_makes_an_approved_pack_in_its_own_words(tmp_path: Path) -> None:
    made = board_pack(FileHost(CASE / "input.xlsx"), "public", tmp_path / "pack.xlsx")
    assert (made.issue.area, made.issue.body) == ("Fictionshire", "Fictionshire Primary Care Group")
    assert made.issue.status_words == "Approved by all five members"
    words = words_of(tmp_path / "pack.xlsx")
    assert [word for word in OF_ANOTHER_AREA if word in words] == []


@needs_the_case
def test_the_file_without_an_area_has_an_error_at_each_empty_cell(tmp_path: Path) -> None:
    findings = check(FileHost(CASE / "no_area.xlsx")).findings
    errors = [(one.code, one.where) for one in findings if one.severity is Severity.ERROR]
    assert errors == [("R27", "Settings!B6"), ("R27", "Settings!B7")]
    with pytest.raises(WorkbookProblem, match="does not say which area"):
        board_pack(FileHost(CASE / "no_area.xlsx"), "public", tmp_path / "pack.xlsx")
