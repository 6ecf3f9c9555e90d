"""Draw a workbook from views with XlsxWriter. The same views give the same bytes."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pc_workbook.draw.page import protect
from pc_workbook.draw.sheet import draw_sheet
from pc_workbook.draw.sheet_cursor import check_accepted
from pc_workbook.draw.theme import BODY_SIZE, FONT
from pc_workbook.draw.xlsxwriter_book import Book, Formats, pack, raising_refusals
from pc_workbook.errors import InternalError
from pc_workbook.views import parts

if TYPE_CHECKING:
    from pc_workbook.draw.entry_list import Shared

USUAL = {"font_name": FONT, "font_size": BODY_SIZE}


def draw(workbook: parts.Workbook, out: Path) -> None:
    """Write the workbook to `out`.

    Raises OurMistake as drawn() does, and OSError where the file can't be written; a file at `out` then stays.
    """
    pack(drawn_parts(workbook), out)


def drawn_parts(workbook: parts.Workbook) -> dict[str, bytes]:
    """Return the parts of the finished workbook by name. Raises OurMistake for what a workbook can't contain."""
    _refuse_equal_table_names(workbook)
    with raising_refusals(workbook.title):
        book = Book(workbook.title, workbook.created, USUAL)
        book.set_size(1900, 1200)
        _draw_sheets(book, workbook)
        return book.finished()


def _refuse_equal_table_names(workbook: parts.Workbook) -> None:
    """Raise OurMistake for two tables of one name: XlsxWriter would fail later and leave a file open."""
    generated = (part for sheet in workbook.sheets if isinstance(sheet, parts.Sheet) for part in sheet.parts)
    names = [part.name for part in generated if isinstance(part, parts.Table)]
    names += [sheet.table for sheet in workbook.sheets if isinstance(sheet, parts.EntryList)]
    twice = {name for name, count in Counter(map(str.casefold, names)).items() if count > 1}
    if twice:
        raise InternalError(f"two tables of one name: {', '.join(sorted(twice))}")


def _draw_sheets(book: Book, workbook: parts.Workbook) -> None:
    formats = Formats(book)
    shared = None
    for sheet in workbook.sheets:
        match sheet:
            case parts.Sheet():
                draw_sheet(book, formats, sheet, workbook.title)
            case parts.EntryList():
                shared = _draw_list(book, formats, sheet, workbook, shared)
            case parts.BlankSheet():
                book.add_worksheet(sheet.name)
            case parts.RecordSheet():
                _draw_record(book, sheet)
    if shared is not None:
        shared.long.draw(book)


def _draw_list(
    book: Book, formats: Formats, entry: parts.EntryList, workbook: parts.Workbook, shared: "Shared | None"
) -> "Shared":
    """Draw one entry list; what all lists share is collected before the first."""
    from pc_workbook.draw.entry_list import Shared, draw_entry  # imported late: a refresh draws no entry list

    shared = shared or Shared.for_lists([sheet for sheet in workbook.sheets if isinstance(sheet, parts.EntryList)])
    draw_entry(book, formats, entry, shared, workbook.title)
    return shared


def _draw_record(book: Book, record: parts.RecordSheet) -> None:
    sheet = book.add_worksheet(record.name)
    sheet.very_hidden()
    protect(sheet)
    for row, texts in enumerate(record.rows):
        for column, words in enumerate(texts):
            check_accepted(sheet.write_string(row, column, words), words)
