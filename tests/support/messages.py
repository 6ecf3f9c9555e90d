"""The sentence that a user reads for a cell that could not be parsed."""

from pc_workbook.tracker.detail import Detail
from pc_workbook.tracker.parsing.cell_parsers import Unreadable
from pc_workbook.wording.findings import detail_text


def needs_of(refused: Unreadable) -> str:
    """Return what to do, in words; "" where the column's own words are used."""
    needs = refused.details.get("needs", "")
    return detail_text(needs) if isinstance(needs, Detail) else str(needs)
