"""What patients per FTE GP are compared with: the comparator of the indicator that measures them, else the settings'."""

from typing import Final

from pc_workbook.model.comparator import ComparatorValue
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.tracker import Tracker

MEASURE: Final = "patients_per_gp_fte"
ENGLAND: Final = "England"


def with_staff_comparator(tracker: Tracker) -> Tracker:
    """Return the tracker with its comparator of patients per FTE GP: the newest on the list of comparators, where it has one.

    The settings stay as they are typed where the list has no value.
    """
    row = staff_comparator(tracker)
    if row is None:
        return tracker
    return tracker._replace(settings=tracker.settings.model_copy(update={"listed_staff_comparator": row}))


def staff_comparator(tracker: Tracker) -> ComparatorValue | None:
    """Return the row of the list of comparators that patients per FTE GP are compared with; None where there is none."""
    if not tracker.comparators:
        return None
    indicator = next((row for row in tracker.indicators if row.measure == MEASURE), None)
    if indicator is None:
        return None
    as_at, wanted = tracker.settings.as_at, name_key(indicator.comparator_name or ENGLAND)
    rows = [
        row
        for row in tracker.comparators
        if row.indicator == indicator.number and name_key(row.comparator) == wanted
        and row.value is not None and row.value > 0 and (as_at is None or row.period.end <= as_at)
    ]  # fmt: skip
    return max(rows, key=lambda row: row.period.end, default=None)
