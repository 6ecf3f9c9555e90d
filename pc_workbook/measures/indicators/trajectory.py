"""The way from a baseline to a target, a year at a time.

A year without an agreed value has none. A straight line offers one, always marked "derived, not agreed";
where people typed a value, it is told how far that lies from the line.
"""

from decimal import ROUND_DOWN, Decimal
from math import isclose

from pc_workbook.model.target import TrajectoryStatus
from pc_workbook.stats.columns import on_columns
from pc_workbook.stats.decimals import as_typed, decimals_typed, rounded
from pc_workbook.stats.interpolation import point_on_line
from pc_workbook.wording.numbers import short_number

MOST_DECIMALS = 3
DERIVED = TrajectoryStatus.DERIVED.value[0].lower() + TrajectoryStatus.DERIVED.value[1:]


@on_columns
def linear_value(start: float | None, start_year: int, end: float | None, end_year: int, year: int) -> float | None:
    """The value of a year on the straight line from (start_year, start) to (end_year, end); v0 + (v1 - v0) i / k.

    Single values or columns. None where either end is missing, the years are not in order, or the year lies
    outside them. Unrounded.

    >>> linear_value(91.11, 2016, 95, 2021, [2017, 2018, 2019, 2020, 2021])
    [91.888, 92.666, 93.444, 94.222, 95.0]
    """
    if start is None or end is None or not start_year <= year <= end_year or start_year == end_year:
        return None
    return point_on_line(start, end, year - start_year, end_year - start_year)


def compared_with_line(typed: float, line: float | None) -> str:
    """How a typed year stands to the straight line; '' where it lies on it or there is no line.

    The line is told to three decimals at most: its own digits may have no end.

    >>> compared_with_line(91.88, 91.888)
    'differs from linear by 0.008 (91.888 cut short; rounding gives 91.89)'
    >>> compared_with_line(93.44, 93.444)
    'linear 93.444, rounded'
    """
    if line is None or isclose(typed, line, rel_tol=1e-12, abs_tol=1e-9):
        return ""
    decimals, straight = decimals_typed(typed), short_number(line, MOST_DECIMALS)
    round_value = rounded(line, decimals)
    if round_value == as_typed(typed):
        return f"linear {straight}, rounded"
    difference = f"differs from linear by {_difference(typed, line)}"
    # Beyond the decimals that are told, or without any, nobody could see what was cut.
    cut = 0 < decimals < MOST_DECIMALS and _cut(line, decimals) == as_typed(typed)
    return f"{difference} ({straight} cut short; rounding gives {round_value})" if cut else difference


def _difference(typed: float, line: float) -> str:
    away = rounded(abs(as_typed(line) - as_typed(typed)), MOST_DECIMALS)
    return short_number(away, MOST_DECIMALS) if away else f"less than {Decimal(1).scaleb(-MOST_DECIMALS)}"


def _cut(value: float, decimals: int) -> Decimal:
    return as_typed(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)
