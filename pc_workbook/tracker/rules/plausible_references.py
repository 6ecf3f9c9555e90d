"""Rules for what values are compared with: baseline, comparator, standard, target, trajectory, England's figure on Settings;
and for registers of conditions beside their lists (R21, P45).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from math import exp, log
from typing import Any

from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.row import column
from pc_workbook.stats.robust import median_and_spread
from pc_workbook.tracker.detail import Detail, detail
from pc_workbook.tracker.findings import Finding, finding
from pc_workbook.tracker.intake import Intake, read_list
from pc_workbook.tracker.lists.catalogue import CONDITIONS, INDICATORS, SETTINGS_SHEET, TRAJECTORY
from pc_workbook.tracker.rules import plausible_limits as limits
from pc_workbook.tracker.rules.earlier_values import are_far_apart, rate_jumps, share_jumps
from pc_workbook.tracker.rules.plausible_values import far_from_references, outside_known
from pc_workbook.tracker.rules.rule import row_finding

NAMES = {
    "baseline": "baseline",
    "comparator": "comparator",
    "national_standard": "national standard",
    "target": "target",
}
PER_GP = "patients_per_gp_fte"
PER_GP_SETTING = "england_patients_per_gp_fte"


def references_are_plausible(intake: Intake) -> Iterator[Finding]:
    """Check the references on the sheet Indicators against each other and against what is known (P45)."""
    read = read_list(intake, INDICATORS)
    for n, row in enumerate(intake.tracker.indicators):
        if row.kind is IndicatorKind.ORDINAL:
            continue
        references = [(name, value) for name in NAMES if (value := getattr(row, name))]
        for name, value in references:
            if needs := outside_known(row, value) or _less_usual(row, name, value, references):
                yield row_finding(read, read.entry(n), name, "P45", value, touches=(row.number,), needs=needs)


def _less_usual(row: Indicator, name: str, value: float, references: Sequence[tuple[str, float]]) -> Detail | None:
    """Return why a value is many times, or a small part of, every other of its indicator; None where it is not.

    Of two values nothing says which is wrong: the later in the order of the columns is asked about.
    """
    others = [(other, known) for other, known in references if other != name]
    if not others or (len(others) == 1 and name != max(name, others[0][0], key=list(NAMES).index)):
        return None
    if not all(_are_apart(row, name, value, other, known) for other, known in others):
        return None
    return far_from_references(row, value, tuple((NAMES[other], known) for other, known in others))


def _are_apart(row: Indicator, name: str, value: float, other: str, known: float) -> bool:
    is_share = row.kind is IndicatorKind.PERCENTAGE
    if {name, other} == {"baseline", "comparator"}:
        return are_far_apart(value, known, is_share=is_share)
    far = limits.REFERENCE_SHARE if is_share else limits.REFERENCE_RATE
    return value * known > 0 and max(value / known, known / value) >= far


def trajectories_are_plausible(intake: Intake) -> Iterator[Finding]:
    """Check agreed values for a year that jumps from the other years and the target (P45)."""
    indicators = {row.number: row for row in intake.tracker.indicators if row.kind is not IndicatorKind.ORDINAL}
    ways: dict[int, list[tuple[int, float, int]]] = defaultdict(list)
    for n, point in enumerate(
        intake.tracker.trajectory
    ):  # steps of unlike periods are not compared: only those of years are
        if (
            point.value is not None
            and point.indicator in indicators
            and point.period is None
            and point.year is not None
        ):
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
                needs = detail(
                    "trajectory_jump",
                    value=value,
                    is_share=row.kind is IndicatorKind.PERCENTAGE,
                    years=tuple((when, other) for when, other, _ in points if when != year),
                    reference=beside[0] if beside else None,
                )
                yield row_finding(read, read.entry(n), "value", "P45", value, touches=(number,), needs=needs)


def england_is_plausible(intake: Intake) -> Iterator[Finding]:
    """Check England's patients per FTE GP on Settings (P45)."""
    value, known = intake.tracker.settings.england_patients_per_gp_fte, limits.KNOWN_MEASURES[PER_GP]
    if value is not None and not known.contains(value):
        cell = intake.settings_cells.get(PER_GP_SETTING, "A1")
        needs = detail("england_patients_per_gp", low=known.low, high=known.high)
        yield finding("P45", SETTINGS_SHEET, cell, value, row=PER_GP_SETTING, needs=needs)


def registers_are_plausible(intake: Intake) -> Iterator[Finding]:
    """Check registers: none larger than its list (R21), none many times that of other practices (P45)."""
    read = read_list(intake, CONDITIONS)
    named = (
        column(read.valid_rows, name) for name in ("condition", "period", "list_type", "register_count", "list_size")
    )
    shares: dict[object, list[tuple[int, float, float]]] = defaultdict(list)
    for n, condition, period, kind, register, size in zip(count(), *named):
        if register is None or not size:
            continue
        if register > size:
            yield row_finding(
                read, read.entry(n), "register_count", "R21", register, needs=detail("register_above_list")
            )
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
                row: Any = read.valid_rows[n]
                needs = detail("register_far_from_others", share=share, usual=usual)
                yield row_finding(read, read.entry(n), "register_count", "P45", row.register_count, needs=needs)


RULES = (references_are_plausible, trajectories_are_plausible, england_is_plausible, registers_are_plausible)
