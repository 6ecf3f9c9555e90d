"""The yearly values of an indicator: what was agreed, what a straight line offers, what was observed.

The baseline is shown in the plan's baseline year, as in the plan's own table ("2016 Baseline"), whatever its period;
that period is shown beside it. A baseline of a later year is shown in its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pc_workbook.measures.indicators.aims import has_plan_of_years, target_level
from pc_workbook.measures.indicators.comparable_periods import plan_year_shown
from pc_workbook.measures.indicators.current_value import baseline_is_known, has_baseline
from pc_workbook.measures.indicators.trajectory import compared_with_line, linear_value
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.results import CurrentValue, YearlyValue
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.period import Period, PeriodKind, last_day_of_financial_year
from pc_workbook.model.plan_steps import kind_of_plan_years, target_step_of, target_year_of
from pc_workbook.model.target import TargetKind, TrajectoryPoint

SETTLED = (TargetKind.LEVEL, TargetKind.ZERO_TOLERANCE, TargetKind.COMPARATOR_FIXED, None)


class Actual(NamedTuple):
    """An actual value with the label of its period, or that there is one which is suppressed."""

    value: float | None = None
    period: str = ""
    suppressed: bool = False
    is_baseline: bool = False
    ends: date | None = None  # the last day of its period


def yearly_values(indicator: Indicator, current: CurrentValue, known: KnownValues) -> tuple[YearlyValue, ...]:
    """Return every year from the baseline to the target, and any other year that was agreed or observed; of a plan that has
    steps by period every period instead.

    Values are in the indicator's unit, percentages in percentage points.
    """
    has_steps = known.steps.get(indicator.number) or target_step_of(indicator, known.settings) is not None
    if has_steps or not has_plan_of_years(indicator, known):
        from pc_workbook.measures.indicators.period_values import (
            period_goals,
            period_values,
        )  # few plans have such steps

        is_rating = indicator.kind is IndicatorKind.ORDINAL
        return period_goals(indicator, known) if is_rating else period_values(indicator, current, known)
    if indicator.kind is IndicatorKind.ORDINAL:
        return yearly_goals(indicator, known.points.get(indicator.number, {}))
    actual = _actual_by_year(indicator, current, known)
    agreed, line = ({}, {}) if indicator.number in known.blocked else _plan(indicator, known)
    years = sorted({*actual, *agreed, *line, *known.points.get(indicator.number, {})})
    values = (value for year in years for value in _of_year(year, agreed, line, actual.get(year, ())))
    kind, first_month = kind_of_plan_years(indicator, known.settings), known.settings.first_month
    return tuple(
        value if value.is_further else value._replace(ends=last_day_of_plan_year(value.year, kind, first_month))
        for value in values
    )


def last_day_of_plan_year(year: int, kind: PeriodKind | None, first_month: int) -> date:
    """Return the last day of a year of a plan; that of the calendar year where its kind is not known."""
    is_financial = kind is PeriodKind.FINANCIAL_YEAR
    return last_day_of_financial_year(year, first_month) if is_financial else date(year, 12, 31)


def baseline_year(indicator: Indicator, known: KnownValues) -> int | None:
    """Return the year a baseline is shown in: the plan's first, or a later one of its own."""
    own = indicator.baseline_period.year if indicator.baseline_period else None
    years = [year for year in (own, known.plan_start) if year is not None]
    return max(years, default=None)


def _plan(indicator: Indicator, known: KnownValues) -> tuple[dict[int, float], dict[int, float]]:
    """Return the agreed values and those of the straight line, by year."""
    agreed = known.agreed(indicator.number)
    start, end_year = baseline_year(indicator, known), target_year_of(indicator, known.settings)
    if start is None or end_year is None:
        return agreed, {}
    end = target_level(indicator, known)
    if end is not None and indicator.target_kind in SETTLED:
        agreed.setdefault(end_year, end)
    if indicator.kind is IndicatorKind.YES_NO:  # nothing lies between No and Yes
        return agreed, {}
    aim = end if end is not None else indicator.comparator
    if not baseline_is_known(indicator, known):
        return agreed, {}
    line = {y: linear_value(indicator.baseline, start, aim, end_year, y) for y in range(start + 1, end_year + 1)}
    return agreed, {year: value for year, value in line.items() if value is not None}


def _of_year(
    year: int, agreed: Mapping[int, float], line: Mapping[int, float], actual: Sequence[Actual]
) -> Iterator[YearlyValue]:
    """Yield a year with its baseline or else its newest value, and every other value of it in a record of its own."""
    main = next((value for value in actual if value.is_baseline), actual[-1] if actual else Actual())
    further = [
        YearlyValue(
            year,
            actual=value.value,
            actual_period=value.period,
            suppressed=value.suppressed,
            is_further=True,
            ends=value.ends,
            actual_ends=value.ends,
        )
        for value in actual
        if value is not main
    ]
    if not main.is_baseline:
        yield from further
    yield _with_plan(year, agreed, line, main)
    if main.is_baseline:
        yield from further


def _with_plan(year: int, agreed: Mapping[int, float], line: Mapping[int, float], actual: Actual) -> YearlyValue:
    plan, straight = agreed.get(year), line.get(year)
    return YearlyValue(
        year,
        plan=plan,
        derived=straight if plan is None else None,
        actual=actual.value,
        actual_period=actual.period,
        line=None if plan is None else compared_with_line(plan, straight),
        suppressed=actual.suppressed,
        is_baseline=actual.is_baseline,
        actual_ends=actual.ends,
    )


def _actual_by_year(indicator: Indicator, current: CurrentValue, known: KnownValues) -> dict[int, list[Actual]]:
    """Return the actual values by the year of the plan they belong to, the oldest first; the baseline in its own year."""
    kind, first_month = kind_of_plan_years(indicator, known.settings), known.settings.first_month
    by_period = actual_by_period(indicator, current, known)
    actual: dict[int, list[Actual]] = defaultdict(list)
    for period in sorted(by_period, key=lambda period: (period.end, period.months)):
        actual[plan_year_shown(period, kind, first_month)].append(by_period[period])
    start, baseline = baseline_year(indicator, known), actual_baseline(indicator, known)
    if start is not None and baseline is not None:
        actual[start].append(baseline)
    return actual


def actual_by_period(indicator: Indicator, current: CurrentValue, known: KnownValues) -> dict[Period, Actual]:
    """Return the observed values by their periods; of several values of one period the last one counts."""
    by_period: dict[Period, Actual] = {}
    for row in known.observed.get(indicator.number, []):
        if row.suppressed or row.value is not None:
            value = None if row.suppressed else row.value
            by_period[row.period] = Actual(value, row.period.label, row.suppressed, ends=row.period.end)
    if current.value is not None and current.period is not None and not current.is_baseline:
        by_period[current.period] = Actual(current.value, current.period.label, ends=current.period.end)
    return by_period


def actual_baseline(indicator: Indicator, known: KnownValues) -> Actual | None:
    """Return the baseline as an actual value; None where there is none, or none yet on the as-at date."""
    if not has_baseline(indicator) or not baseline_is_known(indicator, known):
        return None
    period = indicator.baseline_period
    label, ends = (period.label, period.end) if period else ("", None)
    return Actual(indicator.baseline, label, indicator.baseline_suppressed, is_baseline=True, ends=ends)


def yearly_goals(indicator: Indicator, points: Mapping[int, TrajectoryPoint]) -> tuple[YearlyValue, ...]:
    """Return the rating goal of each year that has one."""
    goals = {year: point.goal or indicator.goal for year, point in sorted(points.items())}
    return tuple(YearlyValue(year, goal=goal.words if goal else "") for year, goal in goals.items())
