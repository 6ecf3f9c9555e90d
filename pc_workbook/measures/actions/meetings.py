"""The meetings of a body around a day, and how often it meets or is reported to. Never a "bi-" word."""

from collections.abc import Iterable
from datetime import date

from pc_workbook.model.governance import Meeting
from pc_workbook.wording.numbers import count_words

CYCLES = {1: "every month", 6: "twice a year", 12: "once a year", 24: "every two years"}


def cycle_words(months: int | None) -> str:
    """How often, in words that mean one thing.

    >>> cycle_words(2), cycle_words(6), cycle_words(None)
    ('every two months', 'twice a year', '')
    """
    return "" if months is None else CYCLES.get(months, f"every {count_words(months)} months")


def next_meeting(meetings: Iterable[Meeting], body: str, day: date) -> Meeting | None:
    """The first meeting of a body on a day or after it."""
    return min((m for m in meetings if _is_of(m, body) and m.held_on >= day), key=_when, default=None)


def last_meeting(meetings: Iterable[Meeting], body: str, day: date) -> Meeting | None:
    """The last meeting of a body before a day."""
    return max((m for m in meetings if _is_of(m, body) and m.held_on < day), key=_when, default=None)


def _is_of(meeting: Meeting, body: str) -> bool:
    return body.casefold() in (meeting.body or "").casefold()


def _when(meeting: Meeting) -> date:
    return meeting.held_on
