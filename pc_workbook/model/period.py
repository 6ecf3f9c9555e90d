"""Periods: a value always says of what time it tells, and of what kind that time is.

"2015" is a calendar year, "2015/16" a financial year (1 April to 31 March), "Nov 2015" a month,
"Q3 2016/17" a quarter of the financial year, "15/03/2017" one day. Days come before months, always.
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


class PeriodKind(StrEnum):
    """How long a period is, and where it starts."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    CALENDAR_YEAR = "calendar year"
    FINANCIAL_YEAR = "financial year"

    @property
    def is_short(self) -> bool:
        """Whether a figure of such a period is one reading of staff, as releases are: no mean of a year."""
        return self not in (PeriodKind.CALENDAR_YEAR, PeriodKind.FINANCIAL_YEAR)


class Period(BaseModel):
    """A stretch of time that a value tells of; made with `Period.parse`, shown as `label`.

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
        """The period that some words mean. Raises ValueError where they mean none."""
        return _parse(text) if not isinstance(text, date) else _made(PeriodKind.DAY, text, text)

    @classmethod
    def _bounds(cls, text: Any) -> dict[str, Any]:
        if isinstance(text, Period):
            return {"kind": text.kind, "start": text.start, "end": text.end}
        found = cls.parse(text)
        return {"kind": found.kind, "start": found.start, "end": found.end}

    @property
    def label(self) -> str:
        """The words a reader sees: 2015, 2015/16, November 2015, Q3 2016/17, 15 March 2017."""
        match self.kind:
            case PeriodKind.CALENDAR_YEAR:
                return str(self.start.year)
            case PeriodKind.FINANCIAL_YEAR:
                return financial_year_label(self.start.year)
            case PeriodKind.MONTH:
                return month_and_year(self.start)
            case PeriodKind.QUARTER:
                first = self.start.year if self.start.month >= 4 else self.start.year - 1
                return f"Q{(self.start.month - 4) % 12 // 3 + 1} {financial_year_label(first)}"
            case _:
                return f"{self.start.day} {month_and_year(self.start)}"

    @property
    def year(self) -> int:
        """The year on whose trajectory point a value of this period is judged: the year it ends in.

        A financial year 2016/17 ends in March 2017 and is judged against 2017.
        """
        return self.end.year


def financial_year_label(first: int) -> str:
    """2015 -> '2015/16'."""
    return f"{first}/{(first + 1) % 100:02d}"


def month_and_year(day: date) -> str:
    """In English, whatever language the computer speaks: 15 November 2015 -> 'November 2015'."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def last_day_of_month(year: int, month: int) -> date:
    """The last day of a month: (2016, 12) -> 31 December 2016."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@lru_cache(maxsize=4096)
def _parse(text: str | int | float) -> Period:
    words = str(int(text)) if isinstance(text, float) and text.is_integer() else str(text)
    words = re.sub(r"\s+", " ", words.strip().strip(".")).replace("–", "-")
    for pattern, make in _PATTERNS:
        if found := re.fullmatch(pattern, words):
            return _made(*make(*found.groups()))
    raise ValueError(f"{words!r} names no period")


def _made(kind: PeriodKind, start: date, end: date) -> Period:
    return Period.model_construct(kind=kind, start=start, end=end)  # of parts that need no judging


def _calendar_year(year: str) -> tuple[PeriodKind, date, date]:
    return PeriodKind.CALENDAR_YEAR, date(int(year), 1, 1), date(int(year), 12, 31)


def _financial_year(first: str, second: str) -> tuple[PeriodKind, date, date]:
    year = int(first)
    if int(second[-2:]) != (year + 1) % 100:
        raise ValueError(f"{first}/{second} is not two years running")
    return PeriodKind.FINANCIAL_YEAR, date(year, 4, 1), date(year + 1, 3, 31)


def _month(name: str, year: str) -> tuple[PeriodKind, date, date]:
    number = MONTHS.get(name.lower().rstrip("."))
    if number is None:
        raise ValueError(f"{name!r} is no month")
    full = _full_year(year)
    return PeriodKind.MONTH, date(full, number, 1), last_day_of_month(full, number)


def _full_year(year: str) -> int:
    """Two digits from 51 on are of the last century: practices opened in 74."""
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


_PATTERNS = (  # compiled when first tried: most trackers write their periods in two or three ways
    (r"((?:19|20)\d\d)", _calendar_year),
    (r"((?:19|20)\d\d) ?[/-] ?((?:20)?\d\d)", _financial_year),
    (r"(?i)Q([1-4]),? ((?:19|20)\d\d) ?[/-] ?((?:20)?\d\d)", _quarter),
    (r"([A-Za-z]{3,9}\.?)[ -]((?:19|20)?\d\d)", _month),
    (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d\d(?:\d\d)?)", _day),
    (r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}\.?),? (\d{4})", _day),
    (r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?", _iso_day),
)


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one (negative when it comes before)."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)
