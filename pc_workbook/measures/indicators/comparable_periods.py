"""Which periods may be held against each other: those of one kind and one length, and a year with what holds for that year.

Values of trajectories and targets are values of years. Which kind of year is told by the baseline's period, else by the
plan's: with a baseline of 2015/16, "2017" is the financial year 2016/17, which ends in 2017; with one of 2015 it is the
calendar year.
"""

from typing import NamedTuple

from pc_workbook.model.indicator import Indicator
from pc_workbook.model.period import Period, PeriodKind, financial_year_label, financial_year_of
from pc_workbook.model.tracker import Settings

YEARS = (PeriodKind.CALENDAR_YEAR, PeriodKind.FINANCIAL_YEAR)
#: A day and a month tell how things stand when they end, and are held to the level that holds then (decision). A quarter
#: and the months of a year to date are parts of a year's own figure, which is not known yet: they never are.
HELD_TO_A_YEAR = (*YEARS, PeriodKind.DAY, PeriodKind.MONTH)
KIND_WORDS = {
    PeriodKind.DAY: "a day",
    PeriodKind.MONTH: "a month",
    PeriodKind.QUARTER: "a quarter",
    PeriodKind.CALENDAR_YEAR: "a calendar year",
    PeriodKind.FINANCIAL_YEAR: "a financial year",
}
UNSAID = (
    "it is not said whether the plan's years are calendar or financial years: give the baseline its period, or Settings "
    "a plan period"
)


class PlanYear(NamedTuple):
    """The year of the plan that a value belongs to, and why none of its levels holds for that value ('' where they do)."""

    years: tuple[int, ...]  # one; two where the kind of the plan's years decides, and nobody said which they are
    why: str = ""
    is_part: bool = False  # a part of a year


def kind_of_plan_years(indicator: Indicator, settings: Settings) -> PeriodKind | None:
    """Whether an indicator's trajectory and target are of calendar or financial years; None where nothing says so."""
    periods = (indicator.baseline_period, settings.plan_period)
    return next((period.kind for period in periods if period is not None and period.kind in YEARS), None)


def plan_year(period: Period, kind: PeriodKind | None) -> PlanYear:
    """The year of a plan, of one kind of years, that a period belongs to; what a part of a year is not held to is said.

    >>> plan_year(Period.parse("Nov 2017"), PeriodKind.FINANCIAL_YEAR), plan_year(Period.parse("Nov 2017"), None).years
    (PlanYear(years=(2018,), why='', is_part=False), (2017, 2018))
    >>> plan_year(Period.parse("Q3 2017/18"), PeriodKind.FINANCIAL_YEAR).why
    'Q3 2017/18 is a quarter'
    """
    if period.kind in YEARS:
        other = kind is not None and kind is not period.kind
        why = f"{kind_told(period)}, and the plan's years are {kind!s}s" if other else ""
        return PlanYear((period.end.year,), why)
    calendar, financial = period.end.year, financial_year_of(period.end)
    both = tuple(dict.fromkeys((calendar, financial)))
    years = both if kind is None else (calendar if kind is PeriodKind.CALENDAR_YEAR else financial,)
    is_part = period.kind not in HELD_TO_A_YEAR
    return PlanYear(years, kind_told(period) if is_part else "", is_part)


def stands_in(period: Period, kind: PeriodKind | None) -> int:
    """The year of the plan under which a value is shown; where nobody said which kind of years they are, the calendar's."""
    return plan_year(period, kind).years[0]


def year_label(year: int, kind: PeriodKind | None) -> str:
    """A year of the plan in words: 2017, or 2016/17 where its years are financial ones."""
    return financial_year_label(year - 1) if kind is PeriodKind.FINANCIAL_YEAR else str(year)


def kind_told(period: Period) -> str:
    """'Q3 2017/18 is a quarter'."""
    return f"{period.label} is {KIND_WORDS.get(period.kind, f'a period of {period.months} months')}"


def alike(one: Period, other: Period) -> bool:
    """Whether two periods are of one kind and one length.

    >>> alike(Period.parse("2015/16"), Period.parse("2016/17")), alike(Period.parse("2015/16"), Period.parse("2016"))
    (True, False)
    """
    return one.kind is other.kind and one.months == other.months


def not_comparable(one: Period | None, other: Period | None) -> str:
    """Why the values of two periods are neither better nor worse than each other; '' where they may be compared.

    Periods that are alike may; so may a day or a month, which tell how things stand when they end, with each other and with
    a year (decision). A quarter, or the year to date, is compared with its like alone, and no kind of year with the other.

    >>> not_comparable(Period.parse("Jan 2017"), Period.parse("2015/16"))
    ''
    >>> not_comparable(Period.parse("Q1 2017/18"), Period.parse("2016/17"))
    'Q1 2017/18 is a quarter, 2016/17 is a financial year'
    """
    kinds = {period.kind for period in (one, other) if period is not None}
    at_their_end = kinds & {PeriodKind.DAY, PeriodKind.MONTH} and kinds <= set(HELD_TO_A_YEAR)
    return "" if at_their_end else not_alike(one, other)


def not_alike(one: Period | None, other: Period | None) -> str:
    """Why two periods can't be held against each other; '' where they can, or one of them is not known.

    >>> not_alike(Period.parse("Jan 2017"), Period.parse("2015/16"))
    'January 2017 is a month, 2015/16 is a financial year'
    """
    if one is None or other is None or alike(one, other):
        return ""
    return f"{kind_told(one)}, {kind_told(other)}"
