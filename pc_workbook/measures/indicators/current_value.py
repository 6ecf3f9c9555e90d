"""The current value of an indicator on the as-at date: what was observed last, else the baseline."""

from collections.abc import Iterable, Iterator

from pc_workbook.measures.cqc.share import AT_LEAST_RI, INSPECTED, RI_OR_BELOW
from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import RATIO_MEASURES, CqcResult, CurrentValue, PlaceResult, Ratio
from pc_workbook.model.cqc import Inspection
from pc_workbook.model.indicator import (
    CQC_SHARE,
    SHARE_OF_RI,
    Denominator,
    Indicator,
    IndicatorKind,
    Observation,
)
from pc_workbook.model.period import Period
from pc_workbook.model.question import Question

BASELINE = "baseline"
COMPUTED = "computed"


def current_value(indicator: Indicator, known: KnownValues, cqc: CqcResult) -> CurrentValue:
    """Return an indicator's rating, its share of practices on the declared denominator, or its value."""
    if indicator.kind is IndicatorKind.ORDINAL:
        return _rating_of(indicator, known)
    return _declared_share(indicator, known, cqc) or _value_of(indicator, known)


def share_name(indicator: Indicator) -> str:
    """Return the name of the share that a CQC share indicator measures: its title's, or its definition's if that was ruled."""
    if indicator.counts_failure:
        return RI_OR_BELOW
    return (indicator.measure or "").removeprefix(CQC_SHARE)


def shares_to_show(indicator: Indicator) -> tuple[str, ...]:
    """Return the names of the shares of ratings that a reader of an indicator needs side by side."""
    if not indicator.is_cqc_share:
        return ()
    return (AT_LEAST_RI, RI_OR_BELOW) if indicator.measure == SHARE_OF_RI else (share_name(indicator),)


def is_point_in_time(indicator: Indicator) -> bool:
    """Return whether an indicator's values are of the last day of their period, as ratios of staff to patients are."""
    return indicator.measure in RATIO_MEASURES.values()


def declared_denominator(indicator: Indicator, known: KnownValues) -> Denominator | None:
    """Return the practices that a share counts, as declared for the indicator or for the whole tracker."""
    return indicator.cqc_denominator or known.settings.cqc_denominator


def _declared_share(indicator: Indicator, known: KnownValues, cqc: CqcResult) -> CurrentValue | None:
    denominator, as_at = declared_denominator(indicator, known), known.settings.as_at
    if not indicator.is_cqc_share or denominator is None or as_at is None:
        return None
    inspected = cqc.share(AT_LEAST_RI, INSPECTED)
    if indicator.number in known.blocked or inspected is None or not inspected.denominator:
        return None
    found = cqc.share(share_name(indicator), denominator)
    if found is None:
        return None
    return CurrentValue(
        value=found.percent,
        period=Period.parse(as_at),
        numerator=found.numerator,
        denominator=found.denominator,
        source=COMPUTED,
        why=(reason(Why.UNREAD_RATINGS, practices=cqc.unread),) if cqc.unread else (),
    )


def _value_of(indicator: Indicator, known: KnownValues) -> CurrentValue:
    rows = known.observed.get(indicator.number, [])
    newest = rows[-1] if rows else None
    if newest is None or _baseline_is_newer(indicator, newest.period, known):
        return _baseline(indicator, known)
    return _observed(newest)


def _baseline_is_newer(indicator: Indicator, observed: Period, known: KnownValues) -> bool:
    """Return whether the baseline is of a later time than the last observation: it ended, or began, after it."""
    baseline, as_at = indicator.baseline_period, known.settings.as_at
    if baseline is None or not (has_baseline(indicator) and baseline_is_known(indicator, known)):
        return False
    is_over = as_at is None or baseline.end <= as_at
    return observed.end < (baseline.end if is_over else baseline.start)


def values_newest_first(indicator: Indicator, known: KnownValues) -> Iterator[CurrentValue]:
    """Yield every observed number of an indicator, the newest first, then its baseline; none that is suppressed."""
    rows = known.observed.get(indicator.number, [])
    for candidate in (*map(_observed, reversed(rows)), _baseline(indicator, known)):
        if candidate.value is not None and candidate.period is not None and not candidate.suppressed:
            yield candidate


def has_baseline(indicator: Indicator) -> bool:
    """Return whether a baseline is typed, suppressed or not."""
    return indicator.baseline is not None or indicator.baseline_suppressed


def baseline_is_known(indicator: Indicator, known: KnownValues) -> bool:
    """Return whether the baseline's period had begun by the as-at date; one without a period is taken to have."""
    period, as_at = indicator.baseline_period, known.settings.as_at
    return period is None or as_at is None or period.start <= as_at


def computed_value(indicator: Indicator, known: KnownValues, area: PlaceResult) -> CurrentValue | None:
    """Return the area's own staff ratio, where it is the indicator's measure; else None."""
    field = next((field for field, name in RATIO_MEASURES.items() if name == indicator.measure), None)
    key = known.organisations.key
    if field is None or key(indicator.organisation) != key(area.organisation) or not area.staff.period:
        return None
    ratio: Ratio = getattr(area.staff, field)
    if ratio.value is None:
        return None
    period = Period.parse(area.staff.period, known.settings.first_month)
    return CurrentValue(
        value=ratio.value,
        period=period,
        numerator=ratio.numerator,
        denominator=ratio.denominator,
        source=COMPUTED,
        why=(reason(Why.RATIO, why=ratio.why),) if ratio.why else (),
    )


def in_question(current: CurrentValue, questions: Iterable[Question]) -> tuple[Reason, ...]:
    """Return the cells in question behind a current value or what it is compared with, as one reason; () for none."""
    label = current.period.label if current.period else ""
    cells = tuple(asked.where for asked in questions if asked.period is None or asked.period.label == label)
    return (reason(Why.IN_QUESTION, cells=cells),) if cells and current.value is not None else ()


def _baseline(indicator: Indicator, known: KnownValues) -> CurrentValue:
    if not baseline_is_known(indicator, known):
        return CurrentValue(is_baseline=True, source=BASELINE, why=(reason(Why.NOT_YET),))
    return CurrentValue(
        value=indicator.baseline,
        rating=indicator.baseline_rating,
        period=indicator.baseline_period,
        is_baseline=True,
        numerator=indicator.baseline_numerator,
        denominator=indicator.baseline_denominator,
        source=BASELINE,
        suppressed=indicator.baseline_suppressed,
    )


def _observed(row: Observation) -> CurrentValue:
    return CurrentValue(
        value=None if row.suppressed else row.value,
        rating=None if row.suppressed else row.rating,
        period=row.period,
        numerator=None if row.suppressed else row.numerator,
        denominator=None if row.suppressed else row.denominator,
        source=row.source or "observed",
        suppressed=row.suppressed,
    )


def _rating_of(indicator: Indicator, known: KnownValues) -> CurrentValue:
    key = known.organisations.key(indicator.organisation)
    if key in known.unread_ratings:
        return CurrentValue(why=(reason(Why.UNREAD_RATING, cause=known.unread_ratings[key]),))
    inspection = known.latest_rating(key)
    rated = [row for row in known.observed.get(indicator.number, []) if row.rating or row.suppressed]
    newest = rated[-1] if rated else None
    if inspection is not None and not _is_overtaken(inspection, newest.period if newest else None):
        dated = inspection.inspected_on or inspection.dated
        return CurrentValue(
            rating=inspection.overall,
            period=Period.parse(dated) if dated else None,
            source="Care Quality Commission",
            inspection=inspection,
        )
    return _observed(newest) if newest else _baseline(indicator, known)


def _is_overtaken(inspection: Inspection, observed: Period | None) -> bool:
    """Return whether an observed rating is newer than the one of CQC ratings; within one period the latter counts."""
    return observed is not None and (inspection.dated is None or observed.start > inspection.dated)
