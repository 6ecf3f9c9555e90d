"""What must hold between cells that are each sound on their own: every rule, run over one tracker.

A rule is a function from an intake to findings. `consistency`, `count_rules` and `rating_rules` hold what any tracker must obey,
`plausible_staff`, `plausible_values` and `plausible_references` what can hardly be right,
`marking_rules` what keeps a row's marking clear, `contradictions` and `plan_traps` the traps that the papers laid,
`personal_cells` what is personal data, `comparisons` what keeps like with like.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pc_workbook.tracker.findings import Finding, finding, in_order, with_acceptances
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import ACCEPTED_WARNINGS, LISTS, SETTINGS_SHEET
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS
from pc_workbook.tracker.personal.personal_cells import personal_data_is_kept_out
from pc_workbook.tracker.rules import action_contradictions as plan_traps
from pc_workbook.tracker.rules import comparisons, consistency, plausible_references, plausible_staff, plausible_values
from pc_workbook.tracker.rules import counts as count_rules
from pc_workbook.tracker.rules import indicator_contradictions as contradictions
from pc_workbook.tracker.rules import markings as marking_rules
from pc_workbook.tracker.rules import ratings as rating_rules

SHEET_ORDER = (SETTINGS_SHEET, *(entry_list.sheet for entry_list in LISTS), *GENERATED_SHEETS)


def find_all(intake: Intake) -> tuple[Finding, ...]:
    """Every finding of a tracker, sorted, with what people accepted noted on the warnings."""
    found = [*intake.findings, *_from_rules(intake)]
    accepted = {row.finding.strip().upper(): row for row in intake.tracker.acceptances}
    told = with_acceptances(found, accepted)
    return in_order([*told, *_idle_acceptances(intake, told)], SHEET_ORDER)


def _from_rules(intake: Intake) -> Iterator[Finding]:
    every = (
        consistency,
        comparisons,
        count_rules,
        rating_rules,
        plausible_staff,
        plausible_values,
        plausible_references,
        marking_rules,
        contradictions,
        plan_traps,
    )
    for rule in (*(rule for one in every for rule in one.RULES), personal_data_is_kept_out):
        yield from rule(intake)


def _idle_acceptances(intake: Intake, told: tuple[Finding, ...]) -> Iterator[Finding]:
    used = {found.mark for found in told if found.accepted}
    accepted = read_list(intake, ACCEPTED_WARNINGS)
    for entry in accepted.entries:
        mark: Any = entry.row.model_dump()["finding"]
        if str(mark).strip().upper() not in used:
            yield finding("R25", accepted.sheet, accepted.cell(entry, "finding"), mark)


class Completeness(NamedTuple):
    """How much of one column is filled."""

    sheet: str
    heading: str
    filled: int
    rows: int
    required: bool

    @property
    def percent(self) -> float | None:
        """Filled cells of all rows, in percentage points; None where the list is empty."""
        return 100 * self.filled / self.rows if self.rows else None


def completeness(intake: Intake) -> tuple[Completeness, ...]:
    """Each column of each list that has rows: cells filled of rows there are."""
    return tuple(
        Completeness(read.sheet, column.heading, read.filled.get(column.field, 0), read.rows, column.required)
        for read in intake.lists.values()
        if read.rows
        for column in read.of.columns
    )
