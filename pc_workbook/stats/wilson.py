"""Wilson's score interval for a proportion: valid for small counts, and never below 0 or above 1."""

from math import sqrt

from pc_workbook.stats.columns import on_columns

Z = {0.95: 1.959963984540054, 0.998: 3.090232306167813}


@on_columns
def wilson_interval(count: float | None, n: float | None, level: float = 0.95) -> tuple[float, float] | None:
    """Return the lower and upper limit of count / n, as proportions from 0 to 1; single values or columns.

    None where the count or n is missing, or n is 0. Raises ValueError where the count is below 0 or above
    n, and for a level other than 0.95 or 0.998.

    Source: E. B. Wilson (1927); the form of PHEindicatormethods 2.1.0, R/Proportions.R.

    >>> low, high = wilson_interval(10, 33)
    >>> round(low, 6), round(high, 6)
    (0.173755, 0.473381)
    >>> wilson_interval(None, 33) is None
    True
    """
    z = z_of(level)
    if count is None or not n:
        return None
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is not a proportion")
    share = count / n
    middle = 2 * count + z * z
    reach = z * sqrt(z * z + 4 * count * (1 - share))
    width = 2 * (n + z * z)
    # Rounding may push a limit past the share itself at 0 and at 1.
    return min(max((middle - reach) / width, 0.0), share), max(min((middle + reach) / width, 1.0), share)


def z_of(level: float) -> float:
    """Return the two-sided normal deviate of a level: 0.95 or 0.998, the levels English public health uses.

    Raises ValueError for any other level.
    """
    if level not in Z:
        raise ValueError(f"level {level} is not one of {', '.join(map(str, Z))}")
    return Z[level]
