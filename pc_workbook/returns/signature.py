"""Who changed a row of progress and when: filled in where a manager left these two columns unchanged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from pc_workbook.returns.merge import CellUpdate
from pc_workbook.returns.return_data import CellKey, RowName, TrackerRow
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS

TABLE: Final = ACTION_PROGRESS.table
SIGNED: Final = ("updated_by", "updated_on")


class Signature(NamedTuple):
    """The role that reported something, and the date on which it was received."""

    role: str
    on: date


def signatures(
    updates: Sequence[CellUpdate],
    rows: Mapping[RowName, TrackerRow],
    reported_by: Mapping[str, Signature],
    asked: Collection[CellKey] = frozenset(),
) -> Iterable[CellUpdate]:
    """Return the values of the two columns for each changed row, where no change is about the columns themselves.

    `asked`: cells that a return fills, readably or not, or that wait for a person. Nothing is put there: beside
    a date that can't be read, today's date would make old news look new.
    """
    by_row: dict[RowName, list[CellUpdate]] = defaultdict(list)
    for update in updates:
        if update.cell_key.table == TABLE:
            by_row[update.cell_key.table, update.cell_key.key].append(update)
    for name, changed in by_row.items():
        row = rows.get(name)
        changed_fields = {update.cell_key.field for update in changed}
        sources = tuple(sorted({source for update in changed for source in update.sources}))
        if changed_fields <= set(SIGNED):
            continue
        who = "; ".join(sorted({reported_by[source].role for source in sources} - {""}))
        when = max(reported_by[source].on for source in sources)
        for field, value in zip(SIGNED, (who or None, when), strict=True):
            before = row.values.get(field) if row else None
            is_there = row is None or field in row.cells
            is_later = not isinstance(before, date) or not isinstance(value, date) or value > before
            cell_key = changed[0].cell_key._replace(field=field)
            is_free = field not in changed_fields and cell_key not in asked
            if is_free and is_there and value not in (None, before) and is_later:
                yield CellUpdate(cell_key, before, value, sources)
