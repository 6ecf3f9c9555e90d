"""Words for values of money, of time, of Yes or No, and for ranges and RAG schemes of an area's own.

Imported only where a tracker has such values.
"""

from pc_workbook.model.indicator import IndicatorKind, KindInUnit, MoneyUnit, ShownIn
from pc_workbook.model.rag_scheme import SchemeRule
from pc_workbook.stats.decimals import decimals_typed
from pc_workbook.wording.numbers import MINUS, exact, number, points, short_number

YES, NO = "Yes", "No"
DISTANCE = "a distance"
PENCE = 2


def answer_words(value: float) -> str:
    """Return an answer: "Yes" for 1, "No" for 0.

    >>> answer_words(1.0), answer_words(0.0)
    ('Yes', 'No')
    """
    return YES if value else NO


def in_unit(value: float, shown: KindInUnit) -> str:
    """Return a value of money or time with its unit.

    >>> in_unit(-1.25, KindInUnit(IndicatorKind.MONEY, MoneyUnit("m"))), in_unit(12.5, KindInUnit(IndicatorKind.MONEY, MoneyUnit()))
    ('−£1.25m', '£12.50')
    """
    if shown.kind is IndicatorKind.DURATION and getattr(shown.unit, "is_clock", False):
        return clock_words(value)
    is_pence = isinstance(shown.unit, MoneyUnit) and not shown.unit.suffix and 0 < decimals_typed(value) <= PENCE
    return figure_in_unit(number(value, PENCE) if is_pence else exact(value), shown)


def clock_words(hours: float) -> str:
    """Return a number of hours as hours and minutes.

    >>> clock_words(3.75), clock_words(-0.5), clock_words(11.999999)
    ('3:45', '−0:30', '12:00')
    """
    minutes = round(abs(hours) * 60)
    return f"{MINUS if hours < 0 and minutes else ''}{minutes // 60}:{minutes % 60:02d}"


def figure_in_unit(figure: str, shown: ShownIn) -> str:
    """Return a figure, as it is written already, with its unit: "£1.2m", "12 days", "1 day"; of another kind the figure alone."""
    if not isinstance(shown, KindInUnit):
        return figure
    if isinstance(shown.unit, MoneyUnit):
        minus, plain = (MINUS, figure.removeprefix(MINUS)) if figure.startswith(MINUS) else ("", figure)
        return f"{minus}£{plain}{shown.unit.suffix}"
    noun = f"working {shown.unit.noun}" if shown.unit.is_working else shown.unit.noun
    return f"{figure} {noun}{'' if figure in ('1', MINUS + '1') else 's'}"


def answers_apart(value: float, reference: float, to: str) -> str:
    """Return an answer beside the one that is aimed for: "No; the 2021 target is Yes"."""
    joint = "as" if value == reference else "and"
    return f"{answer_words(value)}, {joint} {to} is {answer_words(reference)}"


def range_words(value: float, low: float, high: float, kind: ShownIn, decimals: int | None = None) -> str:
    """Return where a value lies by its range.

    >>> range_words(82, 80, 85, IndicatorKind.PERCENTAGE), range_words(12, 3, 10, IndicatorKind.COUNT)
    ('82%, within the range 80% to 85%', '2 above the range 3 to 10')
    """
    ends = f"the range {_valued(low, kind)} to {_valued(high, kind)}"
    if low <= value <= high:
        return f"{_valued(value, kind)}, within {ends}"
    away = short_number(low - value if value < low else value - high, 6)
    amount = points(away) if kind is IndicatorKind.PERCENTAGE else figure_in_unit(away, kind)
    return f"{amount} {'below' if value < low else 'above'} {ends}"


def _valued(value: float, kind: ShownIn) -> str:
    if isinstance(kind, KindInUnit):
        return in_unit(value, kind)
    return f"{exact(value)}%" if kind is IndicatorKind.PERCENTAGE else exact(value)


def band_words(
    scheme: str, rule: SchemeRule, measure: float, kind: ShownIn, low: float | None, high: float | None
) -> str:
    """Return which band of a scheme a value is in.

    >>> band_words("Corporate", SchemeRule.PER_CENT, 96.5, IndicatorKind.COUNT, 95, 100)
    '96.5% of the target, from 95% to below 100% (scheme Corporate)'
    >>> band_words("Stock", SchemeRule.RANGE, -7, IndicatorKind.COUNT, None, -2)
    'a distance below −2 (scheme Stock)'
    """
    since = "" if low is None else f"from {_measure(rule, low, kind)}"
    until = "" if high is None else f"{'to ' if since else ''}below {_measure(rule, high, kind)}"
    if high is not None and measure == high:  # the last band includes its end
        until = f"up to {_measure(rule, high, kind)}"
    ends = " ".join(filter(None, (since, until)))
    measured = _measured(rule, measure, kind)
    joint = ", " if measured != DISTANCE else " "
    return f"{measured}{joint}{ends} (scheme {scheme})"


def no_band_words(scheme: str, rule: SchemeRule, measure: float, kind: ShownIn) -> str:
    """Return that a value is in no band of a scheme."""
    measured = _measured(rule, measure, kind)
    words = f"{measured} of {_measure(rule, measure, kind)}" if measured == DISTANCE else measured
    return f"{words} is in no band of the scheme {scheme}"


def _measured(rule: SchemeRule, measure: float, kind: ShownIn) -> str:
    if rule in (SchemeRule.DISTANCE, SchemeRule.RANGE):
        return DISTANCE  # whose size the reason before it gives
    return f"{_measure(rule, measure, kind)}{' of the target' if rule is SchemeRule.PER_CENT else ''}"


def _measure(rule: SchemeRule, measure: float, kind: ShownIn) -> str:
    if rule is SchemeRule.PER_CENT:
        return f"{short_number(measure, 2)}%"
    if rule is SchemeRule.BAND or isinstance(kind, KindInUnit):
        return _valued(measure, kind)
    figure = short_number(measure, 6)
    return points(figure) if kind is IndicatorKind.PERCENTAGE else figure
