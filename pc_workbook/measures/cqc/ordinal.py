"""Ranks of CQC ratings and changes in steps of the scale.

The scale has four steps. "Not inspected", "Not yet rated" and "Insufficient evidence" are outside it and have no rank.
"""

from pc_workbook.model.cqc import SCALE, Rating
from pc_workbook.model.own_scale import AnyRating, ScaleWord
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


def rank_of(rating: AnyRating | None) -> float | None:
    """Return the place of a word on its scale, the regulator's or the area's own; None for a state outside it."""
    if isinstance(rating, ScaleWord):
        return rating.order
    return None if rating is None else SCALE.index(rating) + 1 if rating in SCALE else None


def change_of_rank(old: AnyRating | None, new: AnyRating | None) -> float | None:
    """Return how much a rating went up (+) or down (-): in steps of the regulator's scale, by the order of another one.

    None where either is outside the scale, or the two are of different scales.
    """
    before, after = rank_of(old), rank_of(new)
    is_one_scale = isinstance(old, ScaleWord) == isinstance(new, ScaleWord)
    return None if before is None or after is None or not is_one_scale else after - before
