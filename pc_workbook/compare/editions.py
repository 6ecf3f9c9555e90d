"""Comparison of two editions of the tracker.

Both are trackers: the one people fill, and an earlier copy of it, such as one from its folder of backups. A pack
contains values only and less than its tracker, so it is not compared; its cover and the sheet Issued packs name its
tracker.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pc_workbook.compare.changes import ComparedRow, Section, Side
from pc_workbook.compare.figures import figure_changes, indicator_changes
from pc_workbook.compare.rows import action_changes, observation_changes, plan_changes, practice_changes
from pc_workbook.errors import WorkbookProblem
from pc_workbook.measures.indicators.change_since_issue import SUSTAINED
from pc_workbook.model.tracker import Tracker

COMPARISONS = (indicator_changes, figure_changes, practice_changes, action_changes, plan_changes, observation_changes)


NO_TRACKER = (
    "{name} has no practices, indicators or actions, so it can't be compared. Give a tracker, such as a copy from its "
    "folder of snapshots; a board pack holds values only: compare the trackers that the packs were made from."
)


class Comparison(NamedTuple):
    """What changed between two editions."""

    old: str
    new: str
    remarks: tuple[str, ...]
    moves: tuple[ComparedRow, ...]

    @property
    def moved(self) -> tuple[ComparedRow, ...]:
        """Return the changes without figures that were sustained."""
        return tuple(move for move in self.moves if move.kind != SUSTAINED)

    def in_section(self, section: Section) -> tuple[ComparedRow, ...]:
        """Return the changes of one section."""
        return tuple(move for move in self.moves if move.section is section)


def refuse_no_tracker(name: str, tracker: Tracker) -> None:
    """Raise WorkbookProblem for a workbook in which there is nothing to compare."""
    if not (tracker.practices or tracker.indicators or tracker.actions):
        raise WorkbookProblem(NO_TRACKER.format(name=name))


def compare(old: Side, new: Side) -> Comparison:
    """Return every change, in the order of the sections; sustained figures are reported for indicators only."""
    moves = tuple(move for look in COMPARISONS for move in look(old, new))
    return Comparison(old.words, new.words, tuple(_remarks(old, new)), moves)


def _remarks(old: Side, new: Side) -> Iterator[str]:
    then, now = old.results.as_at, new.results.as_at
    if then and now and then > now:
        yield "The first of the two speaks of a later day than the second; if that was not meant, swap them."
    if old.tracker.settings.area_name != new.tracker.settings.area_name:
        yield f"The two are of different areas: {old.tracker.settings.area_name} and {new.tracker.settings.area_name}."
