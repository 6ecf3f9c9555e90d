"""Draw a generated sheet: its parts from top to bottom, one function per part, then charts and print settings."""

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
from pc_workbook.draw.sheet_cursor import LINE, ROW, TALLEST_ROW, ChartPlace, Placed, SheetCursor, words_height
from pc_workbook.draw.table import draw_table, refuse_impossible
from pc_workbook.draw.theme import BODY_SIZE, HEADING, NHS_BLUE, QUIET, QUIET_SIZE, TITLE, WORDS
from pc_workbook.draw.tiles import draw_key_figures
from pc_workbook.draw.xlsxwriter_book import Formats
from pc_workbook.errors import InternalError
from pc_workbook.views.parts import (
    Chart,
    ChartGrid,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    Part,
    Sheet,
    Table,
)

AFTER_TITLE = 8.0  # points
BEFORE_HEADING = 10.0
AFTER_CHART = 8.0
AFTER_WORDS = 5.0
BETWEEN_CHARTS = 12.0  # pixels
CHART_ROW = ROW_PIXELS * 0.75
FREEZE_WITHIN = 170.0  # points from the top: a header further down would fill the window with frozen rows
CHART_OF_PAGE = 0.8  # of a page's height for one chart at most, so that its heading stays with it
WIDE = 1350.0  # pixels: wider sheets open a little smaller
WORDS_ROOM = 14.0  # pixels of a merged row beside its text


def draw_sheet(book: Workbook, formats: Formats, sheet: Sheet, document: str) -> None:
    """Draw one generated sheet; `document` is the title in its page header.

    Raises OurMistake for parts that a sheet can't contain.
    """
    tables = [part for part in sheet.parts if isinstance(part, Table)]
    for table in tables:
        refuse_impossible(table)
    native = book.add_worksheet(sheet.name)
    cursor = SheetCursor(
        native, sheet.name, formats, [ceil(width) for width in sheet_widths(tables)], merges=sheet.merged
    )
    _set_grid(cursor)
    by_name = {table.name: table for table in tables}
    for part, following in zip(sheet.parts, [*sheet.parts[1:], None], strict=False):
        _draw_part(cursor, part, following, by_name)
    draw_charts(cursor, book)
    if sheet.locked:
        protect(native)
    _finish(cursor, tables, document)


def _set_grid(cursor: SheetCursor) -> None:
    cursor.sheet.hide_gridlines(2)
    cursor.sheet.set_default_row(ROW)
    cursor.sheet.set_tab_color(NHS_BLUE)
    cursor.sheet.set_zoom(90 if cursor.width > WIDE else 100)
    for column, width in enumerate(cursor.widths):
        cursor.sheet.set_column_pixels(column, column, width)


def _draw_part(cursor: SheetCursor, part: Part, following: Part | None, tables: dict[str, Table]) -> None:
    match part:
        case Heading(level=1):
            _draw_title(cursor, part)
        case Heading():
            _draw_heading(cursor, part)
        case Paragraph():
            _draw_words(cursor, part, following)
        case KeyFigures():
            if not cursor.merges:
                raise InternalError(f"sheet {cursor.name!r} is to have no merged cells, and tiles are made of them")
            draw_key_figures(cursor, part)
        case Table():
            draw_table(cursor, part)
        case Chart():
            _reserve_rows(cursor, (part,), tables)
        case ChartGrid():
            for start in range(0, len(part.charts), 2):
                _reserve_rows(cursor, part.charts[start : start + 2], tables)
        case PageBreak():
            cursor.new_page = True


def _draw_title(cursor: SheetCursor, heading: Heading) -> None:
    first = cursor.row
    cursor.title = cursor.title or heading.words
    if cursor.merges:
        cursor.span(cursor.row, 0, cursor.last_column, heading.words, cursor.formats(TITLE))
        cursor.skip(words_height(heading.words, cursor.width - 2 * WORDS_ROOM, 18, bold=True, air=14))
    else:
        cursor.write_lines(heading.words, TITLE, LINE * 1.8 + 14)
    cursor.skip(AFTER_TITLE)
    cursor.block(first, whole=True, with_next=True)


def _draw_heading(cursor: SheetCursor, heading: Heading) -> None:
    first = cursor.row
    cursor.skip(BEFORE_HEADING)
    if cursor.merges:
        cursor.span(cursor.row, 0, cursor.last_column, heading.words, cursor.formats(HEADING))
        cursor.skip(words_height(heading.words, cursor.width - WORDS_ROOM, 13, bold=True, air=7))
    else:
        cursor.write_lines(heading.words, HEADING, LINE * 1.3 + 7)
    cursor.skip(4)
    cursor.block(first, whole=True, with_next=True)


def _draw_words(cursor: SheetCursor, part: Paragraph, following: Part | None) -> None:
    """Draw a paragraph over the whole width, over several rows if it is taller than a row can be."""
    first = cursor.row
    size = QUIET_SIZE if part.quiet else BODY_SIZE
    introduces = not part.quiet and isinstance(following, Table | Chart | ChartGrid | KeyFigures)
    if not cursor.merges:
        cursor.write_lines(part.words, QUIET if part.quiet else WORDS, LINE * size / 10)
        cursor.skip(AFTER_WORDS)
        cursor.block(first, whole=True, with_next=introduces)
        return
    height = words_height(part.words, cursor.width - WORDS_ROOM, size, air=8)
    rows = ceil(height / TALLEST_ROW)
    cursor.write_paragraph(part.words, rows, cursor.formats(QUIET if part.quiet else WORDS))
    for _ in range(rows):
        cursor.skip(height / rows)
    cursor.block(first, whole=True, with_next=introduces)


def _reserve_rows(cursor: SheetCursor, charts: Sequence[Chart], tables: dict[str, Table]) -> None:
    """Reserve rows for charts side by side, which share the whole width; a chart without rows becomes a sentence."""
    for chart in charts:
        if chart.table not in tables:
            raise InternalError(f"Chart {chart.title!r}: no table {chart.table!r} on sheet {cursor.name!r}.")
        if not tables[chart.table].rows:
            _draw_words(cursor, Paragraph(f"{chart.title}: {tables[chart.table].empty}", quiet=True), None)
    charts = [chart for chart in charts if tables[chart.table].rows]
    if charts:
        _reserve_rows_for(cursor, charts, tables)


def _reserve_rows_for(cursor: SheetCursor, charts: Sequence[Chart], tables: dict[str, Table]) -> None:
    first = cursor.row
    tallest = page_height(cursor.width) / 0.75 * CHART_OF_PAGE
    height = max(chart_height(chart, tables[chart.table], tallest) for chart in charts)
    width = (cursor.width - BETWEEN_CHARTS * (len(charts) - 1)) / len(charts)
    for number, chart in enumerate(charts):
        left = number * (width + BETWEEN_CHARTS)
        cursor.charts.append(ChartPlace(chart, cursor.row, left, width - 1, height))
    for _ in range(ceil(height / ROW_PIXELS)):
        cursor.skip(CHART_ROW)
    cursor.skip(AFTER_CHART)
    cursor.block(first, whole=True)


def _finish(cursor: SheetCursor, tables: Sequence[Table], document: str) -> None:
    """Set frozen rows, repeated rows, page breaks and the print area."""
    header = _repeating_header(cursor, tables)
    natural = width_scale(cursor.width)
    scale = saving_scale(natural, lambda scale: _fills(cursor, header, height_at(scale))) if cursor.row else natural
    page = height_at(scale)
    repeated = _repeated_rows(cursor, header, page)
    set_up_page(cursor.sheet, cursor.title or cursor.name, document, scale if scale < natural else None)
    _freeze(cursor, header)
    if repeated:
        cursor.sheet.repeat_rows(repeated[0], repeated[-1])
    if cursor.row:
        cursor.sheet.print_area(0, 0, cursor.row - 1, cursor.last_column)
        breaks = page_breaks(cursor.blocks, cursor.height_of, page, repeated)
        cursor.sheet.set_h_pagebreaks(without_lone_rows(breaks, cursor.blocks, cursor.height_of, page, repeated))


def _fills(cursor: SheetCursor, header: Placed | None, page: float) -> list[float]:
    breaks = page_breaks(cursor.blocks, cursor.height_of, page, _repeated_rows(cursor, header, page))
    return page_fills(breaks, cursor.row, cursor.height_of, page)


def _repeating_header(cursor: SheetCursor, tables: Sequence[Table]) -> Placed | None:
    repeating = [table for table in tables if table.repeat_header]
    if len(repeating) > 1:
        raise InternalError(f"Sheet {cursor.name!r}: only one table can repeat its header on each page.")
    return cursor.tables[repeating[0].name] if repeating else None


def _repeated_rows(cursor: SheetCursor, header: Placed | None, page: float) -> list[int]:
    """Return the heading row of a table that is longer than a page, else the title and the row below it."""
    if header and sum(map(cursor.height_of, range(header.header_row + len(header.table.rows) + 1))) > page:
        return [header.header_row]
    return [0, 1] if cursor.title else []


def _freeze(cursor: SheetCursor, header: Placed | None) -> None:
    if not cursor.merges:
        return  # sheets without merged cells, for every reader, have no frozen panes
    if header and sum(map(cursor.height_of, range(header.header_row + 1))) <= FREEZE_WITHIN:
        cursor.sheet.freeze_panes(header.header_row + 1, 0)
    elif cursor.title:
        cursor.sheet.freeze_panes(1, 0)
