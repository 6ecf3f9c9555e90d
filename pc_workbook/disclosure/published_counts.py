"""Counts of people of one indicator that may be published, for every organisation and period, so that none reveals
another.

Within a period no total may reveal a small count (suppression.py), over time no difference of two periods
(period_differences.py). Practices and localities are published for periods that don't overlap wherever one of their
counts is suppressed, so that a suppressed count is part of the totals of one period only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from pc_workbook.disclosure.group_counts import GroupsOfPractices, PeriodCounts, groups_reveal
from pc_workbook.disclosure.people_counts import LARGEST
from pc_workbook.disclosure.period_differences import (
    Amounts,
    DaySpan,
    longest_disjoint,
    overlapping,
    reveals_small_number,
)
from pc_workbook.disclosure.suppression import STEP, Count, SuppressedParts, Table, suppressed_parts
from pc_workbook.model.organisations import Level

OrganisationPeriod = tuple[str, DaySpan]  # an organisation, and the days its count covers
ROUNDING = STEP // 2  # the largest difference of a rounded count from the true one
EXACT = (Level.AREA, Level.PROVIDER, Level.ENGLAND)


class IndicatorCounts(NamedTuple):
    """The counts of one indicator, one for each organisation and period."""

    of: Mapping[Level, Mapping[DaySpan, Mapping[str, Count]]]
    locality_of: Mapping[str, str]
    hidden: frozenset[str]  # practices that are not shown for another reason
    differences: frozenset[OrganisationPeriod]  # counts of which another indicator gives all but a few
    groups: GroupsOfPractices | None = None  # only in a tracker with groups


def suppressed_places(counts: IndicatorCounts) -> frozenset[OrganisationPeriod]:
    """Return the organisations and periods whose counts must be suppressed."""
    suppressed = _suppressed_without_groups(counts)
    groups = {(name, period) for period, found in counts.of.get(Level.GROUP, {}).items() for name in found}
    if not groups or counts.groups is None:
        return suppressed
    elsewhere = {
        key for level in (Level.PROVIDER, Level.ENGLAND) for found in counts.of.get(level, {}).values() for key in found
    }
    is_unsafe = (
        bool(groups & counts.differences)
        or any(key not in elsewhere for key, _ in suppressed)
        or groups_reveal(_by_period(counts), counts.groups)
    )
    return suppressed | groups if is_unsafe else suppressed


def _by_period(counts: IndicatorCounts) -> dict[DaySpan, PeriodCounts]:
    """Return the counts of each period for which there is one of a group."""

    def at(level: Level, period: DaySpan) -> Mapping[str, Count]:
        return counts.of.get(level, {}).get(period, {})

    return {
        period: PeriodCounts(
            next(iter(at(Level.AREA, period).values()), None),
            at(Level.LOCALITY, period),
            groups,
            at(Level.PRACTICE, period),
        )
        for period, groups in counts.of.get(Level.GROUP, {}).items()
    }


def _suppressed_without_groups(counts: IndicatorCounts) -> frozenset[OrganisationPeriod]:
    tables = {period: _table(counts, period) for period in _fine_periods(counts)}
    found = {
        period: suppressed_parts(table, _suppressed_otherwise(counts, period, table))
        for period, table in tables.items()
    }
    published = frozenset(tables) - _suppressed_fine_periods(counts, tables, found)
    suppressed: set[OrganisationPeriod] = set()
    for period, table in tables.items():
        is_suppressed = period not in published
        suppressed |= {(code, period) for code in (table.practices if is_suppressed else found[period].practices)}
        suppressed |= {(name, period) for name in (table.localities if is_suppressed else found[period].localities)}
    given_up = frozenset(period for period in published if found[period].area)
    return frozenset(suppressed) | _suppressed_exact(counts, tables, published, given_up)


def _fine_periods(counts: IndicatorCounts) -> set[DaySpan]:
    return {*counts.of.get(Level.PRACTICE, {}), *counts.of.get(Level.LOCALITY, {})}


def _table(counts: IndicatorCounts, period: DaySpan) -> Table:
    area, localities, practices = (
        counts.of.get(level, {}).get(period, {}) for level in (Level.AREA, Level.LOCALITY, Level.PRACTICE)
    )
    return Table(next(iter(area.values()), None), localities, practices, counts.locality_of)


def _suppressed_otherwise(counts: IndicatorCounts, period: DaySpan, table: Table) -> frozenset[str]:
    """Return the practices and localities that are suppressed for another reason than a small count of their own."""
    names = (*table.practices, *table.localities)
    return frozenset(name for name in names if name in counts.hidden or (name, period) in counts.differences)


def _suppressed_fine_periods(
    counts: IndicatorCounts, tables: Mapping[DaySpan, Table], found: Mapping[DaySpan, SuppressedParts]
) -> frozenset[DaySpan]:
    """Return the periods for which no practice and no locality is published."""
    areas = {key for bodies in counts.of.get(Level.AREA, {}).values() for key in bodies}
    suppressed = {period for key, period in counts.differences if key in areas and period in tables}
    for group in overlapping(tables):
        if any(found[span].practices or found[span].localities or span in suppressed for span in group) or _leave_small(
            tables, group
        ):
            suppressed |= set(group) - longest_disjoint(group)
    return frozenset(suppressed)


def _leave_small(tables: Mapping[DaySpan, Table], group: Iterable[DaySpan]) -> bool:
    by_organisation: dict[str, dict[DaySpan, Amounts]] = defaultdict(dict)
    for period in group:
        for name, count in (*tables[period].practices.items(), *tables[period].localities.items()):
            by_organisation[name][period] = count
    return any(reveals_small_number(published) for published in by_organisation.values() if len(published) > 1)


def _suppressed_exact(
    counts: IndicatorCounts,
    tables: Mapping[DaySpan, Table],
    published: frozenset[DaySpan],
    given_up: frozenset[DaySpan],
) -> set[OrganisationPeriod]:
    """Return, for the area, providers and England, the periods with a small count and those that would reveal it."""
    suppressed: set[OrganisationPeriod] = set()
    for level in EXACT:
        of_bodies: dict[str, dict[DaySpan, Count]] = defaultdict(dict)
        for period, bodies in counts.of.get(level, {}).items():
            for key, count in bodies.items():
                of_bodies[key][period] = count
        for key, of_periods in of_bodies.items():
            small = {span for span, count in of_periods.items() if count.is_small or (key, span) in counts.differences}
            if level is Level.AREA:
                known = {span: _known(tables[span]) for span in published - given_up}
                narrow = _narrowed_by_parts(tables, published - given_up, of_periods)
                periods = _periods_to_publish(
                    of_periods, small | (given_up & of_periods.keys()), known, given_up, narrow
                )
            else:
                periods = _periods_to_publish(of_periods, small, {})
            suppressed |= {(key, span) for span in periods}
    return suppressed


def _narrowed_by_parts(
    tables: Mapping[DaySpan, Table], published: Iterable[DaySpan], of_area: Mapping[DaySpan, Count]
) -> frozenset[DaySpan]:
    """Return shorter periods of the area that would narrow the count of a practice or locality down to few people.

    The count of a year, less all that the area counted in the other quarters, is the least there was in this one.
    """
    found = set()
    for whole in published:
        inside = [span for span in of_area if span != whole and whole.start <= span.start and span.end <= whole.end]
        for level in (tables[whole].practices, tables[whole].localities) if inside else ():
            for i in range(2):
                found |= _leaves_few(
                    [count[i] for count in level.values()],
                    {span: of_area[span][i] for span in inside},
                    _of(tables[whole].area, i),
                )
    return frozenset(found)


def _of(count: Count | None, i: int) -> float | None:
    return None if count is None else count[i]


def _leaves_few(
    parts: Sequence[float | None], periods: Mapping[DaySpan, float | None], whole: float | None
) -> set[DaySpan]:
    """Return the area's shorter periods in which the least that every other part had leaves few people for one."""
    amounts = [part for part in parts if part is not None]
    total = sum(amounts) if whole is None else whole
    found = set()
    for span, amount in periods.items():
        if amount is not None:
            least = [max(0.0, part + ROUNDING - (total - amount)) for part in amounts]
            if any(own >= 1 and amount - (sum(least) - own) <= LARGEST for own in least):
                found.add(span)
    return found


def _known(table: Table) -> Amounts:
    """Return the whole area's count of a period whose parts are published."""
    if table.area is not None:
        return table.area.with_left
    parts = list((table.localities or table.practices).values())
    sums = (_sum(part[i] for part in parts) for i in range(2))
    return Count(*sums).with_left


def _sum(parts: Iterable[float | None]) -> float | None:
    known = list(parts)
    return None if None in known else fsum(part for part in known if part is not None)


def _periods_to_publish(
    of_periods: Mapping[DaySpan, Count],
    small: set[DaySpan],
    known: Mapping[DaySpan, Amounts],
    given_up: frozenset[DaySpan] = frozenset(),
    narrow: frozenset[DaySpan] = frozenset(),
) -> set[DaySpan]:
    """Return the periods of one organisation that are suppressed.

    The counts in `known` follow from published parts, those of `given_up` from nothing, and the periods of `narrow`
    would leave few people for a part.
    """
    published: dict[DaySpan, Amounts] = {span: count for span, count in of_periods.items() if span not in small}
    published |= {span: amounts for span, amounts in known.items() if span not in small}
    suppressed = set(small)
    for group in overlapping((*published, *small, *given_up, *narrow)):
        in_group = {span: published[span] for span in group if span in published}
        is_unsafe = any(span in small or span in given_up or span in narrow for span in group) or reveals_small_number(
            in_group
        )
        if is_unsafe:
            apart = longest_disjoint(in_group, first=known, not_over=given_up)
            suppressed |= {span for span in in_group if span not in apart}
    return suppressed & of_periods.keys()
