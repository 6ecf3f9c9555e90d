"""Where drawing has got to on one generated sheet: the next free row, what stands where, and how tall it is.

Everything goes down the page; nothing is placed beside a table, so a table that grows pushes what follows.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, cast

from xlsxwriter.format import Format

from pc_workbook.draw.page import Block
from pc_workbook.draw.text_width import broken, line_count
from pc_workbook.draw.theme import BODY_SIZE, Properties
from pc_workbook.draw.xlsxwriter_book import Formats
from pc_workbook.draw.xlsxwriter_fast.fast_rows import WholeRows
from pc_workbook.errors import OurMistake
from pc_workbook.views.parts import Chart, Table

ROW = 18.0  # points of an ordinary row
LINE = 12.75  # points of a line of text of ten points, in Excel; LibreOffice takes less
AIR = 5.0  # points above and below the words of a cell, together
TALLEST_ROW = 409.0  # Excel's limit
LINES_ROOM = 30.0  # pixels of the sheet's width that a line leaves free


class Placed(NamedTuple):
    """A table and the row of its header."""

    table: Table
    header_row: int


class ChartPlace(NamedTuple):
    """The rows and pixels kept free for a chart until every table of the sheet has its place."""

    chart: Chart
    row: int
    left: float
    width: float
    height: float


class Pen:
    """The state of drawing one sheet."""

    def __init__(
        self, sheet: WholeRows, name: str, formats: Formats, widths: Sequence[float], *, merges: bool = True
    ) -> None:
        self.sheet = sheet
        self.name = name
        self.formats = formats
        self.widths = widths
        self.merges = merges
        self.row = 0
        self.heights: dict[int, float] = {}
        self.blocks: list[Block] = []
        self.tables: dict[str, Placed] = {}
        self.charts: list[ChartPlace] = []
        self.links = 0
        self.title = ""
        self.new_page = False

    @property
    def width(self) -> float:
        """Pixels over all columns."""
        return sum(self.widths)

    @property
    def last_column(self) -> int:
        return len(self.widths) - 1

    @property
    def edges(self) -> list[float]:
        """Pixels from the left to each column's left edge, and to the last one's right edge."""
        return [0.0, *accumulate(self.widths)]

    def set_height(self, row: int, points: float) -> None:
        """Excel doesn't look at the words of a merged cell: its height is what is stored."""
        self.heights[row] = min(points, TALLEST_ROW)
        accepted(self.sheet.set_row(row, self.heights[row]), f"row {row + 1}")

    def skip(self, points: float) -> None:
        """An empty row of this height."""
        self.set_height(self.row, points)
        self.row += 1

    def span(self, row: int, first: int, last: int, words: str, look: Format) -> None:
        """Words over several columns of one row; text stays text whatever it begins with."""
        if last > first:
            accepted(self.sheet.merge_range(row, first, row, last, "", look), words)
        if words:
            accepted(self.sheet.write_string(row, first, words, look), words)
        elif last == first:
            accepted(self.sheet.write_blank(row, first, None, look), words)

    def write_lines(self, words: str, look: Properties, height: float) -> None:
        """Words where no cell is merged: broken into lines that run on over the empty cells beside the first."""
        size, bold = cast(float, look.get("font_size", BODY_SIZE)), bool(look.get("bold"))
        plain = self.formats(look, text_wrap=False)
        ground = "bg_color" in look or "bottom" in look
        for line in broken(words, self.width - LINES_ROOM, size, bold):
            accepted(self.sheet.write_string(self.row, 0, line, plain), line)
            for column in range(1, self.last_column + 1) if ground else ():
                accepted(self.sheet.write_blank(self.row, column, None, plain), line)
            self.skip(height)

    def write_paragraph(self, words: str, rows: int, look: Format) -> None:
        """Words over the sheet's whole width, and over several rows where one can't be tall enough."""
        if rows == 1:
            self.span(self.row, 0, self.last_column, words, look)
        else:
            last = self.row + rows - 1
            accepted(self.sheet.merge_range(self.row, 0, last, self.last_column, "", look), words)
            accepted(self.sheet.write_string(self.row, 0, words, look), words)

    def height_of(self, row: int) -> float:
        return self.heights.get(row, ROW)

    def block(self, first: int, *, whole: bool, with_next: bool = False, begin: int = 0) -> None:
        """Remember rows from `first` to here as one thing on the page."""
        self.blocks.append(Block(first, self.row, whole, with_next, begin, self.new_page))
        self.new_page = False


def words_height(words: str, room: float, size: float = 10, bold: bool = False, air: float = AIR) -> float:
    """Points that words take in `room` pixels."""
    return line_count(words, room, size, bold) * LINE * size / 10 + air


def accepted(outcome: int, what: str) -> None:
    """XlsxWriter says no by a negative number and goes on; we don't."""
    if outcome < 0:
        raise OurMistake(f"The workbook can't hold {what[:80]!r} (XlsxWriter: {outcome}).")
