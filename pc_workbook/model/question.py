"""Values in question, which a person must check because they may be wrong, and entries that can't be read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pc_workbook.model.period import Period


class Question(NamedTuple):
    """One value in question: its cell, and its period (None where it has no single period)."""

    where: str  # "Workforce, D6"
    period: Period | None = None


class StaffQuestion(NamedTuple):
    """A staff figure or list size in question."""

    where: str
    period: Period | None  # None for a list size on the sheet Practices, which counts only where it is used
    quantity: str  # "gp_fte", "nurse_fte", "registered_patients" or "weighted_patients"


class UnreadEntry(NamedTuple):
    """An entry that can't be used, so that the figures of its organisation are left out."""

    cell: str  # "Workforce, D6"
    heading: str = ""  # of its column; "" where the whole row occurs twice
    is_empty: bool = False  # a required entry is missing


class Blocker(NamedTuple):
    """An error for which an indicator is not judged: the code of its kind, and its cell as Excel writes it."""

    code: str
    where: str


class Questions(NamedTuple):
    """The values in question of one tracker."""

    indicators: Mapping[int, tuple[Question, ...]] = MappingProxyType({})
    practices: Mapping[str, tuple[StaffQuestion, ...]] = MappingProxyType({})


NO_QUESTIONS = Questions()
