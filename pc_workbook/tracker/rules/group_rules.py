"""Rules for levels, groups and memberships (R100 to R108). A tracker without groups has nothing to check.

Each is an error: the sums of the groups concerned would be of other organisations than their readers think.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Final, NamedTuple

from pc_workbook.model.group import Group, Membership
from pc_workbook.model.memberships import Memberships
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.text import nearest
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import GROUPS, MEMBERSHIPS
from pc_workbook.tracker.lists.list_reader import Entry, ReadList
from pc_workbook.tracker.rules.rule import Rule, each_row, row_finding


class _Row(NamedTuple):
    """A membership with its place on the sheet."""

    read: ReadList
    entry: Entry
    row: Membership

    def finding(self, field: str, code: str, needs: Detail) -> Finding:
        return row_finding(self.read, self.entry, field, code, getattr(self.row, field), needs=needs)


def _memberships(intake: Intake) -> list[_Row]:
    return [_Row(read, entry, row) for read, entry, row in each_row(intake, MEMBERSHIPS)]


def members_and_groups_are_listed(intake: Intake) -> Iterator[Finding]:
    """Check that each membership names an organisation and a group that are listed (R100)."""
    rows = _memberships(intake)
    if not rows:
        return
    known, groups = _names_of_members(intake), Memberships(intake.tracker)
    names = [group.name for group in groups.groups]
    for each in rows:
        if name_key(each.row.member) not in known:
            yield each.finding("member", "R100", detail("member_not_listed", name=each.row.member))
        if groups.group(each.row.group) is None:
            near = nearest(each.row.group, names, 0.8) or ""
            yield each.finding("group", "R100", detail("group_not_listed", name=each.row.group, near=near))


def _names_of_members(intake: Intake) -> set[str]:
    tracker = intake.tracker
    coded = [*(row.code for row in tracker.practices), *(row.code for row in tracker.providers)]
    short = [provider.short_name for provider in tracker.providers if provider.short_name]
    groups = [name for group in tracker.groups for name in (group.name, group.code) if name]
    localities = [locality.name for locality in tracker.localities]
    localities += [practice.locality for practice in tracker.practices if practice.locality]
    return {name_key(name) for name in (*coded, *short, *groups, *localities)}


def levels_are_listed(intake: Intake) -> Iterator[Finding]:
    """Check that the level of each group is listed (R101)."""
    groups = Memberships(intake.tracker)
    names = tuple(level.level for level in groups.levels)
    for read, entry, group in each_row(intake, GROUPS):
        if groups.level_of(group) is None:
            yield row_finding(
                read,
                entry,
                "level",
                "R101",
                group.level,
                needs=detail("level_not_listed", level=group.level, known=names),
            )


def no_group_is_in_itself(intake: Intake) -> Iterator[Finding]:
    """Check that no group belongs to itself, directly or by way of others at some time (R102)."""
    rows, groups = _memberships(intake), Memberships(intake.tracker)
    above: dict[str, list[Membership]] = defaultdict(list)
    for each in rows:
        above[_key(groups, each.row.member)].append(each.row)
    for each in rows:
        member, group = _key(groups, each.row.member), _key(groups, each.row.group)
        if member == group:
            yield each.finding("group", "R102", detail("group_in_itself"))
        elif path := _path(above, groups, each.row, member):
            yield each.finding("group", "R102", detail("groups_in_a_circle", path=(each.row.member, *path)))


def _key(groups: Memberships, name: str) -> str:
    """Return one key for a group, whether its name or its code was typed."""
    group = groups.group(name)
    return name_key(group.name if group else name)


def _path(
    above: Mapping[str, list[Membership]], groups: Memberships, first: Membership, wanted: str
) -> tuple[str, ...]:
    """Return the groups through which a membership leads back to its member; () where it does not."""
    passed = {_key(groups, first.group)}
    to_do: list[tuple[str, ...]] = [(first.group,)]
    while to_do:
        path = to_do.pop()
        for row in above.get(_key(groups, path[-1]), ()):
            following = _key(groups, row.group)
            if following == wanted:
                return (*path, row.group)
            if following not in passed:
                passed.add(following)
                to_do.append((*path, row.group))
    return ()


def memberships_have_dates(intake: Intake) -> Iterator[Finding]:
    """Check that a member with several groups of one level has dates for each of them (R103)."""
    for same_level in _by_member_and_level(intake).values():
        if len(same_level) > 1 and any(each.row.starts or each.row.ends for each in same_level):
            for each in same_level:
                if not each.row.starts and not each.row.ends:
                    yield each.finding("starts", "R103", detail("membership_without_date", member=each.row.member))


def memberships_do_not_overlap(intake: Intake) -> Iterator[Finding]:
    """Check that no member is in two groups of one level on one day, directly or by way of its groups (R104)."""
    found: set[str] = set()
    for same_level in _by_member_and_level(intake).values():
        if reported := _overlap(same_level):
            found.add(name_key(reported[1].row.member))
            first, second = reported
            needs = detail("memberships_overlap", member=second.row.member, first=first.row.group, second=second.row.group,
                           cell=first.read.cell(first.entry, "group"))  # fmt: skip
            yield second.finding("starts" if second.row.starts else "group", "R104", needs)
    yield from _overlaps_by_other_groups(intake, found)


def _overlap(rows: list[_Row]) -> tuple[_Row, _Row] | None:
    """Return two of some memberships that hold on one day; None where dates are missing, which another rule reports."""
    has_dates = any(each.row.starts or each.row.ends for each in rows)
    for first, second in combinations(rows, 2):
        undated = any(not each.row.starts and not each.row.ends for each in (first, second))
        if not (has_dates and undated) and _share_a_day(first.row, second.row):
            return first, second
    return None


def _share_a_day(first: Membership, second: Membership) -> bool:
    starts = max(first.starts or date.min, second.starts or date.min)
    return starts <= min(first.ends or date.max, second.ends or date.max)


def _overlaps_by_other_groups(intake: Intake, found: set[str]) -> Iterator[Finding]:
    """Yield the practices that are in two groups of one level on the as-at date by way of their groups."""
    rows = _memberships(intake)
    if not rows:
        return
    groups, as_at = Memberships(intake.tracker), intake.tracker.settings.as_at
    practices = {name_key(practice.code): practice for practice in intake.tracker.practices}
    for each in rows:
        member = name_key(each.row.member)
        practice = practices.get(member)
        of = groups.of(each.row.member, as_at, practice.locality if practice else None)
        if (
            of.in_dispute
            and member not in found
            and each.row.holds_on(as_at)
            and not _is_above(groups, each.row, of.in_dispute, as_at)
        ):
            found.add(member)
            needs = detail("memberships_overlap_above", member=each.row.member, levels=tuple(sorted(of.in_dispute)))
            yield each.finding("group", "R104", needs)


def _is_above(groups: Memberships, row: Membership, levels: frozenset[str], day: date | None) -> bool:
    """Return whether the member's group is itself in two groups of these levels: then that is reported, once."""
    group = groups.group(row.group)
    return group is not None and levels <= groups.of(group.name, day).in_dispute


def _by_member_and_level(intake: Intake) -> Mapping[tuple[str, str], list[_Row]]:
    """Return the memberships by member and level of their group, those of different groups and of one."""
    groups = Memberships(intake.tracker)
    found: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for each in _memberships(intake):
        group = groups.group(each.row.group)
        level = groups.level_of(group) if group else None
        if level is not None:
            found[_key(groups, each.row.member), level].append(each)
    return found


def groups_have_names_of_their_own(intake: Intake) -> Iterator[Finding]:
    """Check that no two groups share a name or code, and that none has that of another list (R105)."""
    tracker = intake.tracker
    taken = (
        {name_key(name): detail("name_of_the_area") for name in tracker.settings.area_names} if tracker.groups else {}
    )
    for locality in tracker.localities if tracker.groups else ():
        taken[name_key(locality.name)] = detail("name_of_a_locality", name=locality.name)
    for read, entry, group in each_row(intake, GROUPS):
        for field in ("name", "code"):
            name = getattr(group, field)
            if not name:
                continue
            needs = taken.get(name_key(name))
            is_area = needs is not None and needs.code == "name_of_the_area"
            if needs is not None and not (field == "code" and is_area):
                yield row_finding(read, entry, field, "R105", name, needs=needs)
            taken[name_key(name)] = detail("name_of_a_group", cell=read.cell(entry, field))


def memberships_are_within_their_group(intake: Intake) -> Iterator[Finding]:
    """Check that a group exists for as long as its memberships hold (R106)."""
    groups = Memberships(intake.tracker)
    for each in _memberships(intake):
        group = groups.group(each.row.group)
        if group is None:
            continue
        if group.ends and (each.row.ends is None or each.row.ends > group.ends):
            yield each.finding("ends", "R106", detail("group_closes_first", group=group.name, on=group.ends))
        elif group.starts and each.row.starts and each.row.starts < group.starts:
            yield each.finding("starts", "R106", detail("group_opens_later", group=group.name, on=group.starts))


def successors_lead_somewhere(intake: Intake) -> Iterator[Finding]:
    """Check that the successor of a group is another group that exists by then (R107)."""
    groups = Memberships(intake.tracker)
    for read, entry, group in each_row(intake, GROUPS):
        if group.successor and (needs := _succession_problem(group, groups)):
            yield row_finding(read, entry, "successor", "R107", group.successor, needs=needs)


def _succession_problem(group: Group, groups: Memberships) -> Detail | None:
    into = groups.group(group.successor or "")
    if into is None:
        return detail("successor_not_listed", name=group.successor)
    if into.name == group.name:
        return detail("successor_is_itself")
    if _succeeds_in_a_circle(group, groups):
        return detail("successors_in_a_circle", name=group.name)
    if group.ends is None:
        return detail("successor_while_open", name=group.name)
    if into.ends is not None and into.ends <= group.ends:
        return detail("successor_closed", name=into.name, on=into.ends)
    if groups.level_of(into) != groups.level_of(group):
        return detail("successor_of_another_level", name=into.name, level=into.level)
    return None


def _succeeds_in_a_circle(group: Group, groups: Memberships) -> bool:
    passed = set[str]()
    following = groups.group(group.successor or "")
    while following is not None and following.name not in passed:
        if following.name == group.name:
            return True
        passed.add(following.name)
        following = groups.group(following.successor or "")
    return False


def groups_belong_to_higher_ones(intake: Intake) -> Iterator[Finding]:
    """Check that a group belongs to groups of higher levels only (R108)."""
    groups = Memberships(intake.tracker)
    order = {level.level: level.order for level in groups.levels}
    for each in _memberships(intake):
        member, group = groups.group(each.row.member), groups.group(each.row.group)
        if member is None or group is None or member.name == group.name:
            continue
        lower, higher = groups.level_of(member), groups.level_of(group)
        if lower is not None and higher is not None and order[lower] >= order[higher]:
            yield each.finding("group", "R108", detail("group_not_above", lower=lower, higher=higher))


_CHECKS: Final[tuple[Rule, ...]] = (
    members_and_groups_are_listed,
    levels_are_listed,
    no_group_is_in_itself,
    memberships_have_dates,
    memberships_do_not_overlap,
    groups_have_names_of_their_own,
    memberships_are_within_their_group,
    successors_lead_somewhere,
    groups_belong_to_higher_ones,
)


def groups_are_in_order(intake: Intake) -> Iterator[Finding]:
    """Check levels, groups and memberships, where the tracker has any."""
    if read_list(intake, GROUPS).rows or read_list(intake, MEMBERSHIPS).rows:
        for check in _CHECKS:
            yield from check(intake)


RULES: tuple[Rule, ...] = (groups_are_in_order,)
