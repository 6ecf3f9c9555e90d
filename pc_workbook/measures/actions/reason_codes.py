"""Codes of what the figures say about actions and returns. The comment of a code names its values."""

from enum import StrEnum


class StateReason(StrEnum):
    """Why an action is in its state."""

    COMPLETED = "completed"  # on
    COMPLETION_UNREAD = "completion_unread"
    NO_DELIVERY = "no_delivery"
    NOT_SET = "not_set"  # delivery: the text of the cell
    RELATIVE = "relative"  # delivery
    STARTS = "starts"  # delivery
    DONE = "done"  # delivery
    DELIVERY_UNREAD = "delivery_unread"  # delivery
    NO_AS_AT = "no_as_at_date"  # last_day
    PASSED_BUT_GOES_ON = "passed_but_goes_on"  # last_day
    OVERDUE = "overdue"  # last_day, days
    DUE_SOON = "due_soon"  # last_day, days
    NOT_YET_DUE = "not_yet_due"  # last_day
    REVIEW_UNREAD = "review_unread"
    NO_REVIEW = "no_review"
    REVIEW_DUE = "review_due"  # on
    REVIEW_WAS_DUE = "review_was_due"  # on


class Flag(StrEnum):
    """What a person should look at in an action or in its progress."""

    UNREAD = "unread"  # field
    NO_OUTCOME = "no_outcome"
    NO_LEAD = "no_lead"
    NO_LINKS = "no_links"
    TWO_KINDS_OF_DATE = "two_kinds_of_date"  # kinds
    SLIPPED = "slipped"  # times, first: the first date, or its text
    REVIEW_PASSED = "review_passed"
    MILESTONES_PASSED = "milestones_passed"  # count
    NO_PROGRESS = "no_progress"
    REPEATS_DELIVERY = "repeats_delivery"  # localities
    COPIED = "copied"  # actions
    UNDATED = "undated"
    STALE = "stale"  # days, newest


#: Flags about the plan; the others are about what was reported.
PLAN_FLAGS = frozenset(
    {
        Flag.UNREAD,
        Flag.NO_OUTCOME,
        Flag.NO_LEAD,
        Flag.NO_LINKS,
        Flag.TWO_KINDS_OF_DATE,
        Flag.SLIPPED,
        Flag.REVIEW_PASSED,
        Flag.MILESTONES_PASSED,
    }
)


class ReturnState(StrEnum):
    """The state of a locality's return."""

    NOT_HANDED_OUT = "not_handed_out"
    RECEIVED = "received"  # on, days_late, version
    UNDATED = "expected_without_date"
    LATE = "late"  # due_by, days
    EXPECTED = "expected"  # due_by
