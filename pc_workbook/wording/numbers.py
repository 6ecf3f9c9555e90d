"""Numbers, days and counts in words. Figures are rounded here, where they are told, and nowhere else."""

import re
from datetime import date
from decimal import Decimal

from pc_workbook.model.indicator import IndicatorKind
from pc_workbook.model.period import month_and_year
from pc_workbook.stats.decimals import as_typed, decimals_typed, rounded

MINUS = "\u2212"  # a true minus, as in the tables: a hyphen is not read out, and may be parted from its number
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(value: float | Decimal, decimals: int) -> str:
    """A rounded number in figures, with thousands marked.

    >>> number(27257.777, 1), number(-0.04, 1), number(-0.14, 2)
    ('27,257.8', '0.0', '−0.14')
    """
    figure = rounded(value, decimals)
    return _signed(abs(figure) if figure == 0 else figure)


def short_number(value: float | Decimal, decimals: int) -> str:
    """A rounded number without idle noughts behind the point.

    >>> short_number(5.0, 2), short_number(3.89, 2), short_number(100, 0)
    ('5', '3.89', '100')
    """
    figure = number(value, decimals)
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def exact(value: float) -> str:
    """A number with just the digits it was typed with; of more than six decimals, which nobody types, four are left.

    >>> exact(91.888), exact(100 * 20 / 33)
    ('91.888', '60.6061')
    """
    return _signed((as_typed(value) if decimals_typed(value) <= 6 else rounded(value, 4)).normalize())


def _signed(figure: Decimal) -> str:
    return f"{figure:,f}".replace("-", MINUS)


def percent(value: float, decimals: int = 1) -> str:
    """Percentage points in words: 45.4545 -> '45.5%'."""
    return f"{number(value, decimals)}%"


def points(amount: str) -> str:
    """A number of percentage points: '1 point', '2.1 points'."""
    return f"{amount} {'point' if amount == '1' else 'points'}"


def typed_value(value: float, kind: IndicatorKind) -> str:
    """A value that somebody typed, with its unit: '95%', '0.61'."""
    return f"{exact(value)}%" if kind is IndicatorKind.PERCENTAGE else exact(value)


def quoted(words: str) -> str:
    """Somebody's own words, marked as such; the quotation marks among them become single ones.

    >>> quoted('Retain "Good" rating overall')
    '“Retain ‘Good’ rating overall”'
    """
    inside = re.sub('["“]([^"”]*)["”]', r"‘\1’", words)
    return f"“{inside}”"


def day_words(day: date) -> str:
    """31 December 2016."""
    return f"{day.day} {month_and_year(day)}"


def count_words(count: int) -> str:
    """A small count in words, a larger one in figures: 7 -> 'seven', 33 -> '33'."""
    return SMALL[count] if 0 <= count < len(SMALL) else f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: '1 day', '74 days', '4 practices'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(items: tuple[str, ...] | list[str]) -> str:
    """Things in a row: 'A', 'A and B', 'A, B and C'."""
    return " and ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)
