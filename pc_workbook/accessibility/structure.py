"""Checks of the structure of a workbook and of its document properties."""

import re
from collections import Counter
from collections.abc import Iterator

from pc_workbook.accessibility.workbook_reader import ReadWorkbook
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.wording import accessibility as texts

USUAL_SHEET = re.compile(r"(sheet|blank|chart|worksheet|new sheet)\s*\d*", re.IGNORECASE)

Places = Iterator[str]


def unnamed_sheets(book: ReadWorkbook) -> Places:
    """Yield sheets whose name is Excel's default or occurs twice."""
    often = Counter(sheet.name.casefold().strip() for sheet in book.sheets)
    for sheet in book.sheets:
        if not sheet.is_hidden and (
            USUAL_SHEET.fullmatch(sheet.name.strip()) or often[sheet.name.casefold().strip()] > 1
        ):
            yield f"'{sheet.name}'"


def blank_sheets(book: ReadWorkbook) -> Places:
    """Yield sheets without content."""
    yield from (f"'{sheet.name}'" for sheet in book.visible if not any(sheet.filled) and not sheet.floating)


def texts_away_from_column_a(book: ReadWorkbook) -> Places:
    """Yield an empty A1, and text outside tables in rows where column A is empty: readers of column A miss it.

    A table that begins elsewhere is reported by the item on the position of tables.
    """
    for sheet in book.visible:
        if not any(sheet.filled):
            continue
        if not sheet.words(1, 1):
            yield sheet.at(1, 1)
        started = {cell.row for cell in sheet.filled if cell.column == 1}
        for cell in sorted(sheet.filled):
            if cell.row not in started and not sheet.in_table(cell.row, cell.column):
                started.add(cell.row)  # one place a row is enough
                yield sheet.at(cell.row, cell.column)


def tables_away_from_the_edge(book: ReadWorkbook) -> Places:
    """Yield tables that do not begin in column A."""
    for sheet in book.visible:
        yield from (sheet.at(table.area.top, table.area.left) for table in sheet.tables if table.area.left > 1)


def texts_below_tables(book: ReadWorkbook) -> Places:
    """Yield text below a table."""
    for sheet in book.visible:
        end = min((table.area.bottom for table in sheet.tables), default=None)
        below = [
            cell
            for cell in sheet.filled
            if end is not None and cell.row > end and not sheet.in_table(cell.row, cell.column)
        ]
        yield from (sheet.at(row, column) for row, column in sorted((cell.row, cell.column) for cell in below))


def additional_tables(book: ReadWorkbook) -> Places:
    """Yield second and further tables of a sheet."""
    for sheet in book.visible:
        ordered = sorted(sheet.tables, key=lambda table: (table.area.top, table.area.left))
        yield from (sheet.at(table.area.top, table.area.left) for table in ordered[1:])


def missing_properties(book: ReadWorkbook) -> Places:
    """Yield document properties that are not set."""
    yield from (
        texts.missing_property(name)
        for name, value in (("title", book.title), ("language", book.language))
        if not value
    )


def cursor_elsewhere(book: ReadWorkbook) -> Places:
    """Yield where the workbook opens elsewhere than at the first cell of the first sheet, or with several sheets
    selected.
    """
    shown = [sheet for sheet in book.sheets if not sheet.is_hidden]
    opened = book.sheets[book.active] if book.active < len(book.sheets) else None
    if not shown:
        return
    if opened is not shown[0]:
        yield texts.opens_first(opened.name if opened else shown[-1].name)
    elif shown[0].is_worksheet and (shown[0].cursor != "A1" or shown[0].scrolled):
        yield cell_reference(shown[0].name, shown[0].cursor)
    if len(together := [sheet.name for sheet in shown if sheet.chosen]) > 1:
        yield texts.selected_together(together[1], together[0])
