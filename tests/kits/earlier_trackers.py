"""Trackers as earlier versions made them: without some lists, columns and settings of today."""

from collections.abc import Mapping, Set
from pathlib import Path

from pc_workbook import app
from pc_workbook.draw.workbook import draw
from pc_workbook.hosts.file import DryRunHost, FileHost
from pc_workbook.kits.folders import shipped_kit
from pc_workbook.views.entry.entry_sheets import entry_workbook
from pc_workbook.views.parts import EntryList

COLUMNS: Mapping[str, Set[str]] = {
    "Indicators": {"Boundary", "Tolerance", "Override on", "Note"},
    "Actions": {"Programme"},
    "Trajectory": {"Note"},
}
LISTS = frozenset({"Programmes", "Workforce"})
SETTINGS = ("Months between reports", "Snapshots to keep")


def upgrade(path: Path, *, kit: str = "", dry_run: bool = False) -> app.Upgraded:
    """Upgrade a tracker on disk."""
    return app.upgrade((DryRunHost if dry_run else FileHost)(path), kit)


def draw_earlier(path: Path) -> None:
    """Draw the 2017 tracker without these columns, lists and settings."""
    kit = shipped_kit("thurrock-2017")
    book = entry_workbook(kit.rows, kit.settings, "An earlier tracker")
    sheets = (_narrowed(sheet) if isinstance(sheet, EntryList) else sheet for sheet in book.sheets)
    kept = tuple(sheet for sheet in sheets if not (isinstance(sheet, EntryList) and sheet.sheet in LISTS))
    draw(book._replace(sheets=kept), path)


def _narrowed(entry: EntryList) -> EntryList:
    if entry.sheet == "Settings":
        return entry._replace(rows=[row for row in entry.rows if row[0] not in SETTINGS])
    kept = [n for n, column in enumerate(entry.columns) if column.header not in COLUMNS.get(entry.sheet, ())]
    rows = [tuple(row[n] for n in kept) for row in entry.rows]
    columns = tuple(entry.columns[n]._replace(choices_from=None) for n in kept)
    return entry._replace(columns=columns, rows=rows)
