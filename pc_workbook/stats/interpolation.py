"""A straight line between two values, one point a step: v0 + (v1 - v0) i / k."""

from pc_workbook.stats.decimals import as_typed


def point_on_line(first: float, last: float, step: int, steps: int) -> float:
    """The value after `step` of `steps` equal steps from `first` to `last`; 0 <= step <= steps, else ValueError.

    Worked in decimals as typed, unrounded, so that the line runs through both ends exactly.

    >>> point_on_line(91.11, 95, 1, 5)
    91.888
    """
    if steps < 1 or not 0 <= step <= steps:
        raise ValueError(f"step {step} of {steps} is on no line")
    start, end = as_typed(first), as_typed(last)
    return float(start + (end - start) * step / steps)


def straight_line(first: float, last: float, steps: int) -> tuple[float, ...]:
    """The `steps + 1` values from `first` to `last`, both included. Needs at least one step, else ValueError.

    >>> straight_line(91.11, 95, 5)
    (91.11, 91.888, 92.666, 93.444, 94.222, 95.0)
    """
    return tuple(point_on_line(first, last, step, steps) for step in range(max(steps, 0) + 1))
