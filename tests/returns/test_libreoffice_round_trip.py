"""The whole round trip with LibreOffice as the manager's spreadsheet: open, type, sort, save, send back."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pc_workbook.app import hand_out
from pc_workbook.hosts.file import FileHost
from pc_workbook.returns.reading import read_return
from pc_workbook.returns.return_data import Return
from pc_workbook.wording.findings import current_entry
from tests.returns.libreoffice_manager import sent_back
from tests.support import SAMPLES

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")

NOW = datetime(2017, 3, 20, 9, 0)
FILLED_IN = """
  sheet = book.Sheets.getByName("Action progress")
  sheet.getCellRangeByName("C6").String = "=Two practices" & Chr(10) & "have agreed a plan"
  sheet.getCellRangeByName("D6").String = "Green"
  sheet.getCellRangeByName("F6").Value = 55
  sheet.getCellRangeByName("H6").FormulaLocal = "2017-04-12"
  sheet.getCellRangeByName("C7").String = Chr(1605) & Chr(1585) & Chr(1581) & Chr(1576) & Chr(1575)
  sheet.getCellRangeByName("E8").String = ""
  sheet.getCellRangeByName("C8").String = String(32767, "x")
  steps = book.Sheets.getByName("Milestones")
  steps.getCellRangeByName("F6").FormulaLocal = "2017-03-30"
  steps.getCellRangeByName("G6").String = "Done"
"""
SORTED = """
  sheet.unprotect("")
  SortRows(sheet, "A6:K10", 0)
  sheet.Rows.getByIndex(7).IsVisible = False
  sheet.Columns.insertByIndex(1, 1)
"""
TAMPERED = """
  sheet.getCellRangeByName("B5").String = "My column"
  sheet.getCellRangeByName("B6").String = "A word of my own"
  sheet.getCellRangeByName("D7").Formula = "=1+1"
  book.Sheets.insertNewByName("Mine", 0)
  book.Sheets.getByName("Mine").getCellRangeByName("A1").String = "A sheet of my own"
  spot = book.Sheets.getByName("Milestones").getCellRangeByName("H7").getCellAddress()
  book.Sheets.getByName("Milestones").unprotect("")
  book.Sheets.getByName("Milestones").Annotations.insertNew(spot, "A remark of my own")
"""
EXPECTED = {
    (("A", "North"), "progress"): "=Two practices\nhave agreed a plan",
    (("A", "North"), "rag"): "Green",
    (("A", "North"), "per_cent_complete"): 55,
    (("A", "North"), "next_step_date"): date(2017, 4, 12),
    (("B", "North"), "progress"): "مرحبا",
    (("C", "North"), "rag_reason"): None,
    (("C", "North"), "progress"): "x" * 32_767,
    (("A", "V00004", "Policies checked against the list"), "done"): date(2017, 3, 30),
    (("A", "V00004", "Policies checked against the list"), "state"): "Done",
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libreoffice")


@pytest.fixture(scope="module")
def handed(bench: Path) -> Path:
    tracker = FileHost(SAMPLES / "thurrock-2017.xlsx")
    return hand_out(tracker, bench / "out", "North", now=NOW).returns[0].path


def said(one: Return) -> dict[tuple[tuple[str, ...], str], object]:
    return {(edit.cell_key.key, edit.cell_key.field): edit.now for edit in one.edits}


def test_typed_values_come_back_and_the_sheet_is_still_protected(handed: Path, bench: Path) -> None:
    returned = sent_back(handed, bench / "typed.xlsx", FILLED_IN, bench / "profile")
    back = read_return(returned)
    assert said(back) == EXPECTED
    assert back.findings == ()
    sheet = load_workbook(returned)["Action progress"]
    assert sheet.protection.sheet
    assert [sheet[cell].protection.locked for cell in ("A6", "B6", "C6", "J6", "K6")] == [
        True,
        True,
        False,
        False,
        True,
    ]


def test_sorted_filtered_and_with_a_column_in_between_it_says_the_same(handed: Path, bench: Path) -> None:
    back = read_return(sent_back(handed, bench / "sorted.xlsx", FILLED_IN + SORTED, bench / "profile"))
    assert said(back) == EXPECTED
    assert back.findings == ()


def test_saved_again_and_again_it_says_nothing_that_was_not_typed(handed: Path, bench: Path) -> None:
    once = sent_back(handed, bench / "once.xlsx", "", bench / "profile")
    twice = read_return(sent_back(once, bench / "twice.xlsx", "", bench / "profile"))
    assert twice.stamp == read_return(handed).stamp
    assert twice.edits == ()
    assert twice.findings == ()


def test_what_a_manager_adds_is_named(handed: Path, bench: Path) -> None:
    back = read_return(sent_back(handed, bench / "added.xlsx", FILLED_IN + SORTED + TAMPERED, bench / "profile"))
    named = {(found.code, found.sheet, found.cell, current_entry(found.entry)) for found in back.findings}
    assert named == {
        ("T06", "Action progress", "B5", "My column"),
        ("T12", "Action progress", "D7", "2"),
        ("T16", "Mine", "A1", "A sheet of my own"),
        ("T14", "Milestones", "H7", "A remark of my own"),
    }
