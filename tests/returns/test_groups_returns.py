"""Returns of groups: one for each group of a level, with the practices that belong to it on the as-at date."""

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pc_workbook import app
from pc_workbook.app import draw_tracker, hand_out, merge_returns
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.rules.all_rules import find_all
from tests.support.group_tracker import GROUPS, LEVELS, MEMBERSHIPS, WORKFORCE
from tests.support.value_tracker import ROWS, SETTINGS_TYPED

NOW = datetime(2017, 3, 20, 9)
PUBLIC = {"marking": "Public"}
ACTIONS = [
    {
        "letter": "A",
        "text": "Promise A",
        "outcome": "Better",
        "lead": "Head of care",
        "links": "1",
        "delivery": "June 2017",
        **PUBLIC,
    }
]
MILESTONES = [
    {"action": "A", "practice": f"V9000{n}", "milestone": f"Step of {n}", "due": datetime(2017, 5, 1).date(), **PUBLIC}
    for n in (1, 2, 4)
]


def tracker(path: Path, **lists: Any) -> FileHost:
    rows = {
        **ROWS, "tblLevels": LEVELS, "tblGroups": GROUPS, "tblMemberships": MEMBERSHIPS, "tblWorkforce": WORKFORCE,
        "tblActions": ACTIONS, "tblMilestones": MILESTONES, **lists,
    }  # fmt: skip
    draw_tracker(path, rows, SETTINGS_TYPED)
    return FileHost(path)


def text_of(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    )


def handed(tmp_path: Path, **asked: Any) -> dict[str, Path]:
    done = hand_out(tracker(tmp_path / "tracker.xlsx"), tmp_path / "out", now=NOW, **asked)
    return {each.stamp.locality: each.path for each in done.returns}


def test_the_lowest_level_is_handed_out_to_by_default(tmp_path: Path) -> None:
    found = handed(tmp_path)
    assert list(found) == ["Stour", "Colne", "Blackwater"]
    stour, colne = text_of(found["Stour"]), text_of(found["Colne"])
    assert "Step of 1" in stour
    assert "Step of 2" not in stour
    assert "Step of 2" in colne
    assert "Step of 4" not in colne
    assert found["Stour"].name == "Return Stour 2017-03-15.xlsx"


@pytest.mark.parametrize("level", ["Place", "place", " PLACE"])
def test_a_level_can_be_asked_for(level: str, tmp_path: Path) -> None:
    found = handed(tmp_path, by=level)
    assert list(found) == ["North place", "South place"]
    north = text_of(found["North place"])
    assert "Step of 1" in north
    assert "Step of 2" in north
    assert "Step of 4" not in north


def test_the_manager_is_the_role_of_the_group(tmp_path: Path) -> None:
    done = hand_out(tracker(tmp_path / "tracker.xlsx"), tmp_path / "out", now=NOW)
    assert [each.stamp.manager for each in done.returns] == ["Clinical director, Stour", "Clinical director, Colne", ""]


def test_one_group_of_any_level_can_be_asked_for(tmp_path: Path) -> None:
    assert list(handed(tmp_path, locality="south place")) == ["South place"]


def test_a_level_that_is_not_listed_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="no level “Ward”; its levels are Network, Federation, Place and Board"):
        handed(tmp_path, by="Ward")


def test_a_level_in_a_tracker_without_levels_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    draw_tracker(path, {**ROWS, "tblActions": ACTIONS}, SETTINGS_TYPED)
    with pytest.raises(WorkbookProblem, match="no level “Place”; its sheet Levels lists none"):
        hand_out(FileHost(path), tmp_path / "out", now=NOW, by="Place")


@pytest.mark.parametrize("name", ["A/B: C?", "..", "CON", "x" * 200])
def test_a_group_of_any_name_gives_a_file(name: str, tmp_path: Path) -> None:
    groups = [{"name": name, "level": "Network"}]
    host = tracker(tmp_path / "tracker.xlsx", tblGroups=groups, tblMemberships=[{"member": "V90001", "group": name}])
    done = hand_out(host, tmp_path / "out", now=NOW)
    assert [each.path.parent for each in done.returns] == [tmp_path / "out"]
    assert "Step of 1" in text_of(done.returns[0].path)


def test_a_return_of_a_group_is_merged(tmp_path: Path) -> None:
    host = tracker(tmp_path / "tracker.xlsx")
    done = hand_out(host, tmp_path / "out", now=NOW, by="Place", register=True)
    north = next(each.path for each in done.returns if each.stamp.locality == "North place")
    book = openpyxl.load_workbook(north)
    for sheet in book:
        for row in sheet.iter_rows():
            if [cell.value for cell in row][:1] == ["A"] and sheet.title == "Action progress":
                headings = {
                    cell.value: cell.column
                    for cell in next(r for r in sheet.iter_rows() if "Progress" in [c.value for c in r])
                }
                sheet.cell(row[0].row, headings["Progress"]).value = "Practices were visited in March."
    book.save(north)
    merged = merge_returns(host, [north], now=NOW)
    assert not merged.unread
    after = app.check(FileHost(tmp_path / "tracker.xlsx"))
    assert [(row.locality, row.progress) for row in after.intake.tracker.progress] == [
        ("North place", "Practices were visited in March.")
    ]
    assert not [each for each in find_all(after.intake) if each.code == "R15" and each.sheet == "Action progress"]
    assert not after.intake.tracker.conflicts
