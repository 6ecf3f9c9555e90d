"""The regular expression for stored cells reads the same as the tree of the sheet does."""

import re
from pathlib import Path

import pytest

from pc_workbook.errors import WorkbookProblem
from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import parse
from pc_workbook.ooxml.read.shared_strings import decoded, plain_text
from pc_workbook.ooxml.read.sheet_cells import RawCell, attribute, cells_by_row, raw_rows, rewritten
from tests.ooxml import masters
from tests.support import SAMPLES

FORMULA = re.compile(rb"<f(?:\s[^>]*)?>([^<]*)</f>")
VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")


def content(cell: RawCell) -> tuple[object, ...]:
    """Address, type, format, value and text of a cell, however they are written."""
    letters, row, attributes, value, inside = cell
    kind, style = attribute("t", attributes), attribute("s", attributes)
    formulas = [decoded(text) for text in FORMULA.findall(inside) if text]
    values = [decoded(text) for text in (value, *VALUE.findall(inside)) if text]
    return letters, int(row), kind, style, formulas, values, plain_text(inside) if b"<is" in inside else ""


@pytest.mark.parametrize("path", [*sorted(SAMPLES.glob("*.xlsx")), *masters.CORPUS], ids=lambda path: path.name)
def test_stored_cells_are_those_of_the_tree(path: Path) -> None:
    try:
        workbook = Workbook(open_workbook(path))
    except WorkbookProblem:
        pytest.skip("refused with a message")
    for sheet in workbook.sheets():
        if sheet.is_worksheet:
            text = workbook.package.read(sheet.part)
            fast = [content(cell) for cells in raw_rows(text) for cell in cells]
            plain = [content(cell) for cells in cells_by_row(rewritten(parse(text))) for cell in cells]
            assert fast == plain, sheet.name
