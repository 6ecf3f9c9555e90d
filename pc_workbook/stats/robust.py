"""Median and spread that a few wrong values can't change, and percentages as log odds."""

from collections.abc import Sequence
from math import exp, log

NORMAL = 1.4826  # the median absolute deviation times this is the standard deviation of normal values
FEWEST_ODDS = 0.5  # percentage points: nearer to 0 or 100 counts as this far, because log odds are infinite there


def median(values: Sequence[float]) -> float:
    """Return the middle value; of an even number of values the mean of the middle two. Raises ValueError for none.

    >>> median([2.0, 37.5, 2.1])
    2.1
    """
    if not values:
        raise ValueError("an empty column has no median")
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def median_and_spread(values: Sequence[float]) -> tuple[float, float]:
    """Return the median, and 1.4826 times the median absolute deviation from it.

    Source: F. R. Hampel, The influence curve and its role in robust estimation (1974).

    >>> median_and_spread([1.0, 2.0, 3.0, 4.0, 500.0])
    (3.0, 1.4826)
    """
    middle = median(values)
    return middle, NORMAL * median([abs(value - middle) for value in values])


def log_odds(percent: float) -> float:
    """Return the log odds of a percentage, on which 98% and 99% lie as far apart as 1% and 2%.

    >>> log_odds(50.0), round(log_odds(91.11), 2)
    (0.0, 2.33)
    """
    inside = min(max(percent, FEWEST_ODDS), 100 - FEWEST_ODDS)
    return log(inside / (100 - inside))


def percent_of(odds: float) -> float:
    """Return the percentage of log odds.

    >>> percent_of(0.0), round(percent_of(log_odds(91.11)), 2)
    (50.0, 91.11)
    """
    return 100 / (1 + exp(-odds))
