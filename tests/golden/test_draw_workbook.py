"""What is drawn opens without a repair, says what went in, and is the same twice."""

import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from pc_workbook.draw.theme import STYLES
from pc_workbook.draw.workbook import draw
from pc_workbook.views.parts import BlankSheet, EntryList, Link, Sheet, Style, Table, Value
from tests.golden.every_part import workbook

TOOLS = Path(__file__).parents[2].parent / "shared" / "tools"
FIRST_ENTRY_ROW = 6
EMU_A_PIXEL = 9525


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("draw") / "every part.xlsx"
    draw(workbook(), out)
    return out


@pytest.fixture(scope="module")
def cells(drawn: Path) -> Any:
    return openpyxl.load_workbook(drawn)


def tables() -> list[tuple[str, Table]]:
    return [
        (sheet.name, part)
        for sheet in workbook().sheets
        if isinstance(sheet, Sheet)
        for part in sheet.parts
        if isinstance(part, Table)
    ]


def expected(value: Value, style: Style) -> object:
    if isinstance(value, Link):
        return value.words
    if isinstance(value, int | float) and not isinstance(value, bool):
        return pytest.approx(value / STYLES[style].divide_by)
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else value


@pytest.mark.parametrize("practices", [1, 33, 300])
def test_excel_would_open_it_without_a_repair(practices: int, tmp_path: Path) -> None:
    if not TOOLS.is_dir():
        pytest.skip("xlcheck is not here")
    sys.path.insert(0, str(TOOLS))
    from xlcheck_lib import rules

    draw(workbook(practices), tmp_path / "book.xlsx")
    assert rules.check((tmp_path / "book.xlsx").read_bytes()) == []


def test_the_same_parts_give_the_same_bytes(drawn: Path, tmp_path: Path) -> None:
    draw(workbook(), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == drawn.read_bytes()


def test_every_table_is_a_list_object_that_holds_what_went_in(cells: Any) -> None:
    for name, table in tables():
        sheet = cells[name]
        first, last = sheet.tables[table.name].ref.split(":")
        header, *rows = list(sheet[f"{first}:{last}"])
        assert [cell.value for cell in header] == [column.header for column in table.columns]
        if not table.rows:
            assert rows[0][0].value == table.empty
        for number, values in enumerate(table.rows):
            for place, value in enumerate(values):
                style = table.cell_styles.get((number, place), table.columns[place].style)
                assert rows[number][place].value == expected(value, style), (table.name, number, place)


def test_calamine_reads_the_same_as_openpyxl(drawn: Path, cells: Any) -> None:
    fast = CalamineWorkbook.from_path(str(drawn))
    for name in ("Practices", "Data quality"):
        read = fast.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for row, values in enumerate(read, 1):
            for column, value in enumerate(values, 1):
                slow = cells[name].cell(row, column).value
                assert value == ("" if slow is None else slow) or str(value) in str(slow)


def test_a_missing_value_is_an_empty_cell_in_its_own_format(cells: Any) -> None:
    sheet = cells["Dashboard"]
    first = sheet.tables["pc_four_hours"].ref.split(":")[0]
    missing = sheet[first].offset(1, 3)
    assert missing.value is None
    assert missing.number_format == "0.00%"


def test_text_that_begins_like_a_formula_is_text(cells: Any) -> None:
    texts = {
        cell.value: cell.data_type
        for name in ("Indicator summary", "Practices", "Actions")
        for row in cells[name].iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    assert set(texts.values()) == {"s"}
    assert "=1+1 is text here" in texts
    assert "=SUM(A1:A9) is text" in texts
    assert any(words.startswith("+44 ") for words in texts)


def test_only_links_that_were_asked_for_are_links(cells: Any) -> None:
    linked = {cell.hyperlink.location for row in cells["Data quality"].iter_rows() for cell in row if cell.hyperlink}
    assert "'Practices'!F6" in linked
    assert not any(cell.hyperlink for row in cells["Indicator summary"].iter_rows() for cell in row)


def test_numbers_are_shown_as_what_they_mean(cells: Any) -> None:
    shown = {
        column.header: cells["Practice summary"]["A4"].offset(0, place).number_format
        for place, column in enumerate(next(t for n, t in tables() if t.name == "pc_practices").columns)
    }
    assert shown["Registered patients"] == "#,##0"
    assert shown["QOF points"] == "0.0%"
    assert shown["Published"] == "dd mmm yyyy"
    years = cells["Dashboard"].tables["pc_four_hours"].ref.split(":")[0]
    assert cells["Dashboard"][years].offset(1, 0).number_format == "0"


def test_every_chart_has_words_for_a_screen_reader_and_its_own_title(drawn: Path) -> None:
    said = []
    with zipfile.ZipFile(drawn) as package:
        for name in package.namelist():
            if name.startswith("xl/drawings/drawing"):
                root = etree.fromstring(package.read(name))
                said += [each.get("descr") for each in root.iter("{*}cNvPr")]
    assert len(said) == 6
    assert all(words and len(words) > 20 for words in said)


def test_charts_lie_on_the_rows_kept_for_them(drawn: Path, cells: Any) -> None:
    """No chart covers a cell that says something."""
    for name in ("Dashboard", "Practice summary"):
        sheet = cells[name]
        for chart in sheet._charts:
            start, end = chart.anchor._from.row + 1, chart.anchor.to.row + 1
            assert not [cell.value for row in sheet.iter_rows(start, end) for cell in row if cell.value is not None]


def test_wrapped_text_has_a_row_tall_enough(cells: Any) -> None:
    sheet = cells["Action summary"]
    assert sheet.row_dimensions[4].height > 4 * 12.75
    words = cells["Method notes"]
    assert words.row_dimensions[6].height > 4 * 12.75


def test_pages_are_a4_landscape_one_wide_and_named(cells: Any) -> None:
    for sheet in workbook().sheets:
        if isinstance(sheet, BlankSheet):
            continue
        page = cells[sheet.name if isinstance(sheet, Sheet) else sheet.sheet]
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.page_setup.fitToWidth in (None, 1)
        assert page.page_setup.fitToHeight == 0
        assert page.oddFooter.right.text == "Page &P of &N"
        assert page.print_title_rows


def test_a_chart_is_not_cut_by_a_page(cells: Any) -> None:
    for name in ("Dashboard", "Practice summary"):
        breaks = [each.id for each in cells[name].row_breaks.brk]
        assert breaks == sorted(breaks)
        for chart in cells[name]._charts:
            assert not [row for row in breaks if chart.anchor._from.row < row <= chart.anchor.to.row]


def test_only_the_first_sheet_is_selected_and_a_blank_sheet_holds_nothing(cells: Any) -> None:
    assert [sheet.title for sheet in cells if sheet.sheet_view.tabSelected] == ["Dashboard"]
    assert cells["Locality summary"].calculate_dimension() == "A1:A1"
    assert cells["Locality summary"]["A1"].value is None


def test_the_document_names_no_person(cells: Any) -> None:
    facts = cells.properties
    assert facts.title == "Primary care improvement tracker – Thurrock – March 2017"
    assert not facts.creator
    assert not facts.lastModifiedBy
    assert facts.created == datetime(2017, 3, 15)


def entries() -> list[EntryList]:
    return [sheet for sheet in workbook().sheets if isinstance(sheet, EntryList)]


def test_an_entry_list_holds_what_went_in_and_one_empty_row(cells: Any) -> None:
    for entry in entries():
        sheet = cells[entry.sheet]
        for number, values in enumerate(entry.rows):
            for place, value in enumerate(values, 1):
                read = sheet.cell(FIRST_ENTRY_ROW + number, place).value
                assert read == (datetime(value.year, value.month, value.day) if isinstance(value, date) else value)
        empty = FIRST_ENTRY_ROW + len(entry.rows)
        assert all(sheet.cell(empty, place).value is None for place in range(1, len(entry.columns) + 1))
        if entry.merges:
            assert not sheet.tables
            assert "B6:B7" in {str(each) for each in sheet.merged_cells.ranges}
        else:
            assert sheet.tables[entry.table].ref.startswith("A5:")
            assert sheet.tables[entry.table].ref.endswith(str(empty))


def test_help_and_drop_downs_reach_rows_not_yet_typed(cells: Any) -> None:
    rules = {str(each.sqref): each for each in cells["Actions"].data_validations.dataValidation}
    assert rules["C6:C2005"].formula1 == "'Practices'!$A$6:$A$2005"
    assert rules["D6:D2005"].formula1 == "Lists!$A$1:$A$20"
    assert {each.errorStyle for each in rules.values()} == {"warning"}
    practices = {str(each.sqref): each for each in cells["Practices"].data_validations.dataValidation}
    assert practices["C6:C2005"].formula1.startswith('"Tilbury and Chadwell,')
    assert practices["H6:H2005"].promptTitle == "Progress report"
    assert len(practices["H6:H2005"].prompt) <= 255
    assert cells["Lists"].sheet_state == "hidden"


def test_who_may_write_a_column_is_said_in_words_above_its_colour(cells: Any) -> None:
    sheet = cells["Practices"]
    assert sheet["B4"].value == "CCG staff · needed"
    assert sheet["H4"].value == "Locality manager"
    assert sheet["H5"].fill.fgColor.rgb != sheet["B5"].fill.fgColor.rgb
    assert "Locality manager" in sheet["A3"].value


def test_typed_cells_keep_text_as_text_and_dates_as_dates(cells: Any) -> None:
    sheet = cells["Practices"]
    assert sheet.column_dimensions["H"].width > 50
    assert sheet["H6"].number_format == "@"
    assert sheet["G6"].number_format == "dd mmm yyyy"
    assert sheet["F6"].number_format == "General"


def test_rows_of_entry_lists_may_grow_when_more_is_typed(drawn: Path, cells: Any) -> None:
    place = cells.sheetnames.index("Practices") + 1
    with zipfile.ZipFile(drawn) as package:
        root = etree.fromstring(package.read(f"xl/worksheets/sheet{place}.xml"))
    rows = {int(row.get("r")): row for row in root.iter("{*}row")}
    assert rows[2].get("customHeight") == "1"
    assert float(rows[6].get("ht")) > 4 * 12.75
    assert not any(row.get("customHeight") for number, row in rows.items() if number >= FIRST_ENTRY_ROW)
