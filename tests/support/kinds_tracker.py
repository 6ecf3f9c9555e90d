"""A tracker with indicators of every kind, on its own scales, ranges and RAG schemes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.lists.catalogue import BY_TABLE
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from tests.support.value_tracker import AREA, judged, sound_tracker

SCALES: Final[list[dict[str, Any]]] = [
    {"scale": "Assurance", "word": "None", "order": 1.0},
    {"scale": "Assurance", "word": "Partial", "order": 2.0},
    {"scale": "Assurance", "word": "Substantial", "order": 3.0},
    {"scale": "Assurance", "word": "Not yet assessed"},
]
SCHEMES: Final[list[dict[str, Any]]] = [
    {"scheme": "Corporate", "word": "Off target", "counts_as": "Red", "rule": "Per cent of target", "high": 95.0},
    {"scheme": "Corporate", "word": "Close", "counts_as": "Amber", "rule": "Per cent of target", "low": 95.0, "high": 100.0},
    {"scheme": "Corporate", "word": "On target", "counts_as": "Green", "rule": "Per cent of target", "low": 100.0},
    {"scheme": "Bands", "word": "Low", "counts_as": "Red", "rule": "Band", "low": 0.0, "high": 50.0},
    {"scheme": "Bands", "word": "Amber/Red", "counts_as": "Amber", "colour": "#F47738", "rule": "Band", "low": 50.0, "high": 90.0},
    {"scheme": "Bands", "word": "Complete", "counts_as": "Complete", "colour": "Blue", "rule": "Band", "low": 90.0, "high": 100.0},
    {"scheme": "Distances", "word": "Behind", "counts_as": "Red", "rule": "Distance", "high": -5.0},
    {"scheme": "Distances", "word": "Nearly", "counts_as": "Amber", "rule": "Distance", "low": -5.0, "high": 0.0},
    {"scheme": "Distances", "word": "There", "counts_as": "Green", "rule": "Distance", "low": 0.0},
    {"scheme": "Ranges", "word": "Out", "counts_as": "Red", "rule": "Range", "high": -2.0},
    {"scheme": "Ranges", "word": "Edge", "counts_as": "Amber", "rule": "Range", "low": -2.0, "high": 0.0},
    {"scheme": "Ranges", "word": "In", "counts_as": "Green", "rule": "Range", "low": 0.0},
    {"scheme": "Words", "word": "Behind", "counts_as": "Red"},
    {"scheme": "Words", "word": "At risk", "counts_as": "Amber"},
    {"scheme": "Words", "word": "On course", "counts_as": "Green"},
]  # fmt: skip
BASE: Final = {"organisation": AREA, "baseline_period": "2015/16", "target_year": 2017.0, "target_kind": "Level"}
HIGHER, LOWER, WITHIN = ({"direction": words} for words in ("Higher is better", "Lower is better", "Within range"))
#: Each is short of Green.
INDICATORS: Final[list[dict[str, Any]]] = [
    {**BASE, **HIGHER, "number": 1.0, "title": "Checks", "kind": "Count", "unit": "checks", "target": 200.0},
    {**BASE, **LOWER, "number": 2.0, "title": "Spend", "kind": "Money", "unit": "£m", "target": "£1.2m", "tolerance": "£100k"},
    {**BASE, **LOWER, "number": 3.0, "title": "Wait", "kind": "Duration", "unit": "days", "target": "10 days"},
    {**BASE, **HIGHER, "number": 4.0, "title": "Prices", "kind": "Index", "unit": "2015 = 100", "target": 110.0, "decimals": 1.0},
    {**BASE, "number": 5.0, "title": "Plan approved", "kind": "Yes/No", "target": "Yes"},
    {**BASE, "number": 6.0, "title": "Internal audit", "kind": "Ordinal", "scale": "Assurance", "target": "at least Substantial"},
    {**BASE, **WITHIN, "number": 7.0, "title": "Occupied beds", "kind": "Percentage", "range_from": "85%", "range_to": "92%",
     "target_kind": None, "target_year": None, "tolerance": 1.0},
    {**BASE, **HIGHER, "number": 8.0, "title": "Visits", "kind": "Count", "unit": "visits", "target": 200.0, "rag_scheme": "Corporate"},
    {**BASE, **HIGHER, "number": 9.0, "title": "Practices done", "kind": "Percentage", "unit": "% of practices", "rag_scheme": "Bands", "target": "100%"},
    {**BASE, **LOWER, "number": 10.0, "title": "Turnaround", "kind": "Duration", "unit": "hours:minutes", "target": "3:30",
     "rag_scheme": "Distances"},
    {**BASE, **WITHIN, "number": 11.0, "title": "Stock", "kind": "Count", "unit": "boxes", "range_from": 10.0, "range_to": 20.0,
     "target_kind": None, "target_year": None, "rag_scheme": "Ranges"},
    {**BASE, "number": 12.0, "title": "Policy in force", "kind": "Yes/No", "target": "Yes", "rag_scheme": "Words"},
]  # fmt: skip
VALUES: Final[dict[int, object]] = {
    1: 150.0, 2: "£1.5m", 3: "14 days", 4: 101.5, 5: "No", 6: "Partial", 7: "97%", 8: 150.0, 9: "40%", 10: "9:45", 11: 30.0,
    12: "No",
}  # fmt: skip
PERIODS: Final[dict[int, str]] = {9: "Jan 2017"}


def observations(values: Mapping[int, object]) -> list[dict[str, Any]]:
    """One value of each indicator, of a period that its target applies to."""
    return [
        {"indicator": float(number), "organisation": AREA, "period": PERIODS.get(number, "2016/17"), "value": value}
        for number, value in values.items()
    ]


def kinds_tracker(
    values: Mapping[int, object] = VALUES,
    indicators: Iterable[Mapping[str, Any]] = INDICATORS,
    scales: Sequence[Mapping[str, Any]] = SCALES,
    schemes: Sequence[Mapping[str, Any]] = SCHEMES,
    trajectory: Sequence[Mapping[str, Any]] = (),
) -> Snapshot:
    """The tracker as a snapshot, with the as-at date after the year of the targets."""
    whole = sound_tracker()
    lists = {
        "tblIndicators": list(indicators), "tblObservations": observations(values), "tblTrajectory": trajectory,
        "tblScales": scales, "tblRagSchemes": schemes,
    }  # fmt: skip
    sheets, places = dict(whole.sheets), dict(whole.lists)
    for table, rows in lists.items():
        of = BY_TABLE[table]
        cells = [[column.heading for column in of.columns], *([row.get(c.field) for c in of.columns] for row in rows)]
        sheets[of.sheet] = SheetCells(of.sheet, cells)
        places[table] = ListObject(table, of.sheet, 1, len(cells), 1, len(of.columns))
    settings = sheets["Settings"]
    row = next(at for at in range(1, 40) if settings.value(at, 1) == "As-at date")
    from datetime import date

    return Snapshot("a tracker", sheets, places).changed([("Settings", f"B{row}", date(2017, 4, 30))])


def changed(indicators: Iterable[Mapping[str, Any]], number: int, **fields: object) -> list[dict[str, Any]]:
    """The indicators, with other cells in the row of one."""
    return [{**row, **fields} if row["number"] == number else dict(row) for row in indicators]


def rags(snapshot: Snapshot) -> tuple[dict[int, Rag], tuple[Finding, ...]]:
    """Each indicator's RAG, and the findings."""
    _, findings, found, _ = judged(snapshot)
    return found, findings
