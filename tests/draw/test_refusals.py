"""What a workbook can't contain raises an error and is not left out."""

from pathlib import Path
from typing import Any

import pytest

from pc_workbook.draw.workbook import draw
from pc_workbook.errors import InternalError
from pc_workbook.views.parts import (
    BlankSheet,
    Chart,
    ChartKind,
    Column,
    EntryColumn,
    EntryList,
    Heading,
    KeyFigures,
    Kind,
    Paragraph,
    Part,
    Series,
    Sheet,
    Table,
    Value,
    Workbook,
)


def table(*rows: tuple[Value, ...], name: str = "pc_t", headers: tuple[str, ...] = ("A", "B"), **more: Any) -> Table:
    return Table(name, tuple(Column(header) for header in headers), rows, **more)


def chart(**more: Any) -> Chart:
    facts: dict[str, Any] = {"title": "T", "alt": "Paragraph.", "table": "pc_t", "series": (Series("B", "A", "B"),)}
    return Chart(ChartKind.TIME, **(facts | more))


def entry(*columns: EntryColumn, rows: tuple[tuple[Value, ...], ...] = ()) -> EntryList:
    return EntryList("List", "tblList", "Guide.", columns or (column("A"),), rows)


def column(header: str, kind: Kind = Kind.TEXT, **more: Any) -> EntryColumn:
    return EntryColumn(header, kind, 10, False, "CCG staff", "Help.", **more)


def book(*parts: Part, name: str = "Sheet") -> Workbook:
    return Workbook((Sheet(name, parts),), "A title")


IMPOSSIBLE = {
    "two columns of one name": book(table(("x", "y"), headers=("Gap", "GAP"))),
    "a column without a name": book(table(("x", "y"), headers=("A", ""))),
    "a row of the wrong length": book(table(("x",))),
    "a number that is none": book(table((float("nan"), "y"))),
    "two tables of one name": book(table(("x", "y")), table(("x", "y"))),
    "a table named like a cell": book(table(("x", "y"), name="A1")),
    "two headers to repeat": book(table(repeat_header=True), table(name="pc_u", repeat_header=True)),
    "a chart without its table": book(chart()),
    "a chart without its column": book(table(("x", 1)), chart(series=(Series("C", "A", "C"),))),
    "a chart beyond its rows": book(table(("x", 1)), chart(rows=(0, 4))),
    "a chart that says nothing": book(table(("x", 1)), chart(alt=" ")),
    "a name that no sheet may have": book(Heading("H", 1), name="a/b"),
    "two sheets of one name": Workbook((BlankSheet("One"), BlankSheet("one")), "t"),
    "a drop-down from a list that isn't there": Workbook((entry(column("A", choices_from=("tblX", "Y"))),), "t"),
    "two entry columns of one name": Workbook((entry(column("A"), column("a")),), "t"),
    "an entry row of the wrong length": Workbook((entry(column("A"), rows=(("x", "y"),)),), "t"),
}


@pytest.mark.parametrize("workbook", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_impossible_parts_are_a_program_error(workbook: Workbook, tmp_path: Path) -> None:
    kept = tmp_path / "kept.xlsx"
    kept.write_bytes(b"earlier content")
    with pytest.raises(InternalError):
        draw(workbook, kept)
    assert kept.read_bytes() == b"earlier content"


def test_an_error_of_the_disk_is_passed_on(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        draw(book(Heading("H", 1)), tmp_path)


def test_a_sheet_may_be_nearly_empty(tmp_path: Path) -> None:
    draw(book(), tmp_path / "empty.xlsx")
    draw(book(Paragraph("Only words. " * 2000), KeyFigures(())), tmp_path / "words.xlsx")
    draw(book(table(), chart()), tmp_path / "no rows.xlsx")
    draw(Workbook((entry(),), "t"), tmp_path / "entry.xlsx")
