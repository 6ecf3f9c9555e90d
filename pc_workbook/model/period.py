"""Periods: the stretch of time that a value is for, with its kind.

"2015" is a calendar year, "2015/16" a financial year (1 April to 31 March), "Nov 2015" a month,
"Q3 2016/17" a quarter of the financial year, "15/03/2017" one day, "Apr-Nov 2017" several months, such as the year to
date. In numeric dates the day comes before the month, always.
"""

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS = {word.lower(): n for n, name in enumerate(MONTH_NAMES, 1) for word in (name, name[:3])} | {"sept": 9}

FIRST_MONTH = 4  # of a financial year


class PeriodKind(StrEnum):
    """The kind of a period: its length and start."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    CALENDAR_YEAR = "calendar year"
    FINANCIAL_YEAR = "financial year"
    MONTHS = "several months"  # the year to date, half a year, 12 months that are not a calendar or financial year

    @property
    def is_short(self) -> bool:
        """Return whether staff figures of such a period are a snapshot, as in releases, rather than a mean of a year."""
        return self in (PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER)


class Period(BaseModel):
    """A period that a value is for; made by `Period.parse`, shown as `label`.

    >>> Period.parse("2015/16").start, Period.parse("2015/16").end
    (datetime.date(2015, 4, 1), datetime.date(2016, 3, 31))
    >>> Period.parse("Sept. 2016").label
    'September 2016'
    """

    model_config = ConfigDict(frozen=True)

    kind: PeriodKind
    start: date
    end: date

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, given: Any) -> Any:
        return given if isinstance(given, dict) else cls._bounds(given)

    @classmethod
    def parse(cls, text: str | int | float | date) -> "Period":
        """Return the period that a text, a year or a day means. Raises ValueError where it means none."""
        return _parse(text) if not isinstance(text, date) else _made(PeriodKind.DAY, text, text)

    @classmethod
    def _bounds(cls, text: Any) -> dict[str, Any]:
        if isinstance(text, Period):
            return {"kind": text.kind, "start": text.start, "end": text.end}
        period = cls.parse(text)
        return {"kind": period.kind, "start": period.start, "end": period.end}

    @property
    def label(self) -> str:
        """Return the period as text: 2015, 2015/16, November 2015, Q3 2016/17, 15 March 2017, April to November 2017."""
        match self.kind:
            case PeriodKind.CALENDAR_YEAR:
                return str(self.start.year)
            case PeriodKind.FINANCIAL_YEAR:
                return financial_year_label(self.start.year)
            case PeriodKind.MONTH:
                return month_and_year(self.start)
            case PeriodKind.QUARTER:
                year = financial_year_label(financial_year_of(self.start) - 1)
                return f"Q{(self.start.month - 4) % 12 // 3 + 1} {year}"
            case PeriodKind.MONTHS:
                same_year = self.start.year == self.end.year
                first = MONTH_NAMES[self.start.month - 1] if same_year else month_and_year(self.start)
                return f"{first} to {month_and_year(self.end)}"
            case _:
                return f"{self.start.day} {month_and_year(self.start)}"

    @property
    def year(self) -> int:
        """Return the year it ends in: 2017 for the financial year 2016/17, which ends in March 2017."""
        return self.end.year

    @property
    def months(self) -> int:
        """Return how many months it covers; 0 for a day.

        >>> Period.parse("2016/17").months, Period.parse("Apr-Nov 2017").months, Period.parse("15/03/2017").months
        (12, 8, 0)
        """
        if self.kind is PeriodKind.DAY:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


def financial_year_label(first: int) -> str:
    """Return the label of the financial year that begins in a year: 2015 gives "2015/16"."""
    return f"{first}/{(first + 1) % 100:02d}"


def financial_year_of(day: date) -> int:
    """Return the year in which the financial year of a day ends.

    >>> financial_year_of(date(2017, 3, 31)), financial_year_of(date(2017, 4, 1))
    (2017, 2018)
    """
    return day.year + (day.month >= FIRST_MONTH)


def month_and_year(day: date) -> str:
    """Return the month and year of a day in English, whatever the computer's language: "November 2015"."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def last_day_of_month(year: int, month: int) -> date:
    """Return the last day of a month: 2016 and 12 give 31 December 2016."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@lru_cache(maxsize=4096)
def _parse(text: str | int | float) -> Period:
    words = str(int(text)) if isinstance(text, float) and text.is_integer() else str(text)
    words = " ".join(words.strip().strip(".").split()).replace("–", "-")
    if any(map(str.isdecimal, words)):
        for pattern, make in _FROM_A_DIGIT if words[0].isdecimal() else _FROM_A_LETTER:
            if match := re.fullmatch(pattern, words):
                return _made(*make(*match.groups()))
    raise ValueError(f"{words!r} is not a period")


def _made(kind: PeriodKind, start: date, end: date) -> Period:
    return Period.model_construct(kind=kind, start=start, end=end)  # the parts are valid already


def _calendar_year(year: str) -> tuple[PeriodKind, date, date]:
    return PeriodKind.CALENDAR_YEAR, date(int(year), 1, 1), date(int(year), 12, 31)


def _financial_year(first: str, second: str) -> tuple[PeriodKind, date, date]:
    year = int(first)
    if int(second[-2:]) != (year + 1) % 100:
        raise ValueError(f"{first}/{second} is not two consecutive years")
    return PeriodKind.FINANCIAL_YEAR, date(year, 4, 1), date(year + 1, 3, 31)


def _month(name: str, year: str) -> tuple[PeriodKind, date, date]:
    number = MONTHS.get(name.lower().rstrip("."))
    if number is None:
        raise ValueError(f"{name!r} is not a month")
    full = _full_year(year)
    return PeriodKind.MONTH, date(full, number, 1), last_day_of_month(full, number)


def _full_year(year: str) -> int:
    """Return a year in four digits; two digits from 51 up are of the last century: practices opened in 74."""
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) > 50 else 2000)


def _quarter(quarter: str, first: str, second: str) -> tuple[PeriodKind, date, date]:
    _, start, _ = _financial_year(first, second)
    month = start.month + 3 * (int(quarter) - 1)
    year = start.year + (month - 1) // 12
    month = (month - 1) % 12 + 1
    end_month, end_year = (month + 2, year)
    return PeriodKind.QUARTER, date(year, month, 1), last_day_of_month(end_year, end_month)


def _day(day: str, month: str, year: str) -> tuple[PeriodKind, date, date]:
    number = int(month) if month.isdigit() else MONTHS.get(month.lower().rstrip("."), 0)
    that = date(_full_year(year), number, int(day))
    return PeriodKind.DAY, that, that


def _iso_day(year: str, month: str, day: str) -> tuple[PeriodKind, date, date]:
    return _day(day, month, year)


def _several_months(first: str, year: str | None, last: str, end_year: str) -> tuple[PeriodKind, date, date]:
    """Return a range of months; one that makes up a year, a quarter or a month has that kind."""
    _, end_start, end = _month(last, end_year)
    _, start, _ = _month(first, year or end_year)
    if year is None and start > end:
        raise ValueError(f"{first} to {last} {end_year}: the year it begins in is missing")
    return _month_range(start, end_start, end)


def _year_to_date(last: str, year: str) -> tuple[PeriodKind, date, date]:
    """Return the months from the first day of the financial year."""
    _, end_start, end = _month(last, year)
    return _month_range(date(financial_year_of(end) - 1, FIRST_MONTH, 1), end_start, end)


def _twelve_months(last: str, year: str) -> tuple[PeriodKind, date, date]:
    _, end_start, end = _month(last, year)
    return _month_range(date(end.year - 1, end.month, 1) + timedelta(days=31), end_start, end)


def _quarters(first: str, last: str, year: str, second: str) -> tuple[PeriodKind, date, date]:
    start, (_, end_start, end) = _quarter(first, year, second)[1], _quarter(last, year, second)
    return _month_range(start, end_start, end)


def _half(half: str, year: str, second: str) -> tuple[PeriodKind, date, date]:
    return _quarters(*(("1", "2") if half == "1" else ("3", "4")), year, second)


def _month_range(start: date, last_month: date, end: date) -> tuple[PeriodKind, date, date]:
    start = start.replace(day=1)
    if start > last_month:
        raise ValueError("the period ends before it begins")
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 12 and start.month in (1, FIRST_MONTH):
        return (PeriodKind.CALENDAR_YEAR if start.month == 1 else PeriodKind.FINANCIAL_YEAR), start, end
    if months == 3 and start.month % 3 == 1:
        return PeriodKind.QUARTER, start, end
    return (PeriodKind.MONTH if months == 1 else PeriodKind.MONTHS), start, end


_TWELVE_MONTHS = (r"(?i)(?:12|twelve) months (?:to|ending) ([a-z]{3,9}\.?) ((?:19|20)\d\d)", _twelve_months)
_FROM_A_DIGIT = (  # compiled when first tried: most trackers use two or three of these forms
    (r"((?:19|20)\d\d)", _calendar_year),
    (r"((?:19|20)\d\d) ?[/-] ?((?:20)?\d\d)", _financial_year),
    (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d\d(?:\d\d)?)", _day),
    (r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}\.?),? (\d{4})", _day),
    (r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?", _iso_day),
    _TWELVE_MONTHS,
)
_FROM_A_LETTER = (
    (r"(?i)Q([1-4]),? ((?:19|20)\d\d) ?[/-] ?((?:20)?\d\d)", _quarter),
    (r"([A-Za-z]{3,9}\.?)[ -]((?:19|20)?\d\d)", _month),
    (r"(?i)([a-z]{3,9}\.?)(?: ((?:19|20)\d\d))?(?: ?- ?| to )([a-z]{3,9}\.?) ((?:19|20)\d\d)", _several_months),
    (r"(?i)(?:YTD|year to date),?(?: to)? ([a-z]{3,9}\.?) ((?:19|20)\d\d)", _year_to_date),
    (r"(?i)([a-z]{3,9}\.?) ((?:19|20)\d\d),? (?:YTD|year to date)", _year_to_date),
    (r"(?i)Q([1-4]) ?(?:-|to) ?Q([1-4]),? ((?:19|20)\d\d) ?[/-] ?((?:20)?\d\d)", _quarters),
    (r"(?i)H([12]),? ((?:19|20)\d\d) ?[/-] ?((?:20)?\d\d)", _half),
    _TWELVE_MONTHS,
)


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one day to a later one; negative where it is earlier."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)
