"""Whether a return may change a row without a person: its record is compared with what would be handed out to its
locality.

A record guards against accidents and can be forged, so its content alone is never enough.
"""

from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.return_codes import ConflictReason
from pc_workbook.returns.return_data import ReturnStamp, RowName
from pc_workbook.tracker.intake import Intake


class Permission:
    """What each locality may change, by the tracker as it is now."""

    def __init__(self, intake: Intake) -> None:
        from pc_workbook.returns.handout import (
            ReleasableRows,  # the form that it draws needs much that a merge does not
        )

        self._source = ReleasableRows(intake)
        self._area = intake.tracker.settings.area_name
        self._localities = {name_key(locality.name): locality for locality in reversed(intake.tracker.places())}
        self._marks = {
            row.hand_out: name_key(row.locality) for row in intake.tracker.returns if row.handed_out_on is not None
        }
        self._given: dict[str, frozenset[RowName]] = {}

    def doubt(self, stamp: ReturnStamp, row: RowName, is_in_tracker: bool, is_offered: bool) -> str:
        """Return the code of why a return may not change a row without a person; "" where it may."""
        locality = name_key(stamp.locality)
        if stamp.area and name_key(stamp.area) != name_key(self._area):
            return ConflictReason.OTHER_AREA
        if locality not in self._localities:
            return ConflictReason.LOCALITY_NOT_LISTED
        if self._marks.get(stamp.return_id, locality) != locality:
            return ConflictReason.OTHER_REFERENCE
        if is_in_tracker:
            return "" if row in self._rows_given(locality) else ConflictReason.ROW_OF_OTHERS
        return ConflictReason.ROW_NOT_OFFERED if is_offered and not self._is_offered(locality, row) else ""

    def _rows_given(self, locality: str) -> frozenset[RowName]:
        if locality not in self._given:
            from pc_workbook.returns.handout import LocalityRows

            share = LocalityRows.for_locality(self._source, self._localities[locality])
            milestones = [row for row in share.milestones if row.values["practice"] in share.practices]
            rows = (row for row in (*share.progress, *milestones) if self._source.may_go_out(row))
            self._given[locality] = frozenset((row.table, row.key) for row in rows)
        return self._given[locality]

    def _is_offered(self, locality: str, row: RowName) -> bool:
        """Return whether an action without a row for the locality is one that it may report on."""
        from pc_workbook.returns.handout import PROGRESS

        table, key = row
        return table == PROGRESS and key[0] in self._source.actions and name_key(key[1]) == locality
