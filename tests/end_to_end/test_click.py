"""A click on the ribbon, from the command line that Excel starts to the message box, and the same refresh from outside.

The command lines are those of macros/Launcher.bas and of xlwings' own RunPython; Excel is the stand-in of tests/support.
Nothing else is replaced.
"""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copyfile

import pytest

from tests.hosts.places import theirs
from tests.support import PROJECT, SAMPLES
from tests.support.excel_rules import problems
from tests.support.launched import RUNNING, by_add_in

OUTER = ("--from_xl=1", "--app=C:\\Program Files\\Microsoft Office\\root\\Office16\\Microsoft Excel", "--hwnd=1")


def launcher(button: str, book: str) -> list[str]:
    """As the add-in of this project starts Python."""
    return by_add_in(f"import pc_workbook.excel; pc_workbook.excel.{button}()", book)


def run_python(button: str, book: str) -> list[str]:
    """As xlwings' own RunPython starts it."""
    statement = (
        f'import xlwings.utils;xlwings.utils.prepare_sys_path("false;{book};;;;;"); '
        f"import pc_workbook.excel; pc_workbook.excel.{button}()"
    )
    return [sys.executable, "-B", "-c", statement, f"--wb={book}", *OUTER]


COMMANDS = {"the add-in's": launcher, "xlwings' own": run_python}


class Clicked:
    """What came of a click: exit code, what was printed, what the boxes said."""

    def __init__(self, done: "subprocess.CompletedProcess[str]", alerts: Path, log: Path) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        self.boxes = [text for text in alerts.read_text("utf-8").split("\n\0\n") if text] if alerts.exists() else []
        self.log = log


def clicked(command: list[str], tracker: Path, folder: Path, **more: str) -> Clicked:
    alerts, state = folder / "alerts.txt", folder / "state"
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(RUNNING), str(PROJECT))),
        "PC_WORKBOOK_TEST_BOOK": str(tracker),
        "PC_WORKBOOK_TEST_ALERTS": str(alerts),
        "XDG_STATE_HOME": str(state),
        "LOCALAPPDATA": str(state),
        **more,
    }
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False)
    return Clicked(done, alerts, state / "pc-workbook" / "pc-workbook.log")


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx"))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_refresh_fills_the_open_workbook_and_says_so_in_one_box(command: type, tracker: Path, tmp_path: Path) -> None:
    before = tracker.read_bytes()
    seen = clicked(command("refresh", "tracker.xlsx"), tracker, tmp_path, PC_WORKBOOK_TEST_SAVE="1")
    assert (seen.code, seen.out, seen.err) == (0, "", "")
    (box,) = seen.boxes
    assert box.startswith("info|Primary care tracker: Refresh|Refreshed ")
    for words in (" sheets in tracker.xlsx: Dashboard", "error", "see the Data quality sheet. (", "has not been saved"):
        assert words in box
    assert tracker.read_bytes() != before
    assert problems(tracker) == []
    (snapshot,) = (tmp_path / "tracker snapshots").glob("*.xlsx")
    assert snapshot.read_bytes() == before


def test_from_outside_the_same_is_told_in_the_terminal_and_in_the_box(tracker: Path, tmp_path: Path) -> None:
    before = tracker.read_bytes()
    command = [sys.executable, "-m", "pc_workbook", "refresh", "--live", "tracker"]
    seen = clicked(command, tracker, tmp_path)
    assert (seen.code, seen.err) == (0, "")
    (box,) = seen.boxes
    assert box.partition("|Refreshed ")[2].strip() == seen.out.partition("Refreshed ")[2].strip()
    assert tracker.read_bytes() == before  # nothing is saved


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["march.xlsx"], "march.xlsx is not open in Excel (open there: tracker.xlsx)"),
        (["tracker.xlsx", "--out", "other.xlsx"], "goes with neither --dry-run nor --out"),
        (["tracker.xlsx", "--dry-run"], "goes with neither --dry-run nor --out"),
    ],
)
def test_from_outside_a_letter_ends_with_three(tracker: Path, tmp_path: Path, asked: list[str], words: str) -> None:
    command = [sys.executable, "-m", "pc_workbook", "refresh", "--live", *asked]
    seen = clicked(command, tracker, tmp_path)
    assert seen.code == 3
    assert words in seen.err


def test_without_excel_it_is_said_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pc_workbook", "refresh", "--live", "tracker.xlsx"]
    environment = os.environ | {"XDG_STATE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    if sys.platform != "linux":
        pytest.skip("here an Excel may be running")
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, env=environment, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("This needs Excel on Windows")


def test_a_letter_comes_in_the_box_with_the_log_named(tracker: Path, tmp_path: Path) -> None:
    seen = clicked(launcher("refresh", "tracker.xlsx"), tracker, tmp_path, PC_WORKBOOK_TEST_EDITING="1")
    assert seen.code == 0  # Excel has nothing to add
    assert "Excel is busy" in seen.boxes[0] + seen.err
    assert str(seen.log) in seen.boxes[0] + seen.err


def test_from_outside_an_excel_that_is_being_typed_in_is_told_to_be_busy(tracker: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pc_workbook", "refresh", "--live", "tracker.xlsx"]
    seen = clicked(command, tracker, tmp_path, PC_WORKBOOK_TEST_EDITING="1")
    assert seen.code == 3
    assert seen.err.startswith("Excel is busy, so nothing was done")


def test_a_fault_of_ours_is_an_apology_and_the_traceback_is_in_the_log(tracker: Path, tmp_path: Path) -> None:
    """A module of the program that can't be imported, as after half an upgrade."""
    statement = "sys.modules['pc_workbook.app'] = None; import pc_workbook.excel; pc_workbook.excel.refresh()"
    seen = clicked(by_add_in(statement, "tracker.xlsx"), tracker, tmp_path)
    (box,) = seen.boxes
    assert box.startswith("critical|")
    assert "mistake in the program" in box
    assert "Traceback" not in box
    assert str(seen.log) in box
    assert "Traceback" in seen.log.read_text("utf-8")
    assert (seen.code, seen.err) == (0, "")


def test_a_workbook_that_is_no_tracker_is_told_in_a_letter(tmp_path: Path) -> None:
    path = theirs(tmp_path / "tracker.xlsx")
    seen = clicked(launcher("record_progress", "tracker.xlsx"), path, tmp_path)
    (box,) = seen.boxes
    assert box.startswith(
        "critical|Primary care tracker: Record progress|tracker.xlsx has no list to record progress in"
    )
    assert "Traceback" not in box


@pytest.mark.parametrize(("button", "words"), [("check", " errors, "), ("about", "pc-workbook 0")])
def test_each_button_that_asks_nothing_answers(button: str, words: str, tracker: Path, tmp_path: Path) -> None:
    seen = clicked(launcher(button, "tracker.xlsx"), tracker, tmp_path)
    assert (seen.code, seen.err) == (0, "")
    (box,) = seen.boxes
    assert box.startswith("info|")
    assert words in box


@pytest.mark.parametrize("name", ["CCG's tracker & plan (März) 2017.xlsx", "100% done; new.xlsx", "a=b.xlsx"])
def test_the_workbook_is_found_whatever_its_name_holds(name: str, tmp_path: Path) -> None:
    seen = clicked(launcher("about", name), theirs(tmp_path / name), tmp_path)
    (box,) = seen.boxes
    assert f"Workbook: {tmp_path / name}" in box


def test_xlwings_own_run_python_can_not_take_an_equals_sign_and_says_so(tmp_path: Path) -> None:
    seen = clicked(run_python("about", "a=b.xlsx"), theirs(tmp_path / "a=b.xlsx"), tmp_path)
    (box,) = seen.boxes
    assert "('a=b.xlsx')" in box
    assert "without an equals sign" in box


def test_a_click_loads_no_table_library_and_nothing_of_the_pro_part(tracker: Path, tmp_path: Path) -> None:
    unwanted = ("pandas", "numpy", "polars", "matplotlib", "scipy", "xlwings.pro")
    statement = (
        "import pc_workbook.excel, sys; pc_workbook.excel.refresh(); "
        f"print([n for n, m in sys.modules.items() if m is not None and n.startswith({unwanted!r})])"
    )
    seen = clicked(by_add_in(statement, "tracker.xlsx"), tracker, tmp_path)
    assert (seen.out.strip(), len(seen.boxes)) == ("[]", 1)
