"""How far each cell of a tracker goes: to everyone, to the meeting with its guests, to the members, or to nobody.

One table says it for every list: how far a row goes that nobody has marked, and which columns stay behind. A list
that the table does not name goes to nobody. Which marking a row has, tracker/markings.py says.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from pc_workbook.model.row import MarkingLevel
from pc_workbook.tracker.lists.catalogue import (
    ACCEPTED_WARNINGS,
    ACTION_PROGRESS,
    ACTIONS,
    APPROVALS,
    CONDITIONS,
    CONFLICTS,
    CQC_RATINGS,
    FUNCTIONS,
    INDICATORS,
    ISSUED_EDITIONS,
    ISSUED_PACKS,
    LOCALITIES,
    MEETINGS,
    MILESTONES,
    OBSERVATIONS,
    PRACTICES,
    PROGRAMMES,
    PROGRESS_HISTORY,
    PROVIDERS,
    RECEIVED_LOG,
    RETURNS,
    ROLES,
    TRAJECTORY,
    WORKFORCE,
)


class Reach(IntEnum):
    """How far a row or a cell goes."""

    NOBODY = 0  # it leaves in no file made for others
    MEMBERS = 1
    MEETING = 2  # members and guests
    EVERYONE = 3


class Kept(NamedTuple):
    """A column that does not go as far as its row. `released`: a row marked Public takes it along.

    `shown_as` stands where something is kept back: nothing, or the mark that says so, where nothing would mislead.
    """

    reach: Reach
    released: bool = False
    shown_as: str | None = None


class Held(NamedTuple):
    """One list: how far an unmarked row goes, and the columns that stay behind."""

    unmarked: Reach
    columns: Mapping[str, Kept] = {}


CONFIDENTIAL = "[c]"
NOTE = Kept(Reach.MEMBERS, released=True)
SUPPORT = Kept(Reach.MEETING, released=True, shown_as=CONFIDENTIAL)
RULING = Kept(Reach.MEMBERS, shown_as=CONFIDENTIAL)
NAMES = Kept(Reach.NOBODY)

#: Of every list that has them.
EVERYWHERE: Mapping[str, Kept] = {
    "note": NOTE,
    "exempt_paragraph": Kept(Reach.MEMBERS),
    "marking_reason": Kept(Reach.MEMBERS),
    "marked_by": Kept(Reach.MEMBERS),
}

HELD: Mapping[str, Held] = {
    LOCALITIES.table: Held(Reach.EVERYONE),
    PRACTICES.table: Held(Reach.EVERYONE, {"contract_type": NOTE}),
    WORKFORCE.table: Held(Reach.EVERYONE, {"headcount": Kept(Reach.MEMBERS)}),
    CQC_RATINGS.table: Held(Reach.EVERYONE, {"improvement_plan": RULING, "improvement_plan_source": RULING}),
    PROVIDERS.table: Held(Reach.EVERYONE),
    INDICATORS.table: Held(Reach.EVERYONE, {"override_by": RULING, "override_reason": RULING}),
    TRAJECTORY.table: Held(Reach.EVERYONE),
    OBSERVATIONS.table: Held(Reach.EVERYONE),
    ACTIONS.table: Held(Reach.EVERYONE),
    ACTION_PROGRESS.table: Held(Reach.MEETING),
    MILESTONES.table: Held(Reach.MEETING),
    PROGRESS_HISTORY.table: Held(Reach.MEETING),
    CONDITIONS.table: Held(Reach.EVERYONE),
    PROGRAMMES.table: Held(Reach.EVERYONE, {"progress": SUPPORT, "next_step": SUPPORT, "also_written": NAMES}),
    ROLES.table: Held(Reach.EVERYONE, {"person": NAMES, "also_written": NAMES}),
    MEETINGS.table: Held(Reach.EVERYONE),
    APPROVALS.table: Held(Reach.EVERYONE),
    FUNCTIONS.table: Held(Reach.EVERYONE),
    ACCEPTED_WARNINGS.table: Held(Reach.EVERYONE, {"accepted_by": RULING, "reason": RULING}),
    ISSUED_EDITIONS.table: Held(Reach.EVERYONE),
    RETURNS.table: Held(Reach.NOBODY),
    RECEIVED_LOG.table: Held(Reach.NOBODY),
    CONFLICTS.table: Held(Reach.NOBODY),
    ISSUED_PACKS.table: Held(Reach.NOBODY),
}  # fmt: skip
UNKNOWN_LIST = Held(Reach.NOBODY)
#: A note that begins so is written to be listed among the missing material: it goes as far as its row.
LISTED_AS_MISSING = "missing:"
#: How far a marking lets its row go.
OF_MARKING: Mapping[MarkingLevel, Reach] = {
    MarkingLevel.PUBLIC: Reach.EVERYONE,
    MarkingLevel.EXEMPT: Reach.MEMBERS,
    MarkingLevel.INTERNAL: Reach.NOBODY,
}


def held(table: str) -> Held:
    """What the table says of a list; one that it does not name goes to nobody."""
    return HELD.get(table, UNKNOWN_LIST)


def kept(table: str, field: str) -> Kept | None:
    """What holds a column back; None where it goes as far as its row."""
    return held(table).columns.get(field) or EVERYWHERE.get(field)


def goes_along(table: str, field: str, value: object, marked_public: bool, names_a_body: bool, wanted: Reach) -> bool:
    """Whether a cell of a row that may be shown may be shown itself. What is for the meeting, and names a practice or a
    provider, is for members.
    """
    rule = kept(table, field)
    if rule is None or (rule.released and marked_public):
        return True
    if rule.reach >= wanted and not (rule.reach is Reach.MEETING and names_a_body and wanted > Reach.MEMBERS):
        return True
    return field == "note" and str(value).strip().casefold().startswith(LISTED_AS_MISSING)
