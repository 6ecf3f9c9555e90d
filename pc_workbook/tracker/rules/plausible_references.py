"""What an indicator's values are held against, and whether that can be: baseline, comparator, standard, target, trajectory,
England's figure on Settings; and registers of conditions beside their lists. R21 and P45.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from math import exp, log
from typing import Any

from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.row import column
from pc_workbook.stats.robust import median_and_spread
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import CONDITIONS, INDICATORS, SETTINGS_SHEET, TRAJECTORY
from pc_workbook.tracker.rules import plausible_limits as limits
from pc_workbook.tracker.rules.checked_values import sign_of
from pc_workbook.tracker.rules.consistency import at
from pc_workbook.tracker.rules.earlier_values import are_far_apart, figure, rate_jumps, share_jumps
from pc_workbook.tracker.rules.plausible_values import outside_known

NAMES = {
    "baseline": "baseline",
    "comparator": "comparator",
    "national_standard": "national standard",
    "target": "target",
}
PER_GP = "patients_per_gp_fte"
PER_GP_SETTING = "england_patients_per_gp_fte"


def references_are_plausible(intake: Intake) -> Iterator[Finding]:
    """P45 for what stands on the sheet Indicators."""
    read = read_list(intake, INDICATORS)
    for n, row in enumerate(intake.tracker.indicators):
        if row.kind is IndicatorKind.ORDINAL:
            continue
        held = [(name, value) for name in NAMES if (value := getattr(row, name))]
        for name, value in held:
            if words := outside_known(row, value) or _odd_one_out(row, name, value, held):
                yield at(read, read.entry(n), name, "P45", value, touches=(row.number,), needs=words)


def _odd_one_out(row: Indicator, name: str, value: float, held: Sequence[tuple[str, float]]) -> str:
    """What is wrong with a value that is many times, or a small part of, every other of its indicator; '' where it is not.

    Of two values nothing says which is wrong: the later in the order of the columns is asked about.
    """
    others = [(other, known) for other, known in held if other != name]
    if not others or (len(others) == 1 and name != max(name, others[0][0], key=list(NAMES).index)):
        return ""
    if not all(_are_apart(row, name, value, other, known) for other, known in others):
        return ""
    sign = sign_of(row)
    beside = " and ".join(f"the {NAMES[other]} is {figure(known)}{sign}" for other, known in others)
    unit = f" ({row.unit})" if row.unit else ""
    return f"The value in the indicator's unit{unit}: {figure(value)}{sign} stands here, where {beside}"


def _are_apart(row: Indicator, name: str, value: float, other: str, known: float) -> bool:
    is_share = row.kind is IndicatorKind.PERCENTAGE
    if {name, other} == {"baseline", "comparator"}:
        return are_far_apart(value, known, is_share=is_share)
    far = limits.REFERENCE_SHARE if is_share else limits.REFERENCE_RATE
    return value * known > 0 and max(value / known, known / value) >= far


def trajectories_are_plausible(intake: Intake) -> Iterator[Finding]:
    """P45 for a year whose agreed value jumps from those of the other years and the target."""
    indicators = {row.number: row for row in intake.tracker.indicators if row.kind is not IndicatorKind.ORDINAL}
    ways: dict[int, list[tuple[int, float, int]]] = defaultdict(list)
    for n, point in enumerate(intake.tracker.trajectory):
        if point.value is not None and point.indicator in indicators:
            ways[point.indicator].append((point.year, point.value, n))
    read = read_list(intake, TRAJECTORY)
    for number, points in ways.items():
        row, points = indicators[number], sorted(points)
        beside = [value for value in (row.baseline, row.target) if value]
        values = [*beside[:1], *(value for _, value, _ in points), *beside[1:]]
        jumped = (
            (share_jumps if row.kind is IndicatorKind.PERCENTAGE else rate_jumps)(values) if len(values) > 2 else []
        )
        for place in jumped:
            at_point = place - len(beside[:1])
            if 0 <= at_point < len(points):
                year, value, n = points[at_point]
                told = ", ".join(
                    f"{figure(other)}{sign_of(row)} in {when}" for when, other, _ in points if when != year
                )
                needs = f"The agreed value in the indicator's unit: {figure(value)}{sign_of(row)} stands here, beside {told or figure(beside[0])}"
                yield at(read, read.entry(n), "value", "P45", value, touches=(number,), needs=needs)


def england_is_plausible(intake: Intake) -> Iterator[Finding]:
    """P45 for England's patients per FTE GP, on Settings."""
    value, known = intake.tracker.settings.england_patients_per_gp_fte, limits.KNOWN_MEASURES[PER_GP]
    if value is not None and not known.holds(value):
        cell = intake.settings_cells.get(PER_GP_SETTING, "A1")
        needs = (
            f"Patients for each FTE GP, such as 1321: England has had from {figure(known.low)} to {figure(known.high)}"
        )
        yield finding("P45", SETTINGS_SHEET, cell, value, row=PER_GP_SETTING, needs=needs)


def registers_are_plausible(intake: Intake) -> Iterator[Finding]:
    """R21 for a register larger than its list, P45 for one many times that of other practices."""
    read = read_list(intake, CONDITIONS)
    named = (column(read.sound, name) for name in ("condition", "period", "list_type", "register_count", "list_size"))
    shares: dict[object, list[tuple[int, float, float]]] = defaultdict(list)
    for n, condition, period, kind, register, size in zip(count(), *named):
        if register is None or not size:
            continue
        if register > size:
            yield at(read, read.entry(n), "register_count", "R21", register)
        elif register:
            shares[condition, period.end, kind].append((n, register / size, size))
    for alike in shares.values():
        if len(alike) <= limits.FEWEST_OTHERS:
            continue
        middle, spread = median_and_spread([log(share) for _, share, _ in alike])
        far = max(log(limits.PREVALENCE_APART), limits.SPREADS_OF_A_GROUP * spread)
        for n, share, size in alike:
            usual = exp(middle)
            if abs(log(share) - middle) > far and usual * size >= limits.FEWEST_EXPECTED:
                row: Any = read.sound[n]
                needs = (
                    f"The number of people on the register: it is {100 * share:.2g}% of the list, and half of the practices have "
                    f"more than {100 * usual:.2g}%, half fewer"
                )
                yield at(read, read.entry(n), "register_count", "P45", row.register_count, needs=needs)


RULES = (references_are_plausible, trajectories_are_plausible, england_is_plausible, registers_are_plausible)
