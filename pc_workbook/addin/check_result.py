"""What a check says: fine, worth knowing, or in the way; and how to mend it, in one sentence or command."""

from enum import Enum
from typing import Final, NamedTuple

INSTALL: Final = "Close Excel and run: pc-workbook addin install"
MAKE_ENVIRONMENT: Final = (
    "Packages that were installed with --user, or are found by PYTHONPATH, do not count: install pc-workbook in a "
    "virtual environment (docs/first-click.md, step 2), and run: pc-workbook addin install"
)
LIVE: Final = "pc-workbook refresh --live, which Excel does not have to start, works all the same"


class Grade(Enum):
    FINE = "Fine"
    NOTE = "Note"
    STOP = "In the way"


class CheckResult(NamedTuple):
    grade: Grade
    says: str
    mend: str = ""


def passed(says: str) -> CheckResult:
    return CheckResult(Grade.FINE, says)


def note(says: str, mend: str) -> CheckResult:
    """Worth knowing; a click works, or all of it but what is named."""
    return CheckResult(Grade.NOTE, says, mend)


def failed(says: str, mend: str) -> CheckResult:
    """A click does not work while this is so."""
    return CheckResult(Grade.STOP, says, mend)
