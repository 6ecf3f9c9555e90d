"""The RAG of a number that is to be within a range, or that a scheme of the area's own judges.

Imported only for an indicator that has either. What it is judged against, and when, is decided as for any other.
"""

from pc_workbook.measures.indicators.rag import find_reference, not_rated, rag_against, tolerance_reasons
from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.indicators.schemes import (
    distance_to_range,
    nearer_end,
    rag_by_range,
    rag_by_scheme,
    range_reason,
    range_reference,
    scheme_of,
)
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import CurrentValue, RagResult, Reference
from pc_workbook.model.indicator import Direction, Indicator
from pc_workbook.model.rag_scheme import RagScheme, SchemeRule
from pc_workbook.model.target import TargetKind


def rag_of_number(indicator: Indicator, current: CurrentValue, known: KnownValues) -> RagResult:
    """Return the RAG of a number by its range, its scheme or both."""
    scheme = scheme_of(indicator, known.schemes) if indicator.rag_scheme is not None else None
    if scheme is not None and scheme.rule is None:
        scheme = None  # it renames words, and judges nothing
    if current.value is None or current.period is None:
        return not_rated(reason(Why.NO_PERIOD))
    if scheme is not None and scheme.rule is SchemeRule.BAND:
        return rag_by_scheme(scheme, indicator, current.value, None, None)
    if indicator.direction is Direction.WITHIN:
        return _rag_within(indicator, current, known, scheme)
    reference, why = find_reference(indicator, current, known)
    direction = indicator.better
    if why or reference is None or direction is None:
        return not_rated(*why)
    if scheme is None:
        return rag_against(indicator, current.value, reference, direction)
    distance = target_gap(current.value, reference.level, direction)
    return rag_by_scheme(scheme, indicator, current.value, reference, distance)


def _rag_within(indicator: Indicator, current: CurrentValue, known: KnownValues, scheme: RagScheme | None) -> RagResult:
    if not indicator.is_within_range or current.value is None:
        return not_rated(reason(Why.NO_RANGE))
    reference, why = _range_in_force(indicator, current, known)
    if why or reference is None:
        return not_rated(*why)
    if scheme is not None:
        return rag_by_scheme(scheme, indicator, current.value, reference, distance_to_range(indicator, current.value))
    rag = rag_by_range(indicator, current.value)
    return RagResult(rag, (range_reason(indicator, current.value), *tolerance_reasons(rag, indicator)))


def _range_in_force(
    indicator: Indicator, current: CurrentValue, known: KnownValues
) -> tuple[Reference | None, tuple[Reason, ...]]:
    """Return the nearer end of the range, if the range applies to the value: always, or from its target year or period on."""
    if current.value is None:
        return None, (reason(Why.NO_VALUE),)
    if indicator.target_year is None and indicator.target_period is None:
        return range_reference(indicator, current.value), ()
    end = nearer_end(indicator, current.value)
    level = {"direction": Direction.HIGHER, "target": end, "target_kind": TargetKind.LEVEL}
    return find_reference(indicator.model_copy(update=level), current, known._replace(points={}, steps={}))
