"""When the steps and the target of an indicator's plan apply: by years of the plan, or by periods of any other kind.

A year typed under Year or Target year is a year of the plan. The baseline's period, else the plan's, says which kind of
year: with a baseline of 2015/16, "2017" is the financial year 2016/17, which ends in 2017; with one of 2015 it is the
calendar year.
"""

from pc_workbook.model.indicator import Indicator
from pc_workbook.model.period import Period, PeriodKind
from pc_workbook.model.tracker import Settings

YEARS = (PeriodKind.CALENDAR_YEAR, PeriodKind.FINANCIAL_YEAR)


def kind_of_plan_years(indicator: Indicator, settings: Settings) -> PeriodKind | None:
    """Return whether an indicator's plan is of calendar or financial years; None where nothing says so."""
    periods = (indicator.baseline_period, settings.plan_period)
    return next((period.kind for period in periods if period is not None and period.kind in YEARS), None)


def year_of_plan(period: Period | None, kind: PeriodKind | None) -> int | None:
    """Return the year of the plan that a period is; None where it is not a whole year of that kind.

    >>> year_of_plan(Period.parse("2016/17"), PeriodKind.FINANCIAL_YEAR)
    2017
    >>> year_of_plan(Period.parse("2016/17"), PeriodKind.CALENDAR_YEAR) is None
    True
    """
    return period.end.year if period is not None and period.kind in YEARS and period.kind is kind else None


def target_year_of(indicator: Indicator, settings: Settings) -> int | None:
    """Return the year of the plan from which an indicator's target applies; None where it applies to other periods."""
    if indicator.target_period is None:
        return indicator.target_year
    return year_of_plan(indicator.target_period, kind_of_plan_years(indicator, settings))


def target_step_of(indicator: Indicator, settings: Settings) -> Period | None:
    """Return the period from which an indicator's target applies, where it is no year of the plan; else None."""
    return None if target_year_of(indicator, settings) is not None else indicator.target_period
