"""The signed gap between a value and its reference: + is better, whichever way better is."""

from pc_workbook.model.indicator import Direction
from pc_workbook.stats.columns import on_columns
from pc_workbook.stats.decimals import as_typed


@on_columns
def target_gap(value: float | None, reference: float | None, direction: Direction | None) -> float | None:
    """Return how much better (+) or worse (-) a value is than its reference, in their unit; single values or columns.

    None where either is missing, or where no direction says which way is better. The difference is that of
    the decimal numbers as typed: 91.11 from 95 is -3.89, not -3.8900000000000006.

    >>> target_gap(0.47, 0.61, Direction.HIGHER), target_gap(5, 0, Direction.LOWER)
    (-0.14, -5.0)
    >>> target_gap([80, None], 85, Direction.HIGHER)
    [-5.0, None]
    """
    if value is None or reference is None or direction not in (Direction.HIGHER, Direction.LOWER):
        return None
    above = as_typed(value) - as_typed(reference)
    return float(above if direction is Direction.HIGHER else -above)
