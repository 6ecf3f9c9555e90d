"""The years of an indicator's way: what was agreed, what a straight line would offer, what was seen.

The baseline stands in the plan's baseline year, as in the plan's own table ("2016 Baseline"), whatever its source
period; that period is shown beside it. A baseline of a later year stands in its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pc_workbook.measures.indicators.aims import target_level
from pc_workbook.measures.indicators.comparable_periods import kind_of_plan_years, stands_in
from pc_workbook.measures.indicators.current_value import Reading, baseline_is_known, has_baseline
from pc_workbook.measures.indicators.trajectory import DERIVED, compared_with_line, linear_value
from pc_workbook.measures.known_values import Evidence
from pc_workbook.measures.results import Step
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.period import Period
from pc_workbook.model.target import TargetKind, TrajectoryPoint

SETTLED = (TargetKind.LEVEL, TargetKind.ZERO_TOLERANCE, TargetKind.COMPARATOR_FIXED, None)


class Seen(NamedTuple):
    """What was seen in a year: a value with its period, or that there is one which is kept back."""

    value: float | None = None
    period: str = ""
    suppressed: bool = False
    is_baseline: bool = False


def steps_of(indicator: Indicator, reading: Reading, evidence: Evidence) -> tuple[Step, ...]:
    """Every year from the baseline to the target, and any other year that was agreed or observed."""
    if indicator.kind is IndicatorKind.ORDINAL:
        return _rating_steps(indicator, evidence.points.get(indicator.number, {}))
    actual = _actual_by_year(indicator, reading, evidence)
    agreed, line = ({}, {}) if indicator.number in evidence.blocked else _plan(indicator, evidence)
    years = sorted({*actual, *agreed, *line, *evidence.points.get(indicator.number, {})})
    return tuple(step for year in years for step in _steps(year, agreed, line, actual.get(year, ())))


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


def _steps(year: int, agreed: Mapping[int, float], line: Mapping[int, float], actual: Sequence[Seen]) -> Iterator[Step]:
    """A year with what stands for it, the baseline or else the newest value; every other value of it on its own."""
    main = next((seen for seen in actual if seen.is_baseline), actual[-1] if actual else Seen())
    others = [seen for seen in actual if seen is not main]
    own = [
        Step(year, actual=one.value, actual_period=one.period, suppressed=one.suppressed, is_further=True)
        for one in others
    ]
    if not main.is_baseline:
        yield from own
    yield _step(year, agreed, line, main)
    if main.is_baseline:
        yield from own


def _step(year: int, agreed: Mapping[int, float], line: Mapping[int, float], seen: Seen) -> Step:
    plan, straight = agreed.get(year), line.get(year)
    if plan is not None:
        words, derived = compared_with_line(plan, straight), None
    else:
        words, derived = ("" if straight is None else DERIVED), straight
    return Step(year, plan, derived, seen.value, seen.period, words, seen.suppressed, seen.is_baseline)


def _actual_by_year(indicator: Indicator, reading: Reading, evidence: Evidence) -> dict[int, list[Seen]]:
    """Everything seen of an indicator, by the year of the plan it belongs to, the oldest first; the baseline in its own."""
    kind = kind_of_plan_years(indicator, evidence.settings)
    seen: dict[Period, Seen] = {}  # of several values of one period the last stands
    for row in evidence.observed.get(indicator.number, []):
        if row.suppressed or row.value is not None:
            seen[row.period] = Seen(None if row.suppressed else row.value, row.period.label, row.suppressed)
    if reading.value is not None and reading.period is not None and not reading.is_baseline:
        seen[reading.period] = Seen(reading.value, reading.period.label)
    actual: dict[int, list[Seen]] = defaultdict(list)
    for period in sorted(seen, key=lambda period: (period.end, period.months)):
        actual[stands_in(period, kind)].append(seen[period])
    start, period_of_baseline = baseline_year(indicator, evidence), indicator.baseline_period
    if has_baseline(indicator) and start is not None and baseline_is_known(indicator, evidence):
        label = period_of_baseline.label if period_of_baseline else ""
        actual[start].append(Seen(indicator.baseline, label, indicator.baseline_suppressed, is_baseline=True))
    return actual


def _rating_steps(indicator: Indicator, points: Mapping[int, TrajectoryPoint]) -> tuple[Step, ...]:
    goals = {year: point.goal or indicator.goal for year, point in sorted(points.items())}
    return tuple(Step(year, words=goal.words if goal else "") for year, goal in goals.items())
