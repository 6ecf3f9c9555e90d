"""Whether counts of people of groups reveal a small count. Groups overlap in more ways than localities do: one lies within
another, two lie across each other, and their members change with time.

So the groups of one indicator are published all together or not at all: not where anything else of the indicator is
suppressed, and not where a group has few people, where few are left between two groups with a practice in common, or
where two periods of a group differ by few.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import NamedTuple

from pc_workbook.disclosure.period_differences import DaySpan, overlapping, reveals_small_number
from pc_workbook.disclosure.suppression import Count, Table, is_small, suppressed_parts
from pc_workbook.model.memberships import Memberships
from pc_workbook.model.practice import Practice


class GroupsOfPractices(NamedTuple):
    """The practices of a tracker and their memberships."""

    practices: tuple[Practice, ...]
    memberships: Memberships

    def level_of(self, name: str) -> str:
        """Return the level of a group; "" for a group that has none."""
        group = self.memberships.group(name)
        return (self.memberships.level_of(group) or "") if group else ""

    def places_of(self, practice: Practice, day: date) -> Mapping[str, str]:
        """Return the groups of a practice by level, with its locality under ""."""
        groups = self.memberships.of_practice(practice, day).by_level
        return {"": practice.locality, **groups} if practice.locality else groups


class PeriodCounts(NamedTuple):
    """The counts of one indicator and period."""

    area: Count | None
    localities: Mapping[str, Count]
    groups: Mapping[str, Count]
    practices: Mapping[str, Count]


def groups_reveal(counts: Mapping[DaySpan, PeriodCounts], of: GroupsOfPractices) -> bool:
    """Return whether the counts of groups, published beside all others, reveal a small one."""
    return any(_period_reveals(span, found, of) for span, found in counts.items()) or _differences_reveal(counts)


def _period_reveals(span: DaySpan, found: PeriodCounts, of: GroupsOfPractices) -> bool:
    if any(count.is_small for count in found.groups.values()):
        return True
    places = {practice.code: of.places_of(practice, date.fromordinal(span.end - 1)) for practice in of.practices}
    return any(map(_is_unsafe, _tables(found, places, of))) or _neighbours_reveal(found, places)


def _is_unsafe(table: Table) -> bool:
    parts = suppressed_parts(table)
    return bool(parts.area or parts.localities or parts.practices)


def _tables(found: PeriodCounts, places: Mapping[str, Mapping[str, str]], of: GroupsOfPractices) -> Iterator[Table]:
    """Yield a table for the groups of each level: with the area as their total, and with each group above them."""
    levels = {of.level_of(name) for name in found.groups}
    for level in levels:
        group_of = {code: groups[level] for code, groups in places.items() if level in groups}
        members = {name: count for name, count in found.groups.items() if of.level_of(name) == level}
        yield Table(found.area, members, found.practices, group_of)
        for higher in levels - {level}:
            yield from _tables_of_groups(found, places, members, group_of, higher)


def _tables_of_groups(
    found: PeriodCounts,
    places: Mapping[str, Mapping[str, str]],
    members: Mapping[str, Count],
    group_of: Mapping[str, str],
    higher: str,
) -> Iterator[Table]:
    """Yield a table for each group of one level, with the groups of another level that lie within it as its parts."""
    whole: dict[str, set[str | None]] = {}
    inside: dict[str, list[str]] = {}
    for code, groups in places.items():
        above = groups.get(higher)
        whole.setdefault(group_of.get(code, ""), set()).add(above)
        if above:
            inside.setdefault(above, []).append(code)
    for name, codes in inside.items():
        if name in found.groups:
            parts = {part: count for part, count in members.items() if whole.get(part) == {name}}
            practices = {code: found.practices[code] for code in codes if code in found.practices}
            yield Table(found.groups[name], parts, practices, group_of)


def _neighbours_reveal(found: PeriodCounts, places: Mapping[str, Mapping[str, str]]) -> bool:
    """Return whether the counts of two places with a practice in common differ by few people."""
    known = {("", name): count for name, count in found.localities.items()}
    pairs = {pair for groups in places.values() for pair in combinations(sorted(groups.items()), 2)}
    for one, other in pairs:
        first = known.get(one) or found.groups.get(one[1])
        second = known.get(other) or found.groups.get(other[1])
        if first and second and any(_is_near(a, b) for a, b in zip(first[:2], second[:2], strict=True)):
            return True
    return False


def _is_near(first: float | None, second: float | None) -> bool:
    return first is not None and second is not None and is_small(abs(first - second))


def _differences_reveal(counts: Mapping[DaySpan, PeriodCounts]) -> bool:
    """Return whether periods that overlap leave few people for a group."""
    for spans in overlapping(counts):
        names = {name for span in spans for name in counts[span].groups}
        for name in names:
            amounts = {span: counts[span].groups[name] for span in spans if name in counts[span].groups}
            if len(amounts) > 1 and reveals_small_number(amounts):
                return True
    return False
