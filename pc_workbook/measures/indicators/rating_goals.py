"""Ratings compared with their goals, such as "Good or be working towards Good".

"Working towards" counts only with evidence: an improvement plan, a date within a year of the as-at date, a named source.
"""

from datetime import date

from pc_workbook.measures.cqc.ordinal import rank_of
from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import CurrentValue, OrdinalResult, OrdinalState
from pc_workbook.model.cqc import Inspection, Rating
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.own_scale import AnyRating, ScaleWord
from pc_workbook.model.period import PeriodKind, months_between
from pc_workbook.model.target import OrdinalGoal, TrajectoryPoint

EVIDENCE_MONTHS = 12


def ordinal_result(indicator: Indicator, current: CurrentValue, known: KnownValues) -> OrdinalResult | None:
    """Return how an indicator's rating compares with its goal; None for an indicator that is no rating."""
    if indicator.kind is not IndicatorKind.ORDINAL:
        return None
    state, reasons = _state(indicator, current, known)
    return OrdinalResult(state, reasons, _service_ratings(indicator, known))


def _state(indicator: Indicator, current: CurrentValue, known: KnownValues) -> tuple[OrdinalState, tuple[Reason, ...]]:
    as_at, goal = known.settings.as_at, goal_of(indicator, known)
    if current.rating is None and current.why:
        return OrdinalState.UNKNOWN, current.why
    if goal is None and as_at is not None and current.rating is not None:
        return OrdinalState.UNKNOWN, (reason(Why.NO_GOAL_FOR_YEAR, year=as_at.year),)
    state, why = ordinal_state(current.rating, goal, current.inspection, as_at)
    return state, (why._replace(values=(*why.values, *_dated(current))),)


def _dated(current: CurrentValue) -> tuple[tuple[str, object], ...]:
    """Return the period of a rating, and whether it is inherited, as values of a reason."""
    is_inherited = current.inspection is not None and current.inspection.is_inherited
    return ("period", current.period), ("is_inherited", is_inherited)


def goal_of(indicator: Indicator, known: KnownValues) -> OrdinalGoal | None:
    """Return the rating goal of the as-at year: that year's own, else the indicator's once it applies.

    "Retain" and "be working towards" apply in every year; another goal from its target year on.
    """
    as_at, goal = known.settings.as_at, indicator.goal
    point = (_step_goal(indicator, known) or known.points.get(indicator.number, {}).get(as_at.year)) if as_at else None
    if point is not None and point.goal is not None:
        return point.goal
    if goal is None or as_at is None or goal.retain or goal.or_working_towards:
        return goal
    if indicator.target_period is not None:
        return goal if as_at >= indicator.target_period.end else None
    return goal if indicator.target_year is None or as_at.year >= indicator.target_year else None


def _step_goal(indicator: Indicator, known: KnownValues) -> TrajectoryPoint | None:
    """Return the step by period whose time the as-at date is in, or the day that it is after; None without one."""
    as_at, steps = known.settings.as_at, known.steps.get(indicator.number, {})
    held = [
        step
        for step in steps
        if as_at is not None and step.start <= as_at and (step.kind is PeriodKind.DAY or as_at <= step.end)
    ]
    return steps[max(held, key=lambda step: (step.start, step.end))] if held else None


def ordinal_state(
    rating: AnyRating | None, goal: OrdinalGoal | None, evidence: Inspection | None, as_at: date | None
) -> tuple[OrdinalState, Reason]:
    """Return how a rating compares with its goal, and why.

    Met at the goal's rating or better. Working towards only where the goal allows it and `evidence`, the inspection that
    gave the rating, has all of it (see `evidence_missing`). Unknown without a rating on the scale or without a goal.
    """
    rank = rank_of(rating)
    if rank is None:
        return OrdinalState.UNKNOWN, reason(Why.NOT_ON_SCALE, rating=rating)
    if goal is None:
        return OrdinalState.UNKNOWN, reason(Why.NO_GOAL, rating=rating)
    aim = rank_of(goal.rating)
    if aim is None or isinstance(rating, ScaleWord) != isinstance(goal.rating, ScaleWord):
        return OrdinalState.UNKNOWN, reason(Why.GOAL_NOT_ON_SCALE, rating=rating, goal=goal)
    if rank >= aim:
        return OrdinalState.MET, reason(Why.MEETS_GOAL, rating=rating, goal=goal)
    if not goal.or_working_towards:
        return OrdinalState.NOT_MET, reason(Why.BELOW_GOAL, rating=rating, goal=goal)
    missing = evidence_missing(evidence, as_at)
    if missing is not None or evidence is None:
        return OrdinalState.NOT_MET, reason(Why.NO_EVIDENCE, rating=rating, goal=goal, missing=missing)
    return OrdinalState.WORKING_TOWARDS, reason(
        Why.EVIDENCE,
        rating=rating,
        plan=evidence.improvement_plan,
        on=evidence.improvement_plan_date,
        source=evidence.improvement_plan_source,
    )


def evidence_missing(evidence: Inspection | None, as_at: date | None) -> Reason | None:
    """Return what is missing from the evidence of working towards a rating; None where it is complete.

    It needs an improvement plan, a plan date within 12 months before or after the as-at date, and a named source.
    """
    if evidence is None or not evidence.improvement_plan:
        return reason(Why.NO_PLAN)
    if as_at is None:
        return reason(Why.NO_AS_AT)
    if evidence.improvement_plan_date is None:
        return reason(Why.NO_PLAN_DATE)
    if not _within_a_year(evidence.improvement_plan_date, as_at):
        return reason(Why.PLAN_DATE_TOO_FAR, on=evidence.improvement_plan_date)
    return None if evidence.improvement_plan_source else reason(Why.NO_PLAN_SOURCE)


def _within_a_year(day: date, as_at: date) -> bool:
    first, last = sorted((day, as_at))
    months = months_between(first, last)
    return months < EVIDENCE_MONTHS or (months == EVIDENCE_MONTHS and first.day == last.day)


def _service_ratings(indicator: Indicator, known: KnownValues) -> tuple[tuple[str, Rating], ...]:
    rows = known.services.get(known.organisations.key(indicator.organisation), [])
    newest = {row.service: row.overall for row in rows if row.service and row.overall}
    return tuple(sorted(newest.items()))
