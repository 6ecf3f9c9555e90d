"""Change of an indicator since the last issued edition: improved, sustained, deteriorated or not compared."""

from datetime import date

from pc_workbook.measures.cqc.ordinal import change_of_rank
from pc_workbook.measures.indicators.aims import comparison_period
from pc_workbook.measures.indicators.comparable_periods import not_comparable
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.known_values import KnownValues
from pc_workbook.measures.reasons import Reason
from pc_workbook.measures.results import Change, ChangeKind, CurrentValue
from pc_workbook.model.cqc import Rating
from pc_workbook.model.governance import EditionFigure
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.own_scale import OwnScale
from pc_workbook.model.text import folded

IMPROVED, SUSTAINED, DETERIORATED = ChangeKind.IMPROVED, ChangeKind.SUSTAINED, ChangeKind.DETERIORATED


def change_of(indicator: Indicator, current: CurrentValue, known: KnownValues) -> Change | None:
    """Return the change since the last issue; None without an earlier figure, a value or a direction."""
    key = known.organisations.key(indicator.organisation)
    before = known.previous.get((indicator.key, key))
    if before is None or known.since is None:
        return None
    if indicator.kind is IndicatorKind.ORDINAL:
        return _rating_change(before, current, known.since, _scale_of(indicator, known))
    if why := _unlike(indicator, before, current):
        return Change(ChangeKind.NOT_COMPARED, known.since, before.value, current.value, why)
    better = target_gap(current.value, before.value, indicator.better)
    return None if better is None else Change(_kind(better), known.since, before.value, current.value)


def _unlike(indicator: Indicator, before: EditionFigure, current: CurrentValue) -> Reason | None:
    """Return why two values of unlike periods are neither better nor worse; None where they are alike, or one is missing."""
    if None in (before.value, current.value, before.period, current.period):
        return None
    periods = (comparison_period(indicator, period) for period in (before.period, current.period) if period is not None)
    return not_comparable(*periods)


def _kind(better: float) -> ChangeKind:
    if better == 0:
        return ChangeKind.SUSTAINED
    return ChangeKind.IMPROVED if better > 0 else ChangeKind.DETERIORATED


def _scale_of(indicator: Indicator, known: KnownValues) -> OwnScale | None:
    return known.own_scales.get(folded(indicator.scale), OwnScale(indicator.scale)) if indicator.scale else None


def _rating_change(before: EditionFigure, current: CurrentValue, since: date, scale: OwnScale | None) -> Change | None:
    old = scale.find(before.words or "") if scale else rating_in(before.words)
    steps = change_of_rank(old, current.rating)
    return None if steps is None else Change(_kind(steps), since, old, current.rating, steps=int(steps))


def rating_in(words: str | None) -> Rating | None:
    """Return the rating that a text names, whatever its case; None where it names none."""
    wanted = (words or "").strip().casefold()
    return next((rating for rating in Rating if rating.casefold() == wanted), None)
