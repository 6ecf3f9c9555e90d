"""Red, Amber, Green or Not rated, always with the rule that fired.

A value is judged against the agreed trajectory of its own year; without one, against the target, and only
once the target year is reached; before that it is Not rated. Not rated is never Red, an unknown state is
never Green, and Amber exists only where somebody set a tolerance.
"""

from collections.abc import Mapping
from datetime import date

from pc_workbook.measures.indicators.target_gap import gap_words, target_gap
from pc_workbook.measures.results import OrdinalState, RagResult
from pc_workbook.model.indicator import Direction, Indicator, IndicatorKind, Rag
from pc_workbook.model.target import TargetKind
from pc_workbook.stats.columns import on_columns
from pc_workbook.wording.numbers import day_words, exact, points, typed_value

NO_AS_AT = "no as-at date"
NO_VALUE = "no value"
NO_DIRECTION = "no direction says which way is better"
TO_BE_CHOSEN = "comparator kind to be chosen (fixed or moving)"
UNDECIDED = TargetKind.COMPARATOR_UNDECIDED


@on_columns
def rag_word(
    value: float | None,
    reference: float | None,
    direction: Direction | None,
    tolerance: float | None = None,
) -> Rag:
    """The RAG of a value against a reference, in their unit; single values or columns.

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


def not_rated(reason: str) -> RagResult:
    """Not rated, with its reason."""
    return RagResult(Rag.NOT_RATED, reason)


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
    """The RAG of an indicator's value of a year, against what holds for that year (see the module).

    `agreed` gives the agreed trajectory by year, `target` the level to end at.
    """
    if year in agreed:
        return rag_against(indicator, value, agreed[year], direction, trajectory_words(year, as_at))
    if target is not None and target_reached(indicator, year):
        return rag_against(indicator, value, target, direction, f"the {indicator.target_year} target")
    return not_rated(nothing_to_judge_by(indicator, year, as_at, agreed))


def target_reached(indicator: Indicator, year: int) -> bool:
    """Whether the target's year has come, so that the target itself is what holds."""
    return indicator.target_year is not None and year >= indicator.target_year


def trajectory_words(year: int, as_at: date) -> str:
    """'this year's trajectory', or 'the 2016 trajectory'."""
    return "this year's trajectory" if year == as_at.year else f"the {year} trajectory"


def rag_against(indicator: Indicator, value: float, reference: float, direction: Direction, to: str) -> RagResult:
    """The RAG of a value against what it is held to, which is named in words."""
    rag = rag_word(value, reference, direction, indicator.tolerance)
    words = gap_words(value, reference, indicator.kind, to, indicator.decimals)
    return RagResult(rag, words + _tolerance_words(rag, indicator))


def _tolerance_words(rag: Rag, indicator: Indicator) -> str:
    if rag is Rag.GREEN:
        return ""
    if indicator.tolerance is None:
        return "; no tolerance is set, so no Amber"
    tolerance = exact(indicator.tolerance)
    size = points(tolerance) if indicator.kind is IndicatorKind.PERCENTAGE else tolerance
    return f"; {'within' if rag is Rag.AMBER else 'beyond'} the tolerance of {size}"


def nothing_to_judge_by(indicator: Indicator, year: int, as_at: date, agreed: Mapping[int, float]) -> str:
    """Why nothing is there to judge a value of a year by."""
    now = max(as_at.year, year)
    if year < now and now in agreed:
        level = typed_value(agreed[now], indicator.kind)
        return f"no {now} value to judge against the trajectory of {level}"
    reason = f"no agreed trajectory for {now}"
    return f"{reason}; {TO_BE_CHOSEN}" if indicator.target_kind is UNDECIDED else reason


def rag_of_state(state: OrdinalState, words: str, working_towards_is_amber: bool) -> RagResult:
    """The RAG of a rating's state: Met Green, Not met Red, the evidenced middle Amber (or Red by setting)."""
    if state is OrdinalState.UNKNOWN:
        return not_rated(words)
    if state is OrdinalState.MET:
        return RagResult(Rag.GREEN, f"{state}: {words}")
    if state is OrdinalState.WORKING_TOWARDS and working_towards_is_amber:
        return RagResult(Rag.AMBER, f"{state}: {words}")
    by_setting = "" if state is OrdinalState.NOT_MET else " (counted as not met by the settings)"
    return RagResult(Rag.RED, f"{state}: {words}{by_setting}")


def with_override(found: RagResult, indicator: Indicator, as_at: date | None) -> RagResult:
    """What a person ruled by the as-at date in place of the computed RAG, with a name, a date and a reason."""
    if override_ignored(indicator, as_at) or indicator.rag_override is None or indicator.override_on is None:
        return found
    who = f"{indicator.override_by}, {day_words(indicator.override_on)}"
    return RagResult(indicator.rag_override, f"{indicator.override_reason} ({who})", found.rag)


def override_ignored(indicator: Indicator, as_at: date | None) -> str:
    """Why an override does not count; '' where it does, or there is none."""
    if indicator.rag_override is None:
        return ""
    parts = (
        ("name", indicator.override_by),
        ("date", indicator.override_on),
        ("reason", indicator.override_reason),
    )
    ignored = f"override to {indicator.rag_override} ignored"
    missing = [name for name, given in parts if not given]
    if missing:
        return f"{ignored}: it has no {', no '.join(missing)}"
    dated = indicator.override_on
    if dated is not None and as_at is not None and dated > as_at:
        return f"{ignored}: it is dated {day_words(dated)}, after the as-at date"
    return ""
