"""Which periods may be compared: those of one kind and length, and a value with the level of its own year.

The years are those of the plan: see model/plan_steps.py.
"""

from typing import NamedTuple

from pc_workbook.measures.indicators.reason_codes import Why
from pc_workbook.measures.reasons import Reason, reason
from pc_workbook.model.period import FIRST_MONTH, Period, PeriodKind, financial_year_of
from pc_workbook.model.plan_steps import YEARS

#: A value of a day or a month is the state at its end and is compared with the level of that time (decision). A quarter
#: and a year to date are parts of a year's own figure, which is not known yet, and are not compared with it.
COMPARED_WITH_A_YEAR = (*YEARS, PeriodKind.DAY, PeriodKind.MONTH)


class PlanYear(NamedTuple):
    """The year of the plan that a value belongs to, and why its levels don't apply to the value (None where they do)."""

    kind: PeriodKind | None  # of the plan's years; None where nothing says so
    years: tuple[int, ...]  # one; two where the kind of the plan's years decides and is not known
    why: Reason | None = None
    is_part: bool = False  # the value is of a part of a year


def plan_year(period: Period, kind: PeriodKind | None, first_month: int = FIRST_MONTH) -> PlanYear:
    """Return the year that a period belongs to in a plan of one kind of years. Financial ones begin in `first_month`.

    >>> month, quarter = Period.parse("Nov 2017"), Period.parse("Q3 2017/18")
    >>> plan_year(month, PeriodKind.FINANCIAL_YEAR).years, plan_year(month, None).years
    ((2018,), (2017, 2018))
    >>> plan_year(quarter, PeriodKind.FINANCIAL_YEAR).is_part
    True
    """
    if period.kind in YEARS:
        differs = kind is not None and kind is not period.kind
        why = reason(Why.OTHER_KIND_OF_YEAR, period=period, kind=kind) if differs else None
        return PlanYear(kind, (period.end.year,), why)
    calendar, financial = period.end.year, financial_year_of(period.end, first_month)
    both = tuple(dict.fromkeys((calendar, financial)))
    years = both if kind is None else (calendar if kind is PeriodKind.CALENDAR_YEAR else financial,)
    is_part = period.kind not in COMPARED_WITH_A_YEAR
    return PlanYear(kind, years, reason(Why.PART_OF_YEAR, period=period) if is_part else None, is_part)


def plan_year_shown(period: Period, kind: PeriodKind | None, first_month: int = FIRST_MONTH) -> int:
    """Return the year of the plan under which a value is shown: the calendar year where the kind is not known."""
    return plan_year(period, kind, first_month).years[0]


def alike(first: Period, second: Period) -> bool:
    """Return whether two periods are of one kind and one length.

    >>> alike(Period.parse("2015/16"), Period.parse("2016/17")), alike(Period.parse("2015/16"), Period.parse("2016"))
    (True, False)
    """
    return first.kind is second.kind and first.months == second.months


def not_comparable(first: Period | None, second: Period | None) -> Reason | None:
    """Return why the values of two periods are neither better nor worse than each other; None where they compare.

    Periods that are alike compare; so do a day or a month, which are states at their end, with each other and with a year
    (decision). So do any 12 months with a year, because a rolling year becomes one every 12 months. A quarter, or the year to
    date, compares with its like alone, and no kind of year with the other.

    >>> not_comparable(Period.parse("Jan 2017"), Period.parse("2015/16")) is None
    True
    >>> not_comparable(Period.parse("Q1 2017/18"), Period.parse("2016/17")).code
    <Why.UNLIKE_PERIODS: 'unlike_periods'>
    """
    kinds = {period.kind for period in (first, second) if period is not None}
    at_their_end = kinds & {PeriodKind.DAY, PeriodKind.MONTH} and kinds <= set(COMPARED_WITH_A_YEAR)
    is_rolling = PeriodKind.TWELVE_MONTHS in kinds and kinds <= {PeriodKind.TWELVE_MONTHS, *YEARS}
    return None if at_their_end or is_rolling else not_alike(first, second)


def not_alike(first: Period | None, second: Period | None) -> Reason | None:
    """Return why two periods are unlike; None where they are alike, or one of them is not known."""
    if first is None or second is None or alike(first, second):
        return None
    return reason(Why.UNLIKE_PERIODS, first=first, second=second)
