"""The grammar of dates as people type them: days, months, quarters, years and spans.

A rule takes the tokens of a cell and a position, and yields each date that can begin there with the position after it.
Nothing is chosen here: text that can be parsed in two ways is refused by the caller.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Final, NamedTuple

from pc_workbook.model.action import DeliveryKind
from pc_workbook.model.period import MONTHS, last_day_of_month
from pc_workbook.tracker.parsing.number_text import plain_text

Tokens = Sequence[str]
Phrases = Mapping[str, Sequence[tuple[str, ...]]]  # by their first word

FIRST_YEAR, LAST_YEAR = 1950, 2099  # of anything a plan is about; others are slips of the keyboard
WEEKDAYS: Final = {
    name: n
    for n, names in enumerate(("monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri",
                               "saturday sat", "sunday sun"))
    for name in names.split()
}  # fmt: skip
ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
NTH: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_TOKEN: Final = r"\d+|[a-z]+|\S"  # of small letters
_USUAL: Final = str.maketrans("–—‐‑‒―’‘´`＇", "------'''''")


class Dated(NamedTuple):
    """A stretch of time that a cell names, and how it was worded."""

    kind: DeliveryKind
    first: date
    last: date


Found = Iterator[tuple[Dated, int]]


def tokens_of(words: str) -> list[str]:
    """Return the words, numbers and signs of a text in small letters, without the blanks between them and the full stop after them.

    >>> tokens_of("31st Mar–17."), tokens_of("By 2016/17")
    (['31', 'st', 'mar', '-', '17'], ['by', '2016', '/', '17'])
    """
    found = _tokens(words)
    while found and found[-1] in (".", ";", ","):
        found.pop()
    return found


def _tokens(words: str) -> list[str]:
    return re.findall(_TOKEN, plain_text(words.translate(_USUAL)).casefold())


def phrases(*words: str) -> Phrases:
    """Phrases as the tokens they are made of, by the first of these."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for word in dict.fromkeys(words):
        phrase = tuple(word.split() if word.replace(" ", "").isalpha() else _tokens(word))
        found.setdefault(phrase[0], []).append(phrase)
    return found


def any_of(*several: Phrases) -> Phrases:
    """Return the phrases of several tables."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for table in several:
        for first, those in table.items():
            found.setdefault(first, []).extend(those)
    return found


def after(t: Tokens, at: int, known: Phrases) -> Iterator[int]:
    """Yield the position after each of the phrases found at a position."""
    for phrase in known.get(word(t, at), ()):
        end = at + len(phrase)
        if len(phrase) == 1 or tuple(t[at:end]) == phrase:
            yield end


def maybe_after(t: Tokens, at: int, known: Phrases) -> Iterator[int]:
    """Yield the position itself, and the one after each of the phrases found there."""
    yield at
    yield from after(t, at, known)


def word(t: Tokens, at: int) -> str:
    """Return the token at a position; "" past the end."""
    return t[at] if at < len(t) else ""


def skip(t: Tokens, at: int, *words: str) -> int:
    """Return the position after one of these words, or the same position where none of them is there."""
    return at + (word(t, at) in words)


def day_in(words: str) -> date | None:
    """Return the one day that a whole text names; None where it names none, or anything beside it.

    >>> day_in("Friday 31st March 2017"), day_in("31-Mar-17"), day_in("31/11/2016"), day_in("Monday 31 March 2017")
    (datetime.date(2017, 3, 31), datetime.date(2017, 3, 31), None, None)
    """
    t = tokens_of(words)
    found = {span.first for span, end in days(t, 0) if end == len(t)}
    return found.pop() if len(found) == 1 else None


THE: Final = phrases("the")


def times(t: Tokens, at: int) -> Found:
    """Yield every stretch of time that can begin at a position, from a day to a year."""
    for start in maybe_after(t, at, THE) if may_begin_a_time(word(t, at)) else ():
        yield from days(t, start)
        yield from months(t, start)
        yield from quarters(t, start)
        yield from financial_years(t, start)
        yield from calendar_years(t, start)


def days(t: Tokens, at: int) -> Found:
    """Yield days: 31/03/2017, 31.3.17, 31st March 2017, 31-Mar-17, March 31, 2017, 2017-03-31; each with its weekday before it.

    A weekday that is not the day's makes it no day at all.
    """
    weekday = WEEKDAYS.get(word(t, at))
    start = at if weekday is None else skip(t, skip(t, at + 1, ".", ","), "the")
    for day, month, year, end in _day_parts(t, start):
        found = made_day(day, month, year)
        if found is not None and weekday in (None, found.weekday()):
            yield Dated(DeliveryKind.DATE, found, found), end


def _day_parts(t: Tokens, at: int) -> Iterator[tuple[int, int, int | None, int]]:
    first, sign, second = word(t, at), word(t, at + 1), word(t, at + 2)
    if sign in ("/", ".", "-") and second.isdecimal() and word(t, at + 3) == sign:
        if len(first) <= 2 and len(second) <= 2 and first.isdecimal():
            yield int(first), int(second), year_of(word(t, at + 4)), at + 5
        elif len(first) == 4 and first.isdecimal():
            yield _number(word(t, at + 4)), int(second), year_of(first), _after_midnight(t, at + 5)
    if first.isdecimal() and len(first) <= 2:
        name, month = _month_at(t, skip(t, skip(t, at + 1, *ORDINALS), "of", "-", "/", ".", ","))
        year = skip(t, name, "-", "/", ".", ",", "'")
        if month:
            yield int(first), month, year_of(word(t, year)), year + 1
    name, month = _month_at(t, at)
    if month and word(t, name).isdecimal() and len(word(t, name)) <= 2:
        year = skip(t, skip(t, name + 1, *ORDINALS), ",")
        if len(word(t, year)) == 4:
            yield int(word(t, name)), month, year_of(word(t, year)), year + 1


def _after_midnight(t: Tokens, at: int) -> int:
    """Return the position after the time that programs write behind a day."""
    rest = [token for token in t[at : at + 6] if token != "t"]
    midnight = rest[:5] == ["00", ":", "00", ":", "00"]
    return at + 5 + (word(t, at) == "t") if midnight else at


def _month_at(t: Tokens, at: int) -> tuple[int, int]:
    """Return the position after the name of a month, and its number; 0 where there is none."""
    month = MONTHS.get(word(t, at), 0)
    return (skip(t, at + 1, "."), month) if month else (at, 0)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) <= 2 else 0


def year_of(words: str) -> int | None:
    """Return the year that two or four digits mean; those of two from 51 on are of the last century."""
    if not words.isdecimal() or len(words) not in (2, 4):
        return None
    year = int(words) if len(words) == 4 else int(words) + (1900 if int(words) > 50 else 2000)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def made_day(day: int, month: int, year: int | None) -> date | None:
    """Return the day of these numbers; None where there is none."""
    if year is None or not 1 <= month <= 12 or not 1 <= day <= last_day_of_month(year, month).day:
        return None
    return date(year, month, day)


def months(t: Tokens, at: int) -> Found:
    """Yield months: March 2017, Mar. 2017, Mar-17, Mar '17, 03/2017. "Mar 17" is none: it may be a day."""
    place, month = _month_at(t, at)
    if month:
        place = skip(t, place, "of", ",")
        sign = word(t, place) if word(t, place) in ("-", "'", "/") else ""
        year = word(t, place + bool(sign))
        end = place + bool(sign) + 1
        if len(year) == 4 or (sign in ("-", "'") and len(year) == 2):
            yield from _month(month, year, end)
    elif 0 < _number(word(t, at)) <= 12 and word(t, at + 1) == "/" and len(word(t, at + 2)) == 4:
        yield from _month(_number(word(t, at)), word(t, at + 2), at + 3)


def _month(month: int, year: str, end: int) -> Found:
    full = year_of(year)
    if full is not None:
        yield Dated(DeliveryKind.MONTH, date(full, month, 1), last_day_of_month(full, month)), end


QUARTER: Final = phrases("q", "qtr", "quarter")
QUARTER_ENDS: Final = phrases("quarter", "qtr", "quarter of", "quarter of the")
FINANCIAL: Final = phrases("fy", "f/y", "financial year", "financial year end", "year end", "year", "year ending")
FINANCIAL_YEAR: Final = phrases("financial year", "fy")
CALENDAR: Final = phrases("calendar year", "year")


def quarters(t: Tokens, at: int) -> Found:
    """Yield quarters of a financial year: Q4 2016/17, 2016/17 Q4, Quarter 4 of 2016-17, 4th quarter 2016/17."""
    for number, end in quarter_numbers(t, at):
        for year, last in financial_years(t, skip(t, end, "of", ",", "-")):
            yield quarter_of(year, number), last
    for year, end in financial_years(t, at):
        for number, last in quarter_numbers(t, skip(t, end, ",", "-")):
            yield quarter_of(year, number), last


def quarter_numbers(t: Tokens, at: int) -> Iterator[tuple[int, int]]:
    """Yield the number of a quarter without its year, such as Q4 or 4th quarter."""
    for end in after(t, at, QUARTER):
        if word(t, end) in ("1", "2", "3", "4"):
            yield int(word(t, end)), end + 1
    number = NTH.get(word(t, at)) or (_number(word(t, at)) if word(t, at + 1) in ORDINALS else 0)
    if 1 <= number <= 4:
        for end in after(t, skip(t, at + 1, *ORDINALS), QUARTER_ENDS):
            yield number, end


def quarter_of(year: Dated, number: int) -> Dated:
    """Return a quarter of a financial year: the first is April to June."""
    month = 3 * number + 1
    start = date(year.first.year + month // 13, (month - 1) % 12 + 1, 1)
    return Dated(DeliveryKind.QUARTER, start, last_day_of_month(start.year, start.month + 2))


def financial_years(t: Tokens, at: int) -> Found:
    """Yield financial years: 2016/17, 2016-17, 2016/2017, 16/17 and FY 16/17. "11/12" without a word before it may be a month."""
    for start in maybe_after(t, at, FINANCIAL):
        first, sign, second = word(t, start), word(t, start + 1), word(t, start + 2)
        begins, named = year_of(first), start > at
        is_short = len(first) == 2 and len(second) == 2 and (named or min(_number(first), _number(second)) > 12)
        if sign not in ("/", "-") or begins is None or not (len(first) == 4 or is_short):
            continue
        if len(second) in (2, 4) and second.isdecimal() and int(second) in (begins + 1, (begins + 1) % 100):
            span = Dated(DeliveryKind.BY_YEAR, date(begins, 4, 1), date(begins + 1, 3, 31))
            yield span, start + 3
            yield from ((span, end) for end in after(t, start + 3, FINANCIAL_YEAR) if not named)


_BEGIN: Final = frozenset(chain(MONTHS, WEEKDAYS, NTH, THE, QUARTER, FINANCIAL, FINANCIAL_YEAR, CALENDAR))


def may_begin_a_time(word: str) -> bool:
    """Return whether a word is one that a time or a span can begin with: at most places of a cell none does."""
    return word.isdecimal() or word in _BEGIN


def calendar_years(t: Tokens, at: int) -> Found:
    """Yield calendar years, of four digits."""
    for start in maybe_after(t, at, CALENDAR):
        year = year_of(word(t, start)) if len(word(t, start)) == 4 else None
        if year is not None:
            yield Dated(DeliveryKind.BY_YEAR, date(year, 1, 1), date(year, 12, 31)), start + 1


def spans(t: Tokens, at: int) -> Found:
    """Yield the time from one date to another: April 2016 - March 2018, 1-30 April 2017, April to June 2017, Q1 to Q3 2016/17."""
    if not may_begin_a_time(word(t, at)):
        return
    for span, end in times(t, at):
        for then in after(t, end, TO):
            for other, last in times(t, then):
                is_year = any(ends == last for _, ends in financial_years(t, at))  # 2016-2017
                if span.first < other.first and span.last < other.last and not is_year:
                    yield Dated(other.kind, span.first, other.last), last
    yield from _spans_of_one_year(t, at)


TO: Final = phrases("-", "to", "until", "till", "through", "through to", "up to", "to the end of", "to end of", "until the end of", "until end of",
                    "- end of", "to end")  # fmt: skip
TO_OR_SLASH: Final = any_of(TO, phrases("/"))


def _spans_of_one_year(t: Tokens, at: int) -> Found:
    """Yield spans whose first half leaves out the year, or the month and the year, that the second names."""
    first = word(t, at)
    name, month = _month_at(t, at)
    if month:
        for then in after(t, name, TO_OR_SLASH):
            yield from months(t, then)
    for number, end in quarter_numbers(t, at):
        for then in after(t, end, TO):
            yield from ((span, last) for span, last in quarters(t, then) if number < _number_of(span))
    if first.isdecimal() and len(first) <= 2:
        end = skip(t, at + 1, *ORDINALS)
        place, month = _month_at(t, skip(t, end, "of"))
        for then in after(t, place if month else end, TO):
            yield from (found for found in days(t, then) if _runs_on(int(first), month, found[0].first, t[then:]))


def _number_of(quarter: Dated) -> int:
    return (quarter.first.month - 4) % 12 // 3 + 1


def _runs_on(day: int, month: int, last: date, t: Tokens) -> bool:
    """Return whether a day comes before the last of a span, whose month is written out: across a year's end too."""
    in_words = any(token in MONTHS for token in t[:4])
    return (
        in_words
        and made_day(day, month or last.month, last.year) is not None
        and (day < last.day if month in (0, last.month) else True)
    )


def day_before(span: Dated) -> Dated:
    """Return the stretch of time up to the day before another begins."""
    last = span.first - timedelta(days=1)
    return Dated(span.kind, last, last)


def weeks(t: Tokens, at: int) -> Found:
    """Yield weeks named by the day they begin or end with."""
    for words, further in ((WEEK_BEGINS, 6), (WEEK_ENDS, 0)):
        for start in after(t, at, words):
            for span, end in days(t, start):
                yield span._replace(last=span.last + timedelta(days=further)), end


WEEK_BEGINS: Final = phrases("w/c", "wc", "week commencing", "week beginning", "week starting")
WEEK_ENDS: Final = phrases("w/e", "week ending")
