"""A kit: the rows and settings that a new tracker begins with, and how each cell is written in a CSV file.

A number is a number where its column takes numbers; a day is written yyyy-mm-dd; anything else is text, kept as typed.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from typing import Final, NamedTuple

from pc_workbook.tracker.lists.catalogue import LISTS, SETTINGS, SETTINGS_SHEET, SETTINGS_TABLE
from pc_workbook.tracker.lists.layout import EntryList, Reads

CellValue = str | int | float | bool | date | None
KitRow = Mapping[str, CellValue]  # field -> value

DESCRIPTION_FILE: Final = "kit.json"
FILE_ENDING: Final = ".csv"
LAST_IN_ORDER: Final = 100  # of a kit that gives no order

_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?(?:e-?\d{1,3})?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TAKES_NUMBERS: Final = frozenset(
    {Reads.WHOLE, Reads.NUMBER, Reads.PERCENT, Reads.DISTANCE, Reads.MEASURED, Reads.TARGET}
)
_TAKES_DAYS: Final = frozenset({Reads.DATE, Reads.PERIOD, Reads.DELIVERY})


class Description(NamedTuple):
    """What a kit is for: its title, a sentence or two, and its place among the kits that come with the program."""

    title: str
    description: str
    order: int = LAST_IN_ORDER


class Kit(NamedTuple):
    """What a new tracker begins with: rows by list object, each field -> value, and settings by field."""

    name: str
    about: Description
    rows: Mapping[str, Sequence[KitRow]]
    settings: Mapping[str, CellValue]


def file_name(sheet: str) -> str:
    """Return the name of the CSV file of a list, from the name of its sheet.

    >>> file_name("CQC ratings"), file_name("People and roles")
    ('cqc-ratings.csv', 'people-and-roles.csv')
    """
    return sheet.casefold().replace(" ", "-") + FILE_ENDING


SETTINGS_FILE: Final = file_name(SETTINGS_SHEET)


def lists_by_file() -> dict[str, EntryList]:
    """Return every list by the name of its file."""
    return {file_name(entry_list.sheet): entry_list for entry_list in LISTS}


def cell_value(reads: Reads, text: str) -> CellValue:
    """Return the value of a cell of a CSV file.

    >>> cell_value(Reads.MEASURED, "0.47"), cell_value(Reads.MEASURED, "91.11%"), cell_value(Reads.REFERENCE, "1.10")
    (0.47, '91.11%', '1.10')
    >>> cell_value(Reads.DATE, "2017-03-15"), cell_value(Reads.DATE, "15/03/2017"), cell_value(Reads.WHOLE, "")
    (datetime.date(2017, 3, 15), '15/03/2017', None)
    """
    if not text:
        return None
    if reads in _TAKES_NUMBERS and _NUMBER.fullmatch(text):
        number = float(text)
        is_whole = "." not in text and "e" not in text
        return (int(text) if is_whole else number) if isfinite(number) else text
    if reads in _TAKES_DAYS and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:  # such as 2017-02-30, which the reading of the list reports
            return text
    return text


def cell_text(value: CellValue) -> str:
    """Return how a value is written in a CSV file.

    >>> cell_text(0.1), cell_text(165760), cell_text(date(2017, 3, 15)), cell_text(True), cell_text(None)
    ('0.1', '165760', '2017-03-15', 'Yes', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def reads_of(table: str) -> Mapping[str, Reads]:
    """Return the kind of cell of each heading of a list, or of each setting by its name."""
    if table == SETTINGS_TABLE:
        return {setting.name: setting.reads for setting in SETTINGS}
    of = next(entry_list for entry_list in LISTS if entry_list.table == table)
    return {column.heading: column.reads for column in of.columns}
