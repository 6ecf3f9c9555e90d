"""The signed distance of a value from what it is held to: + is better, whichever way better lies."""

from pc_workbook.measures.wording import MINUS, number, points, short_number, typed_value
from pc_workbook.model.indicator import Direction, IndicatorKind
from pc_workbook.stats.columns import on_columns
from pc_workbook.stats.decimals import as_typed, rounded


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


def gap_words(value: float, reference: float, kind: IndicatorKind, to: str) -> str:
    """Where a value lies by its reference: '3.89 points below the national standard (95%)'.

    Rates have no points; they tell the signed distance and its share of the reference.

    >>> gap_words(91.11, 95, IndicatorKind.PERCENTAGE, "the national standard")
    '3.89 points below the national standard (95%)'
    >>> gap_words(0.47, 0.61, IndicatorKind.RATE, "England, 2015")
    '0.14 below England, 2015 (−0.14, 23.0% of 0.61)'
    """
    above = as_typed(value) - as_typed(reference)
    level = typed_value(reference, kind)
    if not above:
        return f"level with {to} ({level})"
    side = "above" if above > 0 else "below"
    place = f"{_distance(value, reference, kind)} {side} {to}"
    if kind is IndicatorKind.PERCENTAGE or not reference:
        return f"{place} ({level})"
    relative = number(abs(above / as_typed(reference)) * 100, 1)
    return f"{place} ({'+' if above > 0 else MINUS}{_amount(value, reference, kind)}, {relative}% of {level})"


def _distance(value: float, reference: float, kind: IndicatorKind) -> str:
    amount = _amount(value, reference, kind)
    return points(amount) if kind is IndicatorKind.PERCENTAGE else amount


def _amount(value: float, reference: float, kind: IndicatorKind) -> str:
    """The distance to two decimals, but never as a false nought."""
    away = abs(as_typed(value) - as_typed(reference))
    if not rounded(away, 2):
        return "less than 0.01"
    return short_number(away, 2) if kind is IndicatorKind.PERCENTAGE else number(away, 2)
