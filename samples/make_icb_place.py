"""Makes samples/icb-place.xlsx: a place of an integrated care board as at 30 October 2026, as a tracker.

Its plan is the kit in samples/kits/icb-place. The area, its networks, practices and trusts, and every value, are made up:
codes V00001 to V00016 and those that begin with Z9Z can't exist. People appear by role.

    python -m samples.make_icb_place
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from pc_workbook.app import draw_tracker
from pc_workbook.kits.folders import shipped_kit
from pc_workbook.views.parts import Value

Row = dict[str, Value]
KIT = shipped_kit("icb-place")
AREA, AS_AT = "Fictionshire", date(2026, 10, 30)
HOSPITAL, COMMUNITY = "Z9ZH", "Z9ZC"
NETWORKS = ("Hill", "Vale", "Moor", "Coast")
MONTHS = ("April 2026", "May 2026", "June 2026", "July 2026", "August 2026", "September 2026")
QUARTERS = ("Q3 2025/26", "Q4 2025/26", "Q1 2026/27", "Q2 2026/27")
TO_DATE = ("YTD Jun 2026", "YTD Sep 2026")
ROLLING = ("12 months to Mar 2026", "12 months to Jun 2026", "12 months to Sep 2026")

SETTINGS: Row = {
    **KIT.settings,
    "area_name": AREA,
    "area_code": "Z9Z",
    "as_at": AS_AT,
    "plan_period": "2026/27",
    "objective_lead": "Place director",
}

#: Patients, weighted patients, FTE GPs, FTE nurses, deprivation score and overall CQC rating of each practice.
PRACTICES = (
    (9120, 9480, 4.90, 2.60, 31.2, "Good"),
    (12450, 12010, 7.10, 3.90, 18.4, "Good"),
    (6230, 6890, 2.70, 1.80, 38.9, "Requires improvement"),
    (8010, 8240, 4.20, 2.40, 27.5, "Good"),
    (14890, 13920, 9.30, 4.80, 12.1, "Outstanding"),
    (10340, 10110, 5.60, 2.90, 16.7, "Good"),
    (7260, 7430, 3.90, 2.20, 22.8, "Good"),
    (5480, 5790, 2.50, 1.40, 29.6, ""),
    (4310, 4720, 1.60, 1.10, 41.3, "Inadequate"),
    (6940, 7350, 3.10, 1.90, 35.4, "Good"),
    (8770, 8920, 4.60, 2.70, 24.0, "Good"),
    (7590, 7810, 3.80, 2.10, 26.3, "Requires improvement"),
    (11230, 11690, 6.20, 3.50, 19.9, "Good"),
    (9850, 10480, 4.70, 2.80, 33.1, "Good"),
    (5920, 6310, 2.40, 1.70, 36.8, ""),
    (13040, 12760, 7.80, 4.10, 14.5, "Good"),
)

#: Periods and values of each indicator that is observed, and whose they are.
OBSERVED: Sequence[tuple[int, str, Sequence[str], Sequence[Value]]] = (
    (1, AREA, MONTHS, ("63.8%", "64.1%", "64.4%", "64.9%", "65.3%", "65.8%")),
    (2, AREA, MONTHS, ("80.1%", "80.9%", "81.4%", "82.2%", "81.7%", "83.0%")),
    (3, AREA, ("2024/25", "2025/26"), ("72.3%", "73.6%")),
    (4, AREA, QUARTERS, ("64.9%", "65.4%", "65.2%", "66.1%")),
    (5, AREA, ("2024/25", "2025/26"), ("71.8%", "73.1%")),
    (6, AREA, ROLLING, ("55.2%", "57.0%", "58.9%")),
    (7, AREA, TO_DATE, ("11.2%", "27.4%")),
    (8, HOSPITAL, MONTHS, ("72.4%", "73.1%", "74.8%", "74.0%", "75.9%", "76.2%")),
    (9, AREA, QUARTERS, (3.42, 3.61, 3.18, 3.05)),
    (13, AREA, MONTHS, ("£1.92m", "£1.95m", "£1.90m", "£1.98m", "£1.91m", "£1.93m")),
    (14, AREA, QUARTERS, (71, 68, 60, 54)),
    (15, AREA, TO_DATE, (410, 933)),
    (16, AREA, ("2024/25", "2025/26"), (104.2, 101.7)),
    (17, AREA, MONTHS[-2:], ("No", "Yes")),
    (18, AREA, ROLLING, ("9.8%", "9.6%", "9.9%")),
    (19, AREA, QUARTERS[-2:], ("Planned", "Tested")),
)
#: Steps of the plan: the indicator, its periods and the values agreed for them.
STEPS: Sequence[tuple[int, Sequence[str], Sequence[Value]]] = (
    (1, ("September 2026", "December 2026", "March 2027"), ("65.5%", "66%", "66.7%")),
    (2, ("September 2026", "December 2026", "March 2027"), ("83.5%", "84%", "85%")),
    (3, ("2025/26", "2026/27"), ("73%", "75%")),
    (4, ("Q2 2026/27", "Q3 2026/27", "Q4 2026/27"), ("67%", "68%", "69%")),
    (5, ("2025/26", "2026/27"), ("75%", "76%")),
    (6, ("12 months to Sep 2026", "12 months to Mar 2027"), ("58%", "62%")),
    (7, ("YTD Sep 2026", "YTD Dec 2026", "2026/27"), ("30%", "50%", "76%")),
    (8, ("September 2026", "December 2026", "March 2027"), ("77%", "77.5%", "78%")),
    (9, ("Q2 2026/27", "Q4 2026/27"), (3.10, 3.30)),
    (13, ("September 2026",), ("£1.95m",)),
    (14, ("Q2 2026/27", "Q4 2026/27"), (56, 42)),
    (15, ("YTD Sep 2026", "2026/27"), (1000, 2200)),
    (16, ("2025/26", "2026/27"), (102, 100)),
    (17, ("September 2026",), ("Yes",)),
)
TOLERANCES = {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 3, 8: 1.5, 9: 0.1}
DELIVERY: dict[str, Row] = {
    "1.1": {"delivery": date(2026, 12, 31)},
    "1.2": {"delivery": "March 2027"},
    "2.1": {"delivery": "2026/27"},
    "2.2": {"delivery": date(2026, 9, 1), "completed_on": date(2026, 9, 1)},
    "3.1": {"delivery": "Ongoing", "review_date": date(2027, 1, 15)},
    "3.2": {"delivery": date(2026, 8, 31)},
    "4.1": {"delivery": "March 2027"},
    "5.1": {"delivery": "Ongoing", "review_date": date(2026, 12, 1)},
    "6.1": {"delivery": date(2026, 11, 20)},
}
REPORTS = (
    ("1.1", "Hill", "All four practices have call-back; waits are published each week.", "Green", "In place in every practice"),
    ("1.1", "Vale", "Two practices have moved, two follow in November.", "Green", "On time"),
    ("1.1", "Coast", "One practice waits for its line to be upgraded.", "Amber", "No date for the line yet"),
    ("2.1", "Moor", "Texts went to 1,900 people; a second round is booked.", "Amber", "Uptake is below the plan"),
    ("3.1", "Vale", "The first joint clinic ran in September.", "Green", "First clinic held"),
    ("3.2", "Moor", "Searches are done in three of four practices.", "Red", "The last practice has not begun"),
    ("4.1", "Hill", "The team has its first five members.", "Green", "Recruitment is ahead of plan"),
    ("6.1", "Moor", "Two visits were made; the third is in October.", "Amber", "One visit was put off"),
)  # fmt: skip

CLAIMS: Sequence[Row] = (
    {"number": 1, "claim": "Practices in more deprived areas tend to have more patients per FTE GP", "test": "Correlation",
     "measure": "patients_per_gp_fte", "value": "at least 0.5", "second_measure": "deprivation_score", "source": "Place plan, page 4"},
    {"number": 2, "claim": "There are no more than 1,650 patients per FTE GP", "test": "Target met",
     "measure": "patients_per_gp_fte", "source": "Place plan, page 9"},
)  # fmt: skip
PLACES = {"North Fictionshire": ("Hill", "Vale"), "South Fictionshire": ("Moor", "Coast")}
LOCATION, BOARD = "Fictionshire location", "Fictionshire Integrated Care Board"
FEDERATION = "Moor and Coast GP Federation"


def _groups() -> Iterator[Row]:
    for place in PLACES:
        yield {"name": place, "level": "Place", "manager": "Place director"}
    yield {"name": LOCATION, "level": "Sub-ICB location", "code": "Z9Z"}
    yield {"name": BOARD, "level": "Integrated care board"}
    yield {"name": FEDERATION, "level": "Federation"}


def _memberships() -> Iterator[Row]:
    """Yield which network belongs to which place, and so on; one network moved on 1 April 2026."""
    for place, networks in PLACES.items():
        for network in networks:
            yield {
                "member": network,
                "group": place,
                "starts": date(2026, 4, 1) if network == "Vale" else date(2022, 7, 1),
            }
        yield {"member": place, "group": LOCATION, "starts": date(2022, 7, 1)}
    yield {"member": "Vale", "group": "South Fictionshire", "starts": date(2022, 7, 1), "ends": date(2026, 3, 31)}
    yield {"member": LOCATION, "group": BOARD, "starts": date(2022, 7, 1)}
    for number in range(8, len(PRACTICES)):
        yield {"member": code(number), "group": FEDERATION, "starts": date(2023, 4, 1)}


#: Values of England; the area's indicators name it as their comparator.
ENGLAND: Sequence[tuple[int, str, Value]] = (
    (1, "September 2026", "66.2%"),
    (2, "September 2026", "82.4%"),
    (3, "2025/26", "75.0%"),
    (4, "Q2 2026/27", "66.9%"),
    (5, "2025/26", "74.6%"),
)


def _comparators() -> Iterator[Row]:
    for indicator, period, value in ENGLAND:
        yield {"comparator": "England", "indicator": indicator, "period": period, "value": value,
               "source": "Fictional", "extracted_on": date(2026, 10, 12)}  # fmt: skip


def network_of(number: int) -> str:
    """Return the network of a practice, by its place in the list."""
    return NETWORKS[number // 4]


def code(number: int) -> str:
    """Return the code of a practice, by its place in the list."""
    return f"V{number + 1:05}"


def _practices() -> Iterator[Row]:
    for number, (patients, weighted, _, _, score, _) in enumerate(PRACTICES):
        yield {
            "code": code(number), "name": f"Fictional practice {number + 1:02}", "locality": network_of(number),
            "registered_patients": patients, "weighted_patients": weighted, "list_as_at": "September 2026",
            "deprivation_score": score, "deprivation_source": "Fictional score; higher is more deprived",
        }  # fmt: skip


def _workforce() -> Iterator[Row]:
    for number, (_, _, doctors, nurses, _, _) in enumerate(PRACTICES):
        for group, staff in (("All GPs", doctors), ("All nurses", nurses)):
            yield {"practice": code(number), "period": "September 2026", "staff_group": group, "fte": staff,
                   "source": "Fictional workforce return", "extracted_on": date(2026, 10, 29)}  # fmt: skip


def _ratings() -> Iterator[Row]:
    for number, (*_, rating) in enumerate(PRACTICES):
        if rating:
            inspected = date(2023 + number % 3, 2 + number % 9, 10)
            yield {"organisation": code(number), "inspected_on": inspected,
                   "published_on": inspected.replace(month=inspected.month + 1), "overall": rating}  # fmt: skip
    yield {
        "organisation": COMMUNITY,
        "inspected_on": date(2024, 6, 4),
        "published_on": date(2024, 8, 20),
        "overall": "Good",
    }


def _observations() -> Iterator[Row]:
    for indicator, organisation, periods, values in OBSERVED:
        for period, value in zip(periods, values, strict=True):
            yield {"indicator": indicator, "organisation": organisation, "period": period, "value": value,
                   "source": "Fictional", "extracted_on": date(2026, 10, 12)}  # fmt: skip


def _steps() -> Iterator[Row]:
    for indicator, periods, values in STEPS:
        for period, value in zip(periods, values, strict=True):
            yield {"indicator": indicator, "period": period, "value": value, "status": "Agreed"}


def _progress() -> Iterator[Row]:
    reported = {(action, network): texts for action, network, *texts in REPORTS}
    for action in KIT.rows["tblActions"]:
        for network in NETWORKS:
            row: Row = {"action": str(action["letter"]), "locality": network, "marking": "Public"}
            if texts := reported.get((str(action["letter"]), network)):
                words, rag, why = texts
                row |= {"progress": words, "rag": rag, "rag_reason": why,
                        "updated_by": f"Clinical director, {network}", "updated_on": date(2026, 10, 8)}  # fmt: skip
            yield row


def _indicators() -> Iterator[Row]:
    measured = {8: HOSPITAL, 12: COMMUNITY}
    for row in KIT.rows["tblIndicators"]:
        number = int(str(row["number"]))
        added: Row = {"organisation": measured.get(number, AREA), "tolerance": TOLERANCES.get(number)}
        added |= {"comparator_name": "England"} if number in {indicator for indicator, _, _ in ENGLAND} else {}
        yield {**row, **added, **({"target": "100%", "target_year": 2028} if number == 11 else {}),
               **({"target": 1650, "target_year": 2028} if number == 10 else {})}  # fmt: skip


def rows() -> dict[str, list[Row]]:
    """Return every list of the tracker."""
    kit = {table: [dict(row) for row in kit_rows] for table, kit_rows in KIT.rows.items()}
    members = [str(row["role"]) for row in kit["tblRoles"] if row.get("audience") == "Member"]
    directors: list[Row] = [
        {"role": f"Clinical director, {network}", "organisation": f"{network} network", "audience": "Officer"}
        for network in NETWORKS
    ]
    return {
        **kit,
        "tblLocalities": [{"name": network, "manager": f"Clinical director, {network}"} for network in NETWORKS],
        "tblGroups": [*_groups()],
        "tblMemberships": [*_memberships()],
        "tblPractices": [*_practices()],
        "tblWorkforce": [*_workforce()],
        "tblCqcRatings": [*_ratings()],
        "tblProviders": [
            {"code": HOSPITAL, "name": "Fictionshire Hospitals", "kind": "Acute trust", "power_to_act": "Provider"},
            {"code": COMMUNITY, "name": "Fictionshire Community Services", "kind": "Community trust", "power_to_act": "Provider"},
        ],
        "tblIndicators": [*_indicators()],
        "tblTrajectory": [*_steps()],
        "tblObservations": [*_observations()],
        "tblClaims": [dict(claim) for claim in CLAIMS],
        "tblComparators": [*_comparators()],
        "tblActions": [{**row, **DELIVERY[str(row["letter"])]} for row in kit["tblActions"]],
        "tblActionProgress": [*_progress()],
        "tblRoles": [*kit["tblRoles"], *directors],
        "tblMeetings": [
            {"held_on": date(2026, 8, 12), "body": "Place Primary Care Group", "item": "4: Progress on the plan"},
            {"held_on": date(2026, 11, 11), "body": "Place Primary Care Group", "item": "5: Half-year report"},
        ],
        "tblApprovals": [
            {"edition": AS_AT, "role": role, "approved_on": date(2026, 10, 26 + n)} for n, role in enumerate(members)
        ],
    }  # fmt: skip


def make(path: Path) -> None:
    """Write the sample tracker. The same bytes each time."""
    draw_tracker(path, rows(), SETTINGS, f"{AREA}: place primary care improvement tracker, 30 October 2026 (sample)")


if __name__ == "__main__":
    make(Path(__file__).with_name("icb-place.xlsx"))
