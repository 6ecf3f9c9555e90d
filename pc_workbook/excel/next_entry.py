"""Finds and selects the first progress cell that a locality manager has not filled in. Nothing is written."""

from typing import Final, NamedTuple

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.host import DesktopHost
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS
from pc_workbook.tracker.snapshot import Snapshot, a1

LIST: Final = ACTION_PROGRESS
PROGRESS: Final = LIST.by_field["progress"].heading
ACTION: Final = LIST.by_field["action"].heading

NO_LIST: Final = (
    "{name} has no list for progress: the sheet '{sheet}' with its table {table}, or its columns '{action}' and "
    "'{progress}', are missing. Copy them from a new tracker (pc-workbook new)."
)
NO_ROWS: Final = (
    "'{sheet}' has no rows yet. Ask whoever maintains the tracker to add one for each action and locality, then record "
    "progress there."
)
ALL_FILLED: Final = (
    "Every row of '{sheet}' has its progress. To change one, type over it: the next Refresh adds the earlier text to "
    "Progress history."
)


class ProgressCell(NamedTuple):
    """The cell to select, and whether it is empty; if it is not, all are filled in."""

    sheet: str
    cell: str
    is_empty: bool


def select_first_missing_progress(book: "xw.Book") -> str | None:
    """Select the cell; return the message to show if none is empty. Raises WorkbookProblem if there is no list."""
    target = first_missing_progress(DesktopHost(book).read())
    sheet = book.sheets[target.sheet]
    book.activate()
    sheet.activate()
    sheet.range(target.cell).select()
    return None if target.is_empty else ALL_FILLED.format(sheet=target.sheet)


def first_missing_progress(snapshot: Snapshot) -> ProgressCell:
    """Return the progress cell of the first row with an action and no progress, or of the first row with an action.

    Raises WorkbookProblem if the list, its columns or its rows are missing.
    """
    frame = snapshot.lists.get(LIST.table)
    columns = {}
    if frame is not None:
        cells = snapshot.sheets[frame.sheet]
        numbers = range(frame.first_column, frame.last_column + 1)
        columns = {str(cells.value(frame.heading_row, number)).strip(): number for number in numbers}
    if frame is None or not {PROGRESS, ACTION} <= columns.keys():
        names = {"sheet": LIST.sheet, "table": LIST.table, "action": ACTION, "progress": PROGRESS}
        raise WorkbookProblem(NO_LIST.format(name=snapshot.name, **names))
    rows = range(frame.heading_row + 1, frame.last_row + 1)
    with_action = [row for row in rows if cells.value(row, columns[ACTION]) is not None]
    if not with_action:
        raise WorkbookProblem(NO_ROWS.format(sheet=frame.sheet))
    missing = [row for row in with_action if cells.value(row, columns[PROGRESS]) is None]
    return ProgressCell(frame.sheet, a1((missing or with_action)[0], columns[PROGRESS]), bool(missing))
