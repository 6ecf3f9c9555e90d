"""No typed text, whatever characters it is made of, gives a part of a workbook that is no XML or that Excel repairs."""

import os
import random
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from pc_workbook import app
from pc_workbook.cells.change import SetCell
from pc_workbook.cells.limits import LONGEST_TEXT, cut, length_in_excel
from pc_workbook.draw.chart import as_words
from pc_workbook.draw.page import MOST_OF_HEADER, _plain
from pc_workbook.hosts.file import FileHost
from pc_workbook.hosts.memory import MemoryHost
from pc_workbook.ooxml.edit.cells import apply_changes
from pc_workbook.ooxml.package.opening import open_content
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.layout import OF_WORDS
from pc_workbook.tracker.snapshot import a1
from tests.breaking.test_file_names import wrong_in
from tests.support import SAMPLES, shared

NOW, HANDED_OUT = datetime(2017, 3, 15, 9), datetime(2017, 3, 16, 9)
FULL = os.environ.get("PC_WORKBOOK_FULL") == "1"
ROUNDS = 60 if FULL else 1
SAMPLE = SAMPLES / "thurrock-2017-resolved.xlsx"
PIECES: Sequence[str] = (
    *map(chr, range(32)), "\x7f", "\x85", "\ud800", "\udfff", "\ufffe", "\uffff", "\U0001ffff", "😀", "\u202e", "\u2028", "&",
    "<", ">", '"', "'", "]]>", "<![CDATA[", "<!--", "&#0;", "&#xD800;", "_x0000_", "_xD800_", "_x005F_x000B_", "_xFFFE_", "=",
    "+", "@", "-", "&P", "&G", "&[Picture]", "&8", "{", "}", "%s", "{0}", "\\n", "words ", "x" * 40,
)  # fmt: skip


def odd_text(source: random.Random) -> str:
    return (
        "".join(source.choice(PIECES) for _ in range(source.randint(1, 12)))
        + " "
        + "".join(source.choices("bcdfghjklm", k=12))
    )


#: Lists whose words mean something: an odd one is an error, and there is no pack.
READ_FOR_THEIR_MEANING = {"tblClaims", "tblPackKinds", "tblWords"}


def columns_of_words(intake: Intake) -> list[tuple[str, str]]:
    """The columns into which any words may be typed, but for those that name rows."""
    return [
        (table, column.field)
        for table, read in intake.lists.items()
        for column in read.of.columns
        if table not in READ_FOR_THEIR_MEANING
        and column.reads in OF_WORDS
        and column.field in read.columns
        and column.field not in read.of.key
    ]


def typed_into(intake: Intake, content: bytes, source: random.Random) -> bytes:
    """The tracker with an odd text in one cell of each such column."""
    changes = []
    for table, field in columns_of_words(intake):
        read = intake.lists[table]
        entries = list(read.entries)
        if entries:
            at = source.choice(entries).at
            changes.append(SetCell(read.sheet, a1(at, read.columns[field]), odd_text(source)))
    package = open_content(content, "tracker.xlsx")
    apply_changes(package, changes)
    assert len(changes) > 20
    return package.packed()


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_odd_texts_in_every_column_give_whole_workbooks(seed: int, tmp_path: Path) -> None:
    content = SAMPLE.read_bytes()
    tracker = tmp_path / "tracker.xlsx"
    tracker.write_bytes(typed_into(read_tracker(MemoryHost(content, "t.xlsx").read()), content, random.Random(seed)))
    app.refresh(FileHost(tracker), now=NOW)
    assert wrong_in(tracker) == []
    once = tracker.read_bytes()
    app.refresh(FileHost(tracker), now=NOW)
    assert tracker.read_bytes() == once
    for one in app.hand_out(FileHost(tracker), tmp_path / "out", now=HANDED_OUT).returns:
        assert wrong_in(one.path) == []
    app.board_pack(FileHost(tracker), "group", tmp_path / "pack.xlsx", now=NOW, accessible=True)
    for path in tmp_path.glob("pack*.xlsx"):
        assert wrong_in(path) == []


@pytest.mark.parametrize(
    "words", ["&P of &N &D", "&G", "&&G", "&&&G", "&[Picture]", "2017 plan", "😀" * 90, "& " * 90, "\x0b\ud800"]
)
def test_a_header_says_words_and_no_codes(words: str) -> None:
    printed = _plain(words)
    assert "&" not in printed.replace("&&", "")
    assert not printed[:1].isdecimal()  # it stands after the size of its letters
    assert length_in_excel(printed) <= MOST_OF_HEADER + 1
    assert "&G" not in printed
    assert "&[" not in printed


def test_a_header_keeps_what_fits() -> None:
    assert _plain("Thurrock & Basildon: board pack") == "Thurrock && Basildon: board pack"
    assert _plain("x" * 200) == "x" * MOST_OF_HEADER


@pytest.mark.parametrize(("name", "shown"), [("=1+1", " =1+1"), ("England", "England"), ("x" * 300, "x" * 254 + "…")])
def test_a_name_in_a_chart_is_words_and_no_formula(name: str, shown: str) -> None:
    assert as_words(name) == shown


@pytest.mark.parametrize("most", [1, 2, 3, 10, LONGEST_TEXT])
@pytest.mark.parametrize("text", ["x" * 40_000, "😀" * 40_000, "x" + "😀" * 40_000, "\ud800" * 40_000])
def test_a_text_is_cut_by_what_excel_counts(text: str, most: int) -> None:
    assert most - 1 <= length_in_excel(cut(text, most)) <= most
    assert cut(text, most).endswith("…")
    assert cut(cut(text, most), most) == cut(text, most)


@pytest.mark.parametrize("name", ["long-B8.xlsx", "long-C8.xlsx", "long.xlsx"] if FULL else ["long-B8.xlsx"])
def test_a_text_as_long_as_a_cell_is_refreshed_packed_and_handed_out(name: str, tmp_path: Path) -> None:
    tracker = tmp_path / "tracker.xlsx"
    tracker.write_bytes((shared("cases", "c06-long-text") / name).read_bytes())
    app.refresh(FileHost(tracker), now=NOW)
    app.board_pack(FileHost(tracker), "group", tmp_path / "pack.xlsx", now=NOW)
    done = app.hand_out(FileHost(tracker), tmp_path / "out", now=HANDED_OUT)
    for path in (tracker, tmp_path / "pack.xlsx", *(one.path for one in done.returns)):
        assert wrong_in(path) == []
        assert openpyxl.load_workbook(path).sheetnames
