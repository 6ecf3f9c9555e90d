"""The values of an indicator by period, for a plan that has steps of months, quarters, the year to date or any other period.

A step without an agreed value has none. Between a baseline and a target of the same kind of period a straight line offers
one, always marked "derived, not agreed".
"""

from collections.abc import Iterator, Mapping, Sequence

from pc_workbook.measures.indicators.aims import target_level
from pc_workbook.measures.indicators.comparable_periods import alike, plan_year_shown
from pc_workbook.measures.indicators.current_value import baseline_is_known
from pc_workbook.measures.indicators.trajectory import compared_with_line, linear_value
from pc_workbook.measures.indicators.yearly_values import (
    SETTLED,
    Actual,
    actual_baseline,
    actual_by_period,
    baseline_year,
    yearly_goals,
)
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.results import CurrentValue, YearlyValue
from pc_workbook.model.indicator import Indicator
from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.model.plan_steps import YEARS, kind_of_plan_years, target_step_of, target_year_of

#: Kinds of periods that follow one another without a gap, so that a line can be drawn from one to another.
IN_A_ROW = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, *YEARS)
MOST_STEPS = 240  # of a line: 20 years of months


def period_values(indicator: Indicator, current: CurrentValue, known: KnownValues) -> tuple[YearlyValue, ...]:
    """Return every period with an agreed, derived or actual value, in time. Values are in the indicator's unit."""
    actual: dict[Period, list[Actual]] = {
        period: [value] for period, value in actual_by_period(indicator, current, known).items()
    }
    start, baseline = baseline_period(indicator, known), actual_baseline(indicator, known)
    if start is not None and baseline is not None:
        actual.setdefault(start, []).append(baseline)
    agreed, line = ({}, {}) if indicator.number in known.blocked else _plan(indicator, known)
    periods = {*actual, *agreed, *line, *known.steps.get(indicator.number, ())}
    kind, first_month = kind_of_plan_years(indicator, known.settings), known.settings.first_month
    return tuple(
        record
        for period in sorted(periods, key=lambda period: (period.end, period.months))
        for record in _of_period(
            period, plan_year_shown(period, kind, first_month), agreed, line, actual.get(period, ())
        )
    )


def period_goals(indicator: Indicator, known: KnownValues) -> tuple[YearlyValue, ...]:
    """Return the rating goals: those of years, then those of periods, in time."""
    steps = known.steps.get(indicator.number, {})
    goals = ((step, steps[step].goal or indicator.goal) for step in sorted(steps, key=lambda step: step.end))
    by_period = (YearlyValue(step.end.year, goal=goal.words if goal else "", period=step) for step, goal in goals)
    return (*yearly_goals(indicator, known.points.get(indicator.number, {})), *by_period)


def baseline_period(indicator: Indicator, known: KnownValues) -> Period | None:
    """Return the period that a baseline is of; one without a period is shown in the baseline year of the plan."""
    year = baseline_year(indicator, known)
    if indicator.baseline_period is not None or year is None:
        return indicator.baseline_period
    return plan_year_period(indicator, known, year)


def plan_year_period(indicator: Indicator, known: KnownValues, year: int) -> Period:
    """Return a year of an indicator's plan as a period; a calendar year where its kind is not known."""
    kind, first_month = kind_of_plan_years(indicator, known.settings), known.settings.first_month
    if kind is not PeriodKind.FINANCIAL_YEAR:
        return Period.parse(year)
    return Period.parse(f"{year - 1}/{year % 100:02d}", first_month)


def _plan(indicator: Indicator, known: KnownValues) -> tuple[dict[Period, float], dict[Period, float]]:
    """Return the agreed values, and those of the straight line, by period."""
    years = known.agreed(indicator.number)
    agreed = {plan_year_period(indicator, known, year): value for year, value in years.items()}
    agreed |= known.agreed_steps(indicator.number)
    start, end, level = (
        indicator.baseline_period,
        target_step_of(indicator, known.settings),
        target_level(indicator, known),
    )
    year = target_year_of(indicator, known.settings)
    time = end if year is None else plan_year_period(indicator, known, year)
    if time is not None and level is not None and indicator.target_kind in SETTLED:
        agreed.setdefault(time, level)
    aim = level if level is not None else indicator.comparator
    if start is None or end is None or not baseline_is_known(indicator, known):
        return agreed, {}
    row = periods_between(start, end)
    line = {period: linear_value(indicator.baseline, 0, aim, len(row), n) for n, period in enumerate(row, 1)}
    return agreed, {period: value for period, value in line.items() if value is not None}


def periods_between(start: Period, end: Period) -> Sequence[Period]:
    """Return the periods after one up to another of its kind; none where they are of unlike kinds, or not in a row.

    >>> [period.label for period in periods_between(Period.parse("Q4 2016/17"), Period.parse("Q2 2017/18"))]
    ['Q1 2017/18', 'Q2 2017/18']
    """
    found: list[Period] = []
    if start.kind not in IN_A_ROW or not alike(start, end):
        return found
    while start.end < end.end and len(found) < MOST_STEPS:
        start = start.following()
        found.append(start)
    return found if found and found[-1] == end else []


def _of_period(
    period: Period, year: int, agreed: Mapping[Period, float], line: Mapping[Period, float], actual: Sequence[Actual]
) -> Iterator[YearlyValue]:
    """Yield a period with its baseline or else its value, and the value beside a baseline in a record of its own."""
    main = next((value for value in actual if value.is_baseline), actual[-1] if actual else Actual())
    plan, straight = agreed.get(period), line.get(period)
    yield YearlyValue(
        year,
        plan=plan,
        derived=straight if plan is None else None,
        actual=main.value,
        actual_period=main.period,
        line=None if plan is None else compared_with_line(plan, straight),
        suppressed=main.suppressed,
        is_baseline=main.is_baseline,
        period=period,
        ends=period.end,
        actual_ends=main.ends,
    )
    for value in actual:
        if value is not main:
            yield YearlyValue(
                year,
                actual=value.value,
                actual_period=value.period,
                suppressed=value.suppressed,
                is_further=True,
                period=period,
                ends=period.end,
                actual_ends=value.ends,
            )
