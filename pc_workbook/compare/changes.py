"""One change between two trackers, and the words for a cell's value."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pc_workbook.measures.results import Results
from pc_workbook.model.action import Delivery
from pc_workbook.model.period import Period
from pc_workbook.model.target import OrdinalGoal
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.numbers import day_words, exact, listed


class Section(StrEnum):
    """The section of the report that a change belongs to, in this order."""

    INDICATORS = "Indicators"
    FIGURES = "Other figures"
    PRACTICES = "Practices"
    ACTIONS = "Actions"
    PLAN = "Targets, definitions and settings"
    REVISIONS = "Revised since"


class Side(NamedTuple):
    """One of the two trackers."""

    name: str
    tracker: Tracker
    results: Results

    @property
    def words(self) -> str:
        """Return what it is called: 'the issue of 15 March 2017 (tracker.xlsx)'."""
        day = self.results.as_at
        return f"the issue of {day_words(day)} ({self.name})" if day else f"{self.name}, which has no as-at date"


class ComparedRow(NamedTuple):
    """One change: its subject, its kind, and a sentence that describes it."""

    section: Section
    about: str  # "Indicator 5", "F81010", "Action C"
    kind: str  # "improved", "re-rated", "slipped" ...
    words: str


def before_and_after(then: object, now: object) -> str:
    """Return both values of a cell in words; typed text is in quotation marks.

    >>> before_and_after(85.0, 88.0), before_and_after(None, "Answers, weighted.")
    ('was 85, is now 88', 'was nothing, is now “Answers, weighted.”')
    """
    return f"was {_quoted(then)}, is now {_quoted(now)}"


def _quoted(value: object) -> str:
    return f"“{value}”" if type(value) is str and value else cell_text(value)


def cell_text(value: object) -> str:
    """Return a value of a row in words; a missing one is 'nothing'."""
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "Yes" if value else "No"
        case int() | float():
            return exact(value)
        case date():
            return day_words(value)
        case Period():
            return value.label
        case OrdinalGoal() | Delivery():
            return value.words
        case frozenset():
            return listed([str(item) for item in sorted(value)]) or "nothing"
        case _:
            return str(value)
