"""Straight lines, typed years compared with them, ratings in steps, and comparisons."""

import csv
from pathlib import Path

import pytest

from pc_workbook.measures.cqc.ordinal import rating_rank, steps_of_change
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.indicators.trajectory import compared_with_line, linear_value
from pc_workbook.model.cqc import SCALE, Rating
from pc_workbook.model.indicator import Direction, IndicatorKind
from pc_workbook.wording.cqc import change_words
from pc_workbook.wording.indicators import line_words
from pc_workbook.wording.numbers import counted, exact, listed, number, short_number
from pc_workbook.wording.rag import distance_words

ORACLE = Path(__file__).parents[2].parent / "shared" / "oracles" / "papers" / "trajectories.csv"


def test_every_linear_value_of_the_papers_agrees_with_the_oracle() -> None:
    if not ORACLE.is_file():
        pytest.skip("the oracle papers/trajectories.csv is not beside this checkout")
    with ORACLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for name in {row["indicator"] for row in rows}:
        line = {int(row["year"]): float(row["linear_value"]) for row in rows if row["indicator"] == name}
        first, last = min(line), max(line)
        for year, value in line.items():
            assert linear_value(line[first], first, line[last], last, year) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    ("typed", "line", "words"),
    [
        (91.88, 91.888, "differs from linear by 0.008 (91.888 cut short; rounding gives 91.89)"),
        (93.44, 93.444, "linear 93.444, rounded"),
        (94.22, 94.222, "linear 94.222, rounded"),
        (95, 95.0, ""),
        (90, 91.888, "differs from linear by 1.888"),
        (81, None, ""),
        (92, 92.66666666666667, "differs from linear by 0.667"),
        (91, 91.888, "differs from linear by 0.888"),
        (92.66, 92.66666666666667, "differs from linear by 0.007 (92.667 cut short; rounding gives 92.67)"),
        (92.67, 92.66666666666667, "linear 92.667, rounded"),
        (0.3, 0.1 + 0.2, ""),
        (92.6664, 92.66666666666667, "differs from linear by less than 0.001"),
    ],
)
def test_an_agreed_year_is_compared_with_the_line(typed: float, line: float | None, words: str) -> None:
    assert line_words(compared_with_line(typed, line)) == words


@pytest.mark.parametrize(("start", "end", "year"), [(None, 95, 2017), (91, None, 2017), (91, 95, 2015), (91, 95, 2022)])
def test_no_line_where_an_end_is_missing_or_the_year_lies_outside(
    start: float | None, end: float | None, year: int
) -> None:
    assert linear_value(start, 2016, end, 2021, year) is None


def test_ranks_and_steps_stay_inside_the_scale() -> None:
    assert rating_rank(list(SCALE)) == [1, 2, 3, 4]
    assert rating_rank([Rating.NOT_INSPECTED, Rating.NOT_YET_RATED, Rating.INSUFFICIENT_EVIDENCE, None]) == [None] * 4
    assert steps_of_change(Rating.OUTSTANDING, Rating.INADEQUATE) == -3
    assert steps_of_change(Rating.NOT_INSPECTED, Rating.GOOD) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (Rating.GOOD, Rating.REQUIRES_IMPROVEMENT, "down one step from Good"),
        (Rating.INADEQUATE, Rating.GOOD, "up two steps from Inadequate"),
        (Rating.GOOD, Rating.GOOD, "unchanged at Good"),
        (Rating.NOT_INSPECTED, Rating.GOOD, ""),
    ],
)
def test_a_change_of_rating_is_worded_in_steps(old: Rating, new: Rating, words: str) -> None:
    assert change_words(old, steps_of_change(old, new)) == words


def test_gaps_differ_in_words_for_rates_and_percentages() -> None:
    assert distance_words(0.47, 0.61, IndicatorKind.RATE, "England, 2015").startswith(
        "0.14 below England, 2015 (−0.14, 23.0%"
    )
    assert distance_words(81, 83.1, IndicatorKind.PERCENTAGE, "this year's trajectory") == (
        "2.1 points below this year's trajectory (83.1%)"
    )
    assert distance_words(96, 95, IndicatorKind.PERCENTAGE, "the national standard") == (
        "1 point above the national standard (95%)"
    )
    assert distance_words(95, 95, IndicatorKind.PERCENTAGE, "the target") == "level with the target (95%)"
    assert distance_words(94.999, 95, IndicatorKind.PERCENTAGE, "the target") == "0.001 points below the target (95%)"
    assert distance_words(0.02, 0, IndicatorKind.RATE, "the target") == "0.02 above the target (0)"


def test_a_gap_needs_a_value_a_reference_and_a_direction() -> None:
    assert target_gap([1, None, 1], [2, 2, None], Direction.HIGHER) == [-1, None, None]
    assert target_gap(1, 2, None) is None
    assert target_gap(1, 2, Direction.NEUTRAL) is None
    assert target_gap(2, 1, Direction.LOWER) == -1


def test_rounding_in_words_is_half_away_from_zero() -> None:
    assert [number(x, 1) for x in (0.25, 0.35, -0.25, 2.0, 27257.777)] == ["0.3", "0.4", "−0.3", "2.0", "27,257.8"]
    assert [short_number(x, 2) for x in (5.0, 3.89, 0.1)] == ["5", "3.89", "0.1"]
    assert [exact(x) for x in (0.61, 95.0, 91.888, 1321)] == ["0.61", "95", "91.888", "1,321"]
    assert (counted(1, "day"), counted(74, "day"), listed(["A"]), listed(["A", "B", "C"])) == (
        "1 day", "74 days", "A", "A, B and C",
    )  # fmt: skip
