"""Changes of figures between two trackers: better or worse by each direction, with periods; a change for the same
period is a revision.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pc_workbook.compare.changes import ComparedRow, Section, Side
from pc_workbook.figures.table import figures
from pc_workbook.measures.cqc.ordinal import steps_of_change
from pc_workbook.measures.indicators.aims import comparison_period
from pc_workbook.measures.indicators.change_since_issue import DETERIORATED, IMPROVED, SUSTAINED
from pc_workbook.measures.indicators.comparable_periods import not_comparable
from pc_workbook.measures.indicators.target_gap import target_gap
from pc_workbook.measures.results import Figure, IndicatorResult
from pc_workbook.model.indicator import FIXED_DIRECTIONS, Direction, Indicator, IndicatorKind
from pc_workbook.model.organisations import Level
from pc_workbook.views.units import value_words
from pc_workbook.wording.cqc import change_words
from pc_workbook.wording.figures import figure_reason
from pc_workbook.wording.indicators import why_words
from pc_workbook.wording.numbers import listed, percent, short_number
from pc_workbook.wording.rag import indicator_reason_words, rag_words

MOVED, REVISED, APPEARED, VANISHED, RERATED = "moved", "revised", "appeared", "vanished", "RAG changed"
MERGED = "merged"  # practices did, in between
REDEFINED = "redefined"  # the value is unchanged, but its definition is not
#: Figures compared besides the indicators: measure -> (words, which direction is better), for the levels below.
COMPARED_MEASURES = {
    "patients_per_gp_fte": ("patients per FTE GP", FIXED_DIRECTIONS["patients_per_gp_fte"]),
    "nurse_fte_per_1000_weighted_patients": ("FTE nurses per 1,000 weighted patients", Direction.HIGHER),
    "cqc_share_at_least_good_of_inspected": ("at least Good, of inspected practices", Direction.HIGHER),
    "cqc_share_at_least_good_of_all": ("at least Good, of all practices", Direction.HIGHER),
    "practices_open": ("open practices", None),
    "practices_inspected": ("inspected practices", Direction.HIGHER),
    "practices_in_special_measures": ("practices in special measures", Direction.LOWER),
    "practices_without_workforce_return": ("practices without a workforce return", Direction.LOWER),
    "actions_overdue": ("overdue actions", Direction.LOWER),
    "actions_without_lead": ("actions without a lead", Direction.LOWER),
    "indicators_without_action": ("indicators without an action", Direction.LOWER),
}
DEFINITION_FIELDS = ("definition", "definition_ruling", "kind", "unit", "cqc_denominator", "weighting", "staff_groups",
                   "organisation", "measure", "boundary")  # fmt: skip
LEVELS = (Level.AREA, Level.LOCALITY, Level.PRACTICE)
MOST_DECIMALS = 6  # beyond those that are usually shown
Key = tuple[str, str, Level]


class Development(NamedTuple):
    """What became of a figure: the kind of change, and its words such as 'from 80% to 81%'."""

    kind: str
    words: str


def indicator_changes(old: Side, new: Side) -> Iterator[ComparedRow]:
    """Yield a change for each indicator of both: its value, then its RAG. New and removed indicators are reported as
    such.
    """
    before = {result.indicator.number: result for result in old.results.indicators}
    for now in new.results.indicators:
        then = before.pop(now.indicator.number, None)
        about = f"Indicator {now.indicator.number}"
        named = f"{about}, {now.indicator.title}"
        if then is None:
            yield ComparedRow(Section.INDICATORS, about, APPEARED, f"{named}: new")
            continue
        way = _development(then, now)
        yield ComparedRow(Section.INDICATORS, about, way.kind, f"{named}: {way.kind} {way.words}".strip())
        if then.rag.rag is not now.rag.rag:
            words = f"{named}: RAG from {then.rag.rag} to {rag_words(now.rag)}"
            yield ComparedRow(Section.INDICATORS, about, RERATED, words)
    for gone in before.values():
        about = f"Indicator {gone.indicator.number}"
        yield ComparedRow(Section.INDICATORS, about, VANISHED, f"{about}, {gone.indicator.title}: no longer listed")


def _development(then: IndicatorResult, now: IndicatorResult) -> Development:
    if now.indicator.kind is IndicatorKind.ORDINAL:
        return _rating_development(then, now)
    if then.value is None or now.value is None:
        return _missing_development(then, now)
    indicator = now.indicator
    periods = _periods(_label(then), _label(now))
    if other := _redefined(then.indicator, indicator):
        from_to = f"from {_value(then)} to" if then.value != now.value else "at"
        kind = MOVED if then.value != now.value else REDEFINED
        return Development(kind, f"{from_to} {_value(now)}{periods}; {other}")
    if unlike := _unlike(then, now):
        from_to = f"from {_value(then)} to" if then.value != now.value else "at"
        return Development(MOVED, f"{from_to} {_value(now)}{periods}; {unlike}, so neither is called better or worse")
    if then.value == now.value:
        return Development(SUSTAINED, f"at {_value(now)}{periods}")
    better = target_gap(now.value, then.value, indicator.better)
    words = f"from {_value(then)} to {_value(now)}{periods}"
    if periods and _label(then) == _label(now):
        return Development(REVISED, words)
    return Development(_kind(better), words)


def _unlike(then: IndicatorResult, now: IndicatorResult) -> str:
    """Return why two values are of unlike periods; '' where they are alike, or one period is not known."""
    unlike = not_comparable(
        *(comparison_period(result.indicator, result.period) if result.period else None for result in (then, now))
    )
    return indicator_reason_words(unlike) if unlike else ""


def _redefined(then: Indicator, now: Indicator) -> str:
    """Return why better or worse can't be decided between two values; '' where the definition is the same."""
    if all(getattr(then, field) == getattr(now, field) for field in DEFINITION_FIELDS):
        return ""
    return "what is counted was changed in between, so neither is called better or worse"


def _missing_development(then: IndicatorResult, now: IndicatorResult) -> Development:
    if then.value is None and now.value is None:
        return Development(SUSTAINED, "without a value")
    if now.value is not None:
        return Development(APPEARED, f"at {_value(now)}{_periods('', _label(now))}, where no value stood")
    return Development(VANISHED, f"no value now, where {_value(then)} stood{_why(why_words(now))}")


def _why(reason: str) -> str:
    return f": {reason}" if reason else ""


def _rating_development(then: IndicatorResult, now: IndicatorResult) -> Development:
    steps = steps_of_change(then.rating, now.rating)
    if steps is None:
        kind = SUSTAINED if then.rating == now.rating else MOVED
        return Development(kind, f"from {then.rating or 'no rating'} to {now.rating or 'no rating'}")
    kind = _kind(float(steps))
    return Development(kind, f"to {now.rating}, {change_words(then.rating, steps)}" if steps else f"at {now.rating}")


def _kind(better: float | None) -> str:
    if better is None:
        return MOVED
    return SUSTAINED if better == 0 else IMPROVED if better > 0 else DETERIORATED


def _value(result: IndicatorResult) -> str:
    return "no value" if result.value is None else value_words(result.indicator, result.value, result.source)


def _label(result: IndicatorResult) -> str:
    return result.period.label if result.period else ""


def _periods(then: str, now: str) -> str:
    if not now or then == now:
        return f" ({now})" if now else ""
    return f" ({then} to {now})" if then else f" ({now})"


def figure_changes(old: Side, new: Side) -> Iterator[ComparedRow]:
    """Yield the changes of figures in the table above that are not an indicator's own: area, localities and
    practices.
    """
    before, merged = _compared_figures(old), merged_between(old, new)
    for key, now in _compared_figures(new).items():
        then = before.get(key)
        if then is not None and then.value != now.value:
            yield _figure_change(then, now, _merged_words(merged, now, new))


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


def _merged_words(merged: Mapping[str, list[str]], now: Figure, new: Side) -> str:
    """Return which practices merged into the practice, or within the locality or area, of a figure; '' for none."""
    if now.level is Level.PRACTICE:
        into = {now.organisation}
    else:
        homes = {row.code: row.locality for row in new.tracker.practices}
        into = {code for code in merged if now.level is Level.AREA or homes.get(code) == now.organisation}
    merges = [f"{listed(codes)} merged into {code}" for code, codes in merged.items() if code in into]
    return "; ".join(merges)


def _figure_change(then: Figure, now: Figure, merged: str) -> ComparedRow:
    words, direction = COMPARED_MEASURES[now.measure]
    about = f"{now.organisation}, {words}"
    if not isinstance(then.value, int | float) or not isinstance(now.value, int | float):
        kind = APPEARED if then.value is None else VANISHED
        shown = f"{_shown(then)} to {_shown(now)}{_why(figure_reason(now.reason))}"
        return ComparedRow(Section.FIGURES, now.organisation, kind, f"{about}: {kind}, from {shown}")
    counted_on_a_day = now.unit == "count" or then.period != now.period
    kind = _kind(target_gap(now.value, then.value, direction)) if counted_on_a_day else MERGED if merged else REVISED
    periods = _periods(then.period, now.period) if now.unit != "count" else ""
    sentence = f"{about}: {kind} {_from_to(then, now)}{periods}"
    return ComparedRow(Section.FIGURES, now.organisation, kind, f"{sentence}; {merged}" if kind == MERGED else sentence)


def _from_to(then: Figure, now: Figure) -> str:
    """Return both values with as many decimals as it takes to show a difference."""
    for more in range(MOST_DECIMALS):
        if _shown(then, more) != _shown(now, more):
            return f"from {_shown(then, more)} to {_shown(now, more)}"
    return f"by less than can be shown, at {_shown(now)}"


def _shown(figure: Figure, more: int = 0) -> str:
    if not isinstance(figure.value, int | float):
        return str(figure.value or "no value")
    if figure.unit == "%":
        return percent(figure.value, 1 + more)
    return short_number(figure.value, more + (0 if figure.measure == "patients_per_gp_fte" else 2))
