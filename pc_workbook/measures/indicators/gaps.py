"""The four gaps of an indicator: to its target, trajectory, comparator and national standard.

A comparator that moves gives a fifth, to its newest value, so that the first aim stays in sight.
"""

from pc_workbook.measures.indicators.aims import (
    comparison_period,
    is_judged_by_period,
    later_step,
    like_comparator,
    newest_comparator,
    plan_year_of,
    reference_for,
    reference_of_period,
    target_level,
    why_no_step,
    why_not_judged_by,
    why_unclear,
)
from pc_workbook.measures.indicators.comparable_periods import alike, not_alike, not_comparable
from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import CurrentValue, Distance, Gap, GapTo, Reference
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind
from pc_workbook.model.organisations import ENGLAND
from pc_workbook.model.period import Period
from pc_workbook.model.plan_steps import target_step_of, target_year_of
from pc_workbook.model.target import TargetKind

#: Kinds that count what happened in a length of time, so that part of a year has less of it.
COUNTED_OVER_TIME = (IndicatorKind.RATE, IndicatorKind.COUNT, IndicatorKind.MONEY)
NO_REFERENCE = {
    GapTo.TARGET: Why.NO_TARGET,
    GapTo.COMPARATOR: Why.NO_COMPARATOR,
    GapTo.STANDARD: Why.NO_STANDARD,
}


def gaps_of(indicator: Indicator, current: CurrentValue, known: KnownValues) -> tuple[Gap, ...]:
    """Return the gaps to target, trajectory, comparator, national standard, and newest comparator if it moves.

    Gaps are in the indicator's unit, percentages in percentage points; an indicator that is a rating has none.
    """
    if indicator.kind is IndicatorKind.ORDINAL:
        return ()
    comparator = _comparator(indicator, current, known)
    comparator_gap = _gap(indicator, current, comparator, GapTo.COMPARATOR)
    return (
        _not_judged(_target_gap(indicator, current, known), indicator, known),
        _trajectory_gap(indicator, current, known),
        _if_comparable(comparator_gap, indicator, current, comparator.period if comparator else None),
        _of_whole_year(_standard_gap(indicator, current), indicator, current, known),
        *_newest_comparator_gap(indicator, current, known),
    )


def _target_gap(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Gap:
    """Return the gap to the target; to a comparator that moves, only if its value is of a period like the current one."""
    if indicator.direction is Direction.WITHIN:
        return _range_gap(indicator, current)
    level = target_level(indicator, known, current)
    year, step = target_year_of(indicator, known.settings), target_step_of(indicator, known.settings)
    reference = None if level is None else Reference(GapTo.TARGET, level, year, period=step)
    gap = _gap(indicator, current, reference, GapTo.TARGET)
    if indicator.target_kind is not TargetKind.COMPARATOR_MOVING:
        return _of_its_period(gap, step, indicator, current) if step else _of_whole_year(gap, indicator, current, known)
    moving = like_comparator(indicator, known, current) or newest_comparator(indicator, known)
    return _if_comparable(gap, indicator, current, moving.period if moving else indicator.comparator_period)


def _range_gap(indicator: Indicator, current: CurrentValue) -> Gap:
    from pc_workbook.measures.indicators.schemes import range_gap  # few indicators have a range

    if not indicator.is_within_range:
        return Gap(GapTo.TARGET, None, None, (reason(Why.NO_RANGE),))
    if current.value is None:
        return Gap(GapTo.TARGET, None, None, _why_no_value(current))
    return range_gap(indicator, current.value)


def _comparator(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Reference | None:
    """Return the comparator's value that is typed beside the indicator, else its listed one that is most like the value."""
    if indicator.comparator is None:
        return _listed_comparator(indicator, current, known)
    name, period = indicator.comparator_name or "", indicator.comparator_period
    return Reference(GapTo.COMPARATOR, indicator.comparator, name=name, period=period)


def _listed_comparator(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Reference | None:
    is_moving = indicator.target_kind is TargetKind.COMPARATOR_MOVING  # its gap is a further one
    if is_moving or indicator.comparator_suppressed or not indicator.comparator_name:
        return None
    row = like_comparator(indicator, known, current) or newest_comparator(indicator, known)
    if row is None or row.value is None:
        return None
    return Reference(GapTo.COMPARATOR, row.value, name=indicator.comparator_name, period=row.period)


def _standard_gap(indicator: Indicator, current: CurrentValue) -> Gap:
    level = indicator.national_standard
    reference = None if level is None else Reference(GapTo.STANDARD, level)
    return _gap(indicator, current, reference, GapTo.STANDARD)


def _gap(indicator: Indicator, current: CurrentValue, reference: Reference | None, to: GapTo) -> Gap:
    if reference is None:
        return Gap(to, None, None, (_why_no_reference(indicator, to),))
    if current.value is None:
        return Gap(to, reference.level, None, _why_no_value(current))
    direction = indicator.better
    distance = Distance(current.value, reference, indicator.shown_in, indicator.decimals)
    measured = reason(Why.DISTANCE, distance=distance)
    return Gap(
        to,
        reference.level,
        target_gap(current.value, reference.level, direction),
        (measured,) if direction or indicator.direction is Direction.WITHIN else (measured, reason(Why.NO_DIRECTION)),
    )


def _why_no_value(current: CurrentValue) -> tuple[Reason, ...]:
    if current.suppressed:
        return (reason(Why.SUPPRESSED),)
    return current.why or (reason(Why.NO_VALUE),)


def _why_no_reference(indicator: Indicator, to: GapTo) -> Reason:
    if to is GapTo.COMPARATOR and indicator.comparator_suppressed:
        return reason(Why.COMPARATOR_SUPPRESSED)
    is_undecided = to is GapTo.TARGET and indicator.target_kind is TargetKind.COMPARATOR_UNDECIDED
    return reason(Why.KIND_UNDECIDED if is_undecided else NO_REFERENCE[to])


def _not_judged(gap: Gap, indicator: Indicator, known: KnownValues) -> Gap:
    cause = known.blocked.get(indicator.number)
    if not cause:
        return gap
    # What blocks may be the very cell of the target, so the gap does not say that there is no target.
    others = tuple(why for why in gap.reasons if why.code is not Why.NO_TARGET)
    return gap._replace(reasons=(*others, reason(Why.NOT_JUDGED, cause=cause)))


def _trajectory_gap(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Gap:
    cause = known.blocked.get(indicator.number)
    if cause:
        return Gap(GapTo.TRAJECTORY, None, None, (reason(Why.NOT_JUDGED, cause=cause),))
    return _gap_to_agreed(indicator, current, known) or _no_trajectory_gap(indicator, current, known)


def _gap_to_agreed(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Gap | None:
    """Return the gap to the agreed value of the current value's year, or why there is none; None without either."""
    as_at, period = known.settings.as_at, current.period
    if period is None or as_at is None:
        return None
    if is_judged_by_period(indicator, period, known):
        step = reference_of_period(indicator, period, known, None)
        return _gap(indicator, current, step, GapTo.TRAJECTORY) if step else _no_step_gap(indicator, period, known)
    belongs = plan_year_of(indicator, period, known)
    reference, is_unclear = reference_for(indicator, belongs, as_at, known, None)
    if is_unclear:
        return Gap(GapTo.TRAJECTORY, None, None, (why_unclear(period, belongs),))
    if reference is None:
        return None
    why = why_not_judged_by(indicator, current, known, belongs, reference)
    if why:
        return Gap(GapTo.TRAJECTORY, reference.level, None, (why,))
    return _gap(indicator, current, reference, GapTo.TRAJECTORY)


def _no_step_gap(indicator: Indicator, period: Period, known: KnownValues) -> Gap:
    if step := later_step(indicator, period, known):
        level = known.agreed_steps(indicator.number)[step]
        why = reason(Why.NO_VALUE_TO_COMPARE, year=step.label, level=level, kind=indicator.shown_in)
        return Gap(GapTo.TRAJECTORY, level, None, (why,))
    return Gap(GapTo.TRAJECTORY, None, None, why_no_step(indicator, period, known)[:1])


def _no_trajectory_gap(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Gap:
    as_at, agreed = known.settings.as_at, known.agreed(indicator.number)
    if as_at is not None and as_at.year in agreed:
        level = agreed[as_at.year]
        why = reason(Why.NO_VALUE_TO_COMPARE, year=as_at.year, level=level, kind=indicator.shown_in)
        return Gap(GapTo.TRAJECTORY, level, None, (why,))
    own_year = plan_year_of(indicator, current.period, known).years[0] if current.period else None
    why = reason(Why.NO_TRAJECTORY, year=as_at.year if as_at else own_year)
    return Gap(GapTo.TRAJECTORY, None, None, (why,))


def _newest_comparator_gap(indicator: Indicator, current: CurrentValue, known: KnownValues) -> tuple[Gap, ...]:
    newest = newest_comparator(indicator, known)
    if indicator.target_kind is not TargetKind.COMPARATOR_MOVING or newest is None or newest.value is None:
        return ()
    name = indicator.comparator_name or ENGLAND
    reference = Reference(GapTo.NEWEST_COMPARATOR, newest.value, name=name, period=newest.period)
    gap = _gap(indicator, current, reference, GapTo.NEWEST_COMPARATOR)
    return (_if_comparable(gap, indicator, current, newest.period),)


def _of_whole_year(gap: Gap, indicator: Indicator, current: CurrentValue, known: KnownValues) -> Gap:
    """Return a gap to the level of a year, or why there is none: a rate of part of a year counts fewer events.

    A percentage is a share of what happened in its own period, so it has a gap at any time.
    """
    if gap.value is None or current.period is None or indicator.kind not in COUNTED_OVER_TIME:
        return gap
    belongs = plan_year_of(indicator, current.period, known)
    if not belongs.is_part:
        return gap
    why = reason(Why.NOT_COMPARED_WITH_YEAR, level=gap.reference, kind=indicator.shown_in, why=belongs.why)
    return Gap(gap.to, gap.reference, None, (why,))


def _of_its_period(gap: Gap, step: Period, indicator: Indicator, current: CurrentValue) -> Gap:
    """Return a gap to the level of a period, or why there is none: a rate counts the events of its own length of time."""
    if gap.value is None or current.period is None or indicator.kind not in COUNTED_OVER_TIME:
        return gap
    own, other = comparison_period(indicator, current.period), comparison_period(indicator, step)
    if alike(own, other):
        return gap
    why = reason(Why.NOT_COMPARED_WITH, level=gap.reference, kind=indicator.shown_in, why=not_alike(own, other))
    return Gap(gap.to, gap.reference, None, (why,))


def _if_comparable(gap: Gap, indicator: Indicator, current: CurrentValue, period: Period | None) -> Gap:
    """Return a gap to a value of a period, or why there is none to a value of an unlike one."""
    if gap.value is None or current.period is None or period is None:
        return gap
    unlike = not_comparable(comparison_period(indicator, current.period), period)
    if unlike is None:
        return gap
    why = reason(Why.NOT_COMPARED_WITH, level=gap.reference, kind=indicator.shown_in, why=unlike)
    return Gap(gap.to, gap.reference, None, (why,))
