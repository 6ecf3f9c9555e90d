"""Linear interpolation between two values in equal steps: v0 + (v1 - v0) i / k."""

from pc_workbook.stats.decimals import as_typed


def point_on_line(first: float, last: float, step: int, steps: int) -> float:
    """Return the value after `step` of `steps` equal steps from `first` to `last`, unrounded.

    Calculated in decimals as typed, so that both ends are exact. Raises ValueError unless 0 <= step <= steps and steps >= 1.

    >>> point_on_line(91.11, 95, 1, 5)
    91.888
    """
    if steps < 1:
        raise ValueError(f"a line of {steps} steps is not possible: at least 1 is needed")
    if not 0 <= step <= steps:
        raise ValueError(f"step {step} is not from 0 to {steps}")
    start, end = as_typed(first), as_typed(last)
    return float(start + (end - start) * step / steps)


def straight_line(first: float, last: float, steps: int) -> tuple[float, ...]:
    """Return the `steps + 1` values from `first` to `last`, both included. Raises ValueError for fewer than 1 step.

    >>> straight_line(91.11, 95, 5)
    (91.11, 91.888, 92.666, 93.444, 94.222, 95.0)
    """
    return tuple(point_on_line(first, last, step, steps) for step in range(max(steps, 0) + 1))
