"""Questions that wait for a person: values that may be wrong, and the figures that rest on them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pc_workbook.model.period import Period


class Question(NamedTuple):
    """One value in question: where it stands, and of which period it is (None where it is of no one period)."""

    where: str  # "Workforce, D6"
    period: Period | None = None


class StaffQuestion(NamedTuple):
    """A staff figure or list size in question."""

    where: str
    period: Period | None  # None for the list of the sheet Practices, which counts only where it stands in
    quantity: (
        str  # which of a practice's quantities it is: "gp_fte", "nurse_fte", "registered_patients", "weighted_patients"
    )


class Blocker(NamedTuple):
    """An error for which an indicator is not judged: the code of its kind, and its cell as Excel writes it."""

    code: str
    where: str


class Questions(NamedTuple):
    """The values in question of one tracker."""

    indicators: Mapping[int, tuple[Question, ...]] = MappingProxyType({})
    practices: Mapping[str, tuple[StaffQuestion, ...]] = MappingProxyType({})


NO_QUESTIONS = Questions()
