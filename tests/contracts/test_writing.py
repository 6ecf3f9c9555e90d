"""The contract of writing: the same tests for a workbook in memory, a file, one open in the simulation of Excel, and one
open in Excel itself (pytest -m excel, on a Windows PC)."""

from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import load_workbook

from pc_workbook import app
from pc_workbook.cells.change import AppendRows, SetCell
from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS, START_HERE
from tests.hosts.places import EVERY_PLACE, NOON, SUMMARY, Kind, as_file, delivered, said, theirs, two_sheets
from tests.support import SAMPLES

pytestmark = pytest.mark.parametrize("kind", EVERY_PLACE)


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return theirs(tmp_path / "tracker.xlsx")


def entries(path: Path) -> dict[str, object]:
    """Return the content of the workbook other than the generated sheets."""
    ours = ("sheets", "table tblPracticeSummary")
    return {
        what: told
        for what, told in said(path).items()
        if what not in ours and SUMMARY not in what and "Notes on it" not in what
    }


# -- sheets


def test_sheets_that_are_not_there_are_added_at_the_end(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    told = delivered(place, two_sheets())
    assert (told.replaced, told.added) == ((), (SUMMARY, "Notes on it"))
    assert said(place.saved())["sheets"] == ["Mine", "Practices", SUMMARY, "Notes on it"]


def test_an_empty_sheet_with_the_name_is_filled_in_its_position(kind: Kind, tmp_path: Path) -> None:
    place = kind(theirs(tmp_path / "tracker.xlsx", sheets=True))
    assert delivered(place, two_sheets()).replaced == (SUMMARY,)
    told = said(place.saved())
    assert told["sheets"] == ["Mine", SUMMARY, "Practices", "Notes on it"]
    assert told[f"{SUMMARY}!B2"] == 12


def test_sheets_hold_what_was_drawn_with_tables_and_charts_of_their_own(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    delivered(place, two_sheets())
    delivered(place, two_sheets((56, 78)))
    told = said(place.saved())
    assert [told[f"{SUMMARY}!{cell}"] for cell in ("A1", "B1", "B2", "B3")] == ["Practice", "Size", 56, 78]
    assert told["table tblPracticeSummary"] == f"{SUMMARY}!A1:B3"
    assert told[f"charts on {SUMMARY}"] == [[f"'{SUMMARY}'!$B$2:$B$3"]]
    assert told[f"merged on {SUMMARY}"] == ["A6:B6"]


def test_what_belongs_to_a_sheet_and_not_to_its_cells_comes_too(kind: Kind, tmp_path: Path) -> None:
    place = kind(theirs(tmp_path / "tracker.xlsx", sheets=True))
    delivered(place, two_sheets())
    sheet = load_workbook(place.saved())[SUMMARY]
    assert sheet.freeze_panes == "A2"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.tabColor.rgb == "FF005EB8"
    assert [one.id for one in sheet.row_breaks.brk] == [4]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_generated_sheet_stays_hidden(kind: Kind, state: str, tracker: Path) -> None:
    delivered(as_file(tracker), two_sheets())
    book = load_workbook(tracker)
    book[SUMMARY].sheet_state = state
    book.save(tracker)
    place = kind(tracker)
    assert delivered(place, two_sheets((56, 78))).kept == ()
    after = load_workbook(place.saved())[SUMMARY]
    assert (after.sheet_state, after["B2"].value) == (state, 56)


def test_formulas_names_and_charts_of_theirs_point_where_they_pointed(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    before = entries(tracker)
    delivered(place, two_sheets())
    assert entries(place.saved()) == before
    delivered(place, two_sheets((56, 78)))
    assert entries(place.saved()) == before


def test_a_formula_keeps_its_reference_to_a_generated_table(kind: Kind, tracker: Path) -> None:
    delivered(as_file(tracker), two_sheets())
    book = load_workbook(tracker)
    book["Mine"]["A3"] = "=SUM(tblPracticeSummary[Size])"
    book.save(tracker)
    place = kind(tracker)
    told = delivered(place, two_sheets((56, 78)))
    assert told.kept == ()
    assert said(place.saved())["Mine!A3"] == "=SUM(tblPracticeSummary[Size])"


def test_a_second_delivery_finds_nobody_has_typed(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    delivered(place, two_sheets())
    told = delivered(place, two_sheets())
    assert (told.replaced, told.added, told.kept, told.warnings) == ((SUMMARY, "Notes on it"), (), (), ())


@pytest.mark.parametrize("next_kind", EVERY_PLACE)
def test_each_host_knows_the_sheets_that_another_delivered(kind: Kind, next_kind: Kind, tracker: Path) -> None:
    first = kind(tracker)
    delivered(first, two_sheets())
    told = delivered(next_kind(first.saved()), two_sheets((56, 78)))
    assert (told.replaced, told.kept) == ((SUMMARY, "Notes on it"), ())


def test_text_typed_on_a_generated_sheet_is_kept_on_a_dated_copy(kind: Kind, tracker: Path) -> None:
    delivered(as_file(tracker), two_sheets())
    book = load_workbook(tracker)
    book[SUMMARY]["E9"] = "why so few?"
    book.save(tracker)
    place = kind(tracker)
    told = delivered(place, two_sheets((56, 78)))
    copy = "Practice summa kept 15 Mar 2017"
    assert told.kept == ((SUMMARY, copy),)
    assert copy in told.warnings[0]
    after = said(place.saved())
    assert after[f"{copy}!E9"] == "why so few?"
    assert after[f"{copy}!B2"] == 12
    assert after[f"charts on {copy}"] == [[f"'{copy}'!$B$2:$B$3"]]
    assert f"{SUMMARY}!E9" not in after
    assert f"name {copy}!_pc_generated" not in after


def test_a_sheet_of_somebody_elses_is_refused_and_nothing_is_changed(kind: Kind, tracker: Path) -> None:
    book = load_workbook(tracker)
    book.create_sheet(SUMMARY)["A1"] = "mine"
    book.save(tracker)
    before = said(tracker)
    place = kind(tracker)
    with pytest.raises(WorkbookProblem, match=f"'{SUMMARY}' that this program did not make"):
        delivered(place, two_sheets())
    assert said(place.saved()) == before


def test_a_table_name_that_is_taken_is_refused(kind: Kind, tracker: Path) -> None:
    book = load_workbook(tracker)
    table = book["Practices"].tables.pop("tblPractices")
    table.name = table.displayName = "tblPracticeSummary"
    book["Practices"].add_table(table)
    book.save(tracker)
    before = said(tracker)
    place = kind(tracker)
    with pytest.raises(WorkbookProblem, match="Rename that table"):
        delivered(place, two_sheets())
    assert said(place.saved()) == before


def test_a_refresh_fills_every_generated_sheet_and_says_so(kind: Kind, tmp_path: Path) -> None:
    place = kind(Path(copyfile(SAMPLES / "thurrock-2017.xlsx", tmp_path / "tracker.xlsx")))
    told = app.refresh(place.host, now=NOON).delivered
    assert (*told.replaced, *told.added) == GENERATED_SHEETS
    assert (told.kept, told.written) == ((), True)


def test_a_refresh_brings_start_here_up_to_date_where_it_is_there(kind: Kind, tmp_path: Path) -> None:
    app.new_tracker(tmp_path / "tracker.xlsx", "thurrock-2017")
    place = kind(tmp_path / "tracker.xlsx")
    told = app.refresh(place.host, now=NOON).delivered
    assert (*told.replaced, *told.added) == (START_HERE, *GENERATED_SHEETS)
    assert told.kept == ()


def test_a_persons_own_sheet_called_start_here_is_left_alone(kind: Kind, tmp_path: Path) -> None:
    book = load_workbook(SAMPLES / "thurrock-2017.xlsx")
    book.create_sheet(START_HERE)["B2"] = "our own notes"
    book.save(tmp_path / "tracker.xlsx")
    place = kind(tmp_path / "tracker.xlsx")
    told = app.refresh(place.host, now=NOON).delivered
    assert (*told.replaced, *told.added) == GENERATED_SHEETS
    assert load_workbook(place.saved())[START_HERE]["B2"].value == "our own notes"


# -- earlier editions


def test_the_earlier_workbook_is_kept_under_a_dated_name(kind: Kind, tracker: Path) -> None:
    before = tracker.read_bytes()
    place = kind(tracker)
    delivered(place, two_sheets())
    assert place.earlier() == {"2017-03-15 1200 tracker.xlsx": before}


def test_the_newest_so_many_are_kept(kind: Kind, tracker: Path) -> None:
    place, before = kind(tracker), []
    for n in range(4):
        before.append(place.saved().read_bytes())
        place.host.deliver(two_sheets((n, n)), keep=2, now=NOON + timedelta(days=n))
    assert list(place.earlier().items()) == [
        ("2017-03-17 1200 tracker.xlsx", before[2]),
        ("2017-03-18 1200 tracker.xlsx", before[3]),
    ]


def test_backups_of_one_minute_have_different_names(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    for n in range(2):
        place.saved()
        delivered(place, two_sheets((n, n)))
    assert set(place.earlier()) == {"2017-03-15 1200 tracker.xlsx", "2017-03-15 1200 tracker (2).xlsx"}


def test_to_keep_none_is_our_mistake_and_nothing_is_done(kind: Kind, tracker: Path) -> None:
    before = said(tracker)
    place = kind(tracker)
    with pytest.raises(InternalError):
        place.host.deliver(two_sheets(), keep=0, now=NOON)
    assert said(place.saved()) == before
    assert place.earlier() == {}


def test_what_is_refused_is_followed_by_what_is_not(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    place.host.read()
    with pytest.raises(WorkbookProblem, match="no sheet called 'Nowhere'"):
        delivered(place, two_sheets(), changes=[SetCell("Mine", "B1", 1), SetCell("Nowhere", "A1", 1)])
    assert delivered(place, two_sheets()).added == (SUMMARY, "Notes on it")
    assert "Mine!B1" not in said(place.saved())


# -- changes


def test_cells_are_set_and_their_formats_stay(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    changes = [
        SetCell("Practices", "B2", 1250),
        SetCell("mine", "B1", date(2017, 3, 15)),
        SetCell("Mine", "B2", None),
        SetCell("Mine", "B3", True),
    ]
    assert delivered(place, None, changes=changes).changed == 4
    book = load_workbook(place.saved())
    assert (book["Practices"]["B2"].value, book["Practices"]["B2"].number_format) == (1250, "#,##0")
    assert book["Mine"]["B1"].value.date() == date(2017, 3, 15)
    assert book["Mine"]["B3"].value is True


@pytest.mark.parametrize("text", ["=1+1", "+5", "-late", "@lead", "01/02/2017", "12", "'tis so", "=cmd|' /C calc'!A0"])
def test_text_stays_the_text_it_is(kind: Kind, tracker: Path, text: str) -> None:
    place = kind(tracker)
    delivered(place, None, changes=[SetCell("Mine", "C1", text)])
    cell = load_workbook(place.saved())["Mine"]["C1"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_rows_are_added_under_a_list_with_its_formats_and_formulas(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    rows = [{"Practice code": "V00003", "List size": 5600}, {"Practice code": "=V00004"}]
    told = delivered(place, None, changes=[AppendRows("TBLPRACTICES", rows)])
    assert (told.changed, told.replaced, told.added) == (1, (), ())
    sheet = load_workbook(place.saved())["Practices"]
    assert sheet.tables["tblPractices"].ref == "A1:C5"
    assert [sheet[cell].value for cell in ("A4", "B4", "A5", "B5")] == ["V00003", 5600, "=V00004", None]
    assert sheet["A5"].data_type == "s"
    assert str(sheet["C4"].value).startswith("=")


def test_the_blank_row_of_an_empty_list_is_filled_first(kind: Kind, tracker: Path) -> None:
    book = load_workbook(tracker)
    sheet = book["Practices"]
    sheet.tables["tblPractices"].ref = "A1:C2"
    sheet.tables["tblPractices"].autoFilter = None
    for cell in ("A2", "B2", "A3", "B3", "C3"):
        sheet[cell] = None
    book.save(tracker)
    place = kind(tracker)
    delivered(place, None, changes=[AppendRows("tblPractices", [{"Practice code": "V00009"}])])
    sheet = load_workbook(place.saved())["Practices"]
    assert (sheet.tables["tblPractices"].ref, sheet["A2"].value) == ("A1:C2", "V00009")


def test_blank_rows_at_the_end_of_a_list_are_filled_before_any_is_added(kind: Kind, tracker: Path) -> None:
    book = load_workbook(tracker)
    for cell in ("A3", "B3"):
        book["Practices"][cell] = None
    book.save(tracker)
    place = kind(tracker)
    rows = [{"Practice code": "V00008"}, {"Practice code": "V00009"}]
    delivered(place, None, changes=[AppendRows("tblPractices", rows)])
    sheet = load_workbook(place.saved())["Practices"]
    assert [sheet[cell].value for cell in ("A2", "A3", "A4")] == ["V00001", "V00008", "V00009"]
    assert sheet.tables["tblPractices"].ref == "A1:C4"


def test_a_row_with_only_a_text_like_a_formula_is_not_blank(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    for code in ("=V00003", "V00004"):
        delivered(place, None, changes=[AppendRows("tblPractices", [{"Practice code": code}])])
    sheet = load_workbook(place.saved())["Practices"]
    assert [sheet[cell].value for cell in ("A4", "A5")] == ["=V00003", "V00004"]


def test_a_row_is_not_blank_in_which_somebody_works_something_out(kind: Kind, tracker: Path) -> None:
    book = load_workbook(tracker)
    book["Practices"]["A3"], book["Practices"]["B3"] = None, "=B2+1"
    book.save(tracker)
    place = kind(tracker)
    delivered(place, None, changes=[AppendRows("tblPractices", [{"Practice code": "V00009", "List size": 900}])])
    sheet = load_workbook(place.saved())["Practices"]
    assert [sheet[cell].value for cell in ("A3", "B3", "A4", "B4")] == [None, "=B2+1", "V00009", 900]


REFUSED = {
    "no such sheet": (SetCell("Nowhere", "A1", 1), "no sheet called 'Nowhere'"),
    "a heading": (SetCell("Practices", "A1", "Code"), "Practices!A1 is a heading"),
    "an array formula": (SetCell("Practices", "E2", 1), "Practices!E2 holds a formula that fills other cells"),
    "what it fills": (SetCell("Practices", "E3", 1), "Practices!E3 is filled by a formula"),
    "under a merged cell": (SetCell("Practices", "H1", 1), "Practices!H1 is hidden under the merged cell G1"),
    "too long a text": (SetCell("Mine", "A1", "x" * 32_768), "Mine!A1 has 32,768 characters"),
    "no number": (SetCell("Mine", "A1", float("nan")), "not a number"),
    "no such list": (AppendRows("tblNowhere", [{"A": 1}]), "no table called 'tblNowhere'"),
    "no such column": (AppendRows("tblPractices", [{"Colour": "red"}]), "no column headed 'Colour'"),
    "no room": (AppendRows("tblPractices", [{"Practice code": f"V{n}"} for n in range(6)]), "something in A9"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_if_one_change_is_refused_no_change_and_no_sheet_is_written(kind: Kind, case: str, tracker: Path) -> None:
    change, words = REFUSED[case]
    before = said(tracker)
    place = kind(tracker)
    good = [
        SetCell("Practices", "B2", 1),
        SetCell("Mine", "A1", "gone"),
        AppendRows("tblPractices", [{"Practice code": "V00003"}]),
    ]
    with pytest.raises(WorkbookProblem, match=words):
        delivered(place, two_sheets(), changes=[*good, change])
    assert said(place.saved()) == before


def test_changes_and_sheets_come_together(kind: Kind, tracker: Path) -> None:
    place = kind(tracker)
    told = delivered(place, two_sheets(), changes=[SetCell("Practices", "B2", 1250)])
    assert (told.changed, told.added) == (1, (SUMMARY, "Notes on it"))
    after = said(place.saved())
    assert (after["Practices!B2"], after[f"{SUMMARY}!B2"]) == (1250, 12)


def test_a_clash_of_sheets_takes_the_changes_back(kind: Kind, tracker: Path) -> None:
    book = load_workbook(tracker)
    book.create_sheet("Notes on it")["A1"] = "mine"
    book.save(tracker)
    before = said(tracker)
    place = kind(tracker)
    with pytest.raises(WorkbookProblem, match="did not make"):
        delivered(place, two_sheets(), changes=[SetCell("Practices", "B2", 1250)])
    assert said(place.saved()) == before


def test_a_renamed_generated_sheet_is_recognised(kind: Kind, tracker: Path) -> None:
    delivered(as_file(tracker), two_sheets())
    book = load_workbook(tracker)
    book[SUMMARY].title = "Mine now"
    book.save(tracker)
    before = said(tracker)
    place = kind(tracker)
    with pytest.raises(WorkbookProblem, match="looks like an earlier"):
        delivered(place, two_sheets())
    assert said(place.saved()) == before
