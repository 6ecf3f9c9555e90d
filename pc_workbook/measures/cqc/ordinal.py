"""Ranks of ratings and changes in steps of the scale.

The scale has four steps. "Not inspected", "Not yet rated" and "Insufficient evidence" are outside it and have no rank.
"""

from pc_workbook.model.cqc import SCALE, Rating
from pc_workbook.stats.columns import on_columns
from pc_workbook.wording.numbers import count_words

INHERITED = "inherited from an earlier provider"


@on_columns
def rating_rank(rating: Rating | None) -> int | None:
    """1 for Inadequate to 4 for Outstanding; None for no rating and for the states outside the scale.

    >>> rating_rank([Rating.GOOD, Rating.NOT_INSPECTED])
    [3, None]
    """
    return SCALE.index(rating) + 1 if rating in SCALE else None


@on_columns
def steps_of_change(old: Rating | None, new: Rating | None) -> int | None:
    """How many steps of the scale a rating went up (+) or down (-); None where either is outside it."""
    before, after = rating_rank(old), rating_rank(new)
    return None if before is None or after is None else after - before


def change_words(old: Rating | None, new: Rating | None) -> str:
    """A change in steps: 'down one step from Good', 'unchanged at Good'; '' where there is no step to tell.

    >>> change_words(Rating.GOOD, Rating.REQUIRES_IMPROVEMENT)
    'down one step from Good'
    """
    steps = steps_of_change(old, new)
    if steps is None:
        return ""
    if not steps:
        return f"unchanged at {new}"
    noun = "step" if abs(steps) == 1 else "steps"
    return f"{'up' if steps > 0 else 'down'} {count_words(abs(steps))} {noun} from {old}"
