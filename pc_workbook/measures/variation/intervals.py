"""Wilson's interval of an indicator's value, where its counts are of people or practices."""

import re
from typing import Final

from pc_workbook.measures.results import CurrentValue
from pc_workbook.model.indicator import Indicator, IndicatorKind
from pc_workbook.model.scale import is_weighted
from pc_workbook.stats.wilson import wilson_interval

#: Words for things counted that are neither people nor practices: one person may account for several of them, so they
#: are not independent.
_NOT_INDEPENDENT: Final = (
    r"attend|appointment|admission|discharge|episode|spell|\bitems?\b|prescri|\bcalls?\b|contact|visit|\bbeds?\b|\bdays?\b|"
    r"\bhours?\b|referral|\btests?\b|consultation|incident|\bdoses?\b|points|£|pounds?\b|spend|\bcosts?\b|\bfte\b|full-time"
)


def has_interval(indicator: Indicator) -> bool:
    """Return whether an indicator counts independent people or practices, so that Wilson's interval applies.

    It does unless its unit, numerator or denominator (or, where these are empty, its title) names something else that is
    counted, or the figure is weighted.
    """
    if indicator.kind is not IndicatorKind.PERCENTAGE:
        return False
    fields = (indicator.unit, indicator.numerator, indicator.denominator)
    texts = [text for text in fields if text and text.strip() != "%"]
    words = " ".join(texts or [indicator.title]).casefold()
    return not re.search(_NOT_INDEPENDENT, words) and not is_weighted(*texts, indicator.weighting)


def interval_of_value(indicator: Indicator, current: CurrentValue) -> tuple[float | None, float | None]:
    """Return Wilson's 95% interval of an indicator's value, in percentage points; None for each limit where there is none."""
    if current.value is None or not has_interval(indicator):
        return None, None
    return interval_of_counts(current.numerator, current.denominator)


def interval_of_counts(numerator: float | None, denominator: float | None) -> tuple[float | None, float | None]:
    """Return Wilson's 95% interval of whole counts, in percentage points; None for each limit where there is none.

    Source: E. B. Wilson (1927); see `stats.wilson`.

    >>> low, high = interval_of_counts(690, 1000)
    >>> round(low, 1), round(high, 1), interval_of_counts(690.5, 1000)
    (66.1, 71.8, (None, None))
    """
    if numerator is None or denominator is None or not 0 <= numerator <= denominator:
        return None, None
    if not float(numerator).is_integer() or not float(denominator).is_integer():
        return None, None
    interval = wilson_interval(numerator, denominator)
    return (100 * interval[0], 100 * interval[1]) if interval else (None, None)
