"""Formats of numbers, dates, counts and lists. Figures are rounded here, for display, and nowhere else."""

import re
from datetime import date
from decimal import Decimal

from pc_workbook.model.indicator import IndicatorKind, ShownIn
from pc_workbook.model.period import PeriodKind, month_and_year
from pc_workbook.stats.decimals import exact_decimal, rounded

MINUS = "\u2212"  # screen readers skip a hyphen, and a line may break after one
YES, NO = "Yes", "No"
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
#: What values or steps are for, by the kind of their periods.
PERIODS_OF_KIND = {
    PeriodKind.DAY: "days",
    PeriodKind.MONTH: "months",
    PeriodKind.QUARTER: "quarters",
    PeriodKind.HALF_YEAR: "half-years",
    PeriodKind.CALENDAR_YEAR: "calendar years",
    PeriodKind.FINANCIAL_YEAR: "financial years",
    PeriodKind.TWELVE_MONTHS: "rolling 12 months",
    PeriodKind.YEAR_TO_DATE: "the year to date",
    PeriodKind.POOLED_CALENDAR_YEARS: "several calendar years together",
    PeriodKind.POOLED_FINANCIAL_YEARS: "several financial years together",
    PeriodKind.MONTHS: "other numbers of months",
}


def number(value: float | Decimal, decimals: int) -> str:
    """Return a rounded number with thousands separators.

    >>> number(27257.777, 1), number(-0.04, 1), number(-0.14, 2)
    ('27,257.8', '0.0', '−0.14')
    """
    figure = rounded(value, decimals)
    return _signed(abs(figure) if figure == 0 else figure)


def short_number(value: float | Decimal, decimals: int) -> str:
    """Return a rounded number without trailing zeros.

    >>> short_number(5.0, 2), short_number(3.89, 2), short_number(100, 0)
    ('5', '3.89', '100')
    """
    figure = number(value, decimals)
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def exact(value: float) -> str:
    """Return a number with the digits it was typed with; one with more than six decimals is rounded to four.

    >>> exact(91.888), exact(100 * 20 / 33)
    ('91.888', '60.6061')
    """
    return _signed(exact_decimal(value))


def _signed(figure: Decimal) -> str:
    return f"{figure:,f}".replace("-", MINUS)


def percent(value: float, decimals: int = 1) -> str:
    """Return percentage points as a percentage: 45.4545 gives "45.5%"."""
    return f"{number(value, decimals)}%"


def points(amount: str) -> str:
    """Return a number of percentage points with its noun: "1 point", "2.1 points"."""
    return f"{amount} {'point' if amount == '1' else 'points'}"


def typed_value(value: float, kind: ShownIn) -> str:
    """Return a typed value with its unit: "95%", "0.61", "£1.2m", "12 days", "Yes"."""
    if kind is IndicatorKind.YES_NO or not isinstance(kind, IndicatorKind):
        from pc_workbook.wording import kinds  # few trackers have such values

        return kinds.in_unit(value, kind) if not isinstance(kind, IndicatorKind) else kinds.answer_words(value)
    return f"{exact(value)}%" if kind is IndicatorKind.PERCENTAGE else exact(value)


def quoted(words: str) -> str:
    """Return a quotation in double quotation marks; those inside it become single.

    >>> quoted('Retain "Good" rating overall')
    '“Retain ‘Good’ rating overall”'
    """
    inside = re.sub('["“]([^"”]*)["”]', r"‘\1’", words)
    return f"“{inside}”"


def day_words(day: date) -> str:
    """Return a day in words: "31 December 2016"."""
    return f"{day.day} {month_and_year(day)}"


def as_at_words(day: date | None) -> str:
    """Return the end of a title: ", as at 31 December 2016"; "" without a day."""
    return f", as at {day_words(day)}" if day else ""


def day_range(first: date, last: date) -> str:
    """Return a range of days in words, a single day once: "1 May 2016 to 9 May 2016"."""
    return day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"


def is_or_are(count: int) -> str:
    """Return the verb that agrees with a count."""
    return "is" if count == 1 else "are"


def has_or_have(count: int) -> str:
    """Return the verb that agrees with a count."""
    return "has" if count == 1 else "have"


def count_words(count: int) -> str:
    """Return a count up to ten in words, a larger one in digits: "seven", "33"."""
    return SMALL[count] if 0 <= count < len(SMALL) else f"{count:,}"


def counted(count: int, noun: str, many: str = "") -> str:
    """Return a count with its noun: "1 day", "74 days", "4 practices"; `many` is an irregular plural."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def listed(items: tuple[str, ...] | list[str]) -> str:
    """Return items as a list in a sentence: "A", "A and B", "A, B and C"."""
    return " and ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)
