"""What Excel answers when it can't or won't, turned into a letter. Excel's errors are known by their numbers,
which xlwings hands on; anything else is a fault of this program and goes on up."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.xlwings_import import xw

BUSY: Final = frozenset({-2147418111, -2147417846, -2146777998})  # call rejected, call again later, editing a cell
GONE: Final = frozenset({-2147417848, -2147023174, -2147023170, -2147220995})  # disconnected, or no longer there
UNKNOWN: Final = frozenset({-2147352570, -2147352573})  # no such name, no such member
WAITS: Final = (0.1, 0.2, 0.4, 0.8, 1.5, 3.0)  # seconds between looks at whether Excel listens

IS_BUSY = (
    "Excel is busy, so nothing was done: most often a cell is being edited or a dialogue is open. Press Enter or "
    "Esc in Excel, close any dialogue, and try again."
)
HAS_GONE = (
    "Excel closed, or stopped answering, while {name} was being worked on. The file on disk is as it was last saved."
)
REFUSED = "Excel would not do what was asked with {name}, so it was left as it was. It says: {words}"


def is_from_excel(error: BaseException) -> bool:
    """Whether Excel said it, as against a fault of ours."""
    return _number(error) is not None or type(error).__name__ == "ExcelBusyError"


def is_gone(error: BaseException) -> bool:
    return _number(error) in GONE


def is_busy(error: BaseException) -> bool:
    return type(error).__name__ == "ExcelBusyError" or bool({_number(error), _detail(error)} & BUSY)


def problem_from_excel(error: BaseException, name: str) -> WorkbookProblem:
    """The letter for an answer of Excel's; `name` is the workbook's."""
    if is_busy(error):
        return WorkbookProblem(IS_BUSY)
    if is_gone(error):
        return WorkbookProblem(HAS_GONE.format(name=name))
    return WorkbookProblem(REFUSED.format(name=name, words=_words(error)))


@contextmanager
def excel_errors_as_problems(name: str) -> Iterator[None]:
    """Turns Excel's errors into letters while one workbook is worked on."""
    try:
        yield
    except Exception as error:
        if not is_from_excel(error):
            raise
        raise problem_from_excel(error, name) from error


def wait_until_ready(app: "xw.App") -> None:
    """Excel listens, or has turned our calls away for some seconds: then its error goes up.

    One that answers, and only says that it is not ready, is tried after that time: its own button waits for us.
    """
    for pause in WAITS:
        if _is_ready(app):
            return
        time.sleep(pause)
    _ = app.api.Ready


def _is_ready(app: "xw.App") -> bool:
    try:
        return bool(app.api.Ready)
    except Exception as error:
        if not is_from_excel(error) or not is_busy(error):
            raise
        return False


def has_property(native: Any, name: str) -> bool:
    """Whether this Excel has a property: one before 365 lacks the newest, and says so with an error of its own."""
    try:
        getattr(native, name)
    except AttributeError:
        return False
    except Exception as error:
        if _number(error) not in UNKNOWN:
            raise
        return False
    return True


def _number(error: BaseException) -> int | None:
    number = getattr(error, "hresult", None)
    return number if isinstance(number, int) else None


def _detail(error: BaseException) -> int | None:
    """The number inside: Excel reports most of its own errors under one outer number."""
    inside = getattr(error, "excepinfo", None)
    return inside[5] if inside else None


def _words(error: BaseException) -> str:
    inside = getattr(error, "excepinfo", None)
    said = (inside[2] if inside else None) or getattr(error, "strerror", None) or str(error)
    return " ".join(str(said).split())
