"""Rows, columns, lists and names as people leave them: each is read rightly, or named with what to do.

The situations are those of ../shared/cases that concern lists, and more of their kinds, put into copies of the sample as
Excel saves them.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from pc_workbook.app import check, figures, hand_out
from pc_workbook.hosts.file import FileHost
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.wording.findings import current_entry, message
from tests.support import SAMPLES, shared

SAMPLE = SAMPLES / "thurrock-2017.xlsx"
Mark = tuple[str, Severity, str]
Figures = list[tuple[str, str, str, object]]


def findings_of(path: Path) -> tuple[Finding, ...]:
    return check(FileHost(path)).findings


def figures_of(path: Path) -> Figures:
    """The figures but those of claims: the cases' inputs are of a time before trackers listed them."""
    rows = [one for one in figures(FileHost(path)) if not one.measure.startswith("claim_")]
    return [(one.measure, one.organisation, one.period, one.value) for one in rows]


@cache
def as_it_was() -> tuple[frozenset[tuple[str, str]], Figures]:
    return frozenset((one.code, one.where) for one in findings_of(SAMPLE)), figures_of(SAMPLE)


def told(path: Path) -> list[Finding]:
    """The findings that the sample has not."""
    known = as_it_was()[0] | {("P24", "Meetings!D8"), ("P25", "Meetings!D7"), ("P25", "Meetings!D9")}
    return [one for one in findings_of(path) if (one.code, one.where) not in known]


def marks(path: Path) -> list[Mark]:
    return [(one.code, one.severity, one.where) for one in told(path)]


def ratio_of(path: Path, organisation: str) -> float:
    (value,) = {one[3] for one in figures_of(path) if one[:2] == ("patients_per_gp_fte", organisation)}
    assert isinstance(value, float)
    return round(value, 3)


def ratios(path: Path) -> tuple[float, float]:
    return ratio_of(path, "Thurrock"), ratio_of(path, "West")


@cache
def of_the_cases() -> Figures:
    """The figures of the sample that the cases were made from."""
    return figures_of(SAMPLES / "thurrock-2017-resolved.xlsx")


RIGHT = (2072.0, 2435.217)
NOTE, WARN, BLOCK = Severity.NOTE, Severity.WARNING, Severity.ERROR


# ---------------------------------------------------------------------------- the situations of ../shared/cases


def test_rows_below_a_blank_row_are_read() -> None:
    path = shared("cases", "a04-row-below-a-blank-row", "input.xlsx")
    assert marks(path) == [("R19", NOTE, "Workforce!A71")]
    assert message(told(path)[0]).what_to_do.startswith("Move them up to row 70, right below the list,")
    assert ratios(path) == RIGHT


@pytest.mark.parametrize("name", ["input_actions", "input_localities", "input_workforce"])
def test_excels_totals_row_is_no_row_of_the_list(name: str, tmp_path: Path) -> None:
    path = shared("cases", "a05-totals-row", f"{name}.xlsx")
    assert marks(path) == []
    assert figures_of(path) == of_the_cases()
    handed = hand_out(FileHost(path), tmp_path, now=datetime(2017, 3, 15))
    assert len(handed.returns) == 4


@pytest.mark.parametrize("name", ["input", "input_nbsp"])
def test_a_locality_with_a_blank_is_that_locality(name: str) -> None:
    path = shared("cases", "a09-locality-with-a-blank", f"{name}.xlsx")
    assert marks(path) == []
    assert ratios(path) == RIGHT
    assert {one[1] for one in figures_of(path)} == {one[1] for one in of_the_cases()}


def test_a_column_put_in_on_settings_changes_nothing() -> None:
    path = shared("cases", "a10-settings-column-put-in", "input.xlsx")
    assert [one for one in marks(path) if one[0] != "P05"] == [("R04", NOTE, "Settings!B5")]  # P05 moved to C12
    assert figures_of(path) == of_the_cases()


def test_a_heading_of_settings_that_was_renamed_is_named() -> None:
    path = shared("cases", "a10-settings-column-put-in", "input_heading.xlsx")
    assert marks(path) == [("R02", WARN, "Settings!A5")]
    assert figures_of(path) == of_the_cases()


def test_a_renamed_list_is_read_in_its_frame_and_its_name_is_asked_for() -> None:
    path = shared("cases", "a13-list-renamed", "input.xlsx")
    assert marks(path) == [("R26", NOTE, "Workforce!A5"), ("R71", NOTE, "Workforce!A75")]
    named, source = told(path)
    assert message(named).text.startswith(
        "The list is called Workforce_2017. Name it tblWorkforce (Table Design > Table Name)."
    )
    assert current_entry(source.entry) == "Source: NHS Digital"
    assert ratios(path) == RIGHT


# ---------------------------------------------------------------------------- more of their kinds


def table_of(sheet: Worksheet) -> Table:
    (found,) = sheet.tables.values()
    return found


def resized(sheet: Worksheet, rows: int) -> None:
    """The list with so many more rows in its frame."""
    table = table_of(sheet)
    first, last = table.ref.split(":")
    letters = last.rstrip("0123456789")
    table.ref = f"{first}:{letters}{int(last[len(letters) :]) + rows}"
    table.autoFilter.ref = table.ref


def as_range(book: openpyxl.Workbook, name: str) -> Worksheet:
    sheet = book[name]
    sheet.tables.clear()
    return sheet


def typed_total(book: openpyxl.Workbook) -> None:
    sheet = book["Workforce"]
    sheet["A72"], sheet["D72"] = "Total", 165.3


def total_of_localities(book: openpyxl.Workbook) -> None:
    sheet = book["Localities"]
    sheet["A11"], sheet["B11"] = "Grand total", "4 localities"


def subtotal_inside(book: openpyxl.Workbook) -> None:
    sheet = book["Workforce"]
    sheet.insert_rows(20)
    sheet["A20"], sheet["C20"], sheet["D20"] = "Subtotal North", "Subtotal", 20.0
    resized(sheet, 1)


def all_below_actions(book: openpyxl.Workbook) -> None:
    book["Actions"]["A13"] = "All"


def source_below_localities(book: openpyxl.Workbook) -> None:
    book["Localities"]["A12"] = "Source: NHS Digital, March 2017"


def headings_inside(book: openpyxl.Workbook) -> None:
    sheet = book["Workforce"]
    sheet.insert_rows(20)
    for spot in range(1, 10):
        sheet.cell(20, spot).value = sheet.cell(5, spot).value
    resized(sheet, 1)


def other_list_below(book: openpyxl.Workbook) -> None:
    for row, values in enumerate((("Year", "GPs"), (2015, 20), (2016, 21)), 75):
        for spot, value in enumerate(values, 1):
            book["Workforce"].cell(row, spot).value = value


def second_beside(book: openpyxl.Workbook) -> None:
    sheet = book["Workforce"]
    for row in (5, 6):
        for spot in range(1, 10):
            sheet.cell(row, spot + 11).value = sheet.cell(row, spot).value


def copied_sheet(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["Workforce"]).title = "Workforce (2)"


def copied_list(book: openpyxl.Workbook) -> None:
    sheet = book.copy_worksheet(book["Workforce"])
    sheet.title = "Old data"
    sheet.add_table(Table(displayName="tblWorkforce3", ref=table_of(book["Workforce"]).ref))


def turned_into_a_range(book: openpyxl.Workbook) -> None:
    as_range(book, "Workforce")


def sheet_in_capitals(book: openpyxl.Workbook) -> None:
    as_range(book, "Workforce").title = "WORK FORCE "


def hidden_sheet(book: openpyxl.Workbook) -> None:
    book["Workforce"].sheet_state = "veryHidden"
    for row in range(6, 30):
        book["Workforce"].row_dimensions[row].hidden = True


def odd_headings(book: openpyxl.Workbook) -> None:
    sheet = as_range(book, "Workforce")
    sheet["A5"], sheet["B5"], sheet["C5"] = "Practice\ncode", " PERIOD\xa0", "Stаff group"  # a Cyrillic letter


def merged_heading(book: openpyxl.Workbook) -> None:
    sheet = as_range(book, "Workforce")
    sheet["A4"], sheet["A5"] = "Practice code", None
    sheet.merge_cells("A4:A5")


def same_heading_empty(book: openpyxl.Workbook) -> None:
    as_range(book, "Workforce")["J5"] = "FTE"


def same_heading_same(book: openpyxl.Workbook) -> None:
    sheet = same_heading(book)
    for row in range(6, 72):
        sheet.cell(row, 10).value = sheet.cell(row, 4).value


def same_heading(book: openpyxl.Workbook) -> Worksheet:
    sheet = as_range(book, "Workforce")
    sheet["J5"] = "FTE"
    return sheet


def settings_twice(book: openpyxl.Workbook) -> None:
    sheet = book["Settings"]
    sheet["A23"], sheet["B23"] = "As at date", "01/01/2015"


def line_below_settings(book: openpyxl.Workbook) -> None:
    book["Settings"]["A25"] = "Agreed by the Board in March."


def settings_sheet_in_capitals(book: openpyxl.Workbook) -> None:
    as_range(book, "Settings").title = "SETTINGS "


def frame_too_small(book: openpyxl.Workbook) -> None:
    resized(book["Workforce"], -21)


def moved_right(book: openpyxl.Workbook) -> None:
    sheet = book["Workforce"]
    sheet.insert_cols(1, 2)
    table_of(sheet).ref = table_of(sheet).autoFilter.ref = "C5:K71"


R26 = ("R26", NOTE, "Workforce!A5")
SAME_FIGURES: dict[Callable[[openpyxl.Workbook], object], list[Mark]] = {
    typed_total: [("R70", NOTE, "Workforce!A72")],
    total_of_localities: [("R70", NOTE, "Localities!A11")],
    subtotal_inside: [("R70", NOTE, "Workforce!A20")],
    all_below_actions: [("R70", NOTE, "Actions!A13")],
    source_below_localities: [("R71", NOTE, "Localities!A12")],
    headings_inside: [("R72", NOTE, "Workforce!A20")],
    other_list_below: [("R71", WARN, "Workforce!A75")],
    second_beside: [("R74", WARN, "Workforce!L5")],
    copied_sheet: [("R74", WARN, "'Workforce (2)'!A5")],
    copied_list: [("R74", WARN, "'Old data'!A5")],
    turned_into_a_range: [R26],
    sheet_in_capitals: [("R26", NOTE, "'WORK FORCE '!A5")],
    hidden_sheet: [],
    odd_headings: [("R03", NOTE, "Workforce!A5"), R26, ("R03", NOTE, "Workforce!B5"), ("R03", NOTE, "Workforce!C5")],
    merged_heading: [R26],
    same_heading_empty: [("R73", WARN, "Workforce!J5"), R26],
    same_heading_same: [("R73", WARN, "Workforce!J5"), R26],
    settings_twice: [("R14", BLOCK, "Settings!A23")],
    line_below_settings: [],
    settings_sheet_in_capitals: [("P05", NOTE, "'SETTINGS '!B12")],
    frame_too_small: [("R19", NOTE, "Workforce!A52")],
    moved_right: [],
}


def changed(change: Callable[[openpyxl.Workbook], object], folder: Path) -> Path:
    book = openpyxl.load_workbook(SAMPLE)
    change(book)
    book.save(folder / "tracker.xlsx")
    return folder / "tracker.xlsx"


@pytest.mark.parametrize("change", SAME_FIGURES, ids=lambda change: change.__name__)
def test_it_changes_no_figure_and_is_named(change: Callable[[openpyxl.Workbook], object], tmp_path: Path) -> None:
    path = changed(change, tmp_path)
    assert marks(path) == SAME_FIGURES[change]
    assert figures_of(path) == as_it_was()[1]


def test_a_totals_row_never_is_to_be_dragged_over_nor_handed_out(tmp_path: Path) -> None:
    path = changed(total_of_localities, tmp_path)
    assert not any("Drag" in message(one).text or "drag" in message(one).text for one in told(path))
    handed = hand_out(FileHost(path), tmp_path / "out", now=datetime(2017, 3, 15))
    assert [one.stamp.locality for one in handed.returns] == ["North", "South", "East", "West"]


def test_two_columns_that_differ_give_no_figure(tmp_path: Path) -> None:
    def differ(book: openpyxl.Workbook) -> None:
        same_heading(book)["J6"] = 1

    path = changed(differ, tmp_path)
    assert marks(path) == [("R73", BLOCK, "Workforce!J5"), R26]
    assert "Column D and column J are headed “FTE” and hold different values" in message(told(path)[0]).text
    assert {one[3] for one in figures_of(path) if one[:2] == ("patients_per_gp_fte", "Thurrock")} == {None}


def test_the_heading_value_of_settings_is_not_guessed(tmp_path: Path) -> None:
    def renamed(book: openpyxl.Workbook) -> None:
        as_range(book, "Settings")["B5"] = "Our choice"

    path = changed(renamed, tmp_path)
    (named,) = [one for one in told(path) if one.sheet == "Settings"]
    assert (named.code, named.severity, named.cell) == ("R02", BLOCK, "B5")
    assert "Is it the one headed “Our choice”?" in message(named).text


def test_a_setting_whose_name_has_a_slip_is_named_with_what_was_meant(tmp_path: Path) -> None:
    def slipped(book: openpyxl.Workbook) -> None:
        book["Settings"]["A8"] = "As-at datum"

    named = {one.code: one for one in told(changed(slipped, tmp_path)) if one.sheet == "Settings"}
    assert named["R71"].cell == "A8"
    assert "Did you mean “As-at date”?" in message(named["R71"]).text


def test_a_list_without_headings_is_not_told_that_its_sheet_is_missing(tmp_path: Path) -> None:
    def cleared(book: openpyxl.Workbook) -> None:
        for cell in as_range(book, "Workforce")[5]:
            cell.value = None

    assert [one for one in marks(changed(cleared, tmp_path)) if one[2].startswith("Workforce")] == [
        ("R75", WARN, "Workforce!A1")
    ]


def test_a_copy_of_a_sheet_that_is_gone_is_suggested(tmp_path: Path) -> None:
    def only_copy(book: openpyxl.Workbook) -> None:
        copied_list(book)
        del book["Workforce"]

    named = [one for one in told(changed(only_copy, tmp_path)) if one.code in ("R01", "R74")]
    assert [(one.code, one.where) for one in named] == [("R01", "Workforce!A1")]
    assert message(named[0]).text.endswith("Is it the list on the sheet “Old data”?")


def test_a_column_that_stands_outside_its_frame_is_named(tmp_path: Path) -> None:
    def cut(book: openpyxl.Workbook) -> None:
        table = table_of(book["Workforce"])
        table.ref = table.autoFilter.ref = "A5:C71"
        table.tableColumns = table.tableColumns[:3]

    named = [one for one in told(changed(cut, tmp_path)) if one.where == "Workforce!D5"]
    assert [one.code for one in named] == ["R02"]
    assert message(named[0]).text == (
        "There is no column headed “FTE”. Add the column, or correct its heading. "
        "It is beside the list, in D5: drag the list's corner over its column."
    )


@pytest.mark.parametrize("typed", ["West ", "\xa0West", "west", "WEST", "Wеst", "West\u200b", "We\u200bst", "West."])
def test_however_a_locality_is_typed_it_is_the_one_listed(typed: str, tmp_path: Path) -> None:
    def retyped(book: openpyxl.Workbook) -> None:
        sheet = book["Practices"]
        for row in range(6, 39):
            if sheet.cell(row, 3).value == "West":
                sheet.cell(row, 3).value = typed

    path = changed(retyped, tmp_path)
    assert figures_of(path) == as_it_was()[1]
    assert {one.code for one in told(path)} <= {"R11", "R18"}
    assert all(one.severity is NOTE for one in told(path))
    assert len(told(path)) <= 1  # one for all of them


def test_a_practice_code_with_a_letter_of_another_alphabet_is_that_practice(tmp_path: Path) -> None:
    def retyped(book: openpyxl.Workbook) -> None:
        sheet = book["Workforce"]
        sheet["A6"] = str(sheet["A6"].value).replace("V", "ν")  # a Greek letter

    path = changed(retyped, tmp_path)
    assert [(one.code, one.where) for one in told(path)] == [("R18", "Workforce!A6")]
    assert figures_of(path) == as_it_was()[1]


def test_a_name_is_quoted_so_that_a_blank_can_be_seen(tmp_path: Path) -> None:
    def retyped(book: openpyxl.Workbook) -> None:
        book["Practices"]["C6"] = "Nowhere "

    (named,) = [one for one in told(changed(retyped, tmp_path)) if one.code == "R15"]
    assert current_entry(named.entry) in ("Nowhere", "“Nowhere ”")


def test_a_row_that_names_its_practice_is_no_totals_row(tmp_path: Path) -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Workforce"]["B6"] = "Total"

    assert ("R08", BLOCK, "Workforce!B6") in marks(changed(typed, tmp_path))


@pytest.mark.parametrize("name", ["All Saints Surgery", "Total Health Centre", "Source Street Practice"])
def test_a_practices_name_in_the_column_of_codes_is_an_error(name: str, tmp_path: Path) -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Workforce"]["A6"] = name

    assert ("R16", BLOCK, "Workforce!A6") in marks(changed(typed, tmp_path))
