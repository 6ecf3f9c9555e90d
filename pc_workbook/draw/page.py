"""Set up printing: A4 landscape, one page wide, with the name on each page, and page breaks between blocks."""

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
SPARE = 0.98  # of the page that is used: printers and font rendering differ
POINTS_A_PIXEL = 0.75
NEARLY_EMPTY = 0.35  # of a page: print shrinks a little where that saves such a page
SMALLEST_TO_SAVE = 0.8  # of full size: print does not shrink further to save a page
SURELY_FITS = 0.93  # of the scale that fits the width: programs differ in column widths
LEAST_ROWS = 8  # on the last page of a long table, so that no row is alone there
MOST_BREAKS = 1023  # Excel's limit
# What stays allowed on a protected sheet: sorting, filtering and changing sizes.
ALLOWED = {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True}


class Block(NamedTuple):
    """Rows from `first` up to `end` that belong together.

    A `whole` block is not broken; one `with_next` never ends a page; a table may break after its first `begin` rows.
    """

    first: int
    end: int
    whole: bool
    with_next: bool = False
    begin: int = 0
    new_page: bool = False


def protect(sheet: Worksheet) -> None:
    """Protect a sheet so that only unlocked cells can be edited. No password: it prevents mistakes, it is not security."""
    sheet.protect(options=ALLOWED)


def page_height(width: float) -> float:
    """Return the points of rows on a page when `width` pixels are fitted to it."""
    return height_at(width_scale(width))


def width_scale(width: float) -> float:
    """Return the scale, 1 for full size, at which `width` pixels fit a page."""
    return min(1.0, PRINTED_WIDTH / (width * POINTS_A_PIXEL))


def height_at(scale: float) -> float:
    """Return the points of rows on a page at a scale, 1 for full size."""
    return PRINTED_HEIGHT * SPARE / scale


def saving_scale(natural: float, fills: Callable[[float], Sequence[float]]) -> float:
    """Return the largest scale that leaves no nearly empty page which a smaller scale would save.

    `fills` returns how full each page is at a scale; `natural` is the scale that fits the width.
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
    """Return how much of each page its rows take, 1 for a full page, without repeated rows."""
    edges = [0, *breaks, end]
    return [sum(map(height_of, range(first, last))) / page for first, last in pairwise(edges)]


def page_breaks(
    blocks: Sequence[Block], height_of: Callable[[int], float], page: float, repeated: Sequence[int]
) -> list[int]:
    """Return the rows that begin a page, so that blocks are not broken where that can be avoided.

    Breaks inside long tables are returned too: a break that the printer chose would move the following ones.
    """
    repeated_height = sum(height_of(row) for row in repeated)
    breaks: list[int] = []
    used = 0.0
    for group in _groups(blocks):
        first, end = group[0].first, group[-1].end
        height = sum(map(height_of, range(first, end)))
        needs = height if _stays_whole(group, height, page) else sum(map(height_of, range(first, _beginning(group))))
        cut = used + needs > page and needs <= page - repeated_height
        if (group[0].new_page or cut) and first > 0:
            breaks.append(first)
            used = repeated_height if first > max(repeated, default=-1) else 0.0
        for row in range(first, end):
            if used + height_of(row) > page:
                breaks.append(row)
                used = repeated_height
            used += height_of(row)
    return breaks[:MOST_BREAKS]


def without_lone_rows(
    breaks: Sequence[int],
    blocks: Sequence[Block],
    height_of: Callable[[int], float],
    page: float,
    repeated: Sequence[int],
) -> list[int]:
    """Return the breaks, moved up where a page would begin with the last few rows of a long table."""
    moved = list(breaks)
    ends = {row: block for block in blocks if not block.whole for row in breaks if block.first < row < block.end}
    for n, row in enumerate(breaks):
        if row not in ends:
            continue
        block, before = ends[row], moved[n - 1] if n else 0
        after = moved[n + 1] if n + 1 < len(moved) else blocks[-1].end
        higher = block.end - LEAST_ROWS
        taken = sum(map(height_of, (*repeated, *range(higher, after))))
        if max(before, block.first + block.begin) < higher < row and taken <= page:
            moved[n] = higher
    return moved


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks in groups that must stay together, such as a heading and what follows."""
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and groups[-1][-1].with_next and not block.new_page:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _stays_whole(group: Sequence[Block], height: float, page: float) -> bool:
    return group[-1].whole or height < page * 0.45


def _beginning(group: Sequence[Block]) -> int:
    return min(group[-1].first + group[-1].begin, group[-1].end)


MOST_OF_HEADER = 90  # UTF-16 units of each of the two texts, at most 255 with their codes
_JOINED = "\u2060"  # an invisible character that separates two others


def set_up_page(sheet: Worksheet, title: str, document: str, scale: float | None = None) -> None:
    """Set paper, margins, header and footer of a sheet; without a scale it is fitted to the page width."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    if scale is None:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(round(scale * 100))
    font = f'&"{FONT},Regular"&8'
    sheet.set_header(f"&L{font}{_plain(title)}&R{font}{_plain(document)}", {"margin": 0.35, "scale_with_doc": False})
    sheet.set_footer(f"&R{font}Page &P of &N", {"margin": 0.3, "scale_with_doc": False})


def _plain(words: str) -> str:
    """Return text as a header prints it.

    Excel takes & as a code and digits after a size as part of it, and allows 255 characters per header; XlsxWriter takes
    any &G as a picture.
    """
    printed = printable(words[:MOST_OF_HEADER])
    escaped = printed.replace("&", "&&").replace("&&G", f"&&{_JOINED}G").replace("&&[", f"&&{_JOINED}[")
    if is_too_long(escaped, MOST_OF_HEADER):
        return _plain(printed[: len(printed) * 3 // 4] + CUT if len(printed) > 1 else CUT)
    return f" {escaped}" if escaped[:1].isdecimal() else escaped
