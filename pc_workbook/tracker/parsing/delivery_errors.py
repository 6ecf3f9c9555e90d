"""Why a text is not a date of delivery, or not a day, as a code with its values.

Used only for text outside the grammars of date_text.py and delivery_text.py; wording/cell_errors.py has the sentences.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from pc_workbook.model.period import MONTHS, financial_year_label, last_day_of_month
from pc_workbook.tracker.detail import Detail, detail
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

LONGEST: Final = 200  # words and signs of a text that are looked at
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


def day_error(words: str) -> Detail:
    """Return why a text is not a day, for a column of days.

    >>> day_error("31/11/2016").values["why"].code, day_error("31/03/2017 and 01/04/2017").code
    ('month_is_shorter', 'several_days')
    """
    if wrong := _wrong_day(words):
        return detail("no_such_day", cell=words, why=wrong)
    t = tokens_of(words)
    named = _times_in(t)
    if len({time.last for time in named if time.first == time.last}) > 1:
        code = "several_days"
    elif any(time.first == time.last for time in named):
        code = "more_than_a_day"
    elif named:
        code = "no_single_day"
    elif any(token in MONTHS for token in t) and any(token.isdecimal() for token in t):
        code = "day_incomplete"
    else:
        code = "not_a_day"
    return detail(code, cell=words)


def delivery_error(words: str) -> Detail:
    """Return why a text is not a date of delivery.

    >>> delivery_error("31/12/2016 and 31/03/2017").code, delivery_error("Spring 2017").code
    ('several_delivery_dates', 'season')
    """
    t = tokens_of(words)
    errors = (error for find in ERRORS for error in find(words, t))
    code, values = next(errors, Detail("not_a_delivery_date"))
    return Detail(code, {"cell": words, **values})


def _times_in(t: Tokens) -> list[Dated]:
    """Return the times that a text names one after another, each as long as it can be parsed."""
    named: list[Dated] = []
    at = 0
    while at < min(len(t), LONGEST):
        longest = max(times(t, at), key=lambda time: time[1], default=None)
        if longest is not None:
            named.append(longest[0])
        at = longest[1] if longest else at + 1
    return named


def _no_such_day(words: str, t: Tokens) -> Iterator[Detail]:
    if wrong := _wrong_day(words):
        yield detail("no_such_delivery_day", why=wrong)


def _wrong_day(words: str) -> Detail | None:
    """Return what is wrong with a day that no calendar has, or that is not on its weekday."""
    plain = " ".join(words.split()).casefold()
    for pattern in (NUMERIC, IN_WORDS):
        for match in re.finditer(pattern, plain):
            day, name, full = (
                int(match[1]),
                match[3 if pattern is NUMERIC else 2],
                match[4 if pattern is NUMERIC else 3],
            )
            month, year = int(name) if name.isdecimal() else MONTHS.get(name, 0), year_of(full)
            if year is None or (not month and not name.isdecimal()) or made_day(day, month, year):
                continue
            if not 1 <= month <= 12:
                return detail("no_such_month", month=month)
            return detail("month_is_shorter", last_day=last_day_of_month(year, month))
    t = tokens_of(words)
    for at in range(min(len(t), LONGEST)):
        weekday = WEEKDAYS.get(t[at])
        for time, _ in days(t, at + 1) if weekday is not None else ():
            if time.first.weekday() != weekday:
                return detail("other_weekday", day=time.first)
    return None


def _years_apart(words: str, t: Tokens) -> Iterator[Detail]:
    match = re.search(r"(?<![\d/-])(20\d\d) ?[/–-] ?((?:20)?\d\d)(?![\d/–-])", words)
    if match and int(match[2]) % 100 != (int(match[1]) + 1) % 100 and not 1 <= int(match[2]) <= 12:
        first = int(match[1])
        yield detail("no_financial_year", first=first, following=first + 1, label=financial_year_label(first))


def _approximate(words: str, t: Tokens) -> Iterator[Detail]:
    if SEASONS.intersection(t):
        yield Detail("season")
    elif ROUGHLY.intersection(t) and any(token.isdecimal() for token in t):
        yield Detail("approximate_date")


def _done(words: str, t: Tokens) -> Iterator[Detail]:
    if DONE.intersection(t) and not {"not", "by"}.intersection(t):
        yield Detail("done_for_delivery")


def _two_dates(words: str, t: Tokens) -> Iterator[Detail]:
    named = _times_in(t)
    if len(named) > 1:
        is_reversed = len(named) == 2 and named[0].first >= named[-1].first
        yield Detail("later_date_first" if is_reversed else "several_delivery_dates")


def _unclear_year(words: str, t: Tokens) -> Iterator[Detail]:
    if re.fullmatch(r"(?i)\D*q(?:uarter)? ?[1-4],? (?:of )?\d{4}\D*", " ".join(words.split())):
        yield Detail("quarter_of_which_year")
    elif len(t) == 2 and t[0] in MONTHS and t[1].isdecimal() and len(t[1]) == 2:
        yield detail("month_or_day", month=t[0].capitalize(), year=int(t[1]) + 2000)
    elif re.fullmatch(r"\d{1,2} ?[/.-] ?\d{1,2}", words.strip()) or (
        not _times_in(t) and (any(token in MONTHS for token in t) or any(word(t, at) == "q" for at in range(len(t))))
    ):
        yield Detail("no_year")


def _state(words: str, t: Tokens) -> Iterator[Detail]:
    if STATES.intersection(t):
        yield Detail("state_for_delivery")


def _more(words: str, t: Tokens) -> Iterator[Detail]:
    if any(":" in token for token in t) and re.search(r"\d:\d\d", words):
        yield Detail("time_of_day")
    elif _times_in(t):
        yield Detail("more_than_a_delivery_date")


ERRORS: Final[tuple[Callable[[str, Tokens], Iterator[Detail]], ...]] = (
    _no_such_day, _years_apart, _approximate, _done, _two_dates, _unclear_year, _state, _more,
)  # fmt: skip
