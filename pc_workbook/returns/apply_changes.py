"""A tracker as it will read once its cells are changed, so that the drawn sheets agree with the file."""

from collections.abc import Iterable, Sequence

from pc_workbook.cells.change import AppendRows, CellValue, Change, SetCell
from pc_workbook.tracker.intake import Intake, read_changed_lists
from pc_workbook.tracker.snapshot import a1


def with_changes(intake: Intake, changes: Sequence[Change]) -> Intake:
    """Return the tracker as it will read once the changes are made."""
    by_sheet = {read.sheet: table for table, read in intake.lists.items()}
    cells: list[tuple[str, str, CellValue]] = []
    for change in changes:
        if isinstance(change, SetCell):
            cells.append((change.sheet, change.address, change.value))
        elif isinstance(change, AppendRows):
            cells += _cells_below(intake, change)
    touched = dict.fromkeys(by_sheet[sheet] for sheet, _, _ in cells)
    return read_changed_lists(intake, intake.snapshot.changed(cells), touched)


def _cells_below(intake: Intake, new: AppendRows) -> Iterable[tuple[str, str, CellValue]]:
    """Yield the cells of rows that are added to a list."""
    read = intake.lists[new.table]
    sheet = intake.snapshot.sheets[read.sheet]
    filled = (at for at in range(sheet.height, read.heading_row, -1)
              if any(sheet.value(at, place) is not None for place in read.columns.values()))  # fmt: skip
    last = next(filled, read.heading_row)
    fields = {column.heading: column.field for column in read.of.columns}
    for n, row in enumerate(new.rows, last + 1):
        for heading, value in row.items():
            yield read.sheet, a1(n, read.columns[fields[heading]]), value
