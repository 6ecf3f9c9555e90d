"""What the copies of a workbook are called that are kept before it is changed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath


def dated_name(name: str, now: datetime, is_taken: Callable[[str], bool]) -> str:
    """By the minute, and numbered within it.

    >>> dated_name("Tracker.xlsx", datetime(2017, 3, 15, 9, 30), {"2017-03-15 0930 Tracker.xlsx"}.__contains__)
    '2017-03-15 0930 Tracker (2).xlsx'
    """
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    number, found = 1, f"{now:%Y-%m-%d %H%M} {stem}{suffix}"
    while is_taken(found):
        number += 1
        found = f"{now:%Y-%m-%d %H%M} {stem} ({number}){suffix}"
    return found
