"""A table as a real list object, with cell formats of its own: LibreOffice and previews draw no table styles."""

from collections.abc import Sequence
from datetime import date

from xlsxwriter.format import Format

from pc_workbook.draw.grid import has_filter
from pc_workbook.draw.sheet_cursor import AIR, LINE, ROW, Pen, Placed, accepted, words_height
from pc_workbook.draw.text_width import line_count
from pc_workbook.draw.theme import (
    EMPTY_TABLE,
    INKS,
    LINK,
    MARKS,
    STYLES,
    TABLE_CELL,
    TABLE_HEADER,
    WHITE,
    Align,
    Mark,
    mark_of,
)
from pc_workbook.draw.xlsxwriter_fast.fast_rows import Cell
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
    looks = {
        align: _header_format(pen, align, filtered) for align in {STYLES[each.style].align for each in table.columns}
    }
    columns = [{"header": each.header, "header_format": looks[STYLES[each.style].align]} for each in table.columns]
    options = {"name": table.name, "style": None, "autofilter": filtered, "banded_rows": False, "columns": columns}
    accepted(pen.sheet.add_list(pen.row, max(1, len(table.rows)), options), f"table {table.name}")


def _header_format(pen: Pen, align: Align, filtered: bool) -> Format:
    """Over numbers the heading ends where they end; filter buttons stand below it."""
    return pen.formats(TABLE_HEADER, align=align.value, valign="top" if filtered else "vcenter")


def _write_empty(pen: Pen, table: Table) -> None:
    """One row that says so: the words run on over the empty cells beside them."""
    look = pen.formats(EMPTY_TABLE)
    accepted(pen.sheet.write_string(pen.row + 1, 0, table.empty, look), table.empty)
    for column in range(1, len(table.columns)):
        pen.sheet.write_blank(pen.row + 1, column, None, look)


def _write_rows(pen: Pen, table: Table) -> None:
    columns = list(zip(*table.rows, strict=True))
    tall = _set_row_heights(pen, table, columns)
    usual = [ColumnCells(pen, place, column.style) for place, column in enumerate(table.columns)]
    styled = _styled_rows(pen, table, usual)
    pen.sheet.put_rows(
        pen.row + 1,
        (
            [
                cells[value.__class__, value, number in tall]
                for cells, value in zip(styled.get(number, usual), values, strict=True)
            ]
            for number, values in enumerate(table.rows)
        ),
    )
    _link(pen, columns)


def _set_row_heights(pen: Pen, table: Table, columns: Sequence[Sequence[Value]]) -> set[int]:
    """The rows that hold more than one line; one-line rows keep the sheet's ordinary height."""
    bold = {place for place, column in enumerate(table.columns) if column.style in MARKS}
    bold |= {place for _, place in table.cell_styles}
    lines: dict[int, int] = {}
    for place, values in enumerate(columns):
        wrapping = _wrapping(values, pen.widths[place] - EDGES, place in bold)
        for number, value in enumerate(values) if wrapping else ():
            if value in wrapping:
                lines[number] = max(wrapping[value], lines.get(number, 1))
    for number, count in lines.items():
        pen.set_height(pen.row + 1 + number, count * LINE + AIR)
    return set(lines)


def _wrapping(values: Sequence[Value], room: float, bold: bool) -> dict[Value, int]:
    """Which values of a column take more than one line, and how many."""
    lines: dict[Value, int] = {}
    for value in set(values):
        words = value.words if isinstance(value, Link) else value
        if isinstance(words, str) and len(words) > SHORT and (count := line_count(words, room, bold=bold)) > 1:
            lines[value] = count
    return lines


def _styled_rows(pen: Pen, table: Table, usual: Sequence["ColumnCells"]) -> dict[int, list["ColumnCells"]]:
    """The columns of each row that has a cell in a style of its own."""
    columns: dict[tuple[int, Style], ColumnCells] = {}
    rows: dict[int, list[ColumnCells]] = {}
    for (number, place), style in table.cell_styles.items():
        if (place, style) not in columns:
            columns[place, style] = ColumnCells(pen, place, style)
        rows.setdefault(number, list(usual))[place] = columns[place, style]
    return rows


def _link(pen: Pen, columns: Sequence[Sequence[Value]]) -> None:
    """Words that jump, as many as a sheet holds; they stand there already."""
    for place, values in enumerate(columns):
        for row, value in enumerate(values, pen.row + 1) if Link in map(type, values) else ():
            if isinstance(value, Link) and pen.links < MOST_LINKS:
                pen.links += 1
                accepted(pen.sheet.link(row, place, link_target(value), value.words), value.words)


class ColumnCells(dict[tuple[type, Value, bool], Cell]):
    """The cells of one column in one style, made once for each value: its kind (True is not 1), itself, and whether
    its row is tall -> cell."""

    def __init__(self, pen: Pen, place: int, style: Style) -> None:
        self._pen = pen
        self._ink = INKS[place % len(INKS)]
        self._style = style
        self._marked = style in MARKS
        self._divide_by = STYLES[style].divide_by
        self._looks: dict[tuple[type, bool, Mark | None], Format] = {}

    def __missing__(self, key: tuple[type, Value, bool]) -> Cell:
        kind, value, tall = key
        mark = mark_of(self._style, value) if self._marked else None
        look = self._looks.get((kind, tall, mark)) or self._look(value, tall, mark)
        if self._divide_by > 1 and isinstance(value, int | float) and not isinstance(value, bool):
            value /= self._divide_by
        cell = self[key] = self._pen.sheet.cell(value, look)
        return cell

    def _look(self, value: Value, tall: bool, mark: Mark | None) -> Format:
        look = STYLES[Style.DATE if isinstance(value, date) else self._style]
        more: dict[str, object] = {
            "align": look.align.value,
            "valign": "top" if tall else "vcenter",
            "indent": 1,
            "text_wrap": isinstance(value, str | Link),
            "num_format": look.number,
            "font_color": self._ink,
        }
        if mark:
            more |= {"bg_color": mark.ground, "font_color": mark.ink, "bold": True, "bottom_color": WHITE}
        if isinstance(value, Link):
            more |= LINK
        made = self._looks[type(value), tall, mark] = self._pen.formats(TABLE_CELL, more)
        return made


def link_target(link: Link) -> str:
    """Where a link jumps, as XlsxWriter writes it; a sheet's name is quoted, its apostrophes doubled.

    >>> link_target(Link("see", "Dr D'Mello", "F17"))
    "internal:'Dr D''Mello'!F17"
    """
    quoted = link.sheet.replace("'", "''")
    return f"internal:'{quoted}'!{link.cell}"
