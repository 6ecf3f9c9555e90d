"""Staff figures that can't well be: hours typed as FTE, FTE above the headcount, jumps, two totals of one day.

R76, P40, P41 and P44, with the list sizes they are held against (plausible_list_sizes.py). One finding a cell: the first that
says it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from typing import Any, NamedTuple

from pc_workbook.model.period import Period
from pc_workbook.model.practice import COUNTED_GROUPS, StaffGroup, are_two_totals
from pc_workbook.model.row import column
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import WORKFORCE
from pc_workbook.tracker.rules import plausible_limits as limits
from pc_workbook.tracker.rules.consistency import at
from pc_workbook.tracker.rules.earlier_values import Point, figure, in_words, people, rate_jumps, sorted_points
from pc_workbook.tracker.rules.plausible_list_sizes import Lists, list_sizes

Series = tuple[str, StaffGroup]  # a practice and a staff group


class Staff(NamedTuple):
    """The row of one practice, period and staff group: its FTE and what it is held against."""

    n: int
    practice: str
    period: Period
    group: StaffGroup
    fte: float
    headcount: int | None
    patients: float | None


def lists_and_staff_are_plausible(intake: Intake) -> Iterator[Finding]:
    """R76, P40 to P44 for practices: list sizes first, since staff figures are held against them."""
    lists = list_sizes(intake)
    yield from lists.findings
    series = _series(intake)
    told: set[int] = set()
    for points in series.values():
        for first, second in _two_totals(points):
            told |= {first.n, second.n}
            yield _contradiction(intake, first, second)
    for one, code, words in _questions(intake, lists):
        if one.n not in told:
            told.add(one.n)
            yield _doubt(intake, one, series.get((one.practice, one.group), ()), code, words)
    for (_, group), points in series.items():
        yield from _jumps(intake, group, [point for point in points if point.n not in told])


def _questions(intake: Intake, lists: Lists) -> Iterator[tuple[Staff, str, str]]:
    """The rows whose FTE does not fit its headcount or its patients, with the code and the words.

    One loop over plain values: a national tracker has 14,000 rows or more, and hardly any is doubtful.
    """
    rows = read_list(intake, WORKFORCE).sound
    names = ("practice", "period", "staff_group", "fte", "headcount", "registered_patients")
    own, doubted, ranges, fewest = lists.own, lists.doubted, limits.FTE_PER_1000, limits.FEWEST_PATIENTS
    for n, practice, period, group, fte, headcount, returned in zip(count(), *(column(rows, name) for name in names)):
        if not fte:
            continue
        patients = own.get(practice) if returned is None else returned
        if headcount is None and patients is not None and patients >= fewest:
            low, high = ranges[group]
            if low <= 1000 * fte / patients <= high:
                continue
        if returned is not None and doubted and (practice, period.end) in doubted:
            patients = None
        one = Staff(n, practice, period, group, fte, headcount, patients)
        if question := _question(one):
            yield one, *question


def _question(one: Staff) -> tuple[str, str] | None:
    """The code and the words of what is wrong with an FTE beside its headcount and its patients; None for a sound one."""
    fte, headcount = one.fte, one.headcount
    if headcount is not None:
        if headcount == 0 or not limits.FTE_PER_HEAD.holds(fte / headcount):
            return "P40", _beside_headcount(fte, headcount)
        if one.patients is None:
            return None
    if one.patients is None:
        if fte <= limits.MOST_FTE[one.group]:
            return None
        return "P41", f"{_in_posts(fte)}: {figure(fte)} FTE is more than even the largest practices have"
    if one.patients < limits.FEWEST_PATIENTS or limits.FTE_PER_1000[one.group].holds(1000 * fte / one.patients):
        return None
    return "P41", _beside_patients(one, one.patients)


def _beside_headcount(fte: float, headcount: int) -> str:
    if not headcount:
        return f"FTE and headcount that fit each other: FTE {figure(fte)} stands beside a headcount of 0"
    each = fte / headcount
    if each > limits.FTE_PER_HEAD.high:
        return f"{_in_posts(fte)}: FTE {figure(fte)} beside headcount {headcount} is {each:.3g} full-time posts for each person"
    return f"FTE and headcount that fit each other: FTE {figure(fte)} beside headcount {headcount} is {each:.2g} of a post for each person"


def _in_posts(fte: float) -> str:
    """What to type, with what it comes to where hours were typed."""
    meant = f" ({figure(fte)} hours are {figure(round(fte / limits.HOURS_OF_A_POST, 2))} FTE)" if fte >= 15 else ""
    return f"FTE in full-time posts; {limits.HOURS_OF_A_POST:g} hours a week are 1.0 FTE{meant}"


def _beside_patients(one: Staff, patients: float) -> str:
    rate = 1000 * one.fte / patients
    limit = limits.FTE_PER_1000[one.group]
    if rate > limit.high:
        return (
            f"{_in_posts(one.fte)}: {figure(one.fte)} FTE for {people(patients)} patients is {rate:.3g} FTE per 1,000; of "
            f"{one.group} practices in England have up to {limit.high:g}"
        )
    return (
        f"The FTE of the whole practice: {figure(one.fte)} FTE for {people(patients)} patients is {1000 / rate:,.0f} patients for "
        f"each, which is more often a gap in the return than a practice with so few GPs"
    )


# ---------------------------------------------------------------------------- in time


def _series(intake: Intake) -> dict[Series, list[Point]]:
    """The FTE of each practice and staff group in time; none where the list holds one period only."""
    rows = read_list(intake, WORKFORCE).sound
    periods = column(rows, "period")
    if len({*map(id, periods)}) < 2:
        return {}
    found: dict[Series, list[Point]] = defaultdict(list)
    named = (column(rows, name) for name in ("practice", "staff_group", "fte"))
    for n, practice, group, fte, period in zip(count(), *named, periods):
        if fte is not None:
            found[practice, group].append(Point(period, fte, n))
    return {key: sorted_points(points) for key, points in found.items() if len(points) > 1}


def _two_totals(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    for first, second in pairwise(points):
        if are_two_totals(first.period, first.value, second.period, second.value):
            yield first, second


def _contradiction(intake: Intake, first: Point, second: Point) -> Finding:
    """R76 at the later row of the sheet. Of a year and of a day in it the year's figure is used, so that is a question."""
    read = read_list(intake, WORKFORCE)
    first, second = sorted((first, second), key=lambda point: point.n)
    row: Any = read.sound[second.n]
    is_one_time = first.period.kind.is_short and second.period.kind.is_short
    blocks = is_one_time and row.staff_group in COUNTED_GROUPS
    needs = (
        f"One FTE of {row.staff_group} for {row.practice}: row {read.places[first.n]} says {figure(first.value)} for "
        f"{first.period.label}, this row {figure(second.value)} for {second.period.label}"
    )
    severity = None if blocks else Severity.WARNING
    return at(read, read.entry(second.n), "fte", "R76", second.value, severity=severity, needs=needs)


def _doubt(intake: Intake, one: Staff, points: Sequence[Point], code: str, words: str) -> Finding:
    read = read_list(intake, WORKFORCE)
    place = next((place for place, point in enumerate(points) if point.n == one.n), 0)
    history = in_words(points, place)
    needs = f"{words}. Its history: {history}" if history else words
    return at(read, read.entry(one.n), "fte", code, one.fte, needs=needs)


def _jumps(intake: Intake, group: StaffGroup, points: Sequence[Point]) -> Iterator[Finding]:
    """P44."""
    values = [point.value for point in points]
    if len(values) < 2 or max(values) - min(values) < limits.SMALLEST_FTE_JUMP:
        return
    read = read_list(intake, WORKFORCE)
    for place in rate_jumps(values):
        needs = f"The FTE of {group}, checked against the return: {in_words(points, place)}"
        yield at(read, read.entry(points[place].n), "fte", "P44", values[place], needs=needs)


RULES = (lists_and_staff_are_plausible,)
