"""Cells are changed in place, and nothing else changes."""

import datetime
import math
import re
import warnings
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pc_workbook.cells.change import AppendRows, SetCell
from pc_workbook.errors import InternalError, WorkbookProblem
from pc_workbook.ooxml.edit.cell_value import Value
from pc_workbook.ooxml.edit.cells import EditReport, edit
from tests.ooxml import masters
from tests.ooxml.masters import make, new_issues, parts, repack, replacing, unchanged
from tests.support.excel_rules import problems

# openpyxl tells that it will not write extensions; here it only reads.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
MAY_CHANGE = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/calcChain.xml",
}


def tracker(path: Path, totals: bool = False, below: str | None = None) -> Path:
    """A table of actions as a programme keeps it: formats, a calculated column, validation, conditional formats."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Actions")
    day = book.add_format({"num_format": "dd mmm yyyy"})
    percent = book.add_format({"num_format": "0%", "bold": True})
    columns = [
        {"header": "Ref"},
        {"header": "Due", "format": day},
        {"header": "Progress", "format": percent},
        {"header": "Left", "formula": "=1-tblActions[@[Progress]]", "format": percent},
        {"header": "Note"},
    ]
    data = [
        ["A1", datetime.date(2017, 3, 15), 0.5, None, "first"],
        ["A2", datetime.date(2017, 4, 1), 0.25, None, "second"],
    ]
    sheet.add_table(
        "B3:F6" if totals else "B3:F5", {"name": "tblActions", "columns": columns, "data": data, "total_row": totals}
    )
    sheet.set_row(4, 30)
    sheet.set_column("H:H", 10, percent)
    sheet.data_validation("F4:F5", {"validate": "list", "source": ["first", "second"]})
    sheet.data_validation("H4:H5", {"validate": "list", "source": ["a"]})
    sheet.conditional_format("D4:D5", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("D4:E5", {"type": "3_color_scale"})
    if below:
        sheet.write_string(below, "in the way")
    totals_sheet = book.add_worksheet("Sums")
    totals_sheet.write_formula("A1", "=SUM(tblActions[Progress])", None, 0.75)
    totals_sheet.merge_range("C3:D4", "merged")
    totals_sheet.write_array_formula("F1:F3", "{=ROW(1:3)}", None, 1)
    book.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tracker(tmp_path / "tracker.xlsx")


def changed(path: Path, *changes: SetCell | AppendRows) -> EditReport:
    before = path.with_name("before" + path.suffix)
    before.write_bytes(path.read_bytes())
    report = edit(path, changes, path)
    assert new_issues(path, before) == []
    assert set(problems(path)) <= set(problems(before))
    assert set(parts(before)) - set(unchanged(before, path)) == {*report.touched, *report.removed}
    return report


def read(path: Path, sheet: str = "Actions") -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)  # type: ignore[return-value]


def cell(path: Path, address: str, sheet: str = "Actions") -> object:
    return openpyxl.load_workbook(path)[sheet][address].value


# -- setting cells


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("Ring Dr Shah", "Ring Dr Shah"),
        ("=SUM(A1) is what she wrote", "=SUM(A1) is what she wrote"),
        ("- first\n- second", "- first\n- second"),
        (" spaces round it ", " spaces round it "),
        ("_x0041_ and \x0b", "_x0041_ and \x0b"),
        (17, 17),
        (-0.125, -0.125),
        (True, True),
        (1e300, 1e300),
    ],
)
def test_a_value_reads_back_as_it_was_set(path: Path, value: Value, seen: object) -> None:
    changed(path, SetCell("actions", "F4", value))
    assert read(path)[3][5] == seen


def test_only_the_sheet_and_the_workbook_part_change(path: Path) -> None:
    report = changed(path, SetCell("Actions", "F4", "changed"))
    assert set(report.touched) <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert report.added == report.removed == ()


def test_a_date_is_a_date_in_a_cell_that_showed_none(path: Path) -> None:
    changed(
        path, SetCell("Actions", "F4", datetime.date(2017, 3, 15)), SetCell("Actions", "C4", datetime.date(2017, 5, 1))
    )
    assert cell(path, "F4") == datetime.datetime(2017, 3, 15)
    assert cell(path, "C4") == datetime.datetime(2017, 5, 1)
    assert openpyxl.load_workbook(path)["Actions"]["C4"].number_format == "dd mmm yyyy"


def test_a_time_of_day_is_kept(path: Path) -> None:
    changed(path, SetCell("Actions", "F4", datetime.datetime(2017, 3, 15, 18, 30)))
    assert cell(path, "F4") == datetime.datetime(2017, 3, 15, 18, 30)


def test_dates_count_from_1904_where_the_workbook_does(path: Path) -> None:
    repack(path, {"xl/workbook.xml": replacing("<workbookPr ", '<workbookPr date1904="1" ')})
    changed(path, SetCell("Actions", "C4", datetime.date(2017, 3, 15)))
    assert b"<v>41347</v>" in parts(path)["xl/worksheets/sheet1.xml"]
    assert cell(path, "C4") == datetime.datetime(2017, 3, 15)
    with pytest.raises(WorkbookProblem, match="can't hold dates before 01/01/1904"):
        edit(path, [SetCell("Actions", "C4", datetime.date(1903, 1, 1))], path)


def test_text_that_looks_like_a_formula_is_marked_to_stay_text_when_edited(path: Path) -> None:
    changed(path, SetCell("Actions", "F4", "+3 practices"), SetCell("Actions", "F5", "3 practices"))
    sheet = openpyxl.load_workbook(path)["Actions"]
    assert (sheet["F4"].quotePrefix, sheet["F5"].quotePrefix) == (True, False)
    changed(path, SetCell("Actions", "F4", 3))
    assert not openpyxl.load_workbook(path)["Actions"]["F4"].quotePrefix


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_cell_is_emptied_and_keeps_its_format(path: Path, nothing: Value) -> None:
    changed(path, SetCell("Actions", "D4", nothing))
    emptied = openpyxl.load_workbook(path)["Actions"]["D4"]
    assert (emptied.value, emptied.number_format, emptied.font.bold) == (None, "0%", True)


def test_a_new_cell_in_a_table_has_the_format_of_its_neighbour(path: Path) -> None:
    repack(path, {"xl/worksheets/sheet1.xml": lambda data: re.sub(rb'<c r="D5".*?</c>', b"", data)})
    changed(path, SetCell("Actions", "D5", 0.75))
    assert openpyxl.load_workbook(path)["Actions"]["D5"].number_format == "0%"


def test_a_new_cell_elsewhere_has_the_format_of_its_column(path: Path) -> None:
    changed(path, SetCell("Actions", "H30", 0.75), SetCell("Actions", "A30", 1), SetCell("Actions", "A7", 1))
    sheet = openpyxl.load_workbook(path)["Actions"]
    assert (sheet["H30"].number_format, sheet["A30"].number_format) == ("0%", "General")
    assert b'<dimension ref="A3:H30"/>' in parts(path)["xl/worksheets/sheet1.xml"]


def test_replacing_a_formula_removes_the_calculation_chain(tmp_path: Path) -> None:
    path = make("macro book", tmp_path)
    report = changed(path, SetCell("Data", "A1", 5))
    assert report.removed == ("xl/calcChain.xml",)


def test_a_workbook_without_formulas_is_not_asked_to_calculate(tmp_path: Path) -> None:
    path = repack(make("plain", tmp_path), {"xl/workbook.xml": replacing(' fullCalcOnLoad="1"', "")})
    changed(path, SetCell("Practices", "C2", 5))
    assert b"fullCalcOnLoad" not in parts(path)["xl/workbook.xml"]


def test_emptying_a_cell_that_is_not_there_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    changed(path, SetCell("Actions", "Z99", None))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("sheet", "address", "words"),
    [
        ("Actions", "C3", "is a heading of the table tblActions"),
        ("Sums", "D4", "hidden under the merged cell C3"),
        ("Sums", "F1", "holds a formula that fills other cells"),
        ("Sums", "F3", "is filled by a formula in another cell"),
        ("Nowhere", "A1", "has no sheet called 'Nowhere'"),
    ],
)
def test_what_cannot_be_set_safely_is_refused_and_nothing_is_written(
    path: Path, sheet: str, address: str, words: str
) -> None:
    before = path.read_bytes()
    with pytest.raises(WorkbookProblem, match=re.escape(words)):
        edit(path, [SetCell("Actions", "F4", "changed"), SetCell(sheet, address, "no")], path)
    assert path.read_bytes() == before


def test_shared_formulas_and_data_tables_are_refused_at_their_first_cell(path: Path) -> None:
    cells = (
        '<row r="9"><c r="A9"><f t="shared" ref="A9:A10" si="0">B9*2</f><v>0</v></c>'
        '<c r="C9"><f t="dataTable" ref="C9:C10" dt2D="0" dtr="0" r1="A1"/><v>0</v></c></row>'
        '<row r="10"><c r="A10"><f t="shared" si="0"/><v>0</v></c><c r="C10"><v>0</v></c></row></sheetData>'
    )
    repack(path, {"xl/worksheets/sheet2.xml": replacing("</sheetData>", cells)})
    for address in ("A9", "C9", "C10"):
        with pytest.raises(WorkbookProblem, match="formula"):
            edit(path, [SetCell("Sums", address, 1)], path)
    changed(path, SetCell("Sums", "A10", 1))


def test_a_pivot_table_is_not_written_into(tmp_path: Path) -> None:
    path = make("rich", tmp_path)
    with pytest.raises(WorkbookProblem, match="part of a pivot table"):
        edit(path, [SetCell("Plan", "I4", 1)], path)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(path: Path, value: float) -> None:
    with pytest.raises(WorkbookProblem, match=r"Actions!D4 is not a number"):
        edit(path, [SetCell("Actions", "D4", value)], path)


def test_text_longer_than_a_cell_allows_is_refused(path: Path) -> None:
    changed(path, SetCell("Actions", "F4", "x" * 32_767))
    with pytest.raises(WorkbookProblem, match="32,768 characters"):
        edit(path, [SetCell("Actions", "F4", "\U0001f600" * 16_384)], path)


def test_an_address_that_is_not_one_is_a_program_error(path: Path) -> None:
    with pytest.raises(InternalError):
        edit(path, [SetCell("Actions", "F0", 1)], path)


def test_cells_without_addresses_get_them(tmp_path: Path) -> None:
    path = make("bare cells", tmp_path)
    changed(path, SetCell("Practices", "B2", "changed"), SetCell("Practices", "E2", "new"))
    assert read(path, "Practices")[1] == ["F81000", "changed", 1000, "", "new"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.tuples(st.integers(10, 60), st.integers(1, 30)),
        st.one_of(
            st.booleans(),
            st.integers(-(10**14), 10**14),
            st.floats(allow_nan=False, allow_infinity=False),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff"), min_size=1),
        ),
        max_size=12,
    )
)
def test_anything_set_reads_back(path: Path, values: dict[tuple[int, int], Value]) -> None:
    out = path.with_name("out.xlsx")
    letters = openpyxl.utils.get_column_letter
    edit(path, [SetCell("Sums", f"{letters(column)}{row}", value) for (row, column), value in values.items()], out)
    assert problems(out) == []
    got = read(out, "Sums")
    for (row, column), value in values.items():
        seen = got[row - 1][column - 1]
        assert seen == value or (isinstance(value, float) and seen == pytest.approx(value, rel=1e-15))


# -- adding rows


def test_rows_are_added_with_the_formats_formulas_and_rules_of_the_table(path: Path) -> None:
    rows: list[Mapping[str, Value]] = [
        {"Ref": "A3", "Due": datetime.date(2017, 6, 1), "Progress": 1, "Note": "=third"},
        {"Ref": "A4"},
    ]
    report = changed(path, AppendRows("TBLactions", rows))
    assert report.appended == {"tblActions": "B6:F7"}
    sheet = openpyxl.load_workbook(path)["Actions"]
    assert sheet.tables["tblActions"].ref == "B3:F7"
    assert sheet.tables["tblActions"].autoFilter.ref == "B3:F7"
    assert [sheet.cell(6, column).value for column in range(2, 7)] == [
        "A3",
        datetime.datetime(2017, 6, 1),
        1,
        "=1-tblActions[[#This Row],[Progress]]",
        "=third",
    ]
    assert sheet["E7"].value == "=1-tblActions[[#This Row],[Progress]]"
    assert (sheet["C7"].number_format, sheet["D7"].number_format) == ("dd mmm yyyy", "0%")
    assert (sheet.row_dimensions[6].height, sheet.row_dimensions[7].height) == (30, 30)
    assert sorted(str(one.sqref) for one in sheet.data_validations.dataValidation) == ["F4:F7", "H4:H5"]
    assert sorted(str(one.sqref) for one in sheet.conditional_formatting) == ["D4:D7", "D4:E7"]
    text = parts(path)["xl/worksheets/sheet1.xml"].decode()
    assert "<xm:sqref>D4:D7</xm:sqref>" in text
    assert '<dimension ref="B3:H7"/>' in text


def test_only_the_sheet_the_table_and_the_workbook_part_change(path: Path) -> None:
    report = changed(path, AppendRows("tblActions", [{"Ref": "A3"}]))
    assert set(report.touched) <= {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"}


def test_rows_may_be_added_twice_in_one_edit(path: Path) -> None:
    report = changed(path, AppendRows("tblActions", [{"Ref": "A3"}]), AppendRows("tblActions", [{"Ref": "A4"}]))
    assert report.appended == {"tblActions": "B6:F7"}
    assert cell(path, "B7") == "A4"


def test_the_blank_row_of_an_empty_table_is_used_first(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "empty.xlsx")
    columns = [{"header": "Ref"}, {"header": "Twice", "formula": "=LEN(tblEmpty[@[Ref]])*2"}]
    book.add_worksheet("Empty").add_table("A1:B2", {"name": "tblEmpty", "columns": columns})
    book.close()
    path = tmp_path / "empty.xlsx"
    assert changed(path, AppendRows("tblEmpty", [{"Ref": "one"}])).appended == {"tblEmpty": "A2:B2"}
    assert changed(path, AppendRows("tblEmpty", [{"Ref": "two"}])).appended == {"tblEmpty": "A3:B3"}
    assert [row[0] for row in read(path, "Empty")] == ["Ref", "one", "two"]


def test_blank_rows_at_the_end_of_a_table_are_filled_before_any_is_added(path: Path) -> None:
    for row in ({}, {}, {"Ref": "A3"}):
        report = changed(path, AppendRows("tblActions", [row]))
    assert report.appended == {"tblActions": "B6:F6"}
    assert [cell(path, f"B{row}") for row in (5, 6)] == ["A2", "A3"]
    report = changed(path, AppendRows("tblActions", [{"Ref": "A4"}]))
    assert report.appended == {"tblActions": "B7:F7"}


def test_a_column_formula_of_plain_references_moves_down(tmp_path: Path) -> None:
    path = tracker(tmp_path / "tracker.xlsx")
    repack(
        path,
        {
            "xl/worksheets/sheet1.xml": lambda data: re.sub(
                rb"<f>1-tblActions[^<]*</f>", lambda _: b"<f>1-D5</f>", data
            ),
            "xl/tables/table1.xml": replacing("1-tblActions[[#This Row],[Progress]]", "1-D4"),
        },
    )
    changed(path, AppendRows("tblActions", [{"Ref": "A3"}, {"Ref": "A4"}]))
    assert (cell(path, "E6"), cell(path, "E7")) == ("=1-D6", "=1-D7")


def test_a_shared_column_formula_moves_down(path: Path) -> None:
    def share(data: bytes) -> bytes:
        data = re.sub(rb'(<c r="E4"[^>]*>)<f>[^<]*</f>', rb'\1<f t="shared" ref="E4:E5" si="0">1-D4</f>', data)
        return re.sub(rb'(<c r="E5"[^>]*>)<f>[^<]*</f>', rb'\1<f t="shared" si="0"/>', data)

    repack(path, {"xl/worksheets/sheet1.xml": share})
    changed(path, AppendRows("tblActions", [{"Ref": "A3"}]))
    assert cell(path, "E6") == "=1-D6"


def refused(path: Path, words: str, *rows: Mapping[str, Value]) -> None:
    before = path.read_bytes()
    with pytest.raises(WorkbookProblem, match=words):
        edit(path, [SetCell("Actions", "F4", "changed"), AppendRows("tblActions", rows)], path)
    assert path.read_bytes() == before


def test_a_totals_row_is_refused(tmp_path: Path) -> None:
    path = tracker(tmp_path / "totals.xlsx", totals=True)
    refused(path, "has a totals row", {"Ref": "A3"})
    with pytest.raises(WorkbookProblem, match="in the totals row"):
        edit(path, [SetCell("Actions", "B6", "x")], path)


def test_something_below_the_table_is_refused(tmp_path: Path) -> None:
    path = tracker(tmp_path / "below.xlsx", below="D7")
    assert changed(path, AppendRows("tblActions", [{"Ref": "A3"}])).appended == {"tblActions": "B6:F6"}
    refused(path, r"something in D7 on 'Actions', where the table tblActions needs room for 1 more row", {"Ref": "A4"})


def test_an_unknown_column_is_refused(path: Path) -> None:
    refused(path, "has no column headed 'Owner'", {"Ref": "A3", "Owner": "Mo"})


def test_a_table_filled_from_elsewhere_is_refused(path: Path) -> None:
    repack(path, {"xl/tables/table1.xml": replacing("<table ", '<table tableType="queryTable" ')})
    refused(path, "is filled from elsewhere", {"Ref": "A3"})


def test_a_value_that_cannot_be_written_leaves_nothing_half_done(path: Path) -> None:
    refused(path, "is not a number", {"Ref": "A3"}, {"Progress": math.nan})


def test_a_missing_table_is_named(path: Path) -> None:
    with pytest.raises(WorkbookProblem, match="has no table called 'tblNowhere'"):
        edit(path, [AppendRows("tblNowhere", [{}])], path)


def test_no_rows_change_nothing(path: Path) -> None:
    before = path.read_bytes()
    changed(path, AppendRows("tblActions", []))
    assert path.read_bytes() == before


@pytest.mark.parametrize("master", masters.corpus_parameters())
def test_real_workbooks_are_edited_in_place_or_refused(master: Path, tmp_path: Path) -> None:
    out = tmp_path / master.name
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheets = CalamineWorkbook.from_path(str(master)).sheet_names
    held = parts(master)
    names = [
        match[1]
        for data in held.values()
        for match in [re.search(rb'<table [^>]*displayName="([^"]+)"', data)]
        if match
    ]
    changes: list[SetCell | AppendRows] = [SetCell(sheets[0], "XFA5000", "=far away")]
    changes += [AppendRows(name.decode(), [{}, {}]) for name in names]
    for change in changes:
        try:
            report = edit(master, [change], out)
        except WorkbookProblem:
            continue
        touched = set(held) - set(unchanged(master, out))
        assert touched == {*report.touched, *report.removed}
        sheet_or_table = {name for name in touched if "sheet" in name.lower() or "table" in name.lower()}
        assert touched - sheet_or_table <= MAY_CHANGE
        assert new_issues(out, master) == []
        assert set(problems(out)) <= set(problems(master))
