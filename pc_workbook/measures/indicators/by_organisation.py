"""Indicators by practice, locality and group: the newest value of each with its RAG, rank, trend and comparator.

Each value is judged as the indicator's own is: by its direction, trajectory, target and tolerance. A person's ruling and
the indicator's baseline are of the organisation that the indicator measures, and of no other.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest

from pc_workbook.measures.cqc.ordinal import steps_of_change
from pc_workbook.measures.indicators.aims import comparison_period, like_comparator, newest_comparator
from pc_workbook.measures.indicators.comparable_periods import alike
from pc_workbook.measures.indicators.current_value import current_value, values_newest_first
from pc_workbook.measures.indicators.rag import rag_of
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.known_values import KnownValues, is_empty, newest_last
from pc_workbook.measures.results import (
    ComparedWith,
    CqcResult,
    CurrentValue,
    IndicatorByOrganisation,
    OrganisationValue,
    Trend,
)
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind, Observation
from pc_workbook.model.organisations import ENGLAND, Level
from pc_workbook.model.period import Period
from pc_workbook.model.plain_letters import name_key
from pc_workbook.model.row import picked, where
from pc_workbook.model.tracker import Tracker

MOST_PRACTICES = 200  # with more of them, values by practice are shown only for indicators that are chosen
NEWEST = 4  # values of an organisation that are looked at: the newest, and earlier ones to compare it with
WITHOUT_OWN = {
    "baseline": None,
    "baseline_rating": None,
    "baseline_suppressed": False,
    "baseline_numerator": None,
    "baseline_denominator": None,
    "rag_override": None,
}

Places = Mapping[str, OrganisationValue]  # organisations by key, without values
Positions = Mapping[str, list[int]]  # places of observations by organisation


def indicators_by_organisation(
    tracker: Tracker, known: KnownValues, cqc: CqcResult
) -> tuple[IndicatorByOrganisation, ...]:
    """Return the values by organisation of each indicator that shows them, by number."""
    wanted = {i.number: i for i in tracker.indicators if i.by_organisation is not False and not i.is_cqc_share}
    places = _places(tracker, any(indicator.by_organisation for indicator in wanted.values()))
    if not wanted or not places or not tracker.observations:
        return ()
    observed = _observed(tracker, known, places)
    found = (
        IndicatorByOrganisation(indicator, _values(indicator, observed[number], places, known, cqc, tracker))
        for number, indicator in sorted(wanted.items())
        if number in observed and _is_shown(indicator, observed[number], places, known)
    )
    return tuple(each for each in found if each.values)


def _places(tracker: Tracker, is_any_chosen: bool) -> dict[str, OrganisationValue]:
    """Return the organisations whose values may be shown, in the order of their lists."""
    places = {
        place.name: OrganisationValue(place.name, place.name, Level.LOCALITY, str(Level.LOCALITY))
        for place in tracker.localities
    }
    orders = {name_key(level.level): level.order for level in tracker.group_levels}
    for group in sorted(tracker.groups, key=lambda group: orders.get(name_key(group.level), 0)):
        if group.exists_on(tracker.settings.as_at):
            places[group.name] = OrganisationValue(group.name, group.name, Level.GROUP, group.level)
    practices = tracker.open_practices()
    if is_any_chosen or len(practices) <= MOST_PRACTICES:
        places |= {
            practice.code: OrganisationValue(
                practice.code, practice.name, Level.PRACTICE, str(Level.PRACTICE), practice.locality or ""
            )
            for practice in practices
        }
    return places


def _is_shown(indicator: Indicator, observed: Positions, places: Places, known: KnownValues) -> bool:
    """Return whether an indicator's values are shown: where that was chosen, else where any but its own organisation has
    one, unless there are many practices.
    """
    if indicator.by_organisation:
        return True
    own = known.organisations.key(indicator.organisation)
    practices = sum(place.level is Level.PRACTICE for place in places.values())
    return practices <= MOST_PRACTICES and any(key != own for key in observed)


def _observed(tracker: Tracker, known: KnownValues, places: Places) -> Mapping[int, Positions]:
    """Return where the observations of each indicator are, by organisation; none of periods that are not over."""
    key, as_at = known.organisations.key, known.settings.as_at
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    at = where(tracker.observations, "organisation", lambda name: key(name) in places)
    for n, (number, name, period) in zip(
        at, picked(tracker.observations, at, "indicator", "organisation", "period"), strict=True
    ):
        if as_at is None or period.end <= as_at:
            found[number][key(name)].append(n)
    return found


def _values(
    indicator: Indicator, observed: Positions, places: Places, known: KnownValues, cqc: CqcResult, tracker: Tracker
) -> tuple[OrganisationValue, ...]:
    """Return the values of an indicator, the best of each kind of organisation first; those without a rank last."""
    own = indicator.model_copy(update=WITHOUT_OWN)
    values = [
        _value(own, places[key], rows, known, cqc)
        for key in places
        if key in observed and (rows := _newest(tracker.observations, observed[key]))
    ]
    order = {key: n for n, key in enumerate(places)}
    ranked = [each._replace(rank=rank) for each, rank in zip(values, _ranks(own, values), strict=True)]
    kinds = {kind: n for n, kind in enumerate(dict.fromkeys(place.kind for place in places.values()))}
    return tuple(
        sorted(ranked, key=lambda each: (kinds[each.kind], each.rank or len(order) + 1, order[each.organisation]))
    )


def _newest(observations: Sequence[Observation], at: Sequence[int]) -> list[Observation]:
    """Return the newest of some observations, the newest last, without those that are empty."""
    ends = picked(observations, at, "period")
    chosen = nlargest(NEWEST, zip((period.end for (period,) in ends), at, strict=True))
    return sorted((row for _, n in chosen if not is_empty(row := observations[n])), key=newest_last)


def _value(
    own: Indicator, place: OrganisationValue, rows: list[Observation], known: KnownValues, cqc: CqcResult
) -> OrganisationValue:
    indicator = own.model_copy(update={"organisation": place.organisation})
    its_own = known._replace(observed={own.number: rows}, not_over={}, questions={})
    current = current_value(indicator, its_own, cqc)
    return place._replace(
        current=current,
        rag=rag_of(indicator, current, its_own),
        trend=_trend(indicator, current, rows, its_own),
        comparator=compared_with(indicator, current, known),
    )


# --- trend


def _trend(
    indicator: Indicator, current: CurrentValue, rows: Sequence[Observation], known: KnownValues
) -> Trend | None:
    """Return which way the newest value went since the one before of a period like it; None without such a value."""
    if current.suppressed or current.period is None:
        return None
    if indicator.kind is IndicatorKind.ORDINAL:
        rated = [row.rating for row in rows if row.period.end < current.period.end and row.rating]
        steps = steps_of_change(rated[-1], current.rating) if rated else None
        return _rating_trend(steps) if isinstance(steps, int) else None
    before = next(_earlier(indicator, current, known), None)
    if before is None or before.value is None or current.value is None:
        return None
    if before.value == current.value:
        return Trend.UNCHANGED
    is_up = current.value > before.value
    better = target_gap(current.value, before.value, indicator.better)
    if better is None:
        return Trend.UP if is_up else Trend.DOWN
    if better > 0:
        return Trend.UP_BETTER if is_up else Trend.DOWN_BETTER
    return Trend.UP_WORSE if is_up else Trend.DOWN_WORSE


def _earlier(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Iterator[CurrentValue]:
    for value in values_newest_first(indicator, known):
        if value.period is None or current.period is None or value.period.end >= current.period.end:
            continue
        if alike(comparison_period(indicator, value.period), comparison_period(indicator, current.period)):
            yield value


def _rating_trend(steps: int) -> Trend:
    return Trend.UNCHANGED if steps == 0 else Trend.UP_BETTER if steps > 0 else Trend.DOWN_WORSE


# --- rank


def _ranks(indicator: Indicator, values: Sequence[OrganisationValue]) -> Iterator[int | None]:
    """Yield the rank of each value among those of its kind of organisation and of the newest period; 1 is the best."""
    newest = {kind: _newest_period(values, kind) for kind in {each.kind for each in values}}
    distances = [_distance(indicator, each, newest[each.kind]) for each in values]
    ordered: dict[str, list[float]] = defaultdict(list)
    for each, distance in zip(values, distances, strict=True):
        if distance is not None:
            insort(ordered[each.kind], distance)
    for each, distance in zip(values, distances, strict=True):
        yield None if distance is None else 1 + bisect_left(ordered[each.kind], distance)


def _newest_period(values: Iterable[OrganisationValue], kind: str) -> Period | None:
    periods = [each.current.period for each in values if each.kind == kind and each.current.period is not None]
    return max(periods, key=lambda period: period.end, default=None)


def _distance(indicator: Indicator, each: OrganisationValue, newest: Period | None) -> float | None:
    """Return a number that is the smaller the better a value is; None for one that has no rank."""
    value, better = each.current.value, indicator.better
    if value is None or each.current.suppressed or each.current.period != newest:
        return None
    if better is Direction.HIGHER:
        return -value
    return value if better is Direction.LOWER else None


# --- comparator


def compared_with(indicator: Indicator, current: CurrentValue, known: KnownValues) -> ComparedWith | None:
    """Return the comparator's value for a value: of a period like its own, else its newest, else the one typed."""
    name = indicator.comparator_name or ENGLAND
    row = like_comparator(indicator, known, current) or newest_comparator(indicator, known)
    if row is not None:
        return ComparedWith(name, row.value, row.period)
    if indicator.comparator is None and not indicator.comparator_suppressed:
        return None
    return ComparedWith(name, indicator.comparator, indicator.comparator_period, indicator.comparator_suppressed)
