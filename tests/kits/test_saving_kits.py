"""A kit that is made from a tracker has its plan, and nothing that must not travel."""

from datetime import date
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import mkdtemp
from typing import Any

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.cli import main
from pc_workbook.cli.kits import SCOPES
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.file import FileHost
from pc_workbook.kits.folders import kit_of_folder
from pc_workbook.kits.kit import Kit
from pc_workbook.kits.saving import RECORDS, SavedKit, Scope
from tests.support import SAMPLES

SETTINGS = {"area_name": "Exampleshire", "area_code": "99X", "as_at": date(2026, 11, 30)}
RESTRICTED = ("Alderina", "Beechley", "kestrel", "01632 960001", "lead@example.org", "Dr Yew")
ROWS: dict[str, list[dict[str, Any]]] = {
    "tblPractices": [
        {"code": "V00001", "name": "Open practice"},
        {"code": "V00002", "name": "Beechley Surgery", "marking": "Internal"},
    ],
    "tblLocalities": [{"name": "North", "note": "Call 01632 960001"}],
    "tblIndicators": [{"number": 1, "title": "Patients seen", "kind": "Percentage", "direction": "Higher is better"}],
    "tblActions": [
        {"letter": "A", "text": "See more patients", "links": "1", "marking": "Public"},
        {"letter": "B", "text": "kestrel", "marking": "Exempt", "exempt_paragraph": "3"},
        {"letter": "C", "text": "Unmarked: help Beechley Surgery"},
        {"letter": "D", "text": "Unmarked, about nobody"},
    ],
    "tblMilestones": [
        {"action": "A", "milestone": "First step", "marking": "Public"},
        {"action": "B", "milestone": "kestrel again", "marking": "Public"},
        {"action": "A", "milestone": "At the surgery", "practice": "V00002", "marking": "Public"},
    ],
    "tblWorkforce": [
        {"practice": "V00001", "period": "2025/26", "staff_group": "All GPs", "fte": 2.5},
        {"practice": "V00002", "period": "2025/26", "staff_group": "All GPs", "fte": 1.5},
    ],
    "tblRoles": [
        {"role": "Chair", "person": "Alderina Example", "audience": "Member"},
        {"role": "Lead", "person": "x", "note": "lead@example.org"},
    ],
    "tblFunctions": [{"number": 1, "function": "Watch Beechley Surgery"}, {"number": 2, "function": "Watch waits"}],
    "tblConditions": [{"practice": "V00002", "condition": "Diabetes", "period": "2025/26", "source": "kestrel"}],
    "tblActionProgress": [
        {"action": "A", "locality": "North", "progress": "kestrel, unmarked"},
        {"action": "B", "locality": "North", "progress": "kestrel", "marking": "Public"},
    ],
    "tblMeetings": [
        {"held_on": date(2026, 12, 2), "body": "Board", "item": "Beechley  surgery, again"},
        {"held_on": date(2026, 12, 1), "body": "Board", "note": "Ask Dr Yew"},
    ],
}


@cache
def tracker() -> Path:
    path = Path(mkdtemp(prefix="kits-")) / "tracker.xlsx"
    app.draw_tracker(path, ROWS, SETTINGS)
    return path


def saved(folder: Path, scope: Scope = Scope.PLAN, path: Path | None = None) -> tuple[SavedKit, Kit]:
    """Return a kit as it was saved, and as it is read again."""
    done = app.save_kit(FileHost(path or tracker()), folder, scope)
    return done, kit_of_folder(folder)


def test_the_plan_of_a_tracker_is_its_kit(tmp_path: Path) -> None:
    _, kit = saved(tmp_path / "kit")
    assert kit.settings.items() >= SETTINGS.items()
    assert kit.rows["tblIndicators"] == ROWS["tblIndicators"]
    assert [row["text"] for row in kit.rows["tblActions"]] == ["See more patients", "Unmarked, about nobody"]
    assert not RECORDS & kit.rows.keys()


def test_every_list_is_in_the_kit_where_all_are_asked_for(tmp_path: Path) -> None:
    _, kit = saved(tmp_path / "kit", Scope.ALL)
    assert kit.rows["tblWorkforce"] == ROWS["tblWorkforce"][:1]


def test_the_marking_of_a_row_stays_with_it(tmp_path: Path) -> None:
    _, kit = saved(tmp_path / "kit")
    assert [row.get("marking") for row in kit.rows["tblActions"]] == ["Public", None]


@pytest.mark.parametrize("scope", Scope)
def test_no_file_of_a_kit_has_anything_that_must_not_travel(scope: Scope, tmp_path: Path) -> None:
    saved(tmp_path / "kit", scope)
    everything = "\n".join(path.read_text(encoding="utf-8") for path in (tmp_path / "kit").iterdir())
    assert not [text for text in RESTRICTED if text.casefold() in everything.casefold()]


def test_what_is_left_out_is_counted_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kit", "save", str(tracker()), "--out", str(tmp_path / "kit")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Saved the kit ")
    assert said[1] == (
        "7 rows left out, because a kit travels and they are not Public, or are about such a row: "
        "Practices (1), Actions (2), Milestones (2), Meetings (1) and Functions (1)."
    )
    assert said[2] == (
        "5 cells with personal data left out: Localities!C6, Meetings!D7, 'People and roles'!C6, 'People and roles'!C7, "
        "'People and roles'!H7."
    )


def test_a_tracker_with_cells_that_cant_be_read_makes_no_kit(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    actions = [*ROWS["tblActions"], {"letter": "E", "text": "x", "completed_on": "soon", "marking": "Public"}]
    app.draw_tracker(path, {**ROWS, "tblActions": actions}, SETTINGS)
    with pytest.raises(WorkbookProblem, match=r"No kit can be made of tracker\.xlsx: 1 error") as refused:
        saved(tmp_path / "kit", path=path)
    assert "Actions, K10: " in str(refused.value)
    assert not (tmp_path / "kit").exists()


def test_a_percentage_and_a_month_are_written_as_excel_shows_them(tmp_path: Path) -> None:
    path = Path(copyfile(tracker(), tmp_path / "tracker.xlsx"))
    book = load_workbook(path)
    headings = [cell.value for cell in book["Indicators"][5]]
    target = book["Indicators"].cell(6, headings.index("Target") + 1, 0.95)
    target.number_format = "0%"
    headings = [cell.value for cell in book["Actions"][5]]
    due = book["Actions"].cell(6, headings.index("Delivery date") + 1, date(2027, 3, 1))
    due.number_format = "mmm yyyy"
    book.save(path)
    _, kit = saved(tmp_path / "kit", path=path)
    assert kit.rows["tblIndicators"][0]["target"] == "95%"
    assert kit.rows["tblActions"][0]["delivery"] == "March 2027"


def test_a_folder_in_use_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "mine.txt").write_text("mine")
    with pytest.raises(WorkbookProblem, match="is not an empty folder"):
        saved(tmp_path / "kit")
    assert [path.name for path in (tmp_path / "kit").iterdir()] == ["mine.txt"]


def test_a_folder_whose_parent_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="There is no folder"):
        saved(tmp_path / "missing" / "kit")


@pytest.mark.parametrize("sample", ["thurrock-2017.xlsx", "thurrock-2017-resolved.xlsx", "thurrock-open-data.xlsx"])
@pytest.mark.parametrize("scope", Scope)
def test_a_saved_kit_can_be_used(sample: str, scope: Scope, tmp_path: Path) -> None:
    done, kit = saved(tmp_path / "kit", scope, SAMPLES / sample)
    assert kit == done.kit


def test_a_tracker_used_as_a_kit_is_treated_like_one_that_is_saved(tmp_path: Path) -> None:
    _, kit = saved(tmp_path / "kit")
    app.new_tracker(tmp_path / "from kit.xlsx", str(tmp_path / "kit"))
    app.new_tracker(tmp_path / "from tracker.xlsx", str(tracker()))
    rows = [app.check(FileHost(tmp_path / f"from {name}.xlsx")).intake.tracker for name in ("kit", "tracker")]
    assert rows[0] == rows[1]
    assert len(rows[0].actions) == len(kit.rows["tblActions"])


def test_the_choices_of_the_command_are_those_there_are() -> None:
    assert tuple(Scope) == SCOPES
