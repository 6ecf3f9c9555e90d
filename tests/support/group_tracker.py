"""A tracker of a made-up area whose practices belong to networks, these to places, and these to a board; a federation
beside them. One practice has moved since the period of the staff figures, one has merged, one network has a successor."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from tests.support.value_tracker import with_rows

Rows = Sequence[Mapping[str, Any]]

LEVELS: Final[Rows] = [
    {"level": "Place", "plural": "Places", "order": 2.0, "manager_word": "Place lead"},
    {"level": "Network", "plural": "Networks", "order": 1.0, "manager_word": "Clinical director"},
    {"level": "Federation", "order": 1.0},
    {"level": "Board", "plural": "Boards", "order": 3.0},
]
GROUPS: Final[Rows] = [
    {"name": "Stour", "level": "Network", "code": "V10001", "manager": "Clinical director, Stour"},
    {"name": "Colne", "level": "Network", "code": "V10002", "manager": "Clinical director, Colne"},
    {"name": "Old Blackwater", "level": "Network", "ends": date(2016, 12, 31), "successor": "Blackwater"},
    {"name": "Blackwater", "level": "Network", "starts": date(2017, 1, 1)},
    {"name": "North place", "level": "Place"},
    {"name": "South place", "level": "Place"},
    {"name": "The board", "level": "Board"},
    {"name": "GP Together", "level": "Federation"},
]
MEMBERSHIPS: Final[Rows] = [
    {"member": "V90001", "group": "Stour"},
    {"member": "V90002", "group": "Stour", "ends": date(2016, 12, 31)},
    {"member": "V90002", "group": "Colne", "starts": date(2017, 1, 1)},
    {"member": "V90003", "group": "Colne"},
    {"member": "V90004", "group": "Old Blackwater", "ends": date(2016, 12, 31)},
    {"member": "V90004", "group": "Blackwater", "starts": date(2017, 1, 1)},
    {"member": "v10001", "group": "North place"},
    {"member": "Colne", "group": "North place"},
    {"member": "Old Blackwater", "group": "South place", "ends": date(2016, 12, 31)},
    {"member": "Blackwater", "group": "South place", "starts": date(2017, 1, 1)},
    {"member": "North place", "group": "The board"},
    {"member": "South place", "group": "The board"},
    {"member": "V90001", "group": "GP Together"},
    {"member": "V90003", "group": "GP Together"},
]
FTE: Final = {"V90001": 2.0, "V90002": 4.0, "V90003": 1.0, "V90004": 5.0}
WORKFORCE: Final[Rows] = [
    {"practice": code, "period": "September 2016", "staff_group": "All GPs", "fte": fte,
     "registered_patients": 5000.0 + 1000 * n, "weighted_patients": 5200.0}
    for n, (code, fte) in enumerate(FTE.items())
]  # fmt: skip


def group_tracker(**lists: Rows) -> Snapshot:
    """The tracker, with other rows in some of its lists."""
    given = {
        "tblLevels": LEVELS,
        "tblGroups": GROUPS,
        "tblMemberships": MEMBERSHIPS,
        "tblWorkforce": WORKFORCE,
        **lists,
    }
    sheets: dict[str, SheetCells] = {}
    places: dict[str, ListObject] = {}
    for table, rows in given.items():
        added = with_rows(table, rows)
        sheets = {**added.sheets, **sheets, added.lists[table].sheet: added.sheets[added.lists[table].sheet]}
        places = {**added.lists, **places, table: added.lists[table]}
    return Snapshot("a tracker", sheets, places)
