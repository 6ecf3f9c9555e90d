"""Every figure of an edition as one tidy table: one row a measure, organisation and period.

`figures` gives plain records; `frame` makes a pandas DataFrame of them, and is the only place that needs pandas.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import TYPE_CHECKING

from pc_workbook.measures.cqc.ordinal import INHERITED
from pc_workbook.measures.cqc.share import INSPECTED, cqc_shares, leaves_out_unread_ratings
from pc_workbook.measures.indicators.current_value import COMPUTED
from pc_workbook.measures.indicators.trajectory import DERIVED
from pc_workbook.measures.known_values import is_empty, newest_last
from pc_workbook.measures.organisations import Organisations
from pc_workbook.measures.results import (
    QUANTITIES,
    RATIO_MEASURES,
    ActionResult,
    ActionState,
    Claim,
    Figure,
    GapTo,
    IndicatorResult,
    Level,
    PlaceResult,
    Ratio,
    Results,
    Share,
    YearlyValue,
)
from pc_workbook.measures.staff.ratio import includes_closed, leaves_out_closed, leaves_out_unread
from pc_workbook.measures.variation.intervals import has_interval, interval_of_counts
from pc_workbook.model.indicator import Indicator, IndicatorKind, Observation
from pc_workbook.model.period import Period
from pc_workbook.model.tracker import Tracker
from pc_workbook.wording.actions import actions_left_out, state_words
from pc_workbook.wording.indicators import yearly_value_words
from pc_workbook.wording.numbers import day_words
from pc_workbook.wording.rag import reasons_words

if TYPE_CHECKING:
    import pandas as pd

AGREED = "agreed"
OBSERVED = "observed"
PATIENTS = "patients"
FTE = "FTE"
PER_GP = "patients per FTE"
PER_1000 = "FTE per 1,000 patients"
PER_1000_WEIGHTED = "FTE per 1,000 weighted patients"
TIMES = "times England"
PERCENT = "%"
POINTS = "points"
RATING = "rating"
COUNT = "count"
DTYPES = {**dict.fromkeys(("numerator", "denominator", "lower", "upper"), "float64"), "indicator": "Int64"}
WITH_RETURN = "_practices_with_return"

#: the field of PlaceResult, the measure's name, its unit
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
Key = tuple[str, str, Level, str]  # a figure's measure, organisation, level and period
Told = tuple[Key, int | None]  # the same with the indicator whose own it is: two may go by one measure
GAP_NAMES = {
    GapTo.TARGET: "gap_to_target",
    GapTo.TRAJECTORY: "gap_to_trajectory",
    GapTo.COMPARATOR: "gap_to_comparator",
    GapTo.STANDARD: "gap_to_national_standard",
    GapTo.NEWEST_COMPARATOR: "gap_to_newest_comparator",
}


def figures(results: Results, tracker: Tracker | None = None) -> tuple[Figure, ...]:
    """Every figure of an edition. With the tracker come its observations too, of every organisation and period."""
    as_at = day_words(results.as_at) if results.as_at else ""
    area = results.area.organisation
    found = each_once(
        *(figure for place in _places(results) for figure in place_figures(place)),
        *place_figures(results.area_with_return, WITH_RETURN),
        *_ratings(results, as_at),
        *_shares(results, area, as_at),
        *(figure for result in results.indicators for figure in indicator_figures(result)),
        *(_action(result, area, as_at) for result in results.actions),
        *(_claim(claim, area, as_at) for claim in results.claims),
        *_association(results, area),
        *_counts(results, area, as_at),
        *results.extra_figures,
    )
    return (*found, *observed_figures(tracker, set(map(_told, found)))) if tracker else found


def each_once(*found: Figure) -> tuple[Figure, ...]:
    """One figure of each measure, organisation and period: each indicator's own, else the first."""
    own = {_key(figure) for figure in found if figure.indicator is not None}
    kept: dict[Told, Figure] = {}
    for figure in found:
        if figure.indicator is not None or _key(figure) not in own:
            kept.setdefault(_told(figure), figure)
    return tuple(kept.values())


def _told(figure: Figure) -> Told:
    return _key(figure), figure.indicator


def _key(figure: Figure) -> Key:
    return figure.measure, figure.organisation, figure.level, figure.period


def frame(found: Iterable[Figure]) -> "pd.DataFrame":
    """The figures as a pandas DataFrame: one row a figure, the fields of Figure as columns.

    A missing number is empty, never 0. `value` holds numbers and words, so its column is of objects.
    """
    import pandas as pd

    rows = tuple(found)
    columns = {name: [getattr(row, name) for row in rows] for name in Figure._fields}
    return pd.DataFrame({name: pd.Series(column, dtype=DTYPES.get(name, "object")) for name, column in columns.items()})


def _places(results: Results) -> Iterator[PlaceResult]:
    yield results.area
    yield from results.localities
    yield from results.practices


def place_figures(place: PlaceResult, suffix: str = "") -> Iterator[Figure]:
    """The ratios of one place, and what they were made of."""
    for field, name in RATIO_MEASURES.items():
        ratio: Ratio = getattr(place, field)
        yield Figure(
            measure=name + suffix,
            organisation=place.organisation,
            level=place.level,
            period=place.period,
            value=ratio.value,
            numerator=ratio.numerator,
            denominator=ratio.denominator,
            unit=RATIO_UNITS[field],
            reason=ratio.why,
            source=COMPUTED,
        )
    for name, unit in zip(QUANTITIES, QUANTITY_UNITS, strict=True):
        value: float | None = getattr(place, name)
        asked = f"in question, see {place.asked[name]}" if name in place.asked else ""
        reason = "; ".join(filter(None, (_of_quantity(place, name), asked))) or ("not known" if value is None else "")
        yield _plain(name + suffix, place.organisation, place.level, place.period, value, unit, reason)


def _of_quantity(place: PlaceResult, name: str) -> str:
    """Where a quantity of a place comes from, what it leaves out, or why there is none."""
    if name == "registered_patients":
        return place.patients_from
    if name == "weighted_patients":
        return place.weighted_from
    if getattr(place, name) is not None:
        words = (
            leaves_out_unread(place.practices_unread),
            includes_closed(place.practices_closed_since),
            leaves_out_closed(place.practices_gone),
        )
        return "; ".join(filter(None, words))
    return place.patients_per_gp_fte.why if name == "gp_fte" else place.nurse_per_1000.why


def _plain(
    measure: str,
    organisation: str,
    level: Level,
    period: str,
    value: float | str | None,
    unit: str,
    reason: str = "",
) -> Figure:
    return Figure(measure, organisation, level, period, value, unit=unit, reason=reason, source=COMPUTED)


def _ratings(results: Results, as_at: str) -> Iterator[Figure]:
    for place in results.practices:
        rating = str(place.rating) if place.rating is not None else None
        rated = f"rated on {day_words(place.rated_on)}" if place.rated_on else ""
        reason = place.rating_why or ", ".join(filter(None, (rated, INHERITED if place.rating_inherited else "")))
        if rating or place.rating_why:
            yield _plain("cqc_rating", place.organisation, Level.PRACTICE, as_at, rating, RATING, reason)


def _shares(results: Results, area: str, as_at: str) -> Iterator[Figure]:
    cqc = results.cqc
    for share in cqc.shares:
        yield share_figure(share, area, Level.AREA, as_at, cqc.unread)
    unread = Counter(place.locality for place in results.practices if place.rating_why)
    for locality, counts in cqc.by_locality:
        for share in cqc_shares(counts):
            yield share_figure(share, locality, Level.LOCALITY, as_at, unread[locality])


def share_figure(share: Share, organisation: str, level: Level, as_at: str, unread: int = 0) -> Figure:
    """A share by its name and basis, such as cqc_share_good_of_inspected. `unread` counts the practices left out."""
    basis = "inspected" if share.basis == INSPECTED else "all"
    return Figure(
        measure=f"cqc_share_{share.name}_of_{basis}",
        organisation=organisation,
        level=level,
        period=as_at,
        value=share.percent,
        numerator=share.numerator,
        denominator=share.denominator,
        unit=PERCENT,
        lower=share.lower,
        upper=share.upper,
        reason="; ".join(
            filter(None, ("" if share.denominator else f"no {share.basis}", leaves_out_unread_ratings(unread)))
        ),
        source=COMPUTED,
    )


def indicator_figures(result: IndicatorResult) -> Iterator[Figure]:
    """An indicator's value with its RAG, its gaps, and its agreed or derived value for each year."""
    indicator = result.indicator
    yield _value_figure(result)
    for gap in result.gaps:
        yield Figure(
            measure=f"{indicator.key}_{GAP_NAMES[gap.to]}",
            organisation=result.organisation,
            level=result.level,
            period=result.period.label if result.period else "",
            value=gap.value,
            unit=POINTS if indicator.kind is IndicatorKind.PERCENTAGE else unit_of(indicator),
            reason=reasons_words(gap.reasons),
            indicator=indicator.number,
            source=COMPUTED,
        )
    for year in result.yearly_values:
        if year.plan is not None or year.derived is not None:
            yield _yearly_figure(result, year)


def _value_figure(result: IndicatorResult) -> Figure:
    told = result.value is not None and has_interval(result.indicator)
    lower, upper = interval_of_counts(result.current.numerator, result.current.denominator) if told else (None, None)
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
        reason=reasons_words((*result.rag.reasons, *result.why)),
        indicator=result.indicator.number,
        source=result.source,
    )


def unit_of(indicator: Indicator) -> str:
    """The unit an indicator's values are in. A ratio that is made here has one unit, whatever the indicator says."""
    if indicator.measure in UNITS_BY_MEASURE:
        return UNITS_BY_MEASURE[indicator.measure]
    if indicator.kind is IndicatorKind.PERCENTAGE:
        return PERCENT
    return RATING if indicator.kind is IndicatorKind.ORDINAL else indicator.unit or ""


def _yearly_figure(result: IndicatorResult, year: YearlyValue) -> Figure:
    return Figure(
        measure=f"{result.indicator.key}_trajectory",
        organisation=result.organisation,
        level=result.level,
        period=str(year.year),
        value=year.plan if year.plan is not None else year.derived,
        unit=unit_of(result.indicator),
        reason=yearly_value_words(year),
        indicator=result.indicator.number,
        source=AGREED if year.plan is not None else DERIVED,
    )


def _action(result: ActionResult, area: str, as_at: str) -> Figure:
    name = f"action_{result.action.letter.lower().replace(' ', '_')}_state"
    return _plain(name, area, Level.AREA, as_at, str(result.state), "state", state_words(result.reason))


def _claim(claim: Claim, area: str, as_at: str) -> Figure:
    return _plain(claim.key, area, Level.AREA, as_at, claim.verdict, "verdict", claim.words)


def _association(results: Results, area: str) -> Iterator[Figure]:
    found, period = results.association, results.area.period
    named = (
        ("pearson", found.pearson, found.pearson_lower, found.pearson_upper),
        ("spearman", found.spearman, None, None),
    )
    for name, value, lower, upper in named:
        yield Figure(
            measure=f"{name}_deprivation_and_patients_per_gp_fte",
            organisation=area,
            level=Level.AREA,
            period=period,
            value=value,
            denominator=found.n,
            unit="correlation",
            lower=lower,
            upper=upper,
            reason=found.words,
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
        "actions_overdue": sum(found.state is ActionState.OVERDUE for found in actions),
        "actions_without_lead": sum(not found.action.lead for found in actions),
        "actions_without_outcome": sum(not found.action.outcome for found in actions),
        "indicators_without_action": sum(not found.actions for found in results.indicators),
        "functions_without_action_or_programme": sum(not function.is_served for function in results.functions),
    }
    reasons = {
        "practices_inspected": leaves_out_unread_ratings(results.cqc.unread),
        "practices_without_workforce_return": leaves_out_unread(results.area.practices_unread),
        **dict.fromkeys(
            (
                "actions",
                "actions_overdue",
                "actions_without_lead",
                "actions_without_outcome",
                "indicators_without_action",
            ),
            actions_left_out(results),
        ),
    }
    for name, count in counts.items():
        yield _plain(name, area, Level.AREA, as_at, count, COUNT, reasons.get(name, ""))


def observed_figures(tracker: Tracker, told: Set[Told] = frozenset()) -> Iterator[Figure]:
    """Every observation, of any organisation and period, except those whose figure is told already.

    Of several of one period the newest stands.
    """
    organisations = Organisations(tracker)
    indicators = {indicator.number: indicator for indicator in tracker.indicators}
    newest: dict[Told, Observation] = {}
    for row in tracker.observations:
        if (indicator := indicators.get(row.indicator)) is None:
            continue
        organisation = organisations.key(row.organisation)
        key = indicator.key, organisation, organisations.level(organisation), label_of(row.period)
        own: Told = key, row.indicator
        held = newest.get(own)
        if own not in told and (key, None) not in told and (held is None or _replaces(row, held)):
            newest[own] = row
    with_interval = {number for number, indicator in indicators.items() if has_interval(indicator)}
    for ((_, organisation, level, period), _), row in newest.items():
        may_have_interval = row.indicator in with_interval
        yield _observed(row, indicators[row.indicator], organisation, level, period, may_have_interval)


def _replaces(row: Observation, held: Observation) -> bool:
    return (not is_empty(row), newest_last(row)) >= (not is_empty(held), newest_last(held))


@lru_cache(maxsize=4096)
def label_of(period: Period) -> str:
    """A period in words: worked out once a period, for there may be 600,000 observations of a few dozen."""
    return period.label


def _observed(
    row: Observation, indicator: Indicator, organisation: str, level: Level, period: str, may_have_interval: bool
) -> Figure:
    value = str(row.rating) if row.rating else row.value
    told = may_have_interval and row.value is not None and not row.suppressed
    lower, upper = interval_of_counts(row.numerator, row.denominator) if told else (None, None)
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
        reason="the value is suppressed" if row.suppressed else "",
        indicator=row.indicator,
        source=row.source or OBSERVED,
    )
