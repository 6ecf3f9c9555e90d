"""The report of a merge: each change with its cell, each conflict, each finding in a return."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pc_workbook.cli.console import coloured_lines
from pc_workbook.wording.findings import current_entry, grouped, message_lines
from pc_workbook.wording.numbers import counted

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
    yield from _change_lines(done.plan, "Would be merged:" if is_dry_run else "Merged:")
    yield from _conflict_lines(done.plan)
    yield from done.plan.personal
    yield _counts(done)
    yield from merge_warnings(done)
    if done.delivered is not None and done.delivered.backup is not None:
        yield f"Backup saved: {done.delivered.backup}"


def merge_warnings(done: "MergedReturns") -> tuple[str, ...]:
    """Return the warnings about what was written."""
    return () if done.delivered is None else done.delivered.warnings


def _return_lines(completed: "Return", plan: "MergePlan") -> Iterator[str]:
    stamp = completed.stamp
    sender = (
        f"{stamp.locality}, from {stamp.manager or 'a manager the tracker does not name'}" if stamp else "not known"
    )
    yield f"{completed.name}: {sender}. {counted(len(completed.edits), 'cell')} changed in it."
    for remark in plan.remarks:
        if remark.name == completed.name:
            yield f"    {remark.words}"
    for group in grouped(completed.findings):
        yield from (f"    {line}" for line in coloured_lines(message_lines(group), group.first.severity))


def _change_lines(plan: "MergePlan", heading: str) -> Iterator[str]:
    if plan.choices:
        yield "Choices applied:"
        yield from (_change_line(update, plan) for update in plan.choices)
    if plan.updates:
        yield heading
        yield from (_change_line(update, plan) for update in plan.updates)


def _change_line(update: "CellUpdate", plan: "MergePlan") -> str:
    change = f"{current_entry(update.before)} -> {current_entry(update.after)}"
    return f"    {_cell(update.cell_key, plan)}  {change}  [{'; '.join(update.sources)}]"


def _conflict_lines(plan: "MergePlan") -> Iterator[str]:
    if plan.conflicts:
        yield "Conflicts; the tracker is unchanged until somebody chooses on the Conflicts sheet:"
    for conflict in plan.conflicts:
        yield f"    {_cell(conflict.cell_key, plan)}  {conflict.why.rstrip('.')}  [{'; '.join(conflict.sources)}]"
        yield f"        Handed out: {current_entry(conflict.was)}"
        yield f"        Tracker:    {current_entry(conflict.current)}"
        yield f"        Return:     {current_entry(conflict.returned)}"


def _cell(cell_key: "CellKey", plan: "MergePlan") -> str:
    """Return the cell of a change with its row and heading, as in: 'Action progress'!C7  C | F81010, Progress:"""
    from pc_workbook.cells.addresses import cell_reference
    from pc_workbook.returns.conflicts import row_label
    from pc_workbook.tracker.lists.catalogue import BY_TABLE

    row = plan.cells.get((cell_key.table, cell_key.key))
    entry_list = BY_TABLE[cell_key.table]
    if row is not None and cell_key.field in row.cells:
        cell = cell_reference(row.sheet, row.cells[cell_key.field])
    else:
        cell = f"{entry_list.sheet} (no cell yet)"
    return f"{cell}  {row_label(cell_key.key)}, {entry_list.by_field[cell_key.field].heading}:"


def _counts(done: "MergedReturns") -> str:
    changes = done.plan
    counts = [
        f"{counted(len(done.returns), 'return')} read",
        f"{counted(len(changes.updates), 'cell')} merged",
        f"{counted(len(changes.conflicts), 'conflict')} listed",
        f"{counted(len(changes.choices), 'choice')} applied",
        f"{counted(changes.history_added, 'update')} added to Progress history",
    ]
    if changes.agreed:
        counts.append(f"{counted(changes.agreed, 'cell')} already the same in the tracker")
    if changes.known:
        counts.append(f"{counted(changes.known, 'conflict')} listed before")
    if done.delivered is None:
        end = " There was nothing to write."
    else:
        end = "" if done.delivered.written else " Nothing was written: this was a dry run."
    return f"{'; '.join(counts)}.{end}"
