"""Names of the dated backups of a workbook."""

import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import Final

_MAX_NAME_BYTES: Final = 255  # the limit of almost every file system
_ADDED_BYTES: Final = len("2017-03-15 0930  (99999)")


def dated_name(name: str, now: datetime, is_taken: Callable[[str], bool]) -> str:
    """Return the name of a new backup: date, time in minutes, file name, and a number if `is_taken` is true of that.

    >>> dated_name("Tracker.xlsx", datetime(2017, 3, 15, 9, 30), {"2017-03-15 0930 Tracker.xlsx"}.__contains__)
    '2017-03-15 0930 Tracker (2).xlsx'
    """
    suffix = PurePath(name).suffix
    stem = shorten_name(PurePath(name).stem, _ADDED_BYTES + len(os.fsencode(suffix)))
    number, dated = 1, f"{now:%Y-%m-%d %H%M} {stem}{suffix}"
    while is_taken(dated):
        number += 1
        dated = f"{now:%Y-%m-%d %H%M} {stem} ({number}){suffix}"
    return dated


def is_dated(copy: str, name: str) -> bool:
    """Return whether `copy` is a name that `dated_name` gives to backups of the file `name`.

    >>> is_dated("2017-03-15 0930 Tracker (2).xlsx", "Tracker.xlsx"), is_dated("../Tracker.xlsx", "Tracker.xlsx")
    (True, False)
    """
    suffix = PurePath(name).suffix
    stem = shorten_name(PurePath(name).stem, _ADDED_BYTES + len(os.fsencode(suffix)))
    pattern = rf"\d{{4}}-\d\d-\d\d \d{{4}} {re.escape(stem)}( \(\d+\))?{re.escape(suffix)}"
    return re.fullmatch(pattern, copy) is not None


def shorten_name(stem: str, reserved: int) -> str:
    """Return the beginning of a file name that fits the limit of 255 bytes with `reserved` bytes to be added.

    >>> shorten_name("Tracker", 10), len(shorten_name("ü" * 200, 10))
    ('Tracker', 122)
    """
    data = os.fsencode(stem)
    if len(data) + reserved <= _MAX_NAME_BYTES:
        return stem
    return data[: _MAX_NAME_BYTES - reserved].decode(errors="ignore").rstrip(" .")
