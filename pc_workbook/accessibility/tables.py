"""The first nine items of the checklist: tables that a screen reader can navigate."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from pc_workbook.accessibility.workbook_reader import (
    USUAL_HEIGHT,
    Cell,
    ListTable,
    ReadSheet,
    ReadWorkbook,
    column_width,
)
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.draw.text_width import line_count, longest_word_width, text_width
from pc_workbook.ooxml.read.areas import Area
from pc_workbook.wording import accessibility as texts

USUAL_NAME = re.compile(r"(table|_?list|range)_?\d+", re.IGNORECASE)
USUAL_HEADER = re.compile(r"column\d+", re.IGNORECASE)
EXPLAINS_EMPTY_CELLS = re.compile(r"\b(blank|empty|no value|left out)\b", re.IGNORECASE)
TOLERANCE = 1.12  # fonts differ a little from the one measured with
EDGES = 6.0  # pixels of a cell beside its words
LINE = 1.15  # height of a line over the size of its letters

Places = Iterator[str]


def tables_of(book: ReadWorkbook) -> Iterator[tuple[ReadSheet, ListTable]]:
    """Yield each list object with its sheet."""
    return ((sheet, table) for sheet in book.visible for table in sheet.tables)


def unmarked_tables(book: ReadWorkbook) -> Places:
    """Yield blocks of two rows and two columns or more that belong to no list object."""
    for sheet in book.visible:
        for block in blocks(sheet):
            yield cell_reference(sheet.name, str(block))


def blocks(sheet: ReadSheet) -> Iterator[Area]:
    """Yield the areas that look like a table outside list objects."""
    rows: dict[int, set[int]] = {}
    for cell in sheet.filled:
        if not sheet.in_table(cell.row, cell.column):
            rows.setdefault(cell.row, set()).add(cell.column)
    wide = sorted(row for row, columns in rows.items() if len(columns) > 1)
    for _, run in groupby(enumerate(wide), lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in run]
        shared = [n for n in numbers[1:] if len(rows[n] & rows[n - 1]) > 1]
        if shared:
            columns = set().union(*(rows[n] for n in numbers))
            yield Area(numbers[0], min(columns), numbers[-1], max(columns))


def unnamed_tables(book: ReadWorkbook) -> Places:
    """Yield list objects with a default name."""
    for sheet, table in tables_of(book):
        if USUAL_NAME.fullmatch(table.name):
            yield sheet.at(table.area.top, table.area.left)


def merged_cells(book: ReadWorkbook) -> Places:
    """Yield merged cells."""
    for sheet in book.visible:
        yield from (cell_reference(sheet.name, str(area)) for area in sheet.merged)


def blank_rows_and_columns(book: ReadWorkbook) -> Places:
    """Yield empty rows of a table, and columns that are empty below their heading."""
    for sheet, table in tables_of(book):
        if (body := table.body) is None:
            continue
        filled = [cell for cell in sheet.within(body) if cell.words]
        rows, columns = {cell.row for cell in filled}, {cell.column for cell in filled}
        yield from (sheet.at(row, body.left) for row in range(body.top, body.bottom + 1) if row not in rows)
        yield from (sheet.at(body.top, at) for at in range(body.left, body.right + 1) if at not in columns)


def missing_headers(book: ReadWorkbook) -> Places:
    """Yield tables without one heading row, and headings that are missing, default or duplicated."""
    for sheet, table in tables_of(book):
        if table.header_rows != 1:
            yield sheet.at(table.area.top, table.area.left)
            continue
        shown = [sheet.words(table.area.top, column) for column in range(table.area.left, table.area.right + 1)]
        often = Counter(map(str.casefold, shown))
        for place, words in enumerate(shown):
            if not words or USUAL_HEADER.fullmatch(words) or often[words.casefold()] > 1:
                yield sheet.at(table.area.top, table.area.left + place)


def cut_texts(book: ReadWorkbook) -> Places:
    """Yield text that is partly hidden: it neither wraps nor has room, or its row is too low."""
    for sheet in book.visible:
        corners = {(area.top, area.left): area for area in sheet.merged}
        last = max((cell.column for cell in sheet.filled), default=0)
        for cell in sheet.filled:
            if cell.is_text and _is_cut(sheet, cell, corners.get((cell.row, cell.column)), last):
                yield sheet.at(cell.row, cell.column)


def _is_cut(sheet: ReadSheet, cell: Cell, merged: Area | None, last: int) -> bool:
    columns = range(merged.left, merged.right + 1) if merged else range(cell.column, cell.column + 1)
    room = (column_width(sheet, columns) - EDGES) * TOLERANCE
    if not cell.look.wraps:
        return _overflows(sheet, cell, room, last, merged is not None)
    if longest_word_width(cell.words, cell.look.size, cell.look.bold) > room * TOLERANCE:
        return True
    rows = range(merged.top, merged.bottom + 1) if merged else range(cell.row, cell.row + 1)
    if not all(row in sheet.heights for row in rows) and not merged:
        return False  # Excel finds the height by itself
    height = sum(sheet.heights.get(row, USUAL_HEIGHT) for row in rows)
    lines = line_count(cell.words, room, cell.look.size, cell.look.bold)
    return lines * cell.look.size * LINE > height * TOLERANCE + cell.look.size * 0.5


def _overflows(sheet: ReadSheet, cell: Cell, room: float, last: int, merged: bool) -> bool:
    """Return whether unwrapped text reaches the next filled cell: Excel shows it over empty ones."""
    wanted = max((text_width(line, cell.look.size, cell.look.bold) for line in cell.words.split("\n")), default=0)
    for column in () if merged else range(cell.column + 1, last + 1):
        if wanted <= room or sheet.words(cell.row, column):
            break
        room += column_width(sheet, (column,))
    else:
        return merged and wanted > room
    return wanted > room


def filters_and_frozen_panes(book: ReadWorkbook) -> Places:
    """Yield filters and frozen panes."""
    for sheet in book.visible:
        if sheet.frozen:
            yield f"{cell_reference(sheet.name, sheet.cursor)} (frozen)"
        if sheet.filtered:
            yield f"{cell_reference(sheet.name, sheet.filtered)} (filter)"
        yield from (
            f"{sheet.at(table.area.top, table.area.left)} (filter)" for table in sheet.tables if table.has_filter
        )


def unexplained_empty_cells(book: ReadWorkbook) -> Places:
    """Yield empty cells of a table on a sheet whose text above the table doesn't explain empty cells."""
    for sheet in book.visible:
        if _explains_empty_cells(sheet):
            continue
        for table in sheet.tables:
            if (body := table.body) is not None:
                yield from (
                    sheet.at(row, column)
                    for row in range(body.top, body.bottom + 1)
                    for column in range(body.left, body.right + 1)
                    if not sheet.words(row, column)
                )


def _explains_empty_cells(sheet: ReadSheet) -> bool:
    last = max((table.area.top for table in sheet.tables), default=0)
    return any(
        EXPLAINS_EMPTY_CELLS.search(cell.words)
        for cell in sheet.filled
        if cell.row < last and not sheet.in_table(cell.row, cell.column)
    )


def hidden_rows_and_columns(book: ReadWorkbook) -> Places:
    """Yield hidden rows and columns."""
    for sheet in book.sheets:
        if sheet.is_hidden:
            yield texts.hidden_sheet(sheet.name)
        else:
            yield from (cell_reference(sheet.name, cell) for cell in sheet.hidden)
