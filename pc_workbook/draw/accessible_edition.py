"""Draw the accessible edition: a title, lines of text and at most one marked table per sheet.

There are no merged cells, fills, borders, filters, frozen panes, headers or footers, since each is an obstacle for some
readers. The font is 12-point Arial.
"""

from collections.abc import Sequence
from datetime import date
from math import ceil
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from pc_workbook.cells.limits import cut
from pc_workbook.draw.grid import number_text
from pc_workbook.draw.page import A4
from pc_workbook.draw.sheet_cursor import TALLEST_ROW, check_accepted, words_height
from pc_workbook.draw.table import link_target, refuse_impossible
from pc_workbook.draw.text_width import longest_word_width, text_width
from pc_workbook.draw.theme import FONT, NHS_BLUE, STYLES, Align
from pc_workbook.draw.xlsxwriter_book import Book, Formats, pack, raising_refusals
from pc_workbook.errors import InternalError
from pc_workbook.views import parts

SIZE, TITLE_SIZE = 12, 16
TITLE = {"bold": True, "font_size": TITLE_SIZE}
HEADER = {"bold": True, "text_wrap": True, "valign": "bottom"}
ABOVE_TABLE = 8.0  # points
WIDEST, NARROWEST, EDGES = 420.0, 70.0, 24.0  # pixels
TIGHT = 12.0  # least pixels of a cell beside its text
WORDS_ONLY = 700.0  # pixels of column A on a sheet without a table
NO_LIMIT = 1e6
MOST_LINES = 22  # of 12 points in the tallest row of Excel
USUAL = {"font_name": FONT, "font_size": SIZE}


def draw_accessible(workbook: parts.Workbook, out: Path) -> None:
    """Write a workbook whose sheets have one heading, text and at most one table each.

    Raises OurMistake for any other part, and OSError where the file can't be written; a file at `out` then stays.
    """
    with raising_refusals(workbook.title):
        book = Book(workbook.title, workbook.created, USUAL)
        formats = Formats(book)
        for sheet in workbook.sheets:
            if not isinstance(sheet, parts.Sheet):
                raise InternalError(f"the accessible edition can't hold {type(sheet).__name__}")
            _draw_sheet(book.add_worksheet(sheet.name), formats, sheet)
        pack(book.finished(), out)


def _draw_sheet(native: Worksheet, formats: Formats, sheet: parts.Sheet) -> None:
    native.set_landscape()
    native.set_paper(A4)
    native.fit_to_pages(1, 0)
    has_table = any(isinstance(part, parts.Table) for part in sheet.parts)
    if not has_table:
        native.set_column_pixels(0, 0, WORDS_ONLY)
    room = NO_LIMIT if has_table else WORDS_ONLY - EDGES  # with a table, text runs on over empty cells
    for row, part in enumerate(sheet.parts):
        match part:
            case parts.Heading(level=1):
                native.set_row(row, words_height(part.words, room, TITLE_SIZE, bold=True))
                check_accepted(
                    native.write_string(row, 0, cut(part.words), formats(TITLE, text_wrap=not has_table)),
                    part.words,
                )
            case parts.Paragraph():
                native.set_row(row, words_height(part.words, room, SIZE))
                check_accepted(
                    native.write_string(row, 0, cut(part.words), formats(text_wrap=not has_table)),
                    part.words,
                )
            case parts.Table():
                _draw_table(native, formats, part, row)
            case _:
                raise InternalError(f"the accessible edition can't hold {type(part).__name__} on {sheet.name!r}")


def _draw_table(native: Worksheet, formats: Formats, table: parts.Table, top: int) -> None:
    refuse_impossible(table)
    columns = [
        {"header": column.header, "header_format": formats(HEADER, **_side(STYLES[column.style].align))}
        for column in table.columns
    ]
    last = top + len(table.rows)
    options = {"name": table.name, "style": None, "autofilter": False, "banded_rows": False, "columns": columns}
    check_accepted(native.add_table(top, 0, last, len(columns) - 1, options), f"table {table.name}")
    native.repeat_rows(top)
    rooms = [ceil(_width(table, at, column)) for at, column in enumerate(table.columns)]
    for at, width in enumerate(rooms):
        native.set_column_pixels(at, at, width)
    native.set_row(top, _height([column.header for column in table.columns], rooms, bold=True) + ABOVE_TABLE)
    for number, values in enumerate(table.rows):
        native.set_row(top + 1 + number, _height(values, rooms))
        for at, value in enumerate(values):
            style = table.cell_styles.get((number, at), table.columns[at].style)
            _write(native, formats, top + 1 + number, at, value, style)


def _write(native: Worksheet, formats: Formats, row: int, column: int, value: parts.Value, style: parts.Style) -> None:
    """Write a value; a number stays a number with its own format, also beside marks and text."""
    cell_format = STYLES[parts.Style.DATE if isinstance(value, date) else style]
    if isinstance(value, parts.Link):
        linked = formats(font_color=NHS_BLUE, underline=1, valign="top", text_wrap=True)
        outcome = native.write_url(row, column, link_target(value), linked, string=cut(value.words))
    elif isinstance(value, str):
        outcome = native.write_string(
            row, column, cut(value), formats(text_wrap=True, valign="top", **_side(cell_format.align))
        )
    elif isinstance(value, bool):
        outcome = native.write_string(row, column, "Yes" if value else "No", formats(valign="top"))
    elif isinstance(value, int | float):
        numeric = formats(num_format=cell_format.number, valign="top", **_side(Align.RIGHT))
        outcome = native.write_number(row, column, value / cell_format.divide_by, numeric)
    elif isinstance(value, date):
        outcome = native.write_datetime(
            row, column, value, formats(num_format=cell_format.number, valign="top", **_side(Align.RIGHT))
        )
    else:
        raise InternalError(f"an empty cell in the accessible edition, row {row + 1}, column {column + 1}")
    check_accepted(outcome, str(value))


def _side(align: Align) -> dict[str, object]:
    """Return the alignment, with an indent between numbers and the next column."""
    return {"align": align.value, "indent": 1 if align is Align.RIGHT else 0}


def _height(values: Sequence[parts.Value], rooms: Sequence[float], bold: bool = False) -> float:
    """Return the points of a row in which every line of text is visible."""
    texts = [value.words if isinstance(value, parts.Link) else value for value in values]
    return min(TALLEST_ROW, max(words_height(text if isinstance(text, str) else "", room - TIGHT, SIZE, bold)
                                for text, room in zip(texts, rooms, strict=True)))  # fmt: skip


def _width(table: parts.Table, at: int, column: parts.Column) -> float:
    """Return the pixels of a column: the longest word fits, longer texts wrap."""
    texts = [
        value.words if isinstance(value, parts.Link) else str(value) for value in _values(table, at, (str, parts.Link))
    ]
    shown = [number_text(float(value), table.cell_styles.get((row, at), column.style))
             for row, value in enumerate(cells[at] for cells in table.rows) if isinstance(value, int | float)]  # fmt: skip
    dates = ["28 Mmm 2000"] if _values(table, at, (date,)) else []
    words = max((longest_word_width(text, SIZE) for text in texts), default=0)
    whole = max((text_width(text, SIZE) for text in (*texts, *shown, *dates)), default=0)
    numbers = max((text_width(text, SIZE) for text in (*shown, *dates)), default=0)
    header = longest_word_width(column.header, SIZE, bold=True)
    tallest = max((text_width(text, SIZE) for text in texts), default=0) / MOST_LINES
    return max(NARROWEST, header + EDGES, words + EDGES, numbers + EDGES, tallest, min(whole + EDGES, WIDEST))


def _values(table: parts.Table, at: int, kinds: tuple[type, ...]) -> list[parts.Value]:
    return [row[at] for row in table.rows if isinstance(row[at], kinds)]
