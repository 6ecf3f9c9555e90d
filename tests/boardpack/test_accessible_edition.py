"""The accessible edition against the pack: the same figures, both ways, read from the two finished files."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from pc_workbook.accessibility.checklist import State, checklist
from pc_workbook.accessibility.workbook_reader import read_workbook
from pc_workbook.app import board_pack
from pc_workbook.boardpack.accessible_edition import accessible_sheets, lines, sheet_name
from pc_workbook.draw.accessible_edition import draw_accessible
from pc_workbook.errors import InternalError
from pc_workbook.hosts.file import FileHost
from pc_workbook.views.parts import (
    Chart,
    ChartKind,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Series,
    Sheet,
    Style,
    Table,
)
from pc_workbook.views.parts import Workbook as Document
from tests.support import SAMPLES, problems_for_excel

NOW = datetime(2017, 3, 16, 9, 30)
MARKS = {"[x]", "[z]", "[c]"}
OWN = {"pc_contents", "pc_marks"}  # the accessible edition's own contents and notes
COVERS = {"pack_facts", "pc_cover"}  # the cover as the template shows it, and as a table


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The public pack of the sample, and its accessible edition."""
    folder = tmp_path_factory.mktemp("pack")
    tracker = FileHost(SAMPLES / "thurrock-2017-resolved.xlsx")
    made = board_pack(tracker, "public", folder / "pack.xlsx", accessible=True, now=NOW)
    return made.files[0], made.files[-1]


def tables(path: Path) -> dict[str, list[list[Cell]]]:
    """Each list object by name: its rows of cells, the heading first."""
    book: Workbook = load_workbook(path)
    return {
        name: [list(row) for row in sheet[area]] for sheet in book.worksheets for name, area in sheet.tables.items()
    }


def shown(cell: Cell) -> tuple[Any, str]:
    """What a reader sees: a value, and for a number the format it is shown by."""
    if cell.value is None or cell.value in MARKS:
        return None, ""
    return cell.value, cell.number_format if not isinstance(cell.value, str) else ""


def words_outside_tables(path: Path, without: set[str]) -> Iterator[str]:
    for sheet in read_workbook(path).visible:
        if sheet.name not in without:
            yield from (cell.words for cell in sheet.filled if not sheet.in_table(cell.row, cell.column))


def tokens(texts: Iterator[str]) -> Counter[str]:
    return Counter(re.findall(r"[\w%.,'’–-]*\w[%]?", " ".join(texts)))


def test_every_table_of_the_pack_is_in_the_accessible_edition_cell_by_cell(files: tuple[Path, Path]) -> None:
    pack, accessible = map(tables, files)
    assert len(pack) > 15
    for name in set(pack) - OWN - COVERS:
        wanted = [[shown(cell) for cell in row] for row in pack[name]]
        assert [[shown(cell) for cell in row] for row in accessible[name]] == wanted, name


def test_the_cover_says_the_same_in_both(files: tuple[Path, Path]) -> None:
    pack, accessible = map(tables, files)
    facts = {row[-1].value for row in pack["pack_facts"][1:]}
    assert facts
    assert facts <= {row[-1].value for row in accessible["pc_cover"][1:]}


def test_the_accessible_edition_holds_no_figure_that_the_pack_does_not(files: tuple[Path, Path]) -> None:
    pack, accessible = map(tables, files)
    told = {shown(cell) for rows in pack.values() for row in rows for cell in row}
    for name in set(accessible) - set(pack) - OWN - COVERS:
        numbers = [shown(cell) for row in accessible[name] for cell in row if isinstance(cell.value, int | float)]
        assert set(numbers) <= told, name
        assert name.endswith("_in_words"), name


def test_no_word_of_the_pack_is_lost(files: tuple[Path, Path]) -> None:
    pack, accessible = files
    said = tokens(words_outside_tables(pack, {"Cover", "Contents"}))
    heard = tokens(cell.words for sheet in read_workbook(accessible).visible for cell in sheet.filled)
    assert not said - heard


def test_each_sheet_is_a_title_in_a1_lines_and_one_table_without_an_empty_cell(files: tuple[Path, Path]) -> None:
    for sheet in read_workbook(files[1]).visible:
        table = sheet.tables[0] if sheet.tables else None
        assert len(sheet.tables) <= 1
        assert all(sheet.words(row, 1) for row in range(1, table.area.bottom + 1 if table else 2)), sheet.name
        if table is not None:
            area = table.area
            cells = [(row, at) for row in range(area.top, area.bottom + 1) for at in range(area.left, area.right + 1)]
            assert all(sheet.words(*cell) for cell in cells), sheet.name


def test_a_number_beside_marks_keeps_being_a_number_of_its_own_format() -> None:
    table = Table(
        "pc_shares",
        (Column("Share", Style.PERCENT_1),),
        ((45.5,), (None,), (99.0,)),
        cell_styles={(2, 0): Style.PERCENT_0},
    )
    page = accessible_sheets([Sheet("Shares", (Heading("Shares", 1), table))])[-1]
    made = next(part for part in page.parts if isinstance(part, Table))
    assert made.rows == ((45.5,), ("[x]",), (99.0,))
    assert made.cell_styles == {(1, 0): Style.TEXT, (2, 0): Style.PERCENT_0}


def test_marks_are_explained_where_they_are_used_and_on_the_notes(files: tuple[Path, Path]) -> None:
    for sheet in read_workbook(files[1]).visible:
        used = {cell.words for cell in sheet.filled if sheet.in_table(cell.row, cell.column)} & MARKS
        explained = next((cell.words for cell in sheet.filled if cell.words.startswith("Marks: ")), "")
        assert sheet.name == "Notes" or all(mark in explained for mark in used), sheet.name


def test_both_editions_meet_every_essential_item_and_the_accessible_one_every_item(files: tuple[Path, Path]) -> None:
    pack, accessible = map(checklist, files)
    assert [item.number for item in pack if item.essential and item.state is State.NOT_MET] == []
    assert [item.number for item in accessible if item.state is State.NOT_MET] == []
    assert {item.number for item in accessible if item.state is State.JUDGE} == {14, 32, 33}


def test_excel_would_open_it_and_its_titles_are_headings(files: tuple[Path, Path]) -> None:
    assert problems_for_excel(files[1]) == []
    assert all(sheet.cells[1, 1].look.heading for sheet in read_workbook(files[1]).visible)
    book = load_workbook(files[1])
    assert (book.properties.language, book.properties.creator) == ("en-GB", None)
    assert "as at 15 March 2017" in book.properties.title


def test_what_has_no_table_becomes_rows_of_words_and_key_figures_a_table() -> None:
    points = Table("pc_points", (Column("Place"), Column("Share", Style.WHOLE)), (("Here", 1),))
    chart = Chart(ChartKind.BAR, "Shares", "one bar, of one", "pc_points", (Series("Share", "Place", "Share"),))
    tile = KeyFigure("Practices", 33, Style.WHOLE, "open on the day", rag="Green – met")
    parts = (
        Heading("Where we stand", 1),
        KeyFigures((tile,)),
        Heading("Why"),
        Paragraph("Because."),
        chart,
        Heading("Points"),
        points,
    )
    pages = {sheet.name: sheet.parts for sheet in accessible_sheets([Sheet("Summary", parts)])}
    assert list(pages) == ["Contents", "Notes", "Summary", "Summary in words", "Points"]
    assert pages["Summary"][-1].rows == (("Practices", 33, "open on the day", "Green – met"),)
    assert pages["Summary in words"][-1].rows == (("Why", "Because."), ("Why", "Chart, Shares: one bar, of one"))


def test_an_empty_table_says_so_in_its_one_row() -> None:
    table = Table("pc_none", (Column("Action"), Column("State")), (), "No action is overdue.")
    page = accessible_sheets([Sheet("Overdue", (Heading("Overdue", 1), table))])[-1]
    assert page.parts[-1].rows == (("No action is overdue.", "[z]"),)


def test_a_missing_figure_is_distinguished_from_what_does_not_apply() -> None:
    columns = (Column("Milestone"), Column("Due", Style.DATE), Column("Practice", Style.CODE), Column("Note"))
    table = Table("pc_some", columns, (("A plan for the area", None, None, None),))
    page = accessible_sheets([Sheet("Milestones", (Heading("Milestones", 1), table))])[-1]
    assert page.parts[-1].rows == (("A plan for the area", "[x]", "[z]", "[z]"),)


def test_what_is_not_for_publication_says_so_on_every_sheet(tmp_path: Path) -> None:
    made = board_pack(
        FileHost(SAMPLES / "thurrock-2017-resolved.xlsx"), "group", tmp_path / "pack.xlsx", accessible=True, now=NOW
    )
    assert all(
        sheet.words(2, 1).startswith("Group edition: not for publication.")
        for sheet in read_workbook(made.files[-1]).visible
    )


def test_a_part_that_has_no_place_in_the_accessible_edition_is_our_mistake(tmp_path: Path) -> None:
    tiles = KeyFigures((KeyFigure("Practices", 33, Style.WHOLE),))
    with pytest.raises(InternalError, match="can't hold KeyFigures on 'Summary'"):
        draw_accessible(Document((Sheet("Summary", (Heading("Summary", 1), tiles)),), "Pack"), tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_long_paragraphs_become_lines_of_whole_sentences() -> None:
    assert lines("First here. Then there.\nNext.") == ["First here. Then there.", "Next."]
    assert lines(f"{'word ' * 25}end. Next.") == [f"{'word ' * 25}end.", "Next."]


def test_tabs_get_names_that_excel_allows_and_nobody_else_has() -> None:
    assert sheet_name("What serves each function of the group") == "What serves each function"
    twice = [Sheet("A/B", (Heading(title, 1), Paragraph("x"))) for title in ("One", "Two")]
    names = [sheet.name for sheet in accessible_sheets(twice)]
    assert names == ["Contents", "Notes", "A B", "A B 2"]
