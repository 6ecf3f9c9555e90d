"""Which periods of an organisation's counts can't all be told: a year less three of its quarters is the fourth.

Where periods overlap, and any of their counts is kept back, or what two of them leave of a third is small, only periods
that don't overlap are told, the longest first. Then no difference of two periods is a number of people.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.disclosure.suppression import is_small

DAYS_IN_A_MONTH = 30.4
Amounts = tuple[float | None, ...]


class DaySpan(NamedTuple):
    """A stretch of time, from the first day to the day after the last, by their numbers (date.toordinal)."""

    start: int
    end: int

    @property
    def months(self) -> int:
        """How long it is: a leap year is no longer than another."""
        return round((self.end - self.start) / DAYS_IN_A_MONTH)


def overlapping(stretches: Iterable[DaySpan]) -> Iterator[tuple[DaySpan, ...]]:
    """The groups of stretches that hang together because one lies over the next; stretches alone are left out."""
    group: list[DaySpan] = []
    end = None
    for one in sorted(set(stretches)):
        if end is not None and one.start >= end:
            if len(group) > 1:
                yield tuple(group)
            group, end = [], None
        group.append(one)
        end = one.end if end is None else max(end, one.end)
    if len(group) > 1:
        yield tuple(group)


def reveals_small_number(told: Mapping[DaySpan, Amounts]) -> bool:
    """Whether a small number of people follows from what is told of several periods, by adding and taking away.

    >>> year, quarters = DaySpan(0, 4), [DaySpan(n, n + 1) for n in range(3)]
    >>> reveals_small_number({year: (30,)} | {quarter: (9,) for quarter in quarters})
    True
    """
    width = max(map(len, told.values()), default=0)
    return any(_has_small_difference({one: amounts[i] for one, amounts in told.items()}) for i in range(width))


def _has_small_difference(told: Mapping[DaySpan, float | None]) -> bool:
    """By counts up to each day: every period that is told fixes how far apart two of them lie."""
    neighbours: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (start, end), amount in told.items():
        if amount is not None:
            neighbours[start].append((end, amount))
            neighbours[end].append((start, -amount))
    seen: set[int] = set()
    for day in list(neighbours):
        if day not in seen:
            up_to = _counts_up_to(day, neighbours)
            seen |= up_to.keys()
            days = sorted(up_to)
            if any(is_small(round(up_to[b] - up_to[a], 6)) for at, a in enumerate(days) for b in days[at + 1 :]):
                return True
    return False


def _counts_up_to(start: int, neighbours: Mapping[int, Sequence[tuple[int, float]]]) -> dict[int, float]:
    """How many more were counted up to each day than up to `start`, of the days that can be told from it."""
    up_to = {start: 0.0}
    waiting = [start]
    while waiting:
        day = waiting.pop()
        for other, amount in neighbours[day]:
            if other not in up_to:
                up_to[other] = up_to[day] + amount
                waiting.append(other)
    return up_to


def longest_disjoint(
    stretches: Iterable[DaySpan], first: Iterable[DaySpan] = (), not_over: Iterable[DaySpan] = ()
) -> frozenset[DaySpan]:
    """Of some stretches of time those that don't overlap: `first` before others, then the longest, then the newest.

    None of them lies over one of `not_over`.
    """
    chosen: list[DaySpan] = []
    refused = list(not_over)
    wanted = set(stretches)
    in_order = [*sorted(wanted & set(first)), *sorted(wanted - set(first), key=lambda one: (-one.months, -one.end))]
    for one in in_order:
        if not any(overlap(one, other) for other in (*chosen, *refused)):
            chosen.append(one)
    return frozenset(chosen)


def overlap(one: DaySpan, other: DaySpan) -> bool:
    """Whether two stretches have a day in common."""
    return one.start < other.end and other.start < one.end
