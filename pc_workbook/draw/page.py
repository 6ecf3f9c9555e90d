"""How a sheet prints: A4 landscape, one page wide, named on each page, broken between things and not through them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from pc_workbook.draw.looks import FONT

A4 = 9
MARGINS = {"left": 0.45, "right": 0.45, "top": 0.7, "bottom": 0.6}  # inches
PRINTED_WIDTH = (297 / 25.4 - MARGINS["left"] - MARGINS["right"]) * 72  # points
PRINTED_HEIGHT = (210 / 25.4 - MARGINS["top"] - MARGINS["bottom"]) * 72
SPARE = 0.98  # of the page that is planned for: printers and hinting differ
POINTS_A_PIXEL = 0.75
MOST_BREAKS = 1023  # Excel's limit
# What stays allowed on a protected sheet: looking at it as one likes.
ALLOWED = {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True}


class Block(NamedTuple):
    """Rows from `first` up to `end` that are one thing to a reader.

    A `whole` one is never cut; one `with_next` never ends a page; a table may be cut after its first `begin` rows.
    """

    first: int
    end: int
    whole: bool
    with_next: bool = False
    begin: int = 0
    new_page: bool = False


def protect(sheet: Worksheet) -> None:
    """Only unlocked cells take typing. Without a password: a guard-rail that anybody may take off, not security."""
    sheet.protect(options=ALLOWED)


def page_height(width: float) -> float:
    """Points of rows that one page holds when `width` pixels are fitted to it."""
    scale = min(1.0, PRINTED_WIDTH / (width * POINTS_A_PIXEL))
    return PRINTED_HEIGHT * SPARE / scale


def page_breaks(
    blocks: Sequence[Block], height_of: Callable[[int], float], page: float, repeated: Sequence[int]
) -> list[int]:
    """The rows that begin a page: what would be cut in two and need not be starts on a new one.

    Every break is set, also those inside a long table: one that the printer chose by itself would move the rest.
    """
    again = sum(height_of(row) for row in repeated)
    breaks: list[int] = []
    used = 0.0
    for run in _runs(blocks):
        first, end = run[0].first, run[-1].end
        height = sum(map(height_of, range(first, end)))
        needs = height if _stays_whole(run, height, page) else sum(map(height_of, range(first, _beginning(run))))
        cut = used + needs > page and needs <= page - again
        if (run[0].new_page or cut) and first > 0:
            breaks.append(first)
            used = again if first > max(repeated, default=-1) else 0.0
        for row in range(first, end):
            if used + height_of(row) > page:
                breaks.append(row)
                used = again
            used += height_of(row)
    return breaks[:MOST_BREAKS]


def _runs(blocks: Sequence[Block]) -> list[list[Block]]:
    """Headings with what they head."""
    runs: list[list[Block]] = []
    for block in blocks:
        if runs and runs[-1][-1].with_next and not block.new_page:
            runs[-1].append(block)
        else:
            runs.append([block])
    return runs


def _stays_whole(run: Sequence[Block], height: float, page: float) -> bool:
    return run[-1].whole or height < page * 0.45


def _beginning(run: Sequence[Block]) -> int:
    return min(run[-1].first + run[-1].begin, run[-1].end)


def set_up_page(sheet: Worksheet, title: str, document: str) -> None:
    """What every sheet's print has in common."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 0)
    hand = f'&"{FONT},Regular"&8'
    sheet.set_header(f"&L{hand}{_plain(title)}&R{hand}{_plain(document)}", {"margin": 0.35, "scale_with_doc": False})
    sheet.set_footer(f"&R{hand}Page &P of &N", {"margin": 0.3, "scale_with_doc": False})


def _plain(words: str) -> str:
    """Words of a header: Excel reads & as a code, and allows 255 characters for all of it."""
    return words[:90].replace("&", "&&")
