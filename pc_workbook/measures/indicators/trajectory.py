"""The trajectory from a baseline to a target, a year at a time.

A year without an agreed value has none. A straight line offers one, always marked "derived, not agreed"; an agreed
value is compared with that line.
"""

from decimal import ROUND_DOWN, Decimal
from math import isclose

from pc_workbook.measures.indicators.reason_codes import Line
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.model.target import TrajectoryStatus
from pc_workbook.stats.columns import on_columns
from pc_workbook.stats.decimals import as_typed, decimals_typed, rounded
from pc_workbook.stats.interpolation import point_on_line

MOST_DECIMALS = 3  # of a cut value that a reader can follow
DERIVED = TrajectoryStatus.DERIVED.value[0].lower() + TrajectoryStatus.DERIVED.value[1:]


@on_columns
def linear_value(start: float | None, start_year: int, end: float | None, end_year: int, year: int) -> float | None:
    """Return the value of a year on the line from (start_year, start) to (end_year, end): v0 + (v1 - v0) i / k.

    Single values or columns. None where either end is missing, the years are not in order, or the year lies
    outside them. Unrounded.

    >>> linear_value(91.11, 2016, 95, 2021, [2017, 2018, 2019, 2020, 2021])
    [91.888, 92.666, 93.444, 94.222, 95.0]
    """
    if start is None or end is None or not start_year <= year <= end_year or start_year == end_year:
        return None
    return point_on_line(start, end, year - start_year, end_year - start_year)


def compared_with_line(typed: float, line: float | None) -> Reason | None:
    """Return how an agreed yearly value differs from the straight line; None where it is on it or there is no line.

    >>> compared_with_line(91.88, 91.888).code, compared_with_line(93.44, 93.444).code
    (<Line.CUT_SHORT: 'cut_short'>, <Line.ROUNDED: 'rounded'>)
    """
    if line is None or isclose(typed, line, rel_tol=1e-12, abs_tol=1e-9):
        return None
    decimals = decimals_typed(typed)
    if rounded(line, decimals) == as_typed(typed):
        return reason(Line.ROUNDED, typed=typed, line=line)
    # With more decimals than are shown, or with none, a reader can't see what was cut.
    is_cut = 0 < decimals < MOST_DECIMALS and _cut(line, decimals) == as_typed(typed)
    return reason(Line.CUT_SHORT if is_cut else Line.DIFFERS, typed=typed, line=line)


def _cut(value: float, decimals: int) -> Decimal:
    return as_typed(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)
