"""Restricted texts that are repeated elsewhere: a long part of an exempt text, or a small count in words, in a cell
that may be shown.

Somebody marked one cell and did not know of the other. Ordinary phrases that two texts share are shorter than a
quotation.
"""

from collections.abc import Iterator

from pc_workbook.boardpack.leaks.restricted_text import RestrictedText, sheet_texts
from pc_workbook.boardpack.leaks.text_search import TextSearch
from pc_workbook.cells.addresses import cell_reference
from pc_workbook.disclosure.audience import AUDIENCE_OF_MARKING, Audience
from pc_workbook.disclosure.edition import Selection
from pc_workbook.model.search_terms import search_terms
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.restricted_quotations import QUOTATION, restricted_prose
from pc_workbook.tracker.snapshot import a1
from pc_workbook.wording.pack_messages import repeated_in


def quoted_texts(intake: Intake, chosen: Selection, wanted: Audience) -> Iterator[RestrictedText]:
    """Yield what is hidden in one cell and repeated in another that may be shown."""
    hidden_prose = restricted_prose(intake, lambda level: AUDIENCE_OF_MARKING[level] < wanted)
    texts = [(where, part) for where, text in hidden_prose for part in search_terms(text, QUOTATION)]
    search = TextSearch()
    for place, (_, part) in enumerate(texts):
        search.add_part(part, place)
    again: dict[str, set[int]] = {}
    for sheet in chosen.intake.snapshot.sheets.values() if texts else ():
        for at, number, text in sheet_texts(sheet):
            if found := search.among(text):
                again[cell_reference(sheet.name, a1(at, number))] = found
    for shown, found in again.items():
        quotes: dict[str, list[str]] = {}
        for place in sorted(found):
            hidden, text = texts[place]
            quotes.setdefault(hidden, []).append(text)
        for hidden, parts in quotes.items():  # one text may be repeated in a thousand parts, and is one leak
            yield RestrictedText(repeated_in(hidden, shown), quotes=tuple(parts))
    if chosen.suppressed.counts:
        from pc_workbook.boardpack.leaks.counts_in_words import counts_in_words  # its patterns take long to compile

        for where, again_in, text in counts_in_words(intake, chosen):
            yield RestrictedText(repeated_in(where, again_in), names=(text,))
