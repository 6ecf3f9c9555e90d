"""What each button does in the open workbook, and what its one message box says. Excel is the stand-in of tests/support."""

import re
from pathlib import Path
from shutil import copyfile

import pytest

import pc_workbook.excel as buttons
from pc_workbook.excel.run import LONGEST_BOX, MOST_LINES, log_file
from pc_workbook.hosts.desktop.xlwings_import import xw
from tests.hosts.places import in_excel
from tests.support import PROJECT, SAMPLES
from tests.support.excel_in_files import Book, Excel


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))


def opened(folder: Path, sample: str = "thurrock-2017") -> Excel:
    path = Path(copyfile(SAMPLES / f"{sample}.xlsx", folder / "tracker.xlsx"))
    excel = in_excel(path).excel
    assert excel is not None
    xw.books["tracker.xlsx"].set_mock_caller()
    return excel


def tracker(excel: Excel) -> Book:
    (book,) = excel.books
    return book


def box(excel: Excel) -> str:
    (said,) = excel.alerts
    assert not said.startswith("Sorry"), log_file().read_text("utf-8")  # else nobody would ever know why
    return said


def test_record_progress_goes_to_the_first_row_that_waits_and_types_nothing(tmp_path: Path) -> None:
    excel = opened(tmp_path)
    excel.log.clear()
    buttons.record_progress()
    sheet = tracker(excel).ActiveSheet
    assert (sheet.Name, sheet.selected) == ("Action progress", "$C$15")
    assert sheet.ws["A15"].value is not None
    assert sheet.ws["C15"].value is None
    assert excel.alerts == []
    assert not [step for step in excel.log if step.startswith("Put")]


def test_record_progress_says_so_where_nothing_waits(tmp_path: Path) -> None:
    excel = opened(tmp_path, "faulty")
    buttons.record_progress()
    assert "Every row of 'Action progress' has its progress" in box(excel)
    assert tracker(excel).ActiveSheet.selected == "$C$6"


def test_record_progress_where_the_list_is_empty(tmp_path: Path) -> None:
    excel = opened(tmp_path, "thurrock-open-data")
    buttons.record_progress()
    assert "has no rows yet" in box(excel)


def test_progress_typed_and_not_saved_is_filed_by_refresh(tmp_path: Path) -> None:
    excel = opened(tmp_path)
    buttons.record_progress()
    sheet = tracker(excel).sheet("Action progress")
    sheet.Range("C15").put("'=Recruiting: two GPs start in May")
    buttons.refresh()
    assert "progress text" in box(excel)
    history = tracker(excel).sheet("Progress history")
    texts = [cell.value for row in history.ws.iter_rows() for cell in row]
    assert "=Recruiting: two GPs start in May" in texts


def test_check_shows_the_first_that_block_and_changes_nothing(tmp_path: Path) -> None:
    excel = opened(tmp_path, "faulty")
    before = len(excel.log)
    buttons.check()
    said = box(excel)
    assert " errors, " in said
    assert " more errors." in said
    assert "Enter " in said
    assert not [step for step in excel.log[before:] if step.startswith(("Put", "Clear", "Copy", "Set"))]


def test_a_long_letter_is_cut_in_the_box_and_whole_in_the_log(tmp_path: Path) -> None:
    excel = opened(tmp_path, "faulty")
    excel.chosen = {"words": "public", "new file": str(tmp_path / "pack.xlsx")}
    buttons.board_pack()
    said = box(excel)
    assert len(said.splitlines()) <= MOST_LINES
    assert len(said) <= LONGEST_BOX
    assert re.search(r"\.\.\. and \d+ lines more, which are in the log\.", said)
    assert said.splitlines()[-1] == f"Log: {log_file()}"
    assert len(log_file().read_text("utf-8").splitlines()) > MOST_LINES


def test_a_board_pack_is_made_where_it_is_asked_for(tmp_path: Path) -> None:
    excel = opened(tmp_path, "thurrock-2017-resolved")
    excel.chosen = {"words": "Public ", "new file": str(tmp_path / "pack.xlsx")}
    buttons.board_pack()
    assert "public edition" in box(excel)
    assert (tmp_path / "pack.xlsx").is_file()


def test_returns_are_handed_out_into_the_folder_and_noted(tmp_path: Path) -> None:
    excel = opened(tmp_path)
    (tmp_path / "out").mkdir()
    excel.chosen = {"folder": str(tmp_path / "out")}
    buttons.hand_out()
    returns = list((tmp_path / "out").glob("*.xlsx"))
    assert len(returns) >= 4
    assert f"Made {len(returns)} returns" in box(excel)
    assert "Returns register" in box(excel)


def test_returns_that_came_back_are_merged_into_the_open_workbook(tmp_path: Path) -> None:
    excel = opened(tmp_path)
    (tmp_path / "out").mkdir()
    excel.chosen = {"folder": str(tmp_path / "out")}
    buttons.hand_out()
    excel.alerts.clear()
    excel.chosen = {"files": tuple(str(path) for path in (tmp_path / "out").glob("*.xlsx"))}
    buttons.merge_returns()
    assert "returns read; 0 cells taken" in box(excel)


@pytest.mark.parametrize(
    ("button", "question"), [("board_pack", "new file"), ("hand_out", "folder"), ("merge_returns", "files")]
)
def test_a_place_on_the_web_alone_is_explained(button: str, question: str, tmp_path: Path) -> None:
    place = "https://ccg.sharepoint.com/sites/plan/returns/one.xlsx"
    excel = opened(tmp_path, "thurrock-2017-resolved")
    excel.chosen = {"words": "public", question: (place,) if question == "files" else place}
    getattr(buttons, button)()
    assert box(excel).startswith(f"{place} lies on the web")
    assert "choose a place on this PC" in box(excel)


@pytest.mark.parametrize("button", ["board_pack", "hand_out", "merge_returns"])
def test_a_cancelled_question_ends_it_without_a_word(button: str, tmp_path: Path) -> None:
    excel = opened(tmp_path)
    before = len(excel.log)
    getattr(buttons, button)()
    assert excel.alerts == []
    assert excel.log[before:] == []


def test_every_button_of_the_ribbon_is_here() -> None:
    ribbon = (PROJECT / "macros" / "Ribbon.bas").read_text("utf-8")
    named = re.findall(r"pc_workbook\.excel\.(\w+)\(\)", ribbon)
    assert len(named) == 7
    assert all(callable(getattr(buttons, name)) for name in named)
