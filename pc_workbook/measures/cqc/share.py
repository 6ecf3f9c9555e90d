"""Shares of practices by CQC rating, always on both denominators: inspected practices, and all practices.

Which one a target is tested on must be declared: in March 2017 half of the inspected practices were Good,
but 30% of all.
"""

from collections.abc import Mapping
from enum import StrEnum
from math import ceil, floor

from pc_workbook.measures.results import Share
from pc_workbook.model.cqc import SCALE, STATES, Rating
from pc_workbook.model.indicator import Denominator, Direction
from pc_workbook.stats.decimals import as_typed
from pc_workbook.stats.wilson import wilson_interval

INSPECTED, ALL = Denominator.INSPECTED, Denominator.ALL

AT_LEAST_GOOD = "at_least_good"
AT_LEAST_RI = "at_least_requires_improvement"
RI_OR_BELOW = "requires_improvement_or_below"


class RatingReason(StrEnum):
    """Why a rating or a share of ratings is missing or incomplete. The comment of a code names its values."""

    UNREAD = "rating_unread"  # entry
    OMITS_UNREAD = "omits_ratings_unread"  # practices
    NO_PRACTICES = "share_of_no_practices"  # basis
    RATED_ON = "rated_on"  # day
    INHERITED = "rating_inherited"


#: What is counted, and the ratings it counts.
COUNTED_RATINGS: tuple[tuple[str, tuple[Rating, ...]], ...] = (
    ("outstanding", (Rating.OUTSTANDING,)),
    ("good", (Rating.GOOD,)),
    ("requires_improvement", (Rating.REQUIRES_IMPROVEMENT,)),
    ("inadequate", (Rating.INADEQUATE,)),
    (AT_LEAST_GOOD, (Rating.GOOD, Rating.OUTSTANDING)),
    (AT_LEAST_RI, SCALE[1:]),
    (RI_OR_BELOW, SCALE[:2]),
)

#: States outside the scale: shares of all practices only.
COUNTED_STATES: tuple[tuple[str, Rating], ...] = tuple((state.casefold().replace(" ", "_"), state) for state in STATES)


def share(name: str, basis: Denominator, count: int, denominator: int) -> Share:
    """Return one share with its Wilson 95% interval, in percentage points; no percentage of 0 practices.

    Raises ValueError where the count is below 0 or above the denominator. Source: E. B. Wilson (1927).

    >>> s = share("good", ALL, 10, 33)
    >>> round(s.percent, 1), round(s.lower, 1), round(s.upper, 1)
    (30.3, 17.4, 47.3)
    """
    interval = wilson_interval(count, denominator)
    if interval is None:
        return Share(name, basis, count, denominator, None, None, None)
    value = 100 * count / denominator
    # Multiplying by 100 may round the share and its limits differently; the share never leaves its own interval.
    lower, upper = min(100 * interval[0], value), max(100 * interval[1], value)
    return Share(name, basis, count, denominator, value, lower, upper)


def cqc_shares(counts: Mapping[Rating, int]) -> tuple[Share, ...]:
    """Return the share of each rating and threshold on inspected and on all practices, and of each state on all.

    `counts` gives the number of practices in each rating and state.
    """
    everyone = sum(counts.values())
    inspected = sum(counts.get(rating, 0) for rating in SCALE)
    on_both = [
        share(name, basis, sum(counts.get(rating, 0) for rating in ratings), denominator)
        for name, ratings in COUNTED_RATINGS
        for basis, denominator in ((INSPECTED, inspected), (ALL, everyone))
    ]
    states = [
        share(name, ALL, counts.get(state, 0), everyone)
        for name, state in COUNTED_STATES
        if state is Rating.NOT_INSPECTED or counts.get(state)
    ]
    return (*on_both, *states)


def practices_short(count: int, denominator: int, target: float, direction: Direction) -> int:
    """Return how many more practices (fewer, where lower is better) the target needs; 0 where it is met.

    `target` is in percentage points.

    >>> practices_short(10, 33, 50, Direction.HIGHER), practices_short(10, 20, 50, Direction.HIGHER)
    (7, 0)
    """
    needed = as_typed(target) * denominator / 100
    if direction is Direction.LOWER:
        return max(0, count - floor(needed))
    return max(0, ceil(needed) - count)
