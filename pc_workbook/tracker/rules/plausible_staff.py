"""Rules for staff figures: hours typed as FTE, FTE above the headcount (P40, P41), jumps (P44), two totals of one day (R76).

They are compared with the list sizes of plausible_list_sizes.py. One finding per cell: the first.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from typing import Any, NamedTuple

from pc_workbook.model.period import Period
from pc_workbook.model.practice import are_two_totals
from pc_workbook.model.row import column
from pc_workbook.model.words import staff_groups
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding, Severity
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import WORKFORCE
from pc_workbook.tracker.rules import plausible_limits as limits
from pc_workbook.tracker.rules.earlier_values import Point, history, history_values, rate_jumps, sorted_points
from pc_workbook.tracker.rules.plausible_list_sizes import Lists, list_sizes
from pc_workbook.tracker.rules.rule import row_finding

Series = tuple[str, str]  # a practice and a staff group


class Staff(NamedTuple):
    """The row of one practice, period and staff group: its FTE and what it is compared with."""

    n: int
    practice: str
    period: Period
    group: str
    fte: float
    headcount: int | None
    patients: float | None


def lists_and_staff_are_plausible(intake: Intake) -> Iterator[Finding]:
    """Check list sizes (P42, P43), then the staff figures that are compared with them (R76, P40, P41, P44)."""
    lists = list_sizes(intake)
    yield from lists.findings
    series = _series(intake)
    reported: set[int] = set()
    for points in series.values():
        for first, second in _two_totals(points):
            reported |= {first.n, second.n}
            yield _contradiction(intake, first, second)
    for staff, code, needs in _questions(intake, lists):
        if staff.n not in reported:
            reported.add(staff.n)
            yield _question_finding(intake, staff, series.get((staff.practice, staff.group), ()), code, needs)
    for (_, group), points in series.items():
        yield from _jumps(intake, group, [point for point in points if point.n not in reported])


def _questions(intake: Intake, lists: Lists) -> Iterator[tuple[Staff, str, Detail]]:
    """Yield the rows whose FTE does not fit its headcount or its patients, with the code and the reason.

    One loop over plain values: a national tracker has 14,000 rows or more, and hardly any is doubtful.
    """
    rows = read_list(intake, WORKFORCE).valid_rows
    names = ("practice", "period", "staff_group", "fte", "headcount", "registered_patients")
    own, questioned, ranges, fewest = lists.own, lists.questioned, limits.FTE_PER_1000, limits.FEWEST_PATIENTS
    for n, practice, period, group, fte, headcount, returned in zip(count(), *(column(rows, name) for name in names)):
        if not fte:
            continue
        patients = own.get(practice) if returned is None else returned
        if headcount is None and patients is not None and patients >= fewest:
            low, high = ranges.get(group, limits.OTHER_STAFF)
            if low <= 1000 * fte / patients <= high:
                continue
        if returned is not None and questioned and (practice, period.end) in questioned:
            patients = None
        staff = Staff(n, practice, period, group, fte, headcount, patients)
        if question := _question(staff):
            yield staff, *question


def _question(staff: Staff) -> tuple[str, Detail] | None:
    """Return the code and the reason why an FTE does not fit its headcount or its patients; None where it does."""
    fte, headcount = staff.fte, staff.headcount
    if headcount is not None:
        if headcount == 0 or not limits.FTE_PER_HEAD.contains(fte / headcount):
            return "P40", _beside_headcount(fte, headcount)
        if staff.patients is None:
            return None
    if staff.patients is None:
        if fte <= limits.MOST_FTE.get(staff.group, limits.MOST_FTE_OF_OTHERS):
            return None
        return "P41", detail("fte_above_largest", fte=fte)
    if staff.patients < limits.FEWEST_PATIENTS or limits.FTE_PER_1000.get(staff.group, limits.OTHER_STAFF).contains(
        1000 * fte / staff.patients
    ):
        return None
    return "P41", _beside_patients(staff, staff.patients)


def _beside_headcount(fte: float, headcount: int) -> Detail:
    return (
        detail("fte_for_headcount", fte=fte, headcount=headcount)
        if headcount
        else detail("fte_without_headcount", fte=fte)
    )


def _beside_patients(staff: Staff, patients: float) -> Detail:
    limit = limits.FTE_PER_1000.get(staff.group, limits.OTHER_STAFF).high
    if 1000 * staff.fte / patients > limit:
        return detail("fte_above_patients", fte=staff.fte, patients=patients, group=staff.group, limit=limit)
    return detail("fte_below_patients", fte=staff.fte, patients=patients)


# ---------------------------------------------------------------------------- in time


def _series(intake: Intake) -> dict[Series, list[Point]]:
    """Return the FTE of each practice and staff group in time; nothing where the list has one period only."""
    rows = read_list(intake, WORKFORCE).valid_rows
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
    """Return the finding (R76) at the later row of the sheet: an error, or a warning where one of two periods is used."""
    read = read_list(intake, WORKFORCE)
    first, second = sorted((first, second), key=lambda point: point.n)
    row: Any = read.valid_rows[second.n]
    same_time = first.period.kind.is_short and second.period.kind.is_short
    blocks = same_time and row.staff_group in staff_groups(intake.tracker.words, row.period.end).counted
    needs = detail(
        "two_totals",
        group=row.staff_group,
        practice=row.practice,
        row=read.row_numbers[first.n],
        first=(first.period.label, first.value),
        second=(second.period.label, second.value),
    )
    severity = None if blocks else Severity.WARNING
    return row_finding(read, read.entry(second.n), "fte", "R76", second.value, severity=severity, needs=needs)


def _question_finding(intake: Intake, staff: Staff, points: Sequence[Point], code: str, needs: Detail) -> Finding:
    read = read_list(intake, WORKFORCE)
    place = next((place for place, point in enumerate(points) if point.n == staff.n), 0)
    beside = history(points, place) if len(points) > 1 else ""
    return row_finding(read, read.entry(staff.n), "fte", code, staff.fte, needs=needs, history=beside)


def _jumps(intake: Intake, group: str, points: Sequence[Point]) -> Iterator[Finding]:
    """Yield a finding for each FTE that jumps from the others of its practice and staff group."""
    values = [point.value for point in points]
    if len(values) < 2 or max(values) - min(values) < limits.SMALLEST_FTE_JUMP:
        return
    read = read_list(intake, WORKFORCE)
    for place in rate_jumps(values):
        needs = detail("fte_jump", group=group, **history_values(points, place))
        yield row_finding(read, read.entry(points[place].n), "fte", "P44", values[place], needs=needs)


RULES = (lists_and_staff_are_plausible,)
