"""A sound tracker in which nearly every figure is short of Green, so that a value wrongly read would show."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from pc_workbook.measures.edition import measure_edition
from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from tests.support.columns import columns_of

AREA: Final = "Fictionshire"
SHARE: Final = {"kind": "Percentage", "decimals": 1, "organisation": AREA, "baseline_period": "2015/16"}
RATE: Final = {"kind": "Rate", "decimals": 2, "organisation": AREA, "baseline_period": "2015/16"}
HIGHER, LOWER = {"direction": "Higher is better"}, {"direction": "Lower is better"}
ROWS: Final[dict[str, list[dict[str, Any]]]] = {
    "tblPractices": [
        {"code": f"V9000{n}", "name": f"Practice {n}", "registered_patients": 5000.0, "weighted_patients": 5200.0,
         "list_as_at": "2016", "deprivation_score": 20.0}
        for n in (1, 2, 3, 4)
    ],
    "tblWorkforce": [
        {"practice": f"V9000{n}", "period": "September 2016", "staff_group": "All GPs", "fte": 2.0, "headcount": 3.0,
         "registered_patients": 5000.0, "weighted_patients": 5200.0}
        for n in (1, 2, 3, 4)
    ],
    "tblIndicators": [
        {**SHARE, **HIGHER, "number": 1.0, "title": "Checks done", "baseline": "60%", "target": "75%", "target_year": 2017.0,
         "target_kind": "Level", "tolerance": 1.0, "national_standard": "80%", "baseline_numerator": 60.0,
         "baseline_denominator": 100.0},
        {**SHARE, **LOWER, "number": 2.0, "title": "Patients who waited", "baseline": "60%", "target": "40%",
         "target_year": 2017.0, "target_kind": "Level"},
        {**RATE, **HIGHER, "number": 3.0, "title": "GPs", "unit": "FTE per 1,000 patients", "baseline": "0.40", "target": 0.6,
         "target_year": 2017.0, "target_kind": "Level", "tolerance": 0.01},
        {**RATE, **LOWER, "number": 4.0, "title": "Items", "unit": "items per STAR-PU", "baseline": "1.20", "target": 1.0,
         "target_year": 2017.0, "target_kind": "Level"},
        {**SHARE, **HIGHER, "number": 5.0, "title": "Good experience", "baseline": "60%", "target_year": 2017.0,
         "target_kind": "Comparator, moving", "comparator_name": "England", "comparator": "85%", "comparator_period": "2015/16"},
        {**RATE, **HIGHER, "number": 6.0, "title": "GPs per 1,000 patients", "unit": "FTE per 1,000 weighted patients",
         "measure": "gp_fte_per_1000_weighted_patients", "target": 0.6, "target_year": 2016.0, "target_kind": "Level",
         "baseline_period": None},
        {**SHARE, **LOWER, "number": 7.0, "title": "Checks missed", "baseline": "60%", "target": "10%", "target_year": 2016.0,
         "target_kind": "Level"},
        {**SHARE, **HIGHER, "number": 8.0, "title": "Without a value", "target": "50%", "target_year": 2017.0,
         "target_kind": "Level", "baseline_period": None},
        {**SHARE, **HIGHER, "number": 9.0, "title": "Seen in a quarter", "baseline": "60%", "target": "75%",
         "target_period": "Q4 2016/17", "target_kind": "Level"},
        {**RATE, **LOWER, "number": 10.0, "title": "Falls", "unit": "falls per 1,000 patients", "baseline": "1.20",
         "target": 1.0, "target_period": "YTD Jan 2017", "target_kind": "Level"},
        {**RATE, **HIGHER, "number": 12.0, "title": "Reviews", "unit": "reviews per 1,000 patients", "baseline": "0.40",
         "target": 0.6, "target_period": "12 months to Nov 2016", "target_kind": "Level"},
    ],
    "tblTrajectory": [
        {"indicator": 1.0, "year": 2017.0, "value": "70%", "status": "Agreed"},
        {"indicator": 3.0, "year": 2017.0, "value": 0.5, "status": "Agreed"},
        {"indicator": 4.0, "year": 2017.0, "value": "1.10", "status": "Agreed"},
        {"indicator": 9.0, "period": "Q3 2016/17", "value": "70%", "status": "Agreed"},
        {"indicator": 9.0, "period": "Dec 2016", "value": "50%", "status": "Agreed"},
        {"indicator": 10.0, "period": "2016/17", "value": "1.30", "status": "Agreed"},
    ],
    "tblObservations": [
        {"indicator": 1.0, "organisation": AREA, "period": "Jan 2017", "value": "65%", "numerator": 650.0, "denominator": 1000.0},
        {"indicator": 2.0, "organisation": AREA, "period": "Jan 2017", "value": 55.0},
        {"indicator": 3.0, "organisation": AREA, "period": "Jan 2017", "value": 0.42},
        {"indicator": 4.0, "organisation": AREA, "period": "Jan 2017", "value": "1.19"},
        {"indicator": 5.0, "organisation": AREA, "period": "Jan 2017", "value": "70%"},
        {"indicator": 5.0, "organisation": "England", "period": "Jan 2017", "value": "85%"},
        {"indicator": 8.0, "organisation": AREA, "period": "Jan 2017", "numerator": 400.0, "denominator": 1000.0},
        {"indicator": 9.0, "organisation": AREA, "period": "Q3 2016/17", "value": "65%"},
        {"indicator": 10.0, "organisation": AREA, "period": "YTD Jan 2017", "value": 1.19},
        {"indicator": 12.0, "organisation": AREA, "period": "12 months to Nov 2016", "value": 0.42},
    ],
}  # fmt: skip
SETTINGS_TYPED: Final = {"area_name": AREA, "area_code": "V9X", "as_at": date(2017, 3, 15), "baseline_year": 2016.0,
                         "england_patients_per_gp_fte": 1321.0}  # fmt: skip

#: List and field of each cell that holds a value, with whether the value is a share in every row (None: by its indicator).
VALUE_FIELDS: Final = {
    "tblIndicators": ("baseline", "baseline_numerator", "baseline_denominator", "target", "comparator", "national_standard",
                      "tolerance"),
    "tblTrajectory": ("value",),
    "tblObservations": ("value", "numerator", "denominator"),
    "tblWorkforce": ("fte", "registered_patients", "weighted_patients", "headcount"),
    "tblPractices": ("registered_patients", "weighted_patients", "deprivation_score"),
}  # fmt: skip


@cache
def sound_tracker() -> Snapshot:
    """The tracker as a snapshot: each list in a frame, its headings in row 1."""
    sheets: dict[str, SheetCells] = {}
    lists: dict[str, ListObject] = {}
    for table, rows in ROWS.items():
        columns = columns_of(table)
        cells = [[column.heading for column in columns], *([row.get(c.field) for c in columns] for row in rows)]
        sheets[BY_TABLE[table].sheet] = SheetCells(BY_TABLE[table].sheet, cells)
        lists[table] = ListObject(table, BY_TABLE[table].sheet, 1, len(cells), 1, len(columns))
    settings = [[one.name, SETTINGS_TYPED.get(one.field), one.needs] for one in SETTINGS]
    sheets[SETTINGS_SHEET] = SheetCells(SETTINGS_SHEET, [[*SETTINGS_HEADINGS], *settings])
    lists[SETTINGS_TABLE] = ListObject(SETTINGS_TABLE, SETTINGS_SHEET, 1, len(settings) + 1, 1, 3)
    return Snapshot("a tracker", sheets, lists)


def with_rows(table: str, rows: Sequence[Mapping[str, Any]]) -> Snapshot:
    """The tracker with a list more, of rows by field, or with other rows in one of its lists."""
    whole, of = sound_tracker(), BY_TABLE[table]
    columns = columns_of(table)
    cells = [[column.heading for column in columns], *([row.get(c.field) for c in columns] for row in rows)]
    place = ListObject(table, of.sheet, 1, len(cells), 1, len(columns))
    return Snapshot(whole.name, {**whole.sheets, of.sheet: SheetCells(of.sheet, cells)}, {**whole.lists, table: place})


def with_actions(deliveries: Sequence[Any]) -> Snapshot:
    """The tracker with an action for each of some delivery dates."""
    rows = [
        {"letter": f"A{n}", "text": "Done at last.", "outcome": "Better", "lead": "Lead", "delivery": one}
        for n, one in enumerate(deliveries)
    ]
    return with_rows("tblActions", rows)


def value_cells() -> list[tuple[str, str, int]]:
    """Every cell that a value belongs in: list, field and row (from 0)."""
    return [
        (table, field, row)
        for table, fields in VALUE_FIELDS.items()
        for field in fields
        for row in range(len(ROWS[table]))
    ]


def address_of(table: str, field: str, row: int) -> tuple[str, str]:
    """Sheet and address of a cell of the tracker."""
    place = [column.field for column in columns_of(table)].index(field)
    letters = chr(65 + place) if place < 26 else "A" + chr(65 + place - 26)
    return BY_TABLE[table].sheet, f"{letters}{row + 2}"


def judged(snapshot: Snapshot) -> tuple[Intake, tuple[Finding, ...], dict[int, Rag], dict[int, float | None]]:
    """What was read of a tracker, what was found, and each indicator's RAG and value."""
    intake = read_tracker(snapshot)
    findings = find_all(intake)
    results = measure_edition(intake.tracker, blocked_indicators(findings)).indicators
    rags = {one.indicator.number: one.rag.rag for one in results}
    return intake, findings, rags, {one.indicator.number: one.value for one in results}
