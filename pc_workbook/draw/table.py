"""Draw a table as a list object, with cell formats of its own: LibreOffice and previews ignore table styles."""

from collections.abc import Sequence
from datetime import date

from xlsxwriter.format import Format

from pc_workbook.draw.grid import has_filter
from pc_workbook.draw.sheet_cursor import AIR, LINE, ROW, Placed, SheetCursor, check_accepted, words_height
from pc_workbook.draw.text_width import line_count
from pc_workbook.draw.theme import (
    EMPTY_TABLE,
    LABEL_COLOURS,
    LINK,
    STYLES,
    TABLE_CELL,
    TABLE_HEADER,
    TEXT_COLOURS,
    WHITE,
    Align,
    LabelColours,
    label_colours,
)
from pc_workbook.draw.xlsxwriter_fast.fast_rows import Cell
from pc_workbook.errors import InternalError
from pc_workbook.views.parts import Link, Style, Table, Value

LONGEST_HEADER = 255  # characters, Excel's limit
FILTER_BUTTON = 12.0  # points below the text of a heading, for Excel's button
EDGES = 16.0  # pixels of a cell beside its text; less than grid.PADDING, so that text that fits there fits here
SHORT = 3  # characters that never wrap
MOST_LINKS = 65_000  # Excel's limit per sheet is 65,530; further cells have no link
AFTER = 8.0  # points of space below
BEGINNING = 4  # rows, with the heading, that must fit on the page where a table starts


def draw_table(cursor: SheetCursor, table: Table) -> None:
    """Draw headings and rows, and the list object over both."""
    first = cursor.row
    cursor.tables[table.name] = Placed(table, first)
    _set_header_height(cursor, table)
    _add_list_object(cursor, table)
    if table.rows:
        _write_rows(cursor, table)
    else:
        _write_empty(cursor, table)
    cursor.row = first + 1 + max(1, len(table.rows))
    cursor.skip(AFTER)
    cursor.block(first, whole=False, begin=BEGINNING)


def refuse_impossible(table: Table) -> None:
    """Raise InternalError for a table that Excel would repair or XlsxWriter would leave out."""
    headers = [column.header.casefold() for column in table.columns]
    if not headers or not all(headers) or len(set(headers)) < len(headers):
        raise InternalError(f"Table {table.name}: each column needs a header of its own, and they are {headers}.")
    if max(map(len, headers)) > LONGEST_HEADER:
        raise InternalError(f"Table {table.name}: a header has more than {LONGEST_HEADER} characters.")
    if any(len(row) != len(headers) for row in table.rows):
        raise InternalError(f"Table {table.name}: a row does not have one value for each of {len(headers)} columns.")


def _set_header_height(cursor: SheetCursor, table: Table) -> None:
    air = 7 + (FILTER_BUTTON if has_filter(table) else 0)
    cursor.set_height(
        cursor.row,
        max(
            ROW + 4,
            *(
                words_height(column.header, cursor.widths[index] - EDGES, bold=True, air=air)
                for index, column in enumerate(table.columns)
            ),
        ),
    )


def _add_list_object(cursor: SheetCursor, table: Table) -> None:
    filtered = has_filter(table)
    cell_formats = {
        align: _header_format(cursor, align, filtered) for align in {STYLES[each.style].align for each in table.columns}
    }
    columns = [
        {"header": each.header, "header_format": cell_formats[STYLES[each.style].align]} for each in table.columns
    ]
    options = {"name": table.name, "style": None, "autofilter": filtered, "banded_rows": False, "columns": columns}
    check_accepted(cursor.sheet.add_list(cursor.row, max(1, len(table.rows)), options), f"table {table.name}")


def _header_format(cursor: SheetCursor, align: Align, filtered: bool) -> Format:
    """Return the format of headings with this alignment; filter buttons are below the text."""
    return cursor.formats(TABLE_HEADER, align=align.value, valign="top" if filtered else "vcenter")


def _write_empty(cursor: SheetCursor, table: Table) -> None:
    """Write one row that says that the table is empty; the text runs on over the empty cells to the right."""
    cell_format = cursor.formats(EMPTY_TABLE)
    check_accepted(cursor.sheet.write_string(cursor.row + 1, 0, table.empty, cell_format), table.empty)
    for column in range(1, len(table.columns)):
        cursor.sheet.write_blank(cursor.row + 1, column, None, cell_format)


def _write_rows(cursor: SheetCursor, table: Table) -> None:
    columns = list(zip(*table.rows, strict=True))
    tall = _set_row_heights(cursor, table, columns)
    usual = [ColumnCells(cursor, index, column.style) for index, column in enumerate(table.columns)]
    styled = _styled_rows(cursor, table, usual)
    cursor.sheet.put_rows(
        cursor.row + 1,
        (
            [
                cells[value.__class__, value, number in tall]
                for cells, value in zip(styled.get(number, usual), values, strict=True)
            ]
            for number, values in enumerate(table.rows)
        ),
    )
    _link(cursor, columns)


def _set_row_heights(cursor: SheetCursor, table: Table, columns: Sequence[Sequence[Value]]) -> set[int]:
    """Set the height of rows with more than one line, and return them; other rows keep the default height."""
    bold = {index for index, column in enumerate(table.columns) if column.style in LABEL_COLOURS}
    bold |= {index for _, index in table.cell_styles}
    lines: dict[int, int] = {}
    for index, values in enumerate(columns):
        wrapping = _wrapping(values, cursor.widths[index] - EDGES, index in bold)
        for number, value in enumerate(values) if wrapping else ():
            if value in wrapping:
                lines[number] = max(wrapping[value], lines.get(number, 1))
    for number, count in lines.items():
        cursor.set_height(cursor.row + 1 + number, count * LINE + AIR)
    return set(lines)


def _wrapping(values: Sequence[Value], room: float, bold: bool) -> dict[Value, int]:
    """Return the values of a column that take more than one line, with their lines."""
    lines: dict[Value, int] = {}
    for value in set(values):
        words = value.words if isinstance(value, Link) else value
        if isinstance(words, str) and len(words) > SHORT and (count := line_count(words, room, bold=bold)) > 1:
            lines[value] = count
    return lines


def _styled_rows(cursor: SheetCursor, table: Table, usual: Sequence["ColumnCells"]) -> dict[int, list["ColumnCells"]]:
    """Return the columns for each row that has a cell with its own style."""
    columns: dict[tuple[int, Style], ColumnCells] = {}
    rows: dict[int, list[ColumnCells]] = {}
    for (number, index), style in table.cell_styles.items():
        if (index, style) not in columns:
            columns[index, style] = ColumnCells(cursor, index, style)
        rows.setdefault(number, list(usual))[index] = columns[index, style]
    return rows


def _link(cursor: SheetCursor, columns: Sequence[Sequence[Value]]) -> None:
    """Add hyperlinks to cells already written, up to Excel's limit per sheet."""
    for index, values in enumerate(columns):
        for row, value in enumerate(values, cursor.row + 1) if Link in map(type, values) else ():
            if isinstance(value, Link) and cursor.links < MOST_LINKS:
                cursor.links += 1
                check_accepted(cursor.sheet.link(row, index, link_target(value), value.words), value.words)


class ColumnCells(dict[tuple[type, Value, bool], Cell]):
    """The cells of one column in one style, created once for each (type, value, whether the row is tall).

    The type is in the key because True equals 1.
    """

    def __init__(self, cursor: SheetCursor, index: int, style: Style) -> None:
        self._pen = cursor
        self._text_colour = TEXT_COLOURS[index % len(TEXT_COLOURS)]
        self._style = style
        self._marked = style in LABEL_COLOURS
        self._divide_by = STYLES[style].divide_by
        self._looks: dict[tuple[type, bool, LabelColours | None], Format] = {}

    def __missing__(self, key: tuple[type, Value, bool]) -> Cell:
        kind, value, tall = key
        mark = label_colours(self._style, value) if self._marked else None
        cell_format = self._looks.get((kind, tall, mark)) or self._look(value, tall, mark)
        if self._divide_by > 1 and isinstance(value, int | float) and not isinstance(value, bool):
            value /= self._divide_by
        cell = self[key] = self._pen.sheet.cell(value, cell_format)
        return cell

    def _look(self, value: Value, tall: bool, mark: LabelColours | None) -> Format:
        cell_format = STYLES[Style.DATE if isinstance(value, date) else self._style]
        more: dict[str, object] = {
            "align": cell_format.align.value,
            "valign": "top" if tall else "vcenter",
            "indent": 1,
            "text_wrap": isinstance(value, str | Link),
            "num_format": cell_format.number,
            "font_color": self._text_colour,
        }
        if mark:
            more |= {"bg_color": mark.background, "font_color": mark.text_colour, "bold": True, "bottom_color": WHITE}
        if isinstance(value, Link):
            more |= LINK
        made = self._looks[type(value), tall, mark] = self._pen.formats(TABLE_CELL, more)
        return made


def link_target(link: Link) -> str:
    """Return the target of a link in XlsxWriter's form; the sheet name is quoted, its apostrophes doubled.

    >>> link_target(Link("see", "Dr D'Mello", "F17"))
    "internal:'Dr D''Mello'!F17"
    """
    quoted = link.sheet.replace("'", "''")
    return f"internal:'{quoted}'!{link.cell}"
