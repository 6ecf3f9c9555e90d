"""A generated sheet: its parts from top to bottom, one function a part, then its charts and how it prints."""

from collections.abc import Sequence
from math import ceil

from xlsxwriter import Workbook

from pc_workbook.draw.chart import ROW_PIXELS, chart_height, draw_charts
from pc_workbook.draw.grid import sheet_widths
from pc_workbook.draw.page import (
    height_at,
    page_breaks,
    page_fills,
    page_height,
    protect,
    saving_scale,
    set_up_page,
    width_scale,
    without_lone_rows,
)
from pc_workbook.draw.sheet_cursor import LINE, ROW, TALLEST_ROW, ChartPlace, Pen, Placed, words_height
from pc_workbook.draw.table import draw_table, refuse_impossible
from pc_workbook.draw.theme import BODY_SIZE, HEADING, NHS_BLUE, QUIET, QUIET_SIZE, TITLE, WORDS
from pc_workbook.draw.tiles import draw_key_figures
from pc_workbook.draw.xlsxwriter_book import Formats
from pc_workbook.errors import OurMistake
from pc_workbook.views.parts import (
    Chart,
    ChartGrid,
    Heading,
    KeyFigures,
    PageBreak,
    Part,
    Sheet,
    Table,
    Words,
)

AFTER_TITLE = 8.0  # points
BEFORE_HEADING = 10.0
AFTER_CHART = 8.0
AFTER_WORDS = 5.0
BETWEEN_CHARTS = 12.0  # pixels
CHART_ROW = ROW_PIXELS * 0.75
FREEZE_WITHIN = 170.0  # points from the top: a header further down would fill the window with frozen rows
CHART_OF_PAGE = 0.8  # of a page's height that one chart may take, so that its heading stays with it
WIDE = 1350.0  # pixels: wider sheets open a little smaller
WORDS_ROOM = 14.0  # pixels of a merged row that hold no words


def draw_sheet(book: Workbook, formats: Formats, sheet: Sheet, document: str) -> None:
    """One generated sheet."""
    tables = [part for part in sheet.parts if isinstance(part, Table)]
    for table in tables:
        refuse_impossible(table)
    native = book.add_worksheet(sheet.name)
    pen = Pen(native, sheet.name, formats, [ceil(width) for width in sheet_widths(tables)], merges=sheet.merged)
    _set_grid(pen)
    by_name = {table.name: table for table in tables}
    for part, following in zip(sheet.parts, [*sheet.parts[1:], None], strict=False):
        _draw_part(pen, part, following, by_name)
    draw_charts(pen, book)
    if sheet.locked:
        protect(native)
    _finish(pen, tables, document)


def _set_grid(pen: Pen) -> None:
    pen.sheet.hide_gridlines(2)
    pen.sheet.set_default_row(ROW)
    pen.sheet.set_tab_color(NHS_BLUE)
    pen.sheet.set_zoom(90 if pen.width > WIDE else 100)
    for column, width in enumerate(pen.widths):
        pen.sheet.set_column_pixels(column, column, width)


def _draw_part(pen: Pen, part: Part, following: Part | None, tables: dict[str, Table]) -> None:
    match part:
        case Heading(level=1):
            _draw_title(pen, part)
        case Heading():
            _draw_heading(pen, part)
        case Words():
            _draw_words(pen, part, following)
        case KeyFigures():
            if not pen.merges:
                raise OurMistake(f"sheet {pen.name!r} is to have no merged cells, and tiles are made of them")
            draw_key_figures(pen, part)
        case Table():
            draw_table(pen, part)
        case Chart():
            _keep_rows(pen, (part,), tables)
        case ChartGrid():
            for start in range(0, len(part.charts), 2):
                _keep_rows(pen, part.charts[start : start + 2], tables)
        case PageBreak():
            pen.new_page = True


def _draw_title(pen: Pen, heading: Heading) -> None:
    first = pen.row
    pen.title = pen.title or heading.words
    if pen.merges:
        pen.span(pen.row, 0, pen.last_column, heading.words, pen.formats(TITLE))
        pen.skip(words_height(heading.words, pen.width - 2 * WORDS_ROOM, 18, bold=True, air=14))
    else:
        pen.write_lines(heading.words, TITLE, LINE * 1.8 + 14)
    pen.skip(AFTER_TITLE)
    pen.block(first, whole=True, with_next=True)


def _draw_heading(pen: Pen, heading: Heading) -> None:
    first = pen.row
    pen.skip(BEFORE_HEADING)
    if pen.merges:
        pen.span(pen.row, 0, pen.last_column, heading.words, pen.formats(HEADING))
        pen.skip(words_height(heading.words, pen.width - WORDS_ROOM, 13, bold=True, air=7))
    else:
        pen.write_lines(heading.words, HEADING, LINE * 1.3 + 7)
    pen.skip(4)
    pen.block(first, whole=True, with_next=True)


def _draw_words(pen: Pen, part: Words, following: Part | None) -> None:
    """A paragraph over the whole width; one taller than a row can be takes several rows."""
    first = pen.row
    size = QUIET_SIZE if part.quiet else BODY_SIZE
    introduces = not part.quiet and isinstance(following, Table | Chart | ChartGrid | KeyFigures)
    if not pen.merges:
        pen.write_lines(part.words, QUIET if part.quiet else WORDS, LINE * size / 10)
        pen.skip(AFTER_WORDS)
        pen.block(first, whole=True, with_next=introduces)
        return
    height = words_height(part.words, pen.width - WORDS_ROOM, size, air=8)
    rows = ceil(height / TALLEST_ROW)
    pen.write_paragraph(part.words, rows, pen.formats(QUIET if part.quiet else WORDS))
    for _ in range(rows):
        pen.skip(height / rows)
    pen.block(first, whole=True, with_next=introduces)


def _keep_rows(pen: Pen, charts: Sequence[Chart], tables: dict[str, Table]) -> None:
    """Rows kept free for charts side by side: they take the sheet's whole width between them."""
    for chart in charts:
        if chart.table not in tables:
            raise OurMistake(f"Chart {chart.title!r}: no table {chart.table!r} on sheet {pen.name!r}.")
        if not tables[chart.table].rows:
            _draw_words(pen, Words(f"{chart.title}: {tables[chart.table].empty}", quiet=True), None)
    charts = [chart for chart in charts if tables[chart.table].rows]
    if charts:
        _keep_rows_for(pen, charts, tables)


def _keep_rows_for(pen: Pen, charts: Sequence[Chart], tables: dict[str, Table]) -> None:
    first = pen.row
    tallest = page_height(pen.width) / 0.75 * CHART_OF_PAGE
    height = max(chart_height(chart, tables[chart.table], tallest) for chart in charts)
    width = (pen.width - BETWEEN_CHARTS * (len(charts) - 1)) / len(charts)
    for place, chart in enumerate(charts):
        left = place * (width + BETWEEN_CHARTS)
        pen.charts.append(ChartPlace(chart, pen.row, left, width - 1, height))
    for _ in range(ceil(height / ROW_PIXELS)):
        pen.skip(CHART_ROW)
    pen.skip(AFTER_CHART)
    pen.block(first, whole=True)


def _finish(pen: Pen, tables: Sequence[Table], document: str) -> None:
    """Frozen rows, what repeats on each printed page, where pages break, and what prints at all."""
    header = _repeating_header(pen, tables)
    natural = width_scale(pen.width)
    scale = saving_scale(natural, lambda scale: _fills(pen, header, height_at(scale))) if pen.row else natural
    page = height_at(scale)
    again = _repeated_rows(pen, header, page)
    set_up_page(pen.sheet, pen.title or pen.name, document, scale if scale < natural else None)
    _freeze(pen, header)
    if again:
        pen.sheet.repeat_rows(again[0], again[-1])
    if pen.row:
        pen.sheet.print_area(0, 0, pen.row - 1, pen.last_column)
        breaks = page_breaks(pen.blocks, pen.height_of, page, again)
        pen.sheet.set_h_pagebreaks(without_lone_rows(breaks, pen.blocks, pen.height_of, page, again))


def _fills(pen: Pen, header: Placed | None, page: float) -> list[float]:
    breaks = page_breaks(pen.blocks, pen.height_of, page, _repeated_rows(pen, header, page))
    return page_fills(breaks, pen.row, pen.height_of, page)


def _repeating_header(pen: Pen, tables: Sequence[Table]) -> Placed | None:
    asking = [table for table in tables if table.repeat_header]
    if len(asking) > 1:
        raise OurMistake(f"Sheet {pen.name!r}: only one table can repeat its header on each page.")
    return pen.tables[asking[0].name] if asking else None


def _repeated_rows(pen: Pen, header: Placed | None, page: float) -> list[int]:
    """The header of a table that goes on over pages, else the title and the air under it."""
    if header and sum(map(pen.height_of, range(header.header_row + len(header.table.rows) + 1))) > page:
        return [header.header_row]
    return [0, 1] if pen.title else []


def _freeze(pen: Pen, header: Placed | None) -> None:
    if not pen.merges:
        return  # what is made for every reader freezes nothing
    if header and sum(map(pen.height_of, range(header.header_row + 1))) <= FREEZE_WITHIN:
        pen.sheet.freeze_panes(header.header_row + 1, 0)
    elif pen.title:
        pen.sheet.freeze_panes(1, 0)
