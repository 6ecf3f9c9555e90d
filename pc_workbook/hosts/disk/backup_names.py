"""What the copies of a workbook are called that are kept before it is changed."""

import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import Final

_LONGEST: Final = 255  # bytes of a file's name, on almost every disk
_ADDED: Final = len("2017-03-15 0930  (99999)")


def dated_name(name: str, now: datetime, is_taken: Callable[[str], bool]) -> str:
    """Return the name of a copy: by the minute, and numbered within it.

    >>> dated_name("Tracker.xlsx", datetime(2017, 3, 15, 9, 30), {"2017-03-15 0930 Tracker.xlsx"}.__contains__)
    '2017-03-15 0930 Tracker (2).xlsx'
    """
    suffix = PurePath(name).suffix
    stem = shortened(PurePath(name).stem, _ADDED + len(os.fsencode(suffix)))
    number, found = 1, f"{now:%Y-%m-%d %H%M} {stem}{suffix}"
    while is_taken(found):
        number += 1
        found = f"{now:%Y-%m-%d %H%M} {stem} ({number}){suffix}"
    return found


def is_dated(copy: str, name: str) -> bool:
    """Return whether a name is one that `dated_name` gives to copies of the file of that name.

    >>> is_dated("2017-03-15 0930 Tracker (2).xlsx", "Tracker.xlsx"), is_dated("../Tracker.xlsx", "Tracker.xlsx")
    (True, False)
    """
    suffix = PurePath(name).suffix
    stem = shortened(PurePath(name).stem, _ADDED + len(os.fsencode(suffix)))
    wanted = rf"\d{{4}}-\d\d-\d\d \d{{4}} {re.escape(stem)}( \(\d+\))?{re.escape(suffix)}"
    return re.fullmatch(wanted, copy) is not None


def shortened(stem: str, room: int) -> str:
    """Return the beginning of a name that leaves room for so many bytes more.

    >>> shortened("Tracker", 10), len(shortened("ü" * 200, 10))
    ('Tracker', 122)
    """
    data = os.fsencode(stem)
    if len(data) + room <= _LONGEST:
        return stem
    return data[: _LONGEST - room].decode(errors="ignore").rstrip(" .")
