"""The three-way merge of what was handed out, what the tracker contains now, and what each return contains. It has no
side effects.

Cell by cell: a value that nobody else changed meanwhile is taken; the same value from several returns is taken once;
everything else is a conflict, and the tracker keeps its value until a person chooses. Texts are never combined. The
order of the returns makes no difference, and a conflict that was listed before is neither listed nor taken again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pc_workbook.cells.change import CellValue
from pc_workbook.model.return_codes import ConflictReason
from pc_workbook.returns.return_data import CellKey, RowName, same_value

Rows = Mapping[RowName, Mapping[str, CellValue]]


class Edit(NamedTuple):
    """One cell that one return changed."""

    cell_key: CellKey
    was: CellValue
    now: CellValue
    source: str  # names the return
    suspicious: str = ""  # the code of why it may not go in without a person
    offered: bool = False  # its row was offered to be filled: the tracker need not have it
    foreign: bool = (
        False  # its return was not given the row: it becomes a conflict, and doesn't block edits of those that were
    )


class CellUpdate(NamedTuple):
    """A value that goes into the tracker, and the value it replaces."""

    cell_key: CellKey
    before: CellValue
    after: CellValue
    sources: tuple[str, ...]


class MergeConflict(NamedTuple):
    """A value that waits for a person."""

    cell_key: CellKey
    was: CellValue
    current: CellValue
    returned: CellValue
    sources: tuple[str, ...]
    why: tuple[str, ...]  # codes of `ConflictReason`, and of findings of cells that can't be read


class ConflictIdentity(NamedTuple):
    """What makes a conflict the same as one that was listed before, whatever became of it."""

    cell_key: CellKey
    was: str
    returned: str


class Merged(NamedTuple):
    """The result of a merge."""

    updates: tuple[CellUpdate, ...]
    conflicts: tuple[MergeConflict, ...]
    agreed: int = 0  # edits whose value the tracker has already
    known: int = 0  # edits that were listed as a conflict before


def merge(
    rows: Rows,
    edits: Iterable[Edit],
    listed: frozenset[ConflictIdentity] = frozenset(),
    waiting: frozenset[CellKey] = frozenset(),
) -> Merged:
    """Merge the edits of any number of returns into rows that have one value per field.

    `listed`: conflicts of earlier merges; `waiting`: the cells among them for which nobody has chosen yet.

    >>> row = ("tblActionProgress", ("C", "North"))
    >>> cell_key = CellKey(*row, "progress")
    >>> merge({row: {"progress": "old"}}, [Edit(cell_key, "old", "new", "North's")]).updates[0].after
    'new'
    """
    by_cell_key: dict[CellKey, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_cell_key[edit.cell_key].append(edit)
    updates: list[CellUpdate] = []
    conflicts: list[MergeConflict] = []
    agreed = known = 0
    for cell_key in sorted(by_cell_key):
        row = rows.get((cell_key.table, cell_key.key))
        current = row.get(cell_key.field) if row is not None else None
        new = [edit for edit in by_cell_key[cell_key] if row is None or not same_value(edit.now, current)]
        agreed += len(by_cell_key[cell_key]) - len(new)
        fresh = [edit for edit in new if conflict_identity(edit.cell_key, edit.was, edit.now) not in listed]
        known += len(new) - len(fresh)
        wanted = _by_text((edit for edit in fresh if not edit.foreign), lambda edit: edit.now)
        if len(wanted) == 1 and cell_key not in waiting and any(_is_clean(edit, row, current) for edit in wanted[0]):
            updates.append(CellUpdate(cell_key, current, wanted[0][0].now, _sources(wanted[0])))
            current = wanted[0][0].now
        else:
            conflicts += [
                _merge_conflict(group_edits, row, current, len(wanted) > 1, cell_key in waiting)
                for group in wanted
                for group_edits in _by_text(group, lambda edit: edit.was)
            ]
        foreign = [edit for edit in fresh if edit.foreign and (row is None or not same_value(edit.now, current))]
        for group in _by_text(foreign, lambda edit: edit.now):
            same_start = _by_text(group, lambda edit: edit.was)
            conflicts += [
                _merge_conflict(group_edits, row, current, differ=False, is_waiting=cell_key in waiting)
                for group_edits in same_start
            ]
    return Merged(tuple(updates), tuple(conflicts), agreed, known)


def conflict_identity(cell_key: CellKey, was: CellValue, returned: CellValue) -> ConflictIdentity:
    """Return what identifies a conflict: its cell, what was handed out and what was returned."""
    return ConflictIdentity(cell_key, as_text(was), as_text(returned))


def as_text(value: CellValue) -> str:
    """Return a value as text, the same however a cell stores it.

    >>> as_text(40.0), as_text(date(2017, 3, 15)), as_text(None)
    ('40', '15/03/2017', '')
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.15g}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _is_clean(edit: Edit, row: Mapping[str, CellValue] | None, current: CellValue) -> bool:
    """Return whether nobody but this return has changed the cell since it was handed out."""
    there = row is not None or edit.offered
    return there and not edit.suspicious and same_value(edit.was, current)


def _by_text(edits: Iterable[Edit], value: Callable[[Edit], CellValue]) -> list[list[Edit]]:
    """Return the edits of one cell in groups of equal values, in an order independent of the returns' order."""
    groups: dict[str, list[Edit]] = defaultdict(list)
    for edit in sorted(edits, key=lambda edit: (as_text(edit.now), repr(edit.now), as_text(edit.was), edit.source)):
        groups[as_text(value(edit))].append(edit)
    return list(groups.values())


def _sources(edits: Iterable[Edit]) -> tuple[str, ...]:
    return tuple(sorted({edit.source for edit in edits}))


def _merge_conflict(
    edits: list[Edit], row: Mapping[str, CellValue] | None, current: CellValue, differ: bool, is_waiting: bool
) -> MergeConflict:
    first = edits[0]
    why = sorted({edit.suspicious for edit in edits if edit.suspicious})
    if not why:
        why = [_conflict_reason(first, row is not None, differ, is_waiting)]
    return MergeConflict(first.cell_key, first.was, current, first.now, _sources(edits), tuple(why))


def _conflict_reason(edit: Edit, is_row_there: bool, differ: bool, is_waiting: bool) -> ConflictReason:
    if not is_row_there and not edit.offered:
        return ConflictReason.ROW_GONE
    if differ:
        return ConflictReason.RETURNS_DIFFER
    return ConflictReason.STILL_OPEN if is_waiting else ConflictReason.BOTH_CHANGED
