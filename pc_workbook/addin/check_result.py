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


class Verdict(NamedTuple):
    grade: Grade
    says: str
    mend: str = ""


def fine(says: str) -> Verdict:
    return Verdict(Grade.FINE, says)


def note(says: str, mend: str) -> Verdict:
    """Worth knowing; a click works, or all of it but what is named."""
    return Verdict(Grade.NOTE, says, mend)


def stop(says: str, mend: str) -> Verdict:
    """A click does not work while this is so."""
    return Verdict(Grade.STOP, says, mend)
