"""Excel's settings and the user's view: changed or hidden while a workbook is written, and always restored afterwards."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from pc_workbook.hosts.desktop.com_errors import is_from_excel, is_gone, wait_until_ready
from pc_workbook.hosts.desktop.xlwings_import import xw

# Set in this order and restored in the reverse order, so that no macros run and nobody types meanwhile.
SETTINGS: Final = {
    "screen_updating": False,
    "interactive": False,
    "display_alerts": False,
    "enable_events": False,
    "calculation": "manual",
}
ALWAYS_RESTORED_ON: Final = ("screen_updating", "interactive")  # if they are off, a killed run has left them so
HIDDEN, VERY_HIDDEN = 0, 2  # xlSheetHidden, xlSheetVeryHidden
TEMPORARY_PREFIX: Final = "pc-workbook drawing "  # begins the name of each temporary workbook


@contextmanager
def suspended_updates(book: "xw.Book") -> Iterator[None]:
    """Work in the user's Excel without showing it. Raises Excel's error, before any change, if Excel is busy."""
    app = book.app
    wait_until_ready(app)
    with ExitStack() as restorers:
        for setting, value in SETTINGS.items():
            before = True if setting in ALWAYS_RESTORED_ON else getattr(app, setting)
            restorers.callback(_with_retry(setattr), app, setting, before)
            setattr(app, setting, value)
        restorers.callback(_with_retry(setattr), app.api, "CopyObjectsWithCells", app.api.CopyObjectsWithCells)
        app.api.CopyObjectsWithCells = True
        restorers.callback(_with_retry(_view_restorer(book)))
        _close_leftover_workbooks(app)
        yield


@contextmanager
def shown_in_status_bar(app: "xw.App") -> Iterator[Callable[[str], None]]:
    """Yield a function that shows a step in Excel's status bar, and restore the status bar afterwards."""
    before = app.status_bar

    def show(step: str) -> None:
        app.status_bar = f"{step} ..."

    try:
        yield show
    finally:
        _with_retry(setattr)(app, "status_bar", before)


def _view_restorer(book: "xw.Book") -> Callable[[], None]:
    """Return a function that shows the present sheet, scroll position and selection again."""
    active, window = book.app.api.ActiveWorkbook, book.api.Windows(1)
    sheet = book.api.ActiveSheet
    position = (window.ScrollRow, window.ScrollColumn)
    # The range itself, because its address may be too long for Excel to accept.
    selected = window.RangeSelection if sheet.Name in book.sheet_names else None

    def show_again() -> None:
        book.api.Activate()  # a selection can only be made in the workbook that is active
        sheet.Activate()
        if selected is not None:
            selected.Select()
            window.ScrollRow, window.ScrollColumn = position
        if active is not None:
            active.Activate()

    return show_again


@contextmanager
def opened_hidden(app: "xw.App", path: Path) -> Iterator["xw.Book"]:
    """Open a temporary workbook hidden and read-only, and close it after the block."""
    with _closed_afterwards(app.books.open(path, update_links=False, read_only=True, add_to_mru=False)) as book:
        hide(book)
        yield book


@contextmanager
def new_workbook(app: "xw.App", path: Path) -> Iterator["xw.Book"]:
    """Create a temporary workbook, and close it after the block.

    It is saved while it is empty, so that the next run recognises by its name what a killed run has left. Hide it only
    after sheets were copied to it: Excel does not copy to a hidden workbook.
    """
    with _closed_afterwards(app.books.add()) as book:
        book.save(path)
        yield book


@contextmanager
def made_copyable(sheet: "xw.Sheet") -> Iterator[None]:
    """Make a very hidden sheet merely hidden within the block, because Excel does not copy very hidden sheets."""
    if sheet.api.Visible != VERY_HIDDEN:
        yield
        return
    sheet.api.Visible = HIDDEN
    try:
        yield
    finally:
        _with_retry(setattr)(sheet.api, "Visible", VERY_HIDDEN)


def hide(book: "xw.Book") -> None:
    """Hide the window of a workbook."""
    book.api.Windows(1).Visible = False


@contextmanager
def _closed_afterwards(book: "xw.Book") -> Iterator["xw.Book"]:
    try:
        yield book
    finally:
        _with_retry(book.close)()


def _close_leftover_workbooks(app: "xw.App") -> None:
    """Close the temporary workbooks that a killed run has left open."""
    for book in [book for book in app.books if book.name.startswith(TEMPORARY_PREFIX)]:
        book.close()


def _with_retry(step: Callable[..., object]) -> Callable[..., None]:
    """Return a function that tries a step twice, because Excel may be busy for a moment, and ignores a closed Excel."""

    def run(*arguments: Any) -> None:
        for may_retry in (True, False):
            try:
                step(*arguments)
            except Exception as error:
                if not is_from_excel(error) or not (may_retry or is_gone(error)):
                    raise
            else:
                return

    return run
