"""Draw key figures as tiles: label, large number, explanation, and the RAG in words below an edge of its colour.

Tiles are merged cells of the sheet, so they are in reading order and can be copied as numbers.
"""

from collections.abc import Sequence
from math import ceil, inf
from typing import NamedTuple

from pc_workbook.draw.grid import number_text
from pc_workbook.draw.sheet_cursor import SheetCursor, check_accepted, words_height
from pc_workbook.draw.text_width import longest_word_width, text_width
from pc_workbook.draw.theme import (
    NHS_BLUE,
    QUIET_SIZE,
    STYLES,
    TILE,
    TILE_EDGE,
    TILE_LABEL,
    TILE_RAG,
    TILE_VALUE,
    TILE_WORDS,
    label_colours,
)
from pc_workbook.views.parts import KeyFigure, KeyFigures, Link, Style

MOST_A_ROW = 6
NARROWEST = 125.0  # pixels
PADDING = 22.0
EDGE = 4.5  # points
SIZES = (24, 20, 16, 13, 11)  # of the number: the largest that fits the tile
BETWEEN = 8.0


class Tile(NamedTuple):
    """A key figure and the columns of its tile."""

    figure: KeyFigure
    first: int
    last: int
    width: float

    @property
    def room(self) -> float:
        """The pixels for text."""
        return self.width - PADDING


def draw_key_figures(cursor: SheetCursor, figures: KeyFigures) -> None:
    """Draw key figures in as many rows of tiles as the widths of the columns need."""
    first = cursor.row
    if not figures.figures:
        return
    for row in tile_rows(figures.figures, cursor.edges):
        _draw_tiles(cursor, row)
    cursor.block(first, whole=True)


def tile_rows(figures: Sequence[KeyFigure], edges: Sequence[float]) -> list[list[Tile]]:
    """Return tiles in rows of equal count, as many per row as leave each wide enough to read."""
    spans = next(
        spans
        for most in range(min(MOST_A_ROW, len(figures), len(edges) - 1), 0, -1)
        if (spans := even_spans(edges, ceil(len(figures) / ceil(len(figures) / most)))) and _wide_enough(spans, edges)
    )
    return [
        [
            Tile(figure, first, last, edges[last + 1] - edges[first])
            for figure, (first, last) in zip(figures[start : start + len(spans)], spans, strict=False)
        ]
        for start in range(0, len(figures), len(spans))
    ]


def _wide_enough(spans: Sequence[tuple[int, int]], edges: Sequence[float]) -> bool:
    return len(spans) == 1 or min(edges[last + 1] - edges[first] for first, last in spans) >= NARROWEST


def even_spans(edges: Sequence[float], count: int) -> list[tuple[int, int]]:
    """Return the columns in `count` spans (first, last), as even as the column borders allow.

    >>> even_spans([0, 10, 20, 30, 60], 2)
    [(0, 2), (3, 3)]
    """
    wanted = edges[-1] / count
    best: list[tuple[float, list[int]]] = [((edge - wanted) ** 2, [0]) for edge in edges]  # one span up to each border
    for number in range(1, count):
        best = [
            min(
                (best[start][0] + (edges[end] - edges[start] - wanted) ** 2, [*best[start][1], start])
                for start in range(number, end)
            )
            if end > number
            else (inf, [])
            for end in range(len(edges))
        ]
    starts = best[-1][1]
    return [(first, end - 1) for first, end in zip(starts, [*starts[1:], len(edges) - 1], strict=True)]


def _draw_tiles(cursor: SheetCursor, tiles: Sequence[Tile]) -> None:
    _draw_edges(cursor, tiles)
    _draw_labels(cursor, tiles)
    _draw_values(cursor, tiles)
    if any(tile.figure.words for tile in tiles):
        _draw_explanations(cursor, tiles)
    if any(tile.figure.rag for tile in tiles):
        _draw_rags(cursor, tiles)
    cursor.skip(BETWEEN)


def _draw_edges(cursor: SheetCursor, tiles: Sequence[Tile]) -> None:
    for tile in tiles:
        mark = label_colours(Style.RAG, tile.figure.rag)
        cell_format = cursor.formats(TILE_EDGE, bg_color=mark.background if mark else NHS_BLUE)
        cursor.span(cursor.row, tile.first, tile.last, "", cell_format)
    cursor.skip(EDGE)


def _draw_labels(cursor: SheetCursor, tiles: Sequence[Tile]) -> None:
    cell_format = cursor.formats(TILE_LABEL)
    for tile in tiles:
        cursor.span(cursor.row, tile.first, tile.last, tile.figure.label, cell_format)
    cursor.skip(max(words_height(tile.figure.label, tile.room, bold=True, air=8) for tile in tiles))


def _draw_values(cursor: SheetCursor, tiles: Sequence[Tile]) -> None:
    heights = [_draw_value(cursor, tile) for tile in tiles]
    cursor.skip(max(heights))


def _draw_value(cursor: SheetCursor, tile: Tile) -> float:
    """Draw the number in its own format; return the points that it takes."""
    figure = tile.figure
    shown = _displayed(figure)
    size = next((size for size in SIZES if text_width(shown, size, bold=True) <= tile.room), SIZES[-1])
    if isinstance(figure.value, str) and len(shown.split()) > 1 and size < SIZES[2]:
        size = next((s for s in SIZES[2:] if longest_word_width(shown, s, bold=True) <= tile.room), SIZES[-1])
    cell_format = cursor.formats(TILE_VALUE, font_size=size, num_format=STYLES[figure.style].number)
    cursor.span(cursor.row, tile.first, tile.last, shown if isinstance(figure.value, str | Link) else "", cell_format)
    if isinstance(figure.value, bool):
        check_accepted(cursor.sheet.write_boolean(cursor.row, tile.first, figure.value, cell_format), figure.label)
    elif isinstance(figure.value, int | float):
        value = figure.value / STYLES[figure.style].divide_by
        check_accepted(cursor.sheet.write_number(cursor.row, tile.first, value, cell_format), figure.label)
    elif figure.value is not None and not isinstance(figure.value, str | Link):
        check_accepted(cursor.sheet.write_datetime(cursor.row, tile.first, figure.value, cell_format), figure.label)
    return words_height(shown, tile.room, size, bold=True, air=6)


def _displayed(figure: KeyFigure) -> str:
    value = figure.value
    if value is None:
        return ""
    if isinstance(value, Link):
        return value.words
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value, figure.style)
    return value if isinstance(value, str) else "28 Mmm 2000"


def _draw_explanations(cursor: SheetCursor, tiles: Sequence[Tile]) -> None:
    cell_format = cursor.formats(TILE_WORDS)
    for tile in tiles:
        cursor.span(cursor.row, tile.first, tile.last, tile.figure.words, cell_format)
    cursor.skip(max(words_height(tile.figure.words, tile.room, QUIET_SIZE, air=8) for tile in tiles))


def _draw_rags(cursor: SheetCursor, tiles: Sequence[Tile]) -> None:
    for tile in tiles:
        mark = label_colours(Style.RAG, tile.figure.rag)
        cell_format = (
            cursor.formats(TILE_RAG, bg_color=mark.background, font_color=mark.text_colour)
            if mark
            else cursor.formats(TILE, bold=True, font_size=QUIET_SIZE)
        )
        cursor.span(cursor.row, tile.first, tile.last, tile.figure.rag or "", cell_format)
    cursor.skip(max(words_height(tile.figure.rag or "", tile.room, QUIET_SIZE, bold=True, air=7) for tile in tiles))
