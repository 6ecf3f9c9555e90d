"""Which counts of people of one indicator may be told: of every organisation and period, so that none gives another back.

Within a period no total may give a small count back (disclosure.py), over time no difference of two periods
(period_differences.py). Practices and localities are told for periods that don't overlap wherever one of them is kept back:
so a count that is kept back stands in the totals of one period alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from pc_workbook.disclosure.people_counts import LARGEST
from pc_workbook.disclosure.period_differences import (
    Amounts,
    DaySpan,
    longest_disjoint,
    overlapping,
    reveals_small_number,
)
from pc_workbook.disclosure.suppression import STEP, Count, SuppressedParts, Table, suppressed_parts
from pc_workbook.measures.results import Level

OrganisationPeriod = tuple[str, DaySpan]  # an organisation, and the days its count tells of
ROUNDING = STEP // 2  # how far a count that is told to the nearest 5 may be from the true one
EXACT = (Level.AREA, Level.PROVIDER, Level.ENGLAND)


class IndicatorCounts(NamedTuple):
    """The counts of one indicator, one for each organisation and period."""

    of: Mapping[Level, Mapping[DaySpan, Mapping[str, Count]]]
    locality_of: Mapping[str, str]
    hidden: frozenset[str]  # practices that are not shown for another reason
    differences: frozenset[OrganisationPeriod]  # counts of which another indicator tells all but a few


def suppressed_places(counts: IndicatorCounts) -> frozenset[OrganisationPeriod]:
    """The organisations and periods whose counts may not be told."""
    tables = {stretch: _table(counts, stretch) for stretch in _fine_stretches(counts)}
    found = {
        stretch: suppressed_parts(table, _back_anyway(counts, stretch, table)) for stretch, table in tables.items()
    }
    told = frozenset(tables) - _fine_stretches_untold(counts, tables, found)
    back: set[OrganisationPeriod] = set()
    for stretch, table in tables.items():
        everybody = stretch not in told
        back |= {(code, stretch) for code in (table.practices if everybody else found[stretch].practices)}
        back |= {(name, stretch) for name in (table.localities if everybody else found[stretch].localities)}
    given_up = frozenset(stretch for stretch in told if found[stretch].area)
    return frozenset(back) | _exact_untold(counts, tables, told, given_up)


def _fine_stretches(counts: IndicatorCounts) -> set[DaySpan]:
    return {*counts.of.get(Level.PRACTICE, {}), *counts.of.get(Level.LOCALITY, {})}


def _table(counts: IndicatorCounts, stretch: DaySpan) -> Table:
    area, localities, practices = (
        counts.of.get(level, {}).get(stretch, {}) for level in (Level.AREA, Level.LOCALITY, Level.PRACTICE)
    )
    return Table(next(iter(area.values()), None), localities, practices, counts.locality_of)


def _back_anyway(counts: IndicatorCounts, stretch: DaySpan, table: Table) -> frozenset[str]:
    """The practices and localities that are kept back for another reason than a small count of their own."""
    names = (*table.practices, *table.localities)
    return frozenset(name for name in names if name in counts.hidden or (name, stretch) in counts.differences)


def _fine_stretches_untold(
    counts: IndicatorCounts, tables: Mapping[DaySpan, Table], found: Mapping[DaySpan, SuppressedParts]
) -> frozenset[DaySpan]:
    """Periods for which no practice and no locality is told."""
    areas = {key for bodies in counts.of.get(Level.AREA, {}).values() for key in bodies}
    gone = {stretch for key, stretch in counts.differences if key in areas and stretch in tables}
    for group in overlapping(tables):
        if any(found[one].practices or found[one].localities or one in gone for one in group) or _leave_small(
            tables, group
        ):
            gone |= set(group) - longest_disjoint(group)
    return frozenset(gone)


def _leave_small(tables: Mapping[DaySpan, Table], group: Iterable[DaySpan]) -> bool:
    whose: dict[str, dict[DaySpan, Amounts]] = defaultdict(dict)
    for stretch in group:
        for name, count in (*tables[stretch].practices.items(), *tables[stretch].localities.items()):
            whose[name][stretch] = count
    return any(reveals_small_number(told) for told in whose.values() if len(told) > 1)


def _exact_untold(
    counts: IndicatorCounts, tables: Mapping[DaySpan, Table], told: frozenset[DaySpan], given_up: frozenset[DaySpan]
) -> set[OrganisationPeriod]:
    """Of the area, providers and England: what is small, and the periods that would give it back."""
    back: set[OrganisationPeriod] = set()
    for level in EXACT:
        of_bodies: dict[str, dict[DaySpan, Count]] = defaultdict(dict)
        for stretch, bodies in counts.of.get(level, {}).items():
            for key, count in bodies.items():
                of_bodies[key][stretch] = count
        for key, of_periods in of_bodies.items():
            small = {one for one, count in of_periods.items() if count.is_small or (key, one) in counts.differences}
            if level is Level.AREA:
                known = {one: _known(tables[one]) for one in told - given_up}
                narrow = _narrowed_by_parts(tables, told - given_up, of_periods)
                gone = _of_one_body(of_periods, small | (given_up & of_periods.keys()), known, given_up, narrow)
            else:
                gone = _of_one_body(of_periods, small, {})
            back |= {(key, one) for one in gone}
    return back


def _narrowed_by_parts(
    tables: Mapping[DaySpan, Table], told: Iterable[DaySpan], of_area: Mapping[DaySpan, Count]
) -> frozenset[DaySpan]:
    """Shorter periods of the area that would leave a practice or locality few people: its year, less all that the area
    counted in the other quarters, is the least it had in this one.
    """
    found = set()
    for whole in told:
        inside = [one for one in of_area if one != whole and whole.start <= one.start and one.end <= whole.end]
        for level in (tables[whole].practices, tables[whole].localities) if inside else ():
            for i in range(2):
                found |= _leaves_few(
                    [count[i] for count in level.values()],
                    {one: of_area[one][i] for one in inside},
                    _of(tables[whole].area, i),
                )
    return frozenset(found)


def _of(count: Count | None, i: int) -> float | None:
    return None if count is None else count[i]


def _leaves_few(
    parts: Sequence[float | None], periods: Mapping[DaySpan, float | None], whole: float | None
) -> set[DaySpan]:
    """Of the area's shorter periods those in which the least that every other part had leaves few for one."""
    amounts = [part for part in parts if part is not None]
    total = sum(amounts) if whole is None else whole
    found = set()
    for one, amount in periods.items():
        if amount is not None:
            least = [max(0.0, part + ROUNDING - (total - amount)) for part in amounts]
            if any(own >= 1 and amount - (sum(least) - own) <= LARGEST for own in least):
                found.add(one)
    return found


def _known(table: Table) -> Amounts:
    """The whole area's count of a period whose parts are told."""
    if table.area is not None:
        return table.area.with_left
    parts = list((table.localities or table.practices).values())
    sums = (_sum(part[i] for part in parts) for i in range(2))
    return Count(*sums).with_left


def _sum(parts: Iterable[float | None]) -> float | None:
    known = list(parts)
    return None if None in known else fsum(part for part in known if part is not None)


def _of_one_body(
    of_periods: Mapping[DaySpan, Count],
    kept: set[DaySpan],
    known: Mapping[DaySpan, Amounts],
    given_up: frozenset[DaySpan] = frozenset(),
    narrow: frozenset[DaySpan] = frozenset(),
) -> set[DaySpan]:
    """The periods of one body that are kept back; `known` are told by their parts, `given_up` by nothing at all, and
    `narrow` ones would leave a part few people.
    """
    told: dict[DaySpan, Amounts] = {one: count for one, count in of_periods.items() if one not in kept}
    told |= {one: amounts for one, amounts in known.items() if one not in kept}
    back = set(kept)
    for group in overlapping((*told, *kept, *given_up, *narrow)):
        in_group = {one: told[one] for one in group if one in told}
        is_unsafe = any(one in kept or one in given_up or one in narrow for one in group) or reveals_small_number(
            in_group
        )
        if is_unsafe:
            apart = longest_disjoint(in_group, first=known, not_over=given_up)
            back |= {one for one in in_group if one not in apart}
    return back & of_periods.keys()
