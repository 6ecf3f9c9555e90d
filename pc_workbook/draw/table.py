"""A table as a real list object, with cell formats of its own: LibreOffice and previews draw no table styles."""

from datetime import date

from xlsxwriter.format import Format

from pc_workbook.draw.arial import line_count
from pc_workbook.draw.grid import has_filter
from pc_workbook.draw.looks import (
    EMPTY_TABLE,
    INKS,
    LINK,
    MARKS,
    STYLES,
    TABLE_CELL,
    TABLE_HEADER,
    WHITE,
    Mark,
    mark_of,
)
from pc_workbook.draw.pen import AIR, LINE, ROW, Pen, Placed, accepted, words_height
from pc_workbook.errors import OurMistake
from pc_workbook.views.parts import Link, Style, Table, Value

LONGEST_HEADER = 255  # characters, Excel's limit
FILTER_BUTTON = 12.0  # points below the words of a heading, where Excel draws its button
EDGES = 16.0  # pixels of a cell beside its words; less than grid.PADDING, so that what fits there fits here
SHORT = 3  # characters that never wrap
MOST_LINKS = 65_000  # a sheet holds 65,530; beyond that the words stand without a link
AFTER = 8.0  # points of air below
BEGINNING = 4  # rows, the header among them, that must fit on a page where a table starts


def draw_table(pen: Pen, table: Table) -> None:
    """Header, rows, and the list object over both."""
    first = pen.row
    pen.tables[table.name] = Placed(table, first)
    _set_header_height(pen, table)
    _add_list_object(pen, table)
    if table.rows:
        _write_rows(pen, table)
    else:
        _write_empty(pen, table)
    pen.row = first + 1 + max(1, len(table.rows))
    pen.skip(AFTER)
    pen.block(first, whole=False, begin=BEGINNING)


def refuse_impossible(table: Table) -> None:
    """What Excel would repair, or XlsxWriter leave out with a warning."""
    headers = [column.header.casefold() for column in table.columns]
    if not headers or not all(headers) or len(set(headers)) < len(headers):
        raise OurMistake(f"Table {table.name}: each column needs a header of its own, and they are {headers}.")
    if max(map(len, headers)) > LONGEST_HEADER:
        raise OurMistake(f"Table {table.name}: a header has more than {LONGEST_HEADER} characters.")
    if any(len(row) != len(headers) for row in table.rows):
        raise OurMistake(f"Table {table.name}: a row does not have one value for each of {len(headers)} columns.")


def _set_header_height(pen: Pen, table: Table) -> None:
    air = 7 + (FILTER_BUTTON if has_filter(table) else 0)
    pen.set_height(
        pen.row,
        max(
            ROW + 4,
            *(
                words_height(column.header, pen.widths[place] - EDGES, bold=True, air=air)
                for place, column in enumerate(table.columns)
            ),
        ),
    )


def _add_list_object(pen: Pen, table: Table) -> None:
    filtered = has_filter(table)
    columns = [
        {"header": column.header, "header_format": _header_format(pen, column.style, filtered)}
        for column in table.columns
    ]
    options = {"name": table.name, "style": None, "autofilter": filtered, "banded_rows": False, "columns": columns}
    last = pen.row + max(1, len(table.rows))
    accepted(pen.sheet.add_table(pen.row, 0, last, len(columns) - 1, options), f"table {table.name}")


def _header_format(pen: Pen, style: Style, filtered: bool) -> Format:
    """Over numbers the heading ends where they end; filter buttons stand below it."""
    return pen.formats(TABLE_HEADER, align=STYLES[style].align.value, valign="top" if filtered else "vcenter")


def _write_empty(pen: Pen, table: Table) -> None:
    """One row that says so: the words run on over the empty cells beside them."""
    look = pen.formats(EMPTY_TABLE)
    accepted(pen.sheet.write_string(pen.row + 1, 0, table.empty, look), table.empty)
    for column in range(1, len(table.columns)):
        pen.sheet.write_blank(pen.row + 1, column, None, look)


def _write_rows(pen: Pen, table: Table) -> None:
    styles = [column.style for column in table.columns]
    overrides = table.cell_styles
    bold = {place for place, style in enumerate(styles) if style in MARKS} | {place for _, place in overrides}
    cells = CellWriter(pen)
    for number, values in enumerate(table.rows):
        row = pen.row + 1 + number
        tall = _set_row_height(pen, row, values, bold)
        for column, value in enumerate(values):
            style = overrides.get((number, column), styles[column]) if overrides else styles[column]
            cells.write(row, column, value, style, tall)


def _set_row_height(pen: Pen, row: int, values: tuple[Value, ...], bold: set[int]) -> bool:
    """Whether the row holds more than one line; one-line rows keep the sheet's ordinary height."""
    lines = 1
    for place, value in enumerate(values):
        words = value.words if isinstance(value, Link) else value
        if isinstance(words, str) and len(words) > SHORT:
            lines = max(lines, line_count(words, pen.widths[place] - EDGES, bold=place in bold))
    if lines > 1:
        pen.set_height(row, lines * LINE + AIR)
    return lines > 1


class CellWriter:
    """Writes values as what they are; formats are looked up by what decides them, not made for each cell."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._sheet = pen.sheet
        self._formats: dict[tuple[Style, bool, Mark | None, type, str], Format] = {}

    def write(self, row: int, column: int, value: Value, style: Style, tall: bool) -> None:
        """One cell. None is an empty cell with its format, never a zero."""
        look = self._format(style, tall, value, INKS[column % len(INKS)])
        sheet = self._sheet
        if value is None or value == "":
            outcome = sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            outcome = sheet.write_string(row, column, str(value), look)
        elif isinstance(value, bool):
            outcome = sheet.write_boolean(row, column, value, look)
        elif isinstance(value, int | float):
            outcome = sheet.write_number(row, column, value / STYLES[style].divide_by, look)
        elif isinstance(value, date):
            outcome = sheet.write_datetime(row, column, value, look)
        else:
            outcome = self._write_link(row, column, value, look)
        if outcome < 0:
            accepted(outcome, str(value))

    def _write_link(self, row: int, column: int, link: Link, look: Format) -> int:
        self._pen.links += 1
        if self._pen.links > MOST_LINKS:
            return int(self._sheet.write_string(row, column, link.words, look))
        return int(self._sheet.write_url(row, column, link_target(link), look, string=link.words))

    def _format(self, style: Style, tall: bool, value: Value, ink: str) -> Format:
        mark = mark_of(style, value) if style in MARKS else None
        key = (style, tall, mark, type(value), ink)
        if key not in self._formats:
            self._formats[key] = self._made(style, tall, mark, value, ink)
        return self._formats[key]

    def _made(self, style: Style, tall: bool, mark: Mark | None, value: Value, ink: str) -> Format:
        look = STYLES[Style.DATE if isinstance(value, date) else style]
        more: dict[str, object] = {
            "align": look.align.value,
            "valign": "top" if tall else "vcenter",
            "indent": 1,
            "text_wrap": isinstance(value, str | Link),
            "num_format": look.number,
            "font_color": ink,
        }
        if mark:
            more |= {"bg_color": mark.ground, "font_color": mark.ink, "bold": True, "bottom_color": WHITE}
        if isinstance(value, Link):
            more |= LINK
        return self._pen.formats(TABLE_CELL, more)


def link_target(link: Link) -> str:
    """Where a link jumps, as XlsxWriter writes it; a sheet's name is quoted, its apostrophes doubled.

    >>> link_target(Link("see", "Dr D'Mello", "F17"))
    "internal:'Dr D''Mello'!F17"
    """
    quoted = link.sheet.replace("'", "''")
    return f"internal:'{quoted}'!{link.cell}"
