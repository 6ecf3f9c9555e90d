"""Rules for objectives: what an action or an objective is part of is listed, and no objective is part of itself."""

from collections.abc import Iterator

from pc_workbook.model.objective import circle_of
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import ACTIONS, OBJECTIVES
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding


def objectives_are_listed(intake: Intake) -> Iterator[Finding]:
    """Check that the objective of an action, and the whole of an objective, are listed (R123)."""
    listed = {row.reference for row in intake.tracker.objectives}
    for read, entry, row in each_row(intake, OBJECTIVES):
        if row.part_of is not None and row.part_of not in listed:
            yield row_finding(read, entry, "part_of", "R123", row.part_of)
    for action_list, action_entry, action in each_row(intake, ACTIONS):
        if action.objective is not None and action.objective not in listed:
            yield row_finding(action_list, action_entry, "objective", "R123", action.objective)


def objectives_form_a_tree(intake: Intake) -> Iterator[Finding]:
    """Check that no objective is a part of itself (R124)."""
    by_reference = {row.reference: row for row in intake.tracker.objectives}
    for read, entry, row in each_row(intake, OBJECTIVES):
        if path := circle_of(row, by_reference):
            yield row_finding(read, entry, "part_of", "R124", row.reference, path=" > ".join(path))


RULES: tuple[Rule, ...] = (objectives_are_listed, objectives_form_a_tree)
