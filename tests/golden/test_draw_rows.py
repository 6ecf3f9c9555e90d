"""Rows put and written whole are what XlsxWriter makes of the same cells one by one, byte for byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from pc_workbook.draw.workbook import USUAL, draw, drawn_parts
from pc_workbook.draw.xlsxwriter_book import Book, pack
from pc_workbook.draw.xlsxwriter_fast.fast_rows import FastRows
from pc_workbook.errors import InternalError
from pc_workbook.views.parts import Column, Sheet, Style, Table, Value, Workbook
from tests.golden.every_part import workbook
from tests.support import parts_of

VALUES: dict[str, Value] = {
    "nothing": None,
    "no words": "",
    "words": "Tilbury & <Chadwell>",
    "words that look like a formula": "=1+1",
    "words that are digits": "1",
    "words with spaces at their ends": " one ",
    "words with a character that XML can't hold": "a\x07b _x0041_",
    "two lines": "one\ntwo",
    "one": 1,
    "one with a point": 1.0,
    "a sum": 0.1 + 0.2,
    "less than nothing": -168_094,
    "very little": 1.5e-7,
    "very much": 1e22,
    "yes": True,
    "no": False,
    "a day": date(2017, 3, 31),
    "a leap day before 1900 was one": date(1900, 2, 28),
}


@contextmanager
def sheet_of(out: Path, kind: type[Worksheet]) -> Iterator[tuple[Any, Any]]:
    book = Book("Rows", None, USUAL)
    sheet = book.add_worksheet("Rows", worksheet_class=kind)
    yield sheet, book.add_format({"bold": True})
    pack(book.finished(), out)


def one_by_one(sheet: Worksheet, row: int, column: int, value: Value, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def test_every_kind_of_cell_is_what_xlsxwriter_makes_of_it(tmp_path: Path) -> None:
    rows = [list(VALUES.values()), list(reversed(VALUES.values()))] * 10
    with sheet_of(tmp_path / "whole.xlsx", FastRows) as (sheet, look):
        sheet.put_rows(3, ([sheet.cell(value, look) for value in row] for row in rows))
    with sheet_of(tmp_path / "plain.xlsx", Worksheet) as (sheet, look):
        for number, row in enumerate(rows, 3):
            for column, value in enumerate(row):
                one_by_one(sheet, number, column, value, look)
    assert parts_of(tmp_path / "whole.xlsx") == parts_of(tmp_path / "plain.xlsx")


def test_cells_shared_by_many_addresses_are_written_at_each(tmp_path: Path) -> None:
    with sheet_of(tmp_path / "whole.xlsx", FastRows) as (sheet, look):
        sheet.put_rows(0, [[sheet.cell("Good", look), sheet.cell(1, look)]] * 40)
    with sheet_of(tmp_path / "plain.xlsx", Worksheet) as (sheet, look):
        for row in range(40):
            sheet.write_string(row, 0, "Good", look)
            sheet.write_number(row, 1, 1, look)
    assert parts_of(tmp_path / "whole.xlsx") == parts_of(tmp_path / "plain.xlsx")


def test_words_made_to_jump_are_what_xlsxwriter_makes_of_a_link(tmp_path: Path) -> None:
    with sheet_of(tmp_path / "whole.xlsx", FastRows) as (sheet, look):
        sheet.put_rows(0, [[sheet.cell("see", look)]])
        sheet.link(0, 0, "internal:'Rows'!B7", "see")
    with sheet_of(tmp_path / "plain.xlsx", Worksheet) as (sheet, look):
        sheet.write_url(0, 0, "internal:'Rows'!B7", look, string="see")
    assert parts_of(tmp_path / "whole.xlsx") == parts_of(tmp_path / "plain.xlsx")


def test_a_list_object_is_as_long_as_xlsxwriter_would_make_it(tmp_path: Path) -> None:
    options = {"name": "pc_t", "columns": [{"header": "A"}, {"header": "B"}]}
    with sheet_of(tmp_path / "whole.xlsx", FastRows) as (sheet, _):
        sheet.add_list(4, 300, options)
    with sheet_of(tmp_path / "plain.xlsx", Worksheet) as (sheet, _):
        sheet.add_table(4, 0, 304, 1, options)
    assert parts_of(tmp_path / "whole.xlsx") == parts_of(tmp_path / "plain.xlsx")


def fill_with_what_is_not_known_here(sheet: Any, look: Any) -> None:
    sheet.set_column(2, 2, 10, look)
    sheet.write_formula(0, 1, "=A1", look, 3)
    sheet.write_rich_string(0, 0, "a ", look, "b", " c")
    sheet.write_string(40, 2, "in the look of its column")
    sheet.write_string(40, 0, "in no look")
    sheet.set_row(17, 40)
    sheet.set_row(41, 30, look)
    sheet.write_number(41, 1, 7)


def test_what_is_not_known_here_xlsxwriter_writes(tmp_path: Path) -> None:
    for kind in (FastRows, Worksheet):
        with sheet_of(tmp_path / f"{kind.__name__}.xlsx", kind) as (sheet, look):
            fill_with_what_is_not_known_here(sheet, look)
    assert parts_of(tmp_path / "FastRows.xlsx") == parts_of(tmp_path / "Worksheet.xlsx")


def test_whole_generated_sheets_are_what_xlsxwriter_writes_of_their_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generated = workbook()._replace(sheets=tuple(sheet for sheet in workbook().sheets if isinstance(sheet, Sheet)))
    draw(generated, tmp_path / "whole.xlsx")
    monkeypatch.delattr(FastRows, "_write_rows")
    draw(generated, tmp_path / "plain.xlsx")
    assert (tmp_path / "whole.xlsx").read_bytes() == (tmp_path / "plain.xlsx").read_bytes()


def test_what_is_drawn_for_a_host_is_what_a_file_would_hold(tmp_path: Path) -> None:
    draw(workbook(), tmp_path / "whole.xlsx")
    assert list(drawn_parts(workbook()).items()) == list(parts_of(tmp_path / "whole.xlsx").items())


@pytest.mark.parametrize(("value", "kept"), [("x" * 32_768, 32_766), ("😀" * 16_384, 16_383)])
def test_a_text_longer_than_a_cell_holds_ends_with_a_mark(value: str, kept: int, tmp_path: Path) -> None:
    with sheet_of(tmp_path / "whole.xlsx", FastRows) as (sheet, look):
        sheet.put_rows(0, [[sheet.cell(value, look)]])
        assert sheet.write_string(1, 0, value, look) == 0
    held = openpyxl.load_workbook(tmp_path / "whole.xlsx").active
    assert held is not None
    assert [held["A1"].value, held["A2"].value] == [value[:kept] + "…"] * 2


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_no_cell_can_hold_is_refused(value: Value, tmp_path: Path) -> None:
    with sheet_of(tmp_path / "out.xlsx", FastRows) as (sheet, look), pytest.raises(InternalError):
        sheet.cell(value, look)


def test_equal_values_of_other_kinds_and_styles_stay_themselves(tmp_path: Path) -> None:
    values: list[Value] = [1, True, 1.0, "1", 0, False, None, 0.0]
    table = Table(
        "pc_t", (Column("A", Style.PERCENT_0),), tuple((value,) for value in values), cell_styles={(2, 0): Style.WHOLE}
    )
    draw(Workbook((Sheet("Sheet", (table,)),), "A title"), tmp_path / "out.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "out.xlsx")["Sheet"]["A2:A9"]
    assert [repr(row[0].value) for row in cells] == ["0.01", "True", "1", "'1'", "0", "False", "None", "0"]
    assert [row[0].number_format for row in cells][1:3] == ["0%", "#,##0"]


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path) -> None:
    with sheet_of(tmp_path / "out.xlsx", FastRows) as (sheet, look):
        rows = [[sheet.cell(1, look)], [sheet.cell(2, look)]]
        with pytest.raises(InternalError, match="1,048,577 rows"):
            sheet.put_rows(1_048_575, rows)
