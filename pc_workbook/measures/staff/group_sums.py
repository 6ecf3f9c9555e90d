"""The groups whose sums each practice is part of, at every level: for the measures, and for what protects a hidden
practice.
"""

from collections.abc import Mapping
from datetime import date

from pc_workbook.measures.staff.staffing import SummedGroup
from pc_workbook.model.memberships import Memberships
from pc_workbook.model.period import Period
from pc_workbook.model.practice import Practice
from pc_workbook.model.tracker import Tracker


class GroupSums:
    """In which sums each practice is, at every level: shared by the measures and by what protects a hidden practice."""

    def __init__(self, tracker: Tracker, period: Period | None) -> None:
        self.memberships = Memberships(tracker)
        self.as_at = tracker.settings.as_at
        self.day: date | None = period.end if period else self.as_at

    def summed_in(self, practice: Practice) -> Mapping[str, SummedGroup]:
        """Return the group whose sum a practice is part of, by level."""
        groups = self.memberships.of_practice(practice, self.day).by_level
        found = {}
        for level, name in groups.items():
            now = self.memberships.successor(name, self.as_at)
            if now is not None:
                found[level] = SummedGroup(now, name if now != name else "")
        return found

    def now(self, practice: Practice) -> Mapping[str, str]:
        """Return the groups of a practice on the as-at date, by level."""
        return self.memberships.of_practice(practice, self.as_at).by_level

    def in_dispute(self, practice: Practice) -> frozenset[str]:
        """Return the levels at which a practice is in two groups when the period ended, and so is in no sum."""
        return self.memberships.of_practice(practice, self.day).in_dispute
