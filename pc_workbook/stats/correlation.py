"""Pearson's and Spearman's correlation with interval and p-value, for pairs without missing values."""

from collections.abc import Sequence
from functools import lru_cache
from math import atanh, factorial, fsum, sqrt, tanh
from typing import NamedTuple

from pc_workbook.stats.student_t import p_of_correlation
from pc_workbook.stats.wilson import z_of

MOST_FOR_EXACT = 9
FEWEST_FOR_P = 3
FEWEST_FOR_INTERVAL = 4


class Correlation(NamedTuple):
    """A coefficient from -1 to 1 with its two-sided p-value and its limits; None where they don't exist.

    `p_by` names the method of p: "t", or "exact count" of all orders.
    """

    value: float
    n: int
    p: float | None
    p_by: str
    lower: float | None = None
    upper: float | None = None


def pearson(x: Sequence[float], y: Sequence[float], level: float = 0.95) -> Correlation | None:
    """Return Pearson's r of two columns, p by t with n - 2 degrees of freedom, interval by Fisher's z.

    None where either column does not vary or there are fewer than two pairs. No p under three pairs, no interval under
    four. Raises ValueError where the columns differ in length.

    Source: R's cor.test (interval tanh(atanh r -+ z / sqrt(n - 3))).

    >>> x = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    >>> y = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
    >>> r = pearson(x, y)
    >>> round(r.value, 6), round(r.p, 6), round(r.lower, 6), round(r.upper, 6)
    (0.571182, 0.108173, -0.149743, 0.895579)
    """
    r = _coefficient(x, y)
    if r is None:
        return None
    n = len(x)
    lower, upper = fisher_interval(r, n, level)
    return Correlation(r, n, p_of_correlation(r, n) if n >= FEWEST_FOR_P else None, "t", lower, upper)


def fisher_interval(r: float, n: int, level: float = 0.95) -> tuple[float | None, float | None]:
    """Return the limits of a correlation by Fisher's z; None under four pairs. A perfect r is both of its limits.

    Raises ValueError for a level other than 0.95 or 0.998.
    """
    if n < FEWEST_FOR_INTERVAL:
        return None, None
    if abs(r) == 1:
        return r, r
    reach = z_of(level) / sqrt(n - 3)
    return tanh(atanh(r) - reach), tanh(atanh(r) + reach)


def spearman(x: Sequence[float], y: Sequence[float]) -> Correlation | None:
    """Return Spearman's rho: Pearson's r of the average ranks. None and ValueError as in `pearson`.

    p counts every order of up to nine pairs without ties; with ties or more pairs it is approximated by t.

    Source: R's cor.test(method = "spearman"); the worked figures are Hollander and Wolfe (1973), p. 187.

    >>> x = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    >>> y = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
    >>> rho = spearman(x, y)
    >>> round(rho.value, 9), round(rho.p, 9), rho.p_by
    (0.6, 0.09679784, 'exact count')
    """
    ranks_x, ranks_y = average_ranks(x), average_ranks(y)
    rho = _coefficient(ranks_x, ranks_y)
    if rho is None:
        return None
    n = len(x)
    if n <= MOST_FOR_EXACT and len(set(x)) == len(set(y)) == n:
        return Correlation(rho, n, _exact_p(ranks_x, ranks_y), "exact count")
    return Correlation(rho, n, p_of_correlation(rho, n) if n >= FEWEST_FOR_P else None, "t")


def average_ranks(values: Sequence[float]) -> list[float]:
    """Return ranks from 1; equal values share the mean of their ranks.

    >>> average_ranks([10, 30, 20, 20])
    [1.0, 4.0, 2.5, 2.5]
    """
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for place, value in enumerate(sorted(values), start=1):
        first.setdefault(value, place)
        last[value] = place
    return [(first[value] + last[value]) / 2 for value in values]


def _coefficient(x: Sequence[float], y: Sequence[float]) -> float | None:
    if len(x) != len(y):
        raise ValueError(f"columns of unequal length: {len(x)} and {len(y)}")
    if len(x) < 2 or len(set(x)) == 1 or len(set(y)) == 1:
        return None
    from_mean_x, from_mean_y = _from_mean(x), _from_mean(y)
    spread = sqrt(fsum(a * a for a in from_mean_x) * fsum(b * b for b in from_mean_y))
    if spread == 0:
        return None
    r = fsum(a * b for a, b in zip(from_mean_x, from_mean_y, strict=True)) / spread
    return max(-1.0, min(1.0, r))


def _from_mean(values: Sequence[float]) -> list[float]:
    mean = fsum(values) / len(values)
    return [value - mean for value in values]


def _exact_p(ranks_x: Sequence[float], ranks_y: Sequence[float]) -> float:
    n = len(ranks_x)
    squares = round(sum((a - b) ** 2 for a, b in zip(ranks_x, ranks_y, strict=True)))
    orders = _orders_by_squares(n)
    at_most = sum(count for s, count in enumerate(orders) if s <= squares)
    at_least = sum(count for s, count in enumerate(orders) if s >= squares)
    return min(1.0, 2 * min(at_most, at_least) / factorial(n))


@lru_cache(maxsize=MOST_FOR_EXACT)
def _orders_by_squares(n: int) -> tuple[int, ...]:
    """Return how many orders of 1..n have each sum of squared rank differences.

    Built one rank at a time over the sets of ranks used so far; the counts of a set are the digits of one
    long integer, so that adding a squared difference is a shift.
    """
    digit = factorial(n).bit_length()
    by_set = {0: 1}
    for rank in range(n):
        longer: dict[int, int] = {}
        for used, counts in by_set.items():
            for other in range(n):
                if not used >> other & 1:
                    key = used | 1 << other
                    longer[key] = longer.get(key, 0) + (counts << digit * (rank - other) ** 2)
        by_set = longer
    (packed,) = by_set.values()
    return tuple(packed >> digit * s & (1 << digit) - 1 for s in range((n**3 - n) // 3 + 1))
