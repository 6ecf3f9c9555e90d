"""A refresh, a hand-out and a merge of trackers whose lists are shaped otherwise: what people made stays, and returns go to
the right localities and come back."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from pc_workbook.app import check, hand_out, merge_returns, refresh
from pc_workbook.disclosure.edition import Edition, results_for_edition
from pc_workbook.hosts.file import FileHost
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.tracker.lists.layout import is_drawn
from tests.cases.test_rows_and_lists import (
    copied_list,
    figures_of,
    headings_inside,
    moved_right,
    other_list_below,
    second_beside,
    settings_twice,
    subtotal_inside,
    table_of,
    total_of_localities,
    turned_into_a_range,
    typed_total,
)
from tests.support import SAMPLES

SAMPLE = SAMPLES / "thurrock-2017.xlsx"
NOON = datetime(2017, 3, 15, 12)
Change = Callable[[openpyxl.Workbook], object]


def excels_totals_row(book: openpyxl.Workbook) -> None:
    sheet = book["Localities"]
    sheet["A11"], sheet["B11"] = "Total", 4
    table = table_of(sheet)
    table.ref, table.totalsRowCount = "A5:C11", 1


def renamed_list(book: openpyxl.Workbook) -> None:
    sheet = book["Workforce"]
    table = table_of(sheet)
    del sheet.tables[table.displayName]
    table.displayName = table.name = "Workforce_2017"
    sheet.add_table(table)


def settings_column(book: openpyxl.Workbook) -> None:
    sheet = book["Settings"]
    sheet.tables.clear()
    sheet.insert_cols(2)
    sheet["B5"] = "Owner"


def names_with_blanks(book: openpyxl.Workbook) -> None:
    for row in range(6, 39):
        cell = book["Practices"].cell(row, 3)
        cell.value = {"West": "West ", "North": "\xa0NORTH"}.get(str(cell.value), cell.value)


CHANGES: tuple[Change, ...] = (
    typed_total, total_of_localities, subtotal_inside, headings_inside, other_list_below, second_beside, copied_list,
    turned_into_a_range, moved_right, settings_twice, excels_totals_row, renamed_list, settings_column, names_with_blanks,
)  # fmt: skip
by_name = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)


def tracker(change: Change, folder: Path) -> Path:
    book = openpyxl.load_workbook(SAMPLE)
    change(book)
    book.save(folder / "tracker.xlsx")
    return folder / "tracker.xlsx"


def parts(path: Path) -> dict[str, bytes]:
    """The sheets that people fill in, and their lists, as they lie in the file."""
    from pc_workbook.ooxml.package.opening import open_workbook

    sheets = {one.name: one.part for one in Workbook(open_workbook(path)).sheets() if not is_drawn(one.name)}
    with zipfile.ZipFile(path) as file:
        tables = [name for name in file.namelist() if "/tables/" in name and b"tbl" in file.read(name)]
        kept = {name: file.read(part) for name, part in sheets.items() if name != "Progress history"}
        return kept | {file.read(name).decode().split('displayName="')[1].split('"')[0]: b"" for name in tables}


@by_name
def test_a_refresh_leaves_what_people_made(change: Change, tmp_path: Path) -> None:
    path = tracker(change, tmp_path)
    before, figures = parts(path), figures_of(path)
    done = refresh(FileHost(path), now=NOON)
    assert done.delivered.written
    after = parts(path)
    assert {name: after.get(name) for name in before} == before
    assert figures_of(path) == figures


@by_name
def test_returns_go_out_and_come_back(change: Change, tmp_path: Path) -> None:
    path = tracker(change, tmp_path)
    handed = hand_out(FileHost(path), tmp_path / "out", register=False, now=NOON)
    assert [one.stamp.locality for one in handed.returns] == ["North", "South", "East", "West"]
    back = next(one.path for one in handed.returns if one.stamp.locality == "West")
    book = openpyxl.load_workbook(back)
    sheet = book["Action progress"]
    heads = {str(cell.value): cell for row in sheet.iter_rows(max_row=12) for cell in row if cell.value}
    row = heads["Progress"].row + 1
    sheet.cell(row, heads["Locality"].column).value = "WEST " if "Locality" in heads else None
    sheet.cell(row, heads["Progress"].column).value = "Two practices were visited in March."
    book.save(back)
    merged = merge_returns(FileHost(path), [back], now=NOON)
    assert merged.unread == ()
    assert [take.after for take in merged.plan.updates if take.cell_key.field == "progress"] == [
        "Two practices were visited in March."
    ]
    written = openpyxl.load_workbook(path)["Action progress"]
    assert any(cell.value == "Two practices were visited in March." for line in written.iter_rows() for cell in line)


def rows_of_a_pack(path: Path) -> dict[str, list[object]]:
    """What an edition for the public is made of, list by list."""
    checked = check(FileHost(path))
    shown = results_for_edition(checked.intake, checked.findings, Edition.PUBLIC).permitted
    read = shown.intake.lists
    return {table: list(read[table].valid_rows) for table in read}


@by_name
def test_a_pack_is_made_of_the_same_rows(change: Change, tmp_path: Path) -> None:
    assert rows_of_a_pack(tracker(change, tmp_path)) == rows_of_a_pack(SAMPLE)
