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
        yield from _return_lines(completed, done.brought_in)
    is_dry_run = done.delivered is not None and not done.delivered.written
    yield from _change_lines(done.brought_in, "Would be merged:" if is_dry_run else "Merged:")
    yield from _conflict_lines(done.brought_in)
    yield from done.brought_in.personal
    yield _counts(done)
    yield from merge_warnings(done)
    if done.delivered is not None and done.delivered.backup is not None:
        yield f"Backup saved: {done.delivered.backup}"


def merge_warnings(done: "MergedReturns") -> tuple[str, ...]:
    """Return the warnings about what was written."""
    return () if done.delivered is None else done.delivered.warnings


def _return_lines(completed: "Return", brought_in: "MergePlan") -> Iterator[str]:
    stamp = completed.stamp
    sender = (
        f"{stamp.locality}, from {stamp.manager or 'a manager the tracker does not name'}" if stamp else "not known"
    )
    yield f"{completed.name}: {sender}. {counted(len(completed.edits), 'cell')} changed in it."
    for remark in brought_in.remarks:
        if remark.name == completed.name:
            yield f"    {remark.words}"
    for group in grouped(completed.findings):
        yield from (f"    {line}" for line in coloured_lines(message_lines(group), group.first.severity))


def _change_lines(brought_in: "MergePlan", heading: str) -> Iterator[str]:
    if brought_in.picks:
        yield "Choices applied:"
        yield from (_change_line(take, brought_in) for take in brought_in.picks)
    if brought_in.takes:
        yield heading
        yield from (_change_line(take, brought_in) for take in brought_in.takes)


def _change_line(take: "CellUpdate", brought_in: "MergePlan") -> str:
    change = f"{current_entry(take.before)} -> {current_entry(take.after)}"
    return f"    {_cell(take.spot, brought_in)}  {change}  [{'; '.join(take.sources)}]"


def _conflict_lines(brought_in: "MergePlan") -> Iterator[str]:
    if brought_in.clashes:
        yield "Conflicts; the tracker is unchanged until somebody chooses on the Conflicts sheet:"
    for clash in brought_in.clashes:
        yield f"    {_cell(clash.spot, brought_in)}  {clash.why.rstrip('.')}  [{'; '.join(clash.sources)}]"
        yield f"        Handed out: {current_entry(clash.was)}"
        yield f"        Tracker:    {current_entry(clash.stands)}"
        yield f"        Return:     {current_entry(clash.returned)}"


def _cell(spot: "CellKey", brought_in: "MergePlan") -> str:
    """Return the cell of a change with its row and heading, as in: 'Action progress'!C7  C | F81010, Progress:"""
    from pc_workbook.cells.addresses import cell_reference
    from pc_workbook.returns.conflicts import row_label
    from pc_workbook.tracker.lists.catalogue import BY_TABLE

    row = brought_in.cells.get((spot.table, spot.key))
    entry_list = BY_TABLE[spot.table]
    if row is not None and spot.field in row.cells:
        cell = cell_reference(row.sheet, row.cells[spot.field])
    else:
        cell = f"{entry_list.sheet} (no cell yet)"
    return f"{cell}  {row_label(spot.key)}, {entry_list.by_field[spot.field].heading}:"


def _counts(done: "MergedReturns") -> str:
    changes = done.brought_in
    counts = [
        f"{counted(len(done.returns), 'return')} read",
        f"{counted(len(changes.takes), 'cell')} merged",
        f"{counted(len(changes.clashes), 'conflict')} listed",
        f"{counted(len(changes.picks), 'choice')} applied",
        f"{counted(changes.filed, 'update')} added to Progress history",
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
