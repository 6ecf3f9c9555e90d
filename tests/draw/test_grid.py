"""Columns are wide enough, rows tall enough, pages broken where nothing is cut."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pc_workbook.draw.grid import PAGE, SMALLEST_PRINT, Need, fit_to_page, sheet_widths, table_needs
from pc_workbook.draw.page import Block, page_breaks, page_fills, page_height, saving_scale, without_lone_rows
from pc_workbook.draw.text_width import line_count, text_width
from pc_workbook.draw.tiles import even_spans, tile_rows
from pc_workbook.views.parts import Column, KeyFigure, Style, Table


def test_numbers_never_show_as_hashes() -> None:
    table = Table(
        "pc_t", (Column("n", Style.WHOLE, width=2), Column("d", Style.DATE)), ((168_094_000, date(2017, 9, 28)),)
    )
    number, day = sheet_widths([table])[:2]
    assert number > text_width("168,094,000") + 10
    assert day > text_width("28 Sep 2017") + 10


def test_one_grid_serves_every_table_of_a_sheet() -> None:
    narrow = Table("pc_a", (Column("A"), Column("B")), (("x", "y"),))
    wide = Table("pc_b", (Column("A"), Column("B")), (("x", "a locality with a long name"),))
    assert sheet_widths([narrow, wide])[1] >= table_needs(wide)[1].wish


def test_a_grid_is_never_narrower_than_the_page() -> None:
    assert sum(sheet_widths([])) == pytest.approx(PAGE)
    assert sum(sheet_widths([Table("pc_a", (Column("A"),), ())])) >= PAGE - 50


@given(st.lists(st.tuples(st.floats(20, 60), st.floats(20, 400)), min_size=1, max_size=20))
def test_wrapping_makes_room_before_print_becomes_small(asked: list[tuple[float, float]]) -> None:
    needs = [Need(least, least + more, least + more) for least, more in asked]
    widths = fit_to_page(needs)
    assert all(width >= need.least - 1e-6 for width, need in zip(widths, needs, strict=False))
    least = sum(need.least for need in needs)
    assert sum(widths) <= max(PAGE / SMALLEST_PRINT, least) + 1e-6


@given(st.text(alphabet="abc defg\n", max_size=200), st.floats(30, 400))
def test_less_room_never_takes_fewer_lines(text: str, room: float) -> None:
    assert line_count(text, room) >= line_count(text, room * 2) >= text.count("\n") + 1


def test_a_word_wider_than_its_cell_is_counted_with_its_pieces() -> None:
    word = "m" * 60
    assert line_count(word, text_width(word) / 3.5) == 4


@given(st.lists(st.integers(20, 300), min_size=1, max_size=20), st.integers(1, 6))
def test_tiles_take_every_column_once(widths: list[int], count: int) -> None:
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    spans = even_spans(edges, min(count, len(widths)))
    assert [column for first, last in spans for column in range(first, last + 1)] == list(range(len(widths)))


def test_tiles_go_to_a_second_row_before_they_become_narrow() -> None:
    figures = [KeyFigure(f"Figure {n}", n, Style.WHOLE) for n in range(6)]
    assert [len(row) for row in tile_rows(figures, [n * 80.0 for n in range(13)])] == [6]
    assert [len(row) for row in tile_rows(figures, [0, 300, 600, 900])] == [3, 3]
    assert [len(row) for row in tile_rows(figures, [0, 900])] == [1] * 6


def test_a_chart_that_would_be_cut_starts_a_page_with_its_heading() -> None:
    blocks = [Block(0, 10, whole=True), Block(10, 11, whole=True, with_next=True), Block(11, 20, whole=True)]
    assert page_breaks(blocks, lambda row: 20.0, page=300, repeated=[]) == [10]


def test_a_long_table_is_cut_between_rows_and_its_header_takes_room_again() -> None:
    blocks = [Block(0, 30, whole=False, begin=4)]
    assert page_breaks(blocks, lambda row: 10.0, page=100, repeated=[0]) == [10, 19, 28]


def test_a_page_break_that_was_asked_for_is_there_once() -> None:
    blocks = [Block(0, 3, whole=True), Block(3, 6, whole=True, new_page=True)]
    assert page_breaks(blocks, lambda row: 10.0, page=500, repeated=[]) == [3]


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_no_page_is_planned_taller_than_paper(things: list[tuple[int, bool, bool]]) -> None:
    blocks, row = [], 0
    for rows, whole, with_next in things:
        blocks.append(Block(row, row + rows, whole, with_next, 2))
        row += rows
    breaks = [0, *page_breaks(blocks, lambda row: 20.0, page=500, repeated=[0]), row]
    assert breaks == sorted(set(breaks))
    for number, (start, end) in enumerate(pairwise(breaks)):
        assert (end - start) * 20 + (20 if number else 0) <= 500


def test_a_wider_sheet_holds_more_rows_a_page() -> None:
    assert page_height(900) < page_height(1300)


def pages_of(rows: int) -> Callable[[float], list[float]]:
    """How full the pages are of a table of rows of twenty points, where 500 fit at full size."""

    def fills(scale: float) -> list[float]:
        breaks = page_breaks([Block(0, rows, whole=False)], lambda row: 20.0, page=500 / scale, repeated=[0])
        return page_fills(breaks, rows, lambda row: 20.0, page=500 / scale)

    return fills


def test_print_shrinks_as_little_as_saves_a_nearly_empty_page() -> None:
    assert len(pages_of(28)(1.0)) == 2
    assert saving_scale(1.0, pages_of(28)) == 0.89  # 28 rows of 20 points at 89 % take 498 points
    assert saving_scale(1.0, pages_of(25)) == 1.0
    assert saving_scale(1.0, pages_of(34)) == 1.0, "nine rows do not fit on the first page at 80 %"
    assert saving_scale(1.0, pages_of(45)) == 1.0, "the second page is well filled"


def test_print_that_is_small_already_does_not_shrink() -> None:
    assert saving_scale(0.85, pages_of(30)) == 0.85


def test_no_row_of_a_long_table_stands_alone_on_its_last_page() -> None:
    table = [Block(0, 52, whole=False, begin=2)]
    assert page_breaks(table, lambda row: 10.0, page=510, repeated=[0]) == [51]
    assert without_lone_rows([51], table, lambda row: 10.0, page=510, repeated=[0]) == [44]
    assert without_lone_rows([30], table, lambda row: 10.0, page=510, repeated=[0]) == [30]
    followed = [*table, Block(52, 97, whole=True)]
    assert without_lone_rows([51], followed, lambda row: 10.0, page=510, repeated=[0]) == [51], "no room for more"
