"""Changes of figures between two trackers: better or worse by each direction, with periods; a change for the same
period is a revision.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pc_workbook.compare.changes import FigureChange, IndicatorChange, Kind, PracticeMerger, Side
from pc_workbook.figures.table import figures
from pc_workbook.measures.cqc.ordinal import change_of_rank
from pc_workbook.measures.indicators.aims import comparison_period
from pc_workbook.measures.indicators.comparable_periods import not_comparable
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import Figure, IndicatorResult
from pc_workbook.model.indicator import FIXED_DIRECTIONS, Direction, Indicator, IndicatorKind
from pc_workbook.model.organisations import Level

#: Figures compared besides the indicators: measure -> which direction is better, for the levels below.
COMPARED_MEASURES: Mapping[str, Direction | None] = {
    "patients_per_gp_fte": FIXED_DIRECTIONS["patients_per_gp_fte"],
    "nurse_fte_per_1000_weighted_patients": Direction.HIGHER,
    "cqc_share_at_least_good_of_inspected": Direction.HIGHER,
    "cqc_share_at_least_good_of_all": Direction.HIGHER,
    "practices_open": None,
    "practices_inspected": Direction.HIGHER,
    "practices_in_special_measures": Direction.LOWER,
    "practices_without_workforce_return": Direction.LOWER,
    "actions_overdue": Direction.LOWER,
    "actions_without_lead": Direction.LOWER,
    "indicators_without_action": Direction.LOWER,
}
DEFINITION_FIELDS = ("definition", "definition_ruling", "kind", "unit", "cqc_denominator", "weighting", "staff_groups",
                   "organisation", "measure", "boundary")  # fmt: skip
LEVELS = (Level.AREA, Level.LOCALITY, Level.GROUP, Level.PRACTICE)
COUNT = "count"  # the unit of a figure that is counted on the as-at date
Key = tuple[str, str, Level]


def indicator_changes(old: Side, new: Side) -> Iterator[IndicatorChange]:
    """Yield a change for each indicator of both: its value, then its RAG. New and removed indicators are reported as
    such.
    """
    before = {result.indicator.number: result for result in old.results.indicators}
    for now in new.results.indicators:
        then = before.pop(now.indicator.number, None)
        if then is None:
            yield IndicatorChange(Kind.APPEARED, None, now)
            continue
        yield _value_change(then, now)
        if then.rag.rag is not now.rag.rag:
            yield IndicatorChange(Kind.RAG_CHANGED, then, now)
    for gone in before.values():
        yield IndicatorChange(Kind.VANISHED, gone, None)


def _value_change(then: IndicatorResult, now: IndicatorResult) -> IndicatorChange:
    if now.indicator.kind is IndicatorKind.ORDINAL:
        return IndicatorChange(_kind_of_rating_change(then, now), then, now)
    if then.value is None or now.value is None:
        return IndicatorChange(_kind_without_value(then, now), then, now)
    is_same_value = then.value == now.value
    if _is_redefined(then.indicator, now.indicator):
        return IndicatorChange(Kind.REDEFINED if is_same_value else Kind.MOVED, then, now, is_redefined=True)
    if unlike := _unlike_periods(then, now):
        return IndicatorChange(Kind.MOVED, then, now, unlike=unlike)
    if is_same_value:
        return IndicatorChange(Kind.SUSTAINED, then, now)
    if now.period and then.period and now.period.label and then.period.label == now.period.label:
        return IndicatorChange(Kind.REVISED, then, now)
    return IndicatorChange(_kind(target_gap(now.value, then.value, now.indicator.better)), then, now)


def _unlike_periods(then: IndicatorResult, now: IndicatorResult) -> Reason | None:
    """Return why two values are of unlike periods; None where they are alike, or one period is not known."""
    return not_comparable(
        *(comparison_period(result.indicator, result.period) if result.period else None for result in (then, now))
    )


def _is_redefined(then: Indicator, now: Indicator) -> bool:
    """Return whether better or worse can't be decided between two values, because the definition was changed."""
    return any(getattr(then, field) != getattr(now, field) for field in DEFINITION_FIELDS)


def _kind_without_value(then: IndicatorResult, now: IndicatorResult) -> Kind:
    if now.value is not None:
        return Kind.APPEARED
    return Kind.SUSTAINED if then.value is None else Kind.VANISHED


def _kind_of_rating_change(then: IndicatorResult, now: IndicatorResult) -> Kind:
    steps = change_of_rank(then.rating, now.rating)
    if steps is None:
        return Kind.SUSTAINED if then.rating == now.rating else Kind.MOVED
    return _kind(float(steps))


def _kind(better: float | None) -> Kind:
    if better is None:
        return Kind.MOVED
    return Kind.SUSTAINED if better == 0 else Kind.IMPROVED if better > 0 else Kind.DETERIORATED


def figure_changes(old: Side, new: Side) -> Iterator[FigureChange]:
    """Yield the changes of figures in the table above that are not an indicator's own: area, localities and
    practices.
    """
    before, merged = _compared_figures(old), merged_between(old, new)
    for key, now in _compared_figures(new).items():
        then = before.get(key)
        if then is not None and then.value != now.value:
            yield _figure_change(then, now, _mergers_within(merged, now, new))


def _compared_figures(side: Side) -> dict[Key, Figure]:
    found = {}
    for figure in figures(side.results):
        if figure.measure in COMPARED_MEASURES and figure.level in LEVELS and figure.indicator is None:
            found[figure.measure, figure.organisation, figure.level] = figure
    return found


def merged_between(old: Side, new: Side) -> dict[str, list[str]]:
    """Return the practices that were open in the first and have merged since, by the practice they merged into."""
    were_open = {place.organisation for place in old.results.practices}
    are_open = {place.organisation for place in new.results.practices}
    merged: dict[str, list[str]] = defaultdict(list)
    for row in new.tracker.practices:
        if row.merged_into and row.code in were_open - are_open:
            merged[row.merged_into].append(row.code)
    return merged


def _mergers_within(merged: Mapping[str, list[str]], now: Figure, new: Side) -> tuple[PracticeMerger, ...]:
    """Return which practices merged into the practice, or within the locality or area, of a figure."""
    if now.level is Level.PRACTICE:
        into = {now.organisation}
    else:
        homes = {(row.code, row.locality) for row in new.tracker.practices}
        homes |= {home for level in new.results.levels for home in level.of_practices.items()}
        into = {code for code in merged if now.level is Level.AREA or (code, now.organisation) in homes}
    return tuple(PracticeMerger(code, tuple(codes)) for code, codes in merged.items() if code in into)


def _figure_change(then: Figure, now: Figure, mergers: tuple[PracticeMerger, ...]) -> FigureChange:
    if not isinstance(then.value, int | float) or not isinstance(now.value, int | float):
        return FigureChange(Kind.APPEARED if then.value is None else Kind.VANISHED, then, now)
    if now.unit == COUNT or then.period != now.period:  # a count is of the as-at date, not of a period
        return FigureChange(_kind(target_gap(now.value, then.value, COMPARED_MEASURES[now.measure])), then, now)
    return FigureChange(Kind.MERGED if mergers else Kind.REVISED, then, now, mergers)
