"""Correlations against R, NIST and, where it is installed, scipy."""

import csv
import random
from pathlib import Path

import pytest

from pc_workbook.stats.correlation import average_ranks, fisher_interval, pearson, spearman
from pc_workbook.stats.interpolation import point_on_line, straight_line
from pc_workbook.stats.student_t import incomplete_beta, p_of_correlation
from pc_workbook.stats.tukey_fences import tukey_fences

ORACLES = Path(__file__).parents[2].parent / "shared" / "oracles" / "correlation"

# Hollander and Wolfe (1973), p. 187, as printed in the help page of R's cor.test.
X = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
Y = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]


def columns(name: str) -> dict[str, list[float]]:
    path = ORACLES / name
    if not path.is_file():
        pytest.skip(f"the oracle {name} is not beside this checkout")
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: [float(row[key]) for row in rows] for key in rows[0]}


def test_pearson_agrees_with_r_on_hollander_and_wolfe() -> None:
    r = pearson(X, Y)
    assert r is not None
    assert r.value == pytest.approx(0.571181557563829, abs=1e-12)
    assert r.p == pytest.approx(0.108173054349494, abs=1e-12)
    assert (r.lower, r.upper) == pytest.approx((-0.149742633036757, 0.895579461838739), abs=1e-9)


def test_spearman_agrees_with_r_and_counts_every_order() -> None:
    rho = spearman(X, Y)
    assert rho is not None
    assert (rho.value, rho.p) == pytest.approx((0.6, 0.0967978395061728), abs=1e-12)
    assert rho.p_by == "exact count"


def test_pearson_agrees_with_the_certified_value_of_nist() -> None:
    data = columns("input_nist_norris.csv")
    r = pearson(data["x"], data["y"])
    assert r is not None
    assert r.value**2 == pytest.approx(0.999993745883712, abs=1e-12)


def test_the_typed_data_are_those_of_the_oracle() -> None:
    assert columns("input_hollander_wolfe_p187.csv") == {"x": X, "y": Y}


@pytest.mark.parametrize("n", [4, 7, 12, 33, 400])
def test_both_agree_with_scipy(n: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    chance = random.Random(n)
    x = [chance.gauss(20, 8) for _ in range(n)]
    y = [0.3 * a + chance.gauss(0, 5) for a in x]
    r, rho = pearson(x, y), spearman(x, y)
    assert r is not None
    assert rho is not None
    expected = stats.pearsonr(x, y)
    assert (r.value, r.p) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-9)
    interval = expected.confidence_interval(0.95)
    assert (r.lower, r.upper) == pytest.approx((interval.low, interval.high), rel=1e-9)
    assert rho.value == pytest.approx(stats.spearmanr(x, y).statistic, rel=1e-9)
    if n > 9:
        assert rho.p == pytest.approx(stats.spearmanr(x, y).pvalue, rel=1e-9)
        assert rho.p_by == "t"


def test_ties_share_their_ranks_and_take_p_by_t() -> None:
    stats = pytest.importorskip("scipy.stats")
    x, y = [1, 2, 2, 3, 5, 5, 5], [2, 1, 4, 4, 3, 9, 7]
    rho, expected = spearman(x, y), stats.spearmanr(x, y)
    assert rho is not None
    assert (rho.value, rho.p) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-9)
    assert rho.p_by == "t"
    assert average_ranks(x) == list(stats.rankdata(x))


def test_the_exact_p_counts_orders_as_scipys_permutations_do() -> None:
    stats = pytest.importorskip("scipy.stats")
    x, y = [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]

    def statistic(order: list[float]) -> float:
        return float(stats.spearmanr(order, y).statistic)

    expected = stats.permutation_test((x,), statistic, permutation_type="pairings", n_resamples=10_000)
    rho = spearman(x, y)
    assert rho is not None
    assert rho.p == pytest.approx(expected.pvalue, rel=1e-9)


def test_the_incomplete_beta_function_agrees_with_scipy() -> None:
    special = pytest.importorskip("scipy.special")
    for a in (0.5, 1, 2.5, 30, 500):
        for b in (0.5, 1, 7):
            for x in (0.0, 1e-9, 0.01, 0.3, 0.5, 0.77, 0.999, 1.0):
                expected = float(special.betainc(a, b, x))
                assert incomplete_beta(x, a, b) == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_a_perfect_correlation_has_a_p_of_zero_and_itself_as_interval() -> None:
    r = pearson([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])
    assert r is not None
    assert (r.value, r.p, r.lower, r.upper) == (1.0, 0.0, 1.0, 1.0)


def test_a_column_that_does_not_vary_has_no_correlation() -> None:
    assert pearson([1, 1, 1], [1, 2, 3]) is None
    assert spearman([1, 2, 3], [7, 7, 7]) is None
    assert pearson([1], [2]) is None


def test_three_pairs_have_a_p_but_no_interval_and_two_have_neither() -> None:
    three, two = pearson([1, 2, 3], [1, 3, 2]), pearson([1, 2], [1, 3])
    assert three is not None
    assert two is not None
    assert three.p is not None
    assert (three.lower, three.upper) == fisher_interval(0.5, 3) == (None, None)
    assert two.p is None


def test_columns_of_unequal_length_raise_value_error() -> None:
    with pytest.raises(ValueError, match="unequal length"):
        pearson([1, 2], [1])


def test_undefined_arguments_raise_value_error() -> None:
    with pytest.raises(ValueError, match="is not defined"):
        incomplete_beta(1.5, 1, 1)
    with pytest.raises(ValueError, match="too few"):
        p_of_correlation(0.5, 2)
    with pytest.raises(ValueError, match="step 3 is not from 0 to 2"):
        point_on_line(1, 2, 3, 2)
    with pytest.raises(ValueError, match="at least 1 is needed"):
        straight_line(1, 2, 0)
    with pytest.raises(ValueError, match="empty column"):
        tukey_fences([])
