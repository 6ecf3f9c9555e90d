"""Makes samples/thurrock-2017.xlsx: the Board paper and the reporting template as at 15 March 2017, as a tracker.

Its rows are those of the kit in samples/kits/thurrock-2017. The ten indicators hold what the template's cells hold, with
every trap in them. The actions say the same in our own words. The 33 practices are fictional: codes V00001 to V00033
can't exist, and no real practice is meant; their totals are those of the Board paper (165,760 patients and 80.00 FTE GPs
make 2,072 patients per FTE GP; 29 of 33 worse than England's 1,321; the worst over five times it; 10 Good, 5 Requires
improvement, 5 Inadequate, 13 not inspected). Localities are points of the compass. People appear by role.

    python samples/make_thurrock_2017.py
"""

from pathlib import Path

from pc_workbook.app import draw_tracker
from pc_workbook.kits.folders import shipped_kit
from pc_workbook.views.parts import Value

Row = dict[str, Value]
KIT = shipped_kit("thurrock-2017")
SETTINGS: Row = dict(KIT.settings)
LOCALITIES = tuple(str(row["name"]) for row in KIT.rows["tblLocalities"])
MEMBERS = tuple(str(row["role"]) for row in KIT.rows["tblRoles"] if row.get("audience") == "Member")
CLAIMS = KIT.rows["tblClaims"]


def rows() -> dict[str, list[Row]]:
    """Return every list of the tracker."""
    return {table: [dict(row) for row in kit_rows] for table, kit_rows in KIT.rows.items()}


def make(path: Path) -> None:
    """Write the sample tracker. The same bytes each time."""
    draw_tracker(path, rows(), SETTINGS, KIT.about.title)


if __name__ == "__main__":
    make(Path(__file__).with_name("thurrock-2017.xlsx"))
