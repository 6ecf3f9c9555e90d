"""Key figures as tiles: label, big number, what it means, and the RAG word under an edge of its colour.

Tiles are merged cells of the sheet's own grid, so they stand in reading order and can be copied as numbers.
"""

from collections.abc import Sequence
from math import ceil, inf
from typing import NamedTuple

from pc_workbook.draw.grid import number_text
from pc_workbook.draw.sheet_cursor import Pen, accepted, words_height
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
    mark_of,
)
from pc_workbook.views.parts import KeyFigure, KeyFigures, Link, Style

MOST_A_ROW = 6
NARROWEST = 125.0  # pixels
PADDING = 22.0
EDGE = 4.5  # points
SIZES = (24, 20, 16, 13, 11)  # of the big number: the largest that fits its tile
BETWEEN = 8.0


class Tile(NamedTuple):
    """A key figure and the columns it stands on."""

    figure: KeyFigure
    first: int
    last: int
    width: float

    @property
    def room(self) -> float:
        return self.width - PADDING


def draw_key_figures(pen: Pen, figures: KeyFigures) -> None:
    """As many rows of tiles as the grid asks for."""
    first = pen.row
    if not figures.figures:
        return
    for row in tile_rows(figures.figures, pen.edges):
        _draw_tiles(pen, row)
    pen.block(first, whole=True)


def tile_rows(figures: Sequence[KeyFigure], edges: Sequence[float]) -> list[list[Tile]]:
    """Tiles in rows of the same count, as many a row as leaves each one wide enough to read."""
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
    """The grid's columns in `count` runs as even as the column borders allow: (first, last) of each.

    >>> even_spans([0, 10, 20, 30, 60], 2)
    [(0, 2), (3, 3)]
    """
    wanted = edges[-1] / count
    best: list[tuple[float, list[int]]] = [((edge - wanted) ** 2, [0]) for edge in edges]  # one run up to each border
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


def _draw_tiles(pen: Pen, tiles: Sequence[Tile]) -> None:
    _draw_edges(pen, tiles)
    _draw_labels(pen, tiles)
    _draw_values(pen, tiles)
    if any(tile.figure.words for tile in tiles):
        _draw_meanings(pen, tiles)
    if any(tile.figure.rag for tile in tiles):
        _draw_rags(pen, tiles)
    pen.skip(BETWEEN)


def _draw_edges(pen: Pen, tiles: Sequence[Tile]) -> None:
    for tile in tiles:
        mark = mark_of(Style.RAG, tile.figure.rag)
        look = pen.formats(TILE_EDGE, bg_color=mark.ground if mark else NHS_BLUE)
        pen.span(pen.row, tile.first, tile.last, "", look)
    pen.skip(EDGE)


def _draw_labels(pen: Pen, tiles: Sequence[Tile]) -> None:
    look = pen.formats(TILE_LABEL)
    for tile in tiles:
        pen.span(pen.row, tile.first, tile.last, tile.figure.label, look)
    pen.skip(max(words_height(tile.figure.label, tile.room, bold=True, air=8) for tile in tiles))


def _draw_values(pen: Pen, tiles: Sequence[Tile]) -> None:
    heights = [_draw_value(pen, tile) for tile in tiles]
    pen.skip(max(heights))


def _draw_value(pen: Pen, tile: Tile) -> float:
    """The number in its own format. Returns the points it takes."""
    figure = tile.figure
    shown = _shown(figure)
    size = next((size for size in SIZES if text_width(shown, size, bold=True) <= tile.room), SIZES[-1])
    if isinstance(figure.value, str) and len(shown.split()) > 1 and size < SIZES[2]:
        size = next((s for s in SIZES[2:] if longest_word_width(shown, s, bold=True) <= tile.room), SIZES[-1])
    look = pen.formats(TILE_VALUE, font_size=size, num_format=STYLES[figure.style].number)
    pen.span(pen.row, tile.first, tile.last, shown if isinstance(figure.value, str | Link) else "", look)
    if isinstance(figure.value, bool):
        accepted(pen.sheet.write_boolean(pen.row, tile.first, figure.value, look), figure.label)
    elif isinstance(figure.value, int | float):
        value = figure.value / STYLES[figure.style].divide_by
        accepted(pen.sheet.write_number(pen.row, tile.first, value, look), figure.label)
    elif figure.value is not None and not isinstance(figure.value, str | Link):
        accepted(pen.sheet.write_datetime(pen.row, tile.first, figure.value, look), figure.label)
    return words_height(shown, tile.room, size, bold=True, air=6)


def _shown(figure: KeyFigure) -> str:
    value = figure.value
    if value is None:
        return ""
    if isinstance(value, Link):
        return value.words
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value, figure.style)
    return value if isinstance(value, str) else "28 Mmm 2000"


def _draw_meanings(pen: Pen, tiles: Sequence[Tile]) -> None:
    look = pen.formats(TILE_WORDS)
    for tile in tiles:
        pen.span(pen.row, tile.first, tile.last, tile.figure.words, look)
    pen.skip(max(words_height(tile.figure.words, tile.room, QUIET_SIZE, air=8) for tile in tiles))


def _draw_rags(pen: Pen, tiles: Sequence[Tile]) -> None:
    for tile in tiles:
        mark = mark_of(Style.RAG, tile.figure.rag)
        look = (
            pen.formats(TILE_RAG, bg_color=mark.ground, font_color=mark.ink)
            if mark
            else pen.formats(TILE, bold=True, font_size=QUIET_SIZE)
        )
        pen.span(pen.row, tile.first, tile.last, tile.figure.rag or "", look)
    pen.skip(max(words_height(tile.figure.rag or "", tile.room, QUIET_SIZE, bold=True, air=7) for tile in tiles))
