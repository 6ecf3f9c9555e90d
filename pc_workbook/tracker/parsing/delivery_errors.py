"""Why a text is no delivery date: one sentence that quotes the cell and says what to type.

Asked only of texts outside the grammars of typed_dates and delivery_text.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from pc_workbook.model.period import MONTH_NAMES, MONTHS, financial_year_label, last_day_of_month, month_and_year
from pc_workbook.tracker.parsing.date_text import (
    WEEKDAYS,
    Dated,
    Tokens,
    days,
    made_day,
    times,
    tokens_of,
    word,
    year_of,
)
from pc_workbook.tracker.parsing.number_text import quoted

SEASONS: Final = frozenset({"spring", "summer", "autumn", "fall", "winter", "easter", "christmas"})
_ROUGHLY: Final = (
    "about around approx approximately circa c ca roughly early mid middle late beginning start provisional provisionally "
    "possibly probably likely hopefully tbc ? ~"
)
ROUGHLY: Final = frozenset(_ROUGHLY.split())
_STATES: Final = (
    "hold paused suspended cancelled canceled withdrawn superseded abandoned deferred postponed delayed stopped removed progress "
    "incomplete overdue outstanding late"
)
STATES: Final = frozenset(_STATES.split())
NUMERIC: Final = r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:\d\d)?\d\d)(?![\d/.-])"
IN_WORDS: Final = r"(?<![\d/.-])(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([a-z]{3,9})\.?[ ,-]+((?:19|20)?\d\d)(?!\d)"
DONE: Final = frozenset({"complete", "completed", "done", "achieved", "closed", "finished"})
TYPE_A_DAY: Final = "Type a day, such as 31/03/2017"
TYPE_ONE: Final = "Type a day, month or year alone, such as 31/03/2017, March 2017 or 2016/17"


def day_fault(words: str) -> str:
    """The sentence for a text in a column of days.

    >>> day_fault("31/11/2016")
    '“31/11/2016” is no day: November 2016 has 30 days. Type the day that is meant, day first, such as 15/03/2017'
    """
    cell = quoted(words)
    if wrong := _wrong_day(words):
        return f"{cell} is no day: {wrong}. Type the day that is meant, day first, such as 15/03/2017"
    t = tokens_of(words)
    named = _times_in(t)
    if len({one.last for one in named if one.first == one.last}) > 1:
        return f"{cell} holds more than one date. Type the one that counts, day first, such as 15/03/2017"
    if any(one.first == one.last for one in named):
        return f"{cell} holds more than a date. Type the date alone, day first, such as 15/03/2017"
    if named:
        return f"{cell} names no single day. Type the day, day first, such as 15/03/2017"
    if any(one in MONTHS for one in t) and any(one.isdecimal() for one in t):
        return f"{cell} names no year, or no day. Type both, day first, such as 15/03/2017"
    return f"{cell} is not a date. Type a date, day first, such as 15/03/2017"


def delivery_fault(words: str) -> str:
    """The sentence for a text in a column of delivery dates.

    >>> delivery_fault("31/12/2016 and 31/03/2017")
    '“31/12/2016 and 31/03/2017” holds more than one date. Type the one that holds now; the first one belongs under First delivery date'
    >>> delivery_fault("Spring 2017")
    '“Spring 2017” has no exact last day. Type the month or the day, such as May 2017 or 31/05/2017'
    """
    cell, t = quoted(words), tokens_of(words)
    return next(
        (f"{cell} {said}" for find in FAULTS for said in find(words, t)),
        f"{cell} is not a date. {TYPE_ONE}, or Ongoing",
    )


def _times_in(t: Tokens) -> list[Dated]:
    """The times that a text names one after another, each as long as it can be read."""
    found, at = [], 0
    while at < min(len(t), 200):
        one = max(times(t, at), key=lambda one: one[1], default=None)
        if one is not None:
            found.append(one[0])
        at = one[1] if one else at + 1
    return found


def _no_such_day(words: str, t: Tokens) -> Iterator[str]:
    if wrong := _wrong_day(words):
        yield f"is no date: {wrong}. Type the day that is meant, day first, such as 31/03/2017"


def _wrong_day(words: str) -> str:
    """What is wrong with a day that no calendar has, or whose weekday is another one."""
    plain = " ".join(words.split()).casefold()
    for pattern in (NUMERIC, IN_WORDS):
        for found in re.finditer(pattern, plain):
            day, name, full = (
                int(found[1]),
                found[3 if pattern is NUMERIC else 2],
                found[4 if pattern is NUMERIC else 3],
            )
            month, year = int(name) if name.isdecimal() else MONTHS.get(name, 0), year_of(full)
            if year is None or (not month and not name.isdecimal()) or made_day(day, month, year):
                continue
            if not 1 <= month <= 12:
                return f"there is no month {month}, and the day comes first"
            return f"{MONTH_NAMES[month - 1]} {year} has {last_day_of_month(year, month).day} days"
    t = tokens_of(words)
    for at in range(min(len(t), 200)):
        weekday = WEEKDAYS.get(t[at])
        for one, _ in days(t, at + 1) if weekday is not None else ():
            if one.first.weekday() != weekday:
                names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
                return f"{one.first.day} {month_and_year(one.first)} is a {names[one.first.weekday()]}"
    return ""


def _years_apart(words: str, t: Tokens) -> Iterator[str]:
    found = re.search(r"(?<![\d/-])(20\d\d) ?[/–-] ?((?:20)?\d\d)(?![\d/–-])", words)
    if found and int(found[2]) % 100 != (int(found[1]) + 1) % 100 and not 1 <= int(found[2]) <= 12:
        label = financial_year_label(int(found[1]))
        yield f"is no financial year: {found[1]} is followed by {int(found[1]) + 1}. Type {label}, or the years that are meant"


def _roughly(words: str, t: Tokens) -> Iterator[str]:
    if SEASONS.intersection(t):
        yield "has no exact last day. Type the month or the day, such as May 2017 or 31/05/2017"
    elif ROUGHLY.intersection(t) and any(one.isdecimal() for one in t):
        yield f"gives no exact date. {TYPE_A_DAY}, or the month"


def _done(words: str, t: Tokens) -> Iterator[str]:
    if DONE.intersection(t) and not {"not", "by"}.intersection(t):
        yield "says that it is done. Type the day it was done under Completed on, and here when it was due"


def _two_dates(words: str, t: Tokens) -> Iterator[str]:
    named = _times_in(t)
    if len(named) > 1 and named[0].first >= named[-1].first and len(named) == 2:
        yield "names a later date before an earlier one. Type the one that holds now"
    elif len(named) > 1:
        yield "holds more than one date. Type the one that holds now; the first one belongs under First delivery date"


def _unclear_year(words: str, t: Tokens) -> Iterator[str]:
    if re.fullmatch(r"(?i)\D*q(?:uarter)? ?[1-4],? (?:of )?\d{4}\D*", " ".join(words.split())):
        yield "can be of a calendar or of a financial year. Type the financial year, as in Q4 2016/17, or the last month"
    elif len(t) == 2 and t[0] in MONTHS and t[1].isdecimal() and len(t[1]) == 2:
        yield f"can be a month or a day. Type the month with its year in full, as in {t[0].capitalize()} 20{t[1]}, or the whole date"
    elif re.fullmatch(r"\d{1,2} ?[/.-] ?\d{1,2}", words.strip()) or (
        not _times_in(t) and (any(one in MONTHS for one in t) or any(word(t, at) == "q" for at in range(len(t))))
    ):
        yield f"names no year. {TYPE_ONE}"


def _state(words: str, t: Tokens) -> Iterator[str]:
    if STATES.intersection(t):
        yield "says how the action stands. Type here when it is to be delivered, and the rest under Note"


def _more(words: str, t: Tokens) -> Iterator[str]:
    if any(":" in one for one in t) and re.search(r"\d:\d\d", words):
        yield f"holds a time of day. {TYPE_A_DAY}"
    elif _times_in(t):
        yield f"holds more than a date. {TYPE_ONE}, and the other words under Note"


FAULTS: Final[tuple[Callable[[str, Tokens], Iterator[str]], ...]] = (
    _no_such_day, _years_apart, _roughly, _done, _two_dates, _unclear_year, _state, _more,
)  # fmt: skip
