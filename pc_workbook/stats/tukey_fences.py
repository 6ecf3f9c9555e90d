"""Tukey's fences, beyond which a value is an outlier, and quantiles."""

from collections.abc import Sequence

FENCE = 1.5


def tukey_fences(values: Sequence[float]) -> tuple[float, float]:
    """Return the lower and upper fence: the quartiles less and plus 1.5 times the interquartile range.

    Quartiles are interpolated (R's type 7). Raises ValueError for an empty column.
    Source: J. W. Tukey, Exploratory Data Analysis (1977).

    >>> tukey_fences([1, 2, 3, 4, 5])
    (-1.0, 7.0)
    """
    if not values:
        raise ValueError("an empty column has no quartiles")
    low, high = quantile(values, 0.25), quantile(values, 0.75)
    reach = FENCE * (high - low)
    return low - reach, high + reach


def quantile(values: Sequence[float], share: float) -> float:
    """Return the quantile of a share from 0 to 1, interpolated between neighbours.

    Raises IndexError for an empty column. Source: Hyndman and Fan (1996), type 7, the default of R and pandas.
    """
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
