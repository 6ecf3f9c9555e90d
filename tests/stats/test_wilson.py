"""Wilson's interval against published figures and the test data of PHEindicatormethods."""

import csv
from pathlib import Path

import pytest

from pc_workbook.stats.wilson import wilson_interval

ORACLES = Path(__file__).parents[2].parent / "shared" / "oracles"


def oracle(name: str) -> list[dict[str, str]]:
    path = ORACLES / name
    if not path.is_file():
        pytest.skip(f"the oracle {name} is not beside this checkout")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# PHEindicatormethods 2.1.0 (65/100, 1/100, 222/3215), and arithmetic on the Board paper's counts.
@pytest.mark.parametrize(
    ("count", "n", "level", "lower", "upper"),
    [
        (65, 100, 0.95, 0.552544432969, 0.736357517569),
        (65, 100, 0.998, 0.495494657407, 0.778354061409),
        (1, 100, 0.95, 0.001767432064, 0.054486196179),
        (222, 3215, 0.95, 0.060791690364, 0.078339566834),
        (10, 20, 0.95, 0.299298, 0.700702),
        (10, 33, 0.95, 0.173755, 0.473381),
        (0, 33, 0.95, 0.0, 0.104270),
    ],
)
def test_the_interval_agrees_with_published_figures(
    count: float, n: float, level: float, lower: float, upper: float
) -> None:
    found = wilson_interval(count, n, level)
    assert found is not None
    assert found == pytest.approx((lower, upper), abs=5e-7 if n in (20, 33) else 1e-10)


@pytest.mark.parametrize("name", ["ci/phe_proportion_wilson.csv", "ci/phe_proportion_wilson_grouped.csv"])
def test_the_interval_agrees_with_every_row_of_the_oracle(name: str) -> None:
    for row in oracle(name):
        count, n, by = (float(row[key]) if row[key] else None for key in ("Numerator", "Denominator", "multiplier"))
        assert by is not None
        for suffix, level in (("95_0cl", 0.95), ("99_8cl", 0.998), ("cl", 0.95)):
            lower, upper = row.get(f"lower{suffix}"), row.get(f"upper{suffix}")
            if suffix == "cl" and "95_0" in str(row):
                continue
            found = wilson_interval(count, n, level)
            if lower and upper:
                assert found is not None
                assert (found[0] * by, found[1] * by) == pytest.approx((float(lower), float(upper)), rel=1e-9)
            elif lower is not None:
                assert found is None


def test_the_byar_and_wilson_oracle_agrees_too() -> None:
    for row in oracle("ci/phe_byars_wilson_limits.csv"):
        if row["method"] == "Wilson":
            level = {"95%": 0.95, "99.8%": 0.998}[row["confidence"]]
            found = wilson_interval(float(row["x"]), float(row["n"]), level)
            assert found == pytest.approx((float(row["lowercl"]), float(row["uppercl"])), rel=1e-9)


def test_missing_values_have_no_interval() -> None:
    assert wilson_interval(None, 33) is None
    assert wilson_interval(3, None) is None
    assert wilson_interval(0, 0) is None


@pytest.mark.parametrize("count", [-1, 34])
def test_a_count_outside_0_to_n_raises_value_error(count: int) -> None:
    with pytest.raises(ValueError, match="is not a proportion"):
        wilson_interval(count, 33)


def test_an_unknown_level_raises_value_error() -> None:
    with pytest.raises(ValueError, match=r"0\.95, 0\.998"):
        wilson_interval(3, 33, 0.9)


def test_a_column_of_counts_gives_a_column_of_intervals() -> None:
    assert wilson_interval([10, None], [20, 20]) == [wilson_interval(10, 20), None]
