"""Periods: the stretch of time that a value is for, with its kind.

"2015" is a calendar year, "2015/16" a financial year, "Nov 2015" a month, "Q3 2016/17" a quarter of the financial year,
"H1 2016/17" half of it, "15/03/2017" one day, "YTD Nov 2017" the year to date, "12 months to June 2017" a rolling year,
"2013-15" three calendar years together. In numeric dates the day comes before the month, always. The same days are the
same period, however they are written: "Apr-Jun 2017" is Q1 2017/18.

A financial year begins in April unless a first month is given: 9 for years from September.
"""

import re
from collections.abc import Callable
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


class Month(StrEnum):
    """A month of the year."""

    JANUARY = "January"
    FEBRUARY = "February"
    MARCH = "March"
    APRIL = "April"
    MAY = "May"
    JUNE = "June"
    JULY = "July"
    AUGUST = "August"
    SEPTEMBER = "September"
    OCTOBER = "October"
    NOVEMBER = "November"
    DECEMBER = "December"

    @property
    def number(self) -> int:
        """Return the number of the month, from 1 for January."""
        return MONTHS[self.value.lower()]


FIRST_MONTH = 4  # of a financial year, where nobody says otherwise
MOST_YEARS = 10  # that are pooled: of a longer stretch one of the years is mistyped


class PeriodKind(StrEnum):
    """The kind of a period: its length and start."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"  # of the financial year
    HALF_YEAR = "half-year"  # of the financial year
    CALENDAR_YEAR = "calendar year"
    FINANCIAL_YEAR = "financial year"
    TWELVE_MONTHS = "12 months"  # that are neither a calendar nor a financial year: a rolling year
    YEAR_TO_DATE = "year to date"  # from the first day of the financial year
    POOLED_CALENDAR_YEARS = "pooled calendar years"
    POOLED_FINANCIAL_YEARS = "pooled financial years"
    MONTHS = "several months"  # any others

    @property
    def is_short(self) -> bool:
        """Return whether staff figures of such a period are a snapshot, as in releases, rather than a mean of a year."""
        return self in (PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER)


#: Parts of a year, and years that begin in any month. Their values are not those of a calendar or financial year.
SEVERAL_MONTHS = frozenset({PeriodKind.HALF_YEAR, PeriodKind.TWELVE_MONTHS, PeriodKind.YEAR_TO_DATE, PeriodKind.MONTHS})
POOLED = frozenset({PeriodKind.POOLED_CALENDAR_YEARS, PeriodKind.POOLED_FINANCIAL_YEARS})


class AmbiguousPeriod(ValueError):
    """Raised for a text that may mean more than one period. `readings` are unambiguous forms of what it may mean."""

    def __init__(self, words: str, *readings: str) -> None:
        super().__init__(f"{words!r} is not a period: it may be {' or '.join(readings)}")
        self.readings = readings


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
    year_starts: int = FIRST_MONTH  # the month in which the financial year of a quarter begins; April for all others

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, given: Any) -> Any:
        return given if isinstance(given, dict) else cls._bounds(given)

    @classmethod
    def parse(cls, text: str | int | float | date, first_month: int = FIRST_MONTH) -> "Period":
        """Return the period that a text, a year or a day means. Raises ValueError where it means none, or may mean several.

        `first_month` is the month in which financial years begin.

        >>> Period.parse("2016/17", 9).start, Period.parse("Q1 2016/17", 9).end
        (datetime.date(2016, 9, 1), datetime.date(2016, 11, 30))
        """
        return _parse(text, first_month) if not isinstance(text, date) else _made(PeriodKind.DAY, text, text)

    @classmethod
    def _bounds(cls, text: Any) -> dict[str, Any]:
        period = text if isinstance(text, Period) else cls.parse(text)
        return {"kind": period.kind, "start": period.start, "end": period.end, "year_starts": period.year_starts}

    def __str__(self) -> str:
        """Return the text that marks of findings are made with. People accepted warnings by their marks, so it never changes."""
        kind = PeriodKind.MONTHS if self.kind in SEVERAL_MONTHS else self.kind
        return f"kind={kind!r} start={self.start!r} end={self.end!r}"

    @property
    def label(self) -> str:
        """Return the period as text: 2015, 2015/16, November 2015, Q3 2016/17, 15 March 2017, April to November 2017.

        Parsed again with the same first month it gives the same period.
        """
        match self.kind:
            case PeriodKind.CALENDAR_YEAR:
                return str(self.start.year)
            case PeriodKind.FINANCIAL_YEAR:
                return financial_year_label(self.start.year)
            case PeriodKind.MONTH:
                return month_and_year(self.start)
            case PeriodKind.QUARTER:
                return self._quarter_label()
            case PeriodKind.DAY:
                return f"{self.start.day} {month_and_year(self.start)}"
            case PeriodKind.POOLED_CALENDAR_YEARS:
                return f"{self.start.year} to {self.end.year}"
            case PeriodKind.POOLED_FINANCIAL_YEARS:
                return f"{financial_year_label(self.start.year)} to {financial_year_label(self.end.year - 1)}"
            case _:
                same_year = self.start.year == self.end.year
                first = MONTH_NAMES[self.start.month - 1] if same_year else month_and_year(self.start)
                return f"{first} to {month_and_year(self.end)}"

    def _quarter_label(self) -> str:
        number = (self.start.month - self.year_starts) % 12 // 3 + 1
        if self.year_starts == 1:  # the financial year is the calendar year
            return f"Q{number} {self.start.year}"
        return f"Q{number} {financial_year_label(financial_year_of(self.start, self.year_starts) - 1)}"

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

    def following(self) -> "Period":
        """Return the period after this one, as long and of the same kind. Raises ValueError for a day.

        >>> Period.parse("Q4 2016/17").following().label, Period.parse("Dec 2016").following().label
        ('Q1 2017/18', 'January 2017')
        """
        if self.kind is PeriodKind.DAY:
            raise ValueError("a day is not one of a row of periods")
        start = self.end + timedelta(days=1)
        end = _months_later(start, self.months) - timedelta(days=1)
        return _made(self.kind, start, end, self.year_starts)


def financial_year_label(first: int) -> str:
    """Return the label of the financial year that begins in a year: 2015 gives "2015/16"."""
    return f"{first}/{(first + 1) % 100:02d}"


def financial_year_of(day: date, first_month: int = FIRST_MONTH) -> int:
    """Return the year in which the financial year of a day ends.

    >>> financial_year_of(date(2017, 3, 31)), financial_year_of(date(2017, 4, 1)), financial_year_of(date(2017, 8, 31), 9)
    (2017, 2018, 2017)
    """
    return day.year + (first_month <= day.month and first_month > 1)


def last_day_of_financial_year(year: int, first_month: int = FIRST_MONTH) -> date:
    """Return the last day of the financial year that ends in a year.

    >>> last_day_of_financial_year(2017), last_day_of_financial_year(2017, 1)
    (datetime.date(2017, 3, 31), datetime.date(2017, 12, 31))
    """
    return last_day_of_month(year, (first_month - 2) % 12 + 1)


def month_and_year(day: date) -> str:
    """Return the month and year of a day in English, whatever the computer's language: "November 2015"."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def last_day_of_month(year: int, month: int) -> date:
    """Return the last day of a month: 2016 and 12 give 31 December 2016."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@lru_cache(maxsize=4096)
def _parse(text: str | int | float, first_month: int) -> Period:
    words = str(int(text)) if isinstance(text, float) and text.is_integer() else str(text)
    words = " ".join(words.strip().strip(".").split()).replace("–", "-")
    if any(map(str.isdecimal, words)):
        for pattern, make in _FROM_A_DIGIT if words[0].isdecimal() else _FROM_A_LETTER:
            if match := re.fullmatch(pattern, words):
                return make(first_month, *match.groups())
    raise ValueError(f"{words!r} is not a period")


def _made(kind: PeriodKind, start: date, end: date, year_starts: int = FIRST_MONTH) -> Period:
    return Period.model_construct(
        kind=kind, start=start, end=end, year_starts=year_starts
    )  # the parts are valid already


def _calendar_year(_: int, year: str) -> Period:
    return _made(PeriodKind.CALENDAR_YEAR, date(int(year), 1, 1), date(int(year), 12, 31))


def _two_years(first_month: int, first: str, sign: str, second: str) -> Period:
    """Return a financial year ("2015/16", "2015-16"), or calendar years that are pooled ("2013-15")."""
    following = (int(second[-2:]) - int(first[-2:])) % 100
    if following == 1 or sign == "/":
        return _financial_year(first_month, first, second)
    if len(second) == 2 and int(second) <= 12 and following < MOST_YEARS:  # a year, or a month as in 2009-12
        raise AmbiguousPeriod(f"{first}-{second}", f"{first} to 20{second}", f"{MONTH_NAMES[int(second) - 1]} {first}")
    return _pooled_years(first_month, first, f"{int(first) + following}")


def _financial_year(first_month: int, first: str, second: str) -> Period:
    year = int(first)
    if int(second[-2:]) != (year + 1) % 100 or first_month == 1:
        raise ValueError(f"{first}/{second} is not two consecutive years, or no financial year")
    start = date(year, first_month, 1)
    return _made(PeriodKind.FINANCIAL_YEAR, start, last_day_of_financial_year(year + 1, first_month))


def _pooled_years(_: int, first: str, last: str) -> Period:
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if not 1 <= end - int(first) < MOST_YEARS:
        raise ValueError(f"{first} to {last} is not a period of 2 to {MOST_YEARS} years")
    return _made(PeriodKind.POOLED_CALENDAR_YEARS, date(int(first), 1, 1), date(end, 12, 31))


def _pooled_financial_years(first_month: int, first: str, its_end: str, last: str, end: str) -> Period:
    start = _financial_year(first_month, first, its_end).start
    year = _financial_year(first_month, last if len(last) == 4 else first[:2] + last, end)
    if not 1 <= year.start.year - start.year < MOST_YEARS:
        raise ValueError(f"{first} to {last} is not a period of 2 to {MOST_YEARS} years")
    return _made(PeriodKind.POOLED_FINANCIAL_YEARS, start, year.end)


def _month(_: int, name: str, year: str) -> Period:
    number = MONTHS.get(name.lower().rstrip("."))
    if number is None:
        raise ValueError(f"{name!r} is not a month")
    full = _full_year(year)
    return _made(PeriodKind.MONTH, date(full, number, 1), last_day_of_month(full, number))


def _full_year(year: str) -> int:
    """Return a year in four digits; two digits from 51 up are of the last century: practices opened in 74."""
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) > 50 else 2000)


def _quarter(first_month: int, quarter: str, first: str, second: str) -> Period:
    start = _financial_year(first_month, first, second).start
    return _nth_quarter(start, int(quarter), first_month)


def _nth_quarter(year_start: date, quarter: int, first_month: int) -> Period:
    start = _months_later(year_start, 3 * (quarter - 1))
    return _made(PeriodKind.QUARTER, start, _months_later(start, 3) - timedelta(days=1), first_month)


def _quarter_of_a_year(first_month: int, quarter: str, year: str) -> Period:
    """Return "Q1 2016" where financial years are calendar years; elsewhere it may be of either."""
    if first_month == 1:
        return _nth_quarter(date(int(year), 1, 1), int(quarter), 1)
    calendar = _nth_quarter(date(int(year), 1, 1), int(quarter), 1)
    months = f"{MONTH_NAMES[calendar.start.month - 1]} to {month_and_year(calendar.end)}"
    raise AmbiguousPeriod(f"Q{quarter} {year}", f"Q{quarter} {financial_year_label(int(year))}", months)


def _months_later(first_day: date, months: int) -> date:
    """Return the first day of the month that is some months after the one of a first day.

    >>> _months_later(date(2016, 11, 1), 2), _months_later(date(2016, 1, 1), -1)
    (datetime.date(2017, 1, 1), datetime.date(2015, 12, 1))
    """
    months_on = first_day.month - 1 + months
    return date(first_day.year + months_on // 12, months_on % 12 + 1, 1)


def _day(_: int, day: str, month: str, year: str) -> Period:
    number = int(month) if month.isdigit() else MONTHS.get(month.lower().rstrip("."), 0)
    that = date(_full_year(year), number, int(day))
    return _made(PeriodKind.DAY, that, that)


def _iso_day(first_month: int, year: str, month: str, day: str) -> Period:
    return _day(first_month, day, month, year)


def _as_at(first_month: int, words: str) -> Period:
    """Return the day of "as at 31 March 2017"; of a month it is not said which day."""
    found = _parse(words, first_month)
    if found.kind is not PeriodKind.DAY:
        raise AmbiguousPeriod(f"as at {words}", f"{found.end.day} {month_and_year(found.end)}", found.label)
    return found


def _end_of_month(first_month: int, name: str, year: str) -> Period:
    last = _month(first_month, name, year).end
    return _made(PeriodKind.DAY, last, last)


def _several_months(first_month: int, first: str, year: str | None, last: str, end_year: str) -> Period:
    """Return a range of months; one that makes up a year, a quarter or a month has that kind."""
    end = _month(first_month, last, end_year)
    start = _month(first_month, first, year or end_year).start
    if year is None and start > end.end:
        raise ValueError(f"{first} to {last} {end_year}: the year it begins in is missing")
    return _month_range(start, end.end, first_month)


def _year_to_date(first_month: int, last: str, year: str) -> Period:
    """Return the months from the first day of the financial year."""
    end = _month(first_month, last, year).end
    return _month_range(date(financial_year_of(end, first_month) - (first_month > 1), first_month, 1), end, first_month)


def _year_to_some_date(first_month: int, *years: str) -> Period:
    """Refuse "YTD 2017/18", which does not say up to when."""
    year = _financial_year(first_month, *years)
    start = year.start
    raise AmbiguousPeriod(f"YTD {year.label}", f"YTD {month_and_year(_months_later(start, 7))}", year.label)


def _twelve_months(first_month: int, last: str, year: str) -> Period:
    end = _month(first_month, last, year)
    return _month_range(_months_later(end.start, -11), end.end, first_month)


def _twelve_months_to_day(first_month: int, last: str) -> Period:
    """Return the 12 months to the last day of a month."""
    day = _parse(last, first_month)
    if day.kind is not PeriodKind.DAY or day.end != last_day_of_month(day.end.year, day.end.month):
        raise ValueError(f"{last!r} is not the last day of a month")
    return _month_range(_months_later(day.end.replace(day=1), -11), day.end, first_month)


def _quarters(first_month: int, first: str, last: str, year: str, second: str) -> Period:
    start, end = _quarter(first_month, first, year, second).start, _quarter(first_month, last, year, second).end
    return _month_range(start, end, first_month)


def _half(first_month: int, half: str, year: str, second: str) -> Period:
    return _quarters(first_month, *(("1", "2") if half == "1" else ("3", "4")), year, second)


def _month_range(start: date, end: date, first_month: int) -> Period:
    """Return the whole months from one to another, of the kind that they make up."""
    if start > end:
        raise ValueError("the period ends before it begins")
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    kind = _kind_of_months(months, start.month, first_month)
    return _made(kind, start, end, first_month if kind is PeriodKind.QUARTER else FIRST_MONTH)


def _kind_of_months(months: int, start: int, first_month: int) -> PeriodKind:
    after = (start - first_month) % 12  # months from the beginning of the financial year
    if months % 12 == 0 and (start == 1 or not after):
        years = (PeriodKind.CALENDAR_YEAR, PeriodKind.POOLED_CALENDAR_YEARS)
        return (years if start == 1 else (PeriodKind.FINANCIAL_YEAR, PeriodKind.POOLED_FINANCIAL_YEARS))[months > 12]
    if months == 3 and after % 3 == 0:
        return PeriodKind.QUARTER
    if months == 6 and after % 6 == 0:
        return PeriodKind.HALF_YEAR
    if not after and 1 < months < 12:
        return PeriodKind.YEAR_TO_DATE
    return {1: PeriodKind.MONTH, 12: PeriodKind.TWELVE_MONTHS}.get(months, PeriodKind.MONTHS)


_YEAR = r"((?:19|20)\d\d)"
_YEARS = rf"{_YEAR} ?[/-] ?((?:20)?\d\d)"
_TWELVE = r"(?i)(?:(?:rolling )?(?:12|twelve)[ -]months?|12m|(?:rolling )?year) (?:to|ending|ended)(?: the)?(?: end(?: of)?)? "
_TWELVE_MONTHS = (rf"{_TWELVE}([a-z]{{3,9}}\.?) {_YEAR}", _twelve_months)
_TWELVE_MONTHS_TO_DAY = (rf"{_TWELVE}(\d\d?(?:st|nd|rd|th)?[ /.-]\w+[ /.-]\d\d(?:\d\d)?)", _twelve_months_to_day)
_FROM_A_DIGIT: tuple[
    tuple[str, Callable[..., Period]], ...
] = (  # compiled when first tried: most trackers use few forms
    (_YEAR, _calendar_year),
    (rf"{_YEAR} ?([/-]) ?((?:20)?\d\d)", _two_years),
    (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d\d(?:\d\d)?)", _day),
    (r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}\.?),? (\d{4})", _day),
    (r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?", _iso_day),
    _TWELVE_MONTHS,
    _TWELVE_MONTHS_TO_DAY,
    (rf"(?i){_YEAR} to ((?:(?:19|20))?\d\d)", _pooled_years),
    (rf"(?i){_YEARS}(?: ?- ?| to )((?:20)?\d\d) ?[/-] ?((?:20)?\d\d)", _pooled_financial_years),
    (rf"(?i){_YEARS},? (?:YTD|year to date)", _year_to_some_date),
)
_FROM_A_LETTER: tuple[tuple[str, Callable[..., Period]], ...] = (
    (rf"(?i)Q([1-4]),? {_YEARS}", _quarter),
    (r"([A-Za-z]{3,9}\.?)[ -]((?:19|20)?\d\d)", _month),
    (rf"(?i)(?:YTD|year to date),?(?: to)? ([a-z]{{3,9}}\.?) {_YEAR}", _year_to_date),
    (rf"(?i)([a-z]{{3,9}}\.?) {_YEAR},? (?:YTD|year to date)", _year_to_date),
    _TWELVE_MONTHS,
    _TWELVE_MONTHS_TO_DAY,
    (rf"(?i)([a-z]{{3,9}}\.?)(?: {_YEAR})?(?: ?- ?| to )([a-z]{{3,9}}\.?) {_YEAR}", _several_months),
    (rf"(?i)Q([1-4]) ?(?:-|to) ?Q([1-4]),? {_YEARS}", _quarters),
    (rf"(?i)H([12]),? {_YEARS}", _half),
    (rf"(?i)(?:as )?at (?:the )?end (?:of )?([a-z]{{3,9}}\.?) {_YEAR}", _end_of_month),
    (rf"(?i)(?:the )?end (?:of )?([a-z]{{3,9}}\.?) {_YEAR}", _end_of_month),
    (r"(?i)as at ((?!as at )\w.*)", _as_at),
    (rf"(?i)Q([1-4]),? {_YEAR}", _quarter_of_a_year),
    (rf"(?i)(?:YTD|year to date),?(?: to)? {_YEARS}", _year_to_some_date),
)


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one day to a later one; negative where it is earlier."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)
