"""Every generated sheet, from a tracker typed as people type it: made-up practices and the paper's indicators."""

import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pc_workbook.draw.workbook import draw
from pc_workbook.measures.edition import measure_edition
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import Intake, read_tracker
from pc_workbook.tracker.lists.catalogue import LISTS, SETTINGS, SETTINGS_HEADINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import GENERATED_SHEETS
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.tracker.snapshot import ListObject, SheetCells, Snapshot
from pc_workbook.views.parts import (
    BlankSheet,
    Chart,
    ChartGrid,
    Heading,
    KeyFigures,
    Link,
    Paragraph,
    Sheet,
    Style,
    Table,
    Workbook,
)
from pc_workbook.views.workbook.generated_sheets import Run, generated_sheets

RUN = Run(datetime(2017, 3, 15, 14, 5), "0.1.0", "Tracker.xlsx")
Rows = Mapping[str, Sequence[Mapping[str, Any]]]

LOCALITIES = ("North", "East", "South", "West")
RATINGS = (*["Good"] * 10, *["Requires improvement"] * 5, *["Inadequate"] * 5)


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
    """The generated sheets of a workbook, with its intake and findings."""
    intake = read_tracker(snapshot)
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


def all_parts(sheets: Sequence[Sheet], kind: type[Any]) -> list[Any]:
    return [part for sheet in sheets for part in sheet.parts if isinstance(part, kind)]


def charts_of(sheet: Sheet) -> list[Chart]:
    grids = [chart for grid in all_parts((sheet,), ChartGrid) for chart in grid.charts]
    return [*all_parts((sheet,), Chart), *grids]


def values_of(sheet: Sheet) -> Iterator[Any]:
    """Every value that a sheet shows."""
    for part in sheet.parts:
        match part:
            case Heading() | Paragraph():
                yield part.words
            case KeyFigures():
                for figure in part.figures:
                    yield from (figure.label, figure.value, figure.words)
            case Table():
                yield from (column.header for column in part.columns)
                yield from (value for row in part.rows for value in row)


def text_of(sheet: Sheet) -> str:
    return "\n".join(str(getattr(value, "words", value)) for value in values_of(sheet) if value is not None)


def table(sheet: Sheet, name: str) -> list[dict[str, Any]]:
    found: Table = next(part for part in sheet.parts if isinstance(part, Table) and part.name == name)
    return [dict(zip([column.header for column in found.columns], row, strict=True)) for row in found.rows]


class TestEveryEdition:
    """For trackers from an empty one to 300 practices."""

    def test_has_the_eight_sheets_in_the_order_of_their_tabs(self, edition: Any) -> None:
        assert tuple(sheet.name for sheet in edition[0]) == GENERATED_SHEETS

    def test_begins_each_sheet_with_its_one_title(self, edition: Any) -> None:
        for sheet in edition[0]:
            titles = [part for part in sheet.parts if isinstance(part, Heading) and part.level == 1]
            assert titles == [sheet.parts[0]]

    def test_names_each_table_once(self, edition: Any) -> None:
        names = [part.name for part in all_parts(edition[0], Table)]
        assert len(names) == len(set(names))
        assert all(name.startswith("pc_") for name in names)

    def test_has_one_value_a_column_and_columns_of_different_names(self, edition: Any) -> None:
        for part in all_parts(edition[0], Table):
            headers = [column.header for column in part.columns]
            assert len(set(headers)) == len(headers)
            assert all(len(row) == len(headers) for row in part.rows)
            assert all(row < len(part.rows) and place < len(headers) for row, place in part.cell_styles)

    def test_has_the_time_of_the_refresh_in_one_cell(self, edition: Any) -> None:
        found = [value for sheet in edition[0] for value in values_of(sheet) if "14:05" in str(value)]
        assert len(found) == 1
        assert found[0] in list(values_of(edition[0][0]))

    def test_shows_no_value_that_is_not_a_number(self, edition: Any) -> None:
        numbers = [value for sheet in edition[0] for value in values_of(sheet) if isinstance(value, float)]
        assert all(math.isfinite(number) for number in numbers)
        for sheet in edition[0]:
            assert not re.search(r"\b(?:nan|inf)\b|: None\b|\(None|None\)", text_of(sheet))

    def test_says_what_each_chart_shows_and_its_message_in_figures(self, edition: Any) -> None:
        for sheet in edition[0]:
            for chart in charts_of(sheet):
                assert any(digit in chart.alt for digit in "0123456789")
                assert len(chart.alt) > 60

    def test_draws_each_chart_from_rows_and_columns_of_its_own_sheet(self, edition: Any) -> None:
        for sheet in edition[0]:
            tables = {part.name: part for part in sheet.parts if isinstance(part, Table)}
            for chart in charts_of(sheet):
                read = tables[chart.table]
                headers = {column.header for column in read.columns}
                assert {name for one in chart.series for name in (one.labels, one.values)} <= headers
                first, last = chart.rows or (0, len(read.rows) - 1)
                assert 0 <= first <= last < len(read.rows)

    def test_links_only_to_sheets_that_are_there(self, edition: Any) -> None:
        sheets, intake, _ = edition
        links = [value for sheet in sheets for value in values_of(sheet) if isinstance(value, Link)]
        there = {*intake.snapshot.sheets, *GENERATED_SHEETS}
        assert all(link.sheet in there and link.cell.rstrip("0123456789").isalpha() for link in links)

    def test_lists_every_finding_with_its_cell(self, edition: Any) -> None:
        sheets, _, findings = edition
        shown = table(sheets[7], "pc_findings")
        assert [getattr(row["Where"], "words", row["Where"]) for row in shown] == [
            found.where for found in findings[:500]
        ]

    def test_gives_every_rag_its_reason(self, edition: Any) -> None:
        for part in all_parts(edition[0], Table):
            places = [place for place, column in enumerate(part.columns) if column.style is Style.RAG]
            assert all(" – " in row[place] for row in part.rows for place in places if row[place])

    def test_has_no_exclamation_marks(self, edition: Any) -> None:
        own = [words for sheet in edition[0] for words in values_of(sheet) if isinstance(words, str)]
        assert not any(words.rstrip().endswith("!") for words in own)

    def test_is_drawn(self, edition: Any, tmp_path: Path) -> None:
        sheets, intake, _ = edition
        places = tuple(BlankSheet(name) for name in intake.snapshot.sheets)
        draw(Workbook((*sheets, *places), "Tracker"), tmp_path / "drawn.xlsx")
        assert (tmp_path / "drawn.xlsx").stat().st_size > 10_000


class TestTheFirstEdition:
    """As at 15 March 2017, as the paper gives it."""

    def test_shows_each_indicator_with_its_value_and_why_it_is_rated_so(self, first: dict[str, Sheet]) -> None:
        rows = {row["No."]: row for row in table(first["Dashboard"], "pc_dashboard_indicators")}
        assert (rows[1]["Value"], rows[1]["Period"]) == (0.47, "2015 (baseline)")
        assert rows[1]["RAG and why"].startswith("Not rated – no agreed trajectory for 2017")
        assert rows[5]["Trajectory this year"] == 81
        assert "3.89 points below the national standard (95%)" in rows[6]["Gap"]
        assert rows[7]["Value"] == "Good"
        assert rows[8]["RAG and why"].startswith("Red – Not met")

    def test_leaves_a_missing_target_empty_and_never_zero(self, first: dict[str, Sheet]) -> None:
        rows = {row["No."]: row for row in table(first["Dashboard"], "pc_dashboard_indicators")}
        assert rows[1]["Target"] is None
        assert rows[1]["Trajectory this year"] is None

    def test_shows_the_good_share_on_both_denominators(self, first: dict[str, Sheet]) -> None:
        assert "10 of 20 inspected (50.0%); 10 of 33 practices (30.3%); 13 without a rating." in text_of(
            first["Dashboard"]
        )

    def test_says_how_many_practices_a_target_needs_on_either_denominator(self, first: dict[str, Sheet]) -> None:
        words = text_of(first["CQC summary"])
        assert "10 of the 20 inspected practices (50%) meet this, so the target level is met." in words
        assert "10 of all 33 practices (30.3%) meet this. 17 must: 7 to go." in words
        assert "not tested until its denominator is declared" in words

    def test_puts_errors_first_among_what_needs_action(self, first: dict[str, Sheet]) -> None:
        rows = table(first["Dashboard"], "pc_attention")
        kinds = [row["Kind"] for row in rows]
        assert kinds[:3] == ["Error", "Error", "Overdue"]
        assert kinds[-2:] == ["No action", "No lead"]
        assert rows[1]["Concerns"] == "Indicators 3 and 4"
        assert rows[0]["Where"] == Link("Indicators!C5", "Indicators", "C5")

    def test_links_an_overdue_action_to_its_delivery_date(self, first: dict[str, Sheet]) -> None:
        row = next(row for row in table(first["Dashboard"], "pc_attention") if row["Kind"] == "Overdue")
        assert row["Needs action"] == "Overdue since 31 December 2016 (74 days)"
        assert row["Where"] == Link("Actions!G5", "Actions", "G5")

    def test_never_draws_two_kinds_of_indicator_on_one_chart(self, first: dict[str, Sheet]) -> None:
        charts = charts_of(first["Indicator summary"])
        assert [chart.title.split(".")[0] for chart in charts] == ["1", "2", "5", "6"]
        ways = table(first["Indicator summary"], "pc_trajectories")
        for chart in charts:
            assert chart.rows is not None
            assert len({row["No."] for row in ways[chart.rows[0] : chart.rows[1] + 1]}) == 1

    def test_puts_charts_straight_under_a_heading_that_names_every_one_of_them(self, first: dict[str, Sheet]) -> None:
        parts = first["Indicator summary"].parts
        places = [place for place, part in enumerate(parts) if isinstance(part, ChartGrid)]
        assert len(places) == 2
        for place in places:
            heading, grid = parts[place - 1], parts[place]
            assert isinstance(heading, Heading)
            assert isinstance(grid, ChartGrid)
            assert heading.words == "; ".join(chart.title for chart in grid.charts)

    def test_names_the_indicator_of_each_paragraph(self, first: dict[str, Sheet]) -> None:
        parts = first["Indicator summary"].parts
        heading = next(p for p in parts if isinstance(p, Heading) and p.words.startswith("5. "))
        one, other = parts[parts.index(heading) + 2 : parts.index(heading) + 4]
        assert isinstance(one, Paragraph)
        assert isinstance(other, Paragraph)
        assert one.words.startswith("Indicator 5. Target year: 2021.")
        assert other.words.startswith("Indicator 6. Attendances admitted")

    def test_says_why_an_indicator_has_no_chart(self, first: dict[str, Sheet]) -> None:
        assert "No chart: there are fewer than two points to draw." in text_of(first["Indicator summary"])

    def test_marks_a_derived_year_as_not_agreed(self, first: dict[str, Sheet]) -> None:
        ways = table(first["Indicator summary"], "pc_trajectories")
        year = next(row for row in ways if (row["No."], row["Year"]) == (6, 2018))
        assert (year["Agreed plan"], round(year["Derived, not agreed"], 2)) == (None, 92.67)

    def test_has_the_message_of_a_chart_in_its_alternative_text(self, first: dict[str, Sheet]) -> None:
        chart = charts_of(first["Indicator summary"])[3]
        assert "Agreed plan from 91.88% in 2017 to 95% in 2021." in chart.alt
        assert "3.89 points below the 2021 target (95%)." in chart.alt

    def test_puts_practices_without_a_value_last_with_the_reason(self, first: dict[str, Sheet]) -> None:
        rows = table(first["Practice summary"], "pc_practices")
        ratios = [row["Patients per FTE GP"] for row in rows]
        assert ratios[:30] == sorted(ratios[:30], reverse=True)
        assert ratios[30:] == [None] * 3
        assert {row["Why no value"] for row in rows[30:]} == {"No value (0.0 FTE returned)."}

    def test_keeps_the_area_out_of_the_list_of_practices(self, first: dict[str, Sheet]) -> None:
        assert len(table(first["Practice summary"], "pc_practices")) == 33
        assert "Thurrock as a whole, September 2015:" in text_of(first["Practice summary"])

    def test_draws_only_whole_pairs_against_deprivation(self, first: dict[str, Sheet]) -> None:
        points = table(first["Practice summary"], "pc_deprivation_points")
        assert len(points) == 28
        assert all(None not in (row["IMD score"], row["Patients per FTE GP"]) for row in points)

    def test_ends_the_localities_with_the_area(self, first: dict[str, Sheet]) -> None:
        rows = table(first["Locality summary"], "pc_localities")
        assert [row["Locality"] for row in rows] == [*LOCALITIES, "Thurrock, whole area"]
        assert rows[-1]["Practices"] == 33

    def test_keeps_a_text_that_begins_with_a_minus_as_it_was_typed(self, first: dict[str, Sheet]) -> None:
        texts = [row["What was reported"] for row in table(first["Action summary"], "pc_progress")]
        assert "-2 GPs left in the quarter; no contract is being procured." in texts

    def test_labels_a_substitute_lead(self, first: dict[str, Sheet]) -> None:
        leads = {row["Lead"] for row in table(first["Action summary"], "pc_actions")}
        assert leads == {"Deputy accountable officer (objective lead, no action lead named)"}

    def test_shows_the_services_of_a_provider_on_separate_lines(self, first: dict[str, Sheet]) -> None:
        rows = table(first["CQC summary"], "pc_cqc_providers")
        assert [row["Provider rating"] for row in rows[:2]] == [
            "7. Overall CQC rating, BTUH",
            "7. Overall CQC rating, BTUH: Maternity",
        ]

    def test_lists_missing_material_and_the_sources_in_the_notes(self, first: dict[str, Sheet]) -> None:
        missing = table(first["Method notes"], "pc_missing")
        assert [row["Missing"] for row in missing] == ["The survey's weighted bases."]
        sources = {row["Source"]: row for row in table(first["Method notes"], "pc_sources")}
        assert sources["Made-up workforce return"]["Extracted on"] == "9 January 2017"

    def test_shows_the_settings_in_force_with_a_link_to_each(self, first: dict[str, Sheet]) -> None:
        settings = {row["Setting"].words: row for row in table(first["Method notes"], "pc_settings")}
        assert settings["CQC denominator"]["Value in force"] == "not set"
        assert settings["As-at date"]["Value in force"] == "15 March 2017"

    def test_measures_how_full_each_column_is(self, first: dict[str, Sheet]) -> None:
        rows = table(first["Data quality"], "pc_completeness")
        lead = next(row for row in rows if row["Column"] == "Action lead (role)")
        assert (lead["Filled"], lead["Of"], lead["Per cent"]) == (0, 6, 0)


class TestOtherEditions:
    def test_many_practices_are_charted_up_to_sixty_and_the_rest_is_counted(self) -> None:
        sheet = sheets_of(TRACKERS["300 practices"])[0][2]
        bars = charts_of(sheet)[0]
        assert bars.rows == (0, 59)
        assert "leaves out 207 practices with fewer patients per FTE GP" in text_of(sheet)

    def test_a_declared_denominator_is_named(self) -> None:
        sheets = sheets_of(first_edition(cqc_denominator="All practices"))[0]
        assert (
            "The target is tested on all practices, as declared; Not rated: no agreed trajectory for 2017."
            in text_of(sheets[4])
        )

    def test_two_refreshes_differ_in_one_cell(self) -> None:
        intake = read_tracker(TRACKERS["33 practices"])
        findings = find_all(intake)
        results = measure_edition(intake.tracker, blocked_indicators(findings))
        later = Run(datetime(2017, 3, 16, 9, 30), "0.1.0", "Tracker.xlsx")
        one, two = (generated_sheets(results, intake, findings, run) for run in (RUN, later))
        assert one[1:] == two[1:]
        assert sum(a != b for a, b in zip(one[0].parts, two[0].parts, strict=True)) == 1

    def test_an_accepted_warning_names_who_accepted_it(self) -> None:
        mark = next(found.mark for found in sheets_of(TRACKERS["33 practices"])[2] if found.code == "P08")
        accepted = {
            "finding": mark,
            "accepted_by": "Deputy accountable officer",
            "accepted_on": date(2017, 3, 1),
            "reason": "asked NHS England",
        }
        typed = {"tblIndicators": INDICATORS, "tblAccepted": [accepted]}
        sheets = sheets_of(snapshot_of(typed, SETTINGS_TYPED))[0]
        row = next(row for row in table(sheets[7], "pc_findings") if row["Mark"] == mark)
        assert row["Accepted"] == "Deputy accountable officer, 1 March 2017: asked NHS England"
        waiting = [row["Concerns"] for row in table(sheets[0], "pc_attention") if row["Code"] == "P08"]
        assert waiting == ["Indicators 2 and 5"]

    def test_a_missing_sheet_is_named_and_not_linked(self) -> None:
        whole = TRACKERS["33 practices"]
        without = {name: cells for name, cells in whole.sheets.items() if name != "Milestones"}
        lists = {name: place for name, place in whole.lists.items() if name != "tblMilestones"}
        sheets = sheets_of(Snapshot("Tracker.xlsx", without, lists))[0]
        row = next(row for row in table(sheets[7], "pc_findings") if row["Code"] == "R01")
        assert row["Where"] == "Milestones!A1"

    def test_thousands_of_findings_are_cut_at_five_hundred_and_counted(self) -> None:
        rows = [{"code": f"V{n:05d}", "name": "Surgery", "registered_patients": "many"} for n in range(1, 701)]
        sheet = sheets_of(snapshot_of({"tblPractices": rows}, SETTINGS_TYPED))[0][7]
        assert len(table(sheet, "pc_findings")) == 500
        assert "Correct these and refresh to see 201 more." in text_of(sheet)
