"""Errors that Excel reports over COM, turned into messages for the user.

They are recognised by their HRESULT numbers, which xlwings passes on. Any other exception is raised unchanged.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pc_workbook.errors import WorkbookProblem
from pc_workbook.hosts.desktop.xlwings_import import xw

BUSY: Final = frozenset({-2147418111, -2147417846, -2146777998})  # call rejected, call again later, editing a cell
GONE: Final = frozenset({-2147417848, -2147023174, -2147023170, -2147220995})  # disconnected, or server not available
UNKNOWN: Final = frozenset({-2147352570, -2147352573})  # no such name, no such member
WAITS: Final = (0.1, 0.2, 0.4, 0.8, 1.5, 3.0)  # seconds between attempts to reach Excel

IS_BUSY = (
    "Excel is busy, so nothing was done. Most often a cell is being edited or a dialogue is open: press Enter or Esc in "
    "Excel, close any dialogue, and try again."
)
HAS_GONE = (
    "Excel closed or stopped responding while {name} was being changed. The file on disk is as it was last saved: open "
    "it, and try again."
)
REFUSED = "Excel refused a step, so {name} was not changed. Excel's message: {words}"


def is_from_excel(error: BaseException) -> bool:
    """Return whether an exception was reported by Excel, and is not a defect of this program."""
    return _number(error) is not None or type(error).__name__ == "ExcelBusyError"


def is_gone(error: BaseException) -> bool:
    """Return whether an exception says that Excel has closed or can't be reached."""
    return _number(error) in GONE


def is_busy(error: BaseException) -> bool:
    """Return whether an exception says that Excel takes no calls at the moment."""
    return type(error).__name__ == "ExcelBusyError" or bool({_number(error), _inner_number(error)} & BUSY)


def problem_from_excel(error: BaseException, name: str) -> WorkbookProblem:
    """Return the exception with the message for an error of Excel's; `name`: that of the workbook."""
    if is_busy(error):
        return WorkbookProblem(IS_BUSY)
    if is_gone(error):
        return WorkbookProblem(HAS_GONE.format(name=name))
    return WorkbookProblem(REFUSED.format(name=name, words=_words(error)))


@contextmanager
def excel_errors_as_problems(name: str) -> Iterator[None]:
    """Raise WorkbookProblem in place of Excel's errors within the block; `name`: that of the workbook."""
    try:
        yield
    except Exception as error:
        if not is_from_excel(error):
            raise
        raise problem_from_excel(error, name) from error


def wait_until_ready(app: "xw.App") -> None:
    """Wait some seconds until Excel takes calls; raise its error if it still rejects them then.

    An Excel that answers but is not ready is used after that time: the user's click keeps it from becoming ready.
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
    """Return whether this version of Excel has a property: versions before 365 lack the newest ones."""
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


def _inner_number(error: BaseException) -> int | None:
    """Return the number in excepinfo: Excel reports most of its own errors under one outer number."""
    info = getattr(error, "excepinfo", None)
    return info[5] if info else None


def _words(error: BaseException) -> str:
    info = getattr(error, "excepinfo", None)
    text = (info[2] if info else None) or getattr(error, "strerror", None) or str(error)
    return " ".join(str(text).split())
