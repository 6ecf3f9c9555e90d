"""Red, Amber, Green or Not rated, always with the rule that decided: `rag_of` decides the RAG of an indicator.

A value is judged against the agreed trajectory of its own year or period; without one, against the target, and only
once the target's year or period is reached; before that it is Not rated. Not rated is never Red, an unknown state is
never Green, and Amber exists only where somebody set a tolerance.
"""

from collections.abc import Mapping
from datetime import date

from pc_workbook.measures.indicators.aims import (
    is_judged_by_period,
    later_step,
    plan_year_of,
    reference_for,
    reference_of_period,
    reference_of_year,
    target_level,
    why_no_step,
    why_not_by_comparator,
    why_not_judged_by,
    why_unclear,
)
from pc_workbook.measures.indicators.current_value import (
    declared_denominator,
    in_question,
    values_newest_first,
)
from pc_workbook.measures.indicators.rating_goals import ordinal_result
from pc_workbook.measures.indicators.reason_codes import Note, Why
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import (
    CurrentValue,
    Distance,
    GapTo,
    OrdinalResult,
    OrdinalState,
    RagResult,
    Reference,
)
from pc_workbook.model.cqc import Provider
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind, Rag
from pc_workbook.model.target import TargetKind
from pc_workbook.stats.columns import on_columns


def rag_of(indicator: Indicator, current: CurrentValue, known: KnownValues) -> RagResult:
    """Return the RAG of an indicator, with any ruling by a person.

    No ruling replaces the RAG of an indicator that is blocked or has no value.
    """
    if why := not_judgeable(indicator, current, known):
        return not_rated(*why)
    ordinal = ordinal_result(indicator, current, known)
    if ordinal is not None:
        found = rag_of_state(ordinal, known.settings.working_towards_is_amber)
    else:
        found = rag_of_current(indicator, current, known)
    ruled = with_ruling(found, indicator, known.settings.as_at)
    if indicator.rag_scheme is not None:
        from pc_workbook.measures.indicators.schemes import (  # few areas have schemes of their own
            in_words_of,
            scheme_of,
        )

        ruled = in_words_of(scheme_of(indicator, known.schemes), ruled)
    asked = in_question(current, known.questions.get(indicator.number, ()))
    return ruled._replace(reasons=(*ruled.reasons, *asked))


def not_judgeable(indicator: Indicator, current: CurrentValue, known: KnownValues) -> tuple[Reason, ...]:
    """Return why an indicator can't be judged at all, not even by a person's ruling; () where it can."""
    if indicator.number in known.blocked:
        return (reason(Why.BLOCKED, cause=known.blocked[indicator.number]),)
    if indicator.is_cqc_share and declared_denominator(indicator, known) is None:
        return (reason(Why.UNDECLARED),)
    if current.suppressed:
        return (reason(Why.SUPPRESSED),)
    if known.settings.as_at is None:
        return (reason(Why.NO_AS_AT),)
    if ended := _ended(indicator, known):
        return (ended,)
    value = current.rating if indicator.kind is IndicatorKind.ORDINAL else current.value
    return () if value is not None else current.why or (reason(Why.NO_VALUE),)


def provider_of(indicator: Indicator, known: KnownValues) -> Provider | None:
    """Return the provider that an indicator measures; None where it measures none."""
    return known.providers.get(known.organisations.key(indicator.organisation))


def _ended(indicator: Indicator, known: KnownValues) -> Reason | None:
    provider, as_at = provider_of(indicator, known), known.settings.as_at
    if provider is None or provider.ends is None or as_at is None or as_at <= provider.ends:
        return None
    return reason(Why.ENDED, provider=provider.short_name or provider.name, ends=provider.ends)


@on_columns
def rag_word(
    value: float | None,
    reference: float | None,
    direction: Direction | None,
    tolerance: float | None = None,
) -> Rag:
    """Return the RAG of a value against a reference, in their unit; single values or columns.

    Green at the reference or better, Red when worse than the tolerance, Amber within it. Without a tolerance
    there is no Amber. Not rated where the value, the reference or the direction is missing.

    >>> rag_word([81, 80.5, 79, None], 81, Direction.HIGHER, 1) == [Rag.GREEN, Rag.AMBER, Rag.RED, Rag.NOT_RATED]
    True
    """
    gap = target_gap(value, reference, direction)
    if gap is None:
        return Rag.NOT_RATED
    if gap >= 0:
        return Rag.GREEN
    return Rag.AMBER if tolerance is not None and gap >= -tolerance else Rag.RED


def not_rated(*why: Reason) -> RagResult:
    """Return Not rated, with its reasons."""
    return RagResult(Rag.NOT_RATED, why)


def rag_of_current(indicator: Indicator, current: CurrentValue, known: KnownValues) -> RagResult:
    """Return the RAG of a number: against the agreed value of its year, else the target once its year is reached."""
    if indicator.direction is Direction.WITHIN or indicator.rag_scheme is not None:
        return _rag_by_range_or_scheme(indicator, current, known)
    reference, why = find_reference(indicator, current, known)
    direction = indicator.better
    if why or reference is None or direction is None or current.value is None:
        return not_rated(*why)
    return rag_against(indicator, current.value, reference, direction)


def _rag_by_range_or_scheme(indicator: Indicator, current: CurrentValue, known: KnownValues) -> RagResult:
    from pc_workbook.measures.indicators import judging  # few indicators have a range or a scheme

    return judging.rag_of_number(indicator, current, known)


def find_reference(
    indicator: Indicator, current: CurrentValue, known: KnownValues
) -> tuple[Reference | None, tuple[Reason, ...]]:
    """Return what a number is judged against, or else why it is judged against nothing."""
    as_at, direction, period = known.settings.as_at, indicator.better, current.period
    if direction is None:
        return None, (reason(Why.NO_DIRECTION),)
    if period is None or current.value is None:
        return None, (reason(Why.NO_PERIOD),)
    if as_at is None:
        return None, (reason(Why.NO_AS_AT),)
    target = target_level(indicator, known, current)
    if is_judged_by_period(indicator, period, known):
        return _reference_by_period(indicator, current, known, reference_of_period(indicator, period, known, target))
    belongs = plan_year_of(indicator, period, known)
    reference, is_unclear = reference_for(indicator, belongs, as_at, known, target)
    if is_unclear:
        return None, (why_unclear(period, belongs),)
    if reference is None:
        return None, nothing_to_judge_by(indicator, belongs.years[0], as_at, known.agreed(indicator.number))
    if why := why_not_judged_by(indicator, current, known, belongs, reference):
        return None, (why,)
    return reference, ()


def _reference_by_period(
    indicator: Indicator, current: CurrentValue, known: KnownValues, reference: Reference | None
) -> tuple[Reference | None, tuple[Reason, ...]]:
    """Return what a value is judged against among what is of a period like its own, or else why there is nothing."""
    if current.period is None or current.value is None:
        return None, (reason(Why.NO_PERIOD),)
    if reference is None:
        return None, nothing_of_its_period(indicator, current, known)
    moves = reference.to is GapTo.TARGET and indicator.target_kind is TargetKind.COMPARATOR_MOVING
    if moves and (why := why_not_by_comparator(indicator, current, known)):
        return None, (why,)
    return reference, ()


def nothing_of_its_period(indicator: Indicator, current: CurrentValue, known: KnownValues) -> tuple[Reason, ...]:
    """Return why there is nothing of a value's own period to judge it by."""
    if current.period is None:
        return (reason(Why.NO_PERIOD),)
    why = list(why_no_step(indicator, current.period, known))
    if step := later_step(indicator, current.period, known):
        level = known.agreed_steps(indicator.number)[step]
        why.append(reason(Why.NO_VALUE_TO_JUDGE, year=step.label, level=level, kind=indicator.shown_in))
    if indicator.target_kind is TargetKind.COMPARATOR_UNDECIDED:
        why.append(reason(Why.KIND_UNDECIDED))
    return tuple(why)


def rag_of_value(
    indicator: Indicator,
    value: float,
    year: int,
    as_at: date,
    *,
    agreed: Mapping[int, float],
    target: float | None,
    direction: Direction,
) -> RagResult:
    """Return the RAG of an indicator's value of a year against the reference of that year (see the module).

    `agreed` gives the agreed trajectory by year, `target` the level to end at.
    """
    reference = reference_of_year(indicator.target_year, year, as_at, agreed, target)
    if reference is None:
        return not_rated(*nothing_to_judge_by(indicator, year, as_at, agreed))
    return rag_against(indicator, value, reference, direction)


def rag_against(indicator: Indicator, value: float, reference: Reference, direction: Direction) -> RagResult:
    """Return the RAG of a value against its reference, with the distance and the tolerance as reasons."""
    tolerance = None if indicator.kind is IndicatorKind.YES_NO else indicator.tolerance  # nothing is nearly Yes
    rag = rag_word(value, reference.level, direction, tolerance)
    distance = Distance(value, reference, indicator.shown_in, indicator.decimals)
    return RagResult(rag, (reason(Why.DISTANCE, distance=distance), *tolerance_reasons(rag, indicator)))


def tolerance_reasons(rag: Rag, indicator: Indicator) -> tuple[Reason, ...]:
    """Return whether a value that is not Green is within the tolerance."""
    if rag is Rag.GREEN or indicator.kind is IndicatorKind.YES_NO:
        return ()
    if indicator.tolerance is None:
        return (reason(Why.NO_TOLERANCE),)
    code = Why.WITHIN_TOLERANCE if rag is Rag.AMBER else Why.BEYOND_TOLERANCE
    return (reason(code, tolerance=indicator.tolerance, kind=indicator.shown_in),)


def nothing_to_judge_by(
    indicator: Indicator, year: int, as_at: date, agreed: Mapping[int, float]
) -> tuple[Reason, ...]:
    """Return why there is nothing to judge a value of a year by."""
    now = max(as_at.year, year)
    if year < now and now in agreed:
        return (reason(Why.NO_VALUE_TO_JUDGE, year=now, level=agreed[now], kind=indicator.shown_in),)
    missing = reason(Why.NO_TRAJECTORY, year=now)
    is_undecided = indicator.target_kind is TargetKind.COMPARATOR_UNDECIDED
    return (missing, reason(Why.KIND_UNDECIDED)) if is_undecided else (missing,)


def rag_of_state(ordinal: OrdinalResult, working_towards_is_amber: bool) -> RagResult:
    """Return the RAG of a rating's state: Met Green, Not met Red, the evidenced middle Amber (or Red by setting)."""
    state = ordinal.state
    if state is OrdinalState.UNKNOWN:
        return not_rated(*ordinal.reasons)
    decided = reason(Why.STATE, state=state, why=ordinal.reasons)
    if state is OrdinalState.MET:
        return RagResult(Rag.GREEN, (decided,))
    if state is OrdinalState.NOT_MET:
        return RagResult(Rag.RED, (decided,))
    if working_towards_is_amber:
        return RagResult(Rag.AMBER, (decided,))
    return RagResult(Rag.RED, (decided, reason(Why.COUNTED_AS_NOT_MET)))


def with_ruling(found: RagResult, indicator: Indicator, as_at: date | None) -> RagResult:
    """Return a person's ruling in place of the computed RAG, if it is dated by the as-at date, signed and explained."""
    if indicator.rag_override is None or ruling_ignored(indicator, as_at):
        return found
    ruling = reason(Why.RULING, reason=indicator.override_reason, by=indicator.override_by, on=indicator.override_on)
    return RagResult(indicator.rag_override, (ruling,), found.rag)


def ruling_ignored(indicator: Indicator, as_at: date | None) -> Reason | None:
    """Return why a person's ruling has no effect; None where it has one, or there is none."""
    if indicator.rag_override is None:
        return None
    parts = (("by", indicator.override_by), ("on", indicator.override_on), ("reason", indicator.override_reason))
    missing = tuple(name for name, given in parts if not given)
    if missing:
        return reason(Note.RULING_INCOMPLETE, rag=indicator.rag_override, missing=missing)
    dated = indicator.override_on
    if dated is not None and as_at is not None and dated > as_at:
        return reason(Note.RULING_LATER, rag=indicator.rag_override, on=dated)
    return None


def judged_before(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Reason | None:
    """Return how the newest value that can be judged is rated, where the current one is of part of a year; else None."""
    if current.period is None:
        return None
    is_part = plan_year_of(indicator, current.period, known).is_part
    if not is_part and not is_judged_by_period(indicator, current.period, known):
        return None
    if rag_of_current(indicator, current, known).rag is not Rag.NOT_RATED:
        return None
    for earlier in values_newest_first(indicator, known):
        found = rag_of_current(indicator, earlier, known)
        if found.rag is not Rag.NOT_RATED:
            return reason(
                Note.JUDGED_BEFORE, value=earlier.value, kind=indicator.shown_in, period=earlier.period, rag=found
            )
    return None
