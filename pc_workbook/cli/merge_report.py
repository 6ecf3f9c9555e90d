"""What a merge tells: each change with its cell, each conflict, each finding in a return."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pc_workbook.cli.console import many
from pc_workbook.wording.findings import current_entry, message_lines

if TYPE_CHECKING:
    from pc_workbook.app import MergedReturns
    from pc_workbook.returns.merge import Take
    from pc_workbook.returns.merge_plan import BroughtIn
    from pc_workbook.returns.return_data import Return, Spot


def letters(done: "MergedReturns") -> Iterator[str]:
    """Everything a merge did, in the order a person reads it."""
    for one in done.returns:
        yield from _of_return(one, done.brought_in)
    pretends = done.delivered is not None and not done.delivered.written
    yield from _changes(done.brought_in, "Would be taken:" if pretends else "Taken:")
    yield from _clashes(done.brought_in)
    yield from done.brought_in.personal
    yield _counts(done)
    if done.delivered is not None:
        yield from done.delivered.warnings
        if done.delivered.snapshot is not None:
            yield f"The workbook as it was: {done.delivered.snapshot}"


def _of_return(one: "Return", brought_in: "BroughtIn") -> Iterator[str]:
    stamp = one.stamp
    whose = f"{stamp.locality}, from {stamp.manager or 'a manager the tracker does not name'}" if stamp else "not known"
    yield f"{one.name}: {whose}. {many(len(one.edits), 'cell')} changed in it."
    for remark in brought_in.remarks:
        if remark.name == one.name:
            yield f"    {remark.words}"
    for found in one.findings:
        yield from (f"    {line}" for line in message_lines(found))


def _changes(brought_in: "BroughtIn", heading: str) -> Iterator[str]:
    if brought_in.picks:
        yield "By your picks:"
        yield from (_told(take, brought_in) for take in brought_in.picks)
    if brought_in.takes:
        yield heading
        yield from (_told(take, brought_in) for take in brought_in.takes)


def _told(take: "Take", brought_in: "BroughtIn") -> str:
    said = f"{current_entry(take.before)} -> {current_entry(take.after)}"
    return f"    {_where(take.spot, brought_in)}  {said}  [{'; '.join(take.sources)}]"


def _clashes(brought_in: "BroughtIn") -> Iterator[str]:
    if brought_in.clashes:
        yield "In conflict; the tracker keeps its own until somebody picks on the sheet Conflicts:"
    for clash in brought_in.clashes:
        yield f"    {_where(clash.spot, brought_in)}  {clash.why.rstrip('.')}  [{'; '.join(clash.sources)}]"
        yield f"        Handed out: {current_entry(clash.was)}"
        yield f"        Tracker:    {current_entry(clash.stands)}"
        yield f"        Return:     {current_entry(clash.returned)}"


def _where(spot: "Spot", brought_in: "BroughtIn") -> str:
    from pc_workbook.cells.addresses import cell_reference
    from pc_workbook.returns.conflicts import row_label
    from pc_workbook.tracker.lists.catalogue import BY_TABLE

    row = brought_in.cells.get((spot.table, spot.key))
    of = BY_TABLE[spot.table]
    cell = (
        cell_reference(row.sheet, row.cells[spot.field])
        if row and spot.field in row.cells
        else f"{of.sheet} (no cell yet)"
    )
    return f"{cell}  {row_label(spot.key)}, {of.by_field[spot.field].heading}:"


def _counts(done: "MergedReturns") -> str:
    came = done.brought_in
    told = [
        f"{many(len(done.returns), 'return')} read",
        f"{many(len(came.takes), 'cell')} taken",
        f"{many(len(came.clashes), 'conflict')} listed",
        f"{many(len(came.picks), 'pick')} carried out",
        f"{many(came.filed, 'text')} filed in Progress history",
    ]
    if came.agreed:
        told.append(f"{many(came.agreed, 'cell')} the tracker held already")
    if came.known:
        told.append(f"{many(came.known, 'conflict')} listed before")
    if done.delivered is None:
        end = " Nothing was to be written."
    else:
        end = "" if done.delivered.written else " Nothing was written: this was a dry run."
    return f"{'; '.join(told)}.{end}"
