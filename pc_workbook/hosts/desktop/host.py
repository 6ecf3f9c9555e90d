"""The host for a workbook that is open in Excel: read with its unsaved edits, changed, and not saved."""

import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Final

from pc_workbook.cells.change import Change
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.changes import carry_out
from pc_workbook.hosts.desktop.com_errors import excel_errors_as_problems, wait_until_ready
from pc_workbook.hosts.desktop.excel_state import TEMPORARY_PREFIX, suspended_updates
from pc_workbook.hosts.desktop.insert_sheets import Inserted, insert_sheets
from pc_workbook.hosts.desktop.open_workbook import file_of, is_on_the_web
from pc_workbook.hosts.desktop.read_sheets import read_workbook
from pc_workbook.hosts.desktop.undo import UndoStack
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.hosts.disk.saving import make_backup, private_folder
from pc_workbook.hosts.port import Delivered, Draw
from pc_workbook.ooxml.package.package import Package
from pc_workbook.tracker.snapshot import Snapshot

ENDINGS: Final = (".xlsx", ".xlsm")

NEVER_SAVED = "{name} has never been saved. Save it as an Excel workbook (.xlsx), and try again."
OTHER_FORMAT = "{name} is not in the .xlsx or .xlsm format. Save it as .xlsx (File, Save As), and try again."
READ_ONLY = (
    "{name} is open read-only, so changes to it could not be saved: somebody else may have it open, or the file is "
    "marked read-only. Close it and open it when it is free, or save it under another name, and try again."
)
SHARED = (
    "{name} is a shared workbook (Review, Share Workbook), to which Excel can't add sheets and charts. Stop sharing it, "
    "and try again."
)
NO_LOCAL_FILE = (
    "No backup was made, because {name} is in SharePoint or OneDrive and not on this PC. Earlier versions are there "
    "(File, Info, Version History)."
)
NOT_SAVED_YET = "{name} has not been saved. Check it, then save it (Ctrl+S)."


class DesktopHost:
    """A tracker that is open in Excel."""

    def __init__(self, book: "xw.Book") -> None:
        self.book = book

    @property
    def name(self) -> str:
        """Return the name of the workbook."""
        return str(self.book.name)

    def read(self) -> Snapshot:
        """Return the cells of the sheets with lists, including unsaved edits. Raises WorkbookProblem."""
        with excel_errors_as_problems(self.name):
            wait_until_ready(self.book.app)
            return read_workbook(self.book)

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        """Apply the changes and insert the drawn sheets, after backing up the file as last saved.

        Raises WorkbookProblem; the open workbook is then as it was before.
        """
        with excel_errors_as_problems(self.name):
            wait_until_ready(self.book.app)
            self._refuse_unsavable()
            backup = self._back_up(keep, now)
            with private_folder() as folder:
                drawn = None if draw is None else folder / f"{TEMPORARY_PREFIX}{secrets.token_hex(4)}.xlsx"
                if draw is not None and drawn is not None:
                    Package.of_parts(draw(), drawn.name).save(drawn)
                inserted = self._apply(drawn, changes, now)
        warnings = (*inserted.warnings, *([NO_LOCAL_FILE.format(name=self.name)] if backup is None else []))
        replaced, added, kept = inserted.replaced, inserted.added, inserted.kept
        return Delivered(self.name, replaced, added, kept, warnings, backup, changed=len(changes))

    def _apply(self, drawn: Path | None, changes: Sequence[Change], now: datetime) -> Inserted:
        """Apply the changes and insert the sheets.

        On an error the steps are undone first, then the temporary workbooks are closed, then the view is restored.
        """
        with suspended_updates(self.book), ExitStack() as open_books, UndoStack(self.name) as undo:
            carry_out(self.book, changes, undo)
            if drawn is None:
                return Inserted((), (), (), ())
            return insert_sheets(self.book, drawn, open_books, undo, now.date())

    def _refuse_unsavable(self) -> None:
        native = self.book.api
        if not native.Path:
            raise WorkbookProblem(NEVER_SAVED.format(name=self.name))
        if not self.name.casefold().endswith(ENDINGS):
            raise WorkbookProblem(OTHER_FORMAT.format(name=self.name))
        if native.ReadOnly:
            raise WorkbookProblem(READ_ONLY.format(name=self.name))
        if native.MultiUserEditing:
            raise WorkbookProblem(SHARED.format(name=self.name))

    def _back_up(self, keep: int, now: datetime) -> Path | None:
        path = file_of(self.book)
        if path is not None:
            return make_backup(path, keep=keep, now=now)
        if is_on_the_web(self.book):
            return None
        raise WorkbookProblem(NEVER_SAVED.format(name=self.name))
