"""The signed distance of a value from what it is held to: + is better, whichever way better lies."""

from decimal import Decimal

from pc_workbook.model.indicator import Direction, IndicatorKind
from pc_workbook.stats.columns import on_columns
from pc_workbook.stats.decimals import as_typed, decimals_of, decimals_typed, rounded
from pc_workbook.wording.numbers import MINUS, number, points, short_number, typed_value

USUAL_DECIMALS, MOST_DECIMALS = 2, 6


@on_columns
def target_gap(value: float | None, reference: float | None, direction: Direction | None) -> float | None:
    """How much better (+) or worse (-) a value is than its reference, in their unit; single values or columns.

    None where either is missing, or where no direction says which way is better. The difference is that of
    the decimal numbers as typed: 91.11 from 95 is -3.89, not -3.8900000000000006.

    >>> target_gap(0.47, 0.61, Direction.HIGHER), target_gap(5, 0, Direction.LOWER)
    (-0.14, -5.0)
    >>> target_gap([80, None], 85, Direction.HIGHER)
    [-5.0, None]
    """
    if value is None or reference is None or direction in (None, Direction.NEUTRAL):
        return None
    above = as_typed(value) - as_typed(reference)
    return float(above if direction is Direction.HIGHER else -above)


def gap_words(value: float, reference: float, kind: IndicatorKind, to: str, decimals: int | None = None) -> str:
    """Where a value lies by its reference: '3.89 points below the national standard (95%)'.

    Rates have no points; they tell the signed distance and its share of the reference. `decimals` are the indicator's.

    >>> gap_words(91.11, 95, IndicatorKind.PERCENTAGE, "the national standard")
    '3.89 points below the national standard (95%)'
    >>> gap_words(0.47, 0.61, IndicatorKind.RATE, "England, 2015")
    '0.14 below England, 2015 (−0.14, 23.0% of 0.61)'
    >>> gap_words(1.160, 1.161, IndicatorKind.RATE, "the target", 3)
    '0.001 below the target (−0.001, 0.1% of 1.161)'
    """
    above = as_typed(value) - as_typed(reference)
    level = _level(reference, kind, decimals)
    if not above:
        return f"level with {to} ({level})"
    side = "above" if above > 0 else "below"
    amount = _amount(abs(above), kind, decimals)
    place = f"{points(amount) if kind is IndicatorKind.PERCENTAGE else amount} {side} {to}"
    if kind is IndicatorKind.PERCENTAGE or not reference:
        return f"{place} ({level})"
    return f"{place} ({'+' if above > 0 else MINUS}{amount}, {_relative(above, reference)} of {level})"


def _level(reference: float, kind: IndicatorKind, decimals: int | None) -> str:
    """A reference as typed; of an indicator with more than two decimals with all of them."""
    if decimals is None or not decimals_typed(reference) < decimals > USUAL_DECIMALS:
        return typed_value(reference, kind)
    return f"{number(reference, decimals)}{'%' if kind is IndicatorKind.PERCENTAGE else ''}"


def _amount(away: Decimal, kind: IndicatorKind, decimals: int | None) -> str:
    """A distance to the indicator's decimals; to two where it was typed or worked out with more, and to as many as show
    that it is none of 0.
    """
    shown = USUAL_DECIMALS if decimals is None else decimals
    if decimals_of(away) > shown:
        shown = max(shown, USUAL_DECIMALS)
    while not rounded(away, shown) and shown < MOST_DECIMALS:
        shown += 1
    if not rounded(away, shown):
        return f"less than {Decimal(1).scaleb(-MOST_DECIMALS):f}"
    return short_number(away, shown) if kind is IndicatorKind.PERCENTAGE else number(away, shown)


def _relative(above: Decimal, reference: float) -> str:
    share = abs(above / as_typed(reference)) * 100
    return f"{number(share, 1)}%" if rounded(share, 1) else "less than 0.1%"
