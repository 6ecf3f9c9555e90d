"""Periods of an organisation's counts that can't all be published: a year less three of its quarters is the fourth.

Where periods overlap, and a count of theirs is suppressed or the difference of two is small, only periods that don't
overlap are published, the longest first. Then no difference of two periods is a number of people.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.disclosure.suppression import is_small

DAYS_IN_A_MONTH = 30.4
Amounts = tuple[float | None, ...]


class DaySpan(NamedTuple):
    """A span of days, from the first day to the day after the last, by their numbers (date.toordinal)."""

    start: int
    end: int

    @property
    def months(self) -> int:
        """Return its length in months; a leap year is no longer than another."""
        return round((self.end - self.start) / DAYS_IN_A_MONTH)


def overlapping(stretches: Iterable[DaySpan]) -> Iterator[tuple[DaySpan, ...]]:
    """Yield the groups of spans connected by overlaps; spans without an overlap are left out."""
    group: list[DaySpan] = []
    end = None
    for span in sorted(set(stretches)):
        if end is not None and span.start >= end:
            if len(group) > 1:
                yield tuple(group)
            group, end = [], None
        group.append(span)
        end = span.end if end is None else max(end, span.end)
    if len(group) > 1:
        yield tuple(group)


def reveals_small_number(published: Mapping[DaySpan, Amounts]) -> bool:
    """Return whether a small number of people follows from what several periods publish, by adding and subtracting.

    >>> year, quarters = DaySpan(0, 4), [DaySpan(n, n + 1) for n in range(3)]
    >>> reveals_small_number({year: (30,)} | {quarter: (9,) for quarter in quarters})
    True
    """
    width = max(map(len, published.values()), default=0)
    return any(_has_small_difference({span: amounts[i] for span, amounts in published.items()}) for i in range(width))


def _has_small_difference(published: Mapping[DaySpan, float | None]) -> bool:
    """Return whether two days lie a small count apart, by the counts up to each day that the published periods fix."""
    neighbours: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (start, end), amount in published.items():
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
    """Return how many more were counted up to each day than up to `start`, for the days that follow from it."""
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
    """Return spans that don't overlap: those in `first` before others, then the longest, then the newest.

    None of them overlaps one of `not_over`.
    """
    chosen: list[DaySpan] = []
    refused = list(not_over)
    wanted = set(stretches)
    in_order = [*sorted(wanted & set(first)), *sorted(wanted - set(first), key=lambda span: (-span.months, -span.end))]
    for span in in_order:
        if not any(overlap(span, other) for other in (*chosen, *refused)):
            chosen.append(span)
    return frozenset(chosen)


def overlap(span: DaySpan, other: DaySpan) -> bool:
    """Return whether two spans have a day in common."""
    return span.start < other.end and other.start < span.end
