"""The state of drawing one generated sheet: the next free row, the positions of tables and charts, and row heights.

Everything is drawn from top to bottom and nothing beside a table, so a table that grows moves what follows down.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, cast

from xlsxwriter.format import Format

from pc_workbook.draw.page import Block
from pc_workbook.draw.text_width import line_count, wrapped_lines
from pc_workbook.draw.theme import BODY_SIZE, Properties
from pc_workbook.draw.xlsxwriter_book import Formats
from pc_workbook.draw.xlsxwriter_fast.fast_rows import FastRows
from pc_workbook.errors import InternalError
from pc_workbook.views.parts import Chart, Table

ROW = 18.0  # points of an ordinary row
LINE = 12.75  # points of a line of 10-point text in Excel; LibreOffice needs less
AIR = 5.0  # points above and below the text of a cell, together
TALLEST_ROW = 409.0  # Excel's limit
LINES_ROOM = 30.0  # pixels of the sheet's width that a line leaves free


class Placed(NamedTuple):
    """A table and the row of its headings."""

    table: Table
    header_row: int


class ChartPlace(NamedTuple):
    """The row and pixels reserved for a chart until every table of the sheet is drawn."""

    chart: Chart
    row: int
    left: float
    width: float
    height: float


class SheetCursor:
    """The drawing position on one sheet and what was drawn so far."""

    def __init__(
        self, sheet: FastRows, name: str, formats: Formats, widths: Sequence[float], *, merges: bool = True
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
        """The pixels of all columns."""
        return sum(self.widths)

    @property
    def last_column(self) -> int:
        """The number of the last column, from 0."""
        return len(self.widths) - 1

    @property
    def edges(self) -> list[float]:
        """The pixels from the left to each column's left edge, and to the right edge of the last one."""
        return [0.0, *accumulate(self.widths)]

    def set_height(self, row: int, points: float) -> None:
        """Set the height of a row: Excel does not fit it to the text of a merged cell."""
        self.heights[row] = min(points, TALLEST_ROW)
        check_accepted(self.sheet.set_row(row, self.heights[row]), f"row {row + 1}")

    def skip(self, points: float) -> None:
        """Leave the current row, with this height."""
        self.set_height(self.row, points)
        self.row += 1

    def span(self, row: int, first: int, last: int, words: str, cell_format: Format) -> None:
        """Write text over several columns of a row; it stays text whatever it begins with."""
        if last > first:
            check_accepted(self.sheet.merge_range(row, first, row, last, "", cell_format), words)
        if words:
            check_accepted(self.sheet.write_string(row, first, words, cell_format), words)
        elif last == first:
            check_accepted(self.sheet.write_blank(row, first, None, cell_format), words)

    def write_lines(self, words: str, cell_format: Properties, height: float) -> None:
        """Write text without merging cells: one line per row, which runs on over the empty cells to the right."""
        size, bold = cast(float, cell_format.get("font_size", BODY_SIZE)), bool(cell_format.get("bold"))
        plain = self.formats(cell_format, text_wrap=False)
        is_filled = "bg_color" in cell_format or "bottom" in cell_format
        for line in wrapped_lines(words, self.width - LINES_ROOM, size, bold):
            check_accepted(self.sheet.write_string(self.row, 0, line, plain), line)
            for column in range(1, self.last_column + 1) if is_filled else ():
                check_accepted(self.sheet.write_blank(self.row, column, None, plain), line)
            self.skip(height)

    def write_paragraph(self, words: str, rows: int, cell_format: Format) -> None:
        """Write text over the whole width, and over several rows where one can't be tall enough."""
        if rows == 1:
            self.span(self.row, 0, self.last_column, words, cell_format)
        else:
            last = self.row + rows - 1
            check_accepted(self.sheet.merge_range(self.row, 0, last, self.last_column, "", cell_format), words)
            check_accepted(self.sheet.write_string(self.row, 0, words, cell_format), words)

    def height_of(self, row: int) -> float:
        """Return the height of a row in points."""
        return self.heights.get(row, ROW)

    def block(self, first: int, *, whole: bool, with_next: bool = False, begin: int = 0) -> None:
        """Record the rows from `first` to the current one as a block for page breaks."""
        self.blocks.append(Block(first, self.row, whole, with_next, begin, self.new_page))
        self.new_page = False


def words_height(words: str, room: float, size: float = 10, bold: bool = False, air: float = AIR) -> float:
    """Return the points that text takes in `room` pixels."""
    return line_count(words, room, size, bold) * LINE * size / 10 + air


def check_accepted(outcome: int, what: str) -> None:
    """Raise InternalError where XlsxWriter returned a negative number, by which it says that it left something out."""
    if outcome < 0:
        raise InternalError(f"The workbook can't hold {what[:80]!r} (XlsxWriter: {outcome}).")
