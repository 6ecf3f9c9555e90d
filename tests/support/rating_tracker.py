"""A tracker of practices and trusts with ratings, as a snapshot: what a test types stands in its cells."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import IndicatorResult, Results
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.lists.catalogue import BY_TABLE, SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from tests.support.columns import columns_of

Row = dict[str, Any]
AREA: Final = "Fictionshire"
SETTINGS_TYPED: Final = {
    "area_name": AREA,
    "area_code": "V9X",
    "as_at": date(2017, 3, 15),
    "cqc_denominator": "All practices",
}
PRACTICES: Final[list[Row]] = [
    {"code": f"V9000{n}", "name": f"Surgery {n}", "registered_patients": 5000.0} for n in (1, 2, 3, 4)
]
PROVIDERS: Final[list[Row]] = [{"code": "RZZ", "name": "Caring Hands Trust", "short_name": "CHT"}]


def snapshot_of(rows: dict[str, list[Row]]) -> Snapshot:
    """A workbook with these rows in its lists, each in a frame with its headings in row 1."""
    sheets: dict[str, SheetCells] = {}
    lists: dict[str, ListObject] = {}
    for table, listed in rows.items():
        of = BY_TABLE[table]
        cells = [
            [column.heading for column in columns_of(table)],
            *([row.get(c.field) for c in columns_of(table)] for row in listed),
        ]
        sheets[of.sheet] = SheetCells(of.sheet, cells)
        lists[table] = ListObject(table, of.sheet, 1, len(cells), 1, len(columns_of(table)))
    settings = [[one.name, SETTINGS_TYPED.get(one.field), one.needs] for one in SETTINGS]
    sheets[SETTINGS_SHEET] = SheetCells(SETTINGS_SHEET, [[*SETTINGS_HEADINGS], *settings])
    lists[SETTINGS_TABLE] = ListObject(SETTINGS_TABLE, SETTINGS_SHEET, 1, len(settings) + 1, 1, 3)
    return Snapshot("a tracker", sheets, lists)


def edition(
    *,
    ratings: Sequence[Row] = (),
    indicators: Sequence[Row] = (),
    trajectory: Sequence[Row] = (),
    observations: Sequence[Row] = (),
) -> tuple[Results, tuple[Finding, ...]]:
    """What is measured of a tracker with these rows, and what is found in it."""
    intake = read_tracker(
        snapshot_of(
            {
                "tblPractices": PRACTICES,
                "tblProviders": PROVIDERS,
                "tblCqcRatings": list(ratings),
                "tblIndicators": list(indicators),
                "tblTrajectory": list(trajectory),
                "tblObservations": list(observations),
            }
        )
    )
    findings = tuple(one for one in find_all(intake) if one.code != "R01")  # the lists that no test here needs
    return measure_edition(intake.tracker, blocked_indicators(findings)), findings


def rated(overall: object, goal: object, **more: object) -> tuple[IndicatorResult, tuple[Finding, ...]]:
    """The indicator of a trust's rating against a goal, and what is found."""
    indicator = {"number": 1.0, "title": "Overall CQC rating", "kind": "Ordinal", "organisation": "RZZ", "target": goal,
                 "target_year": 2017.0, "target_kind": "Ordinal"} | more  # fmt: skip
    rating = {"organisation": indicator["organisation"], "published_on": date(2016, 2, 1), "overall": overall}
    results, findings = edition(ratings=[rating], indicators=[indicator])
    return results.indicators[0], findings


def codes(findings: Sequence[Finding], sheet: str) -> list[tuple[str, str]]:
    """Code and severity of what is found on a sheet, but for what says that no action serves an indicator."""
    return [(one.code, str(one.severity)) for one in findings if one.sheet == sheet and one.code != "P21"]
