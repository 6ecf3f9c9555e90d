"""In which unit a figure of an indicator is shown: rates, percentages and ratings are never mistaken for each other."""

from pc_workbook.measures.indicators.gaps import COMPARATOR
from pc_workbook.measures.results import IndicatorResult
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.stats.decimals import decimals_typed
from pc_workbook.views.parts import Style, Value
from pc_workbook.wording.numbers import number, percent, quoted, typed_value
from pc_workbook.wording.terms import CONFIDENTIAL

COMPUTED = "computed"
PERCENT_STYLES = (Style.PERCENT_0, Style.PERCENT_1, Style.PERCENT_2, Style.PERCENT_3)
FINE_RATES = {3: Style.RATE_3, 4: Style.RATE_4}
FINE_GAPS = {3: Style.GAP_3, 4: Style.GAP_4}
USUAL_DECIMALS, FINEST = 2, 4


def value_style(indicator: Indicator, value: float | None, source: str = "") -> Style:
    """The style of one value. A percentage shows the digits it was typed with, a computed share one decimal; of an
    indicator with three decimals or more they are shown.
    """
    if indicator.kind is IndicatorKind.ORDINAL:
        return Style.RATING
    if indicator.kind is IndicatorKind.RATE:
        return rate_style(indicator)
    if value is None or (source == COMPUTED and _decimals(indicator) <= USUAL_DECIMALS):
        return Style.PERCENT_1
    typed = min(USUAL_DECIMALS, decimals_typed(value))
    return PERCENT_STYLES[min(len(PERCENT_STYLES) - 1, max(_decimals(indicator), typed))]


def rate_style(indicator: Indicator) -> Style:
    """The style of a rate: two decimals, or the indicator's own where it has more."""
    return FINE_RATES.get(_decimals(indicator), Style.RATE)


def _decimals(indicator: Indicator) -> int:
    return min(FINEST, indicator.decimals or 0)


def gap_style(indicator: Indicator) -> Style:
    """The style of a signed distance: percentage points, or the indicator's own unit."""
    usual = Style.GAP_POINTS if indicator.kind is IndicatorKind.PERCENTAGE else Style.GAP_RATE
    return FINE_GAPS.get(_decimals(indicator), usual)


def shown_value(result: IndicatorResult) -> Value:
    """What stands in an indicator's value cell: its number, its rating in words, or the mark that it is kept back."""
    if result.suppressed:
        return CONFIDENTIAL
    if result.indicator.kind is IndicatorKind.ORDINAL:
        return str(result.rating) if result.rating else None
    return result.value


def shown_gap(result: IndicatorResult, to: str) -> Value:
    """What stands in an indicator's cell of one gap; the mark where there is a gap that would give a value away."""
    gap = next((gap for gap in result.gaps if gap.to == to), None)
    if gap is None:
        return None
    kept_back = gap.reference is not None and result.suppressed
    return CONFIDENTIAL if kept_back or (to == COMPARATOR and result.indicator.comparator_suppressed) else gap.value


def value_words(indicator: Indicator, value: float, source: str = "") -> str:
    """A value in running text, with its unit: '91.11%', '0.47'."""
    if source != COMPUTED:
        return typed_value(value, indicator.kind)
    return (
        percent(value)
        if indicator.kind is IndicatorKind.PERCENTAGE
        else number(value, max(USUAL_DECIMALS, indicator.decimals or 0))
    )


def gaps_told(result: IndicatorResult) -> tuple[str, ...]:
    """The distances that could be measured, each once, without the reason why they are not judged: RAG tells that."""
    reason = f"; not judged: {result.rag.reason}"
    return tuple(dict.fromkeys(gap.words.removesuffix(reason) for gap in result.gaps if gap.value is not None))


def aim_words(result: IndicatorResult) -> str:
    """The target with its year: 'target: 95% by 2021'; '' where neither is set."""
    one = result.indicator
    level = next((gap.reference for gap in result.gaps if gap.to == "target"), None)
    aim = quoted(one.goal.words) if one.goal else value_words(one, level) if level is not None else ""
    year = str(one.target_year) if one.target_year else ""
    if not aim:
        return f"target year: {year}" if year else ""
    return f"target: {aim}{f' by {year}' if year else ''}"
