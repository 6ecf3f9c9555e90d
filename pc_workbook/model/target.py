"""Targets, rating goals and trajectories of indicators."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pc_workbook.model.own_scale import AnyRating
from pc_workbook.model.period import Period
from pc_workbook.model.row import Row


class TargetKind(StrEnum):
    """The kind of a target."""

    LEVEL = "Level"
    COMPARATOR_FIXED = "Comparator, fixed"
    COMPARATOR_MOVING = "Comparator, moving"
    COMPARATOR_UNDECIDED = "Comparator, not yet decided"
    ORDINAL = "Ordinal"
    ZERO_TOLERANCE = "Zero tolerance"


class OrdinalGoal(BaseModel):
    """A rating to reach or keep: met by `rating`, the lowest that counts, and by any better one.

    "Good or be working towards Good" has a second half that needs evidence. `of_practices` is True where the goal names
    practices ("No practice rated Inadequate"), so that no other organisation's rating meets it.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    rating: AnyRating
    retain: bool = False
    or_working_towards: bool = False
    words: str
    of_practices: bool = False


class TrajectoryStatus(StrEnum):
    """Whether a yearly value was agreed by people, or derived by this program."""

    AGREED = "Agreed"
    DERIVED = "Derived, not agreed"


class TrajectoryPoint(Row):
    """The agreed value of one indicator for one year or period. One without an agreed value has no row, or an empty one.

    A row has a year, of the kind of the plan's years, or a period; both only where the period is of that year.
    """

    indicator: int
    year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    period: Period | None = None
    value: float | None = None
    goal: OrdinalGoal | None = None
    status: TrajectoryStatus = TrajectoryStatus.AGREED
    note: str | None = None
