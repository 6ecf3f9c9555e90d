"""What is better where lower is better, and gap words in the indicator's decimals.

The situation is that of ../shared/cases that concerns direction; the tracker is that of tests/support.
"""

from pathlib import Path

import pytest

from pc_workbook.app import check, measure
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.results import GapTo
from pc_workbook.model.indicator import Indicator, IndicatorKind, Rag
from pc_workbook.tracker.findings import Severity
from pc_workbook.views.parts import Style
from pc_workbook.views.units import gap_style, value_style
from pc_workbook.wording.findings import message
from pc_workbook.wording.indicators import distinct_values, gap_words, notes_words
from pc_workbook.wording.rag import distance_words
from tests.support import shared
from tests.support.rating_tracker import AREA, edition

RATE = {"number": 1.0, "title": "Items per STAR-PU", "kind": "Rate", "unit": "Items per STAR-PU", "decimals": 3.0,
        "organisation": AREA, "target_year": 2018.0, "target_kind": "Level"}  # fmt: skip


def test_case_b21_a_path_below_a_ceiling_is_better_than_the_standard() -> None:
    checked = check(FileHost(Path(shared("cases", "b21-lower-is-better-below-the-standard", "input.xlsx"))))
    results, findings = measure(checked), checked.findings
    assert [found.code for found in findings if found.code in ("P09", "P28")] == []
    words = {gap.to: gap_words(gap) for gap in results.indicators[0].gaps}
    assert words[GapTo.STANDARD] == "0.001 below the national standard (−0.001, 0.1% of 1.161)"
    assert notes_words(results.indicators[0]) == ()


@pytest.mark.parametrize(
    ("direction", "values", "words"),
    [
        ("Lower is better", (1.150, 1.140), None),
        ("Lower is better", (1.161, 1.161), None),
        ("Lower is better", (1.170, 1.150), "The local path stays above the national standard."),
        ("Higher is better", (1.150, 1.170), "The local path stays below the national standard."),
        ("Higher is better", (1.162, 1.170), None),
        ("Neutral", (1.150, 1.170), None),
    ],
)
def test_a_path_is_held_to_the_standard_by_its_direction(
    direction: str, values: tuple[float, float], words: str | None
) -> None:
    row = {**RATE, "direction": direction, "national_standard": 1.161}
    points = [
        {"indicator": 1.0, "year": year, "value": value} for year, value in zip((2017.0, 2018.0), values, strict=True)
    ]
    results, findings = edition(indicators=[row], trajectory=points)
    found = [one for one in findings if one.code == "P09"]
    assert [message(one).problem for one in found] == ([words] if words else [])
    if found:
        assert "the path reaches it in 2018" in message(found[0]).text
    assert any("stays short of" in note for note in notes_words(results.indicators[0])) == bool(words)


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "is_odd"),
    [("Lower is better", 1.2, 1.0, False), ("Lower is better", 1.0, 1.2, True), ("Higher is better", 1.2, 1.0, True),
     ("Higher is better", 1.0, 1.0, False), ("Neutral", 1.2, 1.0, False)],
)  # fmt: skip
def test_a_target_worse_than_its_baseline_is_a_warning(
    direction: str, baseline: float, target: float, is_odd: bool
) -> None:
    row = {**RATE, "direction": direction, "baseline": baseline, "target": target, "baseline_period": "2015"}
    _, findings = edition(indicators=[row])
    assert [one.severity for one in findings if one.code == "P28"] == ([Severity.WARNING] if is_odd else [])
    _, findings = edition(indicators=[{**row, "target_kind": "Comparator, fixed"}])
    assert [one.code for one in findings if one.code == "P28"] == []


@pytest.mark.parametrize(
    ("more", "is_wrong"),
    [({"target_kind": "Zero tolerance", "direction": "Higher is better"}, True),
     ({"target_kind": "Zero tolerance", "direction": "Lower is better"}, False),
     ({"kind": "Percentage", "measure": "cqc_share_inadequate", "direction": "Higher is better"}, True),
     ({"kind": "Percentage", "measure": "cqc_share_at_least_good", "direction": "Lower is better"}, True),
     ({"kind": "Percentage", "measure": "cqc_share_at_least_good", "direction": "Higher is better"}, False)],
)  # fmt: skip
def test_what_can_run_one_way_only_is_held_to_it(more: dict[str, str], is_wrong: bool) -> None:
    results, findings = edition(indicators=[{**RATE, "baseline": 5.0, "baseline_period": "2015", **more}])
    assert ([one.severity for one in findings if one.code == "R34"] == [Severity.ERROR]) is is_wrong
    assert results.indicators[0].rag.rag is not Rag.GREEN


@pytest.mark.parametrize(
    ("value", "reference", "kind", "decimals", "words"),
    [
        (1.160, 1.161, IndicatorKind.RATE, 3, "0.001 below it (−0.001, 0.1% of 1.161)"),
        (1.171, 1.161, IndicatorKind.RATE, 3, "0.010 above it (+0.010, 0.9% of 1.161)"),
        (1.160, 1.15, IndicatorKind.RATE, 3, "0.010 above it (+0.010, 0.9% of 1.150)"),
        (1500, 1321, IndicatorKind.RATE, 0, "179 above it (+179, 13.6% of 1,321)"),
        (0.47, 0.61, IndicatorKind.RATE, 2, "0.14 below it (−0.14, 23.0% of 0.61)"),
        (1.1610001, 1.161, IndicatorKind.RATE, None, "less than 0.000001 above it (+less than 0.000001, less than 0.1% of 1.161)"),
        (94.9995, 95, IndicatorKind.PERCENTAGE, 3, "0.001 points below it (95.000%)"),
        (94.9996, 95, IndicatorKind.PERCENTAGE, 3, "0.0004 points below it (95.000%)"),
        (94.999, 95, IndicatorKind.PERCENTAGE, None, "0.001 points below it (95%)"),
        (91.11, 95, IndicatorKind.PERCENTAGE, 2, "3.89 points below it (95%)"),
        (80, 85, IndicatorKind.PERCENTAGE, 0, "5 points below it (85%)"),
        (100 * 15 / 33, 100, IndicatorKind.PERCENTAGE, 0, "54.55 points below it (100%)"),
    ],
)  # fmt: skip
def test_gap_words_use_the_decimals_of_the_indicator_and_never_a_false_nought(
    value: float, reference: float, kind: IndicatorKind, decimals: int | None, words: str
) -> None:
    assert distance_words(value, reference, kind, "it", decimals) == words


@pytest.mark.parametrize(
    ("kind", "decimals", "value", "gap"),
    [
        (IndicatorKind.RATE, 2, Style.RATE, Style.GAP_RATE),
        (IndicatorKind.RATE, 3, Style.RATE_3, Style.GAP_3),
        (IndicatorKind.RATE, 6, Style.RATE_4, Style.GAP_4),
        (IndicatorKind.PERCENTAGE, 1, Style.PERCENT_2, Style.GAP_POINTS),
        (IndicatorKind.PERCENTAGE, 3, Style.PERCENT_3, Style.GAP_3),
    ],
)
def test_cells_show_the_decimals_of_the_indicator(kind: IndicatorKind, decimals: int, value: Style, gap: Style) -> None:
    indicator = Indicator(number=1, title="Items", kind=kind, decimals=decimals)
    assert (value_style(indicator, 91.11), gap_style(indicator)) == (value, gap)


@pytest.mark.parametrize(("target", "year"), [(1.161, "2021"), (1.150, "2021"), (1.200, "no year"), (None, "no year")])
def test_the_year_that_meets_the_standard_is_after_the_last_that_does_not(target: float | None, year: str) -> None:
    row = {**RATE, "direction": "Lower is better", "national_standard": 1.161, "target": target, "target_year": 2021.0}
    points = [{"indicator": 1.0, "year": year, "value": value} for year, value in ((2018.0, 1.15), (2019.0, 1.17))]
    (found,) = [one for one in edition(indicators=[row], trajectory=points)[1] if one.code == "P09"]
    assert message(found).text.endswith(f"the path reaches it in {year}.")


def test_a_change_is_told_in_the_decimals_of_the_indicator() -> None:
    assert distinct_values(1.171, 1.16, IndicatorKind.RATE, 3) == ("1.171", "1.16")
    assert distinct_values(1.171239, 1.16, IndicatorKind.RATE, 3) == ("1.171", "1.16")
    assert distinct_values(0.47, 0.5, IndicatorKind.RATE, 2) == ("0.47", "0.5")
