"""The groups that each organisation belongs to on a day, at every level, by way of other groups too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pc_workbook.model.group import Group, GroupLevel, Membership
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.practice import Practice
from pc_workbook.model.tracker import Tracker


class GroupsOnDay(NamedTuple):
    """The groups of one organisation on a day, by level, and the levels at which it has several and so is in none."""

    by_level: Mapping[str, str] = {}
    in_dispute: frozenset[str] = frozenset()


NO_GROUPS = GroupsOnDay()


class Memberships:
    """Who belongs to which group when. Names and codes are found in any spelling."""

    def __init__(self, tracker: Tracker) -> None:
        self.levels = ordered_levels(tracker.group_levels)
        self.groups = tuple(tracker.groups)
        self._levels = {name_key(level.level): level.level for level in self.levels}
        self._by_name: dict[str, Group] = {}
        for group in tracker.groups:
            for name in filter(None, (group.name, group.code)):
                self._by_name.setdefault(name_key(name), group)
        self._of: dict[str, list[Membership]] = defaultdict(list)
        for row in tracker.memberships:
            self._of[self._member_key(row.member)].append(row)
        self._above: dict[tuple[str, date | None], Mapping[str, frozenset[str]]] = {}

    def group(self, name: str) -> Group | None:
        """Return the group of a name or code; None where there is none."""
        return self._by_name.get(name_key(name))

    def level_of(self, group: Group) -> str | None:
        """Return the level of a group as the list of levels spells it; None for a level that is not listed."""
        return self._levels.get(name_key(group.level))

    def groups_at(self, level: str, day: date | None) -> tuple[Group, ...]:
        """Return the groups that exist at a level on a day, in the order of their list."""
        return tuple(group for group in self.groups if self.level_of(group) == level and group.exists_on(day))

    def of_practice(self, practice: Practice, day: date | None) -> GroupsOnDay:
        """Return the groups of a practice on a day: its own, those of its locality, and those these belong to."""
        return self.of(practice.code, day, practice.locality)

    def of(self, member: str, day: date | None, also: str | None = None) -> GroupsOnDay:
        """Return the groups of an organisation on a day. What `also` names, such as its locality, counts as a group of it."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in filter(None, (member, also)):
            for level, names in self._groups_above(self._member_key(name), day).items():
                found[level] |= names
        if not found:
            return NO_GROUPS
        return GroupsOnDay(
            {level: next(iter(names)) for level, names in found.items() if len(names) == 1},
            frozenset(level for level, names in found.items() if len(names) > 1),
        )

    def successor(self, name: str, day: date | None) -> str | None:
        """Return the group that a group has become by a day, itself where it still exists; None where it has no
        successor.
        """
        group, passed = self.group(name), set[str]()
        while group is not None and not group.exists_on(day) and group.name not in passed:
            passed.add(group.name)
            group = self.group(group.successor) if group.successor else None
        return group.name if group is not None and group.name not in passed else None

    def _member_key(self, name: str) -> str:
        """Return the key of a member. A group has one key, whether its name or its code was typed."""
        group = self._by_name.get(name_key(name))
        return name_key(group.name if group else name)

    def _groups_above(self, member: str, day: date | None) -> Mapping[str, frozenset[str]]:
        """Return the names of the groups above a member on a day, by level; made once per member and day."""
        if (member, day) not in self._above:
            self._above[member, day] = self._found_above(member, day)
        return self._above[member, day]

    def _found_above(self, member: str, day: date | None) -> Mapping[str, frozenset[str]]:
        if member not in self._of:
            return {}
        found: dict[str, set[str]] = defaultdict(set)
        self._above[member, day] = {}  # a circle ends here
        for row in self._of[member]:
            group = self.group(row.group) if row.holds_on(day) else None
            level = self.level_of(group) if group else None
            if group is None or level is None:
                continue
            found[level].add(group.name)
            for higher, names in self._groups_above(name_key(group.name), day).items():
                found[higher] |= names
        return {level: frozenset(names) for level, names in found.items()}


def ordered_levels(levels: Iterable[GroupLevel]) -> tuple[GroupLevel, ...]:
    """Return the levels, the lowest first; of one name the first."""
    by_name: dict[str, GroupLevel] = {}
    for level in levels:
        by_name.setdefault(name_key(level.level), level)
    return tuple(sorted(by_name.values(), key=lambda level: level.order))
