"""Excel as its user left it: what is switched over while we work, and what is on show, is put back at the end,
whether the work went well or not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from pc_workbook.hosts.desktop.com_errors import is_from_excel, is_gone, wait_until_ready
from pc_workbook.hosts.desktop.xlwings_import import xw

# In the order they are switched; put back in the other. Nobody's macros run meanwhile, and nobody types.
WHILE_WORKING: Final = {
    "screen_updating": False,
    "interactive": False,
    "display_alerts": False,
    "enable_events": False,
    "calculation": "manual",
}
ALWAYS_ON_AGAIN: Final = ("screen_updating", "interactive")  # found off, they are what a killed run left behind
HIDDEN, VERY_HIDDEN = 0, 2  # xlSheetHidden, xlSheetVeryHidden
TEMPORARY_PREFIX: Final = "pc-workbook drawing "  # how the name of each temporary workbook begins


@contextmanager
def suspended_updates(book: "xw.Book") -> Iterator[None]:
    """Work in the user's Excel unseen. Excel's error goes up, before anything is touched, where it is busy."""
    app = book.app
    wait_until_ready(app)
    with ExitStack() as back:
        for setting, value in WHILE_WORKING.items():
            before = True if setting in ALWAYS_ON_AGAIN else getattr(app, setting)
            back.callback(_put_back(setattr), app, setting, before)
            setattr(app, setting, value)
        back.callback(_put_back(setattr), app.api, "CopyObjectsWithCells", app.api.CopyObjectsWithCells)
        app.api.CopyObjectsWithCells = True
        back.callback(_put_back(_seen(book)))
        _close_left_over(app)
        yield


@contextmanager
def shown_in_status_bar(app: "xw.App") -> Iterator[Callable[[str], None]]:
    """Says in Excel's status bar what is being done."""
    before = app.status_bar

    def say(step: str) -> None:
        app.status_bar = f"{step} ..."

    try:
        yield say
    finally:
        _put_back(setattr)(app, "status_bar", before)


def _seen(book: "xw.Book") -> Callable[[], None]:
    """What brings back the sheet, the place on it and the cells that are on show."""
    active, window = book.app.api.ActiveWorkbook, book.api.Windows(1)
    sheet = book.api.ActiveSheet
    place = (window.ScrollRow, window.ScrollColumn)
    selected = window.RangeSelection if _is_worksheet(book, sheet.Name) else None  # its address may be too long to take

    def show_again() -> None:
        book.api.Activate()  # a selection can only be made in the workbook that is active
        sheet.Activate()
        if selected is not None:
            selected.Select()
            window.ScrollRow, window.ScrollColumn = place
        if active is not None:
            active.Activate()

    return show_again


def _is_worksheet(book: "xw.Book", name: str) -> bool:
    return name in book.sheet_names


@contextmanager
def opened_hidden(app: "xw.App", path: Path) -> Iterator["xw.Book"]:
    """A workbook of ours, open where nobody sees it, and never left behind."""
    with _closed_afterwards(app.books.open(path, update_links=False, read_only=True, add_to_mru=False)) as book:
        hide(book)
        yield book


@contextmanager
def added(app: "xw.App", path: Path) -> Iterator["xw.Book"]:
    """A new workbook, never left behind: saved before anything is in it, so that by its name the next run knows what one
    that was killed has left. To be hidden once its sheets are in: Excel offers no hidden one to copy to."""
    with _closed_afterwards(app.books.add()) as book:
        book.save(path)
        yield book


@contextmanager
def made_copyable(sheet: "xw.Sheet") -> Iterator[None]:
    """Excel copies a hidden sheet, but not one that is very hidden, which its menus do not offer to show."""
    if sheet.api.Visible != VERY_HIDDEN:
        yield
        return
    sheet.api.Visible = HIDDEN
    try:
        yield
    finally:
        _put_back(setattr)(sheet.api, "Visible", VERY_HIDDEN)


def hide(book: "xw.Book") -> None:
    book.api.Windows(1).Visible = False


@contextmanager
def _closed_afterwards(book: "xw.Book") -> Iterator["xw.Book"]:
    try:
        yield book
    finally:
        _put_back(book.close)()


def _close_left_over(app: "xw.App") -> None:
    """What a run that was killed has left open."""
    for book in [book for book in app.books if book.name.startswith(TEMPORARY_PREFIX)]:
        book.close()


def _put_back(step: Callable[..., object]) -> Callable[..., None]:
    """Tried twice, since Excel may be busy for a moment; there is nothing to put back in one that has closed."""

    def taken(*given: Any) -> None:
        for again in (True, False):
            try:
                step(*given)
            except Exception as error:
                if not is_from_excel(error) or not (again or is_gone(error)):
                    raise
            else:
                return

    return taken
