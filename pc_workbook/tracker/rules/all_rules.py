"""Every rule, run over one tracker: what must be true of cells that are each valid on their own.

A rule is a function from an intake to findings; each module of this package ends with its RULES.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pc_workbook.tracker.findings import Finding, finding, in_order, with_acceptances
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import (
    ACCEPTED_WARNINGS,
    CLAIMS,
    LISTS,
    OBJECTIVES,
    OWN_COLUMNS,
    PACK_KINDS,
    SETTINGS_SHEET,
)
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS, is_own
from pc_workbook.tracker.personal.personal_cells import personal_data_is_kept_out
from pc_workbook.tracker.rules import (
    action_rules,
    comparisons,
    consistency,
    counts,
    group_rules,
    indicator_rules,
    markings,
    plausible_references,
    plausible_staff,
    plausible_values,
    ratings,
    word_rules,
)
from pc_workbook.tracker.rules.rule import Rule

SHEET_ORDER = (SETTINGS_SHEET, *(entry_list.sheet for entry_list in LISTS), *GENERATED_SHEETS)


def claims_and_packs(intake: Intake) -> Iterator[Finding]:
    """Check the lists of claims and of kinds of pack, where the tracker has them."""
    if any(intake.lists[table].rows for table in (CLAIMS.table, PACK_KINDS.table) if table in intake.lists):
        from pc_workbook.tracker.rules.claims_and_packs import RULES as OF_CLAIMS_AND_PACKS  # few trackers have them

        for rule in OF_CLAIMS_AND_PACKS:
            yield from rule(intake)


def own_columns(intake: Intake) -> Iterator[Finding]:
    """Check the list of own columns, where the tracker has it."""
    if OWN_COLUMNS.table in intake.lists and intake.lists[OWN_COLUMNS.table].rows:
        from pc_workbook.tracker.rules.own_columns import RULES as OF_OWN_COLUMNS  # few trackers have any

        for rule in OF_OWN_COLUMNS:
            yield from rule(intake)


def objectives(intake: Intake) -> Iterator[Finding]:
    """Check the objectives, where the tracker lists any: a column that happens to be called Objective stays as it is."""
    if OBJECTIVES.table in intake.lists and intake.lists[OBJECTIVES.table].rows:
        from pc_workbook.tracker.rules.objectives import RULES as OF_OBJECTIVES  # few trackers have any

        for rule in OF_OBJECTIVES:
            yield from rule(intake)


RULES: tuple[Rule, ...] = (
    *consistency.RULES,
    *comparisons.RULES,
    *counts.RULES,
    *ratings.RULES,
    *plausible_staff.RULES,
    *plausible_values.RULES,
    *plausible_references.RULES,
    *markings.RULES,
    *indicator_rules.RULES,
    *action_rules.RULES,
    claims_and_packs,
    *group_rules.RULES,
    *word_rules.RULES,
    own_columns,
    objectives,
    personal_data_is_kept_out,
)


def find_all(intake: Intake) -> tuple[Finding, ...]:
    """Return every finding of a tracker in order; accepted warnings carry their acceptance."""
    findings = [*intake.findings, *(finding for rule in RULES for finding in rule(intake))]
    accepted = {row.finding.strip().upper(): row for row in intake.tracker.acceptances}
    marked = with_acceptances(findings, accepted)
    return in_order([*marked, *_unused_acceptances(intake, marked)], SHEET_ORDER)


def _unused_acceptances(intake: Intake, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Note the acceptances whose mark is that of no warning (R25)."""
    used = {finding.mark for finding in findings if finding.accepted}
    acceptances = read_list(intake, ACCEPTED_WARNINGS)
    for entry in acceptances.entries:
        mark = entry.row.finding
        if mark.strip().upper() not in used:
            yield finding("R25", acceptances.sheet, acceptances.cell(entry, "finding"), mark)


class Completeness(NamedTuple):
    """How much of one column is filled."""

    sheet: str
    heading: str
    filled: int
    rows: int
    required: bool

    @property
    def percent(self) -> float | None:
        """Filled cells in per cent of all rows; None where the list is empty."""
        return 100 * self.filled / self.rows if self.rows else None


def completeness(intake: Intake) -> tuple[Completeness, ...]:
    """Return, for each column of each list that has rows, how many of its cells are filled."""
    return tuple(
        Completeness(read.sheet, column.heading, read.filled.get(column.field, 0), read.rows, column.required)
        for read in intake.lists.values()
        if read.rows
        for column in read.of.columns
        if not is_own(column.field) and (not column.is_optional or column.field in read.columns)
    )
