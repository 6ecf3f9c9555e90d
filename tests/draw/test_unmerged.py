"""A sheet without merged cells: text runs on over empty cells, line by line, and nothing is frozen."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pc_workbook.draw.text_width import text_width, wrapped_lines
from pc_workbook.draw.workbook import draw
from pc_workbook.errors import InternalError
from pc_workbook.views.parts import Column, Heading, KeyFigure, KeyFigures, Paragraph, Sheet, Style, Table, Workbook

LONG = " ".join(f"word{n}" for n in range(120))
PARTS = (
    Heading("A title", level=1),
    Paragraph(LONG),
    Heading("A section"),
    Table(
        "pc_one",
        (Column("Name"), Column("Count", Style.WHOLE)),
        tuple((f"row {n}", n) for n in range(30)),
        filter_buttons=False,
    ),
)


def drawn(tmp_path: Path, *parts: object) -> Path:
    out = tmp_path / "drawn.xlsx"
    draw(Workbook((Sheet("One", parts or PARTS, merged=False),), "Test"), out)  # type: ignore[arg-type]
    return out


def test_no_cell_is_merged_frozen_or_filtered(tmp_path: Path) -> None:
    sheet = load_workbook(drawn(tmp_path))["One"]
    assert not sheet.merged_cells.ranges
    assert sheet.freeze_panes is None
    assert sheet.tables["pc_one"].autoFilter is None


def test_a_paragraph_is_written_line_by_line_and_complete(tmp_path: Path) -> None:
    sheet = load_workbook(drawn(tmp_path))["One"]
    lines = [cell.value for cell in sheet["A"] if cell.value and str(cell.value).startswith("word")]
    assert len(lines) > 1
    assert " ".join(lines) == LONG
    assert not any(sheet.cell(row, 2).value for row in range(1, 6))  # else the words would be cut there


def test_no_line_is_wider_than_its_room() -> None:
    assert all(text_width(line) <= 300 for line in wrapped_lines(LONG, 300))
    assert wrapped_lines("Donaudampfschifffahrtsgesellschaft am Ende", 100)[0] == "Donaudampfschifffahrtsgesellschaft"


def test_tiles_are_refused_where_nothing_may_be_merged(tmp_path: Path) -> None:
    tiles = KeyFigures((KeyFigure("Practices", 33, Style.WHOLE),))
    with pytest.raises(InternalError, match="no merged cells"):
        drawn(tmp_path, Heading("A title", level=1), tiles)
