"""Comparators as a list: used as observations of the comparator are, named by their name, and each fault at its cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pc_workbook.app import check, draw_tracker, measure, refresh
from pc_workbook.figures.lineage import Lineage
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import GapTo, IndicatorResult, Results
from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Finding, Severity, blocked_indicators
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.views.workbook.practices import practices_sheet
from pc_workbook.wording.findings import message
from tests.support.organisation_tracker import AREA, RATE, SETTINGS, SHARE, listed, rows_of, seen
from tests.support.typed_tracker import tracker_of

Rows = Mapping[str, Any]
NEIGHBOURS = "Nearest neighbours"
PER_GP: Rows = {
    "number": 3, "title": "Patients per FTE GP", "kind": "Rate", "direction": "Lower is better", "organisation": AREA,
    "measure": "patients_per_gp_fte", "comparator_name": NEIGHBOURS, "unit": "patients per FTE GP",
}  # fmt: skip


def found(rows: Rows, settings: Rows = SETTINGS) -> list[Finding]:
    """Errors and warnings about comparators."""
    findings = find_all(read_tracker(tracker_of(rows, settings)))
    return [each for each in findings if each.severity is not Severity.NOTE and each.sheet == "Comparators"]


def said(rows: Rows) -> list[tuple[str, str, str]]:
    return [(each.code, each.cell, message(each).problem) for each in found(rows)]


def results_of(rows: Rows, settings: Rows = SETTINGS) -> Results:
    intake = read_tracker(tracker_of(rows, settings))
    return measure_edition(intake.tracker, blocked_indicators(find_all(intake)))


def result(
    comparators: Sequence[Rows], observed: Sequence[Rows] = (seen(AREA, "66%"),), **changes: Any
) -> IndicatorResult:
    return results_of(rows_of(observed, [{**SHARE, **changes}], comparators)).indicators[0]


def gap(of: IndicatorResult, to: GapTo = GapTo.COMPARATOR) -> tuple[float | None, float | None]:
    """What an indicator is compared with, and its gap."""
    return next(((each.reference, each.value) for each in of.gaps if each.to is to), (None, None))


# ---------------------------------------------------------------- values


def test_a_sound_list_has_no_finding() -> None:
    assert found(rows_of()) == []


def test_the_gap_is_to_the_listed_value_of_a_period_like_the_indicators_own() -> None:
    rows = [listed("60%", "2015/16"), listed("68%"), listed("67%", "Dec 2016")]
    assert gap(result(rows)) == (68.0, -2.0)
    assert gap(result([listed("67%", "Dec 2016"), listed("68%", "Apr 2017")])) == (67.0, -1.0)  # not yet over


def test_a_value_typed_beside_the_indicator_stays_the_one_it_is_compared_with() -> None:
    typed = {"comparator": "70%", "comparator_period": "2015/16"}
    assert gap(result([listed("68%")], **typed)) == (70.0, -4.0)


def test_a_list_moves_a_target_as_observations_of_the_comparator_do() -> None:
    moving = {"target_kind": "Comparator, moving", "target": None}
    rows = [seen(AREA, "66%"), seen(NEIGHBOURS, "68%"), seen(NEIGHBOURS, "67%", period="Dec 2016")]
    by_list = result([listed("68%"), listed("67%", "Dec 2016")], **moving)
    by_observations = result([], rows, **moving)
    assert by_list == by_observations
    assert gap(by_list, GapTo.TARGET) == (68.0, -2.0)


@pytest.mark.parametrize("name", ["nearest  neighbours", "NEAREST NEIGHBOURS", " Nearest neighbours "])
def test_spellings_of_one_name_are_one_comparator(name: str) -> None:
    rows = [listed("68%", comparator=name)]
    assert gap(result(rows)) == (68.0, -2.0)
    assert said(rows_of(comparators=rows)) == []


def test_the_comparator_of_another_indicator_or_name_is_not_used() -> None:
    assert gap(result([listed("68%", indicator=2), listed("68%", comparator="England")])) == (None, None)


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize("second", ["69%", "68%"])
def test_two_values_for_one_period_are_an_error_and_the_first_counts(second: str) -> None:
    rows = [listed("68%"), listed(second, comparator="NEAREST  neighbours"), listed("67%", "Dec 2016")]
    assert [(each.code, each.cell, each.severity) for each in found(rows_of(comparators=rows))] == [
        ("R14", "A3", Severity.ERROR)
    ]
    assert gap(result(rows)) == (68.0, -2.0)


def test_two_values_block_a_target_that_moves_with_the_comparator() -> None:
    moving = {"target_kind": "Comparator, moving", "target": None}
    judged = result([listed("60%"), listed("61%"), listed("59%", "Dec 2016")], **moving)
    assert judged.rag.rag is Rag.NOT_RATED


@pytest.mark.parametrize(
    ("observed", "changes", "cell"),
    [
        ([seen(AREA, "66%"), seen(NEIGHBOURS, "70%")], {}, "Observations, D3"),
        ([seen(AREA, "66%")], {"comparator": "70%", "comparator_period": "Jan 2017"}, "Indicators, "),
    ],
)
def test_a_value_that_differs_from_another_sheet_is_an_error(observed: list[Rows], changes: Rows, cell: str) -> None:
    code, at, words = said(rows_of(observed, [{**SHARE, **changes}], [listed("68%")]))[0]
    assert (code, at) == ("R112", "D2")
    assert words.startswith(f"{NEIGHBOURS} has another value for January 2017 in {cell}")
    assert said(rows_of(observed, [{**SHARE, **changes}], [listed("70%")])) == []


def test_a_comparator_that_its_indicator_does_not_name_is_a_warning_once() -> None:
    rows = [listed("68%", comparator="Nearest neighbors"), listed("67%", "Dec 2016", "Nearest neighbors")]
    assert said(rows_of(comparators=rows)) == [
        (
            "R111",
            "A2",
            f"Indicator 1 is compared with {NEIGHBOURS}, so its value of Nearest neighbors is shown nowhere.",
        )
    ]
    assert message(found(rows_of(comparators=rows))[0]).what_to_do == f"Write {NEIGHBOURS} if that is meant."
    named = rows_of(indicators=[{**SHARE, "comparator_name": None}])
    assert [code for code, _, _ in said(named)] == ["R111"]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (listed(None), "R113", "D2"),
        (listed("about half"), "R06", "D2"),
        (listed("700%"), "R16", "D2"),
        (listed("68%", "sometime"), "R08", "C2"),
        (listed("68%", "Apr 2017"), "R22", "C2"),
        (listed("68%", indicator=99), "R15", "B2"),
        (listed("68% (2015)"), "R16", "D2"),
        ({**listed("68%"), "comparator": None}, "R05", "A2"),
        ({**listed("68%"), "period": None}, "R05", "C2"),
    ],
)
def test_each_fault_of_a_row_is_found_at_its_cell(row: Rows, code: str, cell: str) -> None:
    rows = rows_of([seen(AREA, "66%")], comparators=[row])
    assert [(each.code, each.cell) for each in found(rows)] == [(code, cell)]
    assert gap(results_of(rows).indicators[0]) == (None, None)


# ---------------------------------------------------------------- names


def test_the_chart_and_the_sheet_name_the_comparator(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    draw_tracker(path, rows_of(indicators=[SHARE, RATE, PER_GP], comparators=[
        listed("68%"), listed(1500, "2015/16", indicator=3)]), dict(SETTINGS))  # fmt: skip
    refresh(FileHost(path))
    book = load_workbook(path)
    names = {series.tx.v for chart in book["Indicator summary"]._charts for series in chart.series if series.tx}
    assert {NEIGHBOURS, "England"} <= names
    for sheet in ("Practice summary", "Locality summary"):
        words = {str(value) for row in book[sheet].values for value in row if value is not None}
        assert {NEIGHBOURS, f"Times {NEIGHBOURS}"} <= words
        assert "Times England" not in words


def test_patients_per_gp_are_compared_with_the_comparator_of_their_indicator() -> None:
    rows = rows_of(
        indicators=[SHARE, PER_GP],
        comparators=[listed(1500, "2015/16", indicator=3), listed(9, "2014/15", indicator=3)],
    )
    results = results_of(rows, {**SETTINGS, "england_patients_per_gp_fte": 1321})
    assert results.staff_comparator == NEIGHBOURS
    assert f"times {NEIGHBOURS}" in {figure.unit for figure in figures(results)}
    ratio = results.area.staff.patients_per_gp_fte.value
    assert ratio
    assert results.area.staff.times_england.value == pytest.approx(ratio / 1500)


def test_the_settings_count_where_the_list_has_no_value_of_that_comparator() -> None:
    for comparators in ([], [listed("68%")], [listed(1500, "2015/16", "England", 3)]):
        results = results_of(
            rows_of(indicators=[SHARE, PER_GP], comparators=comparators),
            {**SETTINGS, "england_patients_per_gp_fte": 1321},
        )
        ratio = results.area.staff.patients_per_gp_fte.value
        assert ratio
        assert results.area.staff.times_england.value == pytest.approx(ratio / 1321)
        assert results.staff_comparator == "England"


def test_lineage_leads_to_the_list(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    draw_tracker(
        path,
        rows_of(indicators=[SHARE, PER_GP], comparators=[listed("68%"), listed(1500, "2015/16", indicator=3)]),
        dict(SETTINGS),
    )
    checked = check(FileHost(path))
    results = measure(checked)
    lineage = Lineage(checked.intake, results)
    named = {(each.measure, each.organisation): each for each in figures(results)}
    for measured, cell in (
        ("indicator_1_gap_to_comparator", "Comparators!D6"),
        ("times_england_patients_per_gp_fte", "Comparators!D7"),
    ):
        cells = [at for given in lineage.inputs(named[measured, AREA]) for at in lineage.cells(given)]
        assert cell in cells


def test_the_practice_table_has_its_old_headings_without_the_list() -> None:
    intake = read_tracker(tracker_of(rows_of(comparators=()), {**SETTINGS, "england_patients_per_gp_fte": 1321}))
    sheet = practices_sheet(measure_edition(intake.tracker, {}), intake)
    table = next(part for part in sheet.parts if getattr(part, "name", "") == "pc_practices")
    assert [column.header for column in table.columns][6:8] == ["England", "Times England"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("comparator", "value", "verdict"),
    [
        ("Nearest neighbours", "4", "supported"),
        ("England", "0", "supported"),
        ("North region", "0", "not tested"),
    ],
)
def test_a_claim_is_tested_with_the_comparator_that_it_names(comparator: str, value: str, verdict: str) -> None:
    claim = {"number": 1, "claim": "Practices are worse", "test": "Count beyond a comparator", "value": value,
             "measure": "patients_per_gp_fte", "comparator": comparator}  # fmt: skip
    rows = rows_of(
        indicators=[PER_GP], comparators=[listed(1500, "2015/16", indicator=3)], tblClaims=[claim], observed=()
    )
    results = results_of(rows, {**SETTINGS, "england_patients_per_gp_fte": 4000})
    assert [str(each.verdict) for each in results.claims] == [verdict]
