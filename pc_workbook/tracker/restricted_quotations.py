"""Long parts of restricted texts that are repeated in cells of other rows.

Somebody marked one cell and did not know of the other. Ordinary phrases that two texts share are shorter than a
quotation.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.model.row import MarkingLevel
from pc_workbook.model.search_terms import letters_and_digits, search_terms
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.markings import is_restricted
from pc_workbook.tracker.restricted_names import INTERNAL_LISTS
from pc_workbook.tracker.snapshot import a1

QUOTATION: Final = 60  # letters and digits, about twelve words
#: Columns that are written for their row; outcomes, leads and dates are often the same in several rows.
PROSE_COLUMNS: Final = ("text", "progress", "rag_reason", "next_step", "milestone", "note")


class QuotingCell(NamedTuple):
    """A cell of a row that is not restricted, which repeats a long part of a restricted text."""

    table: str
    at: int
    cell: str


def restricted_prose(intake: Intake, is_hidden: Callable[[MarkingLevel], bool]) -> Iterator[tuple[str, str]]:
    """Yield the long texts of rows whose marking hides them, each after its cell."""
    for table, markings in intake.markings.rows.items():
        if table in INTERNAL_LISTS:
            continue
        read = intake.lists[table]
        sheet = intake.snapshot.sheets[read.sheet]
        for at in sorted(at for at, marking in markings.items() if is_hidden(marking.level)):
            for field in PROSE_COLUMNS:
                text = sheet.value(at, read.columns[field]) if field in read.columns else None
                if isinstance(text, str) and len(letters_and_digits(text)) >= QUOTATION:
                    yield cell_reference(read.sheet, a1(at, read.columns[field])), text


def quoting_cells(intake: Intake, tables: Sequence[str]) -> Iterator[QuotingCell]:
    """Yield each cell of some lists that repeats restricted prose, in a row that is not restricted itself."""
    quoted = {part for _, text in restricted_prose(intake, is_restricted) for part in search_terms(text, QUOTATION)}
    for table in tables if quoted else ():
        read = intake.lists[table]
        sheet = intake.snapshot.sheets.get(read.sheet)
        for column in read.columns.values() if sheet else ():
            for at in read.row_numbers:
                value = sheet.value(at, column) if sheet else None
                if isinstance(value, str) and not intake.markings.is_restricted(table, at) and _repeats(value, quoted):
                    yield QuotingCell(table, at, cell_reference(read.sheet, a1(at, column)))


def _repeats(text: str, quoted: set[str]) -> bool:
    letters = letters_and_digits(text)
    return any(letters[start : start + QUOTATION] in quoted for start in range(len(letters) - QUOTATION + 1))
