"""The way to the cells a locality manager fills in: Excel shows the first row that waits, and nothing is typed."""

from typing import Final, NamedTuple

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.host import DesktopHost
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.tracker.lists.catalogue import ACTION_PROGRESS
from pc_workbook.tracker.snapshot import Snapshot, a1

LIST: Final = ACTION_PROGRESS
ASKED_FOR: Final = LIST.by_field["progress"].heading
NAMED_BY: Final = LIST.by_field["action"].heading

NO_LIST: Final = (
    "{name} has no list to record progress in: the sheet '{sheet}' with its table {table} is missing, or its columns "
    "'{named_by}' and '{asked_for}' are."
)
NO_ROWS: Final = (
    "'{sheet}' has no rows yet. Somebody who keeps the tracker adds one for each action and locality; then progress "
    "can be recorded there."
)
ALL_TOLD: Final = (
    "Every row of '{sheet}' has its progress. To change one, type over it; the next Refresh files what stood there."
)


class Waiting(NamedTuple):
    """The cell to go to, and whether it waits or all are filled in."""

    sheet: str
    cell: str
    waits: bool


def go_to_first_waiting(book: "xw.Book") -> str | None:
    """Show the cell; gives the words to say where none waits."""
    found = first_waiting(DesktopHost(book).read())
    sheet = book.sheets[found.sheet]
    book.activate()
    sheet.activate()
    sheet.range(found.cell).select()
    return None if found.waits else ALL_TOLD.format(sheet=found.sheet)


def first_waiting(snapshot: Snapshot) -> Waiting:
    """The first row that names an action and tells no progress; the first row of all where there is none."""
    place = snapshot.lists.get(LIST.table)
    told = {"name": snapshot.name, "sheet": LIST.sheet, "table": LIST.table}
    columns = {}
    if place is not None:
        cells = snapshot.sheets[place.sheet]
        spots = range(place.first_column, place.last_column + 1)
        columns = {str(cells.value(place.heading_row, spot)).strip(): spot for spot in spots}
    if place is None or not {ASKED_FOR, NAMED_BY} <= columns.keys():
        raise WorkbookProblem(NO_LIST.format(named_by=NAMED_BY, asked_for=ASKED_FOR, **told))
    rows = range(place.heading_row + 1, place.last_row + 1)
    named = [row for row in rows if cells.value(row, columns[NAMED_BY]) is not None]
    if not named:
        raise WorkbookProblem(NO_ROWS.format(sheet=place.sheet))
    waiting = [row for row in named if cells.value(row, columns[ASKED_FOR]) is None]
    return Waiting(place.sheet, a1((waiting or named)[0], columns[ASKED_FOR]), bool(waiting))
