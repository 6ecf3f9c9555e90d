"""The one period that an edition's staff figures are of.

Periods that end together are one reading: 30/09/2015 and September 2015. One odd row of a later month must
not turn the whole edition to it, so a period that covers few practices gives way to an earlier one.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pc_workbook.model.period import Period
from pc_workbook.model.practice import COUNTED_GROUPS
from pc_workbook.model.row import column
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.numbers import counted

#: A period with fewer than this part of the practices of an earlier one gives way to it.
ENOUGH = 0.5


class StaffPeriod(NamedTuple):
    """The period of the staff figures, and a note where it is not the latest one."""

    period: Period | None
    note: str = ""


class _Reading(NamedTuple):
    """What ends on one day: the longest of the periods, and the open practices that gave an FTE for it."""

    period: Period
    practices: set[str]


def staff_period(tracker: Tracker) -> StaffPeriod:
    """The latest period of GP or nurse rows that ended by the as-at date, and covers enough practices.

    A practice is covered by a row that holds an FTE, 0.0 included. A period that covers fewer than half of the
    practices that an earlier one covers gives way to it (decision), and the note says so.
    """
    readings = _readings(tracker)
    if not readings:
        return StaffPeriod(None)
    covered = {end: len(reading.practices) for end, reading in readings.items()}
    latest, end = max(readings), _end_that_covers_enough(covered)
    shown = readings[end].period
    if end == latest:
        return StaffPeriod(shown)
    everyone = counted(len(tracker.open_practices()), "practice")
    thin = f"{readings[latest].period.label} covers {covered[latest]} of {everyone} only"
    return StaffPeriod(shown, f"Workforce of {thin}: {shown.label} is shown")


def _end_that_covers_enough(covered: Mapping[date, int]) -> date:
    return max(
        end
        for end, practices in covered.items()
        if practices >= ENOUGH * max(count for day, count in covered.items() if day <= end)
    )


def _readings(tracker: Tracker) -> dict[date, _Reading]:
    as_at = tracker.settings.as_at
    unread = tracker.unread.get("workforce", {})
    readable = {practice.code for practice in tracker.open_practices()} - unread.keys()
    named = (column(tracker.workforce, name) for name in ("practice", "period", "staff_group", "fte"))
    longest: dict[date, Period] = {}
    practices: dict[date, set[str]] = defaultdict(set)
    for practice, period, group, fte in zip(*named, strict=True):
        if group not in COUNTED_GROUPS or (as_at is not None and period.end > as_at):
            continue
        if period.end not in longest or period.start < longest[period.end].start:
            longest[period.end] = period
        if fte is not None and practice in readable:
            practices[period.end].add(practice)
    return {end: _Reading(period, practices[end]) for end, period in longest.items()}
