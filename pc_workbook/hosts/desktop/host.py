"""An open workbook as a host: read as it stands, unsaved edits and all, and written without being saved."""

import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Final

from pc_workbook.cells.change import Change
from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.changes import carry_out
from pc_workbook.hosts.desktop.com_errors import answered, wait_until_ready
from pc_workbook.hosts.desktop.excel_state import OURS, undisturbed
from pc_workbook.hosts.desktop.insert_sheets import Put, put_sheets
from pc_workbook.hosts.desktop.open_workbook import file_of, is_on_the_web
from pc_workbook.hosts.desktop.read_sheets import snapshot_of
from pc_workbook.hosts.desktop.undo import WayBack
from pc_workbook.hosts.desktop.xlwings_import import xw
from pc_workbook.hosts.disk.saving import keep_snapshot, private_folder
from pc_workbook.hosts.port import Delivered, Draw
from pc_workbook.ooxml.package.package import Package
from pc_workbook.tracker.snapshot import Snapshot

ENDINGS: Final = (".xlsx", ".xlsm")

NEVER_SAVED = "{name} has never been saved; save it as an Excel workbook (.xlsx), and try again."
OTHER_KIND = "{name} is not an Excel workbook of the present kind; save it as .xlsx (File, Save As), and try again."
READ_ONLY = (
    "{name} is open read-only, so what is put into it could not be saved: somebody else may have it open, or the file "
    "is marked read-only. Close it and open it when it is free, or save it under another name, and try again."
)
SHARED = (
    "{name} is shared in the old way (Review, Share Workbook), where Excel takes no new sheets and charts; stop "
    "sharing it that way, and try again."
)
ONLY_ON_THE_WEB = (
    "No snapshot was taken, because {name} lies in SharePoint or OneDrive and not on this PC; earlier versions are "
    "there (File, Info, Version History)."
)
NOT_SAVED_YET = "{name} has not been saved: look at it, then save it (Ctrl+S)."


class DesktopHost:
    """A tracker that is open in Excel."""

    def __init__(self, book: "xw.Book") -> None:
        self.book = book

    @property
    def name(self) -> str:
        return str(self.book.name)

    def read(self) -> Snapshot:
        with answered(self.name):
            wait_until_ready(self.book.app)
            return snapshot_of(self.book)

    def deliver(self, draw: Draw | None, *, changes: Sequence[Change] = (), keep: int, now: datetime) -> Delivered:
        with answered(self.name):
            wait_until_ready(self.book.app)
            self._refuse_what_cannot_be_kept()
            snapshot = self._snapshot(keep, now)
            with private_folder() as folder:
                drawn = None if draw is None else folder / f"{OURS}{secrets.token_hex(4)}.xlsx"
                if draw is not None and drawn is not None:
                    Package.of_parts(draw(), drawn.name).save(drawn)
                put = self._put(drawn, changes, now)
        warnings = (*put.warnings, *([ONLY_ON_THE_WEB.format(name=self.name)] if snapshot is None else []))
        return Delivered(self.name, put.replaced, put.added, put.kept, warnings, snapshot, changed=len(changes))

    def _put(self, drawn: Path | None, changes: Sequence[Change], now: datetime) -> Put:
        """Closing runs from the inside out: first the way back, then our workbooks, then the user's view."""
        with undisturbed(self.book), ExitStack() as open_books, WayBack(self.name) as back:
            carry_out(self.book, changes, back)
            if drawn is None:
                return Put((), (), (), ())
            return put_sheets(self.book, drawn, open_books, back, now.date())

    def _refuse_what_cannot_be_kept(self) -> None:
        native = self.book.api
        if not native.Path:
            raise WorkbookProblem(NEVER_SAVED.format(name=self.name))
        if not self.name.casefold().endswith(ENDINGS):
            raise WorkbookProblem(OTHER_KIND.format(name=self.name))
        if native.ReadOnly:
            raise WorkbookProblem(READ_ONLY.format(name=self.name))
        if native.MultiUserEditing:
            raise WorkbookProblem(SHARED.format(name=self.name))

    def _snapshot(self, keep: int, now: datetime) -> Path | None:
        path = file_of(self.book)
        if path is not None:
            return keep_snapshot(path, keep=keep, now=now)
        if is_on_the_web(self.book):
            return None
        raise WorkbookProblem(NEVER_SAVED.format(name=self.name))
