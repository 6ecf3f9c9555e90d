"""Finds the open workbook that is meant: the one whose button was clicked, or the one with a given name or path."""

import sys
from pathlib import Path, PurePath

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.com_errors import excel_errors_as_problems
from pc_workbook.hosts.desktop.onedrive import URL_MARK, find_local_file
from pc_workbook.hosts.desktop.xlwings_import import xw

NEEDS_EXCEL = (
    "This needs Excel on Windows, which is not available here. To refresh a file without Excel, run: "
    "pc-workbook refresh TRACKER.xlsx"
)
NO_EXCEL_RUNS = "Excel is not running. Open {name} in Excel and try again."
NOT_OPEN = "{name} is not open in Excel{others}. Open it there and try again."
SEVERAL = "More than one open workbook is called {name}: {paths}. Give the full path of the one you mean."
NO_LONGER_OPEN = "The workbook whose button was clicked ('{name}') is no longer open in Excel. Open it, and try again."
NOT_FOUND_AGAIN = (
    "The workbook whose button was clicked can't be found by its name ('{name}'). Save it under a name without an "
    "equals sign (=), and try again."
)


def calling_workbook() -> "xw.Book":
    """Return the workbook whose button started Python, from the command line of this add-in or of xlwings.

    Raises WorkbookProblem if it is not open, or there is no Excel.
    """
    _refuse_without_excel()
    encoded = _argument("--book=")
    return _caller_by_xlwings() if encoded is None else _caller_by_add_in(decode_workbook_name(encoded))


def decode_workbook_name(encoded: str) -> str:
    """Return the name that macros/Launcher.bas encoded as four hexadecimal digits for each UTF-16 code unit.

    A file name on Windows can contain half a surrogate pair.

    >>> decode_workbook_name("0035003000250020002600200050")
    '50% & P'
    """
    return bytes.fromhex(encoded).decode("utf-16-be", "surrogatepass")


def _caller_by_add_in(name: str) -> "xw.Book":
    with excel_errors_as_problems(name):
        apps = _apps_with_window(_argument("--hwnd=") or "")
        books = [book for app in apps for book in app.books if book.name == name]
    if not books:
        raise WorkbookProblem(NO_LONGER_OPEN.format(name=name))
    return books[0]


def _caller_by_xlwings() -> "xw.Book":
    name = _argument("--wb=") or ""
    with excel_errors_as_problems(name):
        try:
            return xw.Book.caller()
        except (KeyError, FileNotFoundError) as error:
            raise WorkbookProblem(NOT_FOUND_AGAIN.format(name=name)) from error


def find_open_workbook(asked: str) -> "xw.Book":
    """Return the open workbook with a name or path, in any running Excel.

    Raises WorkbookProblem if it is not open, the name is ambiguous, or there is no Excel.
    """
    _refuse_without_excel()
    name = PurePath(asked.replace("\\", "/")).name
    with excel_errors_as_problems(name):
        return _open_workbook(asked, name)


def _open_workbook(asked: str, name: str) -> "xw.Book":
    books = [book for app in xw.apps for book in app.books]
    if not books:
        raise WorkbookProblem(NO_EXCEL_RUNS.format(name=name))
    named = [book for book in books if _has_name(book, name)]
    matches = [book for book in named if _has_path(book, asked)] if len(named) > 1 or _is_path(asked) else named
    if len(matches) == 1:
        return matches[0]
    if len(named) > 1:
        paths = "; ".join(sorted(book.api.FullName for book in named))
        raise WorkbookProblem(SEVERAL.format(name=name, paths=paths))
    raise WorkbookProblem(NOT_OPEN.format(name=asked, others=_others(books)))


def file_of(book: "xw.Book") -> Path | None:
    """Return the local file of an open workbook; None if it has none."""
    full_name = str(book.api.FullName)
    if is_on_the_web(book):
        return find_local_file(full_name)
    path = Path(full_name)
    return path if path.is_file() else None


def is_on_the_web(book: "xw.Book") -> bool:
    """Return whether Excel reports a web address as the workbook's path."""
    return URL_MARK in str(book.api.FullName)


def _refuse_without_excel() -> None:
    if xw.engines.active is None or sys.platform == "darwin":
        raise WorkbookProblem(NEEDS_EXCEL)


def _argument(start: str) -> str | None:
    arguments = [argument for argument in sys.argv if argument.startswith(start)]
    return arguments[0].removeprefix(start) if arguments else None


def _apps_with_window(window: str) -> "list[xw.App]":
    """Return the Excel that a window belongs to; on Windows as xlwings' Book.caller(), without calls to any other Excel."""
    if sys.platform == "win32":
        from xlwings import _xlwindows

        return [xw.App(impl=_xlwindows.App(xl=int(window)))]
    return [app for app in xw.apps if str(app.hwnd) == window]


def _has_name(book: "xw.Book", name: str) -> bool:
    return name.casefold() in (book.name.casefold(), PurePath(book.name).stem.casefold())


def _is_path(asked: str) -> bool:
    return any(separator in asked for separator in "/\\")


def _has_path(book: "xw.Book", asked: str) -> bool:
    if str(book.api.FullName).casefold() == asked.casefold():
        return True
    path = file_of(book)
    return path is not None and Path(asked).exists() and path.samefile(asked)


def _others(books: "list[xw.Book]") -> str:
    names = ", ".join(sorted(book.name for book in books))
    return f" (open there: {names})"
