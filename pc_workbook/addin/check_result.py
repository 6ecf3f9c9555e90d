"""The result of a check of this computer: OK, a note, or a problem, and its fix in one sentence or command."""

from enum import Enum
from typing import Final, NamedTuple

INSTALL: Final = "Close Excel and run: pc-workbook addin install"
MAKE_ENVIRONMENT: Final = (
    "Packages installed with --user, or found by PYTHONPATH, are not used. Install pc-workbook in a virtual environment "
    "(docs/first-click.md, step 2), and run: pc-workbook addin install"
)
LIVE: Final = "use pc-workbook refresh --live, which is not started by Excel"


class Grade(Enum):
    """How serious the result of a check is."""

    OK = "OK"
    NOTE = "Note"
    PROBLEM = "Problem"


class CheckResult(NamedTuple):
    """A grade, what was found, and what to do about it; the fix is empty if the grade is OK."""

    grade: Grade
    message: str
    fix: str = ""


def passed(message: str) -> CheckResult:
    """Return the result of a check without a problem."""
    return CheckResult(Grade.OK, message)


def note(message: str, fix: str) -> CheckResult:
    """Return a result that limits the add-in only as the message says."""
    return CheckResult(Grade.NOTE, message, fix)


def failed(message: str, fix: str) -> CheckResult:
    """Return a result with which the buttons do not work."""
    return CheckResult(Grade.PROBLEM, message, fix)
