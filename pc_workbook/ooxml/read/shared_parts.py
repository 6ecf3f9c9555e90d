"""Read what the sheets of a workbook share: number formats, shared strings and the first day of dates."""

from datetime import datetime
from typing import NamedTuple

from pc_workbook.ooxml.package.text import LONGEST_TEXT
from pc_workbook.ooxml.package.workbook import Workbook
from pc_workbook.ooxml.package.xml import is_plain_markup
from pc_workbook.ooxml.read.cell_values import FIRST_DAY, FIRST_DAY_OF_1904
from pc_workbook.ooxml.read.number_formats import NumberFormats, number_formats
from pc_workbook.ooxml.read.shared_strings import shared_items

_READ_DIFFERENTLY = (b"rPh", b"_x", b"&#", b"\r")  # in texts, on which programs disagree


class SharedParts(NamedTuple):
    """`texts` are the shared strings as XML; `first_day` is the day that the number 0 stands for."""

    formats: NumberFormats
    texts: list[bytes]
    first_day: datetime
    has_ordinary_texts: bool
    """Whether every program reads the same text in them."""


def shared_parts(workbook: Workbook) -> SharedParts:
    """Return the shared parts of a workbook. Raises WorkbookProblem where shared strings or styles are damaged."""
    package, part = workbook.package, workbook.related("sharedStrings")
    table = package.read(part) if part else b""
    texts = shared_items(package, part) if part else []
    ordinary = not part or (
        is_plain_markup(table, b"sst")
        and not any(mark in table for mark in _READ_DIFFERENTLY)
        and max(map(len, texts), default=0) <= LONGEST_TEXT
    )
    return SharedParts(
        number_formats(workbook),
        texts,
        FIRST_DAY_OF_1904 if workbook.counts_from_1904 else FIRST_DAY,
        ordinary,
    )
