"""Draw an entry list: guide, who may write which column, one list object, and help in each cell.

No entry is refused: Excel shows a warning that the person can pass, and the next check reports it again, because a list
that refuses "0.47 (2015)" loses the source year. Row heights are not fixed, so that Excel fits them to what is typed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate, cycle
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from pc_workbook.draw.grid import PADDING, PAGE
from pc_workbook.draw.page import protect, set_up_page
from pc_workbook.draw.sheet_cursor import ROW, TALLEST_ROW, check_accepted, words_height
from pc_workbook.draw.table import EDGES
from pc_workbook.draw.text_width import longest_word_width
from pc_workbook.draw.theme import (
    DARK_GREEN,
    ENTRY_CELL,
    ENTRY_GUIDE,
    ENTRY_HEADER,
    ENTRY_LEGEND,
    ENTRY_NUMBERS,
    ENTRY_TITLE,
    ENTRY_WRITER,
    LOCKED_CELL,
    OTHER_WRITERS,
    TEXT_COLOURS,
    WRITERS,
    LabelColours,
    Properties,
)
from pc_workbook.draw.xlsxwriter_book import Formats
from pc_workbook.draw.xlsxwriter_fast.fast_rows import FastRows
from pc_workbook.errors import InternalError
from pc_workbook.views.parts import EntryColumn, EntryList, Kind, Link, Value

TITLE_ROW, GUIDE_ROW, LEGEND_ROW, WRITER_ROW, HEADER_ROW, FIRST_ROW = range(6)
ROWS_READY = 2000  # rows with help and drop-downs below the headings
ROWS_BEYOND = 500  # and below the last filled row
READING_WIDTH = 1050.0  # pixels of a usual window, so that the guide can be read
FILTER_BUTTON = 18.0  # pixels at the right end of a heading
SMALLEST_PRINT = 0.6
NUMBERS = (Kind.WHOLE, Kind.NUMBER, Kind.PERCENT, Kind.DATE)
LISTS = "Lists"  # the hidden sheet with drop-downs too long for a validation
LONGEST_LITERAL = 255  # characters, Excel's limits
LONGEST_TITLE = 32
LONGEST_HELP = 255

Validation = dict[str, Any]  # arguments of XlsxWriter

RULES: Mapping[Kind, Validation] = {
    Kind.WHOLE: {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 999_999_999},
    Kind.NUMBER: {"validate": "decimal", "criteria": "between", "minimum": -999_999_999, "maximum": 999_999_999},
    Kind.PERCENT: {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
    Kind.DATE: {
        "validate": "date", "criteria": "between", "minimum": date(1948, 7, 5), "maximum": date(2099, 12, 31),
    },
}  # fmt: skip
NOT_AS_EXPECTED: Mapping[Kind, str] = {
    Kind.WHOLE: "A whole number is expected here.",
    Kind.NUMBER: "A number is expected here.",
    Kind.PERCENT: "A percentage from 0 to 100 is expected here.",
    Kind.DATE: "A date is expected here, such as 31/03/2017.",
    Kind.CHOICE: "This is not one of the words in the list.",
}


class GrowingRows(FastRows):
    """A sheet whose rows of data grow when more is typed.

    Excel keeps a height marked as custom and cuts the text. Without the mark it fits the row.
    """

    def _row_start(self, row: int, span: str | None) -> str:
        start = super()._row_start(row, span)
        return start if row < FIRST_ROW else start.replace(' customHeight="1"', "")


class LongLists:
    """Drop-downs that don't fit into a validation, on one hidden sheet, each list once."""

    def __init__(self) -> None:
        self.columns: dict[tuple[str, ...], int] = {}

    def source(self, choices: tuple[str, ...]) -> str:
        """Return the range of these choices on the hidden sheet."""
        column = self.columns.setdefault(choices, len(self.columns))
        return f"={LISTS}!{xl_range_abs(0, column, len(choices) - 1, column)}"

    def draw(self, book: Workbook) -> None:
        """Draw the hidden sheet, if any list needs it."""
        if self.columns:
            sheet = book.add_worksheet(LISTS)
            sheet.hide()
            for choices, column in self.columns.items():
                for row, choice in enumerate(choices):
                    check_accepted(sheet.write_string(row, column, choice), choice)


class Shared(NamedTuple):
    """What the entry sheets of one workbook share: their lists by name, the colour of each writer, and long drop-downs."""

    lists: Mapping[str, EntryList]
    writers: Mapping[str, LabelColours]
    long: LongLists

    @classmethod
    def for_lists(cls, entries: Sequence[EntryList]) -> "Shared":
        """Return what these lists share."""
        lists = {entry.sheet: entry for entry in entries} | {entry.table: entry for entry in entries}
        known = {mark.starts_with: mark for mark in WRITERS}
        others = cycle(OTHER_WRITERS)
        named = dict.fromkeys(column.writer for entry in entries for column in entry.columns)
        return cls(lists, {writer: known.get(writer) or next(others) for writer in named}, LongLists())


class EntrySheet(NamedTuple):
    """A sheet that is being drawn, with what its functions need."""

    sheet: Worksheet
    formats: Formats
    entry: EntryList
    writers: Mapping[str, LabelColours]

    @property
    def last_column(self) -> int:
        """The number of the last column, from 0."""
        return len(self.entry.columns) - 1

    @property
    def reading_column(self) -> int:
        """The last column that fits a window, or nearly, together with the first."""
        edges = list(accumulate(self.widths))
        return min(range(len(edges)), key=lambda index: abs(edges[index] - READING_WIDTH))

    @property
    def reading_width(self) -> float:
        """The pixels of the columns that fit a window."""
        return sum(self.widths[: self.reading_column + 1])

    @property
    def widths(self) -> list[int]:
        """The pixels of each column."""
        return [column_pixels(column) for column in self.entry.columns]


def column_pixels(column: EntryColumn) -> int:
    """Return the width of a column in pixels: as requested, and enough for the longest word of its heading."""
    word = longest_word_width(column.header, bold=True) + PADDING + FILTER_BUTTON
    return round(max(column.width * 7 + 5, word))


def last_row(entry: EntryList) -> int:
    """Return the last row with help and drop-downs, from 0."""
    if entry.open_to:
        return FIRST_ROW + len(entry.rows) + _spare_rows(entry) - 1
    return FIRST_ROW + max(ROWS_READY, len(entry.rows) + ROWS_BEYOND) - 1


def _spare_rows(entry: EntryList) -> int:
    """Return the empty rows at the end of the list object: one to type into, none where no row may be added."""
    return 0 if entry.open_to and entry.rows else 1


def draw_entry(
    book: Workbook,
    formats: Formats,
    entry: EntryList,
    shared: Shared,
    document: str,
) -> None:
    """Draw one entry sheet. Raises InternalError for a list that Excel could not store."""
    page = EntrySheet(book.add_worksheet(entry.sheet, worksheet_class=GrowingRows), formats, entry, shared.writers)
    _refuse_impossible(entry)
    _set_columns(page)
    _draw_top(page)
    _draw_headers(page)
    _draw_list(page)
    for index, column in enumerate(entry.columns):
        _validate(page, index, column, shared)
    _set_up(page, document)


def _refuse_impossible(entry: EntryList) -> None:
    headers = [column.header.casefold() for column in entry.columns]
    if not headers or not all(headers) or len(set(headers)) < len(headers):
        raise InternalError(f"List {entry.table}: each column needs a header of its own, and they are {headers}.")
    if any(len(row) != len(headers) for row in entry.rows):
        raise InternalError(f"List {entry.table}: a row does not have one value for each of {len(headers)} columns.")


def _set_columns(page: EntrySheet) -> None:
    """Set width and format of whole columns, so that cells typed below the list have the right format too."""
    for index, column in enumerate(page.entry.columns):
        cell_format = page.formats(_cell_properties(index, column.kind), border=0)
        page.sheet.set_column_pixels(index, index, page.widths[index], cell_format)


def _draw_top(page: EntrySheet) -> None:
    """Draw title, guide, and who may write which column."""
    room = page.reading_width - 28
    _band(page, TITLE_ROW, page.entry.sheet, page.formats(ENTRY_TITLE))
    page.sheet.set_row(TITLE_ROW, words_height(page.entry.sheet, room, 18, bold=True, air=12))
    _band(page, GUIDE_ROW, page.entry.guide, page.formats(ENTRY_GUIDE))
    page.sheet.set_row(GUIDE_ROW, words_height(page.entry.guide, room, air=10))
    legend = _legend(page)
    cell_format = page.formats(ENTRY_LEGEND)
    _band(page, LEGEND_ROW, "", cell_format)
    check_accepted(page.sheet.write_rich_string(LEGEND_ROW, 0, *legend, cell_format), "who may write")
    words = "".join(part for part in legend if isinstance(part, str))
    page.sheet.set_row(LEGEND_ROW, words_height(words, room, 9, bold=True, air=8))


def _legend(page: EntrySheet) -> list[Format | str]:
    """Return the text of who may write: for each writer a square of its colour and its name."""
    parts: list[Format | str] = [page.formats(bold=True, font_size=9), "Who may write: "]
    for writer, called in dict.fromkeys((column.writer, _called(column)) for column in page.entry.columns):
        mark = page.writers[writer]
        parts += [
            page.formats(font_size=11, font_color=mark.background),
            "■ ",
            page.formats(font_size=9),
            f"{called}    ",
        ]
    if not page.entry.open_to:
        parts += [page.formats(font_size=9), "Columns marked “needed” must be filled in each row."]
    return parts


def _called(column: EntryColumn) -> str:
    return column.called or column.writer


def _band(page: EntrySheet, row: int, words: str, cell_format: Format) -> None:
    """Write text over the columns that fit a window; the fill continues to the last column."""
    last = page.reading_column
    if last:
        check_accepted(page.sheet.merge_range(row, 0, row, last, "", cell_format), words)
    if words:
        check_accepted(page.sheet.write_string(row, 0, words, cell_format), words)
    for column in range(last + 1, page.last_column + 1):
        page.sheet.write_blank(row, column, None, cell_format)


def _draw_headers(page: EntrySheet) -> None:
    """Draw the headings, and above each who writes the column and whether it is needed."""
    above, heights = [18.0], [22.0]
    for index, column in enumerate(page.entry.columns):
        mark = page.writers[column.writer]
        words = _called(column) + (" · needed" if column.required else "")
        cell_format = page.formats(ENTRY_WRITER, _side(column), font_color=mark.background)
        check_accepted(page.sheet.write_string(WRITER_ROW, index, words, cell_format), words)
        check_accepted(page.sheet.write_string(HEADER_ROW, index, column.header, _header_look(page, column)), words)
        room = page.widths[index] - PADDING
        above.append(words_height(words, room, 8, bold=True, air=4))
        heights.append(words_height(column.header, room - FILTER_BUTTON, bold=True, air=10))
    page.sheet.set_row(WRITER_ROW, max(above))
    page.sheet.set_row(HEADER_ROW, max(heights))


def _header_look(page: EntrySheet, column: EntryColumn) -> Format:
    mark = page.writers[column.writer]
    return page.formats(ENTRY_HEADER, _side(column), bg_color=mark.background, font_color=mark.text_colour)


def _side(column: EntryColumn) -> Properties:
    """Return the alignment of a heading; over numbers it ends before the filter button."""
    return {"align": "right", "indent": 2} if column.kind in NUMBERS else {"align": "left", "indent": 1}


def _draw_list(page: EntrySheet) -> None:
    """Draw the rows and one empty row as a list object; as plain cells if some are merged, which Excel forbids in lists."""
    merged = {(first, column): last for first, last, column in page.entry.merges}
    covered = {(row, column) for first, last, column in page.entry.merges for row in range(first + 1, last + 1)}
    if not merged:
        _add_list_object(page)
    for number in range(len(page.entry.rows) + _spare_rows(page.entry)):
        values = page.entry.rows[number] if number < len(page.entry.rows) else [None] * (page.last_column + 1)
        page.sheet.set_row(FIRST_ROW + number, _row_height(page, values))
        for index, value in enumerate(values):
            if (number, index) in covered:
                continue
            cell_format = _cell_look(page, index, value)
            if (number, index) in merged:
                end = FIRST_ROW + merged[number, index]
                check_accepted(
                    page.sheet.merge_range(FIRST_ROW + number, index, end, index, "", cell_format), "merged cells"
                )
            _write(page.sheet, FIRST_ROW + number, index, value, cell_format)


def _row_height(page: EntrySheet, values: Sequence[Value]) -> float:
    needs = [
        words_height(value, width - EDGES)
        for value, width in zip(values, page.widths, strict=True)
        if isinstance(value, str)
    ]
    return min(max(ROW, *needs) if needs else ROW, TALLEST_ROW)


def _add_list_object(page: EntrySheet) -> None:
    columns = [{"header": each.header, "header_format": _header_look(page, each)} for each in page.entry.columns]
    options = {"name": page.entry.table, "style": "Table Style Light 1", "banded_rows": False, "columns": columns}
    end = FIRST_ROW + len(page.entry.rows) + _spare_rows(page.entry) - 1
    check_accepted(page.sheet.add_table(HEADER_ROW, 0, end, page.last_column, options), f"list {page.entry.table}")


def _cell_look(page: EntrySheet, index: int, value: Value) -> Format:
    kind = Kind.DATE if isinstance(value, date) else page.entry.columns[index].kind
    return page.formats(_cell_properties(index, kind), _lock(page.entry, index))


def _lock(entry: EntryList, index: int) -> Properties:
    """Return the protection of a cell on a protected sheet; locked cells are shaded."""
    if not entry.open_to:
        return {}
    return {"locked": False} if entry.columns[index].writer == entry.open_to else LOCKED_CELL


def _cell_properties(index: int, kind: Kind) -> Properties:
    align = "right" if kind in NUMBERS else "left"
    return {
        **ENTRY_CELL,
        "num_format": ENTRY_NUMBERS[kind],
        "align": align,
        "font_color": TEXT_COLOURS[index % len(TEXT_COLOURS)],
    }


def _write(sheet: Worksheet, row: int, column: int, value: Value, cell_format: Format) -> None:
    """Write a value with its own type."""
    if value is None or value == "":
        outcome = sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, str):
        outcome = sheet.write_string(row, column, str(value), cell_format)
    elif isinstance(value, bool):
        outcome = sheet.write_boolean(row, column, value, cell_format)
    elif isinstance(value, int | float):
        outcome = sheet.write_number(row, column, value, cell_format)
    elif isinstance(value, Link):
        outcome = sheet.write_string(row, column, value.words, cell_format)
    else:
        outcome = sheet.write_datetime(row, column, value, cell_format)
    check_accepted(outcome, str(value))


def _validate(page: EntrySheet, index: int, column: EntryColumn, shared: Shared) -> None:
    rule = _rule(column, shared) | {
        "input_title": shortened(column.header, LONGEST_TITLE),
        "input_message": shortened(column.help, LONGEST_HELP),
        "error_type": "warning",
        "error_title": shortened(column.header, LONGEST_TITLE),
        "error_message": shortened(f"{NOT_AS_EXPECTED.get(column.kind, '')} {column.help}".strip(), LONGEST_HELP),
    }
    end = last_row(page.entry)
    check_accepted(page.sheet.data_validation(FIRST_ROW, index, end, index, rule), f"help of {column.header}")


def _rule(column: EntryColumn, shared: Shared) -> Validation:
    if column.choices_from:
        return {"validate": "list", "source": _range_of(*column.choices_from, shared.lists)}
    if column.choices:
        literal = len(",".join(column.choices)) <= LONGEST_LITERAL and not any("," in each for each in column.choices)
        return {"validate": "list", "source": list(column.choices) if literal else shared.long.source(column.choices)}
    return dict(RULES.get(column.kind, {"validate": "any"}))


def _range_of(name: str, header: str, lists: Mapping[str, EntryList]) -> str:
    """Return the range of another list's column, down to its last row with help."""
    entry = lists.get(name)
    indexes = [index for index, column in enumerate(entry.columns) if column.header == header] if entry else []
    if not entry or not indexes:
        raise InternalError(
            f"A drop-down asks for column {header!r} of list {name!r}, which this workbook does not hold."
        )
    sheet = entry.sheet.replace("'", "''")
    return f"='{sheet}'!{xl_range_abs(FIRST_ROW, indexes[0], last_row(entry), indexes[0])}"


def shortened(words: str, most: int) -> str:
    """Return text of at most `most` characters, as Excel counts them, cut between words.

    >>> shortened("A whole number of patients", 16)
    'A whole number…'
    """
    if len(words.encode("utf-16-le")) // 2 <= most:
        return words
    while len(words.encode("utf-16-le")) // 2 > most - 1:
        words = words[:-1]
    return (words.rsplit(" ", 1)[0] if " " in words else words).rstrip(" ,;:.") + "…"


def _set_up(page: EntrySheet, document: str) -> None:
    sheet, total = page.sheet, sum(page.widths)
    sheet.set_tab_color(DARK_GREEN)
    sheet.set_zoom(90 if total > 1350 else 100)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.ignore_errors({"number_stored_as_text": xl_range(FIRST_ROW, 0, last_row(page.entry), page.last_column)})
    if page.entry.open_to:
        protect(sheet)
    set_up_page(sheet, page.entry.sheet, document)
    pages_wide = -int(-total * SMALLEST_PRINT // PAGE)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.repeat_rows(WRITER_ROW, HEADER_ROW)
    if pages_wide > 1:
        sheet.repeat_columns(0)
