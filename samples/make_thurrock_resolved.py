"""Makes samples/thurrock-2017-resolved.xlsx: the tracker of make_thurrock_2017.py once people have ruled on what blocked.

The rulings are invented for the sample, as are an edition issued before it and the approvals of all seven members.

    python -m samples.make_thurrock_resolved
"""

from datetime import date
from pathlib import Path

from pc_workbook.app import draw_tracker
from pc_workbook.views.parts import Value
from samples import make_thurrock_2017 as papers

Row = dict[str, Value]
EARLIER = date(2016, 11, 30)
AS_AT = date(2017, 3, 15)

RULINGS: dict[int, Row] = {
    1: {"target_kind": "Comparator, fixed"},
    2: {"target_kind": "Comparator, fixed", "baseline": "0.22 (2015)"},
    3: {"definition_ruling": "The title holds", "cqc_denominator": "Inspected practices"},
    4: {"cqc_denominator": "Inspected practices"},
    5: {"target_kind": "Comparator, moving"},
    6: {"boundary": "Up to and including the limit"},
}
OBSERVED: list[Row] = [
    {"indicator": 5, "organisation": "Thurrock", "period": "Jan 2017", "value": "79%", "source": "Fictional; GP Patient Survey",
     "extracted_on": date(2017, 3, 10), "revision": "Provisional"},
    {"indicator": 5, "organisation": "England", "period": "Jan 2017", "value": "85%", "source": "Fictional; GP Patient Survey",
     "extracted_on": date(2017, 3, 10), "revision": "Provisional"},
    {"indicator": 6, "organisation": "RDD", "period": "Feb 2017", "value": "92.3%", "source": "Fictional; A&E attendances",
     "extracted_on": date(2017, 3, 9), "revision": "Revised"},
]  # fmt: skip
ISSUED: list[Row] = [
    {"measure": "gp_fte_per_1000_weighted_patients", "organisation": "Thurrock", "period": "2015", "value": 0.47, "rag": "Not rated"},
    {"measure": "nurse_fte_per_1000_weighted_patients", "organisation": "Thurrock", "period": "2015", "value": 0.22, "rag": "Not rated"},
    {"measure": "cqc_share_at_least_good", "organisation": "Thurrock", "period": "30/11/2016", "value": 44.4, "rag": "Not rated"},
    {"measure": "good_experience_of_gp_services", "organisation": "Thurrock", "period": "2015/16", "value": 80, "rag": "Not rated"},
    {"measure": "ae_within_four_hours", "organisation": "RDD", "period": "2015/16", "value": 91.11, "rag": "Not rated"},
    {"measure": "cqc_rating_btuh", "organisation": "RDD", "period": "May 2016", "words": "Good", "rag": "Green"},
    {"measure": "cqc_rating_nelft", "organisation": "RAT", "period": "Sep 2016", "words": "Requires improvement", "rag": "Red"},
    {"measure": "actions_overdue", "organisation": "Thurrock", "period": "30/11/2016", "value": 0},
    {"measure": "practices_inspected", "organisation": "Thurrock", "period": "30/11/2016", "value": 18},
    {"measure": "action_c_state", "organisation": "Thurrock", "period": "30/11/2016", "words": "Due soon"},
]  # fmt: skip


def rows() -> dict[str, list[Row]]:
    """The rows of the papers' tracker, with the rulings set."""
    lists = papers.rows()
    waits = lists["tblTrajectory"][0]["note"]  # the whole sentence; in another row its beginning is cut off
    return {
        **lists,
        "tblIndicators": [{**row, **RULINGS.get(int(str(row["number"])), {})} for row in lists["tblIndicators"]],
        "tblTrajectory": [{**row, "note": waits} if row.get("note") else row for row in lists["tblTrajectory"]],
        "tblObservations": OBSERVED,
        "tblApprovals": [{"edition": AS_AT, "role": role, "approved_on": date(2017, 3, 8 + n)} for n, role in enumerate(papers.MEMBERS)],
        "tblEditions": [{"edition": EARLIER, **row} for row in ISSUED],
        "tblMeetings": [
            {"held_on": date(2017, 1, 11), "body": "Primary Care Improvement and Delivery Group", "item": "Preparing the first report"},
            *lists["tblMeetings"],
        ],
    }  # fmt: skip


def make(path: Path) -> None:
    """Write the sample tracker. The same bytes each time."""
    draw_tracker(
        path, rows(), papers.SETTINGS, "Thurrock primary care improvement tracker, 15 March 2017 (sample, resolved)"
    )


if __name__ == "__main__":
    make(Path(__file__).with_name("thurrock-2017-resolved.xlsx"))
