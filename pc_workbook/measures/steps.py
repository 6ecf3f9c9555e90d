"""The years of an indicator's way: what was agreed, what a straight line would offer, what was seen.

The baseline stands in the plan's baseline year, as in the plan's own table ("2016 Baseline"), whatever its source
period; that period is shown beside it. A baseline of a later year stands in its own.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pc_workbook.measures.evidence import Evidence
from pc_workbook.measures.gaps import target_level
from pc_workbook.measures.reading import Reading, baseline_is_known
from pc_workbook.measures.results import Step
from pc_workbook.measures.trajectory import DERIVED, compared_with_line, linear_value
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.target import TargetKind, TrajectoryPoint

SETTLED = (TargetKind.LEVEL, TargetKind.ZERO_TOLERANCE, TargetKind.COMPARATOR_FIXED, None)


class Seen(NamedTuple):
    """What was seen in a year: a value with its period, or that there is one which is kept back."""

    value: float | None = None
    period: str = ""
    suppressed: bool = False


def steps_of(indicator: Indicator, reading: Reading, evidence: Evidence) -> tuple[Step, ...]:
    """Every year from the baseline to the target, and any other year that was agreed or observed."""
    if indicator.kind is IndicatorKind.ORDINAL:
        return _rating_steps(indicator, evidence.points.get(indicator.number, {}))
    actual = _actual_by_year(indicator, reading, evidence)
    agreed, line = ({}, {}) if indicator.number in evidence.blocked else _plan(indicator, evidence)
    return tuple(
        _step(year, agreed, line, actual)
        for year in sorted({*actual, *agreed, *line, *evidence.points.get(indicator.number, {})})
    )


def baseline_year(indicator: Indicator, evidence: Evidence) -> int | None:
    """The year a baseline stands in: the plan's first, or a later one of its own."""
    own = indicator.baseline_period.year if indicator.baseline_period else None
    years = [year for year in (own, evidence.plan_start) if year is not None]
    return max(years, default=None)


def _plan(indicator: Indicator, evidence: Evidence) -> tuple[dict[int, float], dict[int, float]]:
    agreed = evidence.agreed(indicator.number)
    start, end_year = baseline_year(indicator, evidence), indicator.target_year
    if start is None or end_year is None:
        return agreed, {}
    end = target_level(indicator, evidence)
    if end is not None and indicator.target_kind in SETTLED:
        agreed.setdefault(end_year, end)
    aim = end if end is not None else indicator.comparator
    if not baseline_is_known(indicator, evidence):
        return agreed, {}
    line = {y: linear_value(indicator.baseline, start, aim, end_year, y) for y in range(start + 1, end_year + 1)}
    return agreed, {year: value for year, value in line.items() if value is not None}


def _step(
    year: int,
    agreed: Mapping[int, float],
    line: Mapping[int, float],
    actual: Mapping[int, Seen],
) -> Step:
    plan, straight = agreed.get(year), line.get(year)
    seen = actual.get(year, Seen())
    if plan is not None:
        words, derived = compared_with_line(plan, straight), None
    else:
        words, derived = ("" if straight is None else DERIVED), straight
    return Step(year, plan, derived, seen.value, seen.period, words, seen.suppressed)


def _actual_by_year(indicator: Indicator, reading: Reading, evidence: Evidence) -> dict[int, Seen]:
    actual: dict[int, Seen] = {}
    start, period = baseline_year(indicator, evidence), indicator.baseline_period
    has_baseline = indicator.baseline is not None or indicator.baseline_suppressed
    if has_baseline and start is not None and baseline_is_known(indicator, evidence):
        actual[start] = Seen(indicator.baseline, period.label if period else "", indicator.baseline_suppressed)
    for row in evidence.observed.get(indicator.number, []):
        if row.suppressed or row.value is not None:
            actual[row.period.year] = Seen(None if row.suppressed else row.value, row.period.label, row.suppressed)
    if reading.value is not None and reading.period is not None and not reading.is_baseline:
        actual[reading.period.year] = Seen(reading.value, reading.period.label)
    return actual


def _rating_steps(indicator: Indicator, points: Mapping[int, TrajectoryPoint]) -> tuple[Step, ...]:
    goals = {year: point.goal or indicator.goal for year, point in sorted(points.items())}
    return tuple(Step(year, words=goal.words if goal else "") for year, goal in goals.items())
