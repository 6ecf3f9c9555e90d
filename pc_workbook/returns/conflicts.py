"""The sheet Conflicts: cells on which a return and the tracker disagree, and the picks that people make there.

A row is added once and never removed. The program fills it, a person picks, and the next merge or refresh applies the
pick and dates the row. A pick that no longer fits, since the cell was changed meanwhile, is not applied: the row
shows what the tracker contains now, and asks again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, cast

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cells.change import CellValue, SetCell
from pc_workbook.cells.plain_values import plain_value, same_value
from pc_workbook.model.return_codes import ChoiceResult
from pc_workbook.model.returns import Conflict, Pick
from pc_workbook.model.row import MarkedRow
from pc_workbook.returns.merge import CellUpdate, ConflictIdentity, MergeConflict, conflict_identity
from pc_workbook.returns.return_data import CellKey, RowName, TrackerRow
from pc_workbook.tracker.intake import Intake
from pc_workbook.tracker.lists.catalogue import BY_TABLE, CONFLICTS
from pc_workbook.tracker.lists.layout import OWN
from pc_workbook.tracker.snapshot import a1
from pc_workbook.wording.returns import CHOICE_RESULTS, conflict_outcome, row_label

TABLE: Final = CONFLICTS.table


class ListedConflict(NamedTuple):
    """One row of the sheet, the key of its cell, and its values as they are in their cells."""

    row: Conflict
    at: int
    cell_key: CellKey | None  # None where the tracker no longer has the row
    was: CellValue
    current: CellValue
    returned: CellValue

    @property
    def is_open(self) -> bool:
        """Return whether it still waits for a pick."""
        return self.row.settled_on is None


class AppliedChoices(NamedTuple):
    """The result of the picks: cells of the tracker that take a return's value, and cells of the sheet that record
    it.
    """

    updates: tuple[CellUpdate, ...] = ()
    marks: tuple[SetCell, ...] = ()
    closed: frozenset[int] = frozenset()  # rows of the sheet that wait no longer


def listed_conflicts(intake: Intake, names: Iterable[RowName]) -> tuple[ListedConflict, ...]:
    """Return every row of the sheet; none where the sheet lacks a column. `names`: the rows that its labels may mean."""
    read = intake.lists[TABLE]
    if any(
        column.field not in read.columns for column in read.of.columns if column.field not in MarkedRow.model_fields
    ):
        return ()
    sheet = intake.snapshot.sheets[read.sheet]
    named = {(BY_TABLE[table].sheet, row_label(key)): (table, key) for table, key in names} if read.valid_rows else {}
    found = []
    for row, at in zip(cast(Sequence[Conflict], read.valid_rows), read.row_numbers, strict=True):
        values = [plain_value(sheet.value(at, read.columns[name])) for name in ("handed_out", "current", "returned")]
        found.append(ListedConflict(row, at, _cell_key(row, named), *values))
    return tuple(found)


def _cell_key(row: Conflict, named: Mapping[tuple[str, str], RowName]) -> CellKey | None:
    name = named.get((row.sheet, row.row))
    if name is None:
        return None
    field = next((c.field for c in BY_TABLE[name[0]].columns if c.heading == row.column), OWN + row.column)
    return CellKey(*name, field)


def known_conflicts(found: Iterable[ListedConflict]) -> frozenset[ConflictIdentity]:
    """Return the identity of every listed conflict, settled or not."""
    return frozenset(
        conflict_identity(conflict.cell_key, conflict.was, conflict.returned)
        for conflict in found
        if conflict.cell_key is not None
    )


def cells_without_pick(found: Iterable[ListedConflict], closed: frozenset[int] = frozenset()) -> frozenset[CellKey]:
    """Return the cells that nobody has picked for yet."""
    return frozenset(
        conflict.cell_key
        for conflict in found
        if conflict.cell_key is not None and conflict.is_open and conflict.at not in closed
    )


def cells_in_question(found: Iterable[ListedConflict], updates: Iterable[CellUpdate]) -> frozenset[CellKey]:
    """Return the cells that wait for a person, or that the returns behind these changes filled too."""
    sources = {source for update in updates for source in update.sources}
    return frozenset(
        conflict.cell_key
        for conflict in found
        if conflict.cell_key is not None and (conflict.is_open or conflict.row.source in sources)
    )


def apply_choices(
    intake: Intake, found: Sequence[ListedConflict], rows: Mapping[RowName, TrackerRow], today: date
) -> AppliedChoices:
    """Return the result of the picks that can be applied."""
    by_cell: dict[tuple[str, str, str], list[ListedConflict]] = defaultdict(list)
    for conflict in found:
        if conflict.is_open:
            by_cell[conflict.row.sheet, conflict.row.row, conflict.row.column].append(conflict)
    updates: list[CellUpdate] = []
    fates: list[ChoiceOutcome] = []
    for group in by_cell.values():
        cell_key = group[0].cell_key
        row = rows.get((cell_key.table, cell_key.key)) if cell_key else None
        if cell_key is None or row is None or cell_key.field not in row.cells:
            fates += [fate for conflict in group if (fate := _outcome_without_row(conflict))]
            continue
        current = row.values.get(cell_key.field)
        taken = _taken(group, current)
        if taken is not None:
            updates.append(CellUpdate(cell_key, current, taken.returned, (taken.row.source or "",)))
        fates += [fate for conflict in group if (fate := _pick_outcome(conflict, taken, current))]
    marks = tuple(mark for fate in fates for mark in _marks(intake, fate, today))
    return AppliedChoices(tuple(updates), marks, frozenset(fate.case.at for fate in fates if fate.is_settled))


class ChoiceOutcome(NamedTuple):
    """What becomes of one row of the sheet."""

    case: ListedConflict
    result: ChoiceResult
    is_settled: bool = True
    new_current: CellValue = None  # what the tracker contains, where a person is asked again
    asks_again: bool = False


def _taken(group: Sequence[ListedConflict], current: CellValue) -> ListedConflict | None:
    """Return the one pick to apply to a cell, if there is one and it still fits."""
    picked = [conflict for conflict in group if conflict.row.pick is Pick.TAKE]
    if not picked or any(not same_value(conflict.returned, picked[0].returned) for conflict in picked):
        return None
    fits = same_value(picked[0].current, current) and not same_value(picked[0].returned, current)
    return picked[0] if fits else None


def _pick_outcome(conflict: ListedConflict, taken: ListedConflict | None, current: CellValue) -> ChoiceOutcome | None:
    if taken is not None and same_value(conflict.returned, taken.returned):
        return ChoiceOutcome(conflict, ChoiceResult.TAKEN)
    if taken is None and same_value(conflict.returned, current):
        return ChoiceOutcome(conflict, ChoiceResult.AGREES)
    if conflict.row.pick is Pick.KEEP:
        return ChoiceOutcome(conflict, ChoiceResult.KEPT)
    if taken is not None:
        return ChoiceOutcome(conflict, ChoiceResult.OTHER_TAKEN)
    if conflict.row.pick is not Pick.TAKE:
        return None
    if same_value(conflict.current, current):
        return ChoiceOutcome(conflict, ChoiceResult.TWO_PICKS, is_settled=False)
    return ChoiceOutcome(conflict, ChoiceResult.ASKED_AGAIN, is_settled=False, new_current=current, asks_again=True)


def _outcome_without_row(conflict: ListedConflict) -> ChoiceOutcome | None:
    if conflict.row.pick is Pick.KEEP:
        return ChoiceOutcome(conflict, ChoiceResult.KEPT)
    return ChoiceOutcome(conflict, ChoiceResult.NO_ROW, is_settled=False) if conflict.row.pick is Pick.TAKE else None


def _marks(intake: Intake, fate: ChoiceOutcome, today: date) -> Iterator[SetCell]:
    """Yield the cells of the sheet that record an outcome."""
    read = intake.lists[TABLE]

    def cell(name: str, value: CellValue) -> SetCell:
        return SetCell(read.sheet, a1(fate.case.at, read.columns[name]), value)

    if fate.is_settled:
        yield cell("settled_on", today)
    if fate.asks_again:
        yield cell("current", fate.new_current)
        yield cell("pick", None)
    outcome = CHOICE_RESULTS[fate.result]
    if fate.case.row.outcome != outcome:
        yield cell("outcome", outcome)


def conflict_row(
    conflict: MergeConflict, row: TrackerRow | None, role: str, today: date, marking: Mapping[str, CellValue]
) -> Mapping[str, CellValue]:
    """Return a new row of the sheet, by heading."""
    of = BY_TABLE[conflict.cell_key.table]
    values: dict[str, CellValue] = {
        "sheet": of.sheet,
        "row": row_label(conflict.cell_key.key),
        "column": of.by_field[conflict.cell_key.field].heading,
        "cell": cell_reference(row.sheet, row.cells[conflict.cell_key.field])
        if row and conflict.cell_key.field in row.cells
        else None,
        "handed_out": conflict.was,
        "current": conflict.current,
        "returned": conflict.returned,
        "source": "; ".join(conflict.sources),
        "role": role or None,
        "received_on": today,
        "outcome": conflict_outcome(conflict.why),
        **marking,
    }
    return {column.heading: values[column.field] for column in BY_TABLE[TABLE].columns if column.field in values}
