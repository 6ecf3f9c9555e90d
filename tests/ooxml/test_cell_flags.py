"""Errors, percentages and merged ranges are read as openpyxl reads them."""

import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
import xlsxwriter

from pc_workbook.ooxml.package.opening import open_workbook
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.read.areas import Area
from pc_workbook.ooxml.read.shared_parts import shared_parts
from pc_workbook.ooxml.read.sheet_parser import parse_sheet
from pc_workbook.tracker.snapshot import NO_RESULT
from tests.ooxml import masters
from tests.ooxml.masters import make, parts, repack


class SheetFlags(NamedTuple):
    errors: Mapping[tuple[int, int], str]
    percent: frozenset[tuple[int, int]]
    merged: tuple[Area, ...]
    empty_results: frozenset[tuple[int, int]] = frozenset()
    height: int = 0


def seen_by_openpyxl(path: Path) -> dict[str, SheetFlags]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
    found = {}
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        errors = {(cell.row, cell.column): cell.value for cell in cells if cell.data_type == "e"}
        errors |= {
            (cell.row, cell.column): NO_RESULT
            for row in formulas[sheet.title].iter_rows()
            for cell in row
            if cell.data_type == "f" and sheet[cell.coordinate].value is None
        }
        numbers = (cell for cell in cells if cell.data_type == "n")
        percent = frozenset((cell.row, cell.column) for cell in numbers if "%" in cell.number_format)
        merged = tuple(Area.parse(str(sheet_cells)) for sheet_cells in sheet.merged_cells.ranges)
        found[sheet.title] = SheetFlags(errors, percent, merged)
    return found


def flags_of(path: Path, sheets: Iterable[str]) -> dict[str, SheetFlags]:
    workbook = Workbook(open_workbook(path))
    shared = shared_parts(workbook)
    wanted = {name.casefold() for name in sheets}
    found = {
        sheet_cells.name: parse_sheet(workbook.package, sheet_cells.part, shared, sheet_cells.name)
        for sheet_cells in workbook.sheets()
        if sheet_cells.is_worksheet and sheet_cells.name.casefold() in wanted
    }
    return {
        name: SheetFlags(
            sheet_cells.errors, sheet_cells.percent, sheet_cells.merged, sheet_cells.empty_results, sheet_cells.height
        )
        for name, sheet_cells in found.items()
    }


def by_content(flags: dict[str, SheetFlags]) -> dict[str, tuple[object, ...]]:
    return {
        name: (sheet_cells.errors, sheet_cells.percent, set(map(str, sheet_cells.merged)))
        for name, sheet_cells in flags.items()
    }


@pytest.mark.parametrize("path", masters.corpus_parameters())
def test_real_workbooks_read_as_openpyxl_reads_them(path: Path) -> None:
    if path.suffix == ".xlam":
        pytest.skip("openpyxl does not open add-ins")
    expected = seen_by_openpyxl(path)
    flags = flags_of(path, expected)
    for name, found in flags.items():  # openpyxl does not tell an empty text from no result, and a blank from words
        empty = dict.fromkeys(found.empty_results & expected[name].errors.keys(), NO_RESULT)
        read = {place: error for place, error in expected[name].errors.items() if place[0] <= found.height}
        assert set(expected[name].errors.values()) <= {*read.values(), NO_RESULT}
        expected[name] = expected[name]._replace(errors=read)  # below it nothing is filled
        flags[name] = found._replace(errors={**found.errors, **empty})
    assert by_content(flags) == by_content(expected)


def made_workbook(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Indicators")
    percent, own, literal, red = (
        book.add_format({"num_format": code}) for code in ("0%", "0.0%;[Red]-0.0%", '0.0"%"', "[<1]0.0;0")
    )
    sheet.write_number("A1", 0.5, percent)
    sheet.write_number("B1", 0.5, own)
    sheet.write_number("C1", 50, literal)
    sheet.write_number("D1", 50, red)
    sheet.write_string("E1", "50%", percent)
    sheet.write_blank("F1", None, percent)
    sheet.write_formula("G1", "=1/2", percent, 0.5)
    sheet.write_boolean("H1", True, percent)
    sheet.write_formula("A2", "=1/0", percent, "#DIV/0!")
    sheet.write_formula("B2", "=NA()", None, "#N/A")
    sheet.merge_range("C3:D4", "merged")
    book.add_worksheet("Plain").write("A1", "nothing of the kind")
    book.close()
    return path


def test_percentages_errors_and_merged_ranges_of_xlsxwriter(tmp_path: Path) -> None:
    flags = flags_of(made_workbook(tmp_path / "made.xlsx"), ["indicators", "Plain", "Nowhere"])
    assert flags["Indicators"].percent == {(1, 1), (1, 2), (1, 7)}
    assert flags["Indicators"].errors == {(2, 1): "#DIV/0!", (2, 2): "#N/A"}
    assert flags["Indicators"].merged == (Area(3, 3, 4, 4),)
    assert flags["Plain"] == SheetFlags({}, frozenset(), (), height=1)
    assert set(flags) == {"Indicators", "Plain"}


def test_a_workbook_saved_by_openpyxl_reads_the_same(tmp_path: Path) -> None:
    path = made_workbook(tmp_path / "made.xlsx")
    before = flags_of(path, ["Indicators"])
    book = openpyxl.load_workbook(path, data_only=True)
    book.save(path)
    assert by_content(flags_of(path, ["Indicators"])) == by_content(before)


def test_cells_without_addresses_and_with_prefixes_are_read(tmp_path: Path) -> None:
    for name in ("bare cells", "prefixed"):
        path = make(name, tmp_path)
        sheet = parts(path)["xl/worksheets/sheet1.xml"]
        prefix = b"x:" if name == "prefixed" else b""
        row = b'<%bc t="e"><%bv>#N/A</%bv></%bc></%brow></%bsheetData>' % ((prefix,) * 6)
        changed = sheet.replace(b"</%brow></%bsheetData>" % (prefix, prefix), row)
        assert changed != sheet
        repack(path, {"xl/worksheets/sheet1.xml": changed})
        assert flags_of(path, ["Practices"])["Practices"].errors == {(4, 4): "#N/A"}
