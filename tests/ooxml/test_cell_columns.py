"""The fast reader of long sheets returns the same as the plain reader, or leaves the sheet to it."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook as OpenpyxlWorkbook
from python_calamine import CalamineWorkbook

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.read.long_sheets import cell_columns as reader
from pc_workbook.ooxml.read.long_sheets.cell_columns import cell_columns
from pc_workbook.ooxml.read.shared_parts import shared_parts
from pc_workbook.ooxml.read.sheet_parser import ReadCells, parse_sheet
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS
from tests.support import SAMPLES, SHARED


@pytest.fixture(params=["as pieces", "by numpy"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use both ways of splitting rows, whatever the length of the sheet, with chunks that end anywhere."""
    monkeypatch.setattr(reader, "VERY_LONG", 0 if request.param == "by numpy" else 1 << 60)
    monkeypatch.setattr(reader, "CHUNK", 1 << 13)
    monkeypatch.setattr(reader, "LARGE_CHUNK", 1 << 13)


CORPUS = sorted((SHARED / "corpus").glob("*.xls[xm]"))


def read_as_columns(workbook: Workbook, part: str) -> ReadCells | None:
    return cell_columns(workbook.package, part, shared_parts(workbook))


def as_rows(found: ReadCells) -> list[list[object]]:
    columns = range(1, max(found.columns, default=0) + 1)
    stored = [found.columns.get(column) for column in columns]
    return [[values[codes[row]] if (codes, values) else None for codes, values in (column_cells or ([0] * found.height, [None]) for column_cells in stored)]
            for row in range(found.height)]  # fmt: skip


def calamine_rows(path: Path, name: str) -> list[list[object]]:
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name)
    return [[None if value == "" else value for value in row] for row in sheet.to_python(skip_empty_area=False)]


def trimmed(rows: list[list[object]]) -> list[list[object]]:
    """Without the empty ends of rows and of the sheet, about which readers differ."""
    kept = [list(row) for row in rows]
    for row in kept:
        while row and row[-1] in (None, ""):
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def without_errors(rows: list[list[object]], found: ReadCells) -> list[list[object]]:
    for row, column in found.errors:
        rows[row - 1][column - 1] = None
    return rows


@pytest.mark.parametrize("path", [*sorted(SAMPLES.glob("*.xlsx")), *CORPUS], ids=lambda path: path.name)
def test_every_sheet_reads_the_same_or_is_left_to_the_plain_reader(path: Path) -> None:
    try:
        workbook = Workbook(open_workbook(path))
    except WorkbookProblem:
        pytest.skip("refused, with a sentence")
    for sheet in workbook.sheets():
        found = read_as_columns(workbook, sheet.part) if sheet.is_worksheet else None
        if found is not None:
            assert trimmed(as_rows(found)) == trimmed(calamine_rows(path, sheet.name)), sheet.name
            parsed = parse_sheet(workbook.package, sheet.part, shared_parts(workbook), sheet.name)
            assert trimmed(as_rows(found)) == trimmed(as_rows(parsed))
            assert found[1:] == parsed[1:]


def test_the_samples_are_read_by_the_fast_reader() -> None:
    workbook = Workbook(open_workbook(SAMPLES / "thurrock-2017.xlsx"))
    filled = [sheet for sheet in workbook.sheets() if sheet.name not in GENERATED_SHEETS]
    assert all(read_as_columns(workbook, sheet.part) is not None for sheet in filled)


def test_values_dates_percentages_errors_and_gaps(tmp_path: Path) -> None:
    path = tmp_path / "values.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as book:
        sheet = book.add_worksheet("S")
        percent, day = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "dd mmm yyyy"})
        for row in range(5000):
            sheet.write_row(row, 0, ["a < b & c", row / 7, True])
            sheet.write_datetime(row, 3, datetime(2017, 3, 15), day)
            sheet.write_number(row, 5, 0.95, percent)
        sheet.write_blank(7, 6, None)
        sheet.write_string(11, 6, "=text")
    workbook = Workbook(open_workbook(path))
    found = read_as_columns(workbook, workbook.sheets()[0].part)
    assert found is not None
    assert as_rows(found)[98] == ["a < b & c", 98 / 7, True, date(2017, 3, 15), None, 0.95, None]
    assert as_rows(found)[11][6] == "=text"
    assert found.percent == {(row, 6) for row in range(1, 5001)}


def test_a_row_whose_number_occurs_elsewhere_in_it(tmp_path: Path) -> None:
    path = tmp_path / "numbers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        formats = [book.add_format({"indent": n % 15, "font_size": 8 + n // 15}) for n in range(60)]
        for row in range(60):
            sheet.set_row(row, 10 + row)
            sheet.write_row(row, 0, [row, f'A{row + 1}"', row + 1], formats[row])
    workbook = Workbook(open_workbook(path))
    found = read_as_columns(workbook, workbook.sheets()[0].part)
    assert found is not None
    assert as_rows(found) == [[row, f'A{row + 1}"', row + 1] for row in range(60)]


def test_a_row_with_a_gap_among_rows_without(tmp_path: Path) -> None:
    path = tmp_path / "gap.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        for row in range(2000):
            sheet.write_row(row, 0, [row, "x", row % 7])
            if row == 777:
                sheet.write_blank(row, 1, None)  # takes the cell away
                sheet.write(row, 3, "beyond")
    workbook = Workbook(open_workbook(path))
    found = read_as_columns(workbook, workbook.sheets()[0].part)
    assert found is not None
    assert trimmed(as_rows(found)) == trimmed(calamine_rows(path, "S"))


def test_formulas_and_other_layouts_are_left_to_the_plain_reader(tmp_path: Path) -> None:
    formulas, inline = tmp_path / "formulas.xlsx", tmp_path / "times.xlsx"
    book = OpenpyxlWorkbook()
    book.active["A1"] = "=1+1"
    book.save(formulas)
    with xlsxwriter.Workbook(inline) as drawn:
        drawn.add_worksheet().write_datetime(
            0, 0, datetime(2017, 3, 15, 9, 30), drawn.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        )
    for path in (formulas, inline):
        workbook = Workbook(open_workbook(path))
        assert read_as_columns(workbook, workbook.sheets()[0].part) is None
