"""The report of a merge: each change with its cell, each conflict, each finding in a return."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pc_workbook.cli.console import coloured_lines
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.wording import returns as wording
from pc_workbook.wording.findings import grouped, message_lines

if TYPE_CHECKING:
    from pc_workbook.app import MergedReturns
    from pc_workbook.returns.merge import CellUpdate
    from pc_workbook.returns.merge_plan import MergePlan
    from pc_workbook.returns.return_data import CellKey, Return


def report_lines(done: "MergedReturns") -> Iterator[str]:
    """Yield the lines that say what a merge did, or would do."""
    for completed in done.returns:
        yield from _return_lines(completed, done.plan)
    is_dry_run = done.delivered is not None and not done.delivered.written
    yield from _change_lines(done.plan, wording.WOULD_BE_MERGED if is_dry_run else wording.MERGED)
    yield from _conflict_lines(done.plan)
    yield from map(wording.return_fact_words, done.plan.personal)
    yield _counts(done)
    yield from merge_warnings(done)
    if done.delivered is not None and done.delivered.backup is not None:
        yield wording.backup_words(str(done.delivered.backup))


def merge_warnings(done: "MergedReturns") -> tuple[str, ...]:
    """Return the warnings about what was written."""
    return () if done.delivered is None else done.delivered.warnings


def _return_lines(completed: "Return", plan: "MergePlan") -> Iterator[str]:
    stamp = completed.stamp
    sender = (stamp.locality, stamp.manager) if stamp else None
    yield wording.received_words(completed.name, sender, len(completed.edits))
    for remark in plan.remarks:
        if remark.name == completed.name:
            yield f"    {wording.return_fact_words(remark.fact)}"
    for group in grouped(completed.findings):
        yield from (f"    {line}" for line in coloured_lines(message_lines(group), group.first.severity))


def _change_lines(plan: "MergePlan", heading: str) -> Iterator[str]:
    if plan.choices:
        yield wording.CHOICES_APPLIED
        yield from (_change_line(update, plan) for update in plan.choices)
    if plan.updates:
        yield heading
        yield from (_change_line(update, plan) for update in plan.updates)


def _change_line(update: "CellUpdate", plan: "MergePlan") -> str:
    change = wording.changed_cell_words(update.before, update.after)
    return f"    {_cell(update.cell_key, plan)}  {change}  [{'; '.join(update.sources)}]"


def _conflict_lines(plan: "MergePlan") -> Iterator[str]:
    if plan.conflicts:
        yield wording.CONFLICTS
    for conflict in plan.conflicts:
        why = wording.conflict_reason_words(conflict.why).rstrip(".")
        yield f"    {_cell(conflict.cell_key, plan)}  {why}  [{'; '.join(conflict.sources)}]"
        for line in wording.conflict_values(conflict.was, conflict.current, conflict.returned):
            yield f"        {line}"


def _cell(cell_key: "CellKey", plan: "MergePlan") -> str:
    row = plan.cells.get((cell_key.table, cell_key.key))
    entry_list = BY_TABLE[cell_key.table]
    heading = entry_list.by_field[cell_key.field].heading
    if row is None or cell_key.field not in row.cells:
        return wording.cell_of_change(entry_list.sheet, "", cell_key.key, heading)
    return wording.cell_of_change(row.sheet, row.cells[cell_key.field], cell_key.key, heading)


def _counts(done: "MergedReturns") -> str:
    plan = done.plan
    counts = wording.merge_counts(
        returns=len(done.returns),
        updates=len(plan.updates),
        conflicts=len(plan.conflicts),
        choices=len(plan.choices),
        history=plan.history_added,
        agreed=plan.agreed,
        known=plan.known,
    )
    if done.delivered is None:
        return f"{counts} {wording.NOTHING_TO_WRITE}"
    return counts if done.delivered.written else f"{counts} {wording.DRY_RUN}"
