"""Every generated sheet, from a tracker typed as people type it: made-up practices and the paper's indicators."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest

from pc_workbook.measures.edition import measure_edition
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import Intake, take_in
from pc_workbook.tracker.layout import GENERATED_SHEETS
from pc_workbook.tracker.lists import LISTS, SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.rules import find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from pc_workbook.views.edition import Run, generated_sheets
from pc_workbook.views.parts import (
    Chart,
    ChartGrid,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Part,
    Sheet,
    Style,
    Table,
    Words,
)

RUN = Run(datetime(2017, 3, 15, 14, 5), "0.1.0", "Tracker.xlsx")
Rows = Mapping[str, Sequence[Mapping[str, Any]]]

LOCALITIES = ("North", "East", "South", "West")
RATINGS = (*["Good"] * 10, *["Requires improvement"] * 5, *["Inadequate"] * 5)
LATER = "Progress on other changes happening later, e.g. the IHLCs"


def snapshot_of(rows: Rows, settings: Mapping[str, Any]) -> Snapshot:
    """A workbook as a host would read it: a guide line, the headings, the rows typed in."""
    sheets, lists = {}, {}
    for one in LISTS:
        cells = [[one.guide], [c.heading for c in one.columns]]
        cells += [[row.get(c.field) for c in one.columns] for row in rows.get(one.table, ())]
        sheets[one.sheet] = SheetCells(one.sheet, cells)
        lists[one.table] = ListObject(one.table, one.sheet, 2, max(3, len(cells)), 1, len(one.columns))
    typed = [list(SETTINGS_HEADINGS)] + [[s.name, settings.get(s.field), s.needs] for s in SETTINGS]
    sheets[SETTINGS_SHEET] = SheetCells(SETTINGS_SHEET, typed)
    lists[SETTINGS_TABLE] = ListObject(SETTINGS_TABLE, SETTINGS_SHEET, 1, len(typed), 1, 3)
    return Snapshot("Tracker.xlsx", sheets, lists)


def first_edition(count: int = 33, **settings: Any) -> Snapshot:
    """The tracker as at 15 March 2017, with so many made-up practices; no real practice is given a rating."""
    return snapshot_of(
        {
            **practice_rows(count),
            "tblIndicators": INDICATORS,
            "tblTrajectory": TRAJECTORY,
            "tblActions": ACTIONS,
            "tblActionProgress": PROGRESS,
            "tblMilestones": MILESTONES,
            "tblProviders": PROVIDERS,
            "tblFunctions": FUNCTIONS,
            "tblProgrammes": PROGRAMMES,
        },
        SETTINGS_TYPED | settings,
    )


def practice_rows(count: int) -> dict[str, list[dict[str, Any]]]:
    """Practices V00001 on; each ninth returned no FTE, each thirteenth has no deprivation score."""
    chance = random.Random(7)
    practices, staff, ratings = [], [], []
    for n in range(1, count + 1):
        code, patients = f"V{n:05d}", chance.randrange(1800, 14000)
        practices.append(
            {
                "code": code,
                "name": f"{chance.choice(('Mill', 'Church', 'River', 'Station', 'Orchard', 'Chapel'))} "
                f"{chance.choice(('Road', 'Lane', 'Street'))} Surgery {n}",
                "locality": LOCALITIES[n % 4],
                "registered_patients": patients,
                "weighted_patients": round(patients * chance.uniform(0.9, 1.15)),
                "list_as_at": "September 2015",
                "deprivation_score": None if n % 13 == 0 else round(chance.uniform(8, 48), 1),
                "deprivation_source": "Made up",
            }
        )
        gps = 0.0 if n % 9 == 0 else round(patients / chance.uniform(1200, 4200), 2)
        for group, fte in (("All GPs", gps), ("All nurses", round(gps * 0.5, 2))):
            staff.append(
                {
                    "practice": code,
                    "period": "September 2015",
                    "staff_group": group,
                    "fte": fte,
                    "source": "Made-up workforce return",
                    "extracted_on": date(2017, 1, 9),
                }
            )
        if n <= count * 20 // 33:
            ratings.append(_rated(code, n, RATINGS[n % 20]))
            if n % 5 == 0:
                ratings.append(_rated(code, n, "Good", 2015))
    ratings += [
        {"organisation": code, "published_on": day, "overall": rating}
        for code, day, rating in (
            ("XB1", date(2016, 5, 20), "Good"),
            ("XN1", date(2016, 9, 27), "Requires improvement"),
            ("XS1", date(2015, 11, 19), "Good"),
            ("XE1", date(2016, 8, 9), "Requires improvement"),
        )
    ]
    ratings.append(
        {"organisation": "XB1", "service": "Maternity", "published_on": date(2016, 5, 20), "overall": "Outstanding"}
    )
    return {
        "tblLocalities": [{"name": name, "manager": f"Locality manager, {name}"} for name in LOCALITIES],
        "tblPractices": practices,
        "tblWorkforce": staff,
        "tblCqcRatings": ratings,
    }


def _rated(code: str, n: int, overall: str, year: int = 2016) -> dict[str, Any]:
    special = date(2016, 10, 3) if overall == "Inadequate" and n % 2 else None
    return {
        "organisation": code,
        "inspected_on": date(year, 1 + n % 9, 3),
        "published_on": date(year, 2 + n % 9, 20),
        "overall": overall,
        "safe": "Requires improvement" if overall != "Good" else "Good",
        "effective": "Good",
        "caring": "Good",
        "responsive": "Good",
        "well_led": overall,
        "special_measures_from": special,
    }


SETTINGS_TYPED: dict[str, Any] = {
    "area_name": "Thurrock",
    "area_code": "07G",
    "as_at": date(2017, 3, 15),
    "plan_period": "2017/18",
    "baseline_year": 2016,
    "england_patients_per_gp_fte": 1321,
    "england_patients_per_gp_fte_period": "2014/15",
    "objective_lead": "Deputy accountable officer",
}

INDICATORS: list[dict[str, Any]] = [
    {
        "number": 1,
        "title": "GPs per 1,000 patients",
        "definition": "FTE GPs (providers, salaried, registrars, retainers, locums) per 1,000 weighted patients",
        "kind": "Rate",
        "unit": "FTE GPs per 1,000 weighted patients",
        "decimals": 2,
        "direction": "Higher is better",
        "measure": "gp_fte_per_1000_weighted",
        "baseline": "0.47 (2015)",
        "target": "[England average was 0.61 in 2015]",
        "target_year": 2021,
        "power_to_act": "NHS England",
    },
    {
        "number": 2,
        "title": "Nurses per 1,000 patients",
        "definition": "FTE nurses, trainee and district nurses included, per 1,000 weighted patients",
        "kind": "Rate",
        "unit": "FTE nurses per 1,000 weighted patients",
        "decimals": 2,
        "direction": "Higher is better",
        "measure": "nurse_fte_per_1000_weighted",
        "baseline": "0.22 (2015)",
        "target": "[England average was 0.27 in 2015]",
        "target_year": 2021,
        "power_to_act": "NHS England",
    },
    {
        "number": 3,
        "title": "% of practices rated at least Requires Improvement",
        "definition": "Practices rated requires improvement or below across all domains",
        "kind": "Percentage",
        "decimals": 0,
        "direction": "Higher is better",
        "measure": "cqc_share_at_least_requires_improvement",
        "baseline": "40%",
        "baseline_period": "2016",
        "target": "100%",
        "target_year": 2021,
        "target_kind": "Level",
    },
    {
        "number": 4,
        "title": "% of practices rated at least Good",
        "definition": "Practices rated at least Good overall",
        "kind": "Percentage",
        "decimals": 0,
        "direction": "Higher is better",
        "measure": "cqc_share_at_least_good",
        "baseline": "37%",
        "baseline_period": "2016",
        "target": "50%",
        "target_year": 2021,
        "target_kind": "Level",
    },
    {
        "number": 5,
        "title": "% with a good experience of GP services",
        "kind": "Percentage",
        "decimals": 0,
        "direction": "Higher is better",
        "baseline": "80% (2015/16)",
        "target": "[England average was 85% in 2015/16]",
        "target_year": 2021,
        "note": "Missing: the survey's weighted bases.",
    },
    {
        "number": 6,
        "title": "% of A&E attendances within four hours or less",
        "definition": "Attendances admitted, transferred or discharged in under four hours",
        "kind": "Percentage",
        "decimals": 2,
        "direction": "Higher is better",
        "organisation": "BTUH",
        "baseline": "91.11% (2015/16)",
        "target": "95%",
        "target_year": 2021,
        "target_kind": "Level",
        "national_standard": "95%",
        "power_to_act": "Provider",
    },
    *(
        {
            "number": number,
            "title": f"Overall CQC rating, {provider}",
            "kind": "Ordinal",
            "organisation": provider,
            "target": goal,
            "target_year": 2021,
            "target_kind": "Ordinal",
            "power_to_act": "Influence only",
        }
        for number, provider, goal in (
            (7, "BTUH", "Retain Good Rating overall"),
            (8, "NELFT", "Good or to be working towards Good"),
            (9, "SEPT", "Retain Good"),
            (10, "EEAST", "Good or to be working towards Good"),
        )
    ),
]
TRAJECTORY: list[dict[str, Any]] = [
    *({"indicator": 5, "year": year, "value": value} for year, value in zip(range(2017, 2021), (81, 82, 83, 84), strict=True)),
    *({"indicator": 6, "year": year, "value": value} for year, value in ((2017, 91.88), (2019, 93.44), (2020, 94.22))),
    *({"indicator": n, "year": y, "value": "Retain Good"} for n in (7, 9) for y in range(2017, 2022)),
    *(
        {"indicator": n, "year": y, "value": "Good or to be working towards Good"}
        for n in (8, 10)
        for y in range(2017, 2022)
    ),
]  # fmt: skip
ACTIONS: list[dict[str, Any]] = [
    {"letter": "A", "text": "Update policies and practices with each practice, reviewed against milestone", "links": "4, 3", "delivery": "Ongoing", "power_to_act": "NHS England"},
    {"letter": "B", "text": "Support practices before and after CQC inspections", "outcome": "No practice to be in special measures or rated as inadequate by 2020", "links": "3, 4", "delivery": "By 2020, this is an ongoing support to practices", "functions": "3"},
    {"letter": "C", "text": "Agree a Primary Care Strategy with workforce planning", "links": "1, 2, 5", "delivery": "December 2016", "functions": "2, 7"},
    {"letter": "D", "text": "Ask for teaching practices in new contracts", "links": "1, 2, 5", "delivery": "On-going"},
    {"letter": "E", "text": "Change the skill mix, such as (an example might prove useful)", "links": "1, 2, 5", "delivery": "On-going"},
    {"letter": "F", "text": "4 Hubs to be extended over the weekend", "links": "5", "delivery": "On-going"},
]  # fmt: skip
PROGRESS: list[dict[str, Any]] = [
    {"action": "A", "locality": "North", "progress": "Managers have been assigned to practices and support their policies.", "updated_by": "Locality manager, North", "updated_on": date(2017, 2, 20), "rag": "Amber", "rag_reason": "two practices wait"},
    {"action": "C", "locality": "North", "progress": "First draft due by 23/12/16", "updated_by": "Locality manager, North", "updated_on": date(2016, 11, 30)},
    {"action": "F", "locality": "East", "progress": "On-going"},
    {"action": "D", "locality": "West", "progress": "-2 GPs left in the quarter; no contract is being procured.", "updated_by": "Locality manager, West", "updated_on": date(2017, 3, 1), "rag": "Red"},
]  # fmt: skip
MILESTONES = [
    {"action": "A", "practice": "V00001", "milestone": "Policies checked", "due": date(2017, 4, 30), "state": "In hand"}
]
PROVIDERS = [
    {"code": "XB1", "name": "Basildon hospitals (made up)", "short_name": "BTUH"},
    {"code": "XN1", "name": "North East London community trust (made up)", "short_name": "NELFT"},
    {"code": "XS1", "name": "South Essex partnership (made up)", "short_name": "SEPT", "ends": date(2017, 3, 31), "successor": "XP1"},
    {"code": "XP1", "name": "Essex partnership (made up)", "short_name": "EPUT", "starts": date(2017, 4, 1)},
    {"code": "XE1", "name": "Ambulance service (made up)", "short_name": "EEAST"},
]  # fmt: skip
FUNCTIONS = [
    {"number": 2, "function": "Oversee progress on the report's recommendations"},
    {"number": 3, "function": "Oversee the Development Team's work plan"},
    {"number": 8, "function": "Oversee the four Integrated Healthy Living Centres"},
]
PROGRAMMES = [
    {"name": "Tilbury centre", "kind": "Integrated Healthy Living Centre", "function": 8, "state": "Business case", "lead": "Programme manager", "progress": "Site chosen", "next_step": "outline design", "due": date(2018, 6, 30), "power_to_act": "CCG Board"},
]  # fmt: skip


def sheets_of(snapshot: Snapshot) -> tuple[tuple[Sheet, ...], Intake, tuple[Finding, ...]]:
    """The whole path short of drawing."""
    intake = take_in(snapshot)
    findings = find_all(intake)
    results = measure_edition(intake.tracker, blocked_indicators(findings))
    return generated_sheets(results, intake, findings, RUN), intake, findings


TRACKERS = {
    "empty": snapshot_of({}, {}),
    "no as-at date": first_edition(as_at=None),
    "one practice": first_edition(1),
    "33 practices": first_edition(),
    "300 practices": first_edition(300),
}


@pytest.fixture(scope="module", params=list(TRACKERS))
def edition(request: pytest.FixtureRequest) -> tuple[tuple[Sheet, ...], Intake, tuple[Finding, ...]]:
    return sheets_of(TRACKERS[request.param])


@pytest.fixture(scope="module")
def first() -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in sheets_of(TRACKERS["33 practices"])[0]}
