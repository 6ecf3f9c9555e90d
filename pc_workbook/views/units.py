"""Styles and words for the values of indicators, so that rates, percentages and ratings are not mistaken for each other."""

from pc_workbook.measures.indicators.current_value import COMPUTED
from pc_workbook.measures.results import Gap, GapTo, IndicatorResult, RagResult
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.stats.decimals import decimals_typed
from pc_workbook.views.parts import Label, Style, Value
from pc_workbook.wording.indicators import range_ends, value_words
from pc_workbook.wording.rag import rag_words
from pc_workbook.wording.terms import CONFIDENTIAL

PERCENT_STYLES = (Style.PERCENT_0, Style.PERCENT_1, Style.PERCENT_2, Style.PERCENT_3)
FINE_RATES = {3: Style.RATE_3, 4: Style.RATE_4}
FINE_GAPS = {3: Style.GAP_3, 4: Style.GAP_4}
MONEY_STYLES = {"k": Style.MONEY_K, "m": Style.MONEY_M, "bn": Style.MONEY_BN}
#: By the noun of the unit: of whole units, and of parts of them.
TIME_STYLES = {
    "second": (Style.SECONDS, Style.SECONDS_PARTS),
    "minute": (Style.MINUTES, Style.MINUTES_PARTS),
    "hour": (Style.HOURS, Style.HOURS_PARTS),
    "day": (Style.DAYS, Style.DAYS_PARTS),
    "week": (Style.WEEKS, Style.WEEKS_PARTS),
    "month": (Style.MONTHS, Style.MONTHS_PARTS),
    "year": (Style.YEARS, Style.YEARS_PARTS),
}
USUAL_DECIMALS, FINEST = 2, 4


def value_style(indicator: Indicator, value: float | None, source: str = "") -> Style:
    """Return the style of one value, percentages in percentage points.

    A percentage shows the digits it was typed with, a computed share one decimal; an indicator with three decimals or more
    shows those.
    """
    if indicator.kind is IndicatorKind.ORDINAL:
        return Style.RATING if indicator.is_regulators_rating else Style.TEXT
    if indicator.kind is IndicatorKind.RATE:
        return rate_style(indicator)
    if indicator.kind is not IndicatorKind.PERCENTAGE:
        return _style_of_kind(indicator, value)
    if value is None or (source == COMPUTED and _decimals(indicator) <= USUAL_DECIMALS):
        return Style.PERCENT_1
    typed = min(USUAL_DECIMALS, decimals_typed(value))
    return PERCENT_STYLES[min(len(PERCENT_STYLES) - 1, max(_decimals(indicator), typed))]


def _style_of_kind(indicator: Indicator, value: float | None) -> Style:
    """Return the style of a count, of money, of time, of an index or of an answer."""
    typed = max(_decimals(indicator), 0 if value is None else min(USUAL_DECIMALS, decimals_typed(value)))
    if indicator.kind is IndicatorKind.YES_NO:
        return Style.TEXT
    if indicator.kind is IndicatorKind.MONEY:
        suffix = getattr(getattr(indicator.shown_in, "unit", None), "suffix", "")
        return (Style.MONEY_PENCE if typed else Style.MONEY) if not suffix else MONEY_STYLES[suffix]
    noun = getattr(getattr(indicator.shown_in, "unit", None), "noun", "")
    if noun and not is_clock(indicator):
        return TIME_STYLES[noun][bool(typed)]
    if indicator.kind is IndicatorKind.INDEX and typed == 1:
        return Style.SCORE
    return rate_style(indicator) if typed or is_clock(indicator) else Style.WHOLE


def is_clock(indicator: Indicator) -> bool:
    """Return whether an indicator's values are hours and minutes (3:45), kept as hours."""
    return bool(getattr(getattr(indicator.shown_in, "unit", None), "is_clock", False))


def as_shown(indicator: Indicator, value: float | None) -> Value:
    """Return a value as its cell contains it: a number; an answer and hours with minutes in words."""
    is_in_words = indicator.kind is IndicatorKind.YES_NO or is_clock(indicator)
    return value_words(indicator, value) if is_in_words and value is not None else value


def rate_style(indicator: Indicator) -> Style:
    """Return the style of a rate: two decimals, or the indicator's own where it has more."""
    return FINE_RATES.get(_decimals(indicator), Style.RATE)


def _decimals(indicator: Indicator) -> int:
    return min(FINEST, indicator.decimals or 0)


def gap_style(indicator: Indicator) -> Style:
    """Return the style of a signed gap: percentage points, or the indicator's own unit."""
    usual = Style.GAP_POINTS if indicator.kind is IndicatorKind.PERCENTAGE else Style.GAP_RATE
    if indicator.kind is IndicatorKind.COUNT and not _decimals(indicator):
        return Style.GAP_WHOLE
    return FINE_GAPS.get(_decimals(indicator), usual)


def shown_value(result: IndicatorResult) -> Value:
    """Return the content of an indicator's value cell: its number, its rating, or the mark of a suppressed value."""
    if result.suppressed:
        return CONFIDENTIAL
    if result.indicator.kind is IndicatorKind.ORDINAL:
        return str(result.rating) if result.rating else None
    return as_shown(result.indicator, result.value)


def gap_to(result: IndicatorResult, to: GapTo) -> Gap | None:
    """Return one gap of an indicator; None for an indicator that is a rating."""
    return next((gap for gap in result.gaps if gap.to is to), None)


def reference_level(result: IndicatorResult, to: GapTo) -> float | None:
    """Return the level that an indicator's value is compared with; None where there is none."""
    gap = gap_to(result, to)
    return gap.reference if gap else None


def shown_gap(result: IndicatorResult, to: GapTo) -> Value:
    """Return the content of the cell of one gap; the mark of a suppressed value where the gap would reveal one."""
    gap = gap_to(result, to)
    if gap is None or result.indicator.kind is IndicatorKind.YES_NO:  # nothing lies between No and Yes
        return None
    reveals_value = gap.reference is not None and result.suppressed
    reveals_comparator = to is GapTo.COMPARATOR and result.indicator.comparator_suppressed
    return CONFIDENTIAL if reveals_value or reveals_comparator else gap.value


def rag_label(rag: RagResult) -> str:
    """Return a RAG with its reason, in the colours of the scheme that judged it."""
    words = rag_words(rag)
    return Label(words, str(rag.rag), rag.colour) if rag.word else words


def shown_target(result: IndicatorResult) -> Value:
    """Return the content of the cell of a target: its level, its goal, or both ends of its range."""
    indicator = result.indicator
    if indicator.is_within_range:
        return range_ends(indicator)
    return indicator.goal.words if indicator.goal else as_shown(indicator, reference_level(result, GapTo.TARGET))
