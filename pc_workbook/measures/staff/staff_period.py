"""The one period of the staff figures.

Periods that end together are one: 30/09/2015 and September 2015. A few rows of a later month must not move every
figure to that month, so a period that covers few practices gives way to an earlier one.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.staff.ratio import StaffReason
from pc_workbook.model.period import Period
from pc_workbook.model.practice import COUNTED_GROUPS
from pc_workbook.model.row import column
from pc_workbook.model.tracker import Tracker
from pc_workbook.model.words import groups_by_day

#: A period with fewer than this proportion of the practices of an earlier one gives way to it (decision).
ENOUGH = 0.5


class StaffPeriod(NamedTuple):
    """The period of the staff figures, and why it is not the latest one."""

    period: Period | None
    note: Reason | None = None


class _Coverage(NamedTuple):
    """The longest of the periods that end on one day, and the open practices with an FTE for it."""

    period: Period
    practices: set[str]


def staff_period(tracker: Tracker) -> StaffPeriod:
    """Return the latest period of GP or nurse rows that ended by the as-at date and covers enough practices.

    A practice is covered by a row with an FTE, 0.0 included. A period that covers fewer than half of the practices that
    an earlier one covers gives way to it (decision), with a note.
    """
    coverage = _coverage(tracker)
    if not coverage:
        return StaffPeriod(None)
    covered = {end: len(each.practices) for end, each in coverage.items()}
    latest, end = max(coverage), _end_that_covers_enough(covered)
    shown = coverage[end].period
    if end == latest:
        return StaffPeriod(shown)
    note = reason(
        StaffReason.PERIOD_COVERS_FEW,
        latest=coverage[latest].period.label,
        covered=covered[latest],
        practices=len(tracker.open_practices()),
        shown=shown.label,
    )
    return StaffPeriod(shown, note)


def _end_that_covers_enough(covered: Mapping[date, int]) -> date:
    return max(
        end
        for end, practices in covered.items()
        if practices >= ENOUGH * max(count for day, count in covered.items() if day <= end)
    )


def _coverage(tracker: Tracker) -> dict[date, _Coverage]:
    as_at = tracker.settings.as_at
    unread = tracker.unread.get("workforce", {})
    readable = {practice.code for practice in tracker.open_practices()} - unread.keys()
    named = (column(tracker.workforce, name) for name in ("practice", "period", "staff_group", "fte"))
    of_day = groups_by_day(tracker.words)
    longest: dict[date, Period] = {}
    practices: dict[date, set[str]] = defaultdict(set)
    for practice, period, group, fte in zip(*named, strict=True):
        is_counted = group in COUNTED_GROUPS or group in of_day(period.end).counted
        if not is_counted or (as_at is not None and period.end > as_at):
            continue
        if period.end not in longest or period.start < longest[period.end].start:
            longest[period.end] = period
        if fte is not None and practice in readable:
            practices[period.end].add(practice)
    return {end: _Coverage(period, practices[end]) for end, period in longest.items()}
