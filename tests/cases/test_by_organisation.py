"""Indicators measured at practices and localities: each value is shown, judged as the indicator is, and never Green by mistake."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pc_workbook.app import check, draw_tracker, hand_out, measure, refresh
from pc_workbook.figures.lineage import Lineage
from pc_workbook.figures.table import figures
from pc_workbook.hosts.file import FileHost
from pc_workbook.measures.edition import measure_edition
from pc_workbook.measures.results import IndicatorByOrganisation, OrganisationValue, Trend
from pc_workbook.model.indicator import Rag
from pc_workbook.tracker.findings import Finding, blocked_indicators
from pc_workbook.tracker.intake import read_tracker
from pc_workbook.tracker.rules.all_rules import find_all
from pc_workbook.wording.findings import message
from tests.support import shared
from tests.support.organisation_tracker import AREA, RATE, SETTINGS, SHARE, VALUES, listed, rows_of, seen
from tests.support.typed_tracker import tracker_of

Rows = Mapping[str, Any]


def shown(rows: Rows) -> dict[int, IndicatorByOrganisation]:
    intake = read_tracker(tracker_of(rows, SETTINGS))
    results = measure_edition(intake.tracker, blocked_indicators(find_all(intake)))
    return {each.indicator.number: each for each in results.by_organisation}


def of(rows: Rows, indicator: int = 1) -> dict[str, OrganisationValue]:
    """The values of an indicator by organisation."""
    return {each.organisation: each for each in shown(rows)[indicator].values}


def one(*observed: Mapping[str, Any], **changes: Any) -> OrganisationValue:
    """The value of practice V00001, of some observations and an indicator that is changed."""
    return of(rows_of(observed, [{**SHARE, **changes}]))["V00001"]


def warnings(rows: Rows, code: str) -> list[Finding]:
    return [each for each in find_all(read_tracker(tracker_of(rows, SETTINGS))) if each.code == code]


# ---------------------------------------------------------------- which values, and how they are judged


def test_each_practice_and_locality_has_its_newest_value() -> None:
    values = of(rows_of())
    assert {name: (value.current.value, value.current.period.label) for name, value in values.items() if value.current.period} == {
        "V00001": (75.0, "January 2017"), "V00002": (69.0, "January 2017"), "V00003": (50.0, "January 2017"),
        "V00004": (80.0, "November 2016"), "Hill": (72.0, "January 2017"), "Vale": (58.0, "January 2017"),
    }  # fmt: skip


def test_each_value_is_judged_by_the_trajectory_and_tolerance_of_the_indicator() -> None:
    values = of(rows_of())
    assert {name: value.rag.rag for name, value in values.items()} == {
        "V00001": Rag.GREEN, "V00002": Rag.AMBER, "V00003": Rag.RED, "V00004": Rag.GREEN, "Hill": Rag.GREEN, "Vale": Rag.RED,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "value", "period"),
    [
        ({"direction": None}, "75%", "Jan 2017"),
        ({"direction": "Neutral"}, "75%", "Jan 2017"),
        ({}, "75%", "Q3 2016/17"),  # a part of a year is not judged by the year's level
        ({}, "75%", "2016"),  # the plan is of financial years
        ({"target": None, "target_kind": None}, "75%", "2012/13"),  # no level is agreed for that year
    ],
)
def test_a_value_that_can_not_be_judged_is_not_rated(changes: Rows, value: str, period: str) -> None:
    assert one(seen("V00001", value, period=period), **changes).rag.rag is Rag.NOT_RATED


def test_an_override_and_a_baseline_are_of_the_indicators_own_organisation_alone() -> None:
    ruling = {
        "rag_override": "Green", "override_by": "Head of quality", "override_on": "01/03/2017", "override_reason": "agreed",
    }  # fmt: skip
    value = one(seen("V00001", "50%", period="2010/11"), seen("V00001", "40%", period="Jan 2017"), **ruling)
    assert (value.rag.rag, value.current.value) == (Rag.RED, 40.0)


def test_a_period_that_is_not_over_is_left_out() -> None:
    assert one(seen("V00001", "50%"), seen("V00001", "90%", period="Apr 2017")).current.value == 50.0


def test_a_revised_value_counts() -> None:
    rows = (seen("V00001", "50%", revision="Revised"), seen("V00001", "90%", revision="First published"))
    assert one(*rows).current.value == 50.0


def test_an_unlisted_practice_and_a_closed_one_are_not_shown() -> None:
    rows = rows_of([seen("V00001", "75%"), seen("V00009", "80%"), seen("V00002", "80%")])
    rows["tblPractices"][1]["closed"] = "01/01/2016"
    assert set(of(rows)) == {"V00001"}


# ---------------------------------------------------------------- rank and trend


def test_rank_1_is_the_best_of_the_newest_period_among_its_own_kind() -> None:
    values = of(rows_of())
    assert [values[name].rank for name in ("V00001", "V00002", "V00003", "V00004", "Hill", "Vale")] == [
        1,
        2,
        3,
        None,
        1,
        2,
    ]
    assert [value.rank for value in of(rows_of(), 2).values()] == [1, 2]  # lower is better: 4.50 before 9.25


def test_equal_values_share_a_rank_and_values_without_a_direction_have_none() -> None:
    observed = [seen("V00001", "75%"), seen("V00002", "75%"), seen("V00003", "70%")]
    assert [each.rank for each in of(rows_of(observed)).values()] == [1, 1, 3]
    neutral = of(rows_of(observed, [{**SHARE, "direction": "Neutral"}]))
    assert {each.rank for each in neutral.values()} == {None}


@pytest.mark.parametrize(
    ("direction", "before", "now", "trend"),
    [
        ("Higher is better", "70%", "75%", Trend.UP_BETTER),
        ("Higher is better", "75%", "70%", Trend.DOWN_WORSE),
        ("Lower is better", "75%", "70%", Trend.DOWN_BETTER),
        ("Lower is better", "70%", "75%", Trend.UP_WORSE),
        ("Higher is better", "70%", "70%", Trend.UNCHANGED),
        ("Neutral", "70%", "75%", Trend.UP),
        ("Neutral", "75%", "70%", Trend.DOWN),
    ],
)
def test_a_trend_says_which_way_the_value_went_and_whether_that_is_better(
    direction: str, before: str, now: str, trend: Trend
) -> None:
    observed = (seen("V00001", before, period="Dec 2016"), seen("V00001", now))
    assert one(*observed, direction=direction).trend is trend


@pytest.mark.parametrize("earlier", ["Q2 2016/17", "2015/16", "2015"])
def test_there_is_no_trend_from_a_period_of_another_kind(earlier: str) -> None:
    assert one(seen("V00001", "70%", period=earlier), seen("V00001", "75%")).trend is None


def test_a_rating_has_a_trend_and_no_rank() -> None:
    rating = {"number": 1, "title": "Assurance", "kind": "Ordinal", "target": "Good", "target_kind": "Ordinal"}
    observed = [seen("V00001", "Inadequate", period="2014/15"), seen("V00001", "Good", period="2015/16")]
    value = of(rows_of(observed, [rating], comparators=()))["V00001"]
    assert (value.trend, value.rank, str(value.current.rating)) == (Trend.UP_BETTER, None, "Good")


# ---------------------------------------------------------------- which indicators


@pytest.mark.parametrize(
    ("chosen", "observed", "is_shown"),
    [
        (None, [seen("V00001", "75%")], True),
        (None, [seen("Hill", "75%"), seen("Vale", "70%")], True),
        (None, [seen(AREA, "75%"), seen("England", "70%")], False),
        ("No", [seen("V00001", "75%"), seen("V00002", "70%")], False),
        ("Yes", [seen("V00001", "75%")], True),
    ],
)
def test_an_indicator_is_shown_where_another_organisation_has_a_value_or_as_was_chosen(
    chosen: str | None, observed: Sequence[Rows], is_shown: bool
) -> None:
    assert (1 in shown(rows_of(observed, [{**SHARE, "by_organisation": chosen}]))) is is_shown


def test_an_indicator_of_one_practice_is_not_shown_by_practice() -> None:
    assert not shown(rows_of([seen("V00001", "75%")], [{**SHARE, "organisation": "V00001"}]))


def test_with_very_many_practices_only_chosen_indicators_are_shown() -> None:
    practices = [{"code": f"V{n:05d}", "name": f"Practice {n}", "locality": "Hill"} for n in range(1, 202)]
    observed = [seen("V00001", "75%"), seen("V00002", "75%"), seen("V00001", 4.0, 2), seen("V00002", 5.0, 2)]
    rows = rows_of(observed, [SHARE, {**RATE, "by_organisation": "Yes"}], tblPractices=practices)
    assert set(shown(rows)) == {2}


def test_an_indicator_that_is_chosen_and_has_no_such_value_is_a_warning() -> None:
    found = warnings(rows_of([seen(AREA, "75%")], [{**SHARE, "by_organisation": "Yes"}]), "R114")
    assert [(message(each).problem, message(each).what_to_do) for each in found] == [
        (
            "No practice, locality or group has a value of indicator 1, so there is nothing to show.",
            "Add the values to the Observations sheet, or choose No.",
        )
    ]
    assert not warnings(rows_of(indicators=[{**SHARE, "by_organisation": "Yes"}]), "R114")


# ---------------------------------------------------------------- figures, sheets and returns


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("organisations") / "tracker.xlsx"
    draw_tracker(path, rows_of(), dict(SETTINGS))
    refresh(FileHost(path))
    return path


def words_on(path: Path, sheet: str) -> list[str]:
    return [str(value) for row in load_workbook(path)[sheet].values for value in row if value is not None]


def test_every_value_by_organisation_is_a_figure_with_its_cells(tracker: Path) -> None:
    checked = check(FileHost(tracker))
    results = measure(checked)
    found = {(each.measure, each.organisation, each.period): each for each in figures(results, checked.intake.tracker)}
    lineage = Lineage(checked.intake, results)
    for row in VALUES:
        if row["organisation"] == AREA:
            continue
        period = {"Jan": "January", "Dec": "December", "Nov": "November"}[row["period"][:3]] + row["period"][3:]
        figure = found[f"indicator_{row['indicator']}", row["organisation"], period]
        cells = [cell for given in lineage.inputs(figure) for cell in lineage.cells(given)]
        assert cells, figure
        assert all(cell.startswith("Observations!") for cell in cells)
    neighbours = found["indicator_1", "Nearest neighbours", "January 2017"]
    assert [c for given in lineage.inputs(neighbours) for c in lineage.cells(given)] == ["Comparators!D6"]


def test_the_summaries_show_value_rag_rank_trend_and_the_comparator_by_its_name(tracker: Path) -> None:
    practices, localities = words_on(tracker, "Practice summary"), words_on(tracker, "Locality summary")
    assert {"Indicators by practice", "1. Checks done", "2. Broken appointments", "↑ better", "↓ worse", "→ unchanged",
            "Rank", "Trend", "Nearest neighbours", "England"} <= set(practices)  # fmt: skip
    assert {"Indicators by locality", "1. Checks done", "Nearest neighbours", "Green", "Red"} <= set(localities)


def test_a_return_shows_the_values_of_its_locality_alone(tracker: Path, tmp_path: Path) -> None:
    hand_out(FileHost(tracker), tmp_path, register=False)
    hill, vale = (words_on(next(tmp_path.glob(f"*{name}*.xlsx")), "Your practices") for name in ("Hill", "Vale"))
    assert {"1. Checks done", "2. Broken appointments", "0.75", "0.72", "V00001", "Nearest neighbours"} <= set(hill)
    assert {"1. Checks done", "0.5", "0.58", "V00003"} <= set(vale)
    assert not {"V00003", "0.5", "0.58"} & set(hill)
    assert not {"V00001", "0.75", "2. Broken appointments"} & set(vale)
    assert "Rank" not in hill  # it would say something of other localities


def test_a_tracker_without_such_values_has_no_such_section(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    draw_tracker(path, rows_of([seen(AREA, "75%")], comparators=()), dict(SETTINGS))
    refresh(FileHost(path))
    assert not [words for words in words_on(path, "Practice summary") if words.startswith("Indicators by")]


def test_values_of_networks_of_another_area_are_shown(tmp_path: Path) -> None:
    checked = check(FileHost(shared("cases", "b27-another-area", "input.xlsx")))
    values = {each.organisation: each.current.value for of in measure(checked).by_organisation for each in of.values}
    assert values["Hill"] == pytest.approx(66.1)


def test_the_listed_comparator_is_beside_each_value() -> None:
    values = of(rows_of(comparators=[listed("68%"), listed("67%", "Dec 2016"), listed("1%", comparator="England")]))
    compared = {name: (each.comparator.name, each.comparator.value) for name, each in values.items() if each.comparator}
    assert set(compared.values()) == {("Nearest neighbours", 68.0)}


def test_the_groups_of_each_level_are_shown_and_ranked_among_their_own_level() -> None:
    groups = {
        "tblLevels": [{"level": "Network", "order": 1}, {"level": "Place", "order": 2}],
        "tblGroups": [
            {"name": "North", "level": "Network"}, {"name": "South", "level": "Network", "code": "E54000123"},
            {"name": "Whole place", "level": "Place"}, {"name": "Old", "level": "Network", "ends": "01/01/2016"},
        ],
    }  # fmt: skip
    observed = [seen("North", "75%"), seen("E54000123", "60%"), seen("Whole place", "50%"), seen("Old", "99%")]
    values = of(rows_of(observed, **groups))
    assert {name: (value.kind, value.rank, value.rag.rag) for name, value in values.items()} == {
        "North": ("Network", 1, Rag.GREEN), "South": ("Network", 2, Rag.RED), "Whole place": ("Place", 1, Rag.RED),
    }  # fmt: skip
