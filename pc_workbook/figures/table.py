"""All figures as one tidy table: one row per measure, organisation and period.

The reason of a figure is a code with its values; `wording.figures` makes the sentence when figures are exported.
"""

from collections import Counter
from collections.abc import Iterator, Set
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from pc_workbook.measures.cqc.share import INSPECTED, RatingReason
from pc_workbook.measures.indicators.current_value import COMPUTED
from pc_workbook.measures.indicators.trajectory import DERIVED
from pc_workbook.measures.known_values import is_empty, newest_last
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.measures.results import (
    QUANTITIES,
    RATIO_MEASURES,
    ActionResult,
    ActionState,
    Claim,
    Figure,
    GapTo,
    IndicatorResult,
    PlaceResult,
    PracticeResult,
    Ratio,
    Results,
    Share,
    YearlyValue,
)
from pc_workbook.measures.staff.ratio import StaffReason
from pc_workbook.measures.variation.intervals import has_interval, interval_of_counts
from pc_workbook.model.indicator import Indicator, IndicatorKind, Observation
from pc_workbook.model.organisations import Level, Organisations
from pc_workbook.model.period import Period
from pc_workbook.model.tracker import Tracker

AGREED = "agreed"
OBSERVED = "observed"
PATIENTS = "patients"
FTE = "FTE"
PER_GP = "patients per FTE"
PER_1000 = "FTE per 1,000 patients"
PER_1000_WEIGHTED = "FTE per 1,000 weighted patients"
TIMES = "times England"
COMPARED = "times_england"  # the ratio whose unit has the name of the comparator
PERCENT = "%"
POINTS = "points"
RATING = "rating"
COUNT = "count"
WITH_RETURN = "_practices_with_return"

#: field of StaffRatios -> unit
RATIO_UNITS = {
    "patients_per_gp_fte": PER_GP,
    "gp_per_1000": PER_1000,
    "gp_per_1000_weighted": PER_1000_WEIGHTED,
    "nurse_per_1000": PER_1000,
    "nurse_per_1000_weighted": PER_1000_WEIGHTED,
    "times_england": TIMES,
}
QUANTITY_UNITS = (PATIENTS, PATIENTS, FTE, FTE)
UNITS_BY_MEASURE = {name: RATIO_UNITS[field] for field, name in RATIO_MEASURES.items()}
Key = tuple[str, str, Level, str]  # measure, organisation, level and period of a figure
IndicatorFigure = tuple[Key, int | None]  # the same with its indicator: two indicators may have one measure
GAP_NAMES = {
    GapTo.TARGET: "gap_to_target",
    GapTo.TRAJECTORY: "gap_to_trajectory",
    GapTo.COMPARATOR: "gap_to_comparator",
    GapTo.STANDARD: "gap_to_national_standard",
    GapTo.NEWEST_COMPARATOR: "gap_to_newest_comparator",
}


class FigureReason(StrEnum):
    """Reasons that the measures have no code for. The comment of a code names its values."""

    NOT_KNOWN = "not_known"
    SUPPRESSED = "value_suppressed"
    YEARLY_VALUE = "yearly_value"  # value
    CLAIM = "claim"  # claim
    ASSOCIATION = "association"  # association
    OMITS_ACTIONS = "omits_actions_unread"  # rows


NOT_KNOWN = (reason(FigureReason.NOT_KNOWN),)
SUPPRESSED = (reason(FigureReason.SUPPRESSED),)


def figures(results: Results, tracker: Tracker | None = None) -> tuple[Figure, ...]:
    """Return every figure of some results; with the tracker, every observation of it too.

    Observations are of every organisation and period, except those that a figure of the results shows already.
    """
    as_at = Period.parse(results.as_at).label if results.as_at else ""
    area = results.area.organisation
    all_figures = each_once(
        *(figure for place in _places(results) for figure in place_figures(place, results.staff_comparator)),
        *place_figures(results.area_with_return, results.staff_comparator, WITH_RETURN),
        *_ratings(results, as_at),
        *_shares(results, area, as_at),
        *(figure for result in results.indicators for figure in indicator_figures(result)),
        *(_action(result, area, as_at) for result in results.actions),
        *(_claim(claim, area, as_at) for claim in results.claims),
        *_association(results, area),
        *_counts(results, area, as_at),
        *results.extra_figures,
    )
    if tracker is None:
        return all_figures
    return (*all_figures, *observed_figures(tracker, set(map(_indicator_key, all_figures))))


def each_once(*figures: Figure) -> tuple[Figure, ...]:
    """Return one figure per measure, organisation and period: that of each indicator, else the first."""
    of_indicators = {_key(figure) for figure in figures if figure.indicator is not None}
    kept: dict[IndicatorFigure, Figure] = {}
    for figure in figures:
        if figure.indicator is not None or _key(figure) not in of_indicators:
            kept.setdefault(_indicator_key(figure), figure)
    return tuple(kept.values())


def _indicator_key(figure: Figure) -> IndicatorFigure:
    return _key(figure), figure.indicator


def _key(figure: Figure) -> Key:
    return figure.measure, figure.organisation, figure.level, figure.period


def _places(results: Results) -> Iterator[PlaceResult | PracticeResult]:
    yield results.area
    yield from results.localities
    for level in results.levels:
        yield from level.places
    yield from results.practices


def place_figures(place: PlaceResult | PracticeResult, comparator: str, suffix: str = "") -> Iterator[Figure]:
    """Yield the staff ratios of one place or practice, and its numbers of staff and patients."""
    level = place.level if isinstance(place, PlaceResult) else Level.PRACTICE
    organisation, staff = place.organisation, place.staff
    for field, name in RATIO_MEASURES.items():
        ratio: Ratio = getattr(staff, field)
        yield Figure(
            measure=name + suffix,
            organisation=organisation,
            level=level,
            period=staff.period,
            value=ratio.value,
            numerator=ratio.numerator,
            denominator=ratio.denominator,
            unit=RATIO_UNITS[field] if field != COMPARED else f"times {comparator}",
            reason=ratio.why,
            source=COMPUTED,
        )
    for name, unit in zip(QUANTITIES, QUANTITY_UNITS, strict=True):
        value: float | None = getattr(staff, name)
        why = staff.quantity_reasons.get(name) or (NOT_KNOWN if value is None else ())
        yield _plain(name + suffix, organisation, level, staff.period, value, unit, why)


def _plain(
    measure: str,
    organisation: str,
    level: Level,
    period: str,
    value: float | str | None,
    unit: str,
    why: tuple[Reason, ...] = (),
) -> Figure:
    return Figure(measure, organisation, level, period, value, unit=unit, reason=why, source=COMPUTED)


def _ratings(results: Results, as_at: str) -> Iterator[Figure]:
    for practice in results.practices:
        rating = str(practice.rating) if practice.rating is not None else None
        if rating or practice.rating_reason:
            why = practice.rating_reason or _rating_details(practice)
            yield _plain("cqc_rating", practice.organisation, Level.PRACTICE, as_at, rating, RATING, why)


def _rating_details(practice: PracticeResult) -> tuple[Reason, ...]:
    rated = (reason(RatingReason.RATED_ON, day=practice.rated_on),) if practice.rated_on else ()
    return (*rated, reason(RatingReason.INHERITED)) if practice.rating_inherited else rated


def _shares(results: Results, area: str, as_at: str) -> Iterator[Figure]:
    cqc = results.cqc
    for share in cqc.shares:
        yield share_figure(share, area, Level.AREA, as_at, cqc.unread)
    unread = Counter(practice.locality for practice in results.practices if practice.rating_reason)
    for locality, shares in cqc.shares_by_locality:
        for share in shares:
            yield share_figure(share, locality, Level.LOCALITY, as_at, unread[locality])
    for level in results.levels:
        for ratings in level.ratings:
            for share in ratings.shares:
                yield share_figure(share, ratings.group, Level.GROUP, as_at, ratings.unread)


def share_figure(share: Share, organisation: str, level: Level, as_at: str, unread: int = 0) -> Figure:
    """Return a share as a figure, such as cqc_share_good_of_inspected, in percentage points.

    `unread` is the number of practices that it leaves out because their rating can't be read.
    """
    none = () if share.denominator else (reason(RatingReason.NO_PRACTICES, basis=share.basis),)
    return Figure(
        measure=f"cqc_share_{share.name}_of_{'inspected' if share.basis is INSPECTED else 'all'}",
        organisation=organisation,
        level=level,
        period=as_at,
        value=share.percent,
        numerator=share.numerator,
        denominator=share.denominator,
        unit=PERCENT,
        lower=share.lower,
        upper=share.upper,
        reason=none + _unread_ratings(unread),
        source=COMPUTED,
    )


def _unread_ratings(practices: int) -> tuple[Reason, ...]:
    return (reason(RatingReason.OMITS_UNREAD, practices=practices),) if practices else ()


def indicator_figures(result: IndicatorResult) -> Iterator[Figure]:
    """Yield an indicator's value with its RAG, its gaps, and its agreed or derived value for each year."""
    indicator = result.indicator
    yield _value_figure(result)
    for gap in result.gaps if indicator.kind is not IndicatorKind.YES_NO else ():  # nothing lies between No and Yes
        yield Figure(
            measure=f"{indicator.key}_{GAP_NAMES[gap.to]}",
            organisation=result.organisation,
            level=result.level,
            period=result.period.label if result.period else "",
            value=gap.value,
            unit=POINTS if indicator.kind is IndicatorKind.PERCENTAGE else unit_of(indicator),
            reason=gap.reasons,
            indicator=indicator.number,
            source=COMPUTED,
        )
    for year in result.yearly_values:
        if year.plan is not None or year.derived is not None:
            yield _yearly_figure(result, year)


def _value_figure(result: IndicatorResult) -> Figure:
    lower, upper = result.interval
    return Figure(
        measure=result.indicator.key,
        organisation=result.organisation,
        level=result.level,
        period=result.period.label if result.period else "",
        value=str(result.rating) if result.rating else result.value,
        numerator=result.current.numerator,
        denominator=result.current.denominator,
        unit=unit_of(result.indicator),
        lower=lower,
        upper=upper,
        rag=result.rag.rag,
        reason=(*result.rag.reasons, *result.why),
        indicator=result.indicator.number,
        source=result.source,
    )


def unit_of(indicator: Indicator) -> str:
    """Return the unit of an indicator's values. A computed ratio has one unit, whatever the indicator says."""
    if indicator.measure in UNITS_BY_MEASURE:
        return UNITS_BY_MEASURE[indicator.measure]
    if indicator.kind is IndicatorKind.PERCENTAGE:
        return PERCENT
    if indicator.kind is IndicatorKind.YES_NO:
        return indicator.kind.value
    return RATING if indicator.kind is IndicatorKind.ORDINAL else indicator.unit or ""


def _yearly_figure(result: IndicatorResult, year: YearlyValue) -> Figure:
    return Figure(
        measure=f"{result.indicator.key}_trajectory",
        organisation=result.organisation,
        level=result.level,
        period=year.period.label if year.period else str(year.year),
        value=year.plan if year.plan is not None else year.derived,
        unit=unit_of(result.indicator),
        reason=(reason(FigureReason.YEARLY_VALUE, value=year),),
        indicator=result.indicator.number,
        source=AGREED if year.plan is not None else DERIVED,
    )


def _action(result: ActionResult, area: str, as_at: str) -> Figure:
    name = f"action_{result.action.letter.lower().replace(' ', '_')}_state"
    return _plain(name, area, Level.AREA, as_at, str(result.state), "state", (result.reason,))


def _claim(claim: Claim, area: str, as_at: str) -> Figure:
    why = (reason(FigureReason.CLAIM, claim=claim),)
    return _plain(claim.listed.key, area, Level.AREA, as_at, str(claim.verdict), "verdict", why)


def _association(results: Results, area: str) -> Iterator[Figure]:
    association, period = results.association, results.area.staff.period
    named = (
        ("pearson", association.pearson, association.pearson_lower, association.pearson_upper),
        ("spearman", association.spearman, None, None),
    )
    for name, value, lower, upper in named:
        yield Figure(
            measure=f"{name}_deprivation_and_patients_per_gp_fte",
            organisation=area,
            level=Level.AREA,
            period=period,
            value=value,
            denominator=association.n,
            unit="correlation",
            lower=lower,
            upper=upper,
            reason=(reason(FigureReason.ASSOCIATION, association=association),),
            source=COMPUTED,
        )


def _counts(results: Results, area: str, as_at: str) -> Iterator[Figure]:
    actions = results.actions
    counts = {
        "practices_open": results.cqc.practices,
        "practices_inspected": results.cqc.inspected if results.cqc.recorded else None,
        "practices_in_special_measures": len(results.cqc.special_measures),
        "practices_without_workforce_return": results.area.practices_without_return,
        "actions": len(actions),
        "actions_overdue": sum(result.state is ActionState.OVERDUE for result in actions),
        "actions_without_lead": sum(not result.action.lead for result in actions),
        "actions_without_outcome": sum(not result.action.outcome for result in actions),
        "indicators_without_action": sum(not result.actions for result in results.indicators),
        "functions_without_action_or_programme": sum(not function.is_served for function in results.functions),
    }
    actions_unread = (
        (reason(FigureReason.OMITS_ACTIONS, rows=results.actions_left_out),) if results.actions_left_out else ()
    )
    unread = results.area.practices_unread
    staff_unread = (reason(StaffReason.OMITS_UNREAD, practices=unread),) if unread else ()
    reasons = {
        "practices_inspected": _unread_ratings(results.cqc.unread),
        "practices_without_workforce_return": staff_unread,
        **dict.fromkeys(
            (
                "actions",
                "actions_overdue",
                "actions_without_lead",
                "actions_without_outcome",
                "indicators_without_action",
            ),
            actions_unread,
        ),
    }
    for name, count in counts.items():
        yield _plain(name, area, Level.AREA, as_at, count, COUNT, reasons.get(name, ()))


def observed_figures(tracker: Tracker, shown: Set[IndicatorFigure] = frozenset()) -> Iterator[Figure]:
    """Yield the observations of every organisation and period, the newest of each, except those already shown."""
    organisations = Organisations(tracker)
    indicators = {indicator.number: indicator for indicator in tracker.indicators}
    newest: dict[IndicatorFigure, Observation] = {}
    comparators = (row.as_observation for row in tracker.comparators)
    for row in chain(tracker.observations, comparators):
        if (indicator := indicators.get(row.indicator)) is None:
            continue
        organisation = organisations.key(row.organisation)
        key = indicator.key, organisation, organisations.level(organisation), period_label(row.period)
        own: IndicatorFigure = key, row.indicator
        earlier = newest.get(own)
        if own not in shown and (key, None) not in shown and (earlier is None or _replaces(row, earlier)):
            newest[own] = row
    with_interval = {number for number, indicator in indicators.items() if has_interval(indicator)}
    for ((_, organisation, level, period), _), row in newest.items():
        may_have_interval = row.indicator in with_interval
        yield _observed(row, indicators[row.indicator], organisation, level, period, may_have_interval)


def _replaces(row: Observation, earlier: Observation) -> bool:
    return (not is_empty(row), newest_last(row)) >= (not is_empty(earlier), newest_last(earlier))


@lru_cache(maxsize=4096)
def period_label(period: Period) -> str:
    """Return the label of a period, made once per period: there may be 600,000 observations of a few dozen periods."""
    return period.label


def _observed(
    row: Observation, indicator: Indicator, organisation: str, level: Level, period: str, may_have_interval: bool
) -> Figure:
    value = str(row.rating) if row.rating else row.value
    has_limits = may_have_interval and row.value is not None and not row.suppressed
    lower, upper = interval_of_counts(row.numerator, row.denominator) if has_limits else (None, None)
    return Figure(
        measure=indicator.key,
        organisation=organisation,
        level=level,
        period=period,
        value=None if row.suppressed else value,
        numerator=None if row.suppressed else row.numerator,
        denominator=None if row.suppressed else row.denominator,
        unit=unit_of(indicator),
        lower=lower,
        upper=upper,
        reason=SUPPRESSED if row.suppressed else (),
        indicator=row.indicator,
        source=row.source or OBSERVED,
    )
