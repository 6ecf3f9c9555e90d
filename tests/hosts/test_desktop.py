"""A workbook open in Excel: nothing of the user's view is disturbed, no fault leaves anything half done, and whatever
Excel will not do is told in a letter. Excel is the stand-in of tests/support, reached through xlwings' public API."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Protection
from openpyxl.worksheet.table import Table

from pc_workbook.cells.change import AppendRows, SetCell
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop import com_errors as answers
from pc_workbook.hosts.desktop.excel_state import OURS
from pc_workbook.hosts.desktop.host import DesktopHost
from pc_workbook.hosts.desktop.onedrive import local_file
from pc_workbook.hosts.desktop.open_workbook import file_of, workbook_called
from pc_workbook.hosts.desktop.xlwings_import import xw
from tests.hosts.places import NOON, SUMMARY, Place, delivered, in_excel, said, theirs, two_sheets
from tests.support.excel_in_files import Cells, Excel, ListArrow, Window
from tests.support.file_engine import use

CHANGES = [SetCell("Practices", "B2", 1250), AppendRows("tblPractices", [{"Practice code": "V00003"}])]
SETTINGS = ("ScreenUpdating", "Interactive", "DisplayAlerts", "EnableEvents", "Calculation", "StatusBar")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "WAITS", (0.0, 0.0))


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """One that was refreshed before, with something of the user's that names our table."""
    path = theirs(tmp_path / "tracker.xlsx")
    place = in_excel(path)
    delivered(place, two_sheets())
    place.saved()
    book = load_workbook(path)
    book["Mine"]["A3"] = "=SUM(tblPracticeSummary[Size])"
    book.save(path)
    return path


def excel_of(place: Place) -> Excel:
    assert place.excel is not None
    return place.excel


def looked_at(place: Place, tmp_path: Path) -> dict[str, object]:
    """What the open workbook says now, without saving it."""
    (book,) = [book for book in excel_of(place).books if book.Name == "tracker.xlsx"]
    book.wb.save(tmp_path / "looked at.xlsx")
    return said(tmp_path / "looked at.xlsx")


def disturb(excel: Excel) -> dict[str, Any]:
    """A user in the middle of something: manual calculation, a sheet, a selection and a place on it."""
    (book,) = excel.books
    excel.Calculation, excel.StatusBar = "manual", "mine"
    book._active = book.sheet("Practices")
    book.ActiveSheet.selected = "$B$2:$C$3"
    book.window.ScrollRow, book.window.ScrollColumn = 7, 3
    return seen(excel)


def seen(excel: Excel) -> dict[str, Any]:
    (book,) = excel.books
    window = book.window
    view = {"sheet": book.ActiveSheet.Name, "selected": book.sheet("Practices").selected, "book": excel.active.Name}  # type: ignore[union-attr]
    place = {"scroll": (window.ScrollRow, window.ScrollColumn), "objects": excel.CopyObjectsWithCells}
    return {name: getattr(excel, name) for name in SETTINGS} | view | place


# -- nothing is disturbed


def test_settings_sheet_selection_and_place_are_as_they_were(tracker: Path) -> None:
    place = in_excel(tracker)
    before = disturb(excel_of(place))
    delivered(place, two_sheets((56, 78)), changes=CHANGES)
    assert seen(excel_of(place)) == before


def test_they_are_after_a_fault_too(tracker: Path) -> None:
    place = in_excel(tracker)
    before = disturb(excel_of(place))
    excel_of(place).fail("ChangeLink")
    with pytest.raises(WorkbookProblem):
        delivered(place, two_sheets((56, 78)), changes=CHANGES)
    assert seen(excel_of(place)) == before


def test_nothing_is_saved(tracker: Path) -> None:
    before = tracker.read_bytes()
    delivered(in_excel(tracker), two_sheets((56, 78)), changes=CHANGES)
    assert tracker.read_bytes() == before


def test_what_is_not_saved_yet_is_read(tracker: Path) -> None:
    place = in_excel(tracker)
    excel_of(place).books[0].sheet("Practices").Range("B2").put(99)
    assert place.host.read().sheets["Practices"].value(2, 2) == 99


def test_a_snapshot_is_not_taken_twice_of_the_same_file(tracker: Path) -> None:
    place = in_excel(tracker)
    first, second = (delivered(place, two_sheets((56, n))).snapshot for n in (1, 2))
    assert first == second
    assert first is not None
    assert len(list(first.parent.glob("*.xlsx"))) == 2  # the other is of the delivery that made the tracker


def test_a_workbook_of_ours_that_a_killed_run_left_open_is_closed(tracker: Path, tmp_path: Path) -> None:
    place = in_excel(tracker)
    excel_of(place).open(theirs(tmp_path / "pc-workbook drawing 0a1b.xlsx"))
    delivered(place, two_sheets())
    assert [book.Name for book in excel_of(place).books] == ["tracker.xlsx"]


def test_a_workbook_of_ours_has_our_name_before_anything_is_in_it(
    tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that whenever a run is killed, the next one knows what it left."""
    place = in_excel(tracker)
    excel, nameless = excel_of(place), []
    did = excel.did

    def look(step: str) -> None:
        did(step)
        nameless.extend(step for book in excel.books if not book.Name.startswith(("tracker.xlsx", OURS)))

    monkeypatch.setattr(excel, "did", look)
    delivered(place, two_sheets((56, 78)))
    assert nameless[-1] == f"Save {OURS}as it was.xlsx"
    assert not any("Copy" in step for step in nameless)


# -- no fault leaves anything half done


def steps_of_a_delivery(tracker: Path) -> list[str]:
    place = in_excel(tracker)
    delivered(place, two_sheets((56, 78)), changes=CHANGES)
    return excel_of(place).log


@pytest.mark.parametrize("what", ["refuses", "closes"])
def test_whichever_step_fails_the_workbook_is_whole(tracker: Path, tmp_path: Path, what: str) -> None:
    """All of the new or all of the old: each step in turn is made to fail."""
    on_disk = tracker.read_bytes()
    place = in_excel(tracker)
    old = looked_at(place, tmp_path)
    delivered(place, two_sheets((56, 78)), changes=CHANGES)
    new = looked_at(place, tmp_path)
    assert new != old
    outcomes = {"told": 0, "done": 0}
    for number in range(1, len(steps_of_a_delivery(tracker)) + 1):
        place = in_excel(tracker)
        excel_of(place).fail("", number, gone=what == "closes")
        try:
            delivered(place, two_sheets((56, 78)), changes=CHANGES)
            outcomes["done"] += 1
            assert looked_at(place, tmp_path) == new, number
        except WorkbookProblem:
            outcomes["told"] += 1
            if what == "refuses":
                assert looked_at(place, tmp_path) == old, number
        assert tracker.read_bytes() == on_disk
        if what == "refuses":
            assert [book.Name for book in excel_of(place).books] == ["tracker.xlsx"], number
    assert outcomes["told"] > 40


def test_when_the_way_back_is_closed_too_it_is_said_plainly(tracker: Path) -> None:
    place = in_excel(tracker)
    excel_of(place).fail("ChangeLink")
    excel_of(place).fail("Copy cells of pc-workbook drawing as it was")
    with pytest.raises(WorkbookProblem, match=r"close tracker.xlsx without saving"):
        delivered(place, two_sheets((56, 78)))


def test_charts_that_excel_leaves_behind_come_by_the_clipboard(tracker: Path) -> None:
    place = in_excel(tracker)
    excel_of(place).charts_travel_with_cells = False
    delivered(place, two_sheets((56, 78)))
    assert said(place.saved())[f"charts on {SUMMARY}"] == [[f"'{SUMMARY}'!$B$2:$B$3"]]


def test_charts_that_come_on_no_way_are_missed(tracker: Path) -> None:
    place = in_excel(tracker)
    excel_of(place).charts_travel_with_cells = excel_of(place).clipboard_works = False
    with pytest.raises(WorkbookProblem, match=r"charts|without saving"):
        delivered(place, two_sheets((56, 78)))


def test_a_chart_that_still_points_away_is_pointed_home(tracker: Path) -> None:
    place = in_excel(tracker)
    excel_of(place).change_link_reaches_charts = False
    delivered(place, two_sheets((56, 78)))
    assert said(place.saved())[f"charts on {SUMMARY}"] == [[f"'{SUMMARY}'!$B$2:$B$3"]]


def test_without_a_printer_the_sheets_come_and_the_owner_is_told(tmp_path: Path) -> None:
    place = in_excel(theirs(tmp_path / "tracker.xlsx", sheets=True))
    excel_of(place).has_printer = False
    told = delivered(place, two_sheets())
    assert told.replaced == (SUMMARY,)
    assert "no printer" in told.warnings[0]


def test_a_very_hidden_sheet_is_very_hidden_again_after_a_fault(tracker: Path) -> None:
    book = load_workbook(tracker)
    book[SUMMARY].sheet_state = "veryHidden"
    book.save(tracker)
    place = in_excel(tracker)
    excel_of(place).fail("ChangeLink")
    with pytest.raises(WorkbookProblem):
        delivered(place, two_sheets((56, 78)))
    after = load_workbook(place.saved())[SUMMARY]
    assert (after.sheet_state, after["B2"].value) == ("veryHidden", 12)


# -- where Excels differ, and what it does unasked


def test_an_excel_before_365_knows_nothing_of_spilling_and_refreshes_all_the_same(
    tracker: Path, tmp_path: Path
) -> None:
    place = in_excel(tracker)
    excel_of(place).before_365 = True
    delivered(place, two_sheets((56, 78)), changes=CHANGES)
    now = looked_at(place, tmp_path)
    assert (now[f"{SUMMARY}!B2"], now["Practices!B2"]) == (56, 1250)
    assert now["Mine!A3"] == "=SUM(tblPracticeSummary[Size])"


def test_an_error_that_somebody_typed_comes_back_as_an_error(tracker: Path, tmp_path: Path) -> None:
    book = load_workbook(tracker)
    book["Practices"]["B2"] = "#N/A"
    book.save(tracker)
    place = in_excel(tracker)
    excel_of(place).fail("Add row")
    with pytest.raises(WorkbookProblem):
        delivered(place, None, changes=CHANGES)
    assert looked_at(place, tmp_path)["Practices!B2"] == "#N/A"


def test_a_selection_whose_address_is_too_long_to_take_is_made_again(
    tracker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = in_excel(tracker)
    (book,) = excel_of(place).books
    selected: list[str] = []
    pieces = Cells(book.ActiveSheet, "A1")
    monkeypatch.setattr(pieces, "Select", lambda: selected.append("again"), raising=False)
    monkeypatch.setattr(Window, "RangeSelection", pieces)
    delivered(place, two_sheets())
    assert selected == ["again"]


def test_a_sheet_that_shows_its_pages_is_shown_as_cells_with_its_rows_frozen(tracker: Path) -> None:
    place = in_excel(tracker)
    (book,) = excel_of(place).books
    sheet = book.sheet(SUMMARY)
    sheet.ws.sheet_view.view = "pageLayout"
    delivered(place, two_sheets())
    assert (sheet.ws.sheet_view.view, sheet.ws.freeze_panes) == ("normal", "A2")


def test_the_arrow_of_a_list_to_choose_from_is_left_on_its_sheet(tracker: Path) -> None:
    place = in_excel(tracker)
    (book,) = excel_of(place).books
    book.sheet(SUMMARY).arrows.append(ListArrow())
    delivered(place, two_sheets())
    assert len(book.sheet(SUMMARY).arrows) == 1
    assert len(book.sheet(SUMMARY).ws._charts) == 1


# -- what Excel will not do is told


def test_a_cell_being_edited_is_told_before_anything_is_done(tracker: Path) -> None:
    place = in_excel(tracker)
    excel_of(place).editing = True
    excel_of(place).log.clear()
    with pytest.raises(WorkbookProblem, match=r"a cell is being edited.*Enter or Esc"):
        place.host.read()
    with pytest.raises(WorkbookProblem, match="a cell is being edited"):
        delivered(place, two_sheets())
    assert excel_of(place).log == []


def test_an_excel_that_listens_again_is_waited_for(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = in_excel(tracker)
    excel_of(place).editing = True

    def presses_enter(_: float) -> None:
        excel_of(place).editing = False

    monkeypatch.setattr(answers.time, "sleep", presses_enter)
    assert place.host.read().name == "tracker.xlsx"


def test_an_excel_that_answers_and_calls_itself_not_ready_is_worked_in(tracker: Path, tmp_path: Path) -> None:
    """It may be waiting for Python, which its own button started."""
    place = in_excel(tracker)
    excel_of(place).says_it_is_ready = False
    delivered(place, two_sheets((56, 78)))
    assert looked_at(place, tmp_path)[f"{SUMMARY}!B2"] == 56


STATES = {
    "ReadOnly": "open read-only",
    "MultiUserEditing": "shared in the old way",
}


@pytest.mark.parametrize("state", STATES)
def test_a_workbook_that_could_not_be_saved_is_refused(tracker: Path, state: str) -> None:
    place = in_excel(tracker)
    setattr(excel_of(place).books[0], state, True)
    with pytest.raises(WorkbookProblem, match=STATES[state]):
        delivered(place, two_sheets())


def test_one_that_was_never_saved_is_refused(tracker: Path) -> None:
    excel = Excel()
    use(excel)
    excel.add()
    with pytest.raises(WorkbookProblem, match="never been saved"):
        DesktopHost(xw.books["Book1"]).deliver(two_sheets(), keep=5, now=NOON)


def test_protection_is_named_where_it_stands(tracker: Path, tmp_path: Path) -> None:
    place = in_excel(tracker)
    book = excel_of(place).books[0]
    book.ProtectStructure = True
    assert delivered(place, two_sheets()).replaced  # nothing has to be added
    book.sheet(SUMMARY).ws.protection.sheet = True
    with pytest.raises(WorkbookProblem, match=f"'{SUMMARY}' is protected"):
        delivered(place, two_sheets())
    fresh = in_excel(theirs(tmp_path / "fresh.xlsx"))
    excel_of(fresh).books[0].ProtectStructure = True
    with pytest.raises(WorkbookProblem, match="protected against adding sheets"):
        delivered(fresh, two_sheets())


def test_a_locked_cell_is_not_written_and_an_open_one_is(tracker: Path) -> None:
    place = in_excel(tracker)
    sheet = excel_of(place).books[0].sheet("Practices")
    sheet.ws.protection.sheet = True
    with pytest.raises(WorkbookProblem, match="Practices!B2 is protected"):
        delivered(place, None, changes=[SetCell("Practices", "B2", 1)])
    sheet.ws["B3"].protection = Protection(locked=False)
    delivered(place, None, changes=[SetCell("Practices", "B3", 1)])
    assert sheet.ws["B3"].value == 1


def test_a_workbook_on_the_web_is_refreshed_and_told_to_have_no_snapshot(tracker: Path) -> None:
    place = in_excel(tracker)
    excel_of(place).books[0].told_path = "https://example.sharepoint.com/sites/ccg/tracker.xlsx"
    told = delivered(place, two_sheets((56, 78)))
    assert told.snapshot is None
    assert "Version History" in told.warnings[-1]


# -- which workbook


def two_excels(tmp_path: Path) -> tuple[Excel, Excel]:
    one, other = Excel(1), Excel(2)
    use(one, other)
    for excel, folder in ((one, "a"), (other, "b")):
        (tmp_path / folder).mkdir()
        excel.open(theirs(tmp_path / folder / "tracker.xlsx"))
    one.open(theirs(tmp_path / "a" / "other.xlsx"))
    return one, other


@pytest.mark.parametrize("asked", ["other.xlsx", "OTHER.XLSX", "other"])
def test_an_open_workbook_is_found_by_its_name(tmp_path: Path, asked: str) -> None:
    two_excels(tmp_path)
    assert workbook_called(asked).name == "other.xlsx"


def test_of_two_with_one_name_the_path_tells_which(tmp_path: Path) -> None:
    two_excels(tmp_path)
    with pytest.raises(WorkbookProblem, match=r"More than one.*a/tracker.xlsx; .*b/tracker.xlsx"):
        workbook_called("tracker.xlsx")
    found = workbook_called(str(tmp_path / "b" / "tracker.xlsx"))
    assert file_of(found) == tmp_path / "b" / "tracker.xlsx"


def test_one_that_is_not_open_is_told_with_those_that_are(tmp_path: Path) -> None:
    two_excels(tmp_path)
    with pytest.raises(WorkbookProblem, match=r"march.xlsx is not open in Excel \(open there: other.xlsx, tracker"):
        workbook_called("march.xlsx")
    with pytest.raises(WorkbookProblem, match="is not open in Excel"):
        workbook_called(str(tmp_path / "elsewhere" / "other.xlsx"))
    use(Excel())
    with pytest.raises(WorkbookProblem, match="Excel is not running"):
        workbook_called("march.xlsx")


def test_an_excel_that_a_killed_run_left_deaf_listens_again(tracker: Path) -> None:
    place = in_excel(tracker)
    excel_of(place).Interactive = excel_of(place).ScreenUpdating = False
    delivered(place, two_sheets())
    assert (excel_of(place).Interactive, excel_of(place).ScreenUpdating) == (True, True)


# -- where its file is


WEB = "https://example.sharepoint.com/sites/CCG/Shared%20Documents"
ADDRESSES = {
    f"{WEB}/Plans/tracker.xlsx": "in step/Plans/tracker.xlsx",
    f"{WEB}/Special/tracker.xlsx": "special/tracker.xlsx",
    "https://example-my.sharepoint.com/personal/analyst_nhs/Documents/My work/tracker.xlsx": "work/My work/tracker.xlsx",
    "https://d.docs.live.net/0a1b2c/tracker.xlsx": "home/tracker.xlsx",
    "https://example.sharepoint.com/sites/CCG/Shared Documentation/tracker.xlsx": None,
    "https://example.org/tracker.xlsx": None,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_file_of_a_workbook_in_onedrive_or_sharepoint(tmp_path: Path, address: str) -> None:
    in_step = {WEB: str(tmp_path / "in step"), f"{WEB}/Special/": str(tmp_path / "special")}
    environment = {"OneDriveConsumer": str(tmp_path / "home"), "OneDriveCommercial": str(tmp_path / "work")}
    for place in ("in step/Plans", "special", "work/My work", "home"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "tracker.xlsx").touch()
    wanted = ADDRESSES[address]
    assert local_file(address, in_step, environment) == (wanted and tmp_path / wanted)
    assert local_file(address, {}, {}) is None


def test_a_sheet_is_read_in_one_piece_and_formats_are_asked_of_columns(tmp_path: Path) -> None:
    """2,000 rows cost what 33 do, as long as a column has one format."""
    asked = []
    for rows in (33, 2_000):
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Practices"
        sheet.append(["Practice code", "List size"])
        for number in range(rows):
            sheet.append([f"V{number:05}", number])
        sheet.add_table(Table(displayName="tblPractices", ref=f"A1:B{rows + 1}"))
        book.save(tmp_path / f"{rows}.xlsx")
        place = in_excel(tmp_path / f"{rows}.xlsx")
        assert place.host.read().sheets["Practices"].height == rows + 1
        asked.append([step for step in excel_of(place).log if step.startswith(("Value", "NumberFormat"))])
    assert asked[0] == [step.replace("2000.xlsx", "33.xlsx") for step in asked[1]]
    assert len(asked[0]) == 2


def test_what_excel_hands_over_otherwise_than_a_file_is_read_as_the_same(tracker: Path) -> None:
    """Money comes as a decimal, errors as numbers, the words #N/A as words; a day has no time, a moment has one."""
    place = in_excel(tracker)
    sheet = excel_of(place).books[0].sheet("Practices").ws
    sheet["J1"], sheet["J2"], sheet["J3"] = Decimal("12.50"), datetime(2017, 3, 15), datetime(2017, 3, 15, 9, 30)
    sheet["J4"], sheet["J5"], sheet["J6"] = "#N/A", "#DIV/0!", "#SPILL!"
    for address, kind in (("J4", "s"), ("J5", "e"), ("J6", "e")):
        sheet[address].data_type = kind
    cells = place.host.read().sheets["Practices"]
    assert [cells.value(row, 10) for row in range(1, 7)] == [
        12.5, date(2017, 3, 15), datetime(2017, 3, 15, 9, 30), "#N/A", None, None,
    ]  # fmt: skip
    assert {at: error for at, error in cells.errors.items() if at[1] == 10} == {(5, 10): "#DIV/0!", (6, 10): "#ERROR!"}


def test_percentages_are_told_from_numbers_in_a_column_of_both(tracker: Path) -> None:
    place = in_excel(tracker)
    sheet = excel_of(place).books[0].sheet("Practices").ws
    for row in range(1, 40):
        sheet[f"J{row}"] = float(row)
        if row in (7, 8, 30):
            sheet[f"J{row}"].number_format = "0.0%"
    assert {row for row, column in place.host.read().sheets["Practices"].percent if column == 10} == {7, 8, 30}


def test_a_chart_sheet_of_theirs_that_has_our_name_is_left_alone(tmp_path: Path) -> None:
    place = in_excel(theirs(tmp_path / "tracker.xlsx"))
    excel_of(place).books[0].chart_sheets.add(SUMMARY)
    old = looked_at(place, tmp_path)
    with pytest.raises(WorkbookProblem, match=f"already has a sheet called '{SUMMARY}'"):
        delivered(place, two_sheets())
    assert looked_at(place, tmp_path) == old


def test_a_new_sheet_that_can_not_be_taken_away_again_is_told(tmp_path: Path) -> None:
    place = in_excel(theirs(tmp_path / "tracker.xlsx"))
    excel_of(place).fail("Copy sheet", 2)
    excel_of(place).fail("Delete")
    with pytest.raises(WorkbookProblem, match="without saving"):
        delivered(place, two_sheets())


def test_an_empty_sheet_that_was_filled_is_empty_and_nobodys_again(tmp_path: Path) -> None:
    place = in_excel(theirs(tmp_path / "tracker.xlsx", sheets=True))
    old = looked_at(place, tmp_path)
    excel_of(place).fail("Add name to", 2)
    with pytest.raises(WorkbookProblem):
        delivered(place, two_sheets())
    assert looked_at(place, tmp_path) == old
