"""The log of received returns: who changed which row by which return, and what in a return was not taken and needs a
look.

Whole progress texts are in the history, and what waits for a pick is on Conflicts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from pc_workbook.cells.addresses import cell_reference
from pc_workbook.cells.change import CellValue
from pc_workbook.model.returns import Outcome
from pc_workbook.returns.merge import CellUpdate
from pc_workbook.returns.return_data import Return, RowName, TrackerRow
from pc_workbook.returns.signature import Signature
from pc_workbook.tracker.lists.catalogue import BY_TABLE, RECEIVED_LOG
from pc_workbook.wording.returns import logged_change, logged_finding, row_label

TABLE: Final = RECEIVED_LOG.table

Row = Mapping[str, CellValue]


def rows_of_updates(
    updates: Iterable[CellUpdate],
    rows: Mapping[RowName, TrackerRow],
    reported_by: Mapping[str, Signature],
    marking: Callable[[RowName], Mapping[str, CellValue]],
) -> Iterator[Row]:
    """Yield one row for each row of the tracker and each return, or returns, that changed it."""
    together: dict[tuple[RowName, tuple[str, ...]], list[CellUpdate]] = defaultdict(list)
    for update in updates:
        together[(update.cell_key.table, update.cell_key.key), update.sources].append(update)
    for (name, sources), changed in together.items():
        row = rows.get(name)
        yield _by_heading(
            received_on=max(reported_by[source].on for source in sources),
            source="; ".join(sources),
            role="; ".join(sorted({reported_by[source].role for source in sources} - {""})) or None,
            kind=str(Outcome.TAKEN),
            cell=cell_reference(row.sheet, row.cells[changed[0].cell_key.field]) if row else BY_TABLE[name[0]].sheet,
            row=row_label(name[1]),
            words="\n".join(logged_change(_heading(update), update.before, update.after) for update in changed),
            **marking(name),
        )


def _heading(update: CellUpdate) -> str:
    return BY_TABLE[update.cell_key.table].by_field[update.cell_key.field].heading


def rows_of_findings(returns: Iterable[tuple[str, Return]], today: date) -> Iterator[Row]:
    """Yield one row for each finding about a return."""
    for name, completed in returns:
        for found in completed.findings:
            yield _by_heading(
                received_on=today,
                source=name,
                role=completed.stamp.manager or None if completed.stamp else None,
                kind=str(Outcome.LOOK),
                cell=found.where,
                words=logged_finding(found),
            )


def _by_heading(**values: CellValue) -> Row:
    return {column.heading: values[column.field] for column in BY_TABLE[TABLE].columns if column.field in values}
