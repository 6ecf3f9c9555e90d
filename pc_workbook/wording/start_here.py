"""What the sheet Start here says: five steps, what each list is for, what is filled and what is missing."""

from collections.abc import Mapping, Sequence
from typing import Final

from pc_workbook.tracker.findings import Finding
from pc_workbook.wording.findings import message, title
from pc_workbook.wording.numbers import counted, listed
from pc_workbook.wording.sentences import numbered, paragraph

TITLE: Final = "Start here"
DESCRIPTION: Final = "Five steps from an empty tracker to the first pack."
INTRODUCTION: Final = (
    "Five steps from an empty tracker to the first pack. Work down the table: select a sheet to go to it. Cells that are "
    "left empty are missing values, never zero."
)
STEP, SHEET, WHAT_TO_DO, FILLED, MISSING = "Step", "Sheet", "What to do", "Filled so far", "Still missing"
STEPS: Final = (
    "1. Settings",
    "2. Organisations and groups",
    "3. Indicators and targets",
    "4. Actions and who leads them",
    "5. Refresh and first pack",
)
#: What to enter, by list object.
WHAT_TO_ENTER: Final[Mapping[str, str]] = {
    "tblSettings": "The area's name and code, and the day that the tracker describes.",
    "tblLevels": "The levels that organisations are grouped in, the lowest first.",
    "tblGroups": "The groups of each level.",
    "tblMemberships": "Which organisation belongs to which group, and from when.",
    "tblLocalities": "The localities and who manages each, if you use them.",
    "tblPractices": "Each practice with its code and locality.",
    "tblProviders": "Trusts and other providers.",
    "tblIndicators": "What is measured: its kind, direction, baseline and target.",
    "tblTrajectory": "The values agreed for each year up to the target.",
    "tblScales": "The words of your own scales, in order.",
    "tblRagSchemes": "Your own rules and words for Red, Amber and Green.",
    "tblActions": "What is promised, who leads it and when it is due.",
    "tblObjectives": "The objectives that actions serve.",
    "tblRoles": "The roles that lead, report and approve.",
    "tblProgrammes": "The programmes, if you have any.",
    "tblMeetings": "The meetings that packs are made for.",
    "tblPackKinds": "The packs you make, and for whom.",
    "tblApprovals": "Who has approved each issue.",
}
CHECK: Final = "Refresh, then correct the errors listed here."
HOW_TO_REFRESH: Final = (
    "To refresh, choose Refresh on the tab Primary Care in Excel, or close the workbook and type: pc-workbook refresh "
    "followed by its name. To make a pack, choose Board pack on the same tab, or type: pc-workbook board-pack followed by "
    "its name."
)
WHERE_THE_GUIDES_ARE: Final = (
    "The guides are in the folder docs that comes with the program. Begin with first-click.md; returns.md is for those "
    "who report progress, and board-pack.md for those who make packs."
)
KEPT_UP_TO_DATE: Final = (
    "A refresh brings this sheet up to date. Delete it when you don't need it any more: it isn't made again."
)
NOTHING_MISSING: Final = "Nothing"
NO_ROWS: Final = "No rows yet"
EMPTY: Final = "Empty"
A_TARGET: Final = "a target"
A_LEAD: Final = "a lead"
ERRORS_NAMED: Final = 3
NAMES_LISTED: Final = 6


def filled_words(rows: int, parts: Sequence[tuple[int, str]] = ()) -> str:
    """Return how many rows a list has, and how many of them have what matters: '10 rows, 8 with a target'.

    >>> filled_words(10, [(8, "a target")]), filled_words(0), filled_words(1)
    ('10 rows, 8 with a target', 'Empty', '1 row')
    """
    if not rows:
        return EMPTY
    return ", ".join([counted(rows, "row"), *(f"{count} with {what}" for count, what in parts)])


def settings_words(filled: int, settings: int) -> str:
    """Return how many of the settings are filled."""
    return f"{filled} of {settings} settings"


def without_words(noun: str, names: Sequence[object], what: str) -> str:
    """Return which rows lack something; '' where none does.

    >>> without_words("action", ["A", "C"], "a lead"), without_words("action", [], "a lead")
    ('Actions A and C have no lead', '')
    """
    if not names:
        return ""
    lacks = f"{'has' if len(names) == 1 else 'have'} no {what.split(' ', 1)[1]}"
    if len(names) > NAMES_LISTED:
        return f"{counted(len(names), noun)} {lacks}"
    words = numbered(noun, names)
    return f"{words[:1].upper()}{words[1:]} {lacks}"


def error_words(errors: Sequence[Finding], *, in_full: bool = False) -> str:
    """Return the first errors of a sheet with their cells, and how many more there are; '' where there is none.

    With `in_full` each is told in a sentence, as a missing setting needs its name.
    """
    if not errors:
        return ""
    named = [f"{_error(error, in_full)} ({error.cell})" for error in errors[:ERRORS_NAMED]]
    left = len(errors) - len(named)
    more = f" and {left:,} more" if left else ""
    return f"{counted(len(errors), 'error')}: {'; '.join(named)}{more}"


def _error(error: Finding, in_full: bool) -> str:
    return message(error).problem.rstrip(".") if in_full else title(error.code)


def missing_words(pieces: Sequence[str]) -> str:
    """Return what is missing, in sentences; 'Nothing' where nothing is."""
    return paragraph(pieces) or NOTHING_MISSING


def errors_in(sheets: Sequence[str], errors: int) -> str:
    """Return on which sheets the errors are that a pack waits for; '' where there is none."""
    return f"{counted(errors, 'error')} on {listed([*sheets])}" if errors else ""
