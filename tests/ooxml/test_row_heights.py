"""A row becomes tall enough for text written into it, and a fixed height stays."""

import re
from pathlib import Path

import pytest
import xlsxwriter

from pc_workbook.cells.change import AppendRows, SetCell
from pc_workbook.ooxml.edit.cells import edit
from tests.support import parts_of

LONG = "Words that go on. " * 20


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    sheet, wraps = book.add_worksheet("List"), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 40, wraps)
    sheet.set_column(1, 1, 40)
    sheet.set_row(2, 30)  # fixed by somebody
    for row in (1, 2, 3):
        sheet.write_string(row, 0, "short", wraps)
    sheet.add_table(0, 0, 3, 1, {"name": "tblWords", "columns": [{"header": "Words"}, {"header": "Plain"}]})
    book.close()
    return tmp_path / "list.xlsx"


def heights(path: Path) -> dict[int, float]:
    text = parts_of(path)["xl/worksheets/sheet1.xml"].decode()
    rows = re.findall(r'<row r="(\d+)"([^>]*)>', text)
    return {int(row): float(found[1]) for row, rest in rows if (found := re.search(r'ht="([\d.]+)"', rest))}


def test_a_row_grows_with_wrapped_text(workbook: Path) -> None:
    edit(workbook, [SetCell("List", "A2", LONG), SetCell("List", "A4", "short")], workbook)
    assert heights(workbook)[2] > 100
    assert 4 not in heights(workbook)


def test_a_fixed_height_stays(workbook: Path) -> None:
    edit(workbook, [SetCell("List", "A3", LONG)], workbook)
    assert heights(workbook)[3] == 30


def test_text_that_does_not_wrap_leaves_the_height(workbook: Path) -> None:
    edit(workbook, [SetCell("List", "B2", LONG)], workbook)
    assert 2 not in heights(workbook)


def test_an_added_row_fits_its_own_text(workbook: Path) -> None:
    edit(workbook, [AppendRows("tblWords", [{"Words": LONG}, {"Words": "short"}])], workbook)
    assert heights(workbook)[5] > 100
    assert 6 not in heights(workbook)
