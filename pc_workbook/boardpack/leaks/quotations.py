"""Restricted texts that are repeated elsewhere: a long part of an exempt text, or a small count in words, in a cell
that may be shown.

Somebody marked one cell and did not know of the other. Ordinary phrases that two texts share are shorter than a
quotation.
"""

from collections.abc import Iterator

from pc_workbook.boardpack.leaks.restricted_text import RestrictedText, sheet_texts
from pc_workbook.boardpack.leaks.text_search import TextSearch, letters_and_digits, search_terms
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.disclosure.audience import AUDIENCE_OF_MARKING, Audience, list_rule
from pc_workbook.disclosure.edition import Selection
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.snapshot import a1
from pc_workbook.wording.pack_messages import repeated_in

QUOTATION = 60  # letters and digits, about twelve words
#: Columns that are written for their row; outcomes, leads and dates are often the same in several rows.
PROSE_COLUMNS = ("text", "progress", "rag_reason", "next_step", "milestone", "note")


def quoted_texts(intake: Intake, chosen: Selection, wanted: Audience) -> Iterator[RestrictedText]:
    """Yield what is hidden in one cell and repeated in another that may be shown."""
    texts = [
        (where, part) for where, text in _hidden_texts(intake, chosen, wanted) for part in search_terms(text, QUOTATION)
    ]
    search = TextSearch()
    for place, (_, part) in enumerate(texts):
        search.add_part(part, place)
    again: dict[str, set[int]] = {}
    for sheet in chosen.intake.snapshot.sheets.values() if texts else ():
        for at, number, text in sheet_texts(sheet):
            if found := search.among(text):
                again[cell_reference(sheet.name, a1(at, number))] = found
    for shown, found in again.items():
        for place in sorted(found):
            hidden, text = texts[place]
            yield RestrictedText(repeated_in(hidden, shown), quotes=(text,))
    if chosen.suppressed.counts:
        from pc_workbook.boardpack.leaks.counts_in_words import counts_in_words  # its patterns take long to compile

        for where, again_in, text in counts_in_words(intake, chosen):
            yield RestrictedText(repeated_in(where, again_in), names=(text,))


def _hidden_texts(intake: Intake, chosen: Selection, wanted: Audience) -> Iterator[tuple[str, str]]:
    """Yield the long texts of rows whose marking hides them from the audience, with their cells."""
    for table, markings in intake.markings.rows.items():
        read = intake.lists[table]
        if list_rule(table).unmarked is Audience.NOBODY:
            continue
        sheet = intake.snapshot.sheets[read.sheet]
        for at in sorted(at for at, marking in markings.items() if AUDIENCE_OF_MARKING[marking.level] < wanted):
            for field in PROSE_COLUMNS:
                text = sheet.value(at, read.columns[field]) if field in read.columns else None
                if isinstance(text, str) and len(letters_and_digits(text)) >= QUOTATION:
                    yield cell_reference(read.sheet, a1(at, read.columns[field])), text
