"""Make samples/faulty.xlsx, a tracker with every fault there is a finding for, and samples/faulty-findings.csv, the list
of the findings that it must give: no more and no less.

Read the rows below down the page: `bad(entry, codes of its findings)`. A finding has its usual severity unless another
one is named with it. Practices are fictional: codes V00001 and on can't exist.

    python samples/make_faulty.py
"""

import csv
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl

from pc_workbook.cells.addresses import column_number
from pc_workbook.draw.workbook import draw
from pc_workbook.tracker.findings import KINDS
from pc_workbook.tracker.lists.catalogue import BY_TABLE, LISTS, SETTINGS, SETTINGS_SHEET
from pc_workbook.tracker.snapshot import a1
from pc_workbook.views.entry.entry_sheets import drawn_columns, entry_workbook
from pc_workbook.views.parts import EntryColumn, EntryList, Kind, Value, Workbook

HERE = Path(__file__).parent
HEADING_ROW, FIRST_ROW = 5, 6  # of every list
Typed = str | int | float | date | None


@dataclass(frozen=True)
class Cell:
    """The entry of a cell, the findings it must give, and how Excel shows it where that is the fault."""

    value: Typed
    codes: tuple[str, ...] = ()
    shown_as: str = (
        ""  # "error", "formula", "percent" or "month": no list can be drawn with these, so they are added later
    )


def bad(value: Typed, *codes: str) -> Cell:
    return Cell(value, codes)


def excel_error(value: str, *codes: str) -> Cell:
    return Cell(value, codes, "error")


def without_result(formula: str, *codes: str) -> Cell:
    """Return a formula as written by a program that does not calculate."""
    return Cell(formula, codes, "formula")


def as_percent(value: float, *codes: str) -> Cell:
    return Cell(value, codes, "percent")


def as_month(value: date, *codes: str) -> Cell:
    return Cell(value, codes, "month")


Row = Mapping[str, Typed | Cell]

# ---------------------------------------------------------------------------- sheets, columns and frames

SHEETS_TAKEN_OUT = {"tblEditions": "R01 Warning"}
OF_WHOLE_SHEETS = {"tblRoles": "P54"}  # neither role is a member
COLUMNS_TAKEN_OUT = {("tblMeetings", "held_on"): "R02"}
HEADINGS_CHANGED = {
    ("tblLocalities", "manager"): bad("Locality manager's role", "R02 Warning"),
    ("tblPractices", "contract_type"): bad("CONTRACT TYPE", "R03"),
}
COLUMNS_PUT_IN = {"tblPractices": bad("Telephone", "R04")}
FRAMES_GONE = {"tblTrajectory": "R26"}
HEADINGS_TAKEN_OUT = {"tblPacks": "R75 Warning"}
HEADINGS_TWICE = {
    "tblTrajectory": ("status", "R73")
}  # of a list without a frame: no frame can have two columns of one name
COPIES = {"Old functions": ("tblFunctions", "R74")}  # a sheet with the headings of a list
FAR_AWAY = {"tblFunctions": ("XFD", 1_048_576, "R49")}  # column, row
MERGES = {"tblTrajectory": (0, 3, "note", "R13")}  # first row, last row, column
MERGES_IN_A_FRAME = {"tblProgrammes": (0, 1, "marking", "R37")}  # no list can be drawn with these

# ---------------------------------------------------------------------------- entries of the lists

# fmt: off
ENTERED: Row = {
    "area_name": "Sample area",
    "area_code": "V00",
    "as_at": bad("15 March 2017", "R18"),
    "plan_period": "2017/18",
    "baseline_year": 2016,
    "england_patients_per_gp_fte": bad(1321, "P05"),
    "england_patients_per_gp_fte_period": "2014/15",
    "objective_lead": "Accountable Officer",
    "stale_after_days": bad("a quarter", "R06"),
    "due_within_days": bad(0, "R16"),
    "months_between_meetings": excel_error("#NAME?", "R12"),
}

LOCALITIES: list[Row] = [
    {"name": "North", "manager": "Locality manager, North"},
    {"name": "South", "manager": "Locality manager, South", "note": bad("Asked about the patient 999 000 0018 in person", "R40")},
    {"name": bad("North", "R14")},
]

PRACTICES: list[Row] = [
    {"code": "V00001", "name": "Practice 1", "locality": "North", "registered_patients": 5000, "weighted_patients": 5200},
    {"code": "V00002", "name": "Practice 2", "locality": bad("Nort", "R15"), "registered_patients": 6000, "weighted_patients": bad(1e300, "R50")},
    {"code": bad("V00003", "R32"), "name": "Practice 3", "locality": "South"},
    {"code": "V00004", "name": bad(None, "R05"), "locality": "South"},
    {"code": "V00005", "name": "Practice 5", "registered_patients": bad("about 5,000", "R06"), "exempt_paragraph": bad("3", "R36")},
    {"code": "V00006", "name": "Practice 6", "registered_patients": bad("5,200", "R18"), "opened": bad("31/11/2015", "R07 Warning"), "marking": bad("Exmept", "R35")},
    {"code": bad("V0007", "R16"), "name": "Practice 7"},
    {"code": "V00008", "name": "Practice 8", "opened": date(2016, 4, 1), "closed": bad(date(2015, 4, 1), "R22"), "merged_into": bad("V00099", "R66")},
    {"code": bad("V00001", "R14"), "name": "Practice 1 again"},
    {"code": "V00009", "name": "Practice 9", "weighted_patients": excel_error("#DIV/0!", "R12"), "deprivation_score": bad("n/a", "R20")},
    {"code": "V00010", "name": "Practice 10", "registered_patients": bad(0, "R16"), "list_as_at": bad("last spring", "R08 Warning")},
    {"code": "V00011", "name": "Practice 11", "weighted_patients": without_result("=5000+200", "R47"), "marking": bad("Exempt", "R28")},
    {"code": bad("", "R05"), "name": "A practice without a code"},
]

STAFFED: list[Row] = [
    {"practice": code, "period": "September 2016", "staff_group": "All GPs", "fte": 2.5}
    for code in ("V00002", "V00005", "V00006", "V00009", "V00010", "V00011")
]
WORKFORCE: list[Row] = [
    *STAFFED,
    {"practice": "V00001", "period": "September 2016", "staff_group": "All GPs", "fte": bad(2.0, "R31")},
    {"practice": "V00001", "period": "September 2016", "staff_group": "GP provider", "fte": 1.0},
    {"practice": "V00001", "period": "September 2016", "staff_group": "GP salaried or other", "fte": 0.5},
    {"practice": "V00002", "period": "September 2016", "staff_group": "All nurses", "fte": bad(0, "R23")},
    {"practice": "V00001", "period": as_month(date(2015, 9, 1), "R18"), "staff_group": bad("GPs", "R11"), "fte": bad("2.5", "R18")},
    {"practice": "V00001", "period": "2015", "staff_group": bad("All GP", "R10"), "fte": 1},
    {"practice": "V00001", "period": "2015", "staff_group": bad("Receptionists", "R09"), "fte": 1},
    {"practice": bad("V09999", "R15"), "period": "September 2016", "staff_group": "All GPs", "fte": 1, "headcount": bad(1.5, "R06 Warning")},
    {"practice": "V00006", "period": "30 September 2016", "staff_group": "All GPs", "fte": bad(5, "R76")},
    {"practice": "V00006", "period": "March 2015", "staff_group": "All nurses", "fte": bad(37.5, "P41"), "registered_patients": 5200},
    {"practice": "V00002", "period": "March 2016", "staff_group": "GP locum", "fte": bad(37.5, "P40"), "headcount": 1},
    {"practice": "V00011", "period": "March 2015", "staff_group": "All GPs", "fte": 2.4, "registered_patients": bad(5.1, "P42")},
    {"practice": "V00011", "period": "March 2016", "staff_group": "All GPs", "fte": bad(15.5, "P44")},
    {"practice": "V00010", "period": "March 2016", "staff_group": "All GPs", "fte": 2.4, "registered_patients": 5200, "weighted_patients": bad(12000, "P43")},
    {"practice": "V09999", "period": "2015", "staff_group": "All GPs", "fte": 1},  # the same cause: told once
]

CQC_RATINGS: list[Row] = [
    {"organisation": "V00001", "published_on": date(2016, 5, 1), "overall": bad("Excellent", "P13"), "safe": "Good"},
    {"organisation": "V00002", "published_on": date(2016, 6, 1), "overall": bad("RI", "R11"), "inherited": bad("perhaps", "R09 Warning")},
    {"organisation": "V00005", "inspected_on": date(2016, 7, 1), "published_on": bad(date(2016, 6, 1), "R22"), "overall": "Good"},
    {"organisation": "V00006", "published_on": bad(date(2017, 4, 1), "R22"), "overall": "Inadequate"},
    {"organisation": "V00009", "overall": "Not inspected", "special_measures_to": bad(date(2016, 1, 31), "R29")},
    {"organisation": bad("V01234", "R15"), "published_on": date(2016, 6, 1), "overall": bad("Gud", "R09")},
    {"organisation": "V00010", "published_on": date(2016, 6, 1), "overall": bad("Not Inadequate", "R63"), "safe": bad("Good or Outstanding", "R63 Warning")},
    {"organisation": "V00011", "published_on": date(2016, 6, 1), "overall": bad("Rating suspended", "R11")},
]

PROVIDERS: list[Row] = [
    {"code": "V1X", "name": "A trust", "note": bad("A complaint about the care of a man (DOB 3/4/1956)", "R41"), "starts": date(2016, 4, 1), "ends": bad(date(2015, 4, 1), "R22")}
]

RATE: Row = {"kind": "Rate", "direction": "Higher is better", "decimals": 2}
SHARE: Row = {"kind": "Percentage", "direction": "Higher is better", "decimals": 0}
INDICATORS: list[Row] = [
    {**RATE, "number": 1, "title": bad("GPs per 1,000 patients", "P06"), "definition": "FTE GPs for every 1,000 weighted patients.",
     "measure": "gp_fte_per_1000_weighted_patients", "baseline": bad("0.47 (2015)", "P07"),
     "target": "[England average was 0.61 in 2015]", "target_year": 2021, "target_kind": bad(None, "P08")},
    {**RATE, "number": 2, "title": "Nurses per 1,000 weighted patients", "direction": bad(None, "R27 Warning"),
     "baseline": bad("0.22 (2015)\n4", "P19 Warning", "P07"), "decimals": bad("two", "R06 Warning")},
    {**SHARE, "number": 3, "title": "Practices rated at least Requires improvement",
     "definition": bad("Practices rated Requires improvement or below.", "P01"), "cqc_denominator": bad(None, "P02"),
     "measure": "cqc_share_at_least_requires_improvement",
     "baseline": bad("Baseline expected by the end of November 2016\n40%", "P19", "P04"), "rag_override": bad("Amber", "R24"), "override_by": bad("Jane Example", "R46")},
    {**SHARE, "number": 4, "title": "Practices rated at least Good", "measure": "cqc_share_at_least_good",
     "cqc_denominator": bad("Inspectd practices", "R10", "P02"), "baseline": bad("37%", "P04"), "target": "50%",
     "target_year": bad(2021, "P03")},
    {**SHARE, "number": 5, "title": "Good experience of GP services", "baseline": bad(0.8, "R17"),
     "comparator": as_percent(0.85), "comparator_name": bad("A region", "R15"), "target_kind": "Comparator, moving", "tolerance": bad(-1, "R16")},
    {**SHARE, "number": 6, "title": "A&E attendances that last four hours or less", "decimals": 2,
     "definition": "Share of attendances that end in under four hours.", "boundary": bad(None, "P10"),
     "baseline": bad("91.11% (2015/16)", "P07"), "target": bad("95%", "P11"), "target_year": 2021,
     "national_standard": bad("95%", "P09")},
    {"number": 7, "title": "Overall CQC rating: an acute trust", "kind": "Ordinal", "measure": "overall_rating", "target": 'Retain "Good" rating overall',
     "baseline": bad('Good (maternity department rated as "outstanding ") (May 2016)', "P12")},
    {"number": bad(8, "P21"), "title": "Overall CQC rating: a community trust", "kind": "Ordinal", "measure": bad("overall_rating", "R67"),
     "baseline": bad("Requires Improvement (only community services are commissioned (Sept. 2016)", "P19"),
     "target": bad('"Good" or to be working towards "Good"', "P12")},
    {**SHARE, "number": 9, "title": "A share with its parts", "kind": bad("Percent", "R11")},
    {**SHARE, "number": bad(9, "R14"), "title": "The same number again"},
    {"number": 10, "title": "An indicator without a kind", "kind": bad(None, "R05")},
    {**RATE, "number": bad(13, "P21"), "title": "A count", "target": bad("10% reduction", "R06"), "tolerance": bad("5%", "R06")},
    {**RATE, "number": 12, "title": "A rate", "measure": "patients_per_gp_fte", "direction": bad("Higher is better", "R34"), "definition": bad("ogress towards this will partly depend on others", "P27"),
     "note": bad("Missing: the counts behind the baselines", "P25"), "baseline": bad("to be found", "R06")},
    {"number": bad(14, "P21"), "title": "Overall CQC rating: a mental health trust", "kind": "Ordinal", "target": bad("Not Good", "R64"),
     "baseline": bad("Inadequate/Good", "R63")},
    {"number": bad(15, "P21"), "title": "Overall CQC rating: a trust", "kind": "Ordinal", "organisation": "V1X",
     "target": bad("No practice rated Inadequate", "R65")},
    {**RATE, "number": bad(16, "P21"), "title": "Items per patient", "baseline": 1.2, "target": 1.0, "direction": bad("Higher is better", "P28")},
]

TRAJECTORY: list[Row] = [
    {"indicator": 6, "year": 2017, "value": bad("91.88% Description trajectory?", "P19", "P11"), "note": "One note over four years"},
    {"indicator": 6, "year": 2018, "value": bad("_", "P19")},
    {"indicator": 6, "year": 2019, "value": "93.44%"},
    {"indicator": 6, "year": 2020, "value": "94.22%"},
    {"indicator": bad(66, "R15"), "year": 2020, "value": bad("depends on other changes", "P19")},
]

OBSERVATIONS: list[Row] = [
    {"indicator": 9, "organisation": "V00001", "period": "2016", "value": "95%", "numerator": bad(96, "R21"), "denominator": 90},
    {"indicator": 9, "organisation": "V00002", "period": "2016", "value": bad("50%", "R33"), "numerator": 30, "denominator": 40},
    {"indicator": 9, "organisation": "V00005", "period": "2016", "value": bad("*", "R20")},
    {"indicator": 9, "organisation": "V00006", "period": "2016", "value": bad(0.5, "R17")},
    {"indicator": 9, "organisation": "V00009", "period": "2016", "value": as_percent(0.5)},
    {"indicator": 9, "organisation": "V00010", "period": "2016", "value": excel_error("#N/A", "R12")},
    {"indicator": 9, "organisation": "V00011", "period": bad("some time in 2016", "R08"), "value": 50},
    {"indicator": 7, "organisation": "V1X", "period": as_month(date(2016, 11, 1), "R18"), "value": bad(3, "R09")},
    {"indicator": 9, "organisation": "V00001", "period": "2015", "value": bad(None, "R61"), "numerator": 30, "denominator": 40},
    {"indicator": 9, "organisation": "V00002", "period": "2015", "value": 50, "numerator": 30, "denominator": bad(0, "R60")},
    {"indicator": 13, "organisation": "V00002", "period": "2015", "value": bad(None, "R62"), "numerator": 30, "denominator": 40},
    {"indicator": 9, "organisation": "V00005", "period": "2015", "value": bad(725, "R16")},
    {"indicator": 9, "organisation": "V00006", "period": "2015", "value": bad("91,95%", "R06")},
    {"indicator": 9, "organisation": "V00009", "period": "2015", "value": bad("75-80%", "R06")},
    {"indicator": 9, "organisation": "V00010", "period": "2015", "value": bad("20/33", "R18")},
    {"indicator": 6, "organisation": "England", "period": "December 2016", "value": bad("9.11%", "P45")},
    {"indicator": 6, "organisation": "V00001", "period": "November 2016", "value": "91.23%"},
    {"indicator": 9, "organisation": "V00001", "period": "November 2016", "value": bad("91.23%", "P46")},
    {"indicator": 9, "organisation": "England", "period": bad("2016/17", "R22"), "value": 50},
    {"indicator": bad(77, "R15"), "organisation": bad("Englnd", "R15"), "period": "2016", "value": 50},
]
ROWS_BELOW: dict[str, list[Row]] = {
    "tblObservations": [{"indicator": bad(9, "R19"), "organisation": "England", "period": "2016", "value": "52%"}],
    "tblCqcRatings": [{"organisation": bad("Organisation code", "R72"), "service": "Service", "overall": "Overall"}],
    "tblProviders": [{"code": bad("Total", "R70"), "name": "1 provider"}],
    "tblMilestones": [{"note": bad("Ask both practices again in May", "R71")}, {"action": bad("Source: the minutes of March", "R71 Note")}],
}

ACTIONS: list[Row] = [
    {"letter": "A", "text": "Update policies and practices.", "outcome": bad(None, "P15"), "lead": bad(None, "P15"),
     "links": "4, 3", "functions": 1, "delivery": "Ongoing", "review_date": bad(None, "P15")},
    {"letter": "B", "text": "Support practices before and after an inspection.", "lead": bad("Head of primary care", "R45"), "links": "3, 4",
     "outcome": bad("No practice to be in special measures or rated as inadequate by 2020. 50% of the practices will be rated good by 2020", "P14"),
     "delivery": bad("By 2020, this is an ongoing support to practices", "P16", "P26")},
    {"letter": "C", "text": "Write the strategy.", "outcome": "A strategy", "lead": bad("Acting Interim Accountable Officer", "P23"),
     "links": "1,2,5", "delivery": bad("December 2016", "P17", "P26")},
    {"letter": "D", "text": bad("Ask practices to be, or be working towards being, teaching practices.", "P12"), "outcome": "More teaching",
     "lead": "Head of primary care", "links": "6 and 7", "delivery": bad("within the next 6 months", "P18")},
    {"letter": "E", "text": bad("Widen the skill mix, such as (an example might prove useful)", "P19"), "outcome": "Capacity",
     "lead": "Head of primary care", "links": bad("1 and two", "R06 Warning"), "delivery": bad("soon", "R07 Warning")},
    {"letter": "F", "text": bad("4 Hubs to be extended over the weekend", "P22"), "outcome": "Access", "lead": "Head of primary care",
     "links": bad("9, 12, 99", "R15"), "delivery": "On-going", "review_date": date(2017, 6, 30), "note": bad("Not open to Practice 11 yet.", "R39")},
    {"letter": "G", "text": "Agree the estates plan.", "outcome": "A plan", "lead": "Accountable Officer", "delivery": bad("TBC", "P34")},
    {"letter": "H", "text": "Open the training hub.", "outcome": "Training", "lead": "Accountable Officer", "delivery": bad("Complete - December 2016", "P35")},
    {"letter": "4D-1", "text": "Recruit abroad.", "outcome": "Capacity", "lead": "Accountable Officer", "delivery": bad("From April 2017", "P36")},
    {"letter": 1.1, "text": "Share records.", "outcome": "Safety", "lead": "Accountable Officer", "delivery": "31/12/2017 (revised to 31/03/2018)"},
    {"letter": bad(1.1, "R68"), "text": "Share appointments.", "outcome": "Access", "lead": "Accountable Officer"},
    {"letter": "1.2", "text": "Share staff.", "outcome": "Capacity", "lead": "Accountable Officer", "delivery": "April 2017 - March 2018"},
    {"letter": "1.20", "text": "Share premises.", "outcome": "Access", "lead": "Accountable Officer", "delivery": "by 2017-18"},
]

COPIED = "Locality managers have been assigned to practices and support their policies"
ACTION_PROGRESS: list[Row] = [
    {"action": "A", "locality": "North", "progress": f"{COPIED}.", "rag": bad("Red", "R30"), "per_cent_complete": bad(0.5, "R17 Warning")},
    {"action": "B", "locality": "North", "progress": bad(f"{COPIED} and their inspections.", "P20 Note"), "per_cent_complete": as_percent(0.95)},
    {"action": "C", "locality": "North", "progress": bad("A first draft will be out within 6 weeks.", "P18"), "rag": bad("Gren", "R10 Warning")},
    {"action": "F", "locality": "North", "progress": bad("On-going", "P20"), "updated_on": bad(date(2017, 4, 1), "R22")},
    {"action": "A", "locality": bad("Suoth", "R15"), "progress": "-2 GPs left"},
    {"action": bad(1.2, "R69"), "locality": "South", "progress": "A first nurse is shared by two practices."},
]

MILESTONES: list[Row] = [
    {"action": "B", "practice": "V00001", "milestone": "Plan written", "due": bad("31/03/2017", "R18"), "state": bad("Done", "R29"), "marking": bad("Public", "R38")},
    {"action": "B", "practice": "V00002", "milestone": "Plan written", "done": date(2017, 1, 31), "state": bad("In hand", "R29"), "marking": "Internal"},
]
PROGRAMMES: list[Row] = [
    {"name": f"Centre {n}", "kind": "Integrated Healthy Living Centre", "marking": "Public"} for n in (1, 2, 3, 4)
]
PROGRAMMES[3]["note"] = bad("Opened by Dr Example", "R44")
ROLES: list[Row] = [
    {"role": "Accountable Officer", "also_written": "Acting Interim Accountable Officer"},
    {"role": "Portfolio Holder", "note": bad("Ring 01632 960 123 first", "R43")},
]
MEETINGS: list[Row] = [{"body": "A group that meets without dates"}]
APPROVALS: list[Row] = [{"edition": date(2017, 3, 15), "role": bad("Portfolio Holdr", "R15")}]
FUNCTIONS: list[Row] = [
    {"number": 1, "function": bad("Report bi-annually to the Board.", "P24"), "note": bad("Write to clerk@example.org", "R42")},
    {"number": bad(2, "P21"), "function": "Support Patient Participation Groups."},
]
CLAIMS: list[Row] = [
    {"number": 1, "claim": "Most practices are worse than England.", "test": "Count beyond a comparator",
     "measure": "patients_per_gp_fte", "value": bad("most", "R90"), "comparator": "England"},
    {"number": 2, "claim": "Few practices answer the telephone.", "test": "Share beyond a comparator",
     "measure": bad("calls_answered", "R91"), "value": "under 10%", "comparator": bad(None, "R92")},
]
PACKS: list[Row] = [
    {"pack": "full", "title": "Board pack", "body": bad("Health Board", "P55"), "sections": bad("Summary; Finances", "R93")},
    {"pack": bad("Full", "R94"), "title": "Board pack", "body": bad("Care Board", "P55"), "starts": date(2017, 1, 1)},
]
ACCEPTED: list[Row] = [
    {"finding": bad("P06-000000", "R25"), "accepted_by": "Head of primary care", "accepted_on": date(2017, 3, 1), "reason": "Known"},
]

ROWS: dict[str, list[Row]] = {
    "tblLocalities": LOCALITIES, "tblPractices": PRACTICES, "tblWorkforce": WORKFORCE, "tblCqcRatings": CQC_RATINGS,
    "tblProviders": PROVIDERS, "tblIndicators": INDICATORS, "tblTrajectory": TRAJECTORY, "tblObservations": OBSERVATIONS,
    "tblActions": ACTIONS, "tblActionProgress": ACTION_PROGRESS, "tblMilestones": MILESTONES, "tblProgrammes": PROGRAMMES,
    "tblRoles": ROLES, "tblMeetings": MEETINGS, "tblApprovals": APPROVALS, "tblFunctions": FUNCTIONS, "tblAccepted": ACCEPTED,
    "tblClaims": CLAIMS, "tblPackKinds": PACKS,
}
# fmt: on

# ---------------------------------------------------------------------------- drawing it


def make(workbook: Path, findings: Path) -> None:
    """Write the faulty tracker and the list of its findings. The same bytes each time."""
    with tempfile.TemporaryDirectory() as folder:
        drawn, patched = Path(folder) / "drawn.xlsx", Path(folder) / "patched.xlsx"
        draw(faulty_workbook(), drawn)
        add_what_no_list_can_hold(drawn, patched)
        undate(patched, workbook)
    with findings.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "severity", "sheet", "cell"))
        writer.writerows(expected())


def faulty_workbook() -> Workbook:
    """Return the tracker as parts: all lists with their rows; then sheets, columns and headings are removed or changed."""
    rows = {table: [drawable(row) for row in listed] for table, listed in ROWS.items()}
    merges = {table: (first, last, columns(table).index(name)) for table, (first, last, name, _) in MERGES.items()}
    whole = entry_workbook(rows, drawable(ENTERED), "A tracker with every fault (sample)", merges)
    sheets = [
        changed(sheet) if isinstance(sheet, EntryList) else sheet
        for sheet in whole.sheets
        if not (isinstance(sheet, EntryList) and sheet.table in SHEETS_TAKEN_OUT)
    ]
    return whole._replace(sheets=tuple(sheets))


def changed(sheet: EntryList) -> EntryList:
    """Return one list with its columns removed, renamed and added."""
    if sheet.table not in BY_TABLE:
        return sheet
    names = [column.field for column in drawn_columns(BY_TABLE[sheet.table], ROWS)]
    kept = [place for place, name in enumerate(names) if (sheet.table, name) not in COLUMNS_TAKEN_OUT]
    headers = [renamed(sheet.columns[place], sheet.table, names[place]) for place in kept]
    rows = [[row[place] for place in kept] for row in sheet.rows]
    if own := COLUMNS_PUT_IN.get(sheet.table):
        headers.append(EntryColumn(str(own.value), Kind.TEXT, 16, False, "Staff", "A column of the CCG's own."))
        rows = [[*row, "01375 000000"] for row in rows]
    return sheet._replace(columns=tuple(headers), rows=[tuple(row) for row in rows])


def renamed(column: EntryColumn, table: str, name: str) -> EntryColumn:
    heading = HEADINGS_CHANGED.get((table, name))
    return column._replace(header=str(heading.value)) if heading else column


def drawable(row: Row) -> dict[str, Value]:
    """Return a row without its codes; cells that are filled afterwards are empty."""
    return {
        name: (None if cell.shown_as else cell.value) if isinstance(cell, Cell) else cell for name, cell in row.items()
    }


def columns(table: str) -> list[str]:
    """Return the fields of a list in the order of its columns, as drawn."""
    return [c.field for c in drawn_columns(BY_TABLE[table], ROWS) if (table, c.field) not in COLUMNS_TAKEN_OUT]


FORMATS = {"percent": "0%", "month": "mmm-yy"}


def add_what_no_list_can_hold(source: Path, target: Path) -> None:
    """Add Excel's error values, formulas without a result, cells shown as a percentage, and rows below a list object."""
    book = openpyxl.load_workbook(source)
    for sheet, row, column, cell in cells():
        if cell.shown_as:
            place = book[sheet].cell(row, column)
            place.value = cell.value
            if cell.shown_as in FORMATS:
                place.number_format = FORMATS[cell.shown_as]
    for table, (first, last, name, _) in MERGES_IN_A_FRAME.items():
        at = columns(table).index(name) + 1
        book[BY_TABLE[table].sheet].merge_cells(
            start_row=FIRST_ROW + first, end_row=FIRST_ROW + last, start_column=at, end_column=at
        )
    for table, rows in ROWS_BELOW.items():
        for row, name, cell in numbered(rows, below_frame(table)):
            book[BY_TABLE[table].sheet].cell(row, columns(table).index(name) + 1).value = cell.value
    for table, (letters, row, _) in FAR_AWAY.items():
        book[BY_TABLE[table].sheet][f"{letters}{row}"] = "A stray word"
    for table in HEADINGS_TAKEN_OUT:
        sheet = book[BY_TABLE[table].sheet]
        del sheet.tables[table]
        for cell in sheet[HEADING_ROW]:
            cell.value = None
    for table, (name, _) in HEADINGS_TWICE.items():
        place = book[BY_TABLE[table].sheet].cell(HEADING_ROW, len(columns(table)) + 1)
        place.value = BY_TABLE[table].by_field[name].heading
    for title, (table, _) in COPIES.items():
        book.create_sheet(title).append([column.heading for column in BY_TABLE[table].columns])
    book.save(target)


def undate(source: Path, target: Path) -> None:
    """Write the same package without the time of saving in it."""
    modified = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = modified.sub(rb"\g<1>2017-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)


# ---------------------------------------------------------------------------- expected findings


def expected() -> list[tuple[str, str, str, str]]:
    """Return code, severity, sheet and cell of every finding, sheet by sheet and down each."""
    order = {sheet: n for n, sheet in enumerate((SETTINGS_SHEET, *(one.sheet for one in LISTS)))}
    found = [
        (order.get(sheet, len(order)), row, column, coded(code), sheet)
        for sheet, row, column, codes in (*marked_cells(), *marked_structure())
        for code in codes
    ]
    return [(*code, sheet, a1(row, column)) for _, row, column, code, sheet in sorted(found)]


def coded(code: str) -> tuple[str, str]:
    """'R15' -> its usual severity; 'R15 Note' -> the one named."""
    name, _, severity = code.partition(" ")
    return name, severity or str(KINDS[name].severity)


def marked_cells() -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
    for sheet, row, column, cell in cells():
        yield sheet, row, column, cell.codes
    for table, rows in ROWS_BELOW.items():
        for row, name, cell in numbered(rows, below_frame(table)):
            yield BY_TABLE[table].sheet, row, columns(table).index(name) + 1, cell.codes


def marked_structure() -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
    """Yield findings at headings and list objects."""
    for table, code in (*SHEETS_TAKEN_OUT.items(), *OF_WHOLE_SHEETS.items()):
        yield BY_TABLE[table].sheet, 1, 1, (code,)
    for (table, _), code in COLUMNS_TAKEN_OUT.items():
        yield BY_TABLE[table].sheet, HEADING_ROW, 1, (code,)
    for (table, name), heading in HEADINGS_CHANGED.items():
        yield BY_TABLE[table].sheet, HEADING_ROW, columns(table).index(name) + 1, heading.codes
    for table, heading in COLUMNS_PUT_IN.items():
        yield BY_TABLE[table].sheet, HEADING_ROW, len(columns(table)) + 1, heading.codes
    for table, code in FRAMES_GONE.items():
        yield BY_TABLE[table].sheet, HEADING_ROW, 1, (code,)
    for table, code in HEADINGS_TAKEN_OUT.items():
        yield BY_TABLE[table].sheet, 1, 1, (code,)
    for table, (_, code) in HEADINGS_TWICE.items():
        yield BY_TABLE[table].sheet, HEADING_ROW, len(columns(table)) + 1, (code,)
    for title, (_, code) in COPIES.items():
        yield title, 1, 1, (code,)
    for table, (letters, row, code) in FAR_AWAY.items():
        yield BY_TABLE[table].sheet, row, column_number(letters), (code,)
    for table, (first, _, name, code) in (*MERGES.items(), *MERGES_IN_A_FRAME.items()):
        yield BY_TABLE[table].sheet, FIRST_ROW + first, columns(table).index(name) + 1, (code,)


def cells() -> Iterator[tuple[str, int, int, Cell]]:
    """Yield every cell within a list, and of Settings, with its place."""
    for row, setting in enumerate(SETTINGS, FIRST_ROW):
        cell = ENTERED.get(setting.field)
        if isinstance(cell, Cell):
            yield SETTINGS_SHEET, row, 2, cell
    for table, rows in ROWS.items():
        for row, name, cell in numbered(rows, FIRST_ROW):
            yield BY_TABLE[table].sheet, row, columns(table).index(name) + 1, cell


def numbered(rows: list[Row], first: int) -> Iterator[tuple[int, str, Cell]]:
    for at, row in enumerate(rows, first):
        for name, cell in row.items():
            yield at, name, cell if isinstance(cell, Cell) else Cell(cell)


def below_frame(table: str) -> int:
    """Return the row below a list object, which has one empty row after its last."""
    return FIRST_ROW + len(ROWS[table]) + 1


if __name__ == "__main__":
    make(HERE / "faulty.xlsx", HERE / "faulty-findings.csv")
