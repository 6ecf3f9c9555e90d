"""Ranks of CQC ratings and changes in steps of the scale.

The scale has four steps. "Not inspected", "Not yet rated" and "Insufficient evidence" are outside it and have no rank.
"""

from pc_workbook.model.cqc import SCALE, Rating
from pc_workbook.stats.columns import on_columns


@on_columns
def rating_rank(rating: Rating | None) -> int | None:
    """Return 1 for Inadequate to 4 for Outstanding; None for no rating and for the states outside the scale.

    >>> rating_rank([Rating.GOOD, Rating.NOT_INSPECTED])
    [3, None]
    """
    return SCALE.index(rating) + 1 if rating in SCALE else None


@on_columns
def steps_of_change(old: Rating | None, new: Rating | None) -> int | None:
    """Return how many steps of the scale a rating went up (+) or down (-); None where either is outside the scale."""
    before, after = rating_rank(old), rating_rank(new)
    return None if before is None or after is None else after - before
