"""Tukey's fences: which values of a column lie far out."""

from collections.abc import Sequence

FENCE = 1.5


def tukey_fences(values: Sequence[float]) -> tuple[float, float]:
    """The two values beyond which others lie far out: the quartiles less or plus 1.5 times their distance.

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
    """The value below which a share of the column lies, interpolated between neighbours (R's type 7)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
