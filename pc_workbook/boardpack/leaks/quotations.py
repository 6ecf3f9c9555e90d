"""What was said again before it was marked: a long stretch of an exempt text, or a small number in words, that stands in
a cell that may be shown. Somebody marked the one cell and did not know of the other.

Ordinary phrases that two texts share are shorter than what counts as a quotation.
"""

from collections.abc import Iterator

from pc_workbook.boardpack.leaks.restricted_text import Secret, strings_of
from pc_workbook.boardpack.leaks.text_search import Needles, squeezed, stretches
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.disclosure.audience import OF_MARKING, Reach, held
from pc_workbook.disclosure.edition import Selected
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.snapshot import a1

QUOTATION = 60  # letters and digits, about twelve words
#: Columns that are written for their row; outcomes, leads and dates are shared between rows by right.
WRITTEN = ("text", "progress", "rag_reason", "next_step", "milestone", "note")
SAID_AGAIN = "what stands in {hidden}, and is said again in {shown}, which may be shown"


def quoted(intake: Intake, chosen: Selected, wanted: Reach) -> Iterator[Secret]:
    """What is hidden in one cell and said again in another that may be shown."""
    texts = [
        (where, part) for where, text in _hidden_texts(intake, chosen, wanted) for part in stretches(text, QUOTATION)
    ]
    needles = Needles()
    for place, (_, part) in enumerate(texts):
        needles.add_part(part, place)
    again: dict[str, set[int]] = {}
    for sheet in chosen.intake.snapshot.sheets.values() if texts else ():
        for at, spot, text in strings_of(sheet):
            if found := needles.among(text):
                again[cell_reference(sheet.name, a1(at, spot))] = found
    for shown, found in again.items():
        for place in sorted(found):
            hidden, said = texts[place]
            yield Secret(SAID_AGAIN.format(hidden=hidden, shown=shown), quotes=(said,))
    if chosen.kept.counts:
        from pc_workbook.boardpack.leaks.counts_in_words import counts_in_words  # its patterns take long to compile

        for where, again_in, said in counts_in_words(intake, chosen):
            yield Secret(SAID_AGAIN.format(hidden=where, shown=again_in), names=(said,))


def _hidden_texts(intake: Intake, chosen: Selected, wanted: Reach) -> Iterator[tuple[str, str]]:
    """The long texts of rows that somebody marked as not going so far."""
    for table, markings in intake.markings.rows.items():
        read = intake.lists[table]
        if held(table).unmarked is Reach.NOBODY:
            continue
        sheet = intake.snapshot.sheets[read.sheet]
        for at in sorted(at for at, one in markings.items() if OF_MARKING[one.level] < wanted):
            for field in WRITTEN:
                text = sheet.value(at, read.columns[field]) if field in read.columns else None
                if isinstance(text, str) and len(squeezed(text)) >= QUOTATION:
                    yield cell_reference(read.sheet, a1(at, read.columns[field])), text
