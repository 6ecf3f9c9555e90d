"""An interval compared with a comparator: better, worse or similar."""

from pc_workbook.model.indicator import Direction
from pc_workbook.stats.columns import on_columns


@on_columns
def compare_with_comparator(
    lower: float | None, upper: float | None, comparator: float | None, direction: Direction | None
) -> str:
    """Return "better" or "worse" where the whole interval is on one side of the comparator, else "similar".

    "not compared" where a limit, the comparator or a direction is missing. Single values or columns; all values in the same
    unit. Source: the method of Fingertips (OHID).

    >>> compare_with_comparator(53.1, 88.8, 50, Direction.HIGHER), compare_with_comparator(17.4, 47.3, 50, Direction.HIGHER)
    ('better', 'worse')
    >>> compare_with_comparator(29.9, 70.1, 50, Direction.HIGHER), compare_with_comparator(None, 70.1, 50, Direction.HIGHER)
    ('similar', 'not compared')
    """
    if lower is None or upper is None or comparator is None or direction in (None, Direction.NEUTRAL):
        return "not compared"
    if lower <= comparator <= upper:
        return "similar"
    return "better" if (lower > comparator) == (direction is Direction.HIGHER) else "worse"
