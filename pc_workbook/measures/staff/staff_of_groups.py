"""Staff ratios of groups at every level, and the ratings of their practices.

A sum follows the memberships on the day that the period of the staff figures ended: a figure of a period keeps the
practices of that period. A group that has closed since is part of its successor, which says so. How many practices a group
has, and their ratings, follow the memberships on the as-at date. A practice that is in two groups of one level is in
neither, and both say that something may be missing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pc_workbook.measures.cqc.ratings import Latest, counted_ratings
from pc_workbook.measures.cqc.share import cqc_shares
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import CqcResult, GroupRatings, LevelResult, PlaceResult, Ratio, StaffRatios
from pc_workbook.measures.staff.group_sums import GroupSums
from pc_workbook.measures.staff.ratio import StaffReason, omission
from pc_workbook.measures.staff.staff_ratios import measured_place
from pc_workbook.measures.staff.staffing import Reported, Staffing, SummedGroup
from pc_workbook.model.group import GroupLevel
from pc_workbook.model.organisations import Level
from pc_workbook.model.practice import Practice
from pc_workbook.model.tracker import Tracker


def measured_levels(tracker: Tracker, reported: Reported, cqc: CqcResult) -> tuple[LevelResult, ...]:
    """Return the groups of each level, the lowest level first; none in a tracker without groups."""
    if not tracker.groups:
        return ()
    sums = GroupSums(tracker, reported.period)
    summed = [(staff, staff.groups, sums.now(staff.practice)) for staff in reported.staffing]
    return tuple(_level(level, tracker, reported, sums, summed, cqc) for level in sums.memberships.levels)


Summed = tuple[Staffing, Mapping[str, SummedGroup], Mapping[str, str]]


def _level(
    level: GroupLevel, tracker: Tracker, reported: Reported, sums: GroupSums, summed: Iterable[Summed], cqc: CqcResult
) -> LevelResult:
    members = _Members(level.level, summed)
    gone: dict[str, list[Practice]] = defaultdict(list)
    for practice in reported.gone:
        if found := sums.summed_in(practice).get(level.level):
            gone[found.name].append(practice)
    disputed = sum(level.level in sums.in_dispute(staff.practice) for staff, _, _ in members.summed)
    places = []
    for group in sums.memberships.groups_at(level.level, sums.as_at):
        of_group = reported._replace(staffing=tuple(members.of[group.name]), gone=tuple(gone[group.name]))
        place = measured_place(tracker, Level.GROUP, group.name, of_group)
        places.append(members.with_members_of_today(place, disputed))
    now = {
        staff.practice.code: groups[level.level]
        for staff, _, groups in members.summed
        if level.level in groups and not staff.closed_since
    }
    return LevelResult(level, tuple(places), tuple(_ratings(now, [place.name for place in places], cqc)), now)


class _Members:
    """The practices of the groups of one level: those that are summed, and those that belong to them today."""

    def __init__(self, level: str, summed: Iterable[Summed]) -> None:
        self.summed = tuple(summed)
        self.of: dict[str, list[Staffing]] = defaultdict(list)
        self.today: dict[str, list[Staffing]] = defaultdict(list)
        self.left: Counter[str] = Counter()
        self.joined: Counter[str] = Counter()
        self.of_predecessors: dict[str, Counter[str]] = defaultdict(Counter)
        for staff, then, now in self.summed:
            before, after = then.get(level), now.get(level)
            if before:
                self.of[before.name].append(staff)
                if before.predecessor:
                    self.of_predecessors[before.name][before.predecessor] += 1
            if staff.closed_since:
                continue
            if after:
                self.today[after].append(staff)
            name = before.name if before else None
            if name != after:
                self.left.update(filter(None, [name]))
                self.joined.update(filter(None, [after]))

    def with_members_of_today(self, place: PlaceResult, disputed: int) -> PlaceResult:
        """Return a group with the practices that belong to it on the as-at date, and how its sum differs from them."""
        today = self.today[place.name]
        return place._replace(
            staff=_with_reasons(
                place.staff, tuple(self._differences(place.name, disputed)), is_empty=not self.of[place.name]
            ),
            practices=len(today),
            practices_without_return=sum(not staff.has_return and not staff.unread for staff in today),
            practices_unread=sum(staff.unread for staff in today),
        )

    def _differences(self, name: str, disputed: int) -> Iterator[Reason]:
        if before := self.of_predecessors[name]:
            yield reason(StaffReason.INCLUDES_PREDECESSORS, groups=tuple(before), practices=before.total())
        yield from omission(StaffReason.INCLUDES_LEFT, self.left[name])
        yield from omission(StaffReason.OMITS_JOINED, self.joined[name])
        yield from omission(StaffReason.OMITS_DISPUTED, disputed)


def _with_reasons(staff: StaffRatios, why: tuple[Reason, ...], *, is_empty: bool) -> StaffRatios:
    """Return staff figures with further reasons for each of them."""
    if not why and not is_empty:
        return staff
    first = (reason(StaffReason.NO_MEMBERS),) if is_empty else ()

    def explained(ratio: Ratio) -> Ratio:
        return ratio._replace(why=(*first, *why) if is_empty else (*ratio.why, *why))

    return staff._replace(
        patients_per_gp_fte=explained(staff.patients_per_gp_fte),
        gp_per_1000=explained(staff.gp_per_1000),
        nurse_per_1000=explained(staff.nurse_per_1000),
        gp_per_1000_weighted=explained(staff.gp_per_1000_weighted),
        nurse_per_1000_weighted=explained(staff.nurse_per_1000_weighted),
        times_england=explained(staff.times_england),
        quantity_reasons={
            name: (*first, *why) if is_empty else (*before, *why) for name, before in staff.quantity_reasons.items()
        },
    )


def _ratings(now: Mapping[str, str], names: Iterable[str], cqc: CqcResult) -> Iterator[GroupRatings]:
    """Yield the counts and shares of each group's ratings."""
    grouped: dict[str, list[Latest]] = {name: [] for name in names}
    for latest in cqc.latest:
        if (name := now.get(latest[0].code, "")) in grouped:
            grouped[name].append(latest)
    read = {practice.code for practice, _ in cqc.latest}
    unread = Counter(name for code, name in now.items() if code not in read)
    for name, pairs in grouped.items() if cqc.recorded else ():
        counts = counted_ratings(pairs)
        yield GroupRatings(name, counts, cqc_shares(counts), unread[name])
