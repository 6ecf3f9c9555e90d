"""Which open workbook is meant: the one whose button was clicked, or the one somebody names."""

import sys
from pathlib import Path, PurePath

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.com_errors import excel_errors_as_problems
from pc_workbook.hosts.desktop.onedrive import URL_MARK, find_local_file
from pc_workbook.hosts.desktop.xlwings_import import xw

NEEDS_EXCEL = (
    "This needs Excel on Windows, and there is none here. To refresh a file without Excel, run: "
    "pc-workbook refresh TRACKER.xlsx"
)
NO_EXCEL_RUNS = "Excel is not running; open {name} in it and try again."
NOT_OPEN = "{name} is not open in Excel{others}. Open it there and try again."
SEVERAL = "More than one open workbook is called {name}: {paths}. Give the whole path of the one you mean."
NO_LONGER_OPEN = (
    "The workbook whose button was clicked ('{name}') is no longer open in that Excel. Open it there, and try again."
)
NOT_FOUND_AGAIN = (
    "The workbook whose button was clicked can't be found by its name ('{name}'). Give it a name without an equals "
    "sign (=), save it, and try again."
)


def calling_workbook() -> "xw.Book":
    """Return the workbook whose button started Python: the one that our add-in's command line names, or xlwings' own.

    Raises WorkbookProblem where it is not open, or there is no Excel.
    """
    _refuse_without_excel()
    encoded = _argument("--book=")
    return _calling_xlwings() if encoded is None else _calling_our_add_in(decode_workbook_name(encoded))


def decode_workbook_name(encoded: str) -> str:
    """Return the name that macros/Launcher.bas wrote as hexadecimal digits, four for each UTF-16 code unit.

    A file of Windows may have half a surrogate pair in its name.

    >>> decode_workbook_name("0035003000250020002600200050")
    '50% & P'
    """
    return bytes.fromhex(encoded).decode("utf-16-be", "surrogatepass")


def _calling_our_add_in(name: str) -> "xw.Book":
    with excel_errors_as_problems(name):
        apps = _apps_with_window(_argument("--hwnd=") or "")
        found = [book for app in apps for book in app.books if book.name == name]
    if not found:
        raise WorkbookProblem(NO_LONGER_OPEN.format(name=name))
    return found[0]


def _calling_xlwings() -> "xw.Book":
    name = _argument("--wb=") or ""
    with excel_errors_as_problems(name):
        try:
            return xw.Book.caller()
        except (KeyError, FileNotFoundError) as error:
            raise WorkbookProblem(NOT_FOUND_AGAIN.format(name=name)) from error


def find_open_workbook(asked: str) -> "xw.Book":
    """The open workbook of that name or path, in whichever Excel it is open."""
    _refuse_without_excel()
    name = PurePath(asked.replace("\\", "/")).name
    with excel_errors_as_problems(name):
        return _open_workbook(asked, name)


def _open_workbook(asked: str, name: str) -> "xw.Book":
    books = [book for app in xw.apps for book in app.books]
    if not books:
        raise WorkbookProblem(NO_EXCEL_RUNS.format(name=name))
    called = [book for book in books if _is_called(book, name)]
    meant = [book for book in called if _lies_at(book, asked)] if len(called) > 1 or _is_path(asked) else called
    if len(meant) == 1:
        return meant[0]
    if len(called) > 1:
        paths = "; ".join(sorted(book.api.FullName for book in called))
        raise WorkbookProblem(SEVERAL.format(name=name, paths=paths))
    raise WorkbookProblem(NOT_OPEN.format(name=asked, others=_others(books)))


def file_of(book: "xw.Book") -> Path | None:
    """The file an open workbook was last saved to, on this PC; None where it is only on the web."""
    told = str(book.api.FullName)
    if is_on_the_web(book):
        return find_local_file(told)
    path = Path(told)
    return path if path.is_file() else None


def is_on_the_web(book: "xw.Book") -> bool:
    return URL_MARK in str(book.api.FullName)


def _refuse_without_excel() -> None:
    if xw.engines.active is None or sys.platform == "darwin":
        raise WorkbookProblem(NEEDS_EXCEL)


def _argument(start: str) -> str | None:
    given = [argument for argument in sys.argv if argument.startswith(start)]
    return given[0].removeprefix(start) if given else None


def _apps_with_window(window: str) -> "list[xw.App]":
    """The Excel that a window belongs to. On Windows as xlwings' Book.caller() finds it, which asks no other Excel."""
    if sys.platform == "win32":
        from xlwings import _xlwindows

        return [xw.App(impl=_xlwindows.App(xl=int(window)))]
    return [app for app in xw.apps if str(app.hwnd) == window]


def _is_called(book: "xw.Book", name: str) -> bool:
    return name.casefold() in (book.name.casefold(), PurePath(book.name).stem.casefold())


def _is_path(asked: str) -> bool:
    return any(mark in asked for mark in "/\\")


def _lies_at(book: "xw.Book", asked: str) -> bool:
    if str(book.api.FullName).casefold() == asked.casefold():
        return True
    path = file_of(book)
    return path is not None and Path(asked).exists() and path.samefile(asked)


def _others(books: "list[xw.Book]") -> str:
    names = ", ".join(sorted(book.name for book in books))
    return f" (open there: {names})"
