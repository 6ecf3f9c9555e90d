"""Parts into a finished workbook, by XlsxWriter. The same parts give the same bytes.

XlsxWriter says no by a warning or a negative number and leaves the thing out; here each of these is loud.
"""

import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from pc_workbook.draw.formats import Formats
from pc_workbook.draw.looks import BODY_SIZE, FONT
from pc_workbook.draw.page import protect
from pc_workbook.draw.pen import accepted
from pc_workbook.draw.sheet import draw_sheet
from pc_workbook.errors import OurMistake, WorkbookProblem
from pc_workbook.views import parts

if TYPE_CHECKING:
    from pc_workbook.draw.entry import Shared

UNDATED = date(2017, 1, 1)
OPTIONS = {
    "in_memory": True,  # also fixes the dates inside the zip
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": BODY_SIZE, "font_scheme": "none"},
}


def draw(workbook: parts.Workbook, out: Path) -> None:
    """Write the workbook to `out`. Raises OurMistake for parts that no workbook can hold, and WorkbookProblem
    where the file can't be written; either way what stood at `out` still stands."""
    _refuse_equal_tables(workbook)
    drawn = BytesIO()
    with loud(workbook.title):
        book = Workbook(drawn, OPTIONS)
        _set_properties(book, workbook)
        _draw_sheets(book, workbook)
        book.close()
    try:
        out.write_bytes(drawn.getbuffer())
    except OSError as error:
        raise WorkbookProblem(f"{out} could not be written. If it is open in Excel, close it and try again.") from error


def _refuse_equal_tables(workbook: parts.Workbook) -> None:
    """XlsxWriter would notice while it packs, and leave its package open behind it."""
    generated = (part for sheet in workbook.sheets if isinstance(sheet, parts.Sheet) for part in sheet.parts)
    names = [part.name for part in generated if isinstance(part, parts.Table)]
    names += [sheet.table for sheet in workbook.sheets if isinstance(sheet, parts.EntryList)]
    twice = {name for name, count in Counter(map(str.casefold, names)).items() if count > 1}
    if twice:
        raise OurMistake(f"two tables of one name: {', '.join(sorted(twice))}")


def _draw_sheets(book: Workbook, workbook: parts.Workbook) -> None:
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
    book: Workbook, formats: Formats, entry: parts.EntryList, workbook: parts.Workbook, shared: "Shared | None"
) -> "Shared":
    """One entry list; what all of them share is gathered before the first."""
    from pc_workbook.draw.entry import Shared, draw_entry  # a refresh draws none, and does not pay for it

    shared = shared or Shared.of([one for one in workbook.sheets if isinstance(one, parts.EntryList)])
    draw_entry(book, formats, entry, shared, workbook.title)
    return shared


def _draw_record(book: Workbook, record: parts.RecordSheet) -> None:
    sheet = book.add_worksheet(record.name)
    sheet.very_hidden()
    protect(sheet)
    for row, texts in enumerate(record.rows):
        for column, words in enumerate(texts):
            accepted(sheet.write_string(row, column, words), words)


def _set_properties(book: Workbook, workbook: parts.Workbook) -> None:
    """The document's own facts; no person's name, and a date that does not depend on the day of the run."""
    book.set_properties(
        {
            "title": workbook.title,
            "subject": "Primary care improvement",
            "author": "",
            "created": datetime.combine(workbook.created or UNDATED, time()),
        }
    )
    book.set_size(1900, 1200)


@contextmanager
def loud(title: str) -> Iterator[None]:
    """What XlsxWriter warns of or refuses is our mistake."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", module="xlsxwriter")
        try:
            yield
        except (XlsxWriterException, UserWarning, TypeError, ValueError) as error:
            raise OurMistake(f"Drawing {title!r}: {error}") from error
