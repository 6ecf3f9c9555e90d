"""Cells that hold personal data, in words that reveal nothing of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.tracker.personal.personal_cells import (
    DATE_OF_BIRTH,
    EMAIL,
    NAME_FOR_ROLE,
    NHS_NUMBER,
    TELEPHONE,
    TITLED_NAME,
    UNLISTED_LEAD,
    PersonalData,
    by_kind,
)
from pc_workbook.tracker.snapshot import a1

MOST_LISTED: Final = 200  # cells of one kind, in one sentence
NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    NHS_NUMBER: ("NHS number", "NHS numbers"),
    DATE_OF_BIRTH: ("Date of birth", "Dates of birth"),
    EMAIL: ("E-mail address", "E-mail addresses"),
    TELEPHONE: ("Telephone number", "Telephone numbers"),
    TITLED_NAME: ("Name after a title", "Names after a title"),
    UNLISTED_LEAD: ("Lead that is not a listed role", "Leads that are not listed roles"),
    NAME_FOR_ROLE: ("Name where a role belongs", "Names where a role belongs"),
}


def listed_by_kind(found: Iterable[PersonalData], *, with_marks: bool = False) -> list[str]:
    """Return a line for each kind with the cells that contain it, and nothing of what they contain; of names with the marks by
    which a person accepts them."""
    return [personal_data_line(items, with_marks=with_marks) for items in by_kind(found)]


def personal_data_line(items: Sequence[PersonalData], *, with_marks: bool = False) -> str:
    """Return the line of personal data of one kind."""
    cells = [cell for item in items for cell in _cells(item)]
    if with_marks:
        cells = [f"{', '.join(_cells(item))} (mark {item.finding.mark})" for item in items]
    more = f" and {len(cells) - MOST_LISTED:,} more" if len(cells) > MOST_LISTED else ""
    return f"{NOUNS[items[0].code][len(cells) > 1]}: {', '.join(cells[:MOST_LISTED])}{more}."


def _cells(item: PersonalData) -> list[str]:
    return [cell_reference(item.sheet, a1(*cell)) for cell in item.cells]
