"""A text of any length, one unbroken word included, is checked, refreshed, packed and handed out; a pack
shows it whole, in the cell or below its table."""

import os
import re
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from pc_workbook.app import board_pack, check, hand_out, refresh
from pc_workbook.boardpack.long_texts import with_continued_texts
from pc_workbook.cells.change import SetCell
from pc_workbook.hosts.file import FileHost
from pc_workbook.ooxml.edit.cells import edit
from pc_workbook.tracker.lists.layout import OF_WORDS
from pc_workbook.tracker.snapshot import a1
from pc_workbook.views.parts import Column, Heading, Paragraph, Sheet, Table
from pc_workbook.wording.pack_sheets import CONTINUED_BELOW
from tests.breaking.sheets_by_hand import SOUND, checked
from tests.breaking.test_texts_in_parts import READ_FOR_THEIR_MEANING
from tests.support import shared

LONGEST = 32_767
FULL = os.environ.get("PC_WORKBOOK_FULL") == "1"  # every column at once, which takes minutes
TEXTS = {
    "words": ("word " * LONGEST)[:LONGEST].strip(),
    "one word": "x" * LONGEST,
    "lines": "ab\n" * (LONGEST // 3),
    "wide characters": "漢字" * (LONGEST // 2),
    "faces": "😀" * (LONGEST // 2),
    "a web address": "https://example.org/" + "a/" * (LONGEST // 2 - 10),
}  # fmt: skip


@cache
def text_cells() -> tuple[tuple[str, str], ...]:
    """A cell of each column of the sample in which any words may stand."""
    intake = checked(SOUND.read_bytes()).intake
    return tuple(
        (read.sheet, a1(read.row_numbers[0], read.columns[column.field]))
        for read in intake.lists.values()
        for column in read.of.columns
        if read.of.table not in READ_FOR_THEIR_MEANING
        and read.row_numbers and column.reads in OF_WORDS and column.field in read.columns
        and column.field not in read.of.key and column.links_to is None and column.choices is None
    )  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_long_texts_in_some_columns_are_taken_by_every_request(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    assert len(text_cells()) > 60
    few = text_cells()[list(TEXTS).index(kind) :: 12]
    edit(SOUND, [SetCell(sheet, cell, TEXTS[kind]) for sheet, cell in (text_cells() if FULL else few)], path)
    check(FileHost(path))
    assert refresh(FileHost(path, tmp_path / "refreshed.xlsx")).delivered.written
    assert hand_out(FileHost(path), tmp_path).returns
    one = tmp_path / "one.xlsx"  # the same words in a cell that a pack does not show would keep it from being made
    edit(SOUND, [SetCell(*text_cells()[list(TEXTS).index(kind)], TEXTS[kind])], one)
    board_pack(FileHost(one), "group", tmp_path / "pack.xlsx", accessible=True)
    for sheet in openpyxl.load_workbook(tmp_path / "pack.xlsx"):
        assert all(row.height is None or row.height <= 409 for row in sheet.row_dimensions.values()), sheet.title


@pytest.mark.parametrize(("case", "name"), [("c06-long-text", one) for one in ("long", "long-B8", "long-C8")]
                         + [("a12-long-progress-refuses-the-pack", one) for one in ("input", "input_lines")])  # fmt: skip
def test_the_workbooks_of_the_cases_are_packed(case: str, name: str, tmp_path: Path) -> None:
    source = shared("cases", case, f"{name}.xlsx")
    board_pack(FileHost(source), "public", tmp_path / "pack.xlsx")
    refresh(FileHost(source, tmp_path / "refreshed.xlsx"))


def sheet_with(*texts: str) -> Sheet:
    table = Table(
        "pc_t",
        (Column("Letter"), Column("What was said", width=36.0)),
        tuple((f"R{n}", text) for n, text in enumerate(texts)),
    )
    return Sheet("S", (Heading("A title", level=1), table), merged=False)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("text", [
    "word " * 6_000, "x" * 30_000, "ab\n" * 9_000, "one " * 400, "漢字" * 15_000, "a " + "y" * 500 + " b", "https://example.org/" + "a/" * 900,
    "first paragraph " * 200 + "\n\n" + "second " * 900,
])  # fmt: skip
def test_not_a_character_is_lost_on_the_way(text: str) -> None:
    parts = with_continued_texts(sheet_with("short", text)).parts
    table = next(part for part in parts if isinstance(part, Table))
    below = [part.words for part in parts if isinstance(part, Paragraph)]
    label = "What was said, R1, continued: "
    assert all(words.startswith(label) for words in below)
    whole = str(table.rows[1][1]).removesuffix(CONTINUED_BELOW) + "".join(words.removeprefix(label) for words in below)
    assert squeezed(whole) == squeezed(text)
    assert table.rows[0][1] == "short"
    assert max(map(len, below), default=0) <= 1_000 + len(label)


def test_a_text_that_a_cell_shows_stays_as_it_is() -> None:
    sheet = sheet_with("short", "word " * 100, "one\ntwo")
    assert with_continued_texts(sheet).parts == sheet.parts
