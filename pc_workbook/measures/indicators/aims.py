"""What an indicator's value is compared with: the agreed value of its year, or the target once its year is reached.

A target that is a comparator is the value of the organisation that is named, and of no other.
"""

from collections.abc import Mapping
from datetime import date

from pc_workbook.measures.indicators.comparable_periods import (
    PlanYear,
    alike,
    not_alike,
    plan_year,
)
from pc_workbook.measures.indicators.current_value import has_baseline, is_point_in_time
from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import CurrentValue, GapTo, Reference
from pc_workbook.model.indicator import Indicator, Observation
from pc_workbook.model.period import SEVERAL_MONTHS, Period, PeriodKind
from pc_workbook.model.plan_steps import YEARS, kind_of_plan_years, target_step_of, target_year_of
from pc_workbook.model.target import TargetKind


def plan_year_of(indicator: Indicator, period: Period, known: KnownValues) -> PlanYear:
    """Return the year of an indicator's plan that a value of a period belongs to."""
    settings = known.settings
    return plan_year(
        comparison_period(indicator, period), kind_of_plan_years(indicator, settings), settings.first_month
    )


def comparison_period(indicator: Indicator, period: Period) -> Period:
    """Return the period to compare a value by: a staff ratio of a month or quarter is a census of its last day."""
    is_part = is_point_in_time(indicator) and period.kind in {PeriodKind.MONTH, PeriodKind.QUARTER, *SEVERAL_MONTHS}
    return Period.parse(period.end) if is_part else period


def reference_of_year(
    target_year: int | None, year: int, as_at: date, agreed: Mapping[int, float], target: float | None
) -> Reference | None:
    """Return what a value of a year is judged against: its agreed value, else the target if its year has come, else None.

    `agreed` gives the agreed trajectory by year, `target` the level to end at in `target_year`.
    """
    if year in agreed:
        return Reference(GapTo.TRAJECTORY, agreed[year], year, is_this_year=year == as_at.year)
    if target is not None and target_year is not None and year >= target_year:
        return Reference(GapTo.TARGET, target, target_year)
    return None


def reference_for(
    indicator: Indicator, belongs: PlanYear, as_at: date, known: KnownValues, target: float | None
) -> tuple[Reference | None, bool]:
    """Return what a value is judged against, and whether that is unclear because it may belong to either of two years."""
    target_year, agreed = target_year_of(indicator, known.settings), known.agreed(indicator.number)
    references = [reference_of_year(target_year, year, as_at, agreed, target) for year in belongs.years]
    is_unclear = len({found.level if found else None for found in references}) > 1
    return (None, True) if is_unclear else (references[-1], False)


def is_judged_by_period(indicator: Indicator, period: Period, known: KnownValues) -> bool:
    """Return whether a value is judged by the steps of its own kind of period alone, not by those of the plan's years.

    It is as soon as the plan has a step or a target of a period that is no year of the plan; a whole year only where it has
    one of such years. Without any plan, a value that is not of a whole year is compared with its own period.
    """
    target = target_step_of(indicator, known.settings)
    steps = [*known.steps.get(indicator.number, ()), *([target] if target else ())]
    own = comparison_period(indicator, period)
    if not steps:
        return own.kind not in YEARS and not has_plan_of_years(indicator, known)
    return own.kind not in YEARS or any(alike(own, step) for step in steps)


def has_plan_of_years(indicator: Indicator, known: KnownValues) -> bool:
    """Return whether anything is planned for a year: a trajectory, a target, or a baseline to measure one from."""
    return bool(
        known.points.get(indicator.number) or target_year_of(indicator, known.settings) or has_baseline(indicator)
    )


def reference_of_period(
    indicator: Indicator, period: Period, known: KnownValues, target: float | None
) -> Reference | None:
    """Return what a value of a period is judged against, by a plan that has steps by period.

    That is the agreed value of its very period, else the target if the target's period is alike and has come. A step of one
    day holds until the day of the next step, or of the target.
    """
    own = comparison_period(indicator, period)
    step, level = _step_at(indicator, own, known)
    end = target_step_of(indicator, known.settings)
    reached = comparison_period(indicator, end) if end is not None else None
    is_reached = reached is not None and alike(own, reached) and reached.end <= own.end
    if step is not None and not (is_reached and reached is not None and step.end < reached.end):
        return None if level is None else Reference(GapTo.TRAJECTORY, level, period=step)
    return Reference(GapTo.TARGET, target, period=end) if is_reached and target is not None else None


def _step_at(indicator: Indicator, own: Period, known: KnownValues) -> tuple[Period | None, float | None]:
    """Return the step that holds at the end of a value's period, with its agreed value where it has one."""
    agreed = known.agreed_steps(indicator.number)
    steps = {comparison_period(indicator, step): step for step in known.steps.get(indicator.number, ())}
    at = own if own in steps else None
    if own.kind is PeriodKind.DAY:
        before = (day for day in steps if day.kind is PeriodKind.DAY and day.end <= own.end)
        at = max(before, key=lambda day: day.end, default=None)
    return (None, None) if at is None else (steps[at], agreed.get(steps[at]))


def later_step(indicator: Indicator, period: Period | None, known: KnownValues) -> Period | None:
    """Return the newest step that had come by the as-at date and has no value yet; None without one."""
    as_at = known.settings.as_at
    due = [step for step in known.agreed_steps(indicator.number) if as_at is not None and step.end <= as_at]
    newest = max(due, key=lambda step: step.end, default=None)
    return newest if newest is not None and (period is None or newest.end > period.end) else None


def why_no_step(indicator: Indicator, period: Period, known: KnownValues) -> tuple[Reason, ...]:
    """Return why a value is judged against no step of a plan that has steps by period."""
    own, end = comparison_period(indicator, period), target_step_of(indicator, known.settings)
    kinds = dict.fromkeys(step.kind for step in known.steps.get(indicator.number, ()))
    missing = reason(Why.NO_STEP, period=period, kinds=() if own.kind in kinds else tuple(kinds))
    unlike = not_alike(own, comparison_period(indicator, end)) if end is not None else None
    return (missing, reason(Why.TARGET_OF_OTHER_PERIOD, why=unlike)) if unlike else (missing,)


def why_unclear(period: Period, belongs: PlanYear) -> Reason:
    """Return why a value is judged against nothing where the year it belongs to is unclear."""
    if belongs.is_part:  # it would be judged in neither year
        return reason(Why.PLAN_OF_WHOLE_YEARS, period=period, why=belongs.why)
    return reason(Why.YEAR_UNCLEAR, period=period, years=belongs.years)


def why_not_judged_by(
    indicator: Indicator, current: CurrentValue, known: KnownValues, belongs: PlanYear, reference: Reference
) -> Reason | None:
    """Return why a value is not judged against the reference of its year, which is of another period; None where it is."""
    if reference.to is GapTo.TARGET and indicator.target_kind is TargetKind.COMPARATOR_MOVING:
        return why_not_by_comparator(indicator, current, known)
    if belongs.why is None:
        return None
    return reason(
        Why.REFERENCE_OF_OTHER_PERIOD,
        why=belongs.why,
        reference=reference,
        kind=indicator.shown_in,
        year=belongs.years[-1],
        year_kind=belongs.kind,
        is_part=belongs.is_part,
    )


def why_not_by_comparator(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Reason | None:
    """Return why a value is not judged against a comparator that moves; None where the comparator has a value like it."""
    if current.period is None or like_comparator(indicator, known, current) is not None:
        return None
    newest = newest_comparator(indicator, known)
    period = newest.period if newest else indicator.comparator_period
    name = indicator.comparator_name or ""
    if period is None:
        return reason(Why.COMPARATOR_WITHOUT_PERIOD, name=name)
    unlike = not_alike(comparison_period(indicator, current.period), comparison_period(indicator, period))
    if unlike:
        return reason(Why.NO_COMPARATOR_LIKE_IT, name=name, why=unlike)
    if period.end <= current.period.end:
        return None
    return reason(Why.COMPARATOR_IS_LATER, name=name, later=period, period=current.period)


def target_level(indicator: Indicator, known: KnownValues, current: CurrentValue | None = None) -> float | None:
    """Return the level an indicator is to reach; None while it is not settled which that is.

    A fixed comparator is its value of the year named, a moving one its newest value (of a period like the current
    value's, where there is one), zero tolerance is 0.
    """
    match indicator.target_kind:
        case TargetKind.ZERO_TOLERANCE:
            return indicator.target or 0.0
        case TargetKind.COMPARATOR_UNDECIDED:
            return None
        case TargetKind.COMPARATOR_FIXED:
            return _first_known(indicator.comparator, indicator.target)
        case TargetKind.COMPARATOR_MOVING:
            row = like_comparator(indicator, known, current) or newest_comparator(indicator, known)
            return _first_known(row.value if row else None, indicator.comparator, indicator.target)
        case _:
            return indicator.target


def newest_comparator(indicator: Indicator, known: KnownValues) -> Observation | None:
    """Return the newest observation of the organisation an indicator is compared with; None where there is none."""
    rows = _comparator_rows(indicator, known)
    return rows[-1] if rows else None


def like_comparator(indicator: Indicator, known: KnownValues, current: CurrentValue | None) -> Observation | None:
    """Return the comparator's newest value of a period like the current value's that ends no later; None without one."""
    if current is None or current.period is None:
        return None
    period, end = comparison_period(indicator, current.period), current.period.end
    rows = [
        row
        for row in _comparator_rows(indicator, known)
        if row.period.end <= end and alike(comparison_period(indicator, row.period), period)
    ]
    return rows[-1] if rows else None


def _comparator_rows(indicator: Indicator, known: KnownValues) -> list[Observation]:
    return [row for row in known.compared.get(indicator.number, []) if row.value is not None and not row.suppressed]


def _first_known(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)
