"""Audiences of a tracker's cells: everyone, the meeting with its guests, the members, or nobody.

One table gives the audience of every list: that of a row without a marking, and the columns with a smaller audience. A
list that the table does not name is for nobody. Which marking a row has, tracker/markings.py decides.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import NamedTuple

from pc_workbook.model.row import MarkingLevel
from pc_workbook.tracker.lists.catalogue import (
    ACCEPTED_WARNINGS,
    ACTION_PROGRESS,
    ACTIONS,
    APPROVALS,
    CLAIMS,
    COMPARATORS,
    CONDITIONS,
    CONFLICTS,
    CQC_RATINGS,
    FUNCTIONS,
    GROUPS,
    INDICATORS,
    ISSUED_EDITIONS,
    ISSUED_PACKS,
    LEVELS,
    LOCALITIES,
    MEETINGS,
    MEMBERSHIPS,
    MILESTONES,
    OBJECTIVES,
    OBSERVATIONS,
    OWN_COLUMNS,
    PACK_KINDS,
    PRACTICES,
    PROGRAMMES,
    PROGRESS_HISTORY,
    PROVIDERS,
    RAG_SCHEMES,
    RECEIVED_LOG,
    RETURNS,
    ROLES,
    SCALES,
    TRAJECTORY,
    WORDS,
    WORKFORCE,
)


class Audience(IntEnum):
    """Who may see a row or a cell; a larger number is a larger audience."""

    NOBODY = 0  # in no file made for others
    MEMBERS = 1
    MEETING = 2  # members and guests
    EVERYONE = 3


class MaskReason(StrEnum):
    """Why a result is masked in an edition."""

    SUPPRESSED = "staff_figures_suppressed"  # they would reveal those of a practice that is not shown
    RESTS_ON_MORE = "rests_on_rows_not_shown"


class ColumnRule(NamedTuple):
    """A column whose cells have a smaller audience than their rows.

    `released`: the cell of a row marked Public goes wherever the row goes. `replacement`: what is shown in place of a
    withheld cell: nothing, or the mark for confidential, where an empty cell would mislead.
    """

    audience: Audience
    released: bool = False
    replacement: str | None = None


class ListRule(NamedTuple):
    """The audience of one list: of its unmarked rows, and of its columns with a rule of their own."""

    unmarked: Audience
    columns: Mapping[str, ColumnRule] = {}
    opens_by_marking: bool = False  # a marking gives a row a larger audience than the unmarked ones, which nobody sees


#: The shorthand for confidential: there is a value or a text, and it is not shown.
CONFIDENTIAL = "[c]"
NOTE = ColumnRule(Audience.MEMBERS, released=True)
PROGRESS = ColumnRule(Audience.MEETING, released=True, replacement=CONFIDENTIAL)
RULING = ColumnRule(Audience.MEMBERS, replacement=CONFIDENTIAL)
NAMES = ColumnRule(Audience.NOBODY)

#: Rules of columns that several lists have.
COMMON_COLUMNS: Mapping[str, ColumnRule] = {
    "note": NOTE,
    "exempt_paragraph": ColumnRule(Audience.MEMBERS),
    "marking_reason": ColumnRule(Audience.MEMBERS),
    "marked_by": ColumnRule(Audience.MEMBERS),
}

LIST_RULES: Mapping[str, ListRule] = {
    LOCALITIES.table: ListRule(Audience.EVERYONE),
    LEVELS.table: ListRule(Audience.EVERYONE),
    GROUPS.table: ListRule(Audience.EVERYONE),
    MEMBERSHIPS.table: ListRule(Audience.EVERYONE),
    PRACTICES.table: ListRule(Audience.EVERYONE, {"contract_type": NOTE}),
    WORKFORCE.table: ListRule(Audience.EVERYONE, {"headcount": ColumnRule(Audience.MEMBERS)}),
    CQC_RATINGS.table: ListRule(Audience.EVERYONE, {"improvement_plan": RULING, "improvement_plan_source": RULING}),
    PROVIDERS.table: ListRule(Audience.EVERYONE),
    INDICATORS.table: ListRule(Audience.EVERYONE, {"override_by": RULING, "override_reason": RULING}),
    TRAJECTORY.table: ListRule(Audience.EVERYONE),
    OBSERVATIONS.table: ListRule(Audience.EVERYONE),
    COMPARATORS.table: ListRule(Audience.EVERYONE),
    ACTIONS.table: ListRule(Audience.EVERYONE),
    ACTION_PROGRESS.table: ListRule(Audience.MEETING),
    MILESTONES.table: ListRule(Audience.MEETING),
    PROGRESS_HISTORY.table: ListRule(Audience.MEETING),
    CONDITIONS.table: ListRule(Audience.EVERYONE),
    PROGRAMMES.table: ListRule(Audience.EVERYONE, {"progress": PROGRESS, "next_step": PROGRESS, "also_written": NAMES}),
    ROLES.table: ListRule(Audience.EVERYONE, {"person": NAMES, "also_written": NAMES}),
    MEETINGS.table: ListRule(Audience.EVERYONE),
    APPROVALS.table: ListRule(Audience.EVERYONE),
    FUNCTIONS.table: ListRule(Audience.EVERYONE),
    ACCEPTED_WARNINGS.table: ListRule(Audience.EVERYONE, {"accepted_by": RULING, "reason": RULING}),
    ISSUED_EDITIONS.table: ListRule(Audience.EVERYONE),
    SCALES.table: ListRule(Audience.EVERYONE),
    RAG_SCHEMES.table: ListRule(Audience.EVERYONE),
    WORDS.table: ListRule(Audience.EVERYONE),
    RETURNS.table: ListRule(Audience.NOBODY),
    RECEIVED_LOG.table: ListRule(Audience.NOBODY),
    CONFLICTS.table: ListRule(Audience.NOBODY),
    ISSUED_PACKS.table: ListRule(Audience.NOBODY),
    CLAIMS.table: ListRule(Audience.EVERYONE),
    PACK_KINDS.table: ListRule(Audience.EVERYONE),
    OBJECTIVES.table: ListRule(Audience.EVERYONE),
    OWN_COLUMNS.table: ListRule(Audience.NOBODY, opens_by_marking=True),  # an unmarked column counts as Internal
}  # fmt: skip
UNKNOWN_LIST = ListRule(Audience.NOBODY)
#: A note that begins so is listed as missing material: it has the audience of its row.
MISSING_PREFIX = "missing:"
AUDIENCE_OF_MARKING: Mapping[MarkingLevel, Audience] = {
    MarkingLevel.PUBLIC: Audience.EVERYONE,
    MarkingLevel.EXEMPT: Audience.MEMBERS,
    MarkingLevel.INTERNAL: Audience.NOBODY,
}


def list_rule(table: str) -> ListRule:
    """Return the rule of a list; a list without one is for nobody."""
    return LIST_RULES.get(table, UNKNOWN_LIST)


def column_rule(table: str, field: str) -> ColumnRule | None:
    """Return the rule of a column; None where its cells have the audience of their rows."""
    return list_rule(table).columns.get(field) or COMMON_COLUMNS.get(field)


def is_cell_permitted(
    table: str, field: str, value: object, marked_public: bool, names_organisation: bool, audience: Audience
) -> bool:
    """Return whether an audience that may see a row may see one of its cells.

    A cell for the meeting that names a practice or a provider is for members only.
    """
    rule = column_rule(table, field)
    if rule is None or (rule.released and marked_public):
        return True
    members_only = rule.audience is Audience.MEETING and names_organisation and audience > Audience.MEMBERS
    if rule.audience >= audience and not members_only:
        return True
    return field == "note" and str(value).strip().casefold().startswith(MISSING_PREFIX)
