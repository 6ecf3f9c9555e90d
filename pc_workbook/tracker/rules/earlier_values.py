"""A figure beside its earlier and later values: which of them jump from the others."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log
from operator import attrgetter
from typing import NamedTuple

from pc_workbook.model.period import Period
from pc_workbook.stats.robust import log_odds, median, median_and_spread
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.rules import plausible_limits as limits


class Point(NamedTuple):
    """The value of one period, and the row (by its number in the list) it is in."""

    period: Period
    value: float
    n: int = -1


def history(points: Sequence[Point], place: int, *, is_share: bool = False) -> Detail:
    """Return the values in time as a detail, with the place of the one in question."""
    return detail("history", **history_values(points, place), is_share=is_share)


def history_values(points: Sequence[Point], place: int) -> dict[str, object]:
    """Return the values in time, each with its period, and the place of the one in question."""
    return {"history": tuple((point.period.label, point.value) for point in points), "place": place}


def jumps(values: Sequence[float], limit: float, long_limit: float | None = None) -> list[int]:
    """Return the places of the values, in time, that lie far from the one before and from the median of all.

    The values are logarithms or log odds. `long_limit` applies to a long series whose own spread is small. Of two values
    nothing says which is wrong, so the later one is named.

    >>> jumps([log(2.0), log(2.1), log(37.5)], log(5))
    [2]
    """
    if len(values) < 2 or max(values) - min(values) < min(limit, long_limit or limit):
        return []
    middle, spread = median_and_spread(values)
    far = limit
    if long_limit is not None and len(values) >= limits.LONG_HISTORY:
        own = limits.SPREADS_OF_LONG_HISTORY * max(spread, limits.SMALLEST_SPREAD)
        far = max(long_limit, min(own, limit))
    if len(values) >= limits.VOLATILE:
        moves = median([abs(later - earlier) for earlier, later in pairwise(values)])
        far = max(far, limits.MOVES_OF_A_VOLATILE_SERIES * moves)
    found = []
    for place, value in enumerate(values):
        beside = values[place - 1] if place else values[1]
        is_odd = place == 1 if len(values) == 2 else abs(value - middle) >= far
        if is_odd and abs(value - beside) >= far:
            found.append(place)
    return found


def rate_jumps(values: Sequence[float]) -> list[int]:
    """Return the places of the rates, in time, that are several times the others or a fraction of them; 0 is none."""
    places = [place for place, value in enumerate(values) if value > 0]
    logs = [log(values[place]) for place in places]
    return [places[at] for at in jumps(logs, log(limits.RATE_JUMP), log(limits.RATE_JUMP_OF_LONG_HISTORY))]


def share_jumps(values: Sequence[float]) -> list[int]:
    """Return the places of the percentages, in time, that lie far from the others.

    >>> share_jumps([91.1, 90.7, 9.11]), share_jumps([80.0, 84.0, 97.0])
    ([2], [])
    """
    if max(values, default=0) < limits.SMALLEST_SHARE:
        return []
    by_odds = jumps(list(map(log_odds, values)), limits.ODDS_JUMP, limits.ODDS_JUMP_OF_LONG_HISTORY)
    places = [place for place, value in enumerate(values) if value > 0]
    by_times = jumps([log(values[place]) for place in places], log(limits.SHARE_JUMP))
    return sorted({*by_odds, *(places[at] for at in by_times)})


def are_far_apart(one: float, other: float, *, is_share: bool) -> bool:
    """Return whether two values of one figure can hardly both be right.

    >>> are_far_apart(0.47, 47.0, is_share=False), are_far_apart(80.0, 85.0, is_share=True)
    (True, False)
    """
    return bool(share_jumps([one, other]) if is_share else rate_jumps([one, other]))


def sorted_points(points: Iterable[Point]) -> list[Point]:
    """Return the values in time, by the end of their periods; of periods that end together the longest first."""
    return sorted(points, key=attrgetter("period.end", "period.start"))
