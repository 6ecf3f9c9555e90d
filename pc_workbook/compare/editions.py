"""Comparison of two editions of the tracker.

Both are trackers: the one people fill, and an earlier copy of it, such as one from its folder of backups. A pack
contains values only and less than its tracker, so it is not compared; its cover and the sheet Issued packs name its
tracker.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pc_workbook.compare.changes import Change, ComparedEdition, RemarkCode, Side
from pc_workbook.compare.figures import figure_changes, indicator_changes
from pc_workbook.compare.rows import action_changes, observation_changes, plan_changes, practice_changes
from pc_workbook.errors import WorkbookProblem
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.model.tracker import Tracker

COMPARISONS = (indicator_changes, figure_changes, practice_changes, action_changes, plan_changes, observation_changes)


NO_TRACKER = (
    "{name} has no practices, indicators or actions, so it can't be compared. Give a tracker, such as a copy from its "
    "folder of snapshots; a board pack holds values only: compare the trackers that the packs were made from."
)


class Comparison(NamedTuple):
    """What changed between two editions."""

    old: ComparedEdition
    new: ComparedEdition
    remarks: tuple[Reason, ...]
    changes: tuple[Change, ...]


def refuse_no_tracker(name: str, tracker: Tracker) -> None:
    """Raise WorkbookProblem for a workbook in which there is nothing to compare."""
    if not (tracker.practices or tracker.indicators or tracker.actions):
        raise WorkbookProblem(NO_TRACKER.format(name=name))


def compare(old: Side, new: Side) -> Comparison:
    """Return every change, in the order of the sections; sustained figures are reported for indicators only."""
    changes = tuple(change for look in COMPARISONS for change in look(old, new))
    return Comparison(old.edition, new.edition, tuple(_remarks(old, new)), changes)


def _remarks(old: Side, new: Side) -> Iterator[Reason]:
    then, now = old.results.as_at, new.results.as_at
    if then and now and then > now:
        yield reason(RemarkCode.FIRST_IS_LATER)
    old_area, new_area = old.tracker.settings.area, new.tracker.settings.area
    if old_area != new_area:
        yield reason(RemarkCode.DIFFERENT_AREAS, old=old_area, new=new_area)
