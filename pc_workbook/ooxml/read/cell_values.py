"""The cells of one sheet as the readers return them, and the dates and times that numbers stand for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple, TypeAlias

from pc_workbook.ooxml.read.areas import Area

Plain: TypeAlias = str | float | bool | date | time | timedelta | None
Position: TypeAlias = tuple[int, int]
"""Row and column, both from 1."""

MOST_CELLS: Final = 50_000_000  # of a sheet, blank ones included: five times those of a national tracker


class ReadCells(NamedTuple):
    """The cells of one sheet.

    `columns[3]` is column C, a pair (codes, values): the value in row r is `values[codes[r - 1]]`. Cells with errors have
    no value.
    """

    columns: Mapping[int, tuple[Sequence[int], Sequence[Plain]]]
    height: int
    errors: Mapping[Position, str]
    percent: frozenset[Position]
    merged: tuple[Area, ...]
    empty_results: frozenset[Position] = frozenset()
    far_away: tuple[Position, ...] = ()  # filled cells too far from all others to be read
    months: frozenset[Position] = frozenset()  # first days of a month that are displayed as the month


FIRST_DAY: Final = datetime(1899, 12, 30)
FIRST_DAY_OF_1904: Final = datetime(1904, 1, 1)
LEAP_BUG_ENDS: Final = 61  # 1 March 1900: from this day Excel agrees with the calendar
LAST_SERIAL: Final = 2_958_466  # 1 January 10000, the first number that is not a date
_DAY: Final = 86_400_000  # milliseconds


def moment(serial: float, first_day: datetime) -> datetime | date | time | float:
    """Return the date and time that a serial number stands for; the number itself where it is out of range.

    >>> moment(42809, FIRST_DAY), moment(42809.5, FIRST_DAY), moment(0.5, FIRST_DAY), moment(-1, FIRST_DAY)
    (datetime.date(2017, 3, 15), datetime.datetime(2017, 3, 15, 12, 0), datetime.time(12, 0), -1)
    """
    if not 0 <= serial < LAST_SERIAL:
        return serial
    from_1900 = first_day == FIRST_DAY
    extra_day = 1 if from_1900 and serial < LEAP_BUG_ENDS - 1 else 0  # Excel counts a 29 February 1900
    try:
        result = first_day + timedelta(days=extra_day, milliseconds=round(serial * _DAY))
    except OverflowError:
        return serial
    if serial < 1:
        return result.time()
    return result.date() if result.time() == time() else result


def elapsed(days: float) -> timedelta | float:
    """Return the elapsed time that a number of days stands for; the number itself where it is too long."""
    try:
        return timedelta(milliseconds=round(days * _DAY))
    except OverflowError:
        return days
