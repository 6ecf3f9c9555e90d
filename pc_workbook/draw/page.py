"""How a sheet prints: A4 landscape, one page wide, named on each page, broken between things and not through them."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from pc_workbook.cells.limits import CUT, is_too_long, printable
from pc_workbook.draw.theme import FONT

A4 = 9
MARGINS = {"left": 0.45, "right": 0.45, "top": 0.7, "bottom": 0.6}  # inches
PRINTED_WIDTH = (297 / 25.4 - MARGINS["left"] - MARGINS["right"]) * 72  # points
PRINTED_HEIGHT = (210 / 25.4 - MARGINS["top"] - MARGINS["bottom"]) * 72
SPARE = 0.98  # of the page that is planned for: printers and hinting differ
POINTS_A_PIXEL = 0.75
NEARLY_EMPTY = 0.35  # of a page: the print shrinks a little where that saves such a page
SMALLEST_TO_SAVE = 0.8  # of full size: no page is worth smaller print
SURELY_FITS = 0.93  # of the scale that fits the width: not each program draws a column as wide as another
LEAST_ROWS = 8  # that a long table's last page holds, so that none stands alone
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
    return height_at(width_scale(width))


def width_scale(width: float) -> float:
    """The share of full size at which `width` pixels fit a page."""
    return min(1.0, PRINTED_WIDTH / (width * POINTS_A_PIXEL))


def height_at(scale: float) -> float:
    """Points of rows that one page holds at this share of full size."""
    return PRINTED_HEIGHT * SPARE / scale


def saving_scale(natural: float, fills: Callable[[float], Sequence[float]]) -> float:
    """The largest print that leaves no nearly empty page which a smaller print could save.

    `fills` says how full each page is at a scale; `natural` is the scale that fits the width.
    """
    scale, full = natural, fills(natural)
    for per_cent in range(int(natural * SURELY_FITS * 100), round(SMALLEST_TO_SAVE * 100) - 1, -1):
        if len(full) == 1 or min(full) >= NEARLY_EMPTY:
            break
        smaller = fills(per_cent / 100)
        if len(smaller) < len(full):
            scale, full = per_cent / 100, smaller
    return scale


def page_fills(breaks: Sequence[int], end: int, height_of: Callable[[int], float], page: float) -> list[float]:
    """How much of each page its rows take, less what is repeated on it."""
    edges = [0, *breaks, end]
    return [sum(map(height_of, range(first, last))) / page for first, last in pairwise(edges)]


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


def without_lone_rows(
    breaks: Sequence[int],
    blocks: Sequence[Block],
    height_of: Callable[[int], float],
    page: float,
    repeated: Sequence[int],
) -> list[int]:
    """The same breaks, a few rows higher where a page would begin with the last few of a long table."""
    moved = list(breaks)
    ends = {row: block for block in blocks if not block.whole for row in breaks if block.first < row < block.end}
    for place, row in enumerate(breaks):
        if row not in ends:
            continue
        block, before = ends[row], moved[place - 1] if place else 0
        after = moved[place + 1] if place + 1 < len(moved) else blocks[-1].end
        higher = block.end - LEAST_ROWS
        taken = sum(map(height_of, (*repeated, *range(higher, after))))
        if max(before, block.first + block.begin) < higher < row and taken <= page:
            moved[place] = higher
    return moved


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


MOST_OF_HEADER = 90  # UTF-16 units of each of the two texts, which with their codes make at most 255
_JOINED = "\u2060"  # a character that is not seen, and that parts two others


def set_up_page(sheet: Worksheet, title: str, document: str, scale: float | None = None) -> None:
    """What every sheet's print has in common; without a scale it is fitted to the width."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    if scale is None:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(round(scale * 100))
    hand = f'&"{FONT},Regular"&8'
    sheet.set_header(f"&L{hand}{_plain(title)}&R{hand}{_plain(document)}", {"margin": 0.35, "scale_with_doc": False})
    sheet.set_footer(f"&R{hand}Page &P of &N", {"margin": 0.3, "scale_with_doc": False})


def _plain(words: str) -> str:
    """Return the words as a header prints them. Excel takes & for a code and digits after a size for more of it, and
    allows 255 characters for all of a header; XlsxWriter takes &G for a picture, also where it is words."""
    printed = printable(words[:MOST_OF_HEADER])
    escaped = printed.replace("&", "&&").replace("&&G", f"&&{_JOINED}G").replace("&&[", f"&&{_JOINED}[")
    if is_too_long(escaped, MOST_OF_HEADER):
        return _plain(printed[: len(printed) * 3 // 4] + CUT if len(printed) > 1 else CUT)
    return f" {escaped}" if escaped[:1].isdecimal() else escaped
