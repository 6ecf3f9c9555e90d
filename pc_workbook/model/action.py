"""Actions, the progress that locality managers report on them, and milestones."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pc_workbook.model.indicator import Rag
from pc_workbook.model.practice import PracticeCode
from pc_workbook.model.reference import ActionReference
from pc_workbook.model.row import MarkedRow

Percent = Annotated[float, Field(ge=0, le=100)]


class DeliveryKind(StrEnum):
    """How a delivery date is worded. Only the first four can be overdue, after their last day."""

    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    BY_YEAR = "by year"
    ONGOING = "ongoing"
    REPEATED = "repeated"  # quarterly from April 2016
    RELATIVE = "relative"
    STARTS = "start date"  # and no other
    DONE = "done"  # the cell reports completion and names no date
    NOT_SET = "not set"  # TBC
    UNREADABLE = "unreadable"


DATED = frozenset({DeliveryKind.DATE, DeliveryKind.MONTH, DeliveryKind.QUARTER, DeliveryKind.BY_YEAR})


class Delivery(BaseModel):
    """When an action is to be delivered: the text, every kind of date in it, and the last day where there is one."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    words: str
    kinds: tuple[DeliveryKind, ...]
    last_day: date | None = None
    moved_from: date | None = None  # the earlier last day that the cell mentions

    @property
    def kind(self) -> DeliveryKind:
        """Return the kind that decides: a dated one before "ongoing"."""
        return self.kinds[0]

    def has_passed(self, day: date) -> bool | None:
        """Return whether its last day is before a day; None where that is unclear, as with a past date beside "ongoing"."""
        if self.last_day is None or self.kind not in DATED:
            return None
        if self.last_day >= day:
            return False
        return None if len(self.kinds) > 1 else True


class Action(MarkedRow):
    """An action of the plan. Links are an unordered set of indicator numbers."""

    letter: ActionReference
    text: str
    outcome: str | None = None
    lead: str | None = None
    links: frozenset[int] = frozenset()
    functions: frozenset[int] = frozenset()
    programme: str | None = None
    delivery: Delivery | None = None
    first_delivery: Delivery | None = None
    slips: Annotated[int, Field(ge=0)] | None = None
    review_date: date | None = None
    completed_on: date | None = None
    reference: str | None = None
    objective: ActionReference | None = None
    power_to_act: str | None = None
    note: str | None = None
    unread: frozenset[str] = frozenset()  # fields above whose cells can't be read: they are not empty

    def overdue_on(self, day: date) -> bool:
        """Return whether the last day of its delivery has passed and it is not completed.

        False where the completion date can't be read.
        """
        if "completed_on" in self.unread:
            return False
        done = self.completed_on is not None and self.completed_on <= day
        return not done and self.delivery is not None and self.delivery.has_passed(day) is True


class ActionProgress(MarkedRow):
    """What one locality last reported on one action; the columns that locality managers fill in."""

    action: ActionReference
    locality: str
    progress: str | None = None
    rag: Rag | None = None
    rag_reason: str | None = None
    per_cent_complete: Percent | None = None
    next_step: str | None = None
    next_step_date: date | None = None
    updated_by: str | None = None
    updated_on: date | None = None


class MilestoneState(StrEnum):
    """The state of a milestone."""

    NOT_STARTED = "Not started"
    IN_HAND = "In hand"
    DONE = "Done"
    DROPPED = "Dropped"


#: States of a milestone that nothing more is to be done for.
FINISHED = (MilestoneState.DONE, MilestoneState.DROPPED)


class Milestone(MarkedRow):
    """A dated step of an action at one practice."""

    action: ActionReference
    practice: PracticeCode | None = None
    milestone: str
    due: date | None = None
    done: date | None = None
    state: MilestoneState | None = None
    note: str | None = None

    @property
    def is_finished(self) -> bool:
        """Return whether it is done or dropped."""
        return self.done is not None or self.state in FINISHED


class ProgressEntry(MarkedRow):
    """One dated progress text by one role; append-only."""

    entered_on: date
    action: ActionReference
    locality: str | None = None
    practice: PracticeCode | None = None
    role: str | None = None
    old_state: Rag | None = None
    new_state: Rag | None = None
    text: str
